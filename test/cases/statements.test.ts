import { beforeAll, expect, test } from 'vitest'
import type { CaseRow } from '../../src/db/rows.ts'
import { aCase, actorsOf } from '../support/cases.ts'
import { Client, testServer } from '../support/client.ts'
import { testDatabase, type TestDatabase } from '../support/database.ts'

let db: TestDatabase
let address: string
beforeAll(async () => {
  db = await testDatabase()
  address = (await testServer()).address
})

/** How many statements a page asks of the database, from the session to the commit. */
async function statements(who: Client, path: string): Promise<number> {
  let count = 0
  const on = () => (count += 1)
  db.web.on('query', on)
  const { status } = await who.get(path)
  db.web.off('query', on)
  expect(status).toBe(200)
  return count
}

test('a case page asks as much of the database for a case with a long story as for a new one', async () => {
  const { amir, eva } = actorsOf(db.world)
  const fresh = await aCase.send(amir, await aCase(amir, 'NY01'))
  let old: CaseRow = await aCase.send(amir, await aCase(amir, 'NY01', { note: 'Ring först' }))
  for (let round = 0; round < 4; round += 1) {
    await aCase.note(eva, old, 'all', `Notering ${round}`)
    old = await aCase.move(amir, await aCase.reject(eva, old), 'resubmit')
  }
  for (const username of ['amir.haddad', 'eva.nordin']) {
    const who = await new Client(address).signIn(username)
    for (const { ref } of [fresh, old]) await who.get(`/cases/${ref}`)
    const few = await statements(who, `/cases/${fresh.ref}`)
    expect(await statements(who, `/cases/${old.ref}`)).toBe(few)
    expect(few, username).toBeLessThanOrEqual(10)
  }
})
