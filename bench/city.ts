/**
 * What the benchmarks of pages share: houses of several sizes, each a database of its own with the program on a port, the
 * people who ask, and medians of interleaved rounds over HTTP.
 */
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { hashPassword } from '../src/sign-in/accounts/passwords.ts'
import { createApp } from '../src/app.ts'
import { readConfig } from '../src/config.ts'
import { useDatabase, type InstallerActor, type OwnerActor } from '../src/db/actor.ts'
import { connect, type Database } from '../src/db/bare.ts'
import { startEmbedded } from '../src/db/embedded.ts'
import { migrate } from '../src/db/migrate.ts'
import { webUrl } from '../src/db/roles.ts'
import { seedWorld, type World } from '../seeds/world.ts'
import { fillHouse } from './house.ts'

const PASSWORD = 'nordanvind över fjället 7'
export const ROUNDS = 15
export const say = (line: string): void => void process.stdout.write(`${line}\n`)

export interface Teller {
  name: string
  actor: InstallerActor | OwnerActor
  cookie: string
}

export interface House {
  size: number
  /** Of the owner of its tables. */
  url: string
  db: Database
  web: Database
  address: string
  tellers: Teller[]
  close: () => void
}

/** Builds the houses, smallest first, and tears all down when the work is done. */
export async function inHouses(sizes: number[], work: (houses: House[]) => Promise<void>): Promise<void> {
  const dir = await mkdtemp(path.join(tmpdir(), 'elanmalan-bench-'))
  const embedded = await startEmbedded({ dir: path.join(dir, 'postgres'), durable: false })
  try {
    const houses: House[] = []
    for (const size of sizes) houses.push(await build(embedded.url, size))
    await work(houses)
    for (const house of houses) {
      house.close()
      await house.web.destroy()
      await house.db.destroy()
    }
  } finally {
    await embedded.stop()
    await rm(dir, { recursive: true, force: true })
  }
}

async function build(serverUrl: string, size: number): Promise<House> {
  const url = new URL(serverUrl)
  const admin = connect(serverUrl)
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

  const web = connect(await webUrl(url.href))
  useDatabase(web)
  const server = createServer(createApp({ config: readConfig({ NODE_ENV: 'test', LOG_LEVEL: 'error' }), demo: null }))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const tellers: Teller[] = []
  for (const each of peopleOf(world)) tellers.push({ ...each, cookie: await signIn(address, each.actor.username) })
  return { size, url: url.href, db, web, address, tellers, close: () => server.close() }
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

/** A page of the program, whole, as one of the tellers; gives how many cases it shows. */
export async function getPage(house: House, index: number, address: string): Promise<number> {
  useDatabase(house.web)
  const answer = await fetch(house.address + address, { headers: { cookie: house.tellers[index]!.cookie } })
  if (answer.status !== 200) throw new Error(`${answer.status} for ${address}`)
  return (await answer.text()).split('<td class="cell-status"').length - 1
}

export async function timed<T>(work: () => Promise<T>): Promise<{ took: number; value: T }> {
  const started = performance.now()
  const value = await work()
  return { took: performance.now() - started, value }
}

export function median(numbers: number[]): number {
  return [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? Number.NaN
}
