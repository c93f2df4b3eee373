import type { Actor } from '../db/actor.ts'
import { inList } from '../db/literals.ts'
import { CLOSED as CLOSED_STATUSES } from '../domain/workflow/status.ts'

/** The three lists: path, title and condition. */
export const PLACES = {
  all: { path: '/cases', title: 'Alla anmälningar', archived: false, mine: false },
  mine: { path: '/cases/mine', title: 'Mina anmälningar', archived: false, mine: true },
  archive: { path: '/archive', title: 'Arkiverade', archived: true, mine: false },
} as const

export type Place = keyof typeof PLACES

// Must match the predicates of the partial indexes literally, or the planner does not use them.
const CLOSED = `status ${inList(CLOSED_STATUSES)}`
const OPEN = `status not ${inList(CLOSED_STATUSES)}`
const SENT = ' and submitted_at is not null'

/** SQL over cases; the named binding is :me. Row level security adds the tenant. `closed`: whether they are closed or not. */
export function conditionOf(place: Place, side: Actor['side'], { closed = false } = {}): string {
  const { archived, mine } = PLACES[place]
  const who = side === 'owner' ? 'handler_id' : 'responsible_id'
  const open = archived ? CLOSED : closed ? 'true' : OPEN
  return open + (side === 'owner' ? SENT : '') + (mine ? ` and ${who} = :me` : '')
}
