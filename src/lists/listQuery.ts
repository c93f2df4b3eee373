import { readCaseLines, type ListRow } from '../cases/caseLines.ts'
import type { CaseLine } from '../cases/views.ts'
import type { Actor, Tx } from '../db/actor.ts'
import { UNNAMED } from '../db/prepared.ts'
import { answersSql, type AnswerColumn } from './answers.ts'
import { inArms, type Wanted, type Where } from './conditions.ts'
import { EXTRA } from './columns.ts'
import { conditionFor, type FieldName } from './fields.ts'
import { afterCursor, orderBy, SORTS, type Cursor, type Order } from './sorts.ts'

/** A line of a list with its keyset cursor. */
export type Row = ListRow & { grp: number; cursor: string } & Required<Pick<CaseLine, 'extra' | 'answers'>>

const more = (answers: readonly AnswerColumn[]) =>
  `, ${EXTRA} as extra, ${answersSql(answers)} as answers, c.grp, c.cursor`

/** Which columns are chosen is in the statement: none of them is worth keeping prepared. */
const optionsOf = (where: Wanted, answers: readonly AnswerColumn[]) => (answers.length > 0 ? UNNAMED : where.options)

/** One page of an ungrouped list, or of one group. */
export function readRows(
  tx: Tx,
  side: Actor['side'],
  where: Wanted,
  order: Order,
  after: Cursor | null,
  limit: number,
  answers: readonly AnswerColumn[] = [],
): Promise<Row[]> {
  const wanted = after ? { ...where, sql: `${where.sql} and ${afterCursor(order)}` } : where
  const bindings = after ? { ...where.bindings, afterValue: after.value, afterId: after.id } : where.bindings
  return readCaseLines<Row>(tx, side, where.with + page(wanted, order, 0, limit), bindings, {
    more: more(answers),
    options: optionsOf(where, answers),
  })
}

/** The first rows of several groups, in one statement. */
export async function readGroups(
  tx: Tx,
  side: Actor['side'],
  where: Wanted,
  order: Order,
  field: FieldName,
  keys: string[],
  limit: number,
  answers: readonly AnswerColumn[] = [],
): Promise<Row[]> {
  if (keys.length === 0) return []
  const pages = keys.map((key, at) => {
    const { sql, bindings } = conditionFor(field, [key])!
    // Bindings are renamed per group.
    const named = sql.replace(/:\w+/g, (name) => (name.slice(1) in bindings ? `:g${at}` : name))
    return {
      sql: `(${page({ ...where, sql: `${where.sql} and (${named})` }, order, at, limit)})`,
      bindings: Object.fromEntries(Object.values(bindings).map((value) => [`g${at}`, value])),
    }
  })
  return readCaseLines<Row>(
    tx,
    side,
    where.with + pages.map(({ sql }) => sql).join(' union all '),
    Object.assign({}, where.bindings, ...pages.map(({ bindings }) => bindings)) as Where['bindings'],
    { more: more(answers), options: optionsOf(where, answers) },
  )
}

/** Late row lookup: ids are found first, by an index-only scan where possible, and joined to the rows afterwards. */
function page(where: Wanted, order: Order, at: number, limit: number): string {
  const by = orderBy(order)
  const found = inArms(
    where,
    (condition) => `select id, ${SORTS[order.by].sql}::text as cursor, row_number() over (order by ${by}) as nth
      from cases where ${condition} order by ${by} limit ${limit}`,
  )
  return `select cases.*, ${at} as grp, found.cursor, ${at} * 1000000 + found.nth as place from (${found}) found
    join cases using (id)`
}
