/**
 * How long every list, grouping, order, filter and search of a list, and general search, takes with 1,000 and with 100,000
 * cases in the house, for the heaviest network owner and company and for one of many: `node --import tsx bench/lists.ts
 * [sizes]`. Medians of interleaved rounds over HTTP, whole pages; a row of the README's table is the page that slows down
 * most of its kind. The cases shown in each house are told, for pages must be alike.
 */
import { getPage, inHouses, median, ROUNDS, say, timed, type House } from './city.ts'

const sizes = process.argv[2]?.split(',').map(Number) ?? [1_000, 100_000]

const BOTH = ['status', 'expected', 'type', 'job', 'none']
const group = (path: string) => (by: string) => `${path}?group=${by}`
const SEARCHES = ['Andersson', 'Bergsvägen Andersson', '2027-000002', 'MT-100002', 'grävning', 'kvasten'].flatMap((q) =>
  ['active', 'both'].map((where) => `/search?${new URLSearchParams({ q, in: where }).toString()}`),
)
const PAGES: [kind: string, owner: string[], company: string[]][] = [
  ['inbox', ['/inbox'], ['/inbox']],
  [
    'all, grouped',
    [...BOTH, 'due', 'company', 'area', 'handler'].map(group('/cases')),
    [...BOTH, 'owner'].map(group('/cases')),
  ],
  [
    'mine, grouped',
    [...BOTH, 'due', 'company'].map(group('/cases/mine')),
    [...BOTH, 'owner'].map(group('/cases/mine')),
  ],
  ['archive', ['none', 'status', 'company'].map(group('/archive')), ['none', 'status', 'owner'].map(group('/archive'))],
  ...(['/cases', '/archive'] as const).map((path): [string, string[], string[]] => {
    const sorted = ['number', '-number', 'place', 'job', 'expected', 'due'].map(
      (sort) => `${path}?group=none&sort=${sort}`,
    )
    return [`${path}, ordered`, sorted, sorted]
  }),
  ...(['/cases', '/archive'] as const).map((path): [string, string[], string[]] => {
    const filtered = ['symbol=files', 'symbol=note', 'symbol=returned', 'turn=late', 'expected=passed'].map(
      (filter) => `${path}?group=none&${filter}`,
    )
    return [`${path}, filtered`, filtered, filtered]
  }),
  ...(['/cases', '/archive'] as const).map((path): [string, string[], string[]] => {
    const found = ['Andersson', 'Bergsvägen 7', '2027-000002', 'kvasten'].map(
      (q) => `${path}?q=${encodeURIComponent(q)}`,
    )
    return [`${path}, searched`, found, found]
  }),
  ['general search', SEARCHES, SEARCHES],
  ['the filter itself', ['/cases/filter'], ['/cases/filter']],
]

await inHouses(sizes, async (houses) => {
  for (const [index, { name, actor }] of houses[0]!.tellers.entries()) {
    say(`\n${name}`)
    for (const [kind, owner, company] of PAGES) {
      let worst = { address: '', times: [0, 0], lines: [0, 0], ratio: 0 }
      for (const address of actor.side === 'owner' ? owner : company) {
        const { times, lines } = await medians(houses, index, address)
        const ratio = times.at(-1)! / times[0]!
        if (ratio > worst.ratio) worst = { address, times, lines, ratio }
      }
      const cells = worst.times.map((time) => `${time.toFixed(1)} ms`.padStart(9)).join('')
      say(`${kind.padEnd(20)} ${cells}  × ${worst.ratio.toFixed(2)}  ${worst.lines.join('/')} cases  ${worst.address}`)
    }
  }
})

async function medians(houses: House[], index: number, address: string): Promise<{ times: number[]; lines: number[] }> {
  const took = houses.map((): number[] => [])
  const lines = houses.map(() => 0)
  for (let round = 0; round < ROUNDS + 2; round++) {
    for (const [at, house] of houses.entries()) {
      const page = await timed(() => getPage(house, index, address))
      // The first rounds fill caches.
      if (round >= 2) took[at]!.push(page.took)
      lines[at] = page.value
    }
  }
  return { times: took.map(median), lines }
}
