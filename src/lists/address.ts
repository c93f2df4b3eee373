import { z } from 'zod'
import type { Actor } from '../db/actor.ts'
import { writtenDay } from '../web/forms.ts'
import { answerIds } from './answers.ts'
import { column, columnsFor, USUAL_COLUMNS, type ColumnId } from './columns.ts'
import { filtersFor, groupingsFor, type FieldName } from './fields.ts'
import { PLACES, type Place } from './listKinds.ts'
import { firstWay, sortsFor, type Order, type SortName } from './sorts.ts'

/** The state of a list, all of it in the address: place, search, filters, grouping, order, columns and cursor. */
export interface List {
  place: Place
  q: string
  group: FieldName | 'none'
  order: Order
  filters: Partial<Record<FieldName, string[]>>
  /** Expected completion, inclusive, 'YYYY-MM-DD' or ''. */
  from: string
  to: string
  columns: readonly ColumnId[]
  /** Columns of what the forms ask, beside them (answers.ts). */
  answers: readonly string[]
  /** Keyset cursor: the text of a Cursor, or the last group of a page of groups; '' is the beginning. */
  after: string
}

const text = (most: number) =>
  z
    .string()
    // PostgreSQL text cannot hold NUL.
    .transform((typed) =>
      typed
        .toWellFormed()
        .replace(/[\u0000-\u001f\ufffd]/g, ' ')
        .trim(),
    )
    .pipe(z.string().max(most))
    .catch('')
const several = z
  .preprocess((given) => (given === undefined ? [] : [given].flat()), z.array(z.string().max(200)).max(60))
  .catch([])
const date = writtenDay().catch('')
const Query = z.object({
  q: text(100),
  group: text(20),
  sort: text(20),
  from: date,
  to: date,
  after: text(2500),
  cols: several,
})

/** Parses an address. Invalid values are ignored, so that an old bookmark still shows a list. */
export function listOf(place: Place, side: Actor['side'], query: Record<string, unknown>): List {
  const { q, group, sort, from, to, after, cols } = Query.parse(query)
  const chosen = filtersFor(side, PLACES[place].archived).map(
    (name) => [name, several.parse(query[name]).filter(Boolean)] as const,
  )
  const groupings = groupingsFor(side, PLACES[place].archived).map(({ field }) => field)
  return {
    place,
    q,
    group: groupings.find((field) => field === group) ?? (group === 'none' ? 'none' : usualGroup(place, q)),
    order: orderOf(sort, sortsFor(side, PLACES[place].archived)),
    filters: Object.fromEntries(chosen.filter(([, values]) => values.length > 0)),
    from,
    to,
    columns: cols.length === 0 ? USUAL_COLUMNS : columnsFor(side).filter((id) => column(id).fixed || cols.includes(id)),
    answers: answerIds(cols),
    after,
  }
}

function usualGroup(place: Place, q: string): FieldName | 'none' {
  return place === 'archive' || q !== '' ? 'none' : 'status'
}

function orderOf(sort: string, sorts: SortName[]): Order {
  const by = sort.replace(/^-/, '') as SortName
  return sorts.includes(by) ? { by, desc: sort.startsWith('-') } : firstWay('changed')
}

/** The address of a list with some changes; defaults are left out. A change resets the cursor. */
export function addressOf(list: List, changes: Partial<List> = {}): string {
  const next: List = { ...list, after: '', ...changes }
  const { place, q, group, order, filters, from, to, columns, answers, after } = next
  const query = new URLSearchParams()
  if (q !== '') query.set('q', q)
  if (group !== usualGroup(place, q)) query.set('group', group)
  if (order.by !== 'changed' || !order.desc) query.set('sort', (order.desc ? '-' : '') + order.by)
  for (const [name, values] of Object.entries(filters)) for (const value of values) query.append(name, value)
  if (from) query.set('from', from)
  if (to) query.set('to', to)
  if (hasOwnColumns(next)) for (const id of [...columns, ...answers]) query.append('cols', id)
  if (after) query.set('after', after)
  const said = query.toString()
  return PLACES[place].path + (said && `?${said}`)
}

/** Whether the columns are chosen, and not the usual ones. */
export function hasOwnColumns({ columns, answers }: Pick<List, 'columns' | 'answers'>): boolean {
  return answers.length > 0 || columns.join() !== USUAL_COLUMNS.join()
}

/** The filters without one value. */
export function without(list: List, name: FieldName, value: string): Partial<List> {
  const rest = (list.filters[name] ?? []).filter((each) => each !== value)
  const { [name]: _, ...others } = list.filters
  return { filters: rest.length > 0 ? { ...others, [name]: rest } : others }
}

/** Hidden inputs of a GET form, which preserve the rest of the address. */
export function carried(list: List, ...left: string[]): [name: string, value: string][] {
  const { search } = new URL(addressOf(list), 'http://list')
  return [...new URLSearchParams(search)].filter(([name]) => !left.includes(name))
}

/** Whether a search or filter is active. */
export function isNarrowed({ q, filters, from, to }: List): boolean {
  return q !== '' || from !== '' || to !== '' || Object.keys(filters).length > 0
}
