import { Router, type Response } from 'express'
import { z } from 'zod'
import { CasePath } from '../cases/forms.ts'
import { getCase, lockCase } from '../cases/queries.ts'
import { asActor, type Actor } from '../db/actor.ts'
import type { AttachmentRow } from '../db/rows.ts'
import { Conflict } from '../web/errors.ts'
import { flash } from '../web/flash.ts'
import { actorOf, partyOf } from '../web/guards.ts'
import { keyOf, once } from '../web/once.ts'
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
  const refused: string[] = []
  const location = await asActor(actor, (tx) =>
    once(tx, actor, keyOf(req), async () => {
      const kase = await lockCase(tx, ref)
      if (kase.status === 'archived' || kase.status === 'cancelled')
        throw new Conflict('Ärendet är arkiverat och kan inte ändras.')
      for (const file of received) {
        const problems = Object.values(await addFiles(tx, actor, kase, [{ kind, file }]))
        refused.push(...problems.map((problem) => `${file.name}: ${res.locals.t(problem)}`))
      }
      return `/cases/${ref}#files`
    }),
  )
  if (refused.length > 0) flash(res, 'error', refused.join(' ').slice(0, 280))
  else if (received.length === 0) flash(res, 'error', 'Välj en fil att bifoga.')
  else flash(res, 'success', '{n} bilaga är tillagd.|{n} bilagor är tillagda.', { n: received.length })
  res.redirect(303, location)
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

const SANDBOX = "default-src 'none'; style-src 'unsafe-inline'; img-src 'self'; frame-ancestors 'none'; sandbox"

/**
 * What may be looked at in the browser, and under which policy; all else is a download, whatever the browser thinks.
 * Chrome and Safari show a sandboxed PDF as a blank page: their viewers are kept apart from the site anyway, and the
 * content was told to be a PDF before it was stored.
 */
const SHOWN: Record<string, string> = {
  'application/pdf': "default-src 'none'; style-src 'unsafe-inline'; object-src 'self'; frame-ancestors 'none'",
  'image/jpeg': SANDBOX,
  'image/png': SANDBOX,
}

function headersOf(file: AttachmentRow, show: boolean): Record<string, string> {
  const policy = show ? SHOWN[file.media_type] : undefined
  const ascii = file.name.replace(/[^\x20-\x7e]|["\\%]/g, '_')
  const encoded = encodeURIComponent(file.name).replace(
    /['()*]/g,
    (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`,
  )
  return {
    'Content-Type': file.media_type,
    'Content-Length': String(file.size),
    'Content-Disposition': `${policy ? 'inline' : 'attachment'}; filename="${ascii}"; filename*=UTF-8''${encoded}`,
    'Content-Security-Policy': policy ?? SANDBOX,
    'X-Content-Type-Options': 'nosniff',
    // Packed already, and with a length that must stay true.
    'Cache-Control': 'private, no-store, no-transform',
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
