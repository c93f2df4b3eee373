import { beforeAll, expect, test } from 'vitest'
import { propose } from '../../src/cases/workflow/proposals.ts'
import { asActor } from '../../src/db/actor.ts'
import type { CaseRow } from '../../src/db/rowTypes.ts'
import { aCase, actorsOf } from '../support/cases.ts'
import { Client, testServer } from '../support/client.ts'
import { testDatabase, type TestDatabase } from '../support/database.ts'

let db: TestDatabase
let kase: CaseRow
let eva: Client, johan: Client, amir: Client, petra: Client

const switchOn = (fourEyes: boolean) =>
  db
    .owner('configurations')
    .where({ owner_id: db.world.owners.NEL })
    .update({ rules: JSON.stringify({ fourEyes }) })

beforeAll(async () => {
  db = await testDatabase()
  const { address } = await testServer()
  const people = actorsOf(db.world)
  kase = await aCase.send(people.amir, await aCase(people.amir, 'NY01'))
  await aCase.send(people.amir, await aCase(people.amir, 'NY01'))
  await switchOn(true)
  await asActor(people.eva, (tx) => propose(tx, people.eva, kase.ref, {}))
  ;[eva, johan, amir, petra] = (await Promise.all(
    ['eva.nordin', 'johan.ek', 'amir.haddad', 'petra.wallin'].map((name) => new Client(address).signIn(name)),
  )) as [Client, Client, Client, Client]
})

/** What stands under a part's title, up to the next. */
const partOf = (body: string, title: string) => body.split(`<h2>${title}</h2>`)[1]?.split('<details')[0]
const badge = (body: string) => Number(/<span class="badge">(\d+)/.exec(body)?.[1] ?? 0)

test('a colleague is told what waits for a second pair of eyes, and who proposed it', async () => {
  const { body } = await johan.get('/inbox')
  const part = partOf(body, 'Väntar på ditt godkännande')!
  expect(part).toContain(kase.number)
  expect(part).toContain('Förslag av Eva Nordin, väntar på en andra')
  expect(part).toContain('Din tur')
  expect(partOf(body, 'Ej tilldelade')).not.toContain(kase.number)
  expect(badge(body)).toBe(2)
})

test('who proposed finds it among what waits for others, and it is not counted', async () => {
  const { body } = await eva.get('/inbox')
  expect(body).not.toContain('<h2>Väntar på ditt godkännande</h2>')
  const part = partOf(body, 'Väntar på andra')!
  expect(part).toContain(kase.number)
  expect(part).toContain('Ditt förslag, väntar på en andra')
  expect(part).toContain('En kollega, dag')
  expect(partOf(body, 'Ej tilldelade')).not.toContain(kase.number)
  expect(badge(body)).toBe(1)
})

test('the next case to decide is the proposed one before those nobody has', async () => {
  expect((await johan.get('/inbox/next?after=')).location).toBe(`/cases/${kase.ref}`)
  expect((await eva.get('/inbox/next?after=')).location).not.toBe(`/cases/${kase.ref}`)
})

test('lists can be filtered by it, each person by what it is to them', async () => {
  const numbers = async (who: Client, path: string) =>
    [...(await who.get(path)).body.matchAll(/<a class="num"[^>]*>([^<]+)</g)].map((match) => match[1]!)
  expect(await numbers(johan, '/cases?proposal=confirm')).toEqual([kase.ref])
  expect(await numbers(johan, '/cases?proposal=mine')).toEqual([])
  expect(await numbers(eva, '/cases?proposal=mine')).toEqual([kase.ref])
  expect(await numbers(eva, '/cases?proposal=confirm')).toEqual([])
  expect(await numbers(petra, '/cases?proposal=confirm')).toEqual([])
  expect((await johan.get('/cases/filter')).body).toContain('Väntar på ditt godkännande')
})

test('the company that waits sees nothing of it, in no list and by no filter', async () => {
  for (const path of ['/cases', '/cases?proposal=confirm', '/cases/filter', '/inbox', `/search?q=${kase.number}`]) {
    const { status, body } = await amir.get(path)
    expect(status).toBe(200)
    expect(body, path).not.toMatch(/örslag av|godkännande av|ditt godkännande|en andra/)
  }
})

test('where the owner no longer asks for two, nothing waits for a second', async () => {
  await switchOn(false)
  const { body } = await eva.get('/inbox')
  // Who proposed has taken it.
  expect(partOf(body, 'Mina')).toContain(kase.number)
  expect(badge(body)).toBe(2)
  await switchOn(true)
})
