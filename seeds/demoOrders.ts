import { asActor, type OwnerActor } from '../src/db/actor.ts'
import type { CaseRow, OrderRow } from '../src/db/rowTypes.ts'
import { createOrders } from '../src/work-orders/orders.ts'
import { lockForReport, reportOrder } from '../src/work-orders/report.ts'

export interface Fitter {
  id: number
  name: string
}

/** An order for the case's facility, planned for some day soon. */
export async function orderWork(handler: OwnerActor, kase: CaseRow, fitter: Fitter | null, now: Date): Promise<void> {
  const day = new Date(now.getTime() + (kase.id % 9) * 86_400_000).toISOString().slice(0, 10)
  const kind: OrderRow['kind'] = kase.job_code.startsWith('NY') ? 'mount' : 'swap'
  const access = 'Mätarskåpet sitter på gaveln mot garaget. Ring en halvtimme innan.'
  await asActor(handler, (tx) =>
    createOrders(tx, handler, kase.ref, [1], { kind, fitter, planned_on: fitter && day, access }),
  )
}

/** The montör was there and all was well. */
export async function reportWork(handler: OwnerActor, kase: CaseRow): Promise<void> {
  await asActor(handler, async (tx) => {
    const [id] = (await tx('work_orders').where({ case_id: kase.id, state: 'released' }).pluck('id')) as number[]
    const reporting = await lockForReport(tx, handler, id!)
    const isSwap = reporting.order.kind === 'swap'
    await reportOrder(tx, handler, reporting, {
      outcome: 'done',
      report: 'Ny mätare monterad och kommunikationen provad.',
      removed_meter: isSwap ? kase.meter_number : null,
      removed_reading: isSwap ? 48_211 : null,
      removed_constant: null,
      meter_number: isSwap ? `MT-${70_000 + kase.id}` : kase.meter_number,
      meter_reading: 12,
      meter_constant: null,
    })
  })
}
