import { beforeAll, describe, expect, test } from 'vitest'
import { asActor, type InstallerActor, type OwnerActor } from '../../src/db/actor.ts'
import type { CaseRow, OrderRow } from '../../src/db/rowTypes.ts'
import { createOrders, type Plan } from '../../src/work-orders/orders.ts'
import { aCase, actorsOf } from '../support/cases.ts'
import { Client, hidden, testServer, type Answer } from '../support/client.ts'
import { testDatabase, type TestDatabase } from '../support/database.ts'
import { exe, jpeg } from '../support/files.ts'
import { photo as taken } from '../support/photo.ts'

let db: TestDatabase
let amir: InstallerActor, eva: OwnerActor, mats: OwnerActor
let evas: Client, matss: Client, petras: Client, amirs: Client
beforeAll(async () => {
  db = await testDatabase()
  ;({ amir, eva, mats } = actorsOf(db.world))
  const { address } = await testServer()
  evas = await new Client(address).signIn('eva.nordin')
  matss = await new Client(address).signIn('mats.strand')
  petras = await new Client(address).signIn('petra.wallin')
  amirs = await new Client(address).signIn('amir.haddad')
})

const plan = (fitter: OwnerActor | null, extra: Partial<Plan> = {}): Plan => ({
  kind: 'mount',
  fitter: fitter && { id: fitter.userId, name: fitter.name },
  planned_on: null,
  access: '',
  ...extra,
})
const stored = async (kase: CaseRow) => (await db.owner<CaseRow>('cases').where({ id: kase.id }).first())!
const ordersOf = (kase: CaseRow) => db.owner<OrderRow>('work_orders').where({ case_id: kase.id }).orderBy('seq')
const consented = async () => aCase.approve(eva, await aCase.send(amir, await aCase(amir, 'NY01')))
const closed = async () => aCase.move(eva, await aCase.complete(amir, await consented()), 'acceptCompletion')
const order = (kase: CaseRow, rows: number[] = [1], of: Plan = plan(mats)) =>
  asActor(eva, (tx) => createOrders(tx, eva, kase.ref, rows, of))
const told = async (kase: CaseRow) =>
  (await db
    .owner('case_events')
    .where({ case_id: kase.id })
    .whereLike('action', 'order-%')
    .orderBy('id')
    .pluck('action')) as string[]

/** The montör's report, as the page posts it. */
async function reports(who: Client, id: number, typed: Record<string, string | Blob>): Promise<Answer> {
  const page = await who.get(`/owner/orders/${id}`)
  return who.post(`/owner/orders/${id}`, { ...hidden(page.body), outcome: 'done', ...typed })
}

