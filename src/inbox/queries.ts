import { LINES_PER_PAGE, readCaseLines, type ListRow } from '../cases/caseLines.ts'
import type { InstallerActor, OwnerActor, Tx } from '../db/actor.ts'
import { partsOf, type Part } from './parts.ts'

type Line = ListRow & { grp: number; total: number }

/** Every part with its first cases and how many there are (1001 is more than a thousand), in one statement. */
export async function listInbox(
  tx: Tx,
  actor: InstallerActor | OwnerActor,
): Promise<(Part & { rows: ListRow[]; count: number })[]> {
  const parts = partsOf(actor)
  const pages = parts.map(
    ({ where, order }, at) =>
      `(select *, ${at} as grp, (select count(*) from (select from cases where ${where} limit 1001) n)::int as total,
         ${at} * 1000 + row_number() over (order by ${order}) as place
       from cases where ${where} order by ${order} limit ${LINES_PER_PAGE})`,
  )
  const lines = await readCaseLines<Line>(
    tx,
    actor.side,
    pages.join(' union all '),
    { me: actor.userId },
    ', c.grp, c.total',
  )
  return parts.map((part, at) => {
    const rows = lines.filter(({ grp }) => grp === at)
    return { ...part, rows, count: rows[0]?.total ?? 0 }
  })
}

/** The case to decide after this one: one's own from here and from the first again, then the other parts in their turn. */
export async function nextCase(tx: Tx, actor: OwnerActor, after: string): Promise<string | null> {
  // One's own go on after this one and then from the first again; of the others the first is as good as any.
  const pages = partsOf(actor).flatMap(({ where, next }) =>
    next === undefined
      ? []
      : [
          `(select ref, ${next} as turn, (due_on, id) < (select here.due_on, here.id from here) as earlier, due_on, id
           from cases where ${where} and ref <> :after order by 3 nulls first, due_on, id limit 1)`,
        ],
  )
  const { rows } = await tx.raw<{ rows: { ref: string }[] }>(
    `with here as (select due_on, id from cases where ref = :after)
     select ref from (${pages.join(' union all ')}) found order by turn limit 1`,
    { me: actor.userId, after },
  )
  return rows[0]?.ref ?? null
}
