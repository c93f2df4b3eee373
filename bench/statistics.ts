/**
 * How long the statistics of a network owner take in houses of several sizes, for the heaviest network owner and for one of
 * many: `node --import tsx bench/statistics.ts [sizes]`. Medians of interleaved rounds over HTTP, whole pages. The cases of
 * the house are spread over three years and given the moves that brought each where it is. A page counts its owner's cases
 * of some months, so that it takes longer where there are more of them: how many those are is told.
 */
import { getPage, inHouses, median, ROUNDS, say, timed, type House } from './city.ts'

const sizes = process.argv[2]?.split(',').map(Number) ?? [1_000, 20_000]

const PAGES = [
  '',
  '?months=3',
  '?months=12',
  '?months=12&until=2025-06',
  '?months=12&job=BE03',
  '?months=12&company=1',
  '/export.csv?months=12',
  '/export.xlsx?months=12',
].map((rest) => `/owner/statistics${rest}`)

// What is done was sent some day of three years, what is open in the last forty days; one in five was sent back once.
const STORY = [
  `update cases set submitted_at = app.now()
     - case when status = 'archived' then 40 + id * 7 % 1040 else id * 7 % 40 end * interval '1 day'`,
  `insert into case_events (case_id, owner_id, company_id, sent, audience, at, side, actor_name, action, from_status, to_status, details)
   select c.id, c.owner_id, c.company_id, c.sent, 'all', c.submitted_at + m.day * interval '1 day', m.side, 'Någon', m.action,
     m.from_status, m.to_status, m.details::jsonb
   from cases c
   join (values
     (1, 'submit', 'draft', 'submitted', 0, 'installer', '{}'),
     (2, 'reject', 'submitted', 'notice_rejected', 3, 'owner', '{"codes": ["BIL"]}'),
     (3, 'resubmit', 'notice_rejected', 'submitted', 5, 'installer', '{}'),
     (4, 'approve', 'submitted', 'consented', 8, 'owner', '{}'),
     (5, 'complete', 'consented', 'completed', 30, 'installer', '{}'),
     (6, 'acceptCompletion', 'completed', 'closed', 33, 'owner', '{}'),
     (7, 'archive', 'closed', 'archived', 34, 'owner', '{}')
   ) m (nth, action, from_status, to_status, day, side, details)
     on m.nth <= case c.status when 'submitted' then 1 when 'notice_rejected' then 2 when 'consented' then 4
         when 'completed' then 5 else 7 end
       and (m.nth not in (2, 3) or c.id % 5 = 0 or c.status = 'notice_rejected')
   order by c.id, m.nth`,
]

await inHouses(sizes, async (houses) => {
  for (const { db } of houses) {
    for (const sql of STORY) await db.raw(sql)
    await db.raw('vacuum analyze')
  }
  for (const [index, { name, actor }] of houses[0]!.tellers.entries()) {
    if (actor.side !== 'owner') continue
    const cases = await Promise.all(houses.map(({ db }) => countOf(db, actor.ownerId)))
    say(`\n${name}: ${cases.map(({ all, year }) => `${all} cases, ${year} of the last twelve months`).join(' / ')}`)
    for (const address of PAGES) {
      const times = await medians(houses, index, address)
      const cells = times.map((time) => `${time.toFixed(1)} ms`.padStart(10)).join('')
      say(`${address.padEnd(45)} ${cells}  × ${(times.at(-1)! / times[0]!).toFixed(2)}`)
    }
  }
})

async function medians(houses: House[], index: number, address: string): Promise<number[]> {
  const took = houses.map((): number[] => [])
  for (let round = 0; round < ROUNDS + 2; round++) {
    for (const [at, house] of houses.entries()) {
      const page = await timed(() => getPage(house, index, address))
      // The first rounds fill caches.
      if (round >= 2) took[at]!.push(page.took)
    }
  }
  return took.map(median)
}

async function countOf(db: House['db'], ownerId: number): Promise<{ all: number; year: number }> {
  const { rows } = await db.raw<{ rows: [{ all: number; year: number }] }>(
    `select count(*) as all, count(*) filter (where submitted_at > app.now() - interval '1 year') as year
     from cases where owner_id = ?`,
    [ownerId],
  )
  return rows[0]
}
