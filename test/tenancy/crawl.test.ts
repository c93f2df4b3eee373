import { beforeAll, expect, test } from 'vitest'
import { seedDemoApplications } from '../../seeds/demoApplications.ts'
import { seedDemoFacilities } from '../../seeds/demoFacilities.ts'
import { seedDemoCases } from '../../seeds/demoWorld.ts'
import { newKey } from '../../src/web/once.ts'
import { aCase, actorsOf } from '../support/cases.ts'
import { Client, hidden, testServer } from '../support/client.ts'
import { PASSWORD, testDatabase, type TestDatabase } from '../support/database.ts'
import { ROUTES } from './routes/all.ts'
import type { Route } from './routes/kinds.ts'

let db: TestDatabase
const clients: Record<string, Client> = {}

beforeAll(async () => {
  db = await testDatabase()
  const { owners, companies } = db.world
  const approved = [owners.VKN, owners.SJB].map((owner_id) => ({
    owner_id,
    company_id: companies.Solklart,
    status: 'approved',
  }))
  await db.owner('connections').insert(approved).onConflict().ignore()
  await seedDemoApplications(db.owner, db.world)
  await seedDemoCases(db.owner, db.world)
  await seedDemoFacilities(db.owner, db.world)
  await db.owner('users').where({ username: 'petra.wallin' }).update({ is_admin: true })
  const { address } = await testServer()
  const names = ['mats.strand', 'kerstin.lund', 'britt.olsson', 'eva.nordin', 'lena.frost', 'petra.wallin']
  for (const name of [...names, 'amir.haddad', 'karin.bergstrom', 'mira.dahl'])
    clients[name] = await new Client(address).signIn(name, PASSWORD)
  await leaveTraces()
}, 120_000)

/** What the demo world has none of: a saved view, an export, an absence, a draft of each kind, a draft of configuration. */
async function leaveTraces(): Promise<void> {
  const { amir } = actorsOf(db.world)
  await aCase(amir, 'LA01')
  for (const who of ['lena.frost', 'karin.bergstrom']) {
    await clients[who]!.post('/views', { _key: newKey(), name: 'Min vy', address: '/cases?status=submitted' })
    await clients[who]!.post('/exports', { _key: newKey(), address: '/cases', format: 'csv' })
  }
  const lena = clients['lena.frost']!
  const page = await lena.get('/owner/configuration/reasons/new')
  await lena.post('/owner/configuration/reasons/new', {
    ...hidden(page.body),
    code: 'EGEN',
    text: 'Vår egen orsak',
    phase: 'both',
  })
}

type Method = Route[0]
interface Found {
  method: Method
  path: string
}

const PATTERNS = [...ROUTES]
  .sort(([, a], [, b]) => a.split(':').length - b.split(':').length || b.length - a.length)
  .map(([method, path]) => ({
    method,
    path,
    shape: new RegExp(
      `^${path
        .replace(/(.)\/$/, '$1')
        .replaceAll('.', '\\.')
        .replace(/:\w+/g, '[^/]+')}$`,
    ),
  }))
const routeOf = ({ method, path }: Found) =>
  PATTERNS.find((each) => each.method === method && each.shape.test(path.split('?')[0]!.replace(/(.)\/$/, '$1')))?.path

