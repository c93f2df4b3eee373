import { localDate } from '../../domain/calendar/workdays.ts'
import type { InstallerActor, Tx } from '../../db/actor.ts'
import type { AreaRow, CaseRow, CompanyRow } from '../../db/rowTypes.ts'
import type { Answer, Answers, Field, JobType } from '../../domain/forms/definition.ts'
import { parsePostcode } from '../../domain/forms/identifiers/postcode.ts'
import { initialAnswers, toValues } from '../../domain/forms/repeatingGroups.ts'
import { showAnswer } from '../../domain/forms/present.ts'
import { isCalculated } from '../../domain/forms/calculated.ts'
import { fieldsOf, prune, rowsOf } from '../../domain/forms/schema.ts'
import { translators } from '../../language/i18n.ts'
import { readValue } from '../../domain/forms/values.ts'
import { copyFiles } from '../../attachments/queries.ts'
import type { Beginning } from './moveRequest.ts'
import { perform } from './perform.ts'
import { getJob, insertEvent } from './queries.ts'
import { termsOf } from '../../domain/forms/terms.ts'

export interface WantedCase extends Omit<Beginning, 'company' | 'copiedFromId'> {
  reference: string
  source: CaseRow | null
  /** Where the work is done, as it was typed to find the area. */
  postcode?: string
  /** The source's own attachments come along. */
  withFiles?: boolean
}

/** T01, and T29 when there is a source. Answers that do not fit the new form are named, not carried. */
export async function createCase(
  tx: Tx,
  actor: InstallerActor,
  wanted: WantedCase,
): Promise<{ kase: CaseRow; lost: Lost[] }> {
  const { owner, job, areaId, source } = wanted
  const company = await tx<CompanyRow>('companies').where({ id: actor.companyId }).first()
  const fresh = { ...initialAnswers(job.definition.notice), ...complianceOf(company, job.definition) }
  const carried = source
    ? carry(source, await getJob(tx, source), wanted, localDate(tx.now))
    : { answers: {}, lost: [] }
  const beginning = {
    owner,
    job,
    areaId,
    company: { company_id: actor.companyId, company_name: actor.tenantName },
    ...(source && { copiedFromId: source.id }),
  }
  const kase = await perform(tx, actor, beginning, 'create', {
    notice: { ...fresh, ...carried.answers, ...typedAtStart(wanted) },
    completion: initialAnswers(job.definition.completion),
    responsible: { id: actor.userId, name: actor.name },
    details: source ? { copiedFrom: source.number, lost: carried.lost } : {},
  })
  if (source) {
    if (wanted.withFiles) await copyFiles(tx, actor, source, kase)
    // T29 leaves the source as it is, its version too: only its log tells.
    const copied = { action: 'copy', audience: 'company', details: { copiedTo: kase.number } } as const
    await insertEvent(tx, source, actor, copied)
  }
  return { kase, lost: carried.lost }
}

/** What the page before the form has asked is not asked again. */
function typedAtStart({ job, reference, postcode = '' }: WantedCase): Answers {
  const isAsked = fieldsOf(job.definition.notice).some(({ key }) => key === 'anl_postnr')
  const read = parsePostcode(postcode)
  return { ...(reference && { er_referens: reference }), ...(isAsked && read.ok && { anl_postnr: read.value }) }
}

/** Who answers for the rules being followed is the same from case to case. */
function complianceOf(company: CompanyRow | undefined, job: JobType): Answers {
  const known = new Set(fieldsOf(job.notice).map((field) => field.key))
  const answers: Answers = {}
  if (known.has('regelef_namn') && company?.compliance_name) answers['regelef_namn'] = company.compliance_name
  if (known.has('regelef_typ') && company?.compliance_type) answers['regelef_typ'] = company.compliance_type
  return answers
}

/** An answer that did not follow a copy: what it was called there, and what it said. Personal numbers are masked. */
export interface Lost {
  label: string
  value: string
}

/** docs/domain.md 2.8: what the target form also has, read anew by its own rules; dates and promises are not carried. */
function carry(
  source: CaseRow,
  from: JobType,
  { owner, job }: WantedCase,
  today: string,
): { answers: Answers; lost: Lost[] } {
  const sameOwner = source.owner_id === owner.id
  const target = job.definition.notice
  const fields = new Map(fieldsOf(target).map((field) => [field.key, field]))
  const context = { today, ladder: termsOf(job.definition).ladder }
  const answers: Answers = {}
  const lost: Lost[] = []
  for (const was of fieldsOf(from.notice)) {
    const answer = source.notice[was.key]
    const field = fields.get(was.key)
    if (answer === undefined || was.key === 'intygande' || was.type === 'date' || isCalculated(was)) continue
    const isForeign = was.type === 'facilityId' && !sameOwner
    if (field?.type === 'group' && was.type === 'group') answers[was.key] = carryRows(field, answer, sameOwner)
    else if (field && !isForeign && fitsField(field, source.notice, context)) answers[was.key] = answer
    else if (answer !== was.initial && answer !== false) lost.push({ label: was.label, value: inWords(was, answer) })
  }
  // The network owner may have given the facility its number first when it consented.
  const given = source.consent['x_anl_id']
  if (sameOwner && given && fields.has('anl_id')) answers['anl_id'] ??= given
  // What is to be disconnected, or kept for longer, is what was connected there.
  if (sameOwner && fields.has('till_arende')) answers['till_arende'] ??= source.number
  return { answers: prune(target, answers), lost }
}

function inWords(field: Field, answer: Answer): string {
  if (field.type === 'group') return String(rowsOf(answer).length)
  return showAnswer(field, answer, { t: translators.sv, full: false })
}

/** Rows keep the columns the new form has; facility ids belong to their network owner, dates to their work. */
function carryRows(field: Field, answer: Answer, sameOwner: boolean): Answers[] {
  const kept = (field.fields ?? []).filter(({ type }) => type !== 'date' && (sameOwner || type !== 'facilityId'))
  return rowsOf(answer).map((row) =>
    Object.fromEntries(kept.filter(({ key }) => row[key] !== undefined).map(({ key }) => [key, row[key]!])),
  )
}

function fitsField(field: Field, notice: Answers, context: { today: string; ladder: number[] }): boolean {
  const values = toValues({ sections: [{ key: '', title: '', fields: [field] }] }, notice)
  const read = readValue(field, field.key, values, context)
  return 'value' in read && read.value !== undefined
}

/** The areas a postnummer lies in; several are possible, then the person chooses (docs/domain.md 4.5). */
export async function areasAt(
  tx: Tx,
  ownerId: number,
  typed: string,
): Promise<Pick<AreaRow, 'id' | 'code' | 'name'>[]> {
  const postcode = parsePostcode(typed)
  if (!postcode.ok) return []
  return tx('areas as a')
    .join('area_postcodes as p', 'p.area_id', 'a.id')
    .where({ 'a.owner_id': ownerId, 'a.ended_at': null })
    .where('postcode_from', '<=', postcode.value)
    .where('postcode_to', '>=', postcode.value)
    .distinct('a.id', 'a.code', 'a.name')
    .orderBy('a.code')
}
