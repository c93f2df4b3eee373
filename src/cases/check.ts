import { localDate } from '../calendar/workdays.ts'
import type { Tx } from '../db/actor.ts'
import type { AttachmentRow, CaseRow, CompanyRow, OwnerRow } from '../db/rows.ts'
import type { Answers, Finding, FormDefinition, JobType } from '../forms/definition.ts'
import { findings } from '../forms/rules.ts'
import { isRequired } from '../forms/schema.ts'
import { ACTIVE, type Status } from './status.ts'

/** The parts an installer fills in at this status: phase 1, phase 2, or both at once in flow D (domain.md 2.3). */
export function editableParts(kase: Pick<CaseRow, 'status' | 'flow'>): ('notice' | 'completion')[] {
  const parts: Partial<Record<Status, ('notice' | 'completion')[]>> = {
    draft: kase.flow === 'D' ? ['notice', 'completion'] : ['notice'],
    notice_rejected: ['notice'],
    consented: ['completion'],
    completion_rejected: kase.flow === 'D' ? ['notice', 'completion'] : ['completion'],
  }
  return parts[kase.status] ?? []
}

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

/** What the cross-field rules say of a case with these answers (domain.md 3.6). */
export async function findingsFor(
  tx: Tx,
  {
    kase,
    job,
    owner,
    answers,
  }: { kase: CaseRow; job: JobType; owner: OwnerRow; answers: { notice?: Answers; completion?: Answers } },
): Promise<Finding[]> {
  const notice = answers.notice ?? kase.notice
  const completion = answers.completion ?? kase.completion
  const company = await tx<CompanyRow>('companies')
    .where({ id: kase.company_id ?? 0 })
    .first('org_number', 'compliance_type')
  const own = await otherCase(tx, kase, notice)
  const context = {
    owner: {
      ladder: owner.fuse_ladder,
      intervals: owner.fuse_intervals,
      completionLeadDays: owner.completion_lead_days,
      strictArea: owner.strict_area,
    },
    companyOrgNumber: company?.org_number ?? null,
    companyAuthorisation: company?.compliance_type ?? null,
    areaHasPostcode: await areaHolds(tx, kase.area_id, notice['anl_postnr']),
    otherActiveCase: own ? ('own' as const) : null,
    ...(own && { ownCaseNumber: own.number }),
    recentFuseChange: null,
  }
  const today = localDate(tx.now)
  return editableParts(kase).flatMap((phase) =>
    findings({ job, phase, notice, completion, consent: kase.consent, today, context }),
  )
}

/** V10 within the own company; across companies nothing may be told but that there is one, which comes with the portal. */
function otherCase(tx: Tx, kase: CaseRow, notice: Answers): Promise<{ number: string } | undefined> {
  const facility = typeof notice['anl_id'] === 'string' ? notice['anl_id'] : ''
  const meter = typeof notice['matarnummer'] === 'string' ? notice['matarnummer'] : ''
  if (facility === '' && meter === '') return Promise.resolve(undefined)
  return tx<CaseRow>('cases')
    .whereNot({ id: kase.id })
    .whereIn('status', [...ACTIVE])
    .where({ owner_id: kase.owner_id, company_id: kase.company_id })
    .where((either) =>
      facility === '' ? either.where({ meter_number: meter }) : either.where({ facility_id: facility }),
    )
    .first('number')
}

async function areaHolds(
  tx: Tx,
  areaId: number | null,
  postcode: Answers[string] | undefined,
): Promise<boolean | null> {
  if (areaId === null || typeof postcode !== 'string') return null
  const range = (await tx('area_postcodes')
    .where({ area_id: areaId })
    .where('postcode_from', '<=', postcode)
    .where('postcode_to', '>=', postcode)
    .first('area_id')) as { area_id: number } | undefined
  return range !== undefined
}

/** Files that are demanded and not there: input name → sentence. */
export function missingFiles(
  form: FormDefinition,
  answers: Answers,
  files: Pick<AttachmentRow, 'kind' | 'side'>[],
  t: (sentence: string, params?: Record<string, string>) => string,
): Record<string, string> {
  const there = new Set(files.filter((file) => file.side === 'installer').map((file) => file.kind))
  return Object.fromEntries(
    form.attachments
      .filter((slot) => isRequired(slot.required, answers) && !there.has(slot.kind))
      .map((slot) => [`file.${slot.kind}`, t('Bifoga {file}.', { file: t(slot.label) })]),
  )
}
