import { Router, type Response } from 'express'
import { z } from 'zod'
import { CasePath } from '../cases/forms.ts'
import { getCase, lockCase } from '../cases/queries.ts'
import { asActor, type Actor } from '../db/actor.ts'
import type { AttachmentRow } from '../db/rows.ts'
import { Conflict } from '../web/errors.ts'
import { flash } from '../web/flash.ts'
import { actorOf, partyOf } from '../web/guards.ts'
import { receiveFiles } from '../web/uploads.ts'
import { addFiles, deleteFile, getFile, logFile } from './queries.ts'
import { chunk } from './store.ts'

/** Mounted at /cases/:ref/attachments. */
export const files = Router({ mergeParams: true })

const FilePath = CasePath.extend({ id: z.coerce.number().int().positive().max(Number.MAX_SAFE_INTEGER) })

files.post('/', ...receiveFiles({ maxFiles: 30, maxSize: 20_000_000 }), async (req, res) => {
  const { ref } = CasePath.parse(req.params)
  const actor = partyOf(req)
  const { kind } = z.object({ kind: z.string().catch('OVR') }).parse(req.body)
  const received = (req.received ?? []).filter((file) => file.size > 0)
  const refused = await asActor(actor, async (tx) => {
    const kase = await lockCase(tx, ref)
    if (kase.status === 'archived' || kase.status === 'cancelled')
      throw new Conflict('Ärendet är arkiverat och kan inte ändras.')
    return addFiles(
      tx,
      actor,
      kase,
      received.map((file) => ({ kind, file })),
    )
  })
  const [problem] = Object.values(refused)
  if (problem) flash(res, 'error', problem)
  else if (received.length === 0) flash(res, 'error', 'Välj en fil att bifoga.')
  else flash(res, 'success', '{n} bilaga är tillagd.|{n} bilagor är tillagda.', { n: received.length })
  res.redirect(303, `/cases/${ref}#files`)
})

files.get('/:id', async (req, res) => {
  const { ref, id } = FilePath.parse(req.params)
  const actor = actorOf(req)
  const file = await asActor(actor, async (tx) => {
    const kase = await getCase(tx, ref)
    const found = await getFile(tx, kase.id, id)
    if (found.side !== actor.side) await logFile(tx, actor, kase, 'file-downloaded', found.name)
    return found
  })
  res.set(headersOf(file, req.query['show'] === '1'))
  await send(res, actor, file)
})

files.post('/:id/delete', async (req, res) => {
  const { ref, id } = FilePath.parse(req.params)
  const actor = partyOf(req)
  await asActor(actor, async (tx) => deleteFile(tx, actor, await lockCase(tx, ref), id))
  flash(res, 'success', 'Bilagan är borttagen.')
  res.redirect(303, `/cases/${ref}#files`)
})

/** Pictures and PDF may be looked at in a sandbox; all else is a download, whatever the browser thinks of it. */
const SHOWN = ['application/pdf', 'image/jpeg', 'image/png']

function headersOf(file: AttachmentRow, show: boolean): Record<string, string> {
  const inline = show && SHOWN.includes(file.media_type)
  const ascii = file.name.replace(/[^\x20-\x7e]|["\\%]/g, '_')
  const encoded = encodeURIComponent(file.name).replace(
    /['()*]/g,
    (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`,
  )
  return {
    'Content-Type': file.media_type,
    'Content-Length': String(file.size),
    'Content-Disposition': `${inline ? 'inline' : 'attachment'}; filename="${ascii}"; filename*=UTF-8''${encoded}`,
    'Content-Security-Policy': "default-src 'none'; style-src 'unsafe-inline'; img-src 'self'; sandbox",
    'X-Content-Type-Options': 'nosniff',
  }
}

/** One chunk, one short transaction: a slow reader holds no connection, and rights are asked for again each time. */
async function send(res: Response, actor: Actor, file: AttachmentRow): Promise<void> {
  for (let seq = 0; ; seq += 1) {
    const bytes = await asActor(actor, (tx) => chunk(tx, file.id, seq))
    if (!bytes || res.destroyed) break
    if (!res.write(bytes)) await drained(res)
  }
  res.end()
}

function drained(res: Response): Promise<void> {
  return new Promise((resolve) => {
    res.once('drain', resolve)
    res.once('close', resolve)
  })
}
