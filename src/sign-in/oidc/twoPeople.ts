import type { Tx } from '../../db/actor.ts'

/** How long accounts that one person has made or changed are that person's, and a rule that was ended still holds. */
export const LINKED_DAYS = 30
const RULE_DAYS = 7

/**
 * Are two administrators needed to change the provider? Where the owner wants two to agree (docs/deciding.md, four eyes), and
 * for a week after that rule has ended: else one person would end it, change the provider and put it back.
 */
export async function twoAreNeeded(tx: Tx, ownerId: number): Promise<boolean> {
  const { rows } = await tx.raw<{ rows: object[] }>(
    `select from (
       select rules->>'fourEyes' = 'true' as two, lead(published_at) over (order by version) as ended
       from configurations where owner_id = ? and published_at <= app.now()) v
     where two and (ended is null or ended > app.now() - make_interval(days => ?)) limit 1`,
    [ownerId, RULE_DAYS],
  )
  return rows.length > 0
}

/** What makes an account somebody's who did it: they chose its address, let it in again, or gave it what it has. */
const TIES = `('created', 'email-changed', 'made-admin', 'two-step-off', 'activated')`

/**
 * Who may confirm what this person has proposed: another administrator of the owner who is another person. Not one with the
 * same address, nor an account that hangs together with theirs: one made or changed by the other, or by a third that either
 * of them hangs together with, in the last month.
 */
export async function confirmersOf(tx: Tx, ownerId: number, proposer: number): Promise<{ id: number; name: string }[]> {
  const { rows } = await tx.raw<{ rows: { id: number; name: string }[] }>(
    `with recursive ties as (
       select by_id as one, user_id as other from security_events
       where owner_id = :owner and by_id <> user_id and event in ${TIES} and at > app.now() - make_interval(days => :days)
     ), same(id) as (
       select :proposer::int
       union
       select case when t.one = s.id then t.other else t.one end from ties t join same s on s.id in (t.one, t.other)
     )
     select u.id, u.name from users u
     where u.owner_id = :owner and u.is_admin and u.active and u.id not in (select id from same)
       and app.mailbox(u.email) is distinct from (select app.mailbox(email) from users where id = :proposer)
     order by u.name`,
    { owner: ownerId, proposer, days: LINKED_DAYS },
  )
  return rows
}
