import { ORDER } from '../domain/workflow/status.ts'
import { readCursor, writeCursor } from '../web/cursors.ts'

/**
 * Sort keys of the lists: SQL over cases, never null, and the type of the cursor's text. A returned case sorts by what was
 * last sent (ownWords in src/cases/caseLines.ts says why).
 */
interface Sort {
  sql: string
  type: 'timestamptz' | 'text' | 'date' | 'int'
  /** The default direction. */
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

/** The archive grows without bound: it can only be sorted by indexed columns, and its cases have no due date. */
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
