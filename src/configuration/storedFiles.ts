import { createReadStream } from 'node:fs'
import { Readable } from 'node:stream'
import { digest } from '../attachments/store.ts'
import { safeName } from '../attachments/types.ts'
import { asActor, type OwnerActor, type Tx } from '../db/actor.ts'
import type { ScanState } from '../db/rowTypes.ts'
import { newScan, refuseUnopened } from '../scan/scanner.ts'
import { NotFound } from '../web/errors.ts'
import type { ReceivedFile } from '../web/uploads.ts'

/** Files of drafts and versions. Nobody outside the network owner's administration sees one before it is published. */
export interface StoredFile {
  id: number
  owner_id: number
  name: string
  media_type: string
  size: number
  scan: ScanState
}

const CHUNK = 1_000_000

/** With the upload's own name, and the type that its content was told to be. */
export async function keepFile(tx: Tx, actor: OwnerActor, file: ReceivedFile, mediaType: string): Promise<StoredFile> {
  const [row] = (await tx('configuration_files')
    .insert({
      owner_id: actor.ownerId,
      name: safeName(file.name),
      media_type: mediaType,
      ...(await digest(file.path)),
      scan: newScan(),
      uploaded_at: tx.now,
      uploaded_by_name: actor.name,
    })
    .returning(['id', 'owner_id', 'name', 'media_type', 'size', 'scan'])) as [StoredFile]
  let seq = 0
  for await (const bytes of createReadStream(file.path, { highWaterMark: CHUNK })) {
    await tx('configuration_file_chunks').insert({
      file_id: row.id,
      owner_id: actor.ownerId,
      seq,
      bytes: bytes as Buffer,
    })
    seq += 1
  }
  return row
}

/** @throws NotFound for one that is not there or another's */
export async function getStored(tx: Tx, id: number): Promise<StoredFile> {
  const found = await tx<StoredFile>('configuration_files')
    .where({ id })
    .first('id', 'owner_id', 'name', 'media_type', 'size', 'scan')
  if (!found) throw new NotFound('Filen finns inte')
  return found
}

/** The same, to be looked at or published. @throws Conflict for one that waits to be scanned or did not pass */
export async function openStored(tx: Tx, id: number): Promise<StoredFile> {
  const file = await getStored(tx, id)
  refuseUnopened(file)
  return file
}

/** One chunk, one short transaction: a slow reader holds no connection. */
export function streamOf(actor: OwnerActor, id: number): Readable {
  return Readable.from(chunksOf(actor, id))
}

async function* chunksOf(actor: OwnerActor, id: number): AsyncGenerator<Buffer> {
  for (let seq = 0; ; seq += 1) {
    const row = (await asActor(actor, (tx) =>
      tx('configuration_file_chunks').where({ file_id: id, seq }).first('bytes'),
    )) as { bytes: Buffer } | undefined
    if (!row) return
    yield row.bytes
  }
}

/** What neither the draft, a version nor anything published names: left by a draft that was discarded, or by a change of mind. */
export async function dropUnused(tx: Tx, ownerId: number): Promise<void> {
  await tx.raw(
    `delete from configuration_files f where f.owner_id = :owner
       and not exists (select from owners o where o.id = :owner and o.logo_file = f.id)
       and not exists (select from document_templates d where d.owner_id = :owner and d.file_id = f.id)
       and f.id not in (
         select (file #>> '{}')::int
         from (select content from configuration_drafts where owner_id = :owner
               union all select content from configuration_contents where owner_id = :owner) k,
           lateral (select jsonb_path_query(k.content, '$.templates[*].file') as file
                    union all select jsonb_path_query(k.content, '$.look.logo.file')) named)`,
    { owner: ownerId },
  )
}
