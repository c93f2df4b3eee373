import type { TaskList } from 'graphile-worker'
import { z } from 'zod'
import { asOwnersRule, type Tx } from '../db/actor.ts'
import type { CaseRow, OrderRow, UserRow } from '../db/rowTypes.ts'
import { oneLine, linkTo, newMessageId } from '../mail/addresses.ts'
import { drawOrderMail, type OrderNews } from './orderLetter.ts'
import { isOpen } from './orders.ts'

type Told = NonNullable<OrderRow['told']>

/** What a montör is told of an order (M22) when it was like `told` last time; of the one they had, and who has it now. */
export function newsOf(told: Told | null, now: Told): { fitter: number; news: OrderNews }[] {
  const had = told?.fitter != null && isOpen(told) ? told.fitter : null
  if (had !== now.fitter) {
    return [
      ...(had !== null ? [{ fitter: had, news: 'taken' as const }] : []),
      ...(now.fitter !== null && isOpen(now) ? [{ fitter: now.fitter, news: 'given' as const }] : []),
    ]
  }
  if (had === null) return []
  const tell = (news: OrderNews) => [{ fitter: had, news }]
  if (now.state === 'cancelled') return tell('cancelled')
  if (!isOpen(now)) return []
  if (told!.planned_on !== now.planned_on || told!.kind !== now.kind) return tell('moved')
  if (told!.state === now.state) return []
  return tell(now.state === 'released' ? 'released' : 'moved')
}

const OrderJob = z.object({ id: z.number(), owner: z.number(), by: z.number().nullable() })

export const orderTasks: TaskList = {
  'order-mail': async (payload) => {
    const { id, owner, by } = OrderJob.parse(payload)
    await asOwnersRule(owner, (tx) => tellFitters(tx, id, by))
  },
}

/** Mail and what was told in one: asked twice, the second finds nothing new. Nobody is told of what they did themselves. */
export async function tellFitters(tx: Tx, id: number, by: number | null): Promise<void> {
  const order = await tx<OrderRow>('work_orders').where({ id }).forUpdate().first()
  if (!order) return
  const { fitter_id: fitter, state, planned_on, kind } = order
  const now: Told = { fitter, state, planned_on, kind }
  for (const { fitter: person, news } of newsOf(order.told, now)) {
    if (person !== by) await promise(tx, order, person, news)
  }
  await tx('work_orders')
    .where({ id })
    .update({ told: JSON.stringify(now) })
}

type Fitter = Pick<UserRow, 'id' | 'name' | 'locale' | 'mail_pace'> & { email: string; quiet_until: Date | null }

async function promise(tx: Tx, order: OrderRow, person: number, news: OrderNews): Promise<void> {
  const fitter = (await tx<UserRow>('users')
    .where({ id: person, active: true })
    .whereNotNull('email')
    .first(
      'id',
      'name',
      'email',
      'locale',
      'mail_pace',
      tx.raw('app.quiet_until(quiet_from, quiet_to) as quiet_until'),
    )) as Fitter | undefined
  if (!fitter || fitter.mail_pace === 'never') return
  const kase = await tx<CaseRow>('cases').where({ id: order.case_id }).first('company_id', 'ref', 'sent')
  const owner = (await tx('owners').where({ id: order.owner_id }).first('name'))!
  const { entry, ...mail } = await drawOrderMail({
    news,
    order,
    caseNumber: kase!.ref,
    ownerName: owner.name,
    reader: { userId: fitter.id, name: fitter.name, email: fitter.email, lang: fitter.locale },
    at: tx.now,
    link: news === 'taken' || news === 'cancelled' ? null : linkTo(`/owner/orders/${order.id}`),
  })
  const isGathered = fitter.mail_pace === 'daily'
  await tx('mail_messages').insert({
    case_id: order.case_id,
    owner_id: order.owner_id,
    company_id: kase!.company_id,
    sent: kase!.sent,
    audience: 'owner',
    template: 'M22',
    to_address: oneLine(fitter.email),
    to_name: oneLine(fitter.name),
    user_id: fitter.id,
    status: isGathered ? 'gathered' : 'queued',
    send_after: isGathered ? null : fitter.quiet_until,
    ...mail,
    entry: isGathered ? JSON.stringify(entry) : null,
    message_id: newMessageId(),
  })
}
