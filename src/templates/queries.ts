import { localDate } from '../domain/calendar/workdays.ts'
import type { Tx } from '../db/actor.ts'
import type { TemplateRow } from '../db/rowTypes.ts'
import { NotFound } from '../web/errors.ts'

/** What a page lists of a template; its bytes are sent by themselves. */
const SHOWN =
  'id, title, help, job_codes, valid_from, valid_to, version, name, media_type, size, uploaded_at, uploaded_by_name, scan'

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

/** @throws NotFound for one that is not there, not the reader's to see, or taken away */
export async function getTemplate(tx: Tx, id: number): Promise<TemplateRow> {
  const found = await tx<TemplateRow>('document_templates').where({ id, ended_at: null }).first()
  if (!found) throw new NotFound('Filen finns inte')
  return found
}

export async function templateChunk(tx: Tx, id: number, seq: number): Promise<Buffer | undefined> {
  const row = await tx('document_template_chunks').where({ template_id: id, seq }).first('bytes')
  return row?.bytes
}