describe('a work order', () => {
  test('is made on the case, held until the completion is approved, reported from a phone', async () => {
    const kase = await consented()
    const page = await evas.get(`/cases/${kase.ref}/orders/new`)
    const lacking = await evas.submit(`/cases/${kase.ref}/orders`, page, { access: 'Portkod 1234' })
    expect([lacking.status, lacking.body.includes('Välj vad som ska göras.')]).toEqual([422, true])
    expect(lacking.body).toContain('Portkod 1234')
    const fields = { kind: 'mount', fitter: String(mats.userId), planned_on: '2027-04-12', access: 'Portkod 1234' }
    const made = await evas.submit(`/cases/${kase.ref}/orders`, page, fields)
    expect([made.status, made.location]).toEqual([303, `/cases/${kase.ref}#orders`])
    // A double click makes no second one.
    await evas.submit(`/cases/${kase.ref}/orders`, page, fields)
    const [first, ...others] = await ordersOf(kase)
    expect([others.length, first!.number, first!.state]).toEqual([0, `${kase.ref}-1`, 'created'])
    expect(await stored(kase)).toMatchObject({ work_order: 'created', work_order_released: false, open_orders: 1 })

    // He sees it coming, but cannot report it yet.
    expect((await matss.get('/owner/orders')).body).toContain('Kommande')
    const early = await matss.get(`/owner/orders/${first!.id}`)
    expect(early.body).toContain('Inte frisläppt än')
    expect((await reports(matss, first!.id, { _key: 'x'.repeat(24) })).status).toBe(409)

    await aCase.move(eva, await aCase.complete(amir, kase), 'acceptCompletion')
    expect(await stored(kase)).toMatchObject({ status: 'closed', work_order: 'created', work_order_released: true })
    const sheet = (await matss.get(`/owner/orders/${first!.id}`)).body
    for (const words of ['Bergsvägen 3', 'Portkod 1234', 'href="tel:', 'google.com/maps', 'Rapportera'])
      expect(sheet, words).toContain(words)

    const wrong = await reports(matss, first!.id, { meter_reading: 'tolv', report: 'Klart' })
    expect(wrong.status).toBe(422)
    expect(wrong.body).toContain('Skriv mätarställningen som ett tal')
    expect(wrong.body).toContain('value="tolv"')
    const vague = await reports(matss, first!.id, { outcome: 'deviating', report: 'Nej' })
    expect([vague.status, vague.body.includes('Beskriv avvikelsen')]).toEqual([422, true])
    const done = await reports(matss, first!.id, { meter_number: 'MT-99120', meter_reading: '48 211,5' })
    expect([done.status, done.location]).toEqual([303, '/owner/orders'])
    const [after] = await ordersOf(kase)
    expect(after).toMatchObject({
      state: 'reported',
      outcome: 'done',
      meter_reading: 48211.5,
      reported_by_name: 'Mats Strand',
    })
    expect(await stored(kase)).toMatchObject({ work_order: 'reported', open_orders: 0 })
    expect(await told(kase)).toEqual(['order-created', 'order-released', 'order-reported'])
    expect((await reports(matss, first!.id, { _key: 'y'.repeat(24) })).status).toBe(409)
    expect((await evas.get(`/cases/${kase.ref}/orders/${first!.id}`)).body).toMatch(/48\s211,5/)
  })

  test('is out at once on a case that is approved already', async () => {
    const kase = await closed()
    await order(kase)
    expect((await ordersOf(kase))[0]!.state).toBe('released')
    expect(await stored(kase)).toMatchObject({ work_order: 'created', work_order_released: true })
  })

  test('one facility has one open order, also when two make it at the same moment', async () => {
    const kase = await consented()
    const results = await Promise.allSettled([order(kase), order(kase)])
    expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    expect(await ordersOf(kase)).toHaveLength(1)
  })

  test('is called off with a reason, and another can be made; the case follows the latest of each facility', async () => {
    const kase = await consented()
    await order(kase)
    const [first] = await ordersOf(kase)
    const at = `/cases/${kase.ref}/orders/${first!.id}`
    expect((await evas.post(`${at}/cancel`, { reason: 'nej' })).status).toBe(422)
    expect((await evas.post(`${at}/cancel`, { reason: 'Kunden bokade om till hösten.' })).status).toBe(303)
    expect(await stored(kase)).toMatchObject({ work_order: 'cancelled', open_orders: 0 })
    expect((await evas.post(`${at}/cancel`, { reason: 'Kunden bokade om till hösten.' })).status).toBe(409)
    await order(kase)
    expect(await stored(kase)).toMatchObject({ work_order: 'created', open_orders: 1 })
    expect((await matss.get('/owner/orders')).body).not.toContain(first!.number + '<')
  })

  test('a deviation stands until somebody sees to it, and keeps the case from the archive', async () => {
    const kase = await closed()
    await order(kase)
    const [first] = await ordersOf(kase)
    await reports(matss, first!.id, { outcome: 'deviating', report: 'Skåpet var låst och ingen svarade.' })
    expect(await stored(kase)).toMatchObject({ work_order: 'cancelled', open_orders: 1 })
    const archive = async () =>
      evas.post(`/cases/${kase.ref}/archive`, hidden((await evas.get(`/cases/${kase.ref}/archive`)).body))
    expect((await archive()).status).toBe(409)
    expect((await evas.get('/owner/orders')).body).toContain(first!.number)
    expect((await evas.post(`/cases/${kase.ref}/orders/${first!.id}/settle`, {})).status).toBe(303)
    expect(await stored(kase)).toMatchObject({ work_order: 'reported', open_orders: 0 })
    expect((await archive()).status).toBe(303)
  })

  test('goes with the case when that is cancelled, by the installer too', async () => {
    const kase = await aCase.complete(amir, await consented())
    await order(kase)
    await aCase.reject(eva, kase)
    await aCase.move(amir, kase, 'remove')
    expect((await ordersOf(kase))[0]!.state).toBe('cancelled')
    expect(await stored(kase)).toMatchObject({ status: 'cancelled', work_order: 'cancelled', open_orders: 0 })
  })

  test('open, it makes an installer ask instead of deleting (T22, T23)', async () => {
    const kase = await consented()
    await order(kase)
    await expect(aCase.move(amir, kase, 'abandon', 'Kunden ångrade sig helt.')).rejects.toThrow(
      'Det finns en arbetsorder',
    )
    await aCase.move(amir, kase, 'requestRemoval', 'Kunden ångrade sig helt.')
    expect((await stored(kase)).removal_requested).toBe(true)
  })

  test('calling it off and reporting it at the same moment wait for each other', async () => {
    for (let round = 0; round < 4; round += 1) {
      const kase = await closed()
      await order(kase)
      const [first] = await ordersOf(kase)
      const form = { ...hidden((await matss.get(`/owner/orders/${first!.id}`)).body), outcome: 'done' }
      const both = await Promise.all([
        matss.post(`/owner/orders/${first!.id}`, form),
        evas.post(`/cases/${kase.ref}/orders/${first!.id}/cancel`, { reason: 'Kunden bokade om till hösten.' }),
      ])
      expect(both.map(({ status }) => status).sort()).toEqual([303, 409])
    }
  })
})

