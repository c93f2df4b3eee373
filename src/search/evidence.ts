import { isGranted } from '../domain/workflow/status.ts'
import type { InstallerActor, OwnerActor, Tx } from '../db/actor.ts'
import type { CaseRow, JobTypeRow, NoteRow } from '../db/rowTypes.ts'
import type { Answers, Field, FormDefinition, JobType } from '../domain/forms/definition.ts'
import { readSections, type Reader } from '../domain/forms/present.ts'
import { fieldsOf } from '../domain/forms/schema.ts'
import { forNotice } from '../domain/forms/resolvedForms.ts'
import { translators, type Translate } from '../language/i18n.ts'
import type { Evidence } from './reasons.ts'
import { listUnsent, withUnsent } from '../cases/workflow/unsent.ts'

/** All texts of a case that the reader may see, as displayed on the case page. */
export interface Readable {
  notice: Answers
  evidence: Evidence[]
}

/** Read under row level security, so that what the reader may not see can neither be shown nor cause a hit. */
export async function readAll(
  tx: Tx,
  actor: InstallerActor | OwnerActor,
  ids: number[],
  t: Translate,
): Promise<Map<number, Readable>> {
  const rows = await tx<CaseRow>('cases').whereIn('id', ids)
  const unsent = actor.side === 'installer' ? await listUnsent(tx, ids) : null
  const cases = unsent ? rows.map((row) => withUnsent(row, unsent.get(row.id))) : rows
  const jobs = await tx<JobTypeRow>('job_types').whereIn('id', [...new Set(cases.map((kase) => kase.job_type_id))])
  const notes = await tx<NoteRow>('notes').whereIn('case_id', ids).orderBy('id', 'desc')
  const internals = actor.side === 'owner' ? await tx('case_internals').whereIn('case_id', ids) : []
  const definitions = new Map(jobs.map(({ id, definition }) => [id, definition]))
  return new Map(
    cases.map((kase) => {
      const job = definitions.get(kase.job_type_id)
      const { notice, completion } = kase
      const internal = internals.find((row) => row.case_id === kase.id)?.consent ?? {}
      const consent = isGranted(kase) ? { ...kase.consent, ...internal } : {}
      const answers = job ? answersOf(forNotice(job, notice), { notice, consent, completion }, actor, t) : []
      const own = notes.filter((note) => note.case_id === kase.id)
      return [
        kase.id,
        { notice, evidence: [...headOf(kase, actor, t), ...answers, ...own.map((note) => said(note, t))] },
      ]
    }),
  )
}

function headOf(kase: CaseRow, actor: InstallerActor | OwnerActor, t: Translate): Evidence[] {
  const head: [string, string | null][] = [
    [t('Ärendenummer'), kase.ref],
    [t('Medgivandets nummer'), kase.consent_number],
    ...(actor.side === 'owner' ? [[t('Företag'), kase.company_name] as [string, string]] : []),
    [t('Ansvarig'), kase.responsible_name],
    [t('Handläggare'), kase.handler_name],
    [t('Jobb'), kase.job_name],
  ]
  return head.flatMap(([label, text]) => (text ? [{ label, text }] : []))
}

function answersOf(
  job: JobType,
  given: { notice: Answers; consent: Answers; completion: Answers },
  actor: InstallerActor | OwnerActor,
  t: Translate,
): Evidence[] {
  // The index has the Swedish labels of choices.
  const reader: Reader = { t: translators.sv, full: false, side: actor.side }
  return (['notice', 'consent', 'completion'] as const).flatMap((part) => {
    const hidden = unsearched(job[part])
    return readSections(job[part], given[part], reader)
      .flatMap((section) => [...section.items, ...section.rows.flatMap((row) => row.items)])
      .filter(({ key, value }) => value !== '' && !hidden.has(key))
      .map(({ label, value }) => ({ label: t(label), text: value }))
  })
}

/** Not searchable: personal numbers (privacy), and yes/no answers (no information). */
function unsearched(form: FormDefinition): Set<string> {
  const silent = (field: Field) => field.sensitive === true || ['identity', 'tick', 'yesNo'].includes(field.type)
  const fields = fieldsOf(form).flatMap((field) => [field, ...(field.fields ?? [])])
  return new Set(fields.filter(silent).map((field) => field.key))
}

function said(note: NoteRow, t: Translate): Evidence {
  const label = note.audience === 'all' ? t('Notering') : t('Intern notering')
  return { label, text: `${note.subject}: ${note.body}` }
}
