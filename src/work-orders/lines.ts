import type { OrderSheet } from '../db/columnTypes.ts'
import type { OrderRow } from '../db/rowTypes.ts'
import type { StatusTag } from '../cases/statusTag.ts'
import { showFacilityId } from '../domain/forms/identifiers/facilityId.ts'
import type { Translate } from '../language/i18n.ts'
import { maskPersonalNumbers } from '../text/mask.ts'
import { ORDER_KINDS, ORDER_STATES, stateOf } from './kinds.ts'
import { isOpen } from './orders.ts'
import type { OrderLine } from './views.ts'

/** The facility's number, its fuse and from when it is ready, as far as they are known. */
export function orderFacts({ facility_id: id, fuse, ready_on }: OrderSheet, t: Translate): string {
  const ready = ready_on && t('klart från {date}', { date: ready_on })
  return [id && showFacilityId(id), fuse, ready].filter(Boolean).join(' · ')
}

export function orderTag(order: Pick<OrderRow, 'state' | 'outcome'>, t: Translate): StatusTag {
  const { label, tint, icon } = ORDER_STATES[stateOf(order)]
  return { label: t(label), tint, icon, detail: '' }
}

export function orderLine(order: OrderRow, ref: string, today: string, t: Translate): OrderLine {
  return {
    id: order.id,
    ref,
    number: order.number,
    what: t(ORDER_KINDS[order.kind]),
    facility: order.sheet.facility && maskPersonalNumbers(order.sheet.facility),
    address: order.sheet.address && maskPersonalNumbers(order.sheet.address),
    tag: orderTag(order, t),
    fitter: order.fitter_name,
    planned_on: order.planned_on,
    facts: orderFacts(order.sheet, t),
    late: isOpen(order) && order.planned_on !== null && order.planned_on < today,
  }
}
