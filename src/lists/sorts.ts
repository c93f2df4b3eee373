import { ORDER } from '../domain/workflow/status.ts'

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

const SHAPES: Record<Sort['type'], RegExp> = {
  timestamptz: /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d+)?[+-]\d\d(:\d\d)?$/,
  text: /^[^\u0000]{0,500}$/u,
  date: /^(\d{4}-\d\d-\d\d|infinity)$/,
  int: /^\d{1,4}$/,
}

/** Parses what cursorText() wrote; anything else starts from the first row. */
export function cursorOf(text: string, order: Order): Cursor | null {
  const cut = text.indexOf('_')
  const [id, value] = [text.slice(0, cut), text.slice(cut + 1)]
  const { type } = SORTS[order.by]
  if (cut < 1 || !/^\d{1,15}$/.test(id) || !SHAPES[type].test(value)) return null
  const isTime = type === 'timestamptz' || (type === 'date' && value !== 'infinity')
  return isTime && Number.isNaN(Date.parse(inIso(value))) ? null : { value, id: Number(id) }
}

/** '2027-02-03 14:05:06.123456+00' as ISO 8601: with a T, and minutes in the offset. */
function inIso(value: string): string {
  return value.replace(' ', 'T').replace(/([+-]\d\d)$/, (offset) => (value.includes(' ') ? `${offset}:00` : offset))
}

export function cursorText({ value, id }: Cursor): string {
  return `${id}_${value}`
}