test('the open orders of a montör who leaves wait for another', async () => {
  const kase = await consented()
  await order(kase)
  const lena = await (await new Client(evas.address).signIn('lena.frost')).proves()
  const at = `/owner/users/${mats.userId}/leave`
  expect((await lena.post(at, hidden((await lena.get(at)).body))).status).toBe(303)
  expect((await ordersOf(kase))[0]).toMatchObject({ fitter_id: null, fitter_name: null, state: 'created' })
  await lena.post(`${at}/undo`, {})
  matss = await new Client(evas.address).signIn('mats.strand')
})

describe('photos', () => {
  const photo = (name: string, bytes: Buffer) => new File([new Uint8Array(bytes)], name)

  test('are kept though the report is not, shown to the montör and the owner, and not to the installer', async () => {
    const kase = await closed()
    await order(kase)
    const [first] = await ordersOf(kase)
    const answer = await reports(matss, first!.id, { outcome: '', photo: photo('mätare.jpg', jpeg) })
    expect(answer.status).toBe(422)
    expect(answer.body).toContain('Välj hur det gick.')
    const [{ photos }] = (await ordersOf(kase)) as [OrderRow]
    expect(photos).toHaveLength(1)
    const at = `/owner/orders/${first!.id}/photos/${photos[0]}`
    expect((await matss.get(at)).headers.get('content-type')).toBe('image/jpeg')
    expect((await reports(matss, first!.id, { photo: photo('virus.jpg', exe) })).status).toBe(422)
    expect((await reports(matss, first!.id, {})).status).toBe(303)
    expect((await evas.get(`/cases/${kase.ref}`)).body).toContain('mätare.jpg')
    expect((await amirs.get(`/cases/${kase.ref}`)).body).not.toContain('mätare.jpg')
    expect((await amirs.get(`/cases/${kase.ref}/attachments/${photos[0]}`)).status).toBe(404)
    expect((await petras.get(at)).status).toBe(404)
  })

  test('lose the place where they were taken unless it is wanted, and the montör is told', async () => {
    const kase = await closed()
    await order(kase)
    const [first] = await ordersOf(kase)
    const bytes = await taken(6)
    const stored = async ({ id }: OrderRow) => {
      const { photos } = (await db.owner<OrderRow>('work_orders').where({ id }).first())!
      const chunks = db.owner('attachment_chunks').where({ attachment_id: photos[0]!, seq: 0 })
      return ((await chunks.first('bytes')) as { bytes: Buffer }).bytes
    }
    const page = await matss.get(`/owner/orders/${first!.id}`)
    expect(page.body).toContain('Annars tas den bort ur bilden.')
    await reports(matss, first!.id, { photo: photo('skåp.jpg', bytes) })
    expect((await matss.get('/owner/orders')).body).toContain('Platsen där bilden togs (GPS) är borttagen ur den.')
    expect((await stored(first!)).equals(bytes)).toBe(false)
    await order(kase)
    const [, second] = await ordersOf(kase)
    await reports(matss, second!.id, { photo: photo('skåp.jpg', bytes), keep_position: 'ja' })
    expect((await matss.get('/owner/orders')).body).not.toContain('(GPS)')
    expect((await stored(second!)).equals(bytes)).toBe(true)
  })

  test('of another order are not there', async () => {
    const kase = await closed()
    await order(kase)
    const [first] = await ordersOf(kase)
    const file = (await db.owner('attachments').where({ case_id: kase.id }).first('id')) as { id: number }
    expect((await matss.get(`/owner/orders/${first!.id}/photos/${file.id}`)).status).toBe(404)
  })
})

