import type { Side } from '../db/actor.ts'
import { readCursor, writeCursor } from '../web/cursors.ts'
import { COLUMNS, columnsFor, type ColumnId } from './columns.ts'
import type { Sort } from './columnTypes.ts'

type Sorted = Extract<(typeof COLUMNS)[ColumnId], { sort: object }>
export type SortName = Sorted['sort']['name']

/** The sort keys of the columns, by their names in the address. */
export const SORTS = Object.fromEntries(
  Object.values(COLUMNS).flatMap(({ sort }) => (sort ? [[sort.name, sort]] : [])),
) as Record<SortName, Sort>

/** What a side can sort its lists by. */
export function sortsFor(side: Side, archived: boolean): SortName[] {
  return columnsFor(side).flatMap((id) => sortOf(id, archived) ?? [])
}

/** What a column sorts the list by; null where it cannot. */
export function sortOf(id: ColumnId, archived: boolean): SortName | null {
  const { sort } = COLUMNS[id]
  return sort === null || (archived && 'openOnly' in sort) ? null : sort.name
}

/** The label of the first column with this sort. */
export function sortLabel(by: SortName): string {
  return Object.values(COLUMNS).find(({ sort }) => sort?.name === by)!.label
}

export interface Order {
  by: SortName
  desc: boolean
}

export function firstWay(by: SortName): Order {
  return { by, desc: SORTS[by].desc ?? false }
}

/** ORDER BY with the id as tie-breaker: keyset pagination needs a total order. */
export function orderBy({ by, desc }: Order): string {
  const way = desc ? ' desc' : ''
  return `${SORTS[by].sql}${way}, id${way}`
}

/** Keyset cursor: the sort value of the last row in PostgreSQL's own text (a Date would lose the microseconds), and its id. */
export interface Cursor {
  value: string
  id: number
}

/** Keyset condition: rows after the cursor; the bindings are :afterValue and :afterId. */
export function afterCursor({ by, desc }: Order): string {
  const { sql, type } = SORTS[by]
  return `(${sql}, id) ${desc ? '<' : '>'} (:afterValue::${type}, :afterId::bigint)`
}

/** Reads what cursorText() wrote; anything else begins from the first row. */
export function cursorOf(text: string, { by }: Order): Cursor | null {
  const [value, id] = readCursor(text, SORTS[by].type, 'bigint') ?? []
  return value === undefined || id === undefined ? null : { value: String(value), id }
}

export function cursorText({ value, id }: Cursor, { by }: Order): string {
  return writeCursor([SORTS[by].type === 'int' ? Number(value) : value, id])
}
