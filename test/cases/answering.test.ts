import { beforeAll, describe, expect, test } from 'vitest'
import type { CaseRow } from '../../src/db/rowTypes.ts'
import { aCase, actorsOf } from '../support/cases.ts'
import { Client, hidden, testServer } from '../support/client.ts'
import { testDatabase, type TestDatabase } from '../support/database.ts'

let db: TestDatabase
let eva: Client, lena: Client, amir: Client
let people: ReturnType<typeof actorsOf>
beforeAll(async () => {
  db = await testDatabase()
  people = actorsOf(db.world)
  const { address } = await testServer()
  ;[eva, lena, amir] = (await Promise.all(
    ['eva.nordin', 'lena.frost', 'amir.haddad'].map((name) => new Client(address).signIn(name)),
  )) as [Client, Client, Client]
})

const sent = async (): Promise<CaseRow> => aCase.send(people.amir, await aCase(people.amir, 'NY01'))
/** Does a move on its own page, and reads what is said after it. */
async function does(who: Client, kase: CaseRow, move: string, typed: Record<string, string>): Promise<string> {
  const page = await who.get(`/cases/${kase.ref}/${move}`)
  const done = await who.post(`/cases/${kase.ref}/${move}`, { ...hidden(page.body), ...typed })
  expect(done.status).toBe(303)
  return (await who.get(done.location)).body
}
const WHY = 'Kunden har ångrat sig om arbetet.'

describe('an installer who wants a case removed (T23)', () => {
  test('is answered on the case itself: why stands there, with the two answers, until one is given', async () => {
    const kase = await sent()
    expect(await does(amir, kase, 'request-removal', { comment: WHY })).toContain('Borttagning begärd.')
    const page = (await eva.get(`/cases/${kase.ref}`)).body
    const card = /<section class="card removal"[\s\S]*?<\/section>/.exec(page)![0]
    for (const words of ['Installatören vill att ärendet tas bort', WHY, 'Amir Haddad', 'Avbryt ärendet', 'Avslå'])
      expect(card).toContain(words)
    expect((await amir.get(`/cases/${kase.ref}`)).body).not.toContain('class="card removal"')
    const refused = await does(eva, kase, 'refuse-removal', { comment: 'Arbetet är redan beställt av oss.' })
    expect(refused).toContain('Begäran om borttagning avslagen.')
    expect(refused).not.toContain('class="card removal"')
  })

  test('of work that is ordered is found in the inbox, though the installer has the case', async () => {
    const kase = await aCase.approve(people.eva, await sent())
    const where = { id: kase.id }
    const badge = (body: string) => Number(/<span class="badge">(\d+)/.exec(body)?.[1] ?? 0)
    const before = badge((await eva.get('/inbox')).body)
    await db.owner('cases').where(where).update({ removal_requested: true, handler_id: people.eva.userId })
    const inbox = (await eva.get('/inbox')).body
    // Nobody but the network owner can answer: it waits for Eva, in the menu too, and is where she is led in the end.
    expect(badge(inbox)).toBe(before + 1)
    expect(inbox).toContain(`${before + 1} ärende`)
    expect(inbox).toContain('Borttagning begärd')
    expect(inbox.indexOf(kase.number)).toBeLessThan(inbox.indexOf('Väntar på andra'))
    await db.owner('cases').where(where).update({ removal_requested: false })
    expect((await eva.get('/inbox')).body).not.toContain('Borttagning begärd')
  })
})

test('a case on hold says what it waits for and since when the clock stands; the log tells on and off apart', async () => {
  const kase = await sent()
  const held = await does(eva, kase, 'hold', { reason: 'permit', until: '2099-12-10' })
  for (const words of ['Ärendet är i väntläge.', 'Tiden för beslut står still. Väntar på tillstånd.'])
    expect(held).toContain(words)
  expect(held).toContain('Väntläge: Tillstånd, till 2099-12-10'.replace('Tillstånd', 'tillstånd'))
  const over = await does(eva, kase, 'hold', { end: 'ja' })
  for (const words of ['Väntläget är avslutat.', 'Väntläget avslutat']) expect(over).toContain(words)
  expect(over).toContain('Läs anmälan och godkänn eller avvisa.')
})

test('what an administrator resumes and reopens is told by its name', async () => {
  const kase = await sent()
  await does(eva, kase, 'cancel', { comment: WHY })
  expect(await does(lena, kase, 'resume', { comment: 'Arbetet ska ändå göras.' })).toContain('Ärendet återupptaget.')
})

test('the days of a reopened case are counted from the day it was reopened', async () => {
  const kase = await sent()
  const longAgo = new Date(Date.now() - 20 * 86_400_000)
  await db
    .owner('cases')
    .where({ id: kase.id })
    .update({ status: 'closed', previous_status: 'completed', turn: 'owner', turn_since: longAgo, due_on: null })
  const reopened = await does(lena, kase, 'reopen', { comment: 'Vi behöver se över uppgifterna.' })
  expect(reopened).toContain('Ärendet återöppnat.')
  expect(reopened).toMatch(/Din tur, dag 0 av \d/)
})

test('taking and handing over say who has the case, and can be undone', async () => {
  const kase = await sent()
  const page = await eva.get(`/cases/${kase.ref}`)
  const took = await eva.post(`/cases/${kase.ref}/assign`, hidden(page.body))
  const after = (await eva.get(took.location)).body
  expect(after).toContain('Ärendet är ditt.')
  expect(after).toContain('Handläggare: Eva Nordin')
  expect((await eva.post(`/cases/${kase.ref}/undo`, hidden(after))).status).toBe(303)
  expect((await db.owner<CaseRow>('cases').where({ id: kase.id }).first())!.handler_id).toBeNull()
})

test('who may only mark may take back what they marked, and nothing else', async () => {
  const kase = await sent()
  const johans = () => db.owner('users').where({ id: people.johan.userId })
  await johans().update({ permission_sets: ['K'] })
  const johan = await new Client(eva.address).signIn('johan.ek')
  const page = await johan.get(`/cases/${kase.ref}`)
  // Nothing changed is nothing done: no row in the log.
  const same = await johan.post(`/cases/${kase.ref}/mark`, hidden(page.body))
  expect(same.status).toBe(422)
  expect(same.body).toContain('Ändra någon symbol först.')
  const marked = await johan.post(`/cases/${kase.ref}/mark`, { ...hidden(page.body), customer_service: 'requested' })
  expect(marked.status).toBe(303)
  const after = (await johan.get(marked.location)).body
  expect(after).toContain(`/cases/${kase.ref}/undo`)
  const service = async () => (await db.owner<CaseRow>('cases').where({ id: kase.id }).first())!.customer_service
  expect(await service()).toBe('requested')
  expect((await johan.post(`/cases/${kase.ref}/undo`, hidden(after))).status).toBe(303)
  expect(await service()).toBeNull()
  await johans().update({ permission_sets: ['H'] })
})
