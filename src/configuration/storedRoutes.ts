import { pipeline } from 'node:stream/promises'
import { Router } from 'express'
import { z } from 'zod'
import { headersOf } from '../attachments/headers.ts'
import { asActor } from '../db/actor.ts'
import { ownerSideOf } from '../web/guards.ts'
import { getStored, streamOf } from './storedFiles.ts'

/** A file of the draft or of a version, for the owner's own administrators: /files/:id */
export const storedFiles = Router()

const FilePath = z.object({ id: z.coerce.number().int().positive().max(2_000_000_000) })

storedFiles.get('/:id', async (req, res) => {
  const actor = ownerSideOf(req)
  const { id } = FilePath.parse(req.params)
  const file = await asActor(actor, (tx) => getStored(tx, id))
  res.set(headersOf(file, file.media_type.startsWith('image/')))
  await pipeline(streamOf(actor, id), res).catch((error: unknown) => {
    if (!res.destroyed) throw error
  })
})
