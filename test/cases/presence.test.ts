import { afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { setClock } from '../../src/db/actor.ts'
import type { CaseRow } from '../../src/db/rowTypes.ts'
import { aCase, actorsOf } from '../support/cases.ts'
import { Client, testServer } from '../support/client.ts'
import { testDatabase, type TestDatabase } from '../support/database.ts'

let db: TestDatabase
let kase: CaseRow
let eva: Client, johan: Client, lena: Client, amir: Client, petra: Client
beforeAll(async () => {
  db = await testDatabase()
  const { address } = await testServer()
  const signIn = (username: string) => new Client(address).signIn(username)
  eva = await signIn('eva.nordin')
  johan = await signIn('johan.ek')
  lena = await signIn('lena.frost')
  amir = await signIn('amir.haddad')
  petra = await signIn('petra.wallin')
})
beforeEach(async () => {
  at('09:00:00')
  const people = actorsOf(db.world)
  kase = await aCase.send(people.amir, await aCase(people.amir, 'NY01'))
})
afterEach(() => setClock(''))

const at = (time: string) => setClock(`2027-02-01T${time}+01:00`)
const beat = async (who: Client, fields: Record<string, string> = {}) => {
  const answer = await who.post(`/cases/${kase.ref}/presence`, fields, { accept: 'application/json' })
  return answer.status === 200 ? (JSON.parse(answer.body) as { words: string }).words : answer.status
}
const open = async (who: Client) => (await who.get(`/cases/${kase.ref}`)).body

test('a colleague who opens the case is seen, and seen to write; gone when they leave or fall silent', async () => {
  await open(johan)
  expect(await open(eva)).toContain('Johan Ek har också ärendet öppet.')
  expect(await beat(johan, { writing: 'ja' })).toBe('Eva Nordin har också ärendet öppet.')
  expect(await beat(eva)).toBe('Johan Ek skriver på ett beslut just nu.')
  await open(lena)
  expect(await beat(eva)).toBe('Johan Ek skriver på ett beslut just nu. Lena Frost har också ärendet öppet.')
  at('09:00:30')
  await beat(johan, { writing: 'ja' })
  at('09:01:10')
  expect(await beat(eva)).toBe('Johan Ek skriver på ett beslut just nu.')
  expect(await beat(johan, { left: 'ja' })).toBe('')
  expect(await beat(eva)).toBe('')
})

test('the page that asks before a move shows it too, and counts as being there', async () => {
  await beat(johan, { writing: 'ja' })
  expect((await eva.get(`/cases/${kase.ref}/cancel`)).body).toContain('Johan Ek skriver på ett beslut just nu.')
  expect(await beat(johan)).toContain('Eva Nordin')
})

test('word that a page was left does not send away who has just opened the next', async () => {
  await open(johan)
  await beat(johan, { left: 'ja' })
  expect(await beat(eva)).toContain('Johan Ek')
})

test('nobody but the network owner’s own people sees it, or can say they are there', async () => {
  await open(eva)
  await beat(johan, { writing: 'ja' })
  expect(await open(amir)).not.toMatch(/data-presence|har också ärendet öppet|skriver på ett beslut/)
  expect(await beat(amir)).toBe(403)
  expect(await beat(petra)).toBe(404)
  await open(amir)
  expect(await beat(eva)).toBe('Johan Ek skriver på ett beslut just nu.')
})

test('who has gone leaves no row behind once somebody else comes', async () => {
  await open(johan)
  at('09:05:00')
  await open(eva)
  expect(await db.owner('case_presence').where({ case_id: kase.id }).pluck('user_id')).toEqual([
    db.world.users['eva.nordin'],
  ])
})
