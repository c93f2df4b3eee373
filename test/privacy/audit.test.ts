import { parse } from 'csv-parse/sync'
import { beforeAll, expect, test } from 'vitest'
import type { CaseRow } from '../../src/db/rowTypes.ts'
import { aCase, actorsOf } from '../support/cases.ts'
import { Client, testServer } from '../support/client.ts'
import { testDatabase, type TestDatabase } from '../support/database.ts'

let db: TestDatabase
let kase: CaseRow
let lena: Client, karin: Client, petra: Client, eva: Client

beforeAll(async () => {
  db = await testDatabase()
  await db.owner('users').where({ username: 'petra.wallin' }).update({ is_admin: true })
  const { address } = await testServer()
  ;[lena, karin, petra, eva] = (await Promise.all(
    ['lena.frost', 'karin.bergstrom', 'petra.wallin', 'eva.nordin'].map((name) => new Client(address).signIn(name)),
  )) as [Client, Client, Client, Client]
  const people = actorsOf(db.world)
  kase = await aCase.send(people.amir, await aCase(people.amir, 'NY01'))
  await aCase.note(people.amir, kase, 'company', 'Bara vårt')
  await eva.get(`/cases/${kase.ref}`)
})

const when = { from: '2020-01-01', to: '2100-01-01' }
const asked = async (who: Client, side: 'owner' | 'company', what: string) => {
  const { body } = await who.post(`/${side}/privacy/audit`, { ...when, what })
  return parse(body, { bom: true, delimiter: ';' })
}

test('each log between two days is a file, of one’s own tenant and no other, and that it was made is written down', async () => {
  const answer = await lena.post('/owner/privacy/audit', { ...when, what: 'cases' })
  expect(answer.headers.get('content-disposition')).toContain('logg-cases-2020-01-01--2100-01-01.csv')
  const events = await asked(lena, 'owner', 'cases')
  expect(events.some((row) => row[2] === 'submit' && row[3] === kase.ref)).toBe(true)
  const own = await asked(karin, 'company', 'cases')
  expect(own.length).toBeGreaterThan(events.length - 1)
  expect(await asked(petra, 'owner', 'cases')).toHaveLength(1)
  const reads = await asked(lena, 'owner', 'reads')
  expect(reads.slice(1).map((row) => [row[1], row[3]])).toEqual([['Eva Nordin', kase.ref]])
  expect(await asked(karin, 'company', 'reads')).toHaveLength(1)
  const security = await asked(lena, 'owner', 'security')
  expect(security.some((row) => row[1] === 'Lena Frost' && row[2] === 'audit-exported')).toBe(true)
  expect(security.some((row) => row[1] === 'Petra Wallin')).toBe(false)
})

test('days that are none, or the wrong way round, come back with the form', async () => {
  for (const typed of [{ from: 'i går' }, { from: '2027-01-02', to: '2027-01-01' }, { what: 'allt' }]) {
    const { status, body } = await lena.post('/owner/privacy/audit', { ...when, what: 'cases', ...typed })
    expect([status, body.includes('Loggar som fil')]).toEqual([422, true])
  }
  expect((await eva.post('/owner/privacy/audit', { ...when, what: 'cases' })).status).toBe(403)
})
