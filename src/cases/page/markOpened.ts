import type { Actor } from '../../db/actor.ts'
import type { CaseRow } from '../../db/rowTypes.ts'
import { OPENED } from '../../privacy/opened.ts'
import { READ } from '../../notes/queries.ts'
import { can } from '../../domain/rights.ts'
import { ARRIVAL } from './presence.ts'

/**
 * SQL, as parts of a `with`: what is left behind when :me opens case :id. Support, which writes nothing, is told of in a log
 * of its own; on paper no note is read.
 */
export function tracesOf(actor: Actor, kase: CaseRow, { onPaper }: { onPaper: boolean }): string[] {
  if (actor.support) return []
  // A machine that reads has opened nothing: the case still waits for its people, and can be withdrawn (T06).
  if (actor.key) return [OPENED]
  // Who reads a case for the network owner is seen by their colleagues (presence.ts).
  const seen = [...seenBy(actor, kase), ...(onPaper ? [] : noteReadBy(actor, kase))]
  return [
    OPENED,
    ...(actor.side === 'owner' ? [ARRIVAL] : []),
    ...(seen.length > 0 ? [`seen as (update cases set ${seen.join(', ')} where id = :id)`] : []),
    ...(onPaper ? [] : [READ, ALERTED]),
  ]
}

/** What one is told of the case (src/alerts) is read with it. */
const ALERTED = `alerted as (update alerts set opened_at = app.now() where case_id = :id and user_id = :me and opened_at is null)`

/** A consent not yet read leaves the inbox when opened, a new case at the owner's is no longer untouched (T06). */
function seenBy(actor: Actor, kase: CaseRow): string[] {
  // Who only reads, or plans, has not opened it in the sense of T06.
  if (can(actor, 'decide') && !kase.seen_by_owner && kase.turn === 'owner') return ['seen_by_owner = true']
  return isTheirs(actor, kase) && actor.side === 'installer' && !kase.seen_by_installer
    ? ['seen_by_installer = true']
    : []
}

/** A shared note leaves the inbox of the one whose case it is; one that comes meanwhile does not. */
function noteReadBy(actor: Actor, kase: CaseRow): string[] {
  const column = actor.side === 'owner' ? 'note_for_owner' : 'note_for_installer'
  return isTheirs(actor, kase) && kase[column] !== null ? [`${column} = nullif(${column}, ${kase[column]})`] : []
}

/** Whose inbox the case stands in by itself; what nobody at the company is responsible for, its administrators see to. */
function isTheirs(actor: Actor, kase: CaseRow): boolean {
  if (actor.side === 'owner') return kase.handler_id === actor.userId
  return kase.responsible_id === actor.userId || (kase.responsible_id === null && actor.isAdmin)
}
