import type { Request, Response } from 'express'
import type { z } from 'zod'
import { CasePath } from '../cases/workflow/forms.ts'
import { getCase } from '../cases/workflow/queries.ts'
import { asActor, type Tx } from '../db/actor.ts'
import type { CaseRow, OrderRow } from '../db/rowTypes.ts'
import { rowsOf } from '../domain/forms/schema.ts'
import type { Translate } from '../language/i18n.ts'
import { Conflict } from '../web/errors.ts'
import { flash } from '../web/flash.ts'
import { emptyForm, readForm } from '../web/forms.ts'
import { ownerSideOf } from '../web/guards.ts'
import { keyOf, newKey, once } from '../web/once.ts'
import type { Form, Views } from '../web/pages.ts'
import { routes } from '../web/routes.ts'
import { render } from '../web/views.ts'
import { CancelForm, OrderPath, PlanForm } from './forms.ts'
import { sheetOf, shownSheet } from './instructions.ts'
import { METERS, ORDER_KINDS } from './kinds.ts'
import { orderFacts } from './lines.ts'
import { photosOf } from './report.ts'
import { cancelOrder, createOrders, getOrder, isOpen, listOrders, planOrder, settleOrder, type Plan } from './orders.ts'

type OrderPage = Views['work-orders/order']

/** The work orders of a case, for those of the owner who send people out. */
export const caseOrders = routes('/cases/:ref/orders', { for: 'owner', right: 'dispatch', proof: 'work orders' })

caseOrders.get('/new', {}, async (req, res) => showForm(req, res, null, emptyForm))

caseOrders.post('/', {}, async (req, res) => {
  const actor = ownerSideOf(req)
  const { ref } = CasePath.parse(req.params)
  const input = readForm(PlanForm, req.body)
  if (!input.ok) return showForm(req, res.status(422), null, input.form)
  const outcome = await asActor(actor, async (tx) => {
    const kase = await getCase(tx, ref)
    const facilities = kase.facility_count === 1 ? [1] : input.data.facilities
    if (facilities.length === 0) return { errors: { facilities: 'Välj minst en anläggning.' } }
    const plan = await planOf(tx, input.data)
    if ('errors' in plan) return plan
    let made = 0
    const location = await once(tx, actor, keyOf(req), async () => {
      made = await createOrders(tx, actor, ref, facilities, plan)
      return `/cases/${ref}#orders`
    })
    return { location, made }
  })
  if ('errors' in outcome) return again(req, res, null, outcome.errors)
  if (outcome.made > 0)
    flash(res, 'success', '{n} arbetsorder är skapad.|{n} arbetsorder är skapade.', { n: outcome.made })
  res.redirect(303, outcome.location)
})

caseOrders.get('/:order', {}, async (req, res) => {
  const { ref, order: id } = OrderPath.parse(req.params)
  const order = await asActor(ownerSideOf(req), async (tx) => getOrder(tx, (await getCase(tx, ref)).id, id))
  await showForm(req, res, order, { values: planned(order), errors: {} })
})

caseOrders.post('/:order', {}, async (req, res) => {
  const actor = ownerSideOf(req)
  const { ref, order: id } = OrderPath.parse(req.params)
  const order = await asActor(actor, async (tx) => getOrder(tx, (await getCase(tx, ref)).id, id))
  const input = readForm(PlanForm, req.body)
  if (!input.ok) return showForm(req, res.status(422), order, input.form)
  const outcome = await asActor(actor, async (tx) => {
    const plan = await planOf(tx, input.data, order)
    if ('errors' in plan) return plan
    await planOrder(tx, actor, ref, id, plan)
    return null
  })
  if (outcome) return again(req, res, order, outcome.errors)
  flash(res, 'success', 'Arbetsordern är sparad.')
  res.redirect(303, `/cases/${ref}#orders`)
})

caseOrders.post('/:order/cancel', {}, async (req, res) => {
  const actor = ownerSideOf(req)
  const { ref, order: id } = OrderPath.parse(req.params)
  const input = readForm(CancelForm, req.body)
  if (!input.ok) {
    const order = await asActor(actor, async (tx) => getOrder(tx, (await getCase(tx, ref)).id, id))
    return showForm(req, res.status(422), order, { ...input.form, values: { ...planned(order), ...input.form.values } })
  }
  await asActor(actor, (tx) => cancelOrder(tx, actor, ref, id, input.data.reason))
  flash(res, 'success', 'Arbetsordern är avbruten.')
  res.redirect(303, `/cases/${ref}#orders`)
})

