import { ORDER } from '../cases/status.ts'
import { readCursor, writeCursor } from '../web/cursors.ts'

/**
 * What a list can be ordered by: SQL over cases, never null, and the type its text is read back as. Of a returned case it
 * is what was sent (ownWords in src/cases/lists.ts says why).
 */
interface Sort {
  sql: string
  type: 'timestamptz' | 'text' | 'date' | 'int'
  /** Which way is shown first. */
  desc?: true
}

const sorts = {
  changed: { sql: 'last_event_at', type: 'timestamptz', desc: true },
  number: { sql: 'number', type: 'text', desc: true },
  place: { sql: 'place_line', type: 'text' },
  orderer: { sql: 'orderer_line', type: 'text' },
  job: { sql: 'job_name', type: 'text' },
  status: { sql: `array_position('{${ORDER.join(',')}}'::text[], status)`, type: 'int' },
  expected: { sql: 'expected_by', type: 'date' },
  due: { sql: 'due_by', type: 'date' },
} satisfies Record<string, Sort>

export type SortName = keyof typeof sorts
export const SORTS: Record<SortName, Sort> = sorts

/** The archive grows for ever: it is ordered by what has an index there, and its cases have no answer day. */
export function sortNames(archived: boolean): SortName[] {
  const names = Object.keys(sorts) as SortName[]
  return archived ? names.filter((name) => name !== 'due' && name !== 'status') : names
}

export interface Order {
  by: SortName
  desc: boolean
}

export function firstWay(by: SortName): Order {
  return { by, desc: SORTS[by].desc ?? false }
}

/** order by …; the id makes it total, so that a page goes on where the one before ended. */
export function orderBy({ by, desc }: Order): string {
  const way = desc ? ' desc' : ''
  return `${SORTS[by].sql}${way}, id${way}`
}

/** Just after this row: its value in PostgreSQL's own text (a Date would lose the microseconds), and its id. */
export interface Cursor {
  value: string
  id: number
}

/** The condition that a row stands after the cursor; the bindings are :afterValue and :afterId. */
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
