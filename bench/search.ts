/**
 * How long general search takes with 1,000 and with 100,000 cases in the house, for the heaviest network owner and company
 * and for one of many: `node --import tsx bench/search.ts [sizes]`. Medians of interleaved rounds over HTTP, and of the
 * database's part alone; then how the database finds a rare word and a part of a number.
 */
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { hashPassword } from '../src/accounts/passwords.ts'
import { createApp } from '../src/app.ts'
import { readConfig } from '../src/config.ts'
import { asActor, useDatabase, type InstallerActor, type OwnerActor } from '../src/db/actor.ts'
import { connect, type Database } from '../src/db/bare.ts'
import { startEmbedded } from '../src/db/embedded.ts'
import { migrate } from '../src/db/migrate.ts'
import { webUrl } from '../src/db/roles.ts'
import { searchCases, type Where } from '../src/search/queries.ts'
import { termsOf } from '../src/search/terms.ts'
import { seedWorld, type World } from '../seeds/world.ts'
import { fillHouse } from './house.ts'

const PASSWORD = 'nordanvind över fjället 7'
const ROUNDS = 15
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

interface Teller {
  name: string
  actor: InstallerActor | OwnerActor
  cookie: string
}

interface House {
  size: number
  db: Database
  web: Database
  address: string
  tellers: Teller[]
  close: () => void
}

const dir = await mkdtemp(path.join(tmpdir(), 'elanmalan-bench-'))
const embedded = await startEmbedded({ dir: path.join(dir, 'postgres'), durable: false })
const say = (line: string) => process.stdout.write(`${line}\n`)
try {
  const houses: House[] = []
  for (const size of sizes) houses.push(await build(size))
  for (const where of ['active', 'both'] as const) await measure(houses, where)
  await explain(houses.at(-1)!)
  for (const house of houses) {
    house.close()
    await house.web.destroy()
    await house.db.destroy()
  }
} finally {
  await embedded.stop()
  await rm(dir, { recursive: true, force: true })
}

async function build(size: number): Promise<House> {
  const url = new URL(embedded.url)
  const admin = connect(embedded.url)
  await admin.raw('create database ??', [`house_${size}`])
  await admin.destroy()
  url.pathname = `/house_${size}`
  await migrate(url.href)
  const db = connect(url.href)
  const world = await seedWorld(db, await hashPassword(PASSWORD))
  const started = performance.now()
  await fillHouse(db, world, size)
  await db.raw('vacuum analyze')
  say(`${size} cases: filled and indexed in ${((performance.now() - started) / 1000).toFixed(1)} s`)
  const { rows } = await db.raw<{ rows: { name: string; size: string }[] }>(
    `select name, pg_size_pretty(pg_relation_size(name::regclass)) as size
     from unnest(array['cases', 'case_search', 'case_search_doc', 'case_search_newest']) name
     union all select 'case_search, whole', pg_size_pretty(pg_total_relation_size('case_search'))`,
  )
  say(rows.map((row) => `${row.name} ${row.size}`).join(', '))

  const web = connect(webUrl(url.href))
  useDatabase(web)
  const server = createServer(createApp({ config: readConfig({ NODE_ENV: 'test', LOG_LEVEL: 'error' }), demo: null }))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const tellers: Teller[] = []
  for (const each of peopleOf(world)) tellers.push({ ...each, cookie: await signIn(address, each.actor.username) })
  return { size, db, web, address, tellers, close: () => server.close() }
}

function peopleOf(world: World): { name: string; actor: InstallerActor | OwnerActor }[] {
  const person = (username: string) => ({
    userId: world.users[username]!,
    username,
    name: username,
    locale: 'sv' as const,
    isAdmin: false,
    tenantName: '',
  })
  const owner = (username: string, ownerId: number): OwnerActor => ({
    ...person(username),
    side: 'owner',
    sets: ['H'],
    companyId: null,
    ownerId,
  })
  const company = (username: string, companyId: number): InstallerActor => ({
    ...person(username),
    side: 'installer',
    companyId,
    ownerId: null,
  })
  return [
    { name: 'heaviest owner', actor: owner('eva.nordin', world.owners.NEL) },
    { name: 'one owner', actor: owner('petra.wallin', world.owners.VKN) },
    { name: 'heaviest company', actor: company('amir.haddad', world.companies.Bergströms) },
    { name: 'one company', actor: company('mira.dahl', world.companies.Solklart) },
  ]
}

async function signIn(address: string, username: string): Promise<string> {
  const body = new URLSearchParams({ username, password: PASSWORD })
  const headers = { 'sec-fetch-site': 'same-origin' }
  const answer = await fetch(`${address}/sign-in`, { method: 'POST', body, headers, redirect: 'manual' })
  return answer.headers
    .getSetCookie()
    .map((line) => line.split(';')[0])
    .join('; ')
}

async function measure(houses: House[], where: Where): Promise<void> {
  say(`\nin=${where}: page over HTTP and (database alone), ms; the last column is how much longer the page takes`)
  for (const [index, { name }] of houses[0]!.tellers.entries()) {
    for (const [what, q] of QUERIES) {
      const pages = houses.map((): number[] => [])
      const own = houses.map((): number[] => [])
      const hits: number[] = []
      for (let round = 0; round < ROUNDS + 2; round++) {
        for (const [at, house] of houses.entries()) {
          const page = await timed(() => ask(house, index, q(house.size), where))
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

async function ask(house: House, index: number, q: string, where: Where): Promise<void> {
  useDatabase(house.web)
  const query = new URLSearchParams({ q, in: where }).toString()
  const answer = await fetch(`${house.address}/search?${query}`, { headers: { cookie: house.tellers[index]!.cookie } })
  if (answer.status !== 200) throw new Error(`${answer.status} for ${q}`)
  await answer.text()
}

function database(house: House, index: number, q: string, where: Where): Promise<number> {
  useDatabase(house.web)
  const { actor } = house.tellers[index]!
  return asActor(actor, async (tx) => (await searchCases(tx, termsOf(q), where, null, 101)).length)
}

async function timed<T>(work: () => Promise<T>): Promise<{ took: number; value: T }> {
  const started = performance.now()
  const value = await work()
  return { took: performance.now() - started, value }
}

function median(numbers: number[]): number {
  return [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? Number.NaN
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
      const { words, marks, joined, whole } = termsOf(q)
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
