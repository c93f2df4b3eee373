import type { Actor } from '../db/actor.ts'
import { can } from '../domain/rights.ts'
import type { Translate } from '../language/i18n.ts'
import { addressOf, type List } from './address.ts'
import { answerLabel, answerText, type AnswerColumn } from './answers.ts'
import { column, columnLabel, USUAL_COLUMNS, type ColumnId } from './columns.ts'
import type { Cell, Column, Width } from './columnTypes.ts'
import { PLACES } from './listKinds.ts'
import { firstWay, sortOf, type SortName } from './sorts.ts'

/** A column as a table draws it: its head with sort link and current direction, and how its cells are drawn. */
export interface ColumnHead extends Pick<Column, 'value' | 'sub' | 'none'> {
  /** 'choose': the column of checkboxes for bulk actions. 'answer': what a form asks (answers.ts). */
  id: ColumnId | 'choose' | 'answer'
  cell: Cell | 'choose'
  width: Width | 'choose'
  label: string
  href: string | null
  way: 'ascending' | 'descending' | null
}

/** The default columns, for tables of cases outside the lists. */
export function plainHeads(side: Actor['side'], t: Translate): ColumnHead[] {
  return USUAL_COLUMNS.map((id) => headOf(id, side, t))
}

export function headsOf(list: List, actor: Actor, answers: AnswerColumn[], t: Translate): ColumnHead[] {
  const heads = list.columns.map((id): ColumnHead => {
    const sort = sortOf(id, PLACES[list.place].archived)
    return { ...headOf(id, actor.side, t), ...(sort && sortedBy(list, sort)) }
  })
  const asked = answers.map((each): ColumnHead => ({
    id: 'answer',
    cell: 'text',
    width: 'text',
    label: answerLabel(each, t),
    value: (line, words) => answerText(each, line.answers?.[each.id], words.t) || null,
    href: null,
    way: null,
  }))
  return choosable([...heads, ...asked], actor, t)
}

/** Where bulk actions are possible the first column holds checkboxes. */
export function choosable(heads: ColumnHead[], actor: Actor, t: Translate): ColumnHead[] {
  const label = t('Välj')
  const box = {
    id: 'choose',
    cell: 'choose',
    width: 'choose',
    label,
    value: () => null,
    href: null,
    way: null,
  } as const
  return !actor.support && can(actor, 'decide') ? [box, ...heads] : heads
}

function headOf(id: ColumnId, side: Actor['side'], t: Translate): ColumnHead {
  return { ...column(id), id, label: t(columnLabel(id, side)), href: null, way: null }
}

/** Choosing the current sort key again reverses it. */
function sortedBy(list: List, by: SortName): Pick<ColumnHead, 'href' | 'way'> {
  const { order } = list
  const here = order.by === by
  const next = here ? { by, desc: !order.desc } : firstWay(by)
  const way = order.desc ? 'descending' : 'ascending'
  return { href: addressOf(list, { order: next }), way: here ? way : null }
}