/** Every address of ours in a page's links, forms, buttons and scripts' attributes, without its fragment. */
function addressesIn(body: string): Found[] {
  const found: Found[] = []
  for (const [tag] of body.matchAll(/<[a-z][^>]*="\/[^>]*>/g)) {
    const isForm = /^<form[^>]*method="post"/.test(tag) || /\sformaction=/.test(tag)
    for (const [, name, value] of tag.matchAll(/\s(href|action|formaction|data-[a-z-]+)="(\/[^"#]*)/g)) {
      const path = value!.replaceAll('&amp;', '&')
      if (/^\/(assets|sign-out|language)/.test(path)) continue
      if (isForm || name!.startsWith('data-')) found.push({ method: 'POST', path })
      if (!isForm) found.push({ method: 'GET', path })
    }
  }
  return found
}

/** Names one row of somebody's: '/cases/NEL-2027-000001/print', '/owner/teams/3'. A version is counted per network owner. */
function namesARow(path: string): boolean {
  const [at = ''] = path.split('?')
  return /\/([A-Z]{2,5}-\d{4}-\d{6}|\d+|EGEN)(\/|$)/.test(at) && !at.includes('/configuration/versions/')
}

/** So many pages of a kind are opened to find more; what they lead to is asked for by the stranger, every address of it. */
const OF_A_KIND = 8

/** Follows all that these people are led to, each from where one begins. */
async function crawl(people: string[], start: string[]): Promise<Map<string, Found>> {
  const found = new Map<string, Found>()
  for (const who of people) {
    const opened = new Map<string, number>()
    const seen = new Set<string>()
    const queue: Found[] = start.map((path) => ({ method: 'GET', path }))
    for (let each = queue.shift(); each; each = queue.shift()) {
      const at = `${each.method} ${each.path}`
      if (seen.has(at)) continue
      seen.add(at)
      if (each.method === 'POST') {
        found.set(at, each)
        continue
      }
      const kind = routeOf(each) ?? each.path
      const times = opened.get(kind) ?? 0
      if (times >= OF_A_KIND) {
        if (namesARow(each.path)) found.set(at, each)
        continue
      }
      opened.set(kind, times + 1)
      const answer = await clients[who]!.get(each.path)
      // What is not for this person is somebody else's to find.
      if (answer.status !== 200 && answer.status !== 303) continue
      found.set(at, each)
      if (answer.location.startsWith('/')) queue.push({ method: 'GET', path: answer.location })
      if (answer.headers.get('content-type')?.includes('html')) queue.push(...addressesIn(answer.body))
    }
  }
  return found
}

/** What the stranger is given of all that: nothing. */
async function openTo(
  stranger: string,
  found: Iterable<Found>,
  isShared: (path: string) => boolean,
): Promise<string[]> {
  const open: string[] = []
  for (const { method, path } of found) {
    if (!namesARow(path) || isShared(path)) continue
    const form = { _key: newKey(), _version: '1', seen: 'applied', comment: 'Det här ska inte gå.' }
    const { status } = method === 'GET' ? await clients[stranger]!.get(path) : await clients[stranger]!.post(path, form)
    if (status !== 404) open.push(`${status} ${method} ${path}`)
  }
  return open
}

/** Routes that were led to by nothing, of those for these kinds of people; queries and forms count. */
function unseen(found: Map<string, Found>, kinds: Route[2][]): string[] {
  const seen = new Set([...found.values()].map((each) => `${each.method} ${routeOf(each) ?? ''}`))
  return ROUTES.filter(([method, path, whom]) => kinds.includes(whom) && !seen.has(`${method} ${path}`)).map(
    ([method, path]) => `${method} ${path}`,
  )
}

const SIDES = {
  owner: ['party', 'owner', 'ownerAdmin'],
  installer: ['party', 'installer', 'installerAdmin'],
} as const

const OWNER_START = [
  '/',
  '/inbox',
  '/cases?group=none',
  '/archive?group=none',
  '/search?q=Norr',
  '/owner',
  '/owner/statistics',
  '/owner/orders',
  '/owner/configuration/reasons/EGEN',
]
const EXPLAINED_OWNER: Record<string, string> = {}
const EXPLAINED_INSTALLER: Record<string, string> = {}

test('every address that one network owner’s people are led to is nothing to another’s administrator', async () => {
  const people = ['mats.strand', 'kerstin.lund', 'britt.olsson', 'eva.nordin', 'lena.frost']
  const found = await crawl(people, OWNER_START)
  expect([...found.values()].filter(({ path }) => namesARow(path)).length).toBeGreaterThan(300)
  // A company that both work with has a page at each, with each one's own answer on it.
  const shared = (await db
    .owner('connections')
    .where({ owner_id: db.world.owners.VKN })
    .pluck('company_id')) as number[]
  const isShared = (path: string) => shared.some((id) => new RegExp(`^/owner/companies/${id}(/|$)`).test(path))
  expect(await openTo('petra.wallin', found.values(), isShared)).toEqual([])
  expect(unseen(found, [...SIDES.owner]).filter((route) => !(route in EXPLAINED_OWNER))).toEqual([])

  // Addresses without a row in them are there for both, and tell the second nothing of the first.
  for (const { method, path } of found.values()) {
    if (
      method !== 'GET' ||
      namesARow(path) ||
      !/^\/(owner\/statistics|cases|archive|search|inbox|owner\/\w+$)/.test(path)
    )
      continue
    const { body } = await clients['petra.wallin']!.get(path)
    expect(body.match(/NEL-\d{4}-\d{6}|Lena Frost|Eva Nordin|Johan Ek|Bergströms Elservice|EGEN/g), path).toBeNull()
  }
}, 120_000)

test('every address that one company’s people are led to is nothing to another’s administrator', async () => {
  const start = [
    '/',
    '/inbox',
    '/cases?group=none',
    '/cases/mine?group=none',
    '/archive?group=none',
    '/search?q=Norr',
    '/cases/new',
    '/company',
  ]
  const found = await crawl(['amir.haddad', 'karin.bergstrom'], start)
  expect([...found.values()].filter(({ path }) => namesARow(path)).length).toBeGreaterThan(100)
  // Both are connected to the same network owner: its templates are for both, and each ends its own connection.
  const isShared = (path: string) => /^\/templates\/\d+$|^\/company\/connections\/\d+\/end$/.test(path)
  expect(await openTo('mira.dahl', found.values(), isShared)).toEqual([])
  expect(unseen(found, [...SIDES.installer]).filter((route) => !(route in EXPLAINED_INSTALLER))).toEqual([])
}, 120_000)
