import { Readable } from 'node:stream'
import { createReadStream } from 'node:fs'
import type { Response } from 'express'
import { headersOf } from '../attachments/headers.ts'
import { digest } from '../attachments/store.ts'
import { tellFile, mediaTypeOf, safeName } from '../attachments/types.ts'
import { asActor, type Actor, type Tx } from '../db/actor.ts'
import type { ScanState } from '../db/rowTypes.ts'
import { newScan, refuseUnopened } from '../scan/scanner.ts'
import { NotFound } from '../web/errors.ts'
import type { ReceivedFile } from '../web/uploads.ts'
import { sendStream } from '../web/streams.ts'

export interface Certificate {
  id: number
  name: string
  media_type: string
  size: number
  uploaded_at: Date
  uploaded_by_name: string
  scan: ScanState
}

export const LIMITS = { maxFiles: 1, maxSize: 10_000_000 }
const CHUNK = 1_000_000
const TAKEN = ['application/pdf', 'image/jpeg', 'image/png']

/** Is the file one we take as a certificate? A message when it is not. */
export async function certificateProblem(file: ReceivedFile | undefined): Promise<string | null> {
  if (!file) return null
  if (file.problem !== undefined) return file.problem
  const told = await tellFile(file)
  if ('refused' in told && (file.size === 0 || (await mediaTypeOf(file)) !== null)) return told.refused
  return 'mediaType' in told && TAKEN.includes(told.mediaType) ? null : 'Bifoga intyget som pdf, jpg eller png.'
}

/** Keeps a certificate with the application it belongs to, in pieces, in the same transaction. */
export async function putCertificate(
  tx: Tx,
  pair: { company_id: number; owner_id: number },
  file: ReceivedFile,
  by: string,
): Promise<void> {
  const { sha256, size } = await digest(file.path)
  const told = await tellFile(file)
  if ('refused' in told) throw new Error('a certificate that was not looked at')
  const [row] = (await tx('certificates')
    .insert({
      ...pair,
      name: safeName(told.name),
      media_type: told.mediaType,
      size,
      sha256,
      scan: newScan(),
      uploaded_at: tx.now,
      uploaded_by_name: by,
    })
    .returning('id')) as [{ id: number }]
  let seq = 0
  for await (const bytes of createReadStream(file.path, { highWaterMark: CHUNK })) {
    await tx('certificate_chunks').insert({ ...pair, certificate_id: row.id, seq, bytes: bytes as Buffer })
    seq += 1
  }
}

export function listCertificates(tx: Tx, pair: { company_id: number; owner_id: number }): Promise<Certificate[]> {
  return tx<Certificate>('certificates')
    .where(pair)
    .orderBy('id', 'desc')
    .limit(20)
    .select('id', 'name', 'media_type', 'size', 'uploaded_at', 'uploaded_by_name', 'scan')
}

/** @throws NotFound for what is not there or belongs to others */
export async function sendCertificate(res: Response, actor: Actor, id: number): Promise<void> {
  const file = await asActor(actor, (tx) => tx<Certificate>('certificates').where({ id }).first())
  if (!file) throw new NotFound('Filen finns inte')
  refuseUnopened(file)
  res.set(headersOf(file, true))
  await sendStream(res, Readable.from(chunksOf(actor, id)))
}

async function* chunksOf(actor: Actor, id: number): AsyncGenerator<Buffer> {
  for (let seq = 0; ; seq += 1) {
    const row = (await asActor(actor, (tx) =>
      tx('certificate_chunks').where({ certificate_id: id, seq }).first('bytes'),
    )) as { bytes: Buffer } | undefined
    if (!row) return
    yield row.bytes
  }
}
