import { Router } from 'express'
import { z } from 'zod'
import { headersOf } from '../attachments/headers.ts'
import { asActor } from '../db/actor.ts'
import { ownerSideOf } from '../web/guards.ts'
import { getStored, streamOf } from './storedFiles.ts'
import { id } from '../web/ids.ts'
import { sendStream } from '../web/streams.ts'

/** A file of the draft or of a version, for the owner's own administrators: /files/:id */
export const storedFiles = Router()

const FilePath = z.object({ id: id() })

storedFiles.get('/:id', async (req, res) => {
  const actor = ownerSideOf(req)
  const { id } = FilePath.parse(req.params)
  const file = await asActor(actor, (tx) => getStored(tx, id))
  res.set(headersOf(file, file.media_type.startsWith('image/')))
  await sendStream(res, streamOf(actor, id))
})
