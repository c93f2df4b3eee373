import { createReadStream } from 'node:fs'
import { digest } from '../attachments/store.ts'
import { mediaTypeOf, safeName } from '../attachments/types.ts'
import { localDate } from '../calendar/workdays.ts'
import { inForce } from '../configuration/versions.ts'
import type { OwnerActor, Tx } from '../db/actor.ts'
import type { TemplateRow } from '../db/rows.ts'
import { NotFound } from '../web/errors.ts'
import type { ReceivedFile } from '../web/uploads.ts'

const CHUNK = 1_000_000

/** What a page lists of a template; its bytes are sent by themselves. */
const SHOWN =
  'id, title, help, job_codes, valid_from, valid_to, version, name, media_type, size, uploaded_at, uploaded_by_name'

/** The same as part of a larger statement; takes :owner, :code and :today. */
export const TEMPLATES_FOR = `select ${SHOWN} from document_templates
  where owner_id = :owner and ended_at is null and valid_from <= :today and (valid_to is null or valid_to >= :today)
    and (job_codes = '{}' or :code = any(job_codes))
  order by title collate public.swedish limit 50`

/** Those that hold today for a job of this network owner, to be filled in and sent along. */
export async function templatesFor(tx: Tx, ownerId: number, jobCode: string): Promise<TemplateRow[]> {
  const wanted = { owner: ownerId, code: jobCode, today: localDate(tx.now) }
  return (await tx.raw<{ rows: TemplateRow[] }>(TEMPLATES_FOR, wanted)).rows
}

/** All that the owner has published and not taken away, those too that hold later or no longer. */
export function listTemplates(tx: Tx, actor: OwnerActor): Promise<TemplateRow[]> {
  return tx<TemplateRow>('document_templates')
    .where({ owner_id: actor.ownerId, ended_at: null })
    .orderByRaw('title collate public.swedish')
    .limit(200)
    .select(...(SHOWN.split(', ') as (keyof TemplateRow)[]))
}

/** @throws NotFound for one that is not there, not the reader's to see, or taken away */
export async function getTemplate(tx: Tx, id: number): Promise<TemplateRow> {
  const found = await tx<TemplateRow>('document_templates').where({ id, ended_at: null }).first()
  if (!found) throw new NotFound('Filen finns inte')
  return found
}

export interface Wanted {
  title: string
  help: string
  jobs: string[]
  valid_from: string
  valid_to: string | null
}

/** A new template, or a new version of one: a published version is never written over. */
export async function publish(
  tx: Tx,
  actor: OwnerActor,
  wanted: Wanted,
  file: ReceivedFile | null,
  before: TemplateRow | null,
): Promise<void> {
  const { jobs, ...said } = wanted
  const content = file ? await contentOf(file) : contentAs(before!)
  if (before) await end(tx, before.id)
  const [row] = (await tx('document_templates')
    .insert({
      ...said,
      ...content,
      job_codes: jobs,
      owner_id: actor.ownerId,
      version: (before?.version ?? 0) + 1,
      uploaded_at: tx.now,
      uploaded_by_name: actor.name,
    })
    .returning('id')) as [{ id: number }]
  if (file) await put(tx, { template_id: row.id, owner_id: actor.ownerId }, file)
  else {
    await tx.raw(
      `insert into document_template_chunks (template_id, owner_id, seq, bytes)
       select ?, owner_id, seq, bytes from document_template_chunks where template_id = ?`,
      [row.id, before!.id],
    )
  }
}

async function contentOf(file: ReceivedFile) {
  return { name: safeName(file.name), media_type: (await mediaTypeOf(file))!, ...(await digest(file.path)) }
}

function contentAs({ name, media_type, size, sha256 }: TemplateRow) {
  return { name, media_type, size, sha256 }
}

async function put(tx: Tx, as: { template_id: number; owner_id: number }, file: ReceivedFile): Promise<void> {
  let seq = 0
  for await (const bytes of createReadStream(file.path, { highWaterMark: CHUNK })) {
    await tx('document_template_chunks').insert({ ...as, seq, bytes: bytes as Buffer })
    seq += 1
  }
}

/** Nobody finds it any more; what was filled in and sent stays with its case. */
export async function end(tx: Tx, id: number): Promise<void> {
  await tx('document_templates').where({ id, ended_at: null }).update({ ended_at: tx.now })
}

/** The jobs of the newest configuration, to say which a template is for. */
export function listJobNames(tx: Tx, actor: OwnerActor): Promise<{ code: string; name: string }[]> {
  return tx('job_types')
    .where({ owner_id: actor.ownerId, active: true })
    .where('configuration_id', inForce(tx, actor.ownerId))
    .orderBy('position')
    .select('code', 'name')
}

export async function chunk(tx: Tx, id: number, seq: number): Promise<Buffer | undefined> {
  const row = (await tx('document_template_chunks').where({ template_id: id, seq }).first('bytes')) as
    { bytes: Buffer } | undefined
  return row?.bytes
}
