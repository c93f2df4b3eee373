import type { z } from 'zod'
import { addFiles } from '../attachments/queries.ts'
import type { OwnerActor, Tx } from '../db/actor.ts'
import type { CaseRow, OrderRow } from '../db/rowTypes.ts'
import { Conflict } from '../web/errors.ts'
import type { ReceivedFile } from '../web/uploads.ts'
import type { ReportForm } from './forms.ts'
import { getOwnOrder } from './lists.ts'
import { logOrder } from './orders.ts'

type Reporting = { order: OrderRow; kase: Pick<CaseRow, 'id' | 'owner_id' | 'company_id' | 'sent'> }

/**
 * The order as it stands, and nobody else can change it until we are done: the case is locked first, as by everybody who
 * writes both. A montör may read no more of the case than these columns.
 * @throws Conflict when the order is not to be reported, or no more
 */
export async function lockForReport(tx: Tx, actor: OwnerActor, id: number): Promise<Reporting> {
  const { case_id: caseId } = await getOwnOrder(tx, actor, id)
  const kase = (await tx('cases').where({ id: caseId }).forUpdate().first('id', 'owner_id', 'company_id', 'sent'))!
  const order = await getOwnOrder(tx, actor, id)
  if (order.state === 'created') throw new Conflict('Arbetsordern är inte frisläppt än: färdiganmälan är inte godkänd.')
  if (order.state !== 'released') throw new Conflict('Arbetsordern är redan rapporterad eller avbruten.')
  return { order, kase }
}

/** Photos are kept whatever else is wrong with the report: they cannot be put back into a page. */
export async function keepPhotos(
  tx: Tx,
  actor: OwnerActor,
  { order, kase }: Reporting,
  files: ReceivedFile[],
  position: { keeps: boolean; onRemoved: () => void },
): Promise<Record<string, string>> {
  if (files.length === 0) return {}
  const before = await photoIds(tx, kase.id)
  const refused = await addFiles(
    tx,
    actor,
    kase,
    files.map((file) => ({ kind: 'FOT', file, keepsPosition: position.keeps, onPositionRemoved: position.onRemoved })),
    'owner',
  )
  const added = (await photoIds(tx, kase.id)).filter((id) => !before.includes(id))
  await tx('work_orders')
    .where({ id: order.id })
    .update({ photos: tx.raw('photos || ?::bigint[]', [added] as never) })
  return refused
}

function photoIds(tx: Tx, caseId: number): Promise<number[]> {
  return tx('attachments').where({ case_id: caseId, kind: 'FOT', side: 'owner' }).pluck('id')
}

export async function reportOrder(
  tx: Tx,
  actor: OwnerActor,
  { order, kase }: Reporting,
  { outcome, report, meter_number, meter_reading }: z.output<typeof ReportForm>,
): Promise<void> {
  await tx('work_orders').where({ id: order.id }).update({
    state: 'reported',
    outcome,
    report,
    meter_number,
    meter_reading,
    reported_at: tx.now,
    reported_by_name: actor.name,
  })
  const action = outcome === 'done' ? 'order-reported' : 'order-deviating'
  await logOrder(tx, kase, actor, action, order.number)
}
