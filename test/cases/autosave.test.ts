import { beforeAll, beforeEach, expect, test } from 'vitest'
import { setClock } from '../../src/db/actor.ts'
import type { CaseRow } from '../../src/db/rows.ts'
import { aCase, actorsOf } from '../support/cases.ts'
import { Client, testServer } from '../support/client.ts'
import { testDatabase, type TestDatabase } from '../support/database.ts'

let db: TestDatabase
let amir: Client, sofia: Client, mira: Client, eva: Client
let kase: CaseRow
beforeAll(async () => {
  db = await testDatabase()
  const { address } = await testServer()
  amir = await new Client(address).signIn('amir.haddad')
  sofia = await new Client(address).signIn('sofia.lindqvist')
  mira = await new Client(address).signIn('mira.dahl')
  eva = await new Client(address).signIn('eva.nordin')
})
beforeEach(async () => {
  kase = await aCase(actorsOf(db.world).amir, 'NY01')
})

interface Kept {
  status: number
  version?: number
  words: string
}
const write = async (who: Client, version: number, typed: Record<string, string>): Promise<Kept> => {
  const fields = { _version: String(version), best_namn: 'Tolvan Tolvansson', ...typed }
  const answer = await who.post(`/cases/${kase.ref}/edit/autosave`, fields, { accept: 'application/json' })
  return answer.status === 200 || answer.body.startsWith('{')
    ? { ...(JSON.parse(answer.body) as Kept), status: answer.status }
    : { status: answer.status, words: '' }
}
const stored = async () => (await db.owner<CaseRow>('cases').where({ id: kase.id }).first())!
const saves = () => db.owner('case_events').where({ case_id: kase.id, action: 'save' }).count('* as n').first()

test('what is written is saved, with the time, and the next save goes on from there', async () => {
  setClock('2027-02-01T09:42:00Z')
  const first = await write(amir, kase.version, { anl_adress: 'Nygatan 1' })
  expect(first).toMatchObject({ status: 200, words: 'Sparat 10:42' })
  const second = await write(amir, first.version!, { anl_adress: 'Nygatan 12' })
  expect((await stored()).notice['anl_adress']).toBe('Nygatan 12')
  expect(await write(amir, second.version!, { anl_adress: 'Nygatan 12' })).toMatchObject({ version: second.version })
  setClock('')
})

test('the log has one row for each sitting', async () => {
  setClock('2027-02-01T09:00:00Z')
  const before = (await saves()) as { n: number }
  let { version } = await write(amir, kase.version, { anl_adress: 'A 1' })
  for (const at of ['09:05', '09:10', '09:20']) {
    setClock(`2027-02-01T${at}:00Z`)
    version = (await write(amir, version!, { anl_adress: `A ${at}` })).version
  }
  expect(await saves()).toEqual({ n: before.n + 1 })
  setClock('2027-02-01T11:00:00Z')
  await write(amir, version!, { anl_adress: 'A 11' })
  expect(await saves()).toEqual({ n: before.n + 2 })
  setClock('')
})

test('what cannot be read is not saved, and says so; nor is anybody else’s work overwritten', async () => {
  expect((await write(amir, kase.version, { fardigdatum: 'i vår' })).status).toBe(422)
  expect((await stored()).version).toBe(kase.version)
  const theirs = await write(sofia, kase.version, { anl_adress: 'Sofias gata 1' })
  expect(theirs.status).toBe(200)
  expect(await write(amir, kase.version, { anl_adress: 'Amirs gata 1' })).toMatchObject({ status: 409 })
  expect((await stored()).notice['anl_adress']).toBe('Sofias gata 1')
})

test('nothing is asked for, nothing is sent, and it is nobody else’s to write', async () => {
  expect((await write(amir, kase.version, { best_namn: '' })).status).toBe(200)
  expect((await stored()).status).toBe('draft')
  expect((await write(mira, kase.version, {})).status).toBe(404)
  expect((await write(eva, kase.version, {})).status).toBe(403)
  const sent = await aCase.send(actorsOf(db.world).amir, await aCase(actorsOf(db.world).amir, 'NY01'))
  kase = sent
  expect((await write(amir, sent.version, { anl_adress: 'Efteråt 1' })).status).toBe(409)
  expect((await stored()).version).toBe(sent.version)
})
