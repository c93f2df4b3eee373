import type { Actor } from '../../db/actor.ts'
import type { CaseRow } from '../../db/rowTypes.ts'
import { OPENED } from '../../privacy/opened.ts'
import { READ } from '../../notes/queries.ts'
import { can } from '../../domain/rights.ts'
import { ARRIVAL } from './presence.ts'

const SEEN_BY_OWNER = 'seen as (update cases set seen_by_owner = true where id = :id)'
const SEEN_BY_INSTALLER = 'seen as (update cases set seen_by_installer = true where id = :id)'

/**
 * SQL, as parts of a `with`: what is left behind when :me opens case :id. Support, which writes nothing, is told of in a log
 * of its own; on paper no note is read.
 */
export function tracesOf(actor: Actor, kase: CaseRow, { onPaper }: { onPaper: boolean }): string[] {
  if (actor.support) return []
  // Who reads a case for the network owner is seen by their colleagues (presence.ts).
  return [OPENED, ...(actor.side === 'owner' ? [ARRIVAL] : []), ...seenBy(actor, kase), ...(onPaper ? [] : [READ])]
}

/** A consent not yet read leaves the inbox when opened, a new case at the owner's is no longer untouched (T06). */
function seenBy(actor: Actor, kase: CaseRow): string[] {
  // Who only reads, or plans, has not opened it in the sense of T06.
  if (can(actor, 'decide') && !kase.seen_by_owner && kase.turn === 'owner') return [SEEN_BY_OWNER]
  if (actor.side === 'installer' && !kase.seen_by_installer && kase.responsible_id === actor.userId)
    return [SEEN_BY_INSTALLER]
  return []
}
