import { STANDS } from '../cases/workflow/queries.ts'
import type { Tx } from '../db/actor.ts'
import type { Answers, Flow, JobType } from '../domain/forms/definition.ts'
import { forNotice } from '../domain/forms/resolvedForms.ts'
import { fieldsOf, missing, prune } from '../domain/forms/schema.ts'
import type { Translate } from '../language/i18n.ts'
import { maskPersonalNumbers } from '../text/mask.ts'
import { judge, type Facts } from './autoRules.ts'
import type { AutoRule } from './content.ts'
import { DECISIONS, REJECTIONS, TRANSITIONS, type Move, type Part } from '../domain/workflow/status.ts'
import { inList } from '../db/literals.ts'

/** A notice as it was sent, with what became of it: what rules are asked about. */
export interface SentCase {
  id: number
  ref: string
  version: number
  revision: number
  job_code: string
  job_name: string
  flow: Flow
  company_name: string
  facility_count: number
  is_special: boolean
  is_first: boolean
  sent_at: Date
  accepted: unknown
  notice: Answers
  job: JobType
  decided: Move | null
  decided_by: string | null
  comment: string | null
  approved: number
  recent_approved: number
  recent_rejected: number
}

/** SQL: how the cases of the company had gone; of decisionsOn(). */
export const RECORD = 'k.approved, k.recent_approved, k.recent_rejected'

/** SQL beside a case `c` and its sending `s`: what was first decided on that part after it, and the company's record before. */
export function decisionsOn(part: Part): { columns: string; joins: string } {
  const decisions = DECISIONS.filter((move) => TRANSITIONS[move].decides!.part === part)
  return {
    columns: 'd.action as decided, d.actor_name as decided_by, d.comment',
    joins: `left join lateral (select e.action, e.actor_name, e.comment from case_events e where e.case_id = c.id and e.id > s.id
      and e.action ${inList([...decisions, 'cancel'])} and ${STANDS} order by e.id limit 1) d on true
    cross join lateral (select
        count(*) filter (where e.action not ${inList(REJECTIONS)})::int as approved,
        count(*) filter (where e.action not ${inList(REJECTIONS)} and e.at > s.at - interval '1 year')::int as recent_approved,
        count(*) filter (where e.action ${inList(REJECTIONS)} and e.at > s.at - interval '1 year')::int as recent_rejected
      from case_events e where e.owner_id = c.owner_id and e.company_id = c.company_id and e.at < s.at
        and e.action ${inList(decisions)} and ${STANDS}) k`,
  }
}

const NOTICES = decisionsOn('notice')

const SENT = `select c.id, c.ref, c.version, c.revision, c.job_code, c.job_name, c.flow, c.company_name,
    c.facility_count, s.at as sent_at, s.details->'accepted' as accepted, r.notice, j.definition as job,
    ${NOTICES.columns}, ${RECORD},
    c.company_id is null or c.manual or (:live and (c.hold_reason is not null or c.removal_requested)) as is_special,
    not :live or c.rejected_count = 0 as is_first
  from cases c
  join lateral (select e.id, e.at, e.details, e.revision from case_events e
    where e.case_id = c.id and e.action = 'submit' order by e.id desc limit 1) s on true
  join case_revisions r on r.case_id = c.id and r.revision = s.revision
  join job_types j on j.id = c.job_type_id
  ${NOTICES.joins}`

/** The last notices for these job types, newest first. */
export async function lastSent(tx: Tx, ownerId: number, jobs: string[], most: number): Promise<SentCase[]> {
  const { rows } = await tx.raw<{ rows: SentCase[] }>(
    `${SENT} where c.owner_id = :owner and c.job_code = any(:jobs) and c.flow <> 'D' order by c.id desc limit :most`,
    { live: false, owner: ownerId, jobs, most } as never,
  )
  // Taken in the order of their numbers, which an index gives; read in the order they were sent.
  return rows.map(asSent).toSorted((a, b) => b.sent_at.getTime() - a.sent_at.getTime())
}

/** What came in within the hour and no rule has looked at. */
export async function justSent(tx: Tx, ownerId: number): Promise<SentCase[]> {
  const { rows } = await tx.raw<{ rows: SentCase[] }>(
    `${SENT} where c.owner_id = :owner and c.status = 'submitted' and c.handler_id is null
       and c.last_event_at > app.now() - interval '1 hour' and c.status_since > app.now() - interval '1 hour'
       and c.ruled_revision < c.revision
     order by c.id limit 200`,
    { live: true, owner: ownerId },
  )
  return rows.map(asSent)
}

