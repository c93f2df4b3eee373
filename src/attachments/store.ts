import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import type { Tx } from '../db/actor.ts'

/** Tenancy of a stored file, the same as its attachment row's. */
export interface StoredAs {
  attachment_id: number
  owner_id: number
  company_id: number | null
  sent: boolean
  audience: string
}

export const CHUNK = 1_000_000
/** Pieces of a picture's copy, beside those of the file (app.put_picture). */
export const LARGE = -1
export const STAMP = -2

/** sha256 and size of a file on disk, read once in pieces. */
export async function digest(path: string): Promise<{ sha256: Buffer; size: number }> {
  const hash = createHash('sha256')
  let size = 0
  for await (const piece of createReadStream(path)) {
    hash.update(piece as Buffer)
    size += (piece as Buffer).length
  }
  return { sha256: hash.digest(), size }
}

/** Moves a file into the database in 1 MB chunks: memory is bounded, and it shares the fate of the row that names it. */
export async function putFile(tx: Tx, as: StoredAs, path: string): Promise<void> {
  let seq = 0
  for await (const bytes of createReadStream(path, { highWaterMark: CHUNK })) {
    await tx('attachment_chunks').insert({ ...as, seq, bytes: bytes as Buffer })
    seq += 1
  }
}

/** One piece of a stored file; undefined after the last. */
export async function fileChunk(tx: Tx, attachmentId: number, seq: number): Promise<Buffer | undefined> {
  const row = await tx('attachment_chunks').where({ attachment_id: attachmentId, seq }).first('bytes')
  return row?.bytes
}
