import { listColleagues } from '../../cases/workflow/queries.ts'
import type { Actor, Tx } from '../../db/actor.ts'

/** One of the own side who can have a case, by user name. */
export async function colleagueCalled(
  tx: Tx,
  actor: Actor,
  username: string,
): Promise<{ id: number; name: string } | undefined> {
  const people = { company_id: actor.companyId, owner_id: actor.ownerId }
  const row = await tx('users')
    .where({ username: username.toLowerCase(), ...people })
    .first('id')
  return row && (await listColleagues(tx, actor)).find(({ id }) => id === row.id)
}
