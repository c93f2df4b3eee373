import { PassThrough, Readable } from 'node:stream'
import type { Response } from 'express'
import { ZipFile } from 'yazl'
import { asActor, type Actor } from '../db/actor.ts'
import type { AttachmentRow } from '../db/rowTypes.ts'
import { headersOf } from './headers.ts'
import { embeddedPreview } from './preview.ts'
import { fileChunk } from './store.ts'
import { sendStream } from '../web/streams.ts'

/** One chunk, one short transaction: a slow reader holds no connection, and rights are asked for again each time. */
async function* chunksOf(actor: Actor, file: AttachmentRow): AsyncGenerator<Buffer> {
  for (let seq = 0; ; seq += 1) {
    const bytes = await asActor(actor, (tx) => fileChunk(tx, file.id, seq))
    if (!bytes) return
    yield bytes
  }
}

export async function send(res: Response, actor: Actor, file: AttachmentRow): Promise<void> {
  await sendStream(res, Readable.from(chunksOf(actor, file)))
}

/** A picture so small that it is its own preview, in bytes. */
const SMALL = 60_000

/** A stamp of a photo, small enough for a list of them on a phone; nothing where there is none. */
export async function sendPreview(res: Response, actor: Actor, file: AttachmentRow): Promise<void> {
  const isPicture = file.media_type === 'image/jpeg' || file.media_type === 'image/png'
  const start = isPicture ? await asActor(actor, (tx) => fileChunk(tx, file.id, 0)) : undefined
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
