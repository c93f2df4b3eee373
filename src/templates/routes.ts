import { Readable } from 'node:stream'
import { z } from 'zod'
import { headersOf } from '../attachments/headers.ts'
import { asActor, type Actor } from '../db/actor.ts'
import { partyOf } from '../web/guards.ts'
import { id } from '../web/ids.ts'
import { routes } from '../web/routes.ts'
import { templateChunk, getTemplate } from './queries.ts'
import { refuseUnopened } from '../scan/scanner.ts'
import { sendStream } from '../web/streams.ts'

const TemplatePath = z.object({ id: id() })

/** The file itself, for whoever may send to its owner. */
export const templateFiles = routes('/templates', { for: 'party', right: 'read' })

templateFiles.get('/:id', {}, async (req, res) => {
  const actor = partyOf(req)
  const { id } = TemplatePath.parse(req.params)
  const template = await asActor(actor, (tx) => getTemplate(tx, id))
  refuseUnopened(template)
  res.set(headersOf(template, false))
  await sendStream(res, Readable.from(chunksOf(actor, id)))
})

/** One chunk, one short transaction: a slow reader holds no connection. */
async function* chunksOf(actor: Actor, id: number): AsyncGenerator<Buffer> {
  for (let seq = 0; ; seq += 1) {
    const bytes = await asActor(actor, (tx) => templateChunk(tx, id, seq))
    if (!bytes) return
    yield bytes
  }
}
