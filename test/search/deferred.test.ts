import { beforeAll, expect, test } from 'vitest'
import { asActor, type Tx } from '../../src/db/actor.ts'
import { searchCases } from '../../src/search/queries.ts'
import { searchTerms } from '../../src/search/terms.ts'
import { aCase, actorsOf } from '../support/cases.ts'
import { testDatabase, type TestDatabase } from '../support/database.ts'

let db: TestDatabase
let people: ReturnType<typeof actorsOf>
beforeAll(async () => {
  db = await testDatabase()
  people = actorsOf(db.world)
})

const finds = (tx: Tx, word: string) => searchCases(tx, searchTerms(word), 'both', null, 10)
const found = async (who: keyof typeof people, word: string) =>
  (await asActor(people[who], (tx) => finds(tx, word))).map(({ case_id }) => case_id)

/** How often the rows of search were written while the work was done. */
async function writes(work: () => Promise<unknown>): Promise<number> {
  await db.owner.raw(`create table if not exists counted (at timestamptz);
    create or replace function count_write() returns trigger language plpgsql security definer as $$
      begin insert into counted values (now()); return null; end $$;
    create or replace trigger counted after insert or update of doc on case_search for each row execute function count_write();
    delete from counted`)
  await work()
  const { rows } = await db.owner.raw<{ rows: [{ n: number }] }>('select count(*)::int as n from counted')
  await db.owner.raw('drop trigger counted on case_search')
  return rows[0].n
}

test('what a transaction does to a case is written to the search once for each side, when it ends', async () => {
  const kase = await aCase.send(people.amir, await aCase(people.amir, 'NY01'))
  const several = () =>
    asActor(people.eva, async (tx) => {
      for (const handler of ['Första Handläggaren', 'Andra Handläggaren'])
        await tx('cases').where({ id: kase.id }).update({ handler_name: handler })
      await tx('cases').where({ id: kase.id }).update({ last_event_at: tx.now })
      expect(await finds(tx, 'Andra')).toEqual([])
    })
  expect(await writes(several)).toBe(2)
  for (const who of ['eva', 'amir'] as const) {
    expect(await found(who, 'Andra')).toEqual([kase.id])
    expect(await found(who, 'Första')).toEqual([])
  }
})

test('an approval, which writes case, internal answers and log, does so once', async () => {
  const kase = await aCase.send(people.amir, await aCase(people.amir, 'NY01'))
  expect(await writes(() => aCase.approve(people.eva, kase))).toBe(2)
  expect(await found('eva', kase.number)).toContain(kase.id)
})

test('what is rolled back to a savepoint is found as it was, and what comes after it is found', async () => {
  const kase = await aCase.send(people.amir, await aCase(people.amir, 'NY01'))
  await asActor(people.eva, async (tx) => {
    await tx
      .transaction(async (inner) => {
        await inner('cases').where({ id: kase.id }).update({ handler_name: 'Ångrad' })
        throw new Error('no')
      })
      .catch(() => undefined)
    await tx('cases').where({ id: kase.id }).update({ handler_name: 'Gällande' })
  })
  expect(await found('eva', 'Gällande')).toEqual([kase.id])
  expect(await found('eva', 'Ångrad')).toEqual([])
})

test('a migration may write cases and alter their table, and each of its writes is found', async () => {
  const kase = await aCase.send(people.amir, await aCase(people.amir, 'NY01'))
  await db.owner.transaction(async (tx) => {
    await tx.raw(`set constraints all immediate; select set_config('app.index_now', 'on', true)`)
    await tx('cases').where({ id: kase.id }).update({ handler_name: 'Tidig' })
    await tx('cases').where({ id: kase.id }).update({ handler_name: 'Senare' })
    await tx.raw('alter table cases add column later int')
  })
  expect(await found('eva', 'Senare')).toEqual([kase.id])
  expect(await found('eva', 'Tidig')).toEqual([])
})
