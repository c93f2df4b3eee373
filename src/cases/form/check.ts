import type { CaseOwner } from '../workflow/queries.ts'
import { localDate } from '../../domain/calendar/workdays.ts'
import { inForce } from '../../configuration/versions.ts'
import type { Tx } from '../../db/actor.ts'
import type { AttachmentRow, CaseRow, CompanyRow, ConnectionRow } from '../../db/rowTypes.ts'
import type { Answers, Finding, FormDefinition, JobType } from '../../domain/forms/definition.ts'
import { findings } from '../../domain/forms/rules.ts'
import { oddities } from '../../domain/forms/odd.ts'
import { isRequired, readDraft, schemaFor } from '../../domain/forms/schema.ts'
import type { Body } from '../../domain/forms/values.ts'
import { listFiles } from '../../attachments/queries.ts'
import { readForm } from '../../web/forms.ts'
import type { Translate } from '../../language/i18n.ts'
import { pointInWords } from '../../domain/forms/pointed.ts'
import { fuseChanges, namedIn, onFacilities, type FuseChange } from '../page/neighbours.ts'
import { leftAsItWas } from '../workflow/points.ts'
import type { Point } from '../../db/columnTypes.ts'
import { ACTIVE, editableParts, hasExpired } from '../../domain/workflow/status.ts'
import { readContext, termsOf } from '../../domain/forms/terms.ts'

/** The editable parts as one form. Keys are unique across the parts of a job type, so one schema reads them all. */
export function editableForm(kase: Pick<CaseRow, 'status' | 'flow'>, job: JobType): FormDefinition {
  const parts = editableParts(kase).map((part) => job[part])
  return {
    sections: parts.flatMap((part) => part.sections),
    attachments: parts.flatMap((part) => part.attachments),
    rules: parts.flatMap((part) => part.rules),
  }
}

/** Answers of a combined form, given back to the part each belongs to. */
export function splitAnswers(kase: Pick<CaseRow, 'status' | 'flow'>, job: JobType, answers: Answers) {
  const parts: { notice?: Answers; completion?: Answers } = {}
  for (const part of editableParts(kase)) {
    const keys = new Set(job[part].sections.flatMap((section) => section.fields.map((field) => field.key)))
    parts[part] = Object.fromEntries(Object.entries(answers).filter(([key]) => keys.has(key)))
  }
  return parts
}

/** What the cross-field rules say of a case with these answers (docs/domain.md 3.6). */
export async function findingsFor(
  tx: Tx,
  {
    kase,
    job,
    owner,
    answers,
  }: { kase: CaseRow; job: JobType; owner: CaseOwner; answers: { notice?: Answers; completion?: Answers } },
): Promise<Finding[]> {
  const notice = answers.notice ?? kase.notice
  const completion = answers.completion ?? kase.completion
  const company = await tx<CompanyRow>('companies')
    .where({ id: kase.company_id ?? 0 })
    .first('org_number', 'compliance_type')
  const own = await ownCase(tx, kase, notice)
  const context = {
    owner: {
      ladder: termsOf(job).ladder,
      intervals: termsOf(job).intervals,
      completionLeadDays: owner.completion_lead_days,
      strictArea: owner.strict_area && (await isOfNewest(tx, kase)),
      registerCheckMonths: owner.register_check_months,
    },
    companyOrgNumber: company?.org_number ?? null,
    companyAuthorisation: company?.compliance_type ?? null,
    areaHasPostcode: await areaHolds(tx, kase.area_id, notice['anl_postnr']),
    otherActiveCase: own ? ('own' as const) : (await isBusy(tx, kase, notice)) ? ('other' as const) : null,
    ...(own && { ownCaseNumber: own.ref }),
    ...(await lastFuseChange(tx, kase, notice)),
    registerCheckedOn: owner.register_check_months === null ? null : await lastRegisterCheck(tx, kase),
  }
  const today = localDate(tx.now)
  return [
    ...expiry(kase, today),
    ...editableParts(kase).flatMap((phase) =>
      findings({ job, phase, notice, completion, consent: kase.consent, today, context }),
    ),
  ]
}

/** Of every consent, whatever form it was given by: it has run out, to be ticked where the owner does not stop it (T13). */
function expiry(kase: CaseRow, today: string): Finding[] {
  if (!hasExpired(kase, today)) return []
  const message = 'Medgivandet gick ut {date}. Nätbolaget får veta att du har sett det.'
  return [
    { rule: 'expired', severity: 'warning', field: 'y_utfort', message, params: { date: kase.consent_valid_to! } },
  ]
}

/** What the network owner pointed at and nobody has touched since: it may be right, and is to be seen. */
function left(point: Point, t: Translate): Finding {
  const what = pointInWords(point, t)
  const message = 'Nätbolaget pekade ut det här, och det är oförändrat: {what}'
  return {
    rule: `untouched_${point.name.replaceAll('.', '_')}`,
    severity: 'warning',
    field: point.name,
    message,
    params: { what },
  }
}

