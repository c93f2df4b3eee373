/**
 * How long general search takes with 1,000 and with 100,000 cases in the house, for the heaviest network owner and company
 * and for one of many: `node --import tsx bench/search.ts [sizes]`. Medians of interleaved rounds over HTTP, and of the
 * database's part alone; then how the database finds a rare word and a part of a number.
 */
import { asActor, useDatabase } from '../src/db/actor.ts'
import { searchCases, type Where } from '../src/search/queries.ts'
import { searchTerms } from '../src/search/terms.ts'
import { getPage, inHouses, median, ROUNDS, say, timed, type House } from './city.ts'

const sizes = process.argv[2]?.split(',').map(Number) ?? [1_000, 100_000]

const QUERIES: [what: string, q: (n: number) => string][] = [
  ['case number', () => '2027-000002'],
  ['end of installation ID', () => '0000002'],
  ['meter number', () => 'MT-100002'],
  ['rare word', () => 'Sällsyntcz'],
  ['name', () => 'Andersson'],
  ['street, 1 in 20', () => 'Bergsvägen'],
  ['word in half of all', () => 'grävning'],
  ['beginning of words', () => 'berg'],
  ['two words', () => 'Bergsvägen Andersson'],
  ['the year', () => '2027'],
  ['reference', () => 'Order 1001'],
  ['no such word', () => 'kvasten'],
]

await inHouses(sizes, async (houses) => {
  for (const where of ['active', 'both'] as const) await measure(houses, where)
  await explain(houses.at(-1)!)
})

async function measure(houses: House[], where: Where): Promise<void> {
  say(`\nin=${where}: page over HTTP and (database alone), ms; the last column is how much longer the page takes`)
  for (const [index, { name }] of houses[0]!.tellers.entries()) {
    for (const [what, q] of QUERIES) {
      const pages = houses.map((): number[] => [])
      const own = houses.map((): number[] => [])
      const hits: number[] = []
      for (let round = 0; round < ROUNDS + 2; round++) {
        for (const [at, house] of houses.entries()) {
          const page = await timed(() =>
            getPage(house, index, `/search?${new URLSearchParams({ q: q(house.size), in: where }).toString()}`),
          )
          const { took, value } = await timed(() => database(house, index, q(house.size), where))
          hits[at] = value
          // The first rounds fill caches.
          if (round >= 2) {
            pages[at]!.push(page.took)
            own[at]!.push(took)
          }
        }
      }
      const cells = houses.map(
        (_, at) => `${median(pages[at]!).toFixed(1)} (${median(own[at]!).toFixed(1)}) ${hits[at]} hits`,
      )
      const ratio = median(pages.at(-1)!) / median(pages[0]!)
      say(
        `${name.padEnd(17)} ${what.padEnd(23)} ${cells.map((cell) => cell.padEnd(24)).join('')} × ${ratio.toFixed(2)}`,
      )
    }
  }
}

function database(house: House, index: number, q: string, where: Where): Promise<number> {
  useDatabase(house.web)
  const { actor } = house.tellers[index]!
  return asActor(actor, async (tx) => (await searchCases(tx, searchTerms(q), where, null, 101)).length)
}

type Listening = { on: (event: 'notice', listener: (notice: { message?: string }) => void) => void }

/** The statements inside app.search_cases, as PostgreSQL ran them: which indexes, how many rows. */
async function explain(house: House): Promise<void> {
  const heard = new Set<Listening>()
  for (const q of ['Sällsyntcz', '0000002', 'Bergsvägen', 'grävning']) {
    say(`\nheaviest owner, “${q}” in both, as it ran:`)
    await house.db.transaction(async (tx) => {
      const connection = (await (
        tx.client as { acquireConnection: () => Promise<unknown> }
      ).acquireConnection()) as Listening
      if (!heard.has(connection))
        connection.on('notice', ({ message = '' }) => {
          const steps = message.split('\n').filter((line) => /case_search|Rows Removed|Heap Blocks|duration/.test(line))
          if (message.includes('case_search_')) say(steps.map((line) => line.slice(0, 170)).join('\n'))
        })
      heard.add(connection)
      await tx.raw(`load 'auto_explain'`)
      for (const setting of [
        'log_min_duration = 0',
        'log_analyze = on',
        'log_nested_statements = on',
        'log_level = notice',
      ])
        await tx.raw(`set local auto_explain.${setting}`)
      const { words, marks, joined, whole } = searchTerms(q)
      await tx.raw(`select set_config('app.owner_id', ?, true)`, [String(house.tellers[0]!.actor.ownerId)])
      await tx.raw('select count(*) from app.search_cases(?, ?, ?, ?, true, true, 0, null, null, 101)', [
        words,
        marks,
        joined,
        whole,
      ] as never)
    })
  }
}