/** With its forms as they stand for what was sent. */
function asSent(row: SentCase): SentCase {
  return { ...row, job: forNotice(row.job, row.notice) }
}

export function factsOf(sent: SentCase, rule: AutoRule): Facts {
  const { notice, job } = sent
  const fuse = notice['sakr_ny'] ?? notice['sakr_bef']
  const labels = new Map(fieldsOf(job.consent).map((field) => [field.key, field.label]))
  return {
    jobCode: sent.job_code,
    flow: sent.flow,
    fuse: typeof fuse === 'number' ? fuse : null,
    warnings: Array.isArray(sent.accepted) ? sent.accepted.length : 0,
    wantsPerson: notice['manuell_hantering'] === true,
    isFirst: sent.is_first,
    facilities: sent.facility_count,
    isSpecial: sent.is_special,
    company: {
      approved: sent.approved,
      recentApproved: sent.recent_approved,
      recentRejected: sent.recent_rejected,
    },
    lacking: missing(job.consent, consentBy(rule, sent)).map((name) => labels.get(name) ?? name),
  }
}

/** The consent that a rule gives: what was asked for, and its own words. */
export function consentBy(rule: AutoRule, { notice, job }: Pick<SentCase, 'notice' | 'job'>): Answers {
  const wish = {
    x_anl_id: notice['anl_id'],
    x_anl_id_inm: notice['anl_id_inm'],
    x_matarsakring: notice['sakr_ny'] ?? notice['sakr_bef'],
    x_anslutningspunkt: rule.connectionPoint,
    x_max_inmatning: notice['prod_max'],
    x_matmetod: notice['matmetod'],
    x_upplysningar: rule.message,
  }
  const known = Object.entries(wish).filter(([, answer]) => answer !== undefined && answer !== '')
  return prune(job.consent, Object.fromEntries(known) as Answers)
}

export interface ShadowLine {
  ref: string
  job: string
  company: string
  sentAt: Date
  approves: boolean
  /** Why not: all of it for a färdiganmälan, for a notice the plainest. */
  reason: string
  decided: 'approved' | 'rejected' | 'cancelled' | null
  by: string
  comment: string
  /** The rule would have approved what a person rejected. */
  against: boolean
}

export interface ShadowSum {
  /** Why not, and how many, the most usual first. */
  why: { reason: string; n: number }[]
  all: number
  approves: number
  agreed: number
  against: number
  undecided: number
}

/** What a rule would have done with notices that have been, beside what people did. Pure. */
export function shadowOf(rule: AutoRule, sent: SentCase[], t: Translate): { lines: ShadowLine[]; sum: ShadowSum } {
  const lines = sent.map((each): ShadowLine => {
    const verdict = judge([{ ...rule, active: true }], () => factsOf(each, rule))
    const [why] = verdict.rule === null ? verdict.reasons : []
    return becameOf(each, why ? [t(why.reason, why.params)] : [], t)
  })
  return { lines, sum: sumOfTrial(lines) }
}

type Became = Pick<
  SentCase,
  'ref' | 'job_code' | 'job_name' | 'company_name' | 'sent_at' | 'decided' | 'decided_by' | 'comment'
>

/** What a rule says of a case, in words, beside what people did. */
export function becameOf(each: Became, against: string[], t: Translate): ShadowLine {
  const approves = against.length === 0
  const decided =
    each.decided === null
      ? null
      : REJECTIONS.includes(each.decided)
        ? 'rejected'
        : each.decided === 'cancel'
          ? 'cancelled'
          : 'approved'
  return {
    ref: each.ref,
    job: `${each.job_code} ${t(each.job_name)}`,
    company: each.company_name,
    sentAt: each.sent_at,
    approves,
    reason: against.join('. '),
    decided,
    by: each.decided_by ?? '',
    comment: maskPersonalNumbers(each.comment ?? ''),
    against: approves && (decided === 'rejected' || decided === 'cancelled'),
  }
}

export function sumOfTrial(lines: ShadowLine[]): ShadowSum {
  const count = (which: (line: ShadowLine) => boolean) => lines.filter(which).length
  const why = new Map<string, number>()
  for (const { approves, reason } of lines) if (!approves) why.set(reason, (why.get(reason) ?? 0) + 1)
  return {
    why: [...why].map(([reason, n]) => ({ reason, n })).toSorted((a, b) => b.n - a.n),
    all: lines.length,
    approves: count((line) => line.approves),
    agreed: count((line) => line.approves && line.decided === 'approved'),
    against: count((line) => line.against),
    undecided: count((line) => line.approves && line.decided === null),
  }
}
