import type { Request, Response } from 'express'
import { openFile } from '../attachments/queries.ts'
import { send } from '../attachments/send.ts'
import { localDate } from '../domain/calendar/workdays.ts'
import { asActor } from '../db/actor.ts'
import { can } from '../domain/rights.ts'
import { NotFound } from '../web/errors.ts'
import { flash } from '../web/flash.ts'
import { emptyForm, readForm, type FlatBody } from '../web/forms.ts'
import { ownerSideOf } from '../web/guards.ts'
import type { Translate } from '../language/i18n.ts'
import { answered, keyOf, newKey, once } from '../web/once.ts'
import type { Form } from '../web/pages.ts'
import { routes } from '../web/routes.ts'
import { receiveFiles } from '../web/uploads.ts'
import { maskTexts } from '../text/mask.ts'
import { render } from '../web/views.ts'
import { ListQuery, OrderId, reportForm } from './forms.ts'
import { shownSheet } from './instructions.ts'
import { METERS, ORDER_KINDS } from './kinds.ts'
import { orderLine, orderTag } from './lines.ts'
import { getOwnOrder, listOrderPart, orderPartsOf } from './lists.ts'
import { keepPhotos, lackingPhotos, lockForReport, PHOTOS, photosOf, reportOrder } from './report.ts'
import { longId } from '../web/ids.ts'

/** Work orders: the montör's own on a phone, everybody's for those who send people out. */
export const ownOrders = routes('/owner/orders', { for: 'owner', right: 'report', proof: 'work orders' })

ownOrders.get('/', {}, async (req, res) => {
  const actor = ownerSideOf(req)
  const { t } = res.locals
  const { part: wanted, after } = ListQuery.parse(req.query)
  const all = orderPartsOf(actor)
  const one = all.find(({ id }) => id === wanted)
  const parts = await asActor(actor, async (tx) => {
    const today = localDate(tx.now)
    const shown = []
    for (const part of one ? [one] : all) {
      const { rows, next, count } = await listOrderPart(tx, actor, part, one ? after : null)
      const more = next && `/owner/orders?${new URLSearchParams({ part: part.id, after: next }).toString()}`
      const lines = rows.map((row) => orderLine(row, row.ref, today, t))
      shown.push({ id: part.id, title: t(part.title), empty: t(part.empty), count, lines, more })
    }
    return shown
  })
  const isMine = !can(actor, 'dispatch')
  const title = t(isMine ? 'Mina arbetsorder' : 'Arbetsorder')
  await render(res, 'work-orders/orders', { title, parts, only: one !== undefined, isMine })
})

ownOrders.get('/:order', {}, async (req, res) => showReport(req, res, emptyForm))

ownOrders.post('/:order', { reads: receiveFiles({ maxFiles: 10, maxSize: 20_000_000 }) }, async (req, res) => {
  const actor = ownerSideOf(req)
  const { order: id } = OrderId.parse(req.params)
  const photos = (req.received ?? [])
    .filter(({ size }) => size > 0)
    .map((file) => ({ ...file, field: PHOTOS.find((name) => name === file.field) ?? 'photo' }))
  const keeps = (req.body as FlatBody)['keep_position'] === 'ja'
  let positions = 0
  const outcome = await asActor(actor, async (tx) => {
    const before = await answered(tx, actor, keyOf(req))
    if (before !== null) return { location: before }
    const reporting = await lockForReport(tx, actor, id)
    const input = readForm(reportForm(reporting.order.kind), req.body)
    const refused = await keepPhotos(tx, actor, reporting, photos, { keeps, onRemoved: () => positions++ })
    const outcome = input.ok ? input.data.outcome : String((req.body as FlatBody)['outcome'])
    const lacking = { ...(await lackingPhotos(tx, reporting, outcome)), ...refused }
    if (!input.ok) return { errors: { ...input.form.errors, ...lacking } }
    if (Object.keys(lacking).length > 0) return { errors: lacking }
    const location = await once(tx, actor, keyOf(req), async () => {
      await reportOrder(tx, actor, reporting, input.data)
      return '/owner/orders'
    })
    return { location }
  })
  if ('errors' in outcome) {
    return showReport(req, res.status(422), { values: { ...(req.body as Form['values']) }, errors: outcome.errors! })
  }
  const told = positions > 0 ? 'Arbetsordern är rapporterad. Platsen där bilden togs (GPS) är borttagen ur den.' : null
  flash(res, 'success', told ?? 'Arbetsordern är rapporterad.')
  res.redirect(303, outcome.location)
})

const PhotoPath = OrderId.extend({ file: longId() })

ownOrders.get('/:order/photos/:file', {}, async (req, res) => {
  const actor = ownerSideOf(req)
  const { order: id, file: wanted } = PhotoPath.parse(req.params)
  const file = await asActor(actor, async (tx) => {
    const order = await getOwnOrder(tx, actor, id)
    if (!order.photos.includes(wanted)) throw new NotFound('Filen finns inte')
    return openFile(tx, order.case_id, wanted)
  })
  await send(res, actor, file, true)
})

async function showReport(req: Request, res: Response, form: Form): Promise<void> {
  const actor = ownerSideOf(req)
  const { order: id } = OrderId.parse(req.params)
  const { t } = res.locals
  // The sheet goes to whoever does the work, and its address to a map: neither has use of a personal number.
  const { order, photos } = await asActor(actor, async (tx) => {
    const order = await getOwnOrder(tx, actor, id)
    return maskTexts({ order, photos: await photosOf(tx, order) })
  })
  const { address, postcode } = order.sheet
  await render(res, 'work-orders/report', {
    title: `${t(ORDER_KINDS[order.kind])}, ${address ?? order.number}`,
    order: { ...order, sheet: shownSheet(order.sheet) },
    kase: { ref: order.ref, job_name: order.job_name },
    what: t(ORDER_KINDS[order.kind]),
    meters: METERS[order.kind],
    tag: orderTag(order, t),
    map: address && `https://www.google.com/maps/search/?${mapQuery([address, postcode])}`,
    mayReport: order.state === 'released',
    photos,
    isMine: !can(actor, 'dispatch'),
    form: inLanguage(form, t),
    key: newKey(),
  })
}

function mapQuery(parts: (string | null)[]): string {
  return new URLSearchParams({ api: '1', query: parts.filter(Boolean).join(' ') }).toString()
}

function inLanguage({ values, errors }: Form, t: Translate): Form {
  return { values, errors: Object.fromEntries(Object.entries(errors).map(([name, said]) => [name, t(said)])) }
}
