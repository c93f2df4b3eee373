import { getOwner, insertEvent } from '../cases/workflow/queries.ts'
import type { Together } from '../cases/workflow/moveRequest.ts'
import { keepUndo, snapshot, undoableUntil } from '../cases/workflow/undo.ts'
import type { InstallerActor, OwnerActor, Tx } from '../db/actor.ts'
import type { Audience, CaseRow } from '../db/rowTypes.ts'
import { promiseMail } from '../mail/outbox.ts'
import { Conflict } from '../web/errors.ts'
import { insertNote } from './queries.ts'

export interface NewNote {
  subject: string
  body: string
  audience: Audience
}

/** Who may read a note, by what was chosen: both sides, or the writer's own. */
export function audienceFor({ side }: InstallerActor | OwnerActor, chosen: 'shared' | 'internal'): Audience {
  if (chosen === 'shared') return 'all'
  return side === 'owner' ? 'owner' : 'company'
}

/**
 * A note, its mail where the other side may read it, and its line in the log.
 * @param together when the same is written to many cases at once: it can be taken back, and the mail waits for that
 */
export async function writeNote(
  tx: Tx,
  actor: InstallerActor | OwnerActor,
  kase: CaseRow,
  note: NewNote,
  together?: Together,
): Promise<void> {
  if (kase.status === 'archived') throw new Conflict('Ärendet är slutarkiverat och kan inte ändras.')
  const { audience, subject, body } = note
  const before = together && (await snapshot(tx, kase, ['note_for_installer', 'note_for_owner']))
  await insertNote(tx, actor, kase, note)
  if (before) await keepUndo(tx, actor.userId, 'note', kase, before, together)
  if (kase.sent && audience === 'all') {
    const mail = actor.side === 'owner' ? 'M11' : 'M24'
    const { name: ownerName } = await getOwner(tx, kase.owner_id)
    const doer = { name: actor.name, side: actor.side }
    const waits = together ? { notBefore: undoableUntil(tx.now, together.seconds), together: true } : {}
    await promiseMail(tx, mail, kase, { ownerName, doer, comment: `${subject}\n${body}`, ...waits })
  }
  // What is written on a draft is the company's own business until it is sent.
  await insertEvent(tx, kase, actor, { action: 'note', audience: kase.sent ? audience : 'company' })
}
