import fc from 'fast-check'
import { beforeAll, describe, expect, test } from 'vitest'
import { asActor, type InstallerActor, type OwnerActor } from '../../src/db/actor.ts'
import type { CaseRow } from '../../src/db/rowTypes.ts'
import { listOf } from '../../src/lists/address.ts'
import { inArms, whereOf } from '../../src/lists/conditions.ts'
import { groupingsFor } from '../../src/lists/fields.ts'
import { readList } from '../../src/lists/page.ts'
import { translators } from '../../src/language/i18n.ts'
import { aCase, actorsOf } from '../support/cases.ts'
import { testDatabase, type TestDatabase } from '../support/database.ts'
import { multiply } from '../support/multiply.ts'

type Party = InstallerActor | OwnerActor

const ROWS = 400
let db: TestDatabase
let kase: CaseRow
let amir: InstallerActor, mira: InstallerActor, eva: OwnerActor, petra: OwnerActor
beforeAll(async () => {
  db = await testDatabase()
  ;({ amir, mira, eva, petra } = actorsOf(db.world))
  const { VKN } = db.world.owners
  kase = await aCase.send(amir, await aCase(amir, 'NY01'))
  // Four tenants have archives: each line is written anew below.
  await multiply(db, kase, ROWS, {
    status: `(array['closed', 'archived', 'cancelled'])[1 + n % 3]`,
    turn: `case when n % 3 = 0 then 'owner' end`,
    company_id: `case when n % 4 = 0 then ${db.world.companies.Solklart} else c.company_id end`,
    owner_id: `case when n % 4 = 0 then ${VKN} else c.owner_id end`,
    job_type_id: `case when n % 4 = 0 then (select min(id) from job_types where owner_id = ${VKN} and code = 'NY01') else c.job_type_id end`,
    area_id: 'null',
    responsible_id: 'null',
  })
  // One that was never sent is its company's alone.
  await db.owner.raw(`update cases set submitted_at = null where id % 7 = 0 and status = 'cancelled'`)
})

const SIGNS = ['a', 'b', 'e', 'r', 'g', 'å', 'Ö', '1', '7', '0', ' ', ' ', ',', '-', '%', '_', '\\', "'", ':', '🔌']
const line = fc.array(fc.constantFrom(...SIGNS), { maxLength: 14 }).map((signs) => signs.join(''))

async function writeLines(lines: string[]): Promise<void> {
  await db.owner.raw(
    `update cases set title = l.line, address = lower(reverse(l.line))
     from unnest(?::text[]) with ordinality l(line, nth) where id % ${ROWS} = nth - 1 and status in ('closed', 'archived', 'cancelled')`,
    [lines] as never,
  )
}

/** What the list finds, in its order; and what asking every case for the words finds. */
function both(actor: Party, q: string, many = ''): Promise<{ found: number[]; asked: number[] }> {
  return asActor(actor, async (tx) => {
    await tx.raw(`select set_config('app.archived_many', ?, true)`, [many])
    const where = whereOf(listOf('archive', actor.side, { q }), actor)
    const ask = (condition: string) => `select id from cases where ${condition} order by last_event_at desc, id desc`
    const ids = async (sql: string) => {
      const { rows } = await tx.raw<{ rows: { id: number }[] }>(sql, where.bindings)
      return rows.map(({ id }) => id)
    }
    return { found: await ids(where.with + inArms(where, ask)), asked: await ids(ask(where.sql)) }
  })
}

const candidates = (actor: Party, words: string[], many = '') =>
  asActor(actor, async (tx) => {
    await tx.raw(`select set_config('app.archived_many', ?, true)`, [many])
    const { rows } = await tx.raw<{ rows: [{ ids: string[] | null }] }>(`select app.archived_with(?) as ids`, [
      words,
    ] as never)
    return rows[0].ids?.map(Number) ?? null
  })

