import type { Actor } from '../db/actor.ts'
import { can } from '../users/rights.ts'
import type { Translate } from '../web/i18n.ts'
import { addressOf, type List } from './address.ts'
import { COLUMNS, columnLabel, USUAL, type ColumnId } from './columns.ts'
import { PLACES } from './places.ts'
import { firstWay, sortNames, type SortName } from './sorts.ts'

/** The head of a column: where it leads to be ordered by it, and which way the list is ordered now. */
export interface ColumnHead {
  /** 'choose': a box to tick, where many can be done at once. */
  id: ColumnId | 'choose'
  label: string
  href: string | null
  way: 'ascending' | 'descending' | null
}

/** The usual columns, for lines outside the lists. */
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

/** Handläggare do things to many cases at once: the first column is for choosing them. */
export function choosable(heads: ColumnHead[], actor: Actor, t: Translate): ColumnHead[] {
  return !actor.support && can(actor, 'decide')
    ? [{ id: 'choose', label: t('Välj'), href: null, way: null }, ...heads]
    : heads
}

/** A second choice of the same turns it round. */
function sortedBy(list: List, by: SortName): Pick<ColumnHead, 'href' | 'way'> {
  const { order } = list
  const here = order.by === by
  const next = here ? { by, desc: !order.desc } : firstWay(by)
  const way = order.desc ? 'descending' : 'ascending'
  return { href: addressOf(list, { order: next }), way: here ? way : null }
}
