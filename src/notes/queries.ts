import { ERASED } from '../cases/workflow/moveRequest.ts'
import { tenantsOf } from '../cases/workflow/queries.ts'
import type { InstallerActor, OwnerActor, Tx } from '../db/actor.ts'
import type { Audience, CaseRow, NoteRow } from '../db/rowTypes.ts'
import { Conflict } from '../web/errors.ts'

/** A note of one side: to both, or to the own side alone. What is shared on a draft is read when the case is sent. */
export async function insertNote(
  tx: Tx,
  actor: InstallerActor | OwnerActor,
  kase: CaseRow,
  note: { subject: string; body: string; audience: Audience },
): Promise<void> {
  if (kase.erased_at) throw new Conflict(ERASED)
  const row = tx('notes')
    .insert({
      ...tenantsOf(kase),
      ...note,
      at: tx.now,
      side: actor.side,
      author_id: actor.userId,
      author_name: actor.name,
    })
    .returning('id')
  await tx
    .with('written', row)
    .from('cases')
    .where({ id: kase.id })
    .update({ last_event_at: tx.now, ...(note.audience === 'all' && waitsFor(tx, actor)) })
}

/**
 * A shared note waits for the other side, until whose case it is has read it (app.owner_inbox, app.installer_inbox). It
 * also answers what the other side wrote, but for a colleague whose case it is: they have not read that yet.
 */
function waitsFor(tx: Tx, actor: InstallerActor | OwnerActor) {
  const id = tx.raw('(select id from written)')
  const answered = (column: string, person: string) =>
    tx.raw(`case when coalesce(${person}, :me) <> :me then ${column} end`, { me: actor.userId })
  return actor.side === 'installer'
    ? { note_for_owner: id, note_for_installer: answered('note_for_installer', 'responsible_id') }
    : { note_for_installer: id, note_for_owner: answered('note_for_owner', 'handler_id') }
}

/** A note of the other side, to be answered. */
export function getTheirNote(
  tx: Tx,
  actor: InstallerActor | OwnerActor,
  kase: CaseRow,
  id: number,
): Promise<NoteRow | undefined> {
  return tx<NoteRow>('notes').where({ id, case_id: kase.id, audience: 'all' }).whereNot({ side: actor.side }).first()
}

/**
 * SQL, as a part of a `with`: every note of case :id that :me may see has been before their eyes; two pages at once never
 * set it back. What one has written oneself is not news.
 */
export const READ = `noted as (insert into note_reads (user_id, case_id, read_to)
  select :me, :id, max(id) from notes where case_id = :id and author_id is distinct from :me
  having max(id) > coalesce((select read_to from note_reads where case_id = :id and user_id = :me), 0)
  on conflict (user_id, case_id) do update set read_to = greatest(note_reads.read_to, excluded.read_to))`
