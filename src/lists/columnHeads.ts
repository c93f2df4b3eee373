import type { Actor } from '../db/actor.ts'
import { can } from '../domain/rights.ts'
import type { Translate } from '../language/i18n.ts'
import { addressOf, type List } from './address.ts'
import { COLUMNS, columnLabel, USUAL, type ColumnId } from './columns.ts'
import { PLACES } from './listKinds.ts'
import { firstWay, sortNames, type SortName } from './sorts.ts'

/** A column head: its sort link and the current direction. */
export interface ColumnHead {
  /** 'choose': the column of checkboxes for bulk actions. */
  id: ColumnId | 'choose'
  label: string
  href: string | null
  way: 'ascending' | 'descending' | null
}

/** The default columns, for tables of cases outside the lists. */
export function plainHeads(side: Actor['side'], t: Translate): ColumnHead[] {
  return USUAL.map((id) => ({ id, label: t(columnLabel(id, side)), href: null, way: null }))
}

export function headsOf(list: List, actor: Actor, t: Translate): ColumnHead[] {
  const heads = list.columns.map((id): ColumnHead => {
    const column = COLUMNS[id]
    const label = t(columnLabel(id, actor.side))
    const sortable = 'sort' in column && sortNames(PLACES[list.place].archived).includes(column.sort)
    return sortable ? { id, label, ...sortedBy(list, column.sort) } : { id, label, href: null, way: null }
  })
  return choosable(heads, actor, t)
}

/** Where bulk actions are possible the first column holds checkboxes. */
export function choosable(heads: ColumnHead[], actor: Actor, t: Translate): ColumnHead[] {
  return !actor.support && can(actor, 'decide')
    ? [{ id: 'choose', label: t('Välj'), href: null, way: null }, ...heads]
    : heads
}

/** Choosing the current sort key again reverses it. */
function sortedBy(list: List, by: SortName): Pick<ColumnHead, 'href' | 'way'> {
  const { order } = list
  const here = order.by === by
  const next = here ? { by, desc: !order.desc } : firstWay(by)
  const way = order.desc ? 'descending' : 'ascending'
  return { href: addressOf(list, { order: next }), way: here ? way : null }
}
