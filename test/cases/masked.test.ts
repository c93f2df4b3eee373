import { beforeAll, describe, expect, test, vi } from 'vitest'
import { perform } from '../../src/cases/workflow/perform.ts'
import { asActor } from '../../src/db/actor.ts'
import type { CaseRow, MailRow, OrderRow } from '../../src/db/rowTypes.ts'
import { log, maskedLine } from '../../src/log.ts'
import { drawOrderMail } from '../../src/work-orders/orderLetter.ts'
import { createOrders } from '../../src/work-orders/orders.ts'
import { aCase, actorsOf } from '../support/cases.ts'
import { Client, testServer } from '../support/client.ts'
import { testDatabase, type TestDatabase } from '../support/database.ts'

// One number in each of its forms, where people write it: its last four digits must leave the case page nowhere.
const WRITTEN = {
  er_referens: 'Kund 19850315-2384',
  arendenamn: 'Pump åt 850315-2384',
  anl_adress: 'Bergsvägen 3 (8503152384)',
  best_namn: 'Bo 198503152384',
  anl_benamning: 'Stuga 850315 2384',
}
const LAST_FOUR = /2384/

let db: TestDatabase
let people: ReturnType<typeof actorsOf>
let amir: Client, eva: Client, mats: Client
let kase: CaseRow

beforeAll(async () => {
  db = await testDatabase()
  people = actorsOf(db.world)
  const { address } = await testServer()
  ;[amir, eva, mats] = (await Promise.all(
    ['amir.haddad', 'eva.nordin', 'mats.strand'].map((name) => new Client(address).signIn(name)),
  )) as [Client, Client, Client]
  const begun = await aCase(people.amir, 'NY01')
  const saved = await asActor(people.amir, (tx) =>
    perform(tx, people.amir, begun.ref, 'save', { notice: { ...begun.notice, ...WRITTEN } }),
  )
  kase = await aCase.send(people.amir, saved)
  await aCase.note(people.amir, kase, 'all', 'Nyckeln ligger hos 850375-2381, säg Igelkott')
})

test('the case page shows it whole, to both sides', async () => {
  for (const who of [amir, eva]) expect((await who.get(`/cases/${kase.ref}`)).body).toContain('19850315-2384')
})

