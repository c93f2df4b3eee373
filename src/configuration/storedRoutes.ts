import { z } from 'zod'
import { headersOf } from '../attachments/headers.ts'
import { asActor } from '../db/actor.ts'
import { sheet } from '../sign-in/entrance/look.ts'
import { ownerSideOf } from '../web/guards.ts'
import { id } from '../web/ids.ts'
import { sendStream } from '../web/streams.ts'
import { draftRoom } from './draftRoom.ts'
import { readContent } from './page.ts'
import { openStored, streamOf } from './storedFiles.ts'

/** A file of the draft or of a version, for the owner's own administrators: /files/:id */
export const storedFiles = draftRoom('/files')

const FilePath = z.object({ id: id() })

storedFiles.get('/:id', {}, async (req, res) => {
  const actor = ownerSideOf(req)
  const { id } = FilePath.parse(req.params)
  const file = await asActor(actor, (tx) => openStored(tx, id))
  res.set(headersOf(file, file.media_type.startsWith('image/')))
  await sendStream(res, streamOf(actor, id))
})

/** The colour of the draft, for the page that shows it: /look/look.css */
export const lookSheet = draftRoom('/look')

lookSheet.get('/look.css', {}, async (req, res) => {
  const { accent } = (await readContent(req, res)).content.look
  res
    .set('Cache-Control', 'private, no-store')
    .type('css')
    .send(accent === null ? '' : sheet(accent))
})