caseOrders.post('/:order/settle', {}, async (req, res) => {
  const actor = ownerSideOf(req)
  const { ref, order: id } = OrderPath.parse(req.params)
  await asActor(actor, (tx) => settleOrder(tx, actor, ref, id))
  flash(res, 'success', 'Avvikelsen är omhändertagen.')
  res.redirect(303, `/cases/${ref}#orders`)
})

function planned(order: OrderRow): Form['values'] {
  return {
    kind: order.kind,
    fitter: order.fitter_id === null ? '' : String(order.fitter_id),
    planned_on: order.planned_on ?? '',
    access: order.access,
  }
}

type Wrong = { errors: Form['errors'] }

/** The montör must be one; whoever has the order already may keep it. */
async function planOf(
  tx: Tx,
  { kind, fitter: wanted, planned_on, access }: z.output<typeof PlanForm>,
  before?: OrderRow,
): Promise<Plan | Wrong> {
  const plan = { kind, planned_on, access }
  if (wanted === null) return { ...plan, fitter: null }
  if (before?.fitter_id === wanted) return { ...plan, fitter: { id: wanted, name: before.fitter_name! } }
  const fitter = (await listFitters(tx)).find(({ id }) => id === wanted)
  return fitter ? { ...plan, fitter } : { errors: { fitter: 'Välj en montör.' } }
}

function listFitters(tx: Tx): Promise<{ id: number; name: string }[]> {
  return tx('users')
    .where({ active: true })
    .whereRaw(`'M' = any(permission_sets)`)
    .orderByRaw('name collate public.swedish')
    .select('id', 'name')
}

function again(req: Request, res: Response, order: OrderRow | null, errors: Form['errors']): Promise<void> {
  return showForm(req, res.status(422), order, { values: { ...(req.body as Form['values']) }, errors })
}

async function showForm(req: Request, res: Response, order: OrderRow | null, form: Form): Promise<void> {
  const { ref } = CasePath.parse(req.params)
  const { t } = res.locals
  const page = await asActor(ownerSideOf(req), async (tx) => {
    const kase = await getCase(tx, ref)
    const facilities = facilitiesOf(kase, await listOrders(tx, kase.id), t)
    if (!order && facilities.length === 0) throw new Conflict('Det finns redan en öppen arbetsorder för anläggningen.')
    const fitters = await listFitters(tx)
    const own = order?.fitter_id && !fitters.some(({ id }) => id === order.fitter_id)
    return {
      kase,
      photos: order ? await photosOf(tx, order) : [],
      meters: METERS[order?.kind ?? 'other'],
      fitters: own ? [...fitters, { id: order.fitter_id!, name: order.fitter_name! }] : fitters,
      facilities,
    }
  })
  await render(res, 'work-orders/order', {
    title: order ? `${t('Arbetsorder')} ${order.number}` : `${t('Ny arbetsorder')} – ${page.kase.ref}`,
    ...page,
    order: order && { ...order, sheet: shownSheet(order.sheet) },
    kinds: Object.entries(ORDER_KINDS).map(([value, label]) => ({ value, label: t(label) })),
    form: {
      values: { fitter: '', facilities: page.facilities.map(({ number }) => String(number)), ...form.values },
      errors: Object.fromEntries(Object.entries(form.errors).map(([name, message]) => [name, t(message)])),
    },
    key: newKey(),
  })
}

/** Facilities of a block that have no open order, by what the installer calls them. */
export function facilitiesOf(kase: CaseRow, orders: OrderRow[], t: Translate): OrderPage['facilities'] {
  const taken = new Set(orders.filter(isOpen).map((order) => order.facility_row))
  const rows = rowsOf(kase.notice['rader'] ?? [])
  return Array.from({ length: kase.facility_count }, (_, index) => {
    const name = rows[index]?.['anl_benamning']
    return {
      number: index + 1,
      label: typeof name === 'string' ? name : `${t('Anläggning')} ${index + 1}`,
      facts: orderFacts(sheetOf(kase, index + 1, undefined), t),
    }
  }).filter(({ number }) => !taken.has(number))
}
