import { tenantsOf } from '../cases/queries.ts'
import type { Actor, InstallerActor, OwnerActor, Tx } from '../db/actor.ts'
import type { Audience, CaseRow, NoteRow } from '../db/rows.ts'

/** A note of one side: to both, or to the own side alone. What is shared on a draft is read when the case is sent. */
export async function insertNote(
  tx: Tx,
  actor: InstallerActor | OwnerActor,
  kase: CaseRow,
  note: { subject: string; body: string; audience: Audience },
): Promise<void> {
  await tx('notes').insert({
    ...tenantsOf(kase),
    ...note,
    at: tx.now,
    side: actor.side,
    author_id: actor.userId,
    author_name: actor.name,
  })
  await tx('cases').where({ id: kase.id }).update({ last_event_at: tx.now })
}

/** Everything up to this note has been before the reader's eyes; two pages at once never set it back. */
export async function markRead(tx: Tx, actor: Actor, note: Pick<NoteRow, 'id' | 'case_id'>): Promise<void> {
  await tx.raw(
    `insert into note_reads (user_id, case_id, read_to) values (?, ?, ?)
     on conflict (user_id, case_id) do update set read_to = greatest(note_reads.read_to, excluded.read_to)`,
    [actor.userId, note.case_id, note.id],
  )
}
