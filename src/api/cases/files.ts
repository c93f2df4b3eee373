import type { Response } from 'express'
import { z } from 'zod'
import { attach } from '../../attachments/attach.ts'
import { headersOf } from '../../attachments/headers.ts'
import { listFiles, logFile, openFile } from '../../attachments/queries.ts'
import { send, sendRange } from '../../attachments/send.ts'
import { getCase } from '../../cases/workflow/queries.ts'
import { asActor } from '../../db/actor.ts'
import { HttpError } from '../../web/errors.ts'
import { partyOf } from '../../web/guards.ts'
import { longId } from '../../web/ids.ts'
import { routes } from '../../web/routes.ts'
import { receiveFiles } from '../../web/uploads.ts'
import { API_ADDRESS, endpoint } from '../endpoint.ts'
import { idempotently, matches } from '../headers.ts'
import { invalid } from '../problem.ts'
import { CaseRef, PROBLEMS } from '../shared.ts'
import { FileRead } from './schemas.ts'
import { fileOf } from './tell.ts'

const Files = z.object({ files: z.array(FileRead) }).meta({ id: 'Files' })
const FilePath = CaseRef.extend({ file: longId() })

const Uploaded = z.object({
  kind: z.string().meta({ description: 'SIT, ENL, EFF … as the job type names them; OVR is anything else.' }),
  file: z.string().meta({ format: 'binary', description: 'At most 20 MB.' }),
  keep_position: z.enum(['', 'ja']).optional().meta({ description: 'ja: a photo keeps the place where it was taken.' }),
})

const list = endpoint(
  {
    method: 'GET',
    path: '/cases/:ref/files',
    open: { for: 'party', right: 'read', scope: 'files:read' },
    id: 'listFiles',
    tag: 'Files',
    summary: 'Files of a case that the side of the key may read',
    params: CaseRef,
    answers: { 200: { description: 'The files', schema: Files }, ...PROBLEMS(404) },
  },
  async ({ res, actor, params }) => {
    const files = await asActor(actor, async (tx) => listFiles(tx, (await getCase(tx, params.ref)).id))
    res.json({ files: files.map((file) => fileOf(file, params.ref)) })
  },
)

const download = endpoint(
  {
    method: 'GET',
    path: '/cases/:ref/files/:file',
    open: { for: 'party', right: 'read', scope: 'files:read' },
    id: 'getFile',
    tag: 'Files',
    summary: 'The file itself, whole or one range of its bytes',
    description:
      'Range: bytes=0-999999 gives 206. If-Range and If-None-Match compare the ETag, which is the hash of the file.',
    params: FilePath,
    answers: {
      200: { description: 'The file', mediaType: 'application/octet-stream', headers: ['ETag', 'Accept-Ranges'] },
      206: { description: 'The range', mediaType: 'application/octet-stream', headers: ['ETag', 'Content-Range'] },
      304: { description: 'It is as If-None-Match says' },
      ...PROBLEMS(404, 409, 416),
    },
  },
  async ({ req, res, actor, params }) => {
    const file = await asActor(actor, async (tx) => {
      const kase = await getCase(tx, params.ref)
      const found = await openFile(tx, kase.id, params.file)
      if (found.side !== actor.side && req.method === 'GET') {
        await logFile(tx, actor, kase, 'file-downloaded', found.name)
      }
      return found
    })
    const etag = `"${file.sha256.toString('hex')}"`
    res.set({ ETag: etag, 'Accept-Ranges': 'bytes' })
    if (matches(req, etag)) {
      res.status(304).end()
      return
    }
    const isSame = [undefined, etag].includes(req.get('if-range'))
    const range = isSame ? rangeOf(res, req.get('range'), file.size) : null
    if (req.method === 'HEAD') res.set(headersOf(file, false)).end()
    else if (range) await sendRange(res, actor, file, range)
    else await send(res, actor, file, false)
  },
)

const upload = endpoint(
  {
    method: 'POST',
    path: '/cases/:ref/files',
    open: { for: 'party', right: 'attach', scope: 'files:write' },
    id: 'uploadFile',
    tag: 'Files',
    summary: 'Attach one file',
    description:
      'What an installer attaches while the case can be edited goes with the next sending. Types are told by the content, not by the name.',
    params: CaseRef,
    reads: receiveFiles({ maxFiles: 1, maxSize: 20_000_000 }),
    form: { mediaType: 'multipart/form-data', schema: Uploaded },
    asks: ['idempotency'],
    answers: {
      201: { description: 'The file as it is listed', schema: FileRead, headers: ['Location'] },
      ...PROBLEMS(400, 404, 409, 413, 422),
    },
  },
  async ({ req, res, params, t }) => {
    const actor = partyOf(req)
    const fields = Uploaded.omit({ file: true }).safeParse(req.body ?? {})
    if (!fields.success || !/^[A-Z]{3}$/.test(fields.data.kind)) {
      throw invalid([{ pointer: '/kind', detail: t('Välj vad bilagan visar.') }])
    }
    const { kind, keep_position: keep } = fields.data
    const files = req.received ?? []
    if (files.length === 0) throw invalid([{ pointer: '/file', detail: t('Välj en fil att bifoga.') }])
    const done = await asActor(actor, async (tx) => {
      const { location, isReplayed } = await idempotently(tx, actor, req, async () => {
        const given = { kind, files, keepsPosition: keep === 'ja' }
        const { refused, added } = await attach(tx, actor, params.ref, given, t)
        if (refused.length > 0) throw invalid(refused.map((detail) => ({ pointer: '/file', detail })))
        return String(added[0]!.id)
      })
      const all = await listFiles(tx, (await getCase(tx, params.ref)).id)
      return { isReplayed, file: all.find(({ id }) => id === Number(location)) }
    })
    if (done.isReplayed) res.set('Idempotency-Replayed', 'true')
    if (!done.file) throw new HttpError(409, 'Filen är borttagen sedan dess.')
    const told = fileOf(done.file, params.ref)
    res.status(201).location(told.href).json(told)
  },
)

/**
 * The one range that was asked for (RFC 9110, 14.2): several, or what is none, count as none.
 * @throws HttpError 416 for what the file does not have
 */
function rangeOf(res: Response, asked: string | undefined, size: number): { first: number; last: number } | null {
  const [, from, to] = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(asked?.trim() ?? '') ?? []
  if (from === undefined || to === undefined || (from === '' && to === '')) return null
  const first = from === '' ? Math.max(0, size - Number(to)) : Number(from)
  const last = from === '' || to === '' ? size - 1 : Math.min(Number(to), size - 1)
  if (from !== '' && to !== '' && Number(to) < Number(from)) return null
  if (first >= size || (from === '' && Number(to) === 0)) {
    res.set('Content-Range', `bytes */${size}`)
    throw new HttpError(416, 'Filen har inte de byten.')
  }
  return { first, last }
}

export const fileEndpoints = routes(API_ADDRESS).use(list, download, upload)
