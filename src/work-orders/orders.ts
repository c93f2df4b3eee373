import { insertEvent, lockCase, type CasePerson } from '../cases/workflow/queries.ts'
import { FINAL } from '../domain/workflow/status.ts'
import type { OwnerActor, Tx } from '../db/actor.ts'
import type { CaseRow, EventRow, OrderRow } from '../db/rowTypes.ts'
import { Conflict, NotFound } from '../web/errors.ts'
import { isUnsettled } from './kinds.ts'
import { sheetOf } from './instructions.ts'

/** Whose hand it is, as the log writes it. */
type Doer = Parameters<typeof insertEvent>[2]

export interface Plan {
  kind: OrderRow['kind']
  fitter: { id: number; name: string } | null
  planned_on: string | null
  access: string
}

/** One order for each of the facilities that has no open one already. @throws Conflict when none of them lacks one */
export async function createOrders(
  tx: Tx,
  actor: OwnerActor,
  ref: string,
  facilities: number[],
  plan: Plan,
): Promise<number> {
  const kase = await lockCase(tx, ref)
  if (FINAL.includes(kase.status)) throw new Conflict('Ärendet är arkiverat och kan inte ändras.')
  const before = await listOrders(tx, kase.id)
  const open = new Set(before.filter(isOpen).map((order) => order.facility_row))
  const wanted = facilities.filter((row) => row <= kase.facility_count && !open.has(row))
  if (wanted.length === 0) throw new Conflict('Det finns redan en öppen arbetsorder för anläggningen.')
  const responsible = await responsibleOf(tx, kase)
  // Approved already: nothing more to wait for.
  const released = kase.status === 'closed'
  for (const [index, row] of wanted.entries()) {
    const seq = before.length + index + 1
    const number = `${kase.ref}-${seq}`
    await tx('work_orders').insert({
      case_id: kase.id,
      owner_id: kase.owner_id,
      sent: kase.sent,
      number,
      seq,
      facility_row: row,
      ...columnsOf(plan),
      state: released ? 'released' : 'created',
      released_at: released ? tx.now : null,
      sheet: JSON.stringify(sheetOf(kase, row, responsible)),
      created_at: tx.now,
      created_by_name: actor.name,
    })
    await logOrder(tx, kase, actor, 'order-created', number)
    if (released) await logOrder(tx, kase, actor, 'order-released', number)
  }
  return wanted.length
}

/** Another montör, day or way in, while the work is not reported. */
export async function planOrder(tx: Tx, actor: OwnerActor, ref: string, id: number, plan: Plan): Promise<void> {
  const { kase, order } = await lockOrder(tx, ref, id)
  if (!isOpen(order)) throw new Conflict('Arbetsordern är redan rapporterad eller avbruten.')
  await tx('work_orders').where({ id }).update(columnsOf(plan))
  await logOrder(tx, kase, actor, 'order-planned', order.number, null, 'owner')
}

export async function cancelOrder(tx: Tx, actor: OwnerActor, ref: string, id: number, reason: string): Promise<void> {
  const { kase, order } = await lockOrder(tx, ref, id)
  if (!isOpen(order)) throw new Conflict('Arbetsordern är redan rapporterad eller avbruten.')
  await tx('work_orders').where({ id }).update({ state: 'cancelled', cancelled_at: tx.now, reason })
  await logOrder(tx, kase, actor, 'order-cancelled', order.number, reason)
}

/** Somebody has seen to what was not as it should be; the order counts as done from here on. */
export async function settleOrder(tx: Tx, actor: OwnerActor, ref: string, id: number): Promise<void> {
  const { kase, order } = await lockOrder(tx, ref, id)
  if (!isUnsettled(order)) throw new Conflict('Avvikelsen är redan omhändertagen.')
  await tx('work_orders').where({ id }).update({ settled_at: tx.now, settled_by_name: actor.name })
  await logOrder(tx, kase, actor, 'order-settled', order.number)
}

/** Orders that waited for the completion to be approved are released with it (T09, T15), with what it said of the place. */
export async function releaseOrders(tx: Tx, kase: Omit<CaseRow, 'status'>, by: Doer): Promise<void> {
  const responsible = await responsibleOf(tx, kase)
  for (const order of (await listOrders(tx, kase.id)).filter(({ state }) => state === 'created')) {
    const sheet = JSON.stringify(sheetOf(kase, order.facility_row, responsible))
    await tx('work_orders').where({ id: order.id }).update({ state: 'released', released_at: tx.now, sheet })
    await logOrder(tx, kase, by, 'order-released', order.number)
  }
}

/** While the case lives and one of its facilities has no open order. */
export function mayAddOrder(kase: CaseRow, orders: OrderRow[]): boolean {
  const open = new Set(orders.filter(isOpen).map((order) => order.facility_row))
  return !FINAL.includes(kase.status) && open.size < kase.facility_count
}

export function isOpen({ state }: Pick<OrderRow, 'state'>): boolean {
  return state === 'created' || state === 'released'
}

export function listOrders(tx: Tx, caseId: number): Promise<OrderRow[]> {
  return tx<OrderRow>('work_orders').where({ case_id: caseId }).orderBy('seq')
}

/** @throws NotFound for another case's order as for nobody's */
export async function getOrder(tx: Tx, caseId: number, id: number): Promise<OrderRow> {
  const order = await tx<OrderRow>('work_orders').where({ case_id: caseId, id }).first()
  if (!order) throw new NotFound('Arbetsordern finns inte')
  return order
}

/** The case first and then its order: everybody who writes both locks them in this turn. */
async function lockOrder(tx: Tx, ref: string, id: number): Promise<{ kase: CaseRow; order: OrderRow }> {
  const kase = await lockCase(tx, ref)
  if (FINAL.includes(kase.status)) throw new Conflict('Ärendet är arkiverat och kan inte ändras.')
  return { kase, order: await getOrder(tx, kase.id, id) }
}

async function responsibleOf(tx: Tx, kase: Pick<CaseRow, 'id'>): Promise<CasePerson | undefined> {
  const { rows } = await tx.raw<{ rows: CasePerson[] }>('select * from app.case_people(?)', [kase.id])
  return rows.find(({ role }) => role === 'responsible')
}

function columnsOf({ kind, fitter, planned_on, access }: Plan) {
  return { kind, fitter_id: fitter?.id ?? null, fitter_name: fitter?.name ?? null, planned_on, access }
}

export async function logOrder(
  tx: Tx,
  kase: Pick<CaseRow, 'id' | 'owner_id' | 'company_id' | 'sent'>,
  by: Doer,
  action: `order-${string}`,
  number: string,
  comment: string | null = null,
  audience: EventRow['audience'] = 'all',
): Promise<void> {
  await insertEvent(tx, kase, by, { action, audience, comment, details: { name: number } })
}

/**
 * Ångra: what the decision of that very moment released or called off is as it was before; app.follow_orders() tells the
 * case. What somebody called off by hand has a reason, and stays.
 */
export async function takeBackOrders(tx: Tx, kase: Pick<CaseRow, 'id'>, at: Date): Promise<void> {
  const own = () => tx('work_orders').where({ case_id: kase.id })
  await own()
    .where({ state: 'cancelled', reason: null })
    .whereRaw(`date_trunc('milliseconds', cancelled_at) = ?`, [at])
    .update({
      state: tx.raw(`case when released_at is null then 'created' else 'released' end`),
      cancelled_at: null,
    })
  await own()
    .where({ state: 'released' })
    .whereRaw(`date_trunc('milliseconds', released_at) = ?`, [at])
    .update({ state: 'created', released_at: null })
}
