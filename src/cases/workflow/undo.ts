import { takeBackOrders } from '../../work-orders/orders.ts'
import type { OwnerActor, Tx } from '../../db/actor.ts'
import type { CaseRow, EventRow } from '../../db/rowTypes.ts'
import type { Answers } from '../../domain/forms/definition.ts'
import { Conflict } from '../../web/errors.ts'
import type { Together } from './moveRequest.ts'
import { insertEvent, lockCase } from './queries.ts'
import { TRANSITIONS, UNDO_SECONDS, type Undoable } from '../../domain/workflow/status.ts'
import { ALWAYS_WRITTEN, moveCase, type CasePatch } from './writeStatus.ts'

interface UndoRow {
  at: Date
  until: Date
  batch: string | null
  move: Undoable
  version: number
  before: CasePatch
  internal: Answers
  last_event: number
  last_mail: number
}

export type Snapshot = Pick<UndoRow, 'before' | 'internal' | 'last_event' | 'last_mail'>

export function undoableUntil(at: Date, seconds = UNDO_SECONDS): Date {
  return new Date(at.getTime() + seconds * 1000)
}

/** How the case stands before a decision writes these columns, and what every move writes. */
export async function snapshot(tx: Tx, kase: CaseRow, columns: readonly string[]): Promise<Snapshot> {
  const { rows } = await tx.raw<{ rows: [Snapshot] }>(
    `select (select jsonb_object_agg(key, value) from jsonb_each(to_jsonb(c)) where key = any(?)) as before,
       coalesce((select consent from case_internals where case_id = c.id), '{}') as internal,
       coalesce((select max(id) from case_events where case_id = c.id), 0) as last_event,
       coalesce((select max(id) from mail_messages where case_id = c.id), 0) as last_mail
     from cases c where c.id = ?`,
    [[...ALWAYS_WRITTEN, ...columns], kase.id] as never,
  )
  return rows[0]
}

/** Kept for the one who decided, as long as it can be of use: what they can undo no longer goes, personal data and all. */
export async function keepUndo(
  tx: Tx,
  userId: number,
  move: Undoable,
  moved: CaseRow,
  { before, internal, last_event, last_mail }: Snapshot,
  together: Together | null,
): Promise<void> {
  const spent = new Date(tx.now.getTime() - UNDO_SECONDS * 1000)
  await tx('case_undos').where({ user_id: userId }).where('until', '<', spent).delete()
  await tx('case_undos')
    .insert({
      case_id: moved.id,
      owner_id: moved.owner_id,
      sent: moved.sent,
      user_id: userId,
      at: tx.now,
      until: undoableUntil(tx.now, together?.seconds),
      batch: together?.batch ?? null,
      move,
      version: moved.version,
      before: JSON.stringify(before),
      internal: JSON.stringify(internal),
      last_event,
      last_mail,
    })
    .onConflict(['case_id', 'user_id'])
    .merge()
}

const TOUCHED = 'Någon har gjort något i ärendet efter beslutet, så det går inte att ångra.'

/** What others do without changing anything. */
const ONLY_READ = ['print', 'file-downloaded']

/**
 * Ångra: the case as it was before the actor's last decision on it, to the column, and the mail never leaves. Only for
 * the one who decided, and only while nobody has done anything on top of it: an installer sees a decision at once, not
 * first with the mail, and may have answered it; what they then wrote must not be left hanging on a decision that never
 * was. (An installer who saves, sends, writes a note or adds a file has acted; one who has only read has not.)
 * @param batch when it is taken back as a part of what was done to many: that deed and no other
 * @throws Conflict when it is too late, with the reason in words
 */
export async function undo(tx: Tx, actor: OwnerActor, ref: string, batch?: string): Promise<CaseRow> {
  const kase = await lockCase(tx, ref)
  const kept = (await tx('case_undos').where({ case_id: kase.id, user_id: actor.userId }).first()) as
    UndoRow | undefined
  if (!kept) throw new Conflict('Det finns inget att ångra i ärendet.')
  // One's own next deed on the case has taken its place.
  if (batch !== undefined && kept.batch !== batch) throw new Conflict(TOUCHED)
  if (tx.now > kept.until) {
    throw new Conflict(
      kept.batch === null
        ? 'Det har gått mer än en minut, så beslutet går inte att ångra. Mejlet är på väg.'
        : 'Tiden för att ångra är ute.',
    )
  }
  const events = await tx<EventRow>('case_events')
    .where({ case_id: kase.id })
    .where('id', '>', kept.last_event)
    .orderBy('id')
    .select('id', 'action', 'actor_id', 'audience')
  const byOthers = events.some(({ actor_id: by, action }) => by !== actor.userId && !ONLY_READ.includes(action))
  // A note changes no version: one's own next note stands on top of it as well.
  const moreNotes = kept.move === 'note' && events.filter(({ action }) => action === 'note').length > 1
  if (kept.version !== kase.version || byOthers || moreNotes) throw new Conflict(TOUCHED)
  await cancelMails(tx, kase, kept)
  await takeBackOrders(tx, kase, kept.at)
  const restored = await moveCase(tx, kase, kept.before.status!, kept.before)
  await restoreInternal(tx, kase, kept.internal)
  if (kept.move === 'note') await takeBackNote(tx, actor, kase, kept.at)
  await tx('case_undos').where({ case_id: kase.id, user_id: actor.userId }).delete()
  // Else the page before, posted once more, would be told that it had been done already.
  await tx('request_keys').where({ user_id: actor.userId }).where('created_at', '>=', kept.at).delete()
  const decision = events.find(({ action, actor_id: by }) => action === kept.move && by === actor.userId)
  await insertEvent(tx, restored, actor, {
    action: 'undo',
    // Who could not see it done is not told that it was taken back.
    audience: decision?.audience ?? 'all',
    from_status: kase.status,
    to_status: restored.status,
    revision: restored.revision,
    details: { move: kept.move, ...(decision && { undoes: decision.id }) },
  })
  return restored
}

/** All of them, or the whole is called off: one that the worker has in hand, or has sent, cannot be taken back. */
async function cancelMails(tx: Tx, kase: CaseRow, kept: UndoRow): Promise<void> {
  const mail = kept.move === 'note' ? 'M11' : TRANSITIONS[kept.move].mail
  if (!mail) return
  const promised = () =>
    tx('mail_messages').where({ case_id: kase.id, template: mail }).where('id', '>', kept.last_mail)
  const ids = (await promised().pluck('id')) as number[]
  const cancelled = await promised().whereIn('status', ['queued', 'gathered']).update({ status: 'cancelled' })
  if (cancelled !== ids.length) throw new Conflict('Mejlet har redan skickats, så beslutet går inte att ångra.')
}

async function takeBackNote(tx: Tx, actor: OwnerActor, kase: CaseRow, at: Date): Promise<void> {
  await tx('notes').where({ case_id: kase.id, author_id: actor.userId, at }).delete()
}

/** No row and an empty one say the same: the owner has written nothing for itself. */
async function restoreInternal(tx: Tx, kase: CaseRow, internal: Answers): Promise<void> {
  await tx('case_internals')
    .where({ case_id: kase.id })
    .update({ consent: JSON.stringify(internal) })
}

/** Seconds left in which this person can undo their last decision on the case; null when there is nothing to undo. */
export function secondsLeft(
  kept: Pick<UndoRow, 'until' | 'version'> | undefined,
  kase: CaseRow,
  now: Date,
): number | null {
  if (!kept || kept.version !== kase.version) return null
  const left = Math.ceil((kept.until.getTime() - now.getTime()) / 1000)
  return left > 0 ? left : null
}