/** V10 within the own company, which may be told the number. */
function ownCase(tx: Tx, kase: CaseRow, notice: Answers): Promise<{ ref: string } | undefined> {
  return tx<CaseRow>('cases')
    .whereNot({ id: kase.id })
    .whereIn('status', [...ACTIVE])
    .where({ owner_id: kase.owner_id, company_id: kase.company_id })
    .where(onFacilities(kase.owner_id, notice))
    .first('ref')
}

/** V10 across companies: that there is one, and nothing else of it. */
async function isBusy(tx: Tx, kase: CaseRow, notice: Answers): Promise<boolean> {
  const { facilities, meters } = namedIn(notice)
  const { rows } = await tx.raw<{ rows: [{ busy: boolean }] }>('select app.facility_is_busy(?, ?, ?) as busy', [
    kase.owner_id,
    facilities,
    meters,
  ] as never)
  return rows[0].busy
}

/** V09: when the own company last changed the fuse of the facility, as far as it has told the owner. */
function lastFuseChange(tx: Tx, kase: CaseRow, notice: Answers): Promise<FuseChange> {
  return fuseChanges(tx, {
    ...{ owner: kase.owner_id, id: kase.id, facilities: namedIn(notice).facilities },
    company: kase.company_id,
  })
}

/** An area may get other postnummer: what was begun before is warned of it, never hindered. */
async function isOfNewest(tx: Tx, { job_type_id: id, owner_id: owner }: CaseRow): Promise<boolean> {
  const job = await tx('job_types').where({ id }).where('configuration_id', inForce(tx, owner)).first('id')
  return job !== undefined
}

/** V21: when the owner last looked the company up at Elsäkerhetsverket. */
async function lastRegisterCheck(tx: Tx, kase: CaseRow): Promise<string | null> {
  const pair = { company_id: kase.company_id ?? 0, owner_id: kase.owner_id }
  return (await tx<ConnectionRow>('connections').where(pair).first('register_checked_on'))?.register_checked_on ?? null
}

/** Is the postnummer one of the area's? null when either is unknown. */
export async function areaHolds(
  tx: Tx,
  areaId: number | null,
  postcode: Answers[string] | undefined,
): Promise<boolean | null> {
  if (areaId === null || typeof postcode !== 'string') return null
  const range = await tx('area_postcodes')
    .where({ area_id: areaId })
    .where('postcode_from', '<=', postcode)
    .where('postcode_to', '>=', postcode)
    .first('area_id')
  return range !== undefined
}

/** What the scan took away is not sent without a word: the installer removes it, and another file takes its place. */
function infectedFiles(files: AttachmentRow[], t: Translate): Record<string, string> {
  const own = files.filter((file) => file.side === 'installer' && file.audience === 'company')
  return Object.fromEntries(
    own
      .filter(({ scan }) => scan === 'infected')
      .map(({ kind, name }) => [
        `file.${kind}`,
        t('{name} innehöll skadlig kod. Ta bort den ur anmälan, och bifoga en annan fil om den behövs.', { name }),
      ]),
  )
}

/** Files that are demanded and not there: input name → sentence. */
export function missingFiles(
  form: FormDefinition,
  answers: Answers,
  files: Pick<AttachmentRow, 'kind' | 'side' | 'outdated_at'>[],
  t: (sentence: string, params?: Record<string, string>) => string,
): Record<string, string> {
  const there = new Set(
    files.filter((file) => file.side === 'installer' && file.outdated_at === null).map((file) => file.kind),
  )
  return Object.fromEntries(
    form.attachments
      .filter((slot) => isRequired(slot.required, answers) && !there.has(slot.kind))
      .map((slot) => [`file.${slot.kind}`, t('Bifoga {file}.', { file: t(slot.label) })]),
  )
}

/** All that stands in the way of sending, by the input it stands at, and what the rules say. */
export interface Checked {
  errors: Record<string, string>
  findings: Finding[]
}

export async function checkSending(
  tx: Tx,
  asked: {
    kase: CaseRow
    job: JobType
    owner: CaseOwner
    form: FormDefinition
    body: Body
    answers: { notice?: Answers; completion?: Answers }
    t: Translate
  },
): Promise<Checked> {
  const { kase, job, owner, form, body, answers, t } = asked
  const context = readContext(job, tx, t)
  const complete = readForm(schemaFor(form, 'send', context), body)
  const ruled = await findingsFor(tx, { kase, job, owner, answers })
  const files = await listFiles(tx, kase.id)
  const findings = [
    ...ruled,
    ...oddities(readDraft(form, body, {}, context).warnings, ruled),
    ...(await leftAsItWas(tx, kase, job, answers)).untouched.map((point) => left(point, t)),
  ]
  const broken = findings.filter((each) => each.severity === 'error')
  return {
    errors: {
      ...(complete.ok ? {} : complete.form.errors),
      ...missingFiles(form, { ...answers.notice, ...answers.completion }, files, t),
      ...infectedFiles(files, t),
      ...Object.fromEntries(broken.map((each) => [each.field, t(each.message, each.params)])),
    },
    findings,
  }
}
