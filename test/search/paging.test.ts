import { beforeAll, describe, expect, test } from 'vitest'
import { asActor, type InstallerActor, type OwnerActor } from '../../src/db/actor.ts'
import { searchCases, type Hit, type Where } from '../../src/search/queries.ts'
import { searchTerms } from '../../src/search/terms.ts'
import { aCase, actorsOf } from '../support/cases.ts'
import { Client, testServer } from '../support/client.ts'
import { testDatabase } from '../support/database.ts'

let amir: InstallerActor, eva: OwnerActor
let address: string

beforeAll(async () => {
  const db = await testDatabase()
  ;({ amir, eva } = actorsOf(db.world))
  ;({ address } = await testServer())
  const sent = await aCase.send(amir, await aCase(amir, 'NY01'))
  // 150 like it: many at the very same moment, one in three archived, the word in the head, elsewhere or nowhere.
  await db.owner.raw(
    `insert into cases (owner_id, company_id, company_name, number, ref, job_type_id, flow, type_name, job_code, job_name,
       area_id, status, turn, revision, submitted_at, created_by, notice, completion, last_event_at)
     select owner_id, company_id, company_name, '2027-' || lpad(n::text, 6, '0'), 'NEL-2027-' || lpad(n::text, 6, '0'),
       job_type_id, flow, type_name, job_code, job_name, area_id,
       case when n % 3 = 0 then 'archived' else 'submitted' end, case when n % 3 = 0 then null else 'owner' end, 1, now(),
       created_by, notice || jsonb_build_object(case when n % 5 = 0 then 'best_namn' else 'upplysningar' end,
         case when n % 4 = 0 then 'ingenting' else 'Vattentornet ' || 500 + n end),
       completion, timestamptz '2027-03-01' + (n % 7) * interval '1 microsecond'
     from cases, generate_series(1, 150) n where id = ?`,
    [sent.id],
  )
})

async function pages(
  actor: InstallerActor | OwnerActor,
  q: string,
  where: Where,
  size: number,
  many: number,
): Promise<Hit[]> {
  const all: Hit[] = []
  for (let after: Hit | null = null; ;) {
    const from: Hit | null = after
    const hits: Hit[] = await asActor(actor, async (tx) => {
      await tx.raw(`select set_config('app.search_many', ?, true)`, [String(many)])
      return searchCases(tx, searchTerms(q), where, from, size)
    })
    all.push(...hits)
    if (hits.length < size) return all
    after = hits.at(-1)!
  }
}

describe('page by page', () => {
  test.each<[string, Where, number]>([
    ['vattentornet', 'both', 113],
    ['vattentornet', 'active', 75],
    ['vattentornet', 'archive', 38],
    ['vattentorn bergsvägen', 'both', 113],
    ['2027-000', 'both', 150],
    ['vattentornet 5', 'both', 0],
    ['vattentornet 511', 'both', 1],
    ['tolvan', 'both', 151],
    ['NEL-2027-000007', 'both', 1],
  ])(
    '“%s” in %s gives the same cases in the same order, however large the pages and however they are found',
    async (q, where, count) => {
      for (const actor of [amir, eva]) {
        const whole = await pages(actor, q, where, 500, 1500)
        expect(new Set(whole.map((hit) => hit.case_id)).size).toBe(whole.length)
        expect(whole).toHaveLength(count)
        const order = whole.map((hit) => [hit.rank, -hit.at, -hit.case_id])
        expect(order).toEqual([...order].sort((a, b) => a[0]! - b[0]! || a[1]! - b[1]! || a[2]! - b[2]!))
        for (const [size, many] of [
          [7, 1500],
          [25, 10],
          [7, 60],
          [40, 5],
        ] as const)
          expect(await pages(actor, q, where, size, many), `${size} at a time`).toEqual(whole)
      }
    },
  )

  test('the page leads on until there is no more, and says how many there are', async () => {
    const client = await new Client(address).signIn('eva.nordin')
    const seen: string[] = []
    let next: string | undefined = '/search?q=vattentornet&in=both'
    let body = ''
    while (next !== undefined) {
      body = (await client.get(next)).body
      if (seen.length === 0) expect(body).toContain('Mer än 100 träffar')
      seen.push(...[...body.matchAll(/class="num" href="\/cases\/([^"]+)"/g)].map((match) => match[1]!))
      next = /class="button" href="(\/search[^"]+)"/.exec(body)?.[1]?.replaceAll('&amp;', '&')
    }
    expect(seen).toHaveLength(113)
    expect(new Set(seen).size).toBe(113)
    expect((await client.get('/search?q=vattentornet&in=archive')).body).toContain('38 träffar')
  })
})
