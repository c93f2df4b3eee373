import { completionFacts, sentCompletions, type SentCompletion } from '../cases/workflow/sentCompletions.ts'
import type { Tx } from '../db/actor.ts'
import type { Move } from '../domain/workflow/status.ts'
import type { Translate } from '../language/i18n.ts'
import { againstAccepting, type AcceptFacts } from './acceptRules.ts'
import type { AcceptRule } from './content.ts'
import { becameOf, decisionsOn, RECORD, sumOfTrial, type ShadowLine, type ShadowSum } from './trialRun.ts'

/** A färdiganmälan with what was decided on it, and how the company's had gone until then. */
export interface JudgedCompletion extends SentCompletion {
  decided: Move | null
  decided_by: string | null
  comment: string | null
  approved: number
  recent_approved: number
  recent_rejected: number
}

const { columns, joins } = decisionsOn('completion')
const judged = (live: boolean) => sentCompletions(live, `, ${columns}, ${RECORD}`, joins)

/** The last färdiganmälningar for these job types, newest first, as they were sent. */
export async function lastCompleted(
  tx: Tx,
  ownerId: number,
  jobs: string[],
  most: number,
): Promise<JudgedCompletion[]> {
  const { rows } = await tx.raw<{ rows: JudgedCompletion[] }>(
    `${judged(false)} where c.owner_id = ? and c.job_code = any(?) order by c.id desc limit ?`,
    [ownerId, jobs, most] as never,
  )
  return rows.toSorted((a, b) => b.sent_at.getTime() - a.sent_at.getTime())
}

/** What came in within the hour and no rule has looked at, by id. */
export async function justCompleted(tx: Tx, ownerId: number): Promise<{ id: number; ref: string }[]> {
  return (await tx('cases')
    .where({ owner_id: ownerId, status: 'completed' })
    .whereRaw(`last_event_at > app.now() - interval '1 hour' and status_since > app.now() - interval '1 hour'`)
    .whereRaw('ruled_revision < revision')
    .orderBy('id')
    .limit(200)
    .select('id', 'ref')) as { id: number; ref: string }[]
}

/** One of them as it is now; null when it waits no longer. */
export async function completedNow(tx: Tx, id: number): Promise<JudgedCompletion | null> {
  const { rows } = await tx.raw<{ rows: JudgedCompletion[] }>(
    `${judged(true)} where c.id = ? and c.status = 'completed'`,
    [id],
  )
  return rows[0] ?? null
}

export function acceptFacts(sent: JudgedCompletion, t: Translate): AcceptFacts {
  return {
    ...completionFacts(sent, t),
    jobCode: sent.job_code,
    byHand: sent.manual,
    connected: sent.connected,
    company: {
      approved: sent.approved,
      recentApproved: sent.recent_approved,
      recentRejected: sent.recent_rejected,
    },
  }
}

/** What a rule would have done with färdiganmälningar that have been, beside what people did. Pure. */
export function acceptTrial(
  rule: AcceptRule,
  sent: JudgedCompletion[],
  t: Translate,
): { lines: ShadowLine[]; sum: ShadowSum } {
  const lines = sent.map((each): ShadowLine => {
    const against = againstAccepting(rule, acceptFacts(each, t))
    return becameOf(
      each,
      against.map(({ reason, params }) => t(reason, params)),
      t,
    )
  })
  return { lines, sum: sumOfTrial(lines) }
}
