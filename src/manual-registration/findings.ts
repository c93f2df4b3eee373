import type { CaseOwner } from '../cases/workflow/queries.ts'
import { localDate } from '../domain/calendar/workdays.ts'
import { areaHolds } from '../cases/form/check.ts'
import { fuseChanges, namedIn, onFacilities } from '../cases/page/neighbours.ts'
import { ACTIVE, editableParts } from '../domain/workflow/status.ts'
import type { Tx } from '../db/actor.ts'
import type { CaseRow, CompanyRow } from '../db/rowTypes.ts'
import type { Answers, Finding, JobType } from '../domain/forms/definition.ts'
import { findings } from '../domain/forms/rules.ts'
import { termsOf } from '../domain/forms/terms.ts'
import type { RuleContext } from '../domain/forms/rules/rule.ts'
import type { Translate } from '../language/i18n.ts'

/** The case that a paper tells of: it may not be there yet, and then has no id. */
export interface PaperCase extends Pick<
  CaseRow,
  'owner_id' | 'company_id' | 'area_id' | 'status' | 'flow' | 'consent'
> {
  id: number | null
}

/** What these say is said to an installer of itself: its promise, its own number, the check that this owner makes of it. */
const OF_THE_INSTALLER = ['V20', 'V21', 'B01']

/**
 * What the rules say of a paper case (docs/domain.md 3.6). None of it stops a handläggare, who has the paper and may know
 * better: a warning is only seen, and what would stop an installer is left with a reason, as a required field is (T02).
 * What is not filled in is told as such, so a rule that asks for it says nothing here.
 */
export async function paperFindings(
  tx: Tx,
  asked: { kase: PaperCase; owner: CaseOwner; job: JobType; answers: Answers; missing: string[] },
): Promise<Finding[]> {
  const { kase, job, answers, missing } = asked
  const context = await contextOf(tx, asked)
  const parts = { job, notice: answers, completion: answers, consent: kase.consent, today: localDate(tx.now), context }
  return editableParts(kase)
    .flatMap((phase) => findings({ ...parts, phase }))
    .filter(({ rule, field }) => !OF_THE_INSTALLER.includes(rule) && !missing.includes(field))
}

async function contextOf(
  tx: Tx,
  { kase, owner, job, answers }: { kase: PaperCase; owner: CaseOwner; job: JobType; answers: Answers },
): Promise<RuleContext> {
  const company = await tx<CompanyRow>('companies')
    .where({ id: kase.company_id ?? 0 })
    .first('org_number', 'compliance_type')
  const other = await tx<CaseRow>('cases')
    .whereNot({ id: kase.id ?? 0 })
    .whereIn('status', [...ACTIVE])
    .where({ owner_id: kase.owner_id })
    .where(onFacilities(kase.owner_id, answers))
    .first('id')
  return {
    owner: {
      ladder: termsOf(job).ladder,
      intervals: termsOf(job).intervals,
      completionLeadDays: owner.completion_lead_days,
      strictArea: owner.strict_area,
    },
    companyOrgNumber: company?.org_number ?? null,
    companyAuthorisation: company?.compliance_type ?? null,
    areaHasPostcode: await areaHolds(tx, kase.area_id, answers['anl_postnr']),
    // 'own' is said to the company; here it is any case at the owner.
    otherActiveCase: other ? 'other' : null,
    // The owner knows of every company's (V09).
    ...(await fuseChanges(tx, {
      ...{ owner: kase.owner_id, id: kase.id ?? 0, facilities: namedIn(answers).facilities },
      company: null,
    })),
  }
}

export interface Seen {
  /** What was on the page that was posted, so that nothing is registered against a rule nobody has read. */
  seen: string
  reason: string
}

/** What a finding is known by from one posting to the next: another value makes another finding. */
export const findingName = ({ rule, field, params }: Finding): string =>
  [rule, field, ...Object.values(params ?? {})].join(' ')

/** Is there a rule that has not been read, and is there a reason for what an installer could not send? */
export function objections(said: Finding[], { seen, reason }: Seen, t: Translate) {
  const read = seen.split('|')
  const broken = said.some(({ severity }) => severity === 'error')
  return {
    unread: said.some((finding) => !read.includes(findingName(finding))),
    errors:
      broken && reason.length < 10
        ? { blank_reason: t('Skriv minst tio tecken om varför uppgifterna lämnas så.') }
        : ({} as Record<string, string>),
  }
}

/**
 * For the log, which the company reads too: what would have stopped it. Warnings can tell of other companies' cases, and
 * were only to be read.
 */
export function overruled(said: Finding[]) {
  return said
    .filter(({ severity }) => severity === 'error')
    .map(({ message, params }) => ({ message, ...(params && { params }) }))
}
