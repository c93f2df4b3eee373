import { afterEach, beforeAll, expect, test } from 'vitest'
import { endHolds } from '../../src/cases/workflow/endHolds.ts'
import { setClock } from '../../src/db/actor.ts'
import type { CaseRow, EventRow } from '../../src/db/rowTypes.ts'
import { aCase, actorsOf } from '../support/cases.ts'
import { Client, hidden, testServer } from '../support/client.ts'
import { testDatabase, type TestDatabase } from '../support/database.ts'

let db: TestDatabase
let people: ReturnType<typeof actorsOf>
let eva: Client, amir: Client
beforeAll(async () => {
  db = await testDatabase()
  people = actorsOf(db.world)
  const { address } = await testServer()
  eva = await new Client(address).signIn('eva.nordin')
  amir = await new Client(address).signIn('amir.haddad')
})
afterEach(() => setClock(''))

const itIs = (day: string) => setClock(`${day}T09:00:00+01:00`)
const stored = async (kase: CaseRow) => (await db.owner<CaseRow>('cases').where({ id: kase.id }).first())!
const sent = async () => aCase.send(people.amir, await aCase(people.amir, 'NY01'))
async function holds(kase: CaseRow, typed: Record<string, string>) {
  const page = await eva.get(`/cases/${kase.ref}/hold`)
  return eva.post(`/cases/${kase.ref}/hold`, { ...hidden(page.body), ...typed })
}

test('a case is held for a reason and until a day; meanwhile it cannot be approved, and its installer sees why', async () => {
  itIs('2027-02-01')
  const kase = await sent()
  expect((await holds(kase, { reason: '', until: '' })).body).toContain('Välj vad ärendet väntar på')
  expect((await holds(kase, { reason: 'grid', until: '2027-02-01' })).body).toContain('Välj en dag som kommer')
  expect((await holds(kase, { reason: 'grid', until: '2027-03-01' })).status).toBe(303)
  const approval = await eva.post(`/cases/${kase.ref}/approve`, {
    ...hidden((await eva.get(`/cases/${kase.ref}`)).body),
    x_anl_id: '735999000100000012',
    x_matarsakring: '25',
    x_matmetod: 'direkt',
    x_anslutningspunkt: 'KS-1',
  })
  expect(approval.status).toBe(409)
  const page = await amir.get(`/cases/${kase.ref}`)
  expect(page.body).toContain('Väntläge till 2027-03-01')
  expect(page.body).toContain('Ärendet är i väntläge: nät')
  expect((await amir.get(`/cases/${kase.ref}/hold`)).status).toBe(403)
})

test('on its day the hold ends by itself, the log says by which rule, and the clock goes on where it stood', async () => {
  itIs('2027-02-01')
  const kase = await sent()
  await holds(kase, { reason: 'grid', until: '2027-03-01' })
  itIs('2027-02-28')
  await endHolds()
  expect((await stored(kase)).hold_reason).toBe('grid')
  itIs('2027-03-01')
  // Two workers at once end it once.
  await Promise.all([endHolds(), endHolds()])
  const after = await stored(kase)
  expect([after.hold_reason, after.hold_until, after.held_at]).toEqual([null, null, null])
  // Twenty working days passed from 1 February to 1 March.
  expect([kase.due_on, after.due_on]).toEqual(['2027-02-15', '2027-03-15'])
  const events = await db.owner<EventRow>('case_events').where({ case_id: kase.id, action: 'hold', side: 'system' })
  expect(events.map(({ actor_name: who, actor_id: id }) => [who, id])).toEqual([['Väntläget är slut', null]])
})

test('a hold without a day lasts until somebody ends it', async () => {
  itIs('2027-02-01')
  const kase = await sent()
  await holds(kase, { reason: 'customer', until: '' })
  itIs('2027-12-01')
  await endHolds()
  expect((await stored(kase)).hold_reason).toBe('customer')
  expect((await holds(kase, { end: 'ja' })).status).toBe(303)
  expect((await stored(kase)).hold_reason).toBeNull()
})
