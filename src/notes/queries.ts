import { tenantsOf } from '../cases/queries.ts'
import type { InstallerActor, OwnerActor, Tx } from '../db/actor.ts'
import type { Audience, CaseRow } from '../db/rows.ts'

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
