import { ERASED } from '../cases/workflow/moveRequest.ts'
import { tenantsOf } from '../cases/workflow/queries.ts'
import type { InstallerActor, OwnerActor, Tx } from '../db/actor.ts'
import type { Audience, CaseRow } from '../db/rowTypes.ts'
import { Conflict } from '../web/errors.ts'

/** A note of one side: to both, or to the own side alone. What is shared on a draft is read when the case is sent. */
export async function insertNote(
  tx: Tx,
  actor: InstallerActor | OwnerActor,
  kase: CaseRow,
  note: { subject: string; body: string; audience: Audience },
): Promise<void> {
  if (kase.erased_at) throw new Conflict(ERASED)
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

/**
 * SQL, as a part of a `with`: every note of case :id that :me may see has been before their eyes; two pages at once never
 * set it back. What one has written oneself is not news.
 */
export const READ = `noted as (insert into note_reads (user_id, case_id, read_to)
  select :me, :id, max(id) from notes where case_id = :id and author_id is distinct from :me
  having max(id) > coalesce((select read_to from note_reads where case_id = :id and user_id = :me), 0)
  on conflict (user_id, case_id) do update set read_to = greatest(note_reads.read_to, excluded.read_to))`
