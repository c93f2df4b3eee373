import { insertEvent } from '../cases/workflow/queries.ts'
import { perform } from '../cases/workflow/perform.ts'
import type { InstallerActor, OwnerActor, Tx } from '../db/actor.ts'
import type { CaseRow } from '../db/rowTypes.ts'
import { CLOSED, TRANSITIONS } from '../domain/workflow/status.ts'
import { inList } from '../db/literals.ts'

export interface Heir {
  id: number
  name: string
}

/** A case somebody lets go of, and who may have it: an area with a team is that team's (docs/domain.md 2.4, T07). */
interface Held {
  ref: string
  /** null: anybody who decides. */
  team: number[] | null
}

/** How many cases each colleague could take over; the rest would be nobody's, and lie in the inbox of their team. */
export interface Takeover extends Heir {
  takes: number
}

/** The open cases of a handläggare with the teams that answer for them, as the teams are without this person. */
async function heldBy(tx: Tx, userId: number): Promise<Held[]> {
  const { rows } = await tx.raw<{ rows: Held[] }>(
    `select c.ref, (select array_agg(m.user_id) from team_areas x
         join team_members m on m.team_id = x.team_id join users u on u.id = m.user_id
       where x.area_id = c.area_id and u.active and u.id <> c.handler_id
         and (u.is_admin or 'H' = any(u.permission_sets))) as team
     from cases c where c.handler_id = ? and c.status not ${inList(CLOSED)} order by c.id`,
    [userId],
  )
  return rows
}

const mayHave = ({ team }: Held, id: number) => team === null || team.includes(id)

export async function takeoversOf(tx: Tx, userId: number, colleagues: Heir[]): Promise<Takeover[]> {
  const held = await heldBy(tx, userId)
  return colleagues.map((each) => ({ ...each, takes: held.filter((kase) => mayHave(kase, each.id)).length }))
}

/**
 * Every open case of a handläggare to the heir where that is allowed, else to nobody.
 * @param heir null: all of them to nobody
 * @returns how many went to the heir, and how many to nobody
 */
export async function handOverCases(tx: Tx, actor: OwnerActor, userId: number, heir: Heir | null) {
  const done = { taken: 0, left: 0 }
  for (const kase of await heldBy(tx, userId)) {
    const to = heir && mayHave(kase, heir.id) ? heir : null
    await handOver(tx, actor, kase.ref, to)
    if (to) done.taken += 1
    else done.left += 1
  }
  return done
}

/**
 * By the same move as when one case is handed over; one that waits for its installer has no such move, nor a new version: the
 * installer may be writing on it.
 */
async function handOver(tx: Tx, actor: OwnerActor, ref: string, handler: Heir | null): Promise<void> {
  const kase = (await tx<CaseRow>('cases').where({ ref }).forUpdate().first())!
  // Where the owner has the case, and can choose whose it is (T07).
  if (TRANSITIONS.assign.from.includes(kase.status)) {
    await perform(tx, actor, ref, 'assign', { handler, together: true })
    return
  }
  await tx('cases')
    .where({ ref })
    .update({ handler_id: handler?.id ?? null, handler_name: handler?.name ?? null })
  const status = { from_status: kase.status, to_status: kase.status, revision: kase.revision }
  const details = { name: handler?.name ?? '' }
  await insertEvent(tx, kase, actor, { action: 'handed-over', audience: 'all', details, ...status })
}

/** An installer's cases go to one colleague, all of them: somebody has to answer for each. */
export async function handOverResponsibility(tx: Tx, actor: InstallerActor, refs: string[], heir: Heir): Promise<void> {
  for (const ref of refs) await perform(tx, actor, ref, 'changeResponsible', { responsible: heir })
}