test('finds exactly the lines that have the words, on both sides, however they are looked for', async () => {
  const lines = fc.array(line, { minLength: ROWS, maxLength: ROWS })
  let hits = 0
  await fc.assert(
    fc.asyncProperty(lines, fc.infiniteStream(fc.nat()), async (written, numbers) => {
      await writeLines(written)
      const next = (below: number) => (numbers.next().value as number) % below
      // Mostly pieces of what is there, in either case; now and then what may not be.
      const piece = () => {
        const signs = Array.from(written[next(ROWS)]! + (next(9) === 0 ? 'x' : ''))
        return signs
          .slice(next(signs.length + 1))
          .slice(0, 1 + next(5))
          .join('')
      }
      for (let round = 0; round < 12; round += 1) {
        const q = `${piece()} ${next(2) === 0 ? piece().toUpperCase() : ''}`.trim()
        for (const actor of [amir, mira, eva, petra])
          for (const many of ['', '2']) {
            const { found, asked } = await both(actor, q, many)
            expect(found, `${actor.username} seeks “${q}”`).toEqual(asked)
            hits += found.length
          }
      }
    }),
    { numRuns: 6 },
  )
  expect(hits).toBeGreaterThan(1000)
})

test('is grouped by status, type, job, expected day and whose, on both sides, and no case is left out', async () => {
  await db.owner.raw(`update cases set expected_on = case when id % 5 = 0 then null
      else app.today() + (id % 60)::int - 30 end where status in ('closed', 'archived', 'cancelled')`)
  for (const actor of [amir, eva])
    await asActor(actor, async (tx) => {
      const read = (group: string) => readList(tx, listOf('archive', actor.side, { group }), actor, translators.sv)
      const offered = groupingsFor(actor.side, true).map(({ field }) => field)
      expect(offered).toEqual(['status', 'expected', 'type', actor.side === 'owner' ? 'company' : 'owner', 'job'])
      const all = (await read('none')).count
      expect(all).toBeGreaterThan(100)
      for (const group of offered) {
        const { count, groups } = await read(group)
        expect([group, count]).toEqual([group, all])
        // A long list has its first groups open.
        expect(groups[0]!.lines.length).toBeGreaterThan(0)
      }
      expect((await read('expected')).groups.length).toBeGreaterThan(3)
    })
})

describe('with a rare word, a common one, and numbers', () => {
  beforeAll(() =>
    writeLines(Array.from({ length: ROWS }, (_, n) => `Kvasten ${n} ${n === 6 ? 'Ödlehultet 7:13' : ''}`)),
  )

  test('looks the few up, and reads where there are many or nothing to look up', async () => {
    expect(await candidates(amir, ['ödlehult'])).toHaveLength(1)
    expect(await candidates(amir, ['ödlehult', 'kvast'])).toHaveLength(1)
    expect(await candidates(amir, ['finns', 'inte'])).toEqual([])
    expect(await candidates(amir, ['6'])).toHaveLength(1)
    expect(await candidates(amir, ['kvasten'])).toBeNull()
    expect(await candidates(amir, ['öd'])).toBeNull()
    expect(await candidates(eva, ['ödlehult'], '0')).toBeNull()
  })

  test('gives nobody a case of another’s, nor the owner one that was never sent', async () => {
    for (const actor of [amir, mira, eva, petra]) {
      const own = (await asActor(actor, (tx) => tx('cases').pluck('id'))) as number[]
      const all = await Promise.all(
        Array.from({ length: ROWS }, (_, n) => String(n)).map((word) => candidates(actor, [word])),
      )
      const given = all.flatMap((ids) => ids ?? [])
      expect(given.length).toBeGreaterThan(40)
      expect(given.filter((id) => !own.includes(id))).toEqual([])
    }
  })

  test('whatever the list is ordered and grouped by, and from page to page', async () => {
    const found = async (query: Record<string, string>) =>
      asActor(eva, async (tx) => {
        const list = listOf('archive', 'owner', query)
        const { groups, count } = await readList(tx, list, eva, translators.sv)
        return { count, lines: groups.flatMap(({ lines }) => lines.map(({ title }) => title)) }
      })
    for (const query of [{}, { sort: 'place' }, { sort: '-number' }, { group: 'status' }, { group: 'company' }])
      for (const q of ['ödlehult', 'ödlehult 6', 'kvasten ödlehult'])
        expect(await found({ q, ...query }), JSON.stringify(query)).toEqual({
          count: 1,
          lines: ['Kvasten 6 Ödlehultet 7:13'],
        })
    const { count, lines } = await found({ q: 'kvast' })
    expect(count).toBeGreaterThan(200)
    expect(lines).toHaveLength(50)
  })
})
