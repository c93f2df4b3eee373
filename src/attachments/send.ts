import path from 'node:path'
import { PassThrough, Readable } from 'node:stream'
import type { Response } from 'express'
import { ZipFile } from 'yazl'
import { asActor, type Actor } from '../db/actor.ts'
import type { AttachmentRow } from '../db/rowTypes.ts'
import { Conflict } from '../web/errors.ts'
import { headersOf } from './headers.ts'
import { displayOf } from './look.ts'
import { embeddedPreview } from './preview.ts'
import { CHUNK, fileChunk, LARGE, STAMP } from './store.ts'
import { sendStream } from '../web/streams.ts'

/** One chunk, one short transaction: a slow reader holds no connection, and rights are asked for again each time. */
async function* chunksOf(actor: Actor, file: AttachmentRow): AsyncGenerator<Buffer> {
  for (let seq = 0; ; seq += 1) {
    const bytes = await asActor(actor, (tx) => fileChunk(tx, file.id, seq))
    if (!bytes) return
    yield bytes
  }
}

/** The file itself, for downloading; to be looked at, the copy of it that every browser shows. */
export async function send(res: Response, actor: Actor, file: AttachmentRow, show: boolean): Promise<void> {
  const copy = show && file.picture === 'made' ? await asActor(actor, (tx) => fileChunk(tx, file.id, LARGE)) : undefined
  if (copy) {
    res.set(headersOf(asJpeg(file, copy.length), true)).end(copy)
    return
  }
  const look = displayOf(file)
  if (show && look === 'waits')
    throw new Conflict('Bilden görs om så att den kan visas. Försök igen om en stund, eller ladda ner den.')
  if (show && look === 'fails') throw new Conflict('Bilden kan inte visas här. Ladda ner den i stället.')
  res.set(headersOf(file, show))
  await sendStream(res, Readable.from(chunksOf(actor, file)))
}

/** A part of a file, its bytes counted from 0, both ends with it (RFC 9110, 14). */
export async function sendRange(
  res: Response,
  actor: Actor,
  file: AttachmentRow,
  { first, last }: { first: number; last: number },
): Promise<void> {
  res.status(206).set({
    ...headersOf(file, false),
    'Content-Length': String(last - first + 1),
    'Content-Range': `bytes ${first}-${last}/${file.size}`,
  })
  await sendStream(res, Readable.from(bytesOf(actor, file, first, last)))
}

async function* bytesOf(actor: Actor, file: AttachmentRow, first: number, last: number): AsyncGenerator<Buffer> {
  for (let seq = Math.floor(first / CHUNK); seq * CHUNK <= last; seq += 1) {
    const bytes = await asActor(actor, (tx) => fileChunk(tx, file.id, seq))
    if (!bytes) return
    yield bytes.subarray(Math.max(0, first - seq * CHUNK), last + 1 - seq * CHUNK)
  }
}

function asJpeg({ name }: AttachmentRow, size: number) {
  return { name: `${path.basename(name, path.extname(name))}.jpg`, media_type: 'image/jpeg', size }
}

/** A picture so small that it is its own preview, in bytes. */
const SMALL = 60_000

/** A stamp of a photo, small enough for a list of them on a phone; nothing where there is none. */
export async function sendPreview(res: Response, actor: Actor, file: AttachmentRow): Promise<void> {
  const stamp = await asActor(actor, (tx) => fileChunk(tx, file.id, STAMP))
  if (stamp) {
    res.set(headersOf(asJpeg(file, stamp.length), true)).end(stamp)
    return
  }
  // Until it is made, and where it could not be.
  const start = displayOf(file) === 'picture' ? await asActor(actor, (tx) => fileChunk(tx, file.id, 0)) : undefined
  const preview = start && (file.size <= SMALL ? start : embeddedPreview(start))
  if (!preview) {
    res.sendStatus(204)
    return
  }
  const type = file.size <= SMALL ? file.media_type : 'image/jpeg'
  res.set({ ...headersOf({ ...file, media_type: type, size: preview.length }, true) }).end(preview)
}

/** Files one after another, never whole in memory. They are packed already (photos, PDF), so they are only stored. */
export async function sendZip(res: Response, actor: Actor, files: AttachmentRow[]): Promise<void> {
  const zip = new ZipFile()
  const names = distinct(files.map(({ name, kind }) => `${kind} ${name}`))
  const out = zip.outputStream.pipe(new PassThrough())
  files.forEach((file, i) => {
    zip.addReadStreamLazy(names[i]!, { mtime: file.uploaded_at, compress: false }, (give) => {
      const from = Readable.from(chunksOf(actor, file))
      // yazl does not listen: a file that cannot be read would be an error that nobody handles, and end the process.
      from.once('error', (error) => out.destroy(error))
      give(null, from)
    })
  })
  zip.on('error', (error: Error) => out.destroy(error))
  zip.end()
  await sendStream(res, out)
}

/** 'FOT bild.jpg' twice becomes 'FOT bild.jpg' and 'FOT bild (2).jpg'. */
export function distinct(names: string[]): string[] {
  const seen = new Set<string>()
  return names.map((name) => {
    const [, stem = name, ending = ''] = /^(.*?)(\.[^.]*)?$/su.exec(name) ?? []
    let own = name
    for (let n = 2; seen.has(own.toLowerCase()); n += 1) own = `${stem} (${n})${ending}`
    seen.add(own.toLowerCase())
    return own
  })
}
