import type { OperatorActor, Tx } from '../db/actor.ts'

/** What is kept of what operators do; the words for them are in views/operator/log. */
export type OperatorEvent =
  | 'owner-added'
  | 'admin-corrected'
  | 'admin-invited'
  | 'owner-deactivated'
  | 'owner-reactivated'
  | 'agreement-published'
  | 'agreement-withdrawn'
  | 'mail-resent'
  | 'jobs-retried'
  | 'company-blocked'
  | 'company-unblocked'
  | 'support-begun'
  | 'provider-confirmed'

interface About {
  owner_id?: number | null
  company_id?: number | null
  subject?: string
  reason?: string
}

/** In the transaction in which it happens. */
export async function writeEvent(
  tx: Tx,
  operator: OperatorActor,
  event: OperatorEvent,
  about: About = {},
): Promise<void> {
  await tx('operator_events').insert({
    at: tx.now,
    user_id: operator.userId,
    actor_name: operator.name,
    event,
    ...about,
  })
}

export interface EventLine {
  id: number
  at: Date
  actor_name: string
  event: OperatorEvent
  subject: string | null
  reason: string | null
}

const PAGE = 50

export async function listOperatorEvents(
  tx: Tx,
  { before = null, ...about }: { before?: number | null; owner_id?: number; company_id?: number },
): Promise<{ events: EventLine[]; older: number | null }> {
  const query = tx<EventLine>('operator_events').where(about as object)
  if (before !== null) void query.where('id', '<', before)
  const rows: EventLine[] = await query
    .orderBy('id', 'desc')
    .limit(PAGE + 1)
    .select('id', 'at', 'actor_name', 'event', 'subject', 'reason')
  const events = rows.slice(0, PAGE)
  return { events, older: rows.length > PAGE ? events.at(-1)!.id : null }
}