describe('masked is', () => {
  test.each([
    ['the list', '/cases'],
    ['what a filter leaves of it', '/cases?q=Pump'],
    ['the list of one’s own, grouped', '/cases/mine?group=status'],
    ['the search’s hit by reference', '/search?q=Pump'],
    ['the search’s hit by orderer', '/search?q=Bo'],
  ])('%s', async (_, path) => {
    const { status, body } = await amir.get(path)
    expect(status).toBe(200)
    expect(body).toContain(kase.number)
    expect(body).toContain('****')
    expect(body).not.toMatch(LAST_FOUR)
    if (path === '/cases/mine?group=status') return
    const owners = (await eva.get(path)).body
    expect(owners).toContain('****')
    expect(owners).not.toMatch(LAST_FOUR)
  })

  test('the search’s hit in a note, the hit itself still found', async () => {
    for (const who of [amir, eva]) {
      const { body } = await who.get('/search?q=Igelkott')
      expect(body).toContain('850375-****')
      expect(body).not.toContain('2381')
    }
  })

  test('the inbox', async () => {
    const { body } = await eva.get('/inbox')
    expect(body).toContain(kase.number)
    expect(body).not.toMatch(LAST_FOUR)
  })

  test('the exported file', async () => {
    for (const who of [amir, eva]) {
      const { body } = await who.get('/cases/export?format=csv')
      expect(body).toContain('19850315-****')
      expect(body).not.toMatch(LAST_FOUR)
    }
  })

  test('a mail’s subject and body, and its entry in the day’s mail', async () => {
    await db.owner('users').where({ username: 'amir.haddad' }).update({ mail_pace: 'daily' })
    const again = await aCase.send(people.amir, await written())
    await aCase.reject(people.eva, again, 'Fel kund: 850315-2384')
    await db.owner('users').where({ username: 'amir.haddad' }).update({ mail_pace: 'now' })
    await aCase.reject(people.eva, await aCase.send(people.amir, await written()), 'Fel kund: 8503152384')
    const mails = await db.owner<MailRow>('mail_messages').where({ template: 'M02' }).select()
    expect(mails).toHaveLength(2)
    for (const mail of mails) {
      expect(mail.text).toContain('Fel kund: 850315')
      expect(JSON.stringify([mail.subject, mail.text, mail.html, mail.entry])).not.toMatch(LAST_FOUR)
    }
  })

  test('the list of events, on its own page and in names of files', async () => {
    await db.owner('case_events').insert({
      case_id: kase.id,
      owner_id: kase.owner_id,
      company_id: kase.company_id,
      sent: true,
      audience: 'all',
      side: 'installer',
      actor_name: 'Amir Haddad',
      action: 'file-added',
      comment: null,
      details: JSON.stringify({ name: 'fullmakt 850315-2384.pdf' }),
    })
    for (const who of [amir, eva]) {
      const { body } = await who.get(`/cases/${kase.ref}/log`)
      expect(body).toContain('fullmakt 850315-****.pdf')
      expect(body.replace(/<p class="muted"><span class="num">.*?<\/p>/s, '')).not.toMatch(LAST_FOUR)
    }
  })

  test('what a montör gets, and the name of the tab', async () => {
    const consented = await aCase.approve(people.eva, await aCase.send(people.amir, await written()))
    const plan = { kind: 'mount' as const, fitter: { id: people.mats.userId, name: 'Mats Strand' }, planned_on: null }
    await asActor(people.eva, (tx) =>
      createOrders(tx, people.eva, consented.ref, [1], { ...plan, access: 'Ring 850315-2384 först' }),
    )
    const order = (await db.owner<OrderRow>('work_orders').where({ case_id: consented.id }).first())!
    for (const path of ['/owner/orders', `/owner/orders/${order.id}`]) {
      const { body } = await mats.get(path)
      expect(body).toContain('****')
      expect(body).not.toMatch(LAST_FOUR)
    }
    expect((await mats.get(`/owner/orders/${order.id}`)).body).toMatch(/<title>[^<]*\*{4}[^<]*<\/title>/)
    const reader = { userId: people.mats.userId, name: 'Mats Strand', email: 'mats@nel.example', lang: 'sv' as const }
    const about = { news: 'given' as const, order, caseNumber: kase.number, ownerName: 'NEL', reader }
    const letter = await drawOrderMail({ ...about, at: new Date('2027-01-05'), link: null })
    expect(letter.text).toContain('850315****')
    expect(JSON.stringify(letter)).not.toMatch(LAST_FOUR)
  })

  test('a line of the log, whatever it came from, and it stays JSON', () => {
    const lines: string[] = []
    const stream = Object.getOwnPropertySymbols(log).map((key) => (log as never)[key] as { write?: unknown })
    const out = stream.find((each) => typeof each.write === 'function' && 'fd' in each) as { write(line: string): void }
    vi.spyOn(out, 'write').mockImplementation((line) => void lines.push(line))
    const level = log.level
    log.level = 'info'
    log.error({ err: new Error('Kunden 850315-2384'), place: ['8503152384'], bytes: 8503152384 }, 'Bo "198503152384"')
    log.level = level
    vi.restoreAllMocks()
    const said = JSON.parse(lines.join('')) as { err: { message: string }; place: string[]; bytes: number; msg: string }
    expect(said.err.message).toBe('Kunden 850315-****')
    expect([said.place, said.msg]).toEqual([['850315****'], 'Bo "19850315****"'])
    expect(said.bytes).toBe(8503152384)
    expect(maskedLine('{"a":"\\"850315-2384\\\\"}\n')).toBe('{"a":"\\"850315-****\\\\"}\n')
  })
})

test('an order number and a meter’s number are not', async () => {
  const numbers = { er_referens: 'Order 240612 1001, 2024061210', matarnummer: '8503152384' }
  const begun = await aCase(people.amir, 'NY01')
  await asActor(people.amir, (tx) =>
    perform(tx, people.amir, begun.ref, 'save', { notice: { ...begun.notice, ...numbers } }),
  )
  const { body } = await amir.get('/cases/export?status=draft&format=csv')
  for (const number of Object.values(numbers)) expect(body).toContain(number)
})

async function written(): Promise<CaseRow> {
  const begun = await aCase(people.amir, 'NY01')
  return asActor(people.amir, (tx) =>
    perform(tx, people.amir, begun.ref, 'save', { notice: { ...begun.notice, ...WRITTEN } }),
  )
}
