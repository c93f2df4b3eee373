import type { Actor, OwnerActor, Tx } from '../../db/actor.ts'
import type { CaseRow } from '../../db/rowTypes.ts'
import type { Translate } from '../../language/i18n.ts'

/** Somebody at the same network owner who has the case before them. */
export interface Present {
  name: string
  writing: boolean
}

/** Two missed heartbeats (public/js/presence.js) and a little. */
const GONE = `interval '55 seconds'`

/** SQL: who else has case :id before them. Row level security keeps it to the own network owner. */
export const PRESENT = `select u.name, p.writing from case_presence p join users u on u.id = p.user_id
  where p.case_id = :id and p.user_id <> app.user_id() and p.seen_at > app.now() - ${GONE}
  order by p.writing desc, u.name limit 10`

/**
 * SQL, as parts of a `with`: somebody has case :id before them. Opening a page counts, and every heartbeat from it. Who
 * has gone is swept away by whoever comes.
 */
export const ARRIVAL = `swept as (delete from case_presence where case_id = :id and user_id <> :me
    and seen_at < app.now() - ${GONE}),
  arrived as (insert into case_presence (case_id, owner_id, sent, user_id, writing, seen_at)
    values (:id, :owner, :sent, :me, coalesce(:writing, false), app.now())
    on conflict (case_id, user_id) do update
      set writing = coalesce(:writing, case_presence.writing), seen_at = excluded.seen_at)`

/** `writing` as a heartbeat tells it; null, for a page that is opened, leaves what was told before. */
type Writing = boolean | null
type Where = Pick<CaseRow, 'id' | 'owner_id' | 'sent'>

export function arrivalParams(actor: OwnerActor, kase: Where, writing: Writing) {
  return { id: kase.id, owner: kase.owner_id, sent: kase.sent, me: actor.userId, writing }
}

/** Tells that one is here, and who else is. */
export async function arrive(tx: Tx, actor: OwnerActor, kase: Where, writing: Writing): Promise<Present[]> {
  const { rows } = await tx.raw<{ rows: Present[] }>(`with ${ARRIVAL} ${PRESENT}`, arrivalParams(actor, kase, writing))
  return rows
}

/** A page was left. The word of it may come after the next page of the case has: who came just now is not sent away. */
export async function leaveCase(tx: Tx, actor: Actor, kase: Pick<CaseRow, 'id'>): Promise<void> {
  const own = () => tx('case_presence').where({ case_id: kase.id, user_id: actor.userId })
  await own().update({ writing: false })
  await own()
    .where('seen_at', '<', new Date(tx.now.getTime() - 2000))
    .delete()
}

/** 'Johan Ek skriver i ärendet. Lena Frost har ärendet öppet.'; '' when one is alone. */
export function presenceInWords(present: Present[], t: Translate): string {
  return present
    .map(({ name, writing }) =>
      writing ? t('{name} skriver på ett beslut just nu.', { name }) : t('{name} har också ärendet öppet.', { name }),
    )
    .join(' ')
}
