import { afterEach, beforeAll, describe, expect, test } from 'vitest'
import { asActor, pooled, useDatabase, type Actor, type Tx } from '../../src/db/actor.ts'
import { connect, type Database } from '../../src/db/bare.ts'
import { usePrepared } from '../../src/db/prepared.ts'
import { webUrl } from '../../src/db/roles.ts'
import { actorsOf, aCase } from '../support/cases.ts'
import { afterFile } from '../support/cleanup.ts'
import { Client, testServer } from '../support/client.ts'
import { testDatabase, type TestDatabase } from '../support/database.ts'

let db: TestDatabase
let people: ReturnType<typeof actorsOf>
let address: string
/** One connection, so that what was prepared on it is what the next page meets. */
let one: Database
beforeAll(async () => {
  db = await testDatabase()
  people = actorsOf(db.world)
  address = (await testServer()).address
  one = connect(await webUrl(db.ownerUrl), { max: 1 })
  useDatabase(one, one)
  afterFile(() => one.destroy())
})
afterEach(() => usePrepared(true))

const prepared = async () => {
  const { rows } = await one.raw<{ rows: { name: string; statement: string }[] }>(
    'select name, statement from pg_prepared_statements',
  )
  return rows
}
const refs = async (tx: Tx) => (await tx('cases').orderBy('id').pluck('ref')) as string[]
const asked = async (actor: Actor, times = 3) => {
  let found: string[] = []
  for (let time = 0; time < times; time += 1) found = await asActor(actor, refs)
  return found
}

describe('a statement that comes again', () => {
  test('is prepared once for each role, and gives each tenant its own rows however often it has run', async () => {
    const kase = await aCase.send(people.amir, await aCase(people.amir, 'NY01'))
    const draft = await aCase(people.mira, 'NY01')
    // Beyond the five runs after which PostgreSQL keeps one plan for all.
    for (let round = 0; round < 3; round += 1) {
      expect(await asked(people.amir)).toContain(kase.ref)
      expect(await asked(people.amir)).not.toContain(draft.ref)
      expect(await asked(people.mira)).toContain(draft.ref)
      expect(await asked(people.mira)).not.toContain(kase.ref)
      expect(await asked(people.eva)).toContain(kase.ref)
      expect(await asked(people.eva)).not.toContain(draft.ref)
      expect(await asked(people.petra)).not.toContain(kase.ref)
    }
    const own = (await prepared()).filter(({ statement }) => statement.includes('select "ref" from "cases"'))
    expect(own.map(({ name }) => name.split('.')[1]).sort()).toEqual(['installer', 'owner'])
  })

  test('is not prepared when it is a search or a filter, a file of statements or for the background', async () => {
    const eva = await new Client(address).signIn('eva.nordin')
    for (let time = 0; time < 3; time += 1) {
      await eva.get('/cases?group=none')
      await eva.get('/cases?group=none&symbol=returned')
      await eva.get('/cases?group=none&q=berg')
      await eva.get('/owner/statistics?months=12')
      await asActor(people.eva, (tx) => tx.raw('select 1 as background'), { kind: 'long' })
    }
    const statements = (await prepared()).map(({ statement }) => statement)
    expect(statements.some((text) => text.includes('c.place') && text.includes('order by last_event_at'))).toBe(true)
    for (const word of ['like any', 'returned', 'case_events e', 'background'])
      expect(statements.filter((text) => text.includes(word))).toEqual([])
  })
})

describe('a prepared statement that PostgreSQL refuses', () => {
  test('because a migration has given its table a column is asked again under another name', async () => {
    const kase = await aCase.send(people.amir, await aCase(people.amir, 'NY01'))
    const eva = await new Client(address).signIn('eva.nordin')
    for (let time = 0; time < 3; time += 1) expect((await eva.get(`/cases/${kase.ref}`)).status).toBe(200)
    await db.owner.raw('alter table cases add column later int')
    expect((await eva.get(`/cases/${kase.ref}`)).status).toBe(200)
    await aCase.note(people.eva, kase, 'all', 'Efter migreringen')
    expect((await eva.get(`/cases/${kase.ref}`)).body).toContain('Efter migreringen')
    await db.owner.raw('alter table cases drop column later')
    expect((await eva.get(`/cases/${kase.ref}`)).status).toBe(200)
    // Also outside a transaction, where there is no door.
    const session = () => pooled().raw('select * from app.session_actor(?)', [Buffer.alloc(32)])
    for (let time = 0; time < 3; time += 1) await session()
    await db.owner.raw('alter table sessions add column later int')
    await session()
  })

  test('because a pooler has lost it is no longer prepared, and the page is answered', async () => {
    await asked(people.eva)
    expect(await prepared()).not.toEqual([])
    await one.raw('deallocate all')
    expect((await asked(people.eva)).length).toBeGreaterThan(0)
    await one.raw('deallocate all')
    await asked(people.eva)
    expect(await prepared()).toEqual([])
  })
})

test('with PREPARED_STATEMENTS=0 nothing is prepared', async () => {
  usePrepared(false)
  await one.raw('deallocate all')
  await asked(people.eva, 4)
  expect(await prepared()).toEqual([])
})
