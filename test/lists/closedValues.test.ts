import { beforeAll, expect, test } from 'vitest'
import type { CaseRow } from '../../src/db/rowTypes.ts'
import { sweepClosedValues } from '../../src/lists/closedValues.ts'
import { aCase, actorsOf } from '../support/cases.ts'
import { Client, testServer } from '../support/client.ts'
import { testDatabase, type TestDatabase } from '../support/database.ts'

// The filters of the archive offer what its cases have, without looking through them.

let db: TestDatabase
let people: ReturnType<typeof actorsOf>
let eva: Client, amir: Client, petra: Client, mira: Client

beforeAll(async () => {
  db = await testDatabase()
  people = actorsOf(db.world)
  const { address } = await testServer()
  const signIn = (username: string) => new Client(address).signIn(username)
  eva = await signIn('eva.nordin')
  amir = await signIn('amir.haddad')
  petra = await signIn('petra.wallin')
  mira = await signIn('mira.dahl')
})

/** The words that a filter of the archive offers. */
async function offers(who: Client, field: string): Promise<string[]> {
  const { body } = await who.get('/archive/filter')
  const boxes = body.matchAll(new RegExp(`name="${field}" value="[^"]*"[^>]*>([\\s\\S]*?)</label>`, 'g'))
  return [...boxes].map(([, words = '']) => words.replaceAll(/<[^>]+>/g, '').trim())
}

test('what closes is offered to its own network owner and company, and nothing of what is open', async () => {
  const kase = await aCase.send(people.amir, await aCase(people.amir, 'NY01'))
  expect(await offers(eva, 'type')).toEqual([])
  const done = await aCase.complete(people.amir, await aCase.approve(people.eva, kase))
  await aCase.move(people.eva, done, 'acceptCompletion')
  const row = await db.owner<CaseRow>('cases').where({ id: kase.id }).first()
  expect(await offers(eva, 'type')).toEqual([row!.type_name])
  expect(await offers(eva, 'job')).toEqual([row!.job_name])
  expect(await offers(eva, 'company')).toEqual(['Bergströms Elservice AB'])
  expect(await offers(eva, 'handler')).toEqual(['Eva Nordin'])
  expect(await offers(amir, 'owner')).toEqual(['Norrådalens Elnät AB'])
  expect(await offers(amir, 'responsible')).toEqual(['Amir Haddad'])
  for (const other of [petra, mira]) for (const field of ['type', 'job']) expect(await offers(other, field)).toEqual([])
})

test('a case that gets another handler brings the name; what no case has any more goes in the night', async () => {
  const { id } = (await db.owner<CaseRow>('cases').where({ status: 'closed' }).first())!
  const { johan } = people
  await db.owner('cases').where({ id }).update({ handler_id: johan.userId, handler_name: johan.name })
  expect(await offers(eva, 'handler')).toEqual(['Eva Nordin', 'Johan Ek'])
  await sweepClosedValues()
  expect(await offers(eva, 'handler')).toEqual(['Johan Ek'])
  expect(await offers(eva, 'company')).toEqual(['Bergströms Elservice AB'])
  await db.owner('cases').where({ id }).update({ handler_name: 'Johan Ek-Berg' })
  expect(await offers(eva, 'handler')).toEqual(['Johan Ek-Berg'])
  await db.owner('cases').where({ id }).update({ handler_id: null, handler_name: null })
  expect(await offers(eva, 'handler')).toEqual(['Johan Ek-Berg', 'Ej tilldelade'])
})
