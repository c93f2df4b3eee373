/**
 * npm run bench [-- sizes [rounds]]: every page that people open, asked of the product over HTTP in houses of several sizes, and
 * the bare program (bench/bare) beside it, in rounds that take turns. Prints a table, and writes all of it to
 * node_modules/.cache/bench.json. What it says of time is worth as much as the machine is quiet; statements, bytes and the
 * ratios in one run are worth more. docs/performance.md has its last output.
 */
import { mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { ROOMS } from '../src/app.ts'
import { root } from '../src/config.ts'
import { declare } from '../src/web/routes.ts'
import { Measured } from './asking.ts'
import { inHouses, median, say, type House } from './city.ts'

const sizes = process.argv[2]?.split(',').map(Number) ?? [1_000, 20_000]
const rounds = Number(process.argv[3] ?? 8)
const GROWS = 1.5

interface Line {
  page: string
  who: string
  /** Of each house, in the order of sizes. */
  of: Cost[]
}
interface Cost {
  p50: number
  p95: number
  application: number
  postgres: number
  statements: number
  kilobytes: number
}

const SEARCHES = ['Sällsyntcz', 'Andersson', 'Bergsvägen Andersson', '0000002', 'kvasten'].map(
  (q) => `/search?${new URLSearchParams({ q, in: 'both' }).toString()}`,
)
const MORE = [
  '/cases?group=none',
  '/cases?group=none&turn=late',
  '/cases?q=Andersson',
  '/archive?q=Andersson',
  ...SEARCHES,
]

await inHouses(sizes, async (houses) => {
  const servers = []
  for (const house of houses) {
    const product = await new Measured('serve.ts', house.url, house.db, 'elanmalan').started()
    const bare = await new Measured('bare/serve.ts', house.url, house.db, 'bare').started()
    servers.push({ house, product, bare, ref: await refsOf(house) })
  }
  const lines: Line[] = []
  // The heaviest network owner and the heaviest company.
  for (const teller of [0, 2]) {
    const { name, actor } = houses[0]!.tellers[teller]!
    for (const page of pagesOf(actor.side)) {
      const asked = servers.map((each) => ({ ...each, on: each.product, cookie: each.house.tellers[teller]!.cookie }))
      lines.push({ page, who: name, of: await measure(asked, (ref) => page.replace(':ref', ref[actor.side])) })
      print(lines.at(-1)!)
    }
    for (const page of ['/list', '/case/:ref']) {
      const asked = servers.map((each) => ({ ...each, on: each.bare, cookie: each.house.tellers[teller]!.cookie }))
      lines.push({
        page: `bare ${page}`,
        who: name,
        of: await measure(asked, (ref) => page.replace(':ref', ref[actor.side])),
      })
      print(lines.at(-1)!)
    }
  }
  const crowd = []
  for (const { house, product, bare, ref } of servers)
    for (const [name, on, page] of [
      ['list', product, '/cases?group=none'],
      ['bare list', bare, '/list'],
      ['case', product, `/cases/${ref.owner}`],
      ['bare case', bare, `/case/${ref.owner}`],
    ] as const)
      crowd.push({ size: house.size, name, ...(await atOnce(on, page, house.tellers[0]!.cookie)) })
  say('\n16 connections')
  for (const { size, name, perSecond, p50, p99 } of crowd)
    say(
      `${String(size).padStart(8)} ${name.padEnd(10)} ${perSecond.toFixed(0)} a second of processor, p50 ${p50.toFixed(0)}, p99 ${p99.toFixed(0)} ms`,
    )
  const memory = await Promise.all(servers.map(async ({ product }) => (await product.spent()).memory))
  say(`peak memory of the web process: ${memory.map((each) => each.toFixed(0)).join(' / ')} MB`)
  const grown = lines.filter((line) => growth(line) > GROWS)
  say(
    `${lines.length} pages; ${grown.length} grow more than ${GROWS} ×: ${grown.map(({ page, who }) => `${page} (${who})`).join(', ') || 'none'}`,
  )
  const file = path.join(root, 'node_modules/.cache/bench.json')
  mkdirSync(path.dirname(file), { recursive: true })
  writeFileSync(file, JSON.stringify({ sizes, rounds, lines, crowd, memory }, null, 1))
  for (const { product, bare } of servers) for (const each of [product, bare]) each.stop()
})

/** Every page of the walk that one side opens without knowing an id, those of one case, and some searches and filters. */
function pagesOf(side: 'owner' | 'installer'): string[] {
  const own = declare(ROOMS).list.filter(({ method, path: at, for: whom }) => {
    const params = [...at.matchAll(/:\w+/g)].map(([name]) => name)
    const isOne = at.startsWith('/cases/:ref') && params.length === 1 && !at.endsWith('.zip')
    return method === 'GET' && ['self', 'party', side].includes(whom as string) && (params.length === 0 || isOne)
  })
  return [...own.map(({ path: at }) => at), ...MORE]
}

type Asked = { on: Measured; cookie: string; ref: Awaited<ReturnType<typeof refsOf>> }[]

async function measure(asked: Asked, pageOf: (ref: Asked[number]['ref']) => string): Promise<Cost[]> {
  const took = asked.map((): number[] => [])
  const costs = asked.map(() => ({ application: 0, postgres: 0, statements: 0, kilobytes: 0 }))
  for (let round = -2; round < rounds; round += 1)
    for (const [at, { on, cookie, ref }] of asked.entries()) {
      const before = await on.spent()
      const answer = await on.ask(pageOf(ref), cookie)
      const after = await on.spent()
      // The first rounds fill caches.
      if (round < 0) continue
      took[at]!.push(answer.took)
      const cost = costs[at]!
      cost.application += (after.cpu - before.cpu) / rounds
      cost.postgres += (after.backends - before.backends) / rounds
      cost.statements = Math.max(cost.statements, after.statements - before.statements)
      cost.kilobytes = answer.bytes / 1024
    }
  return costs.map((cost, at) => ({ ...cost, p50: median(took[at]!), p95: percentile(took[at]!, 0.95) }))
}

function percentile(numbers: number[], share: number): number {
  return numbers.toSorted((a, b) => a - b)[Math.min(numbers.length - 1, Math.floor(numbers.length * share))]!
}

/** Sixteen at once, three hundred in all. */
async function atOnce(on: Measured, page: string, cookie: string) {
  const took: number[] = []
  const before = await on.spent()
  let left = 300
  const one = async () => {
    while (left-- > 0) took.push((await on.ask(page, cookie)).took)
  }
  await Promise.all(Array.from({ length: 16 }, one))
  const after = await on.spent()
  const seconds = (after.cpu - before.cpu + after.backends - before.backends) / 1000
  return { perSecond: 300 / seconds, p50: median(took), p99: percentile(took, 0.99) }
}

/** By processor time, which a busy machine changes least. */
function growth({ of }: Line): number {
  const [first, last] = [of[0]!, of.at(-1)!]
  return (last.application + last.postgres) / (first.application + first.postgres)
}

function print(line: Line): void {
  const cells = line.of.map(
    ({ p50, p95, application, postgres, statements, kilobytes }) =>
      `${p50.toFixed(0).padStart(5)} ${p95.toFixed(0).padStart(5)} ${application.toFixed(1).padStart(6)} + ${postgres.toFixed(1).padStart(6)} ${String(statements).padStart(3)} ${kilobytes.toFixed(0).padStart(4)} |`,
  )
  const ratio = growth(line)
  say(
    `${line.who.padEnd(17)} ${line.page.padEnd(34)} ${cells.join(' ')} × ${ratio.toFixed(2)}${ratio > GROWS ? ' GROWS' : ''}`,
  )
}

async function refsOf({ db, tellers }: House): Promise<{ owner: string; installer: string }> {
  const first = async (whose: object) =>
    ((await db('cases').where(whose).where({ status: 'submitted' }).orderBy('number').first('ref')) as { ref: string })
      .ref
  const [owner, , company] = tellers
  return {
    owner: await first({ owner_id: owner!.actor.ownerId }),
    installer: await first({ company_id: company!.actor.companyId }),
  }
}
