import { beforeAll, expect, test } from 'vitest'
import type { CaseRow } from '../../src/db/rowTypes.ts'
import { newKey } from '../../src/web/once.ts'
import { aCase, actorsOf } from '../support/cases.ts'
import { Client, testServer } from '../support/client.ts'
import { testDatabase, type TestDatabase } from '../support/database.ts'

let db: TestDatabase
let kase: CaseRow
let amir: Client, eva: Client
beforeAll(async () => {
  db = await testDatabase()
  const { address } = await testServer()
  const people = actorsOf(db.world)
  kase = await aCase.send(people.amir, await aCase(people.amir, 'NY01'))
  kase = await aCase.reject(people.eva, kase)
  amir = await new Client(address).signIn('amir.haddad')
  eva = await new Client(address).signIn('eva.nordin')
  await write(amir, 'shared')
  await write(eva, 'internal')
})

const write = (who: Client, audience: string) =>
  who.post(`/cases/${kase.ref}/notes`, { _key: newKey(), subject: 'Ring', body: 'Ring kunden först.', audience })

const linesOf = async (who: Client, query: string) => {
  const { body } = await who.get(`/cases/${kase.ref}/log${query}`)
  return [...body.matchAll(/<li class="timeline-item">[\s\S]*?<p>([^<]*)/g)].map((match) => match[1]!.trim())
}

test('the log shows all, or what one picks out of it, by what happened and on which side', async () => {
  const all = await linesOf(amir, '')
  expect(all).toEqual(expect.arrayContaining(['Ärendet skapat', 'Föranmälan skickad', 'Notering skriven']))
  expect(await linesOf(amir, '?what=notes')).toEqual(['Notering skriven'])
  expect((await linesOf(amir, '?what=files')).every((line) => line.startsWith('Bilaga'))).toBe(true)
  const ofOwner = await linesOf(amir, '?side=owner')
  expect(ofOwner).toContain('Föranmälan avvisad')
  expect(ofOwner).not.toContain('Föranmälan skickad')
  expect(await linesOf(amir, '?what=steps&side=owner')).toEqual(['Föranmälan avvisad'])
  expect(await linesOf(amir, '?what=hittepå')).toEqual(all)
})

test('what is internal to the one side is no line of the other’s log, whatever is picked', async () => {
  expect(await linesOf(eva, '?what=notes&side=owner')).toEqual(['Notering skriven'])
  expect(await linesOf(amir, '?what=notes&side=owner')).toEqual([])
})