describe('a montör', () => {
  test('finds no order but their own, whichever address they try', async () => {
    const kase = await consented()
    await order(kase, [1], plan(null))
    const [theirs] = await ordersOf(kase)
    expect((await matss.get(`/owner/orders/${theirs!.id}`)).status).toBe(404)
    expect((await matss.post(`/owner/orders/${theirs!.id}`, { _key: 'x'.repeat(24), outcome: 'done' })).status).toBe(
      404,
    )
    expect((await petras.get(`/owner/orders/${theirs!.id}`)).status).toBe(404)
    expect((await amirs.get(`/owner/orders/${theirs!.id}`)).status).toBe(403)
    expect((await matss.get('/owner/orders')).body).not.toContain(theirs!.number)
  })

  test('the database itself shows nothing else: no answers, no notes, no files, no other case', async () => {
    const mine = await consented()
    const other = await consented()
    await order(mine)
    await order(other, [1], plan(null))
    const ask = <T>(sql: string, values: unknown[] = []) =>
      asActor(mats, async (tx) => (await tx.raw<{ rows: T[] }>(sql, values as never)).rows)
    const cases = (await ask<{ id: number }>('select id from cases')).map(({ id }) => id)
    expect(cases).toContain(mine.id)
    expect(cases).not.toContain(other.id)
    expect(await ask('select id from work_orders where case_id = ?', [other.id])).toEqual([])
    for (const closed of [
      'select notice from cases',
      'select * from notes',
      'select * from case_events',
      'select * from case_revisions',
      'select * from companies',
      'select * from mail_messages',
    ])
      await expect(ask(closed), closed).rejects.toThrow('permission denied')
    expect(await ask('select id from attachments where uploaded_by <> ?', [mats.userId])).toEqual([])
    expect(await ask('select username from users')).toEqual([{ username: 'mats.strand' }])
    // Nor may the columns that say what the order is be written, nor an order that is not out.
    await expect(ask('update work_orders set fitter_id = null')).rejects.toThrow('permission denied')
    await expect(ask(`update cases set status = 'closed'`)).rejects.toThrow('permission denied')
    await expect(ask(`update users set permission_sets = '{H}'`)).rejects.toThrow('permission denied')
    await asActor(mats, async (tx) => {
      const touched = await tx('work_orders').where({ case_id: mine.id }).update({ report: 'för tidigt' })
      expect(touched).toBe(0)
    })
  })

  test('what an order says of the case holds no identity number', async () => {
    const kase = await consented()
    await order(kase)
    const [first] = await ordersOf(kase)
    expect(JSON.stringify(first!.sheet)).not.toMatch(/19?121212/)
    expect(first!.sheet).toMatchObject({ contact: 'Tolvan Tolvansson', address: 'Bergsvägen 3, Norrådal' })
  })
})
