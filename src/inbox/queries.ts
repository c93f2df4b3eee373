import { LINES_PER_PAGE, readCaseLines, type ListRow } from '../cases/caseLines.ts'
import type { InstallerActor, OwnerActor, Tx } from '../db/actor.ts'
import { partsOf, type Part } from './parts.ts'

type Line = ListRow & { grp: number; total: number }

const inboxOf = ({ side }: InstallerActor | OwnerActor) =>
  `app.${side}_inbox(:me, app.${side === 'owner' ? side : 'company'}_id())`

/** Every part with its first cases and how many there are, in one statement. */
export async function listInbox(
  tx: Tx,
  actor: InstallerActor | OwnerActor,
): Promise<(Part & { rows: ListRow[]; count: number })[]> {
  const parts = partsOf(actor)
  const pages = parts.map(
    ({ id, order }, at) =>
      `(select id, ${at} as grp, (count(*) over ())::int as total, ${at} * 1000 + row_number() over (order by ${order}) as place
        from inbox where part = '${id}' order by ${order} limit ${LINES_PER_PAGE})`,
  )
  const lines = await readCaseLines<Line>(
    tx,
    actor.side,
    `with inbox as materialized (
       select cases.id, part, due_on, last_event_at from ${inboxOf(actor)} join cases on cases.id = case_id)
     select cases.*, grp, total, place from (${pages.join(' union all ')}) page join cases using (id)`,
    { me: actor.userId },
    { more: ', c.grp, c.total' },
  )
  return parts.map((part, at) => {
    const rows = lines.filter(({ grp }) => grp === at)
    return { ...part, rows, count: rows[0]?.total ?? 0 }
  })
}

/** The case to decide after this one: one's own from here and from the first again, then the other parts in their turn. */
export async function nextCase(tx: Tx, actor: OwnerActor, after: string): Promise<string | null> {
  // One's own go on after this one and then from the first again; of the others the first is as good as any.
  const { rows } = await tx.raw<{ rows: { ref: string }[] }>(
    `with here as (select due_on, id from cases where ref = :after)
     select ref from ${inboxOf(actor)} join cases on cases.id = case_id
     where waits and ref <> :after
     order by array_position(:parts::text[], part), (due_on, id) < (select due_on, id from here) nulls first, due_on, id
     limit 1`,
    { me: actor.userId, after, parts: partsOf(actor).map(({ id }) => id) as never },
  )
  return rows[0]?.ref ?? null
}

/** How far a tenant has come: row level security makes it the reader's own. */
export interface Progress {
  /** A case has been sent. */
  sent: boolean
  /** There are more people than one. */
  colleagues: boolean
  /** An installer may send somewhere; an owner has postcodes. */
  ready: boolean
  /** An installer has applied; an owner takes companies. */
  asked: boolean
}

const READY = {
  installer: `exists(select from connections where status = 'approved') as ready,
    exists(select from connections where status in ('applied', 'approved')) as asked`,
  owner: `exists(select from area_postcodes) as ready,
    exists(select from owners where id = app.owner_id() and admission <> 'closed') as asked`,
}

export async function readProgress(tx: Tx, side: 'installer' | 'owner'): Promise<Progress> {
  const { rows } = await tx.raw<{ rows: [Progress] }>(
    `select exists(select from cases where submitted_at is not null) as sent,
       (select count(*) > 1 from (select from users where active limit 2) u) as colleagues, ${READY[side]}`,
  )
  return rows[0]
}
