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
import { cut } from '../../text/cut.ts'

export interface WantedCase extends Omit<Beginning, 'company' | 'copiedFromId'> {
  reference: string
  source: CaseRow | null
  /** Where the work is done, as it was typed to find the area. */
  postcode?: string
  /** The source's own attachments come along. */
  withFiles?: boolean
  /** Who answers for it, where it is not who creates it. */
  responsible?: { id: number; name: string }
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
    notice: prune(job.definition.notice, { ...fresh, ...carried.answers, ...typedAtStart(wanted) }),
    completion: prune(job.definition.completion, initialAnswers(job.definition.completion)),
    responsible: wanted.responsible ?? { id: actor.userId, name: actor.name },
    details: source ? { copiedFrom: source.ref, lost: carried.lost } : {},
  })
  if (source) {
    if (wanted.withFiles) await copyFiles(tx, actor, source, kase)
    // T29 leaves the source as it is, its version too: only its log tells.
    const copied = { action: 'copy', audience: 'company', details: { copiedTo: kase.ref } } as const
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
  // Who lays cable alone has none.
  if (known.has('regelef_typ') && company?.compliance_type && company.compliance_type !== 'K')
    answers['regelef_typ'] = company.compliance_type
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
  const fits = (was: Field, field: Field | undefined, of: Answers): field is Field =>
    field !== undefined &&
    was.type !== 'date' &&
    !(was.type === 'facilityId' && !sameOwner) &&
    fitsField(field, of, context)
  const given = prune(from.notice, source.notice)
  const answers: Answers = {}
  for (const was of fieldsOf(from.notice)) {
    const answer = given[was.key]
    const field = fields.get(was.key)
    if (answer === undefined || isAskedAnew(was)) continue
    if (field?.type === 'group' && was.type === 'group') {
      answers[was.key] = rowsOf(answer).map((row) => carryRow(was, field, row, fits))
    } else if (fits(was, field, given)) answers[was.key] = answer
  }
  // The network owner may have given the facility its number first when it consented.
  const granted = source.consent['x_anl_id']
  if (sameOwner && granted && fields.has('anl_id')) answers['anl_id'] ??= granted
  // What is to be disconnected, or kept for longer, is what was connected there.
  if (sameOwner && fields.has('till_arende')) answers['till_arende'] ??= source.ref
  const followed = prune(target, answers)
  return { answers: followed, lost: lostOf(from, given, followed, fields) }
}

/** Calculated, or promised at every sending. */
const isAskedAnew = (field: Field) => field.key === 'intygande' || isCalculated(field)

/** Rows keep the columns the new form has, with the answers it offers. */
function carryRow(
  was: Field,
  field: Field,
  row: Answers,
  fits: (was: Field, field: Field | undefined, of: Answers) => boolean,
): Answers {
  const parts = (was.fields ?? []).filter((part) =>
    fits(
      part,
      field.fields?.find((each) => each.key === part.key),
      row,
    ),
  )
  return Object.fromEntries(parts.filter(({ key }) => row[key] !== undefined).map(({ key }) => [key, row[key]!]))
}

/** Every answer that did not follow. A date that the new form asks for is said to be filled in anew, and not told here. */
function lostOf(from: JobType, given: Answers, followed: Answers, fields: Map<string, Field>): Lost[] {
  return fieldsOf(from.notice).flatMap((was): Lost[] => {
    const answer = given[was.key]
    const isNone = answer === undefined || (was.type === 'tick' && answer === false)
    if (isNone || isAskedAnew(was) || (was.type === 'date' && fields.has(was.key))) return []
    const kept = followed[was.key]
    if (kept === undefined) return [{ label: was.label, value: inWords(was, answer) }]
    return was.type === 'group' ? lostCells(was, rowsOf(answer), rowsOf(kept)) : []
  })
}

/** Of rows that followed the cells that did not, a line for each column. */
function lostCells({ fields = [] }: Field, rows: Answers[], kept: Answers[]): Lost[] {
  return fields.flatMap((part) => {
    const cells = rows.flatMap((row, at) =>
      row[part.key] !== undefined && kept[at]?.[part.key] === undefined ? [inWords(part, row[part.key]!)] : [],
    )
    return cells.length > 0 ? [{ label: part.label, value: cut([...new Set(cells)].join(', '), 200) }] : []
  })
}

function inWords(field: Field, answer: Answer): string {
  if (field.type === 'group') return translators.sv('{n} rad|{n} rader', { n: rowsOf(answer).length })
  return showAnswer(field, answer, { t: translators.sv, full: false })
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
