import { beforeAll, expect, test } from 'vitest'
import { seedDemoApplications } from '../../seeds/demoApplications.ts'
import { seedDemoFacilities } from '../../seeds/demoFacilities.ts'
import { seedDemoCases } from '../../seeds/demoWorld.ts'
import { newKey } from '../../src/web/once.ts'
import { aKey } from '../api/client.ts'
import { aCase, actorsOf } from '../support/cases.ts'
import { Client, hidden, testServer } from '../support/client.ts'
import { PASSWORD, testDatabase, type TestDatabase } from '../support/database.ts'
import { ROUTES, type Route } from './declared.ts'

let db: TestDatabase
const clients: Record<string, Client> = {}

beforeAll(async () => {
  db = await testDatabase()
  const { owners, companies } = db.world
  const approved = [owners.VKN, owners.SJB].map((owner_id) => ({
    owner_id,
    company_id: companies.Solklart,
    status: 'approved' as const,
  }))
  await db.owner('connections').insert(approved).onConflict().ignore()
  await seedDemoApplications(db.owner, db.world)
  await seedDemoCases(db.owner, db.world)
  await seedDemoFacilities(db.owner, db.world)
  await db.owner('users').where({ username: 'petra.wallin' }).update({ is_admin: true })
  const { address } = await testServer()
  const names = ['mats.strand', 'kerstin.lund', 'britt.olsson', 'eva.nordin', 'lena.frost', 'petra.wallin']
  for (const name of [...names, 'amir.haddad', 'karin.bergstrom', 'mira.dahl'])
    clients[name] = await (await new Client(address).signIn(name, PASSWORD)).proves()
  await leaveTraces()
})

/** What the demo world has none of: a saved view, an export, a key, an absence, a draft of each kind, a draft of configuration. */
async function leaveTraces(): Promise<void> {
  const { amir, karin, lena: boss } = actorsOf(db.world)
  await aCase(amir, 'LA01')
  for (const who of [karin, boss]) await aKey(who)
  for (const who of ['lena.frost', 'karin.bergstrom']) {
    await clients[who]!.post('/views', { _key: newKey(), name: 'Min vy', address: '/cases?status=submitted' })
    await clients[who]!.post('/exports', { _key: newKey(), address: '/cases', format: 'csv' })
  }
  // A name that waits for an owner's word.
  await db
    .owner('companies')
    .where({ id: db.world.companies.Bergströms })
    .update({ wanted_name: 'Bergströms Kraft AB' })
  const lena = clients['lena.frost']!
  const page = await lena.get('/owner/configuration/reasons/new')
  await lena.post('/owner/configuration/reasons/new', {
    ...hidden(page.body),
    text: 'Vår egen orsak',
    phase: 'both',
  })
}

interface Ids {
  ref: string
  attachment: number
  export: number
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
function addressesIn(body: string, own: string): Found[] {
  // A form without an address is sent to the page it stands on.
  const found: Found[] = /<form(?![^>]*\saction=)[^>]*method="post"/.test(body) ? [{ method: 'POST', path: own }] : []
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
  return /\/([A-Z]{2,5}-\d{4}-\d{6}|\d+|X[A-Z]{5})(\/|$)/.test(at) && !at.includes('/configuration/versions/')
}

/** So many pages of a kind are opened to find more; the stranger asks for every address that stands on them. */
const OF_A_KIND = 3

/** Follows all that these people are led to, each from where one begins. */
async function crawl(people: string[], start: string[]): Promise<Map<string, Found>> {
  const found = new Map<string, Found>()
  const opened = new Map<string, number>()
  for (const who of people) {
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
      const answer = await clients[who]!.get(each.path)
      // What is not for this person is somebody else's to find.
      if (answer.status !== 200 && answer.status !== 303) continue
      opened.set(kind, times + 1)
      found.set(at, each)
      if (answer.location.startsWith('/')) queue.push({ method: 'GET', path: answer.location })
      if (answer.headers.get('content-type')?.includes('html')) queue.push(...addressesIn(answer.body, each.path))
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
  // Taking away a view that is not there is no fault, and no news: that nothing of it happened is looked at afterwards.
  const chosen = [...found].filter(
    ({ path }) => namesARow(path) && !isShared(path) && !/^\/views\/\d+\/(delete|rename)$/.test(path),
  )
  const answers = await inTurns(chosen, async ({ method, path }) => {
    const form = { _key: newKey(), _version: '1', seen: 'applied', comment: 'Det här ska inte gå.' }
    const { status } = method === 'GET' ? await clients[stranger]!.get(path) : await clients[stranger]!.post(path, form)
    return status === 404 ? null : `${status} ${method} ${path}`
  })
  return answers.filter((each) => each !== null)
}

/** A few at a time. */
async function inTurns<A, B>(all: A[], work: (one: A) => Promise<B>): Promise<B[]> {
  const done: B[] = []
  for (let at = 0; at < all.length; at += 8) done.push(...(await Promise.all(all.slice(at, at + 8).map(work))))
  return done
}

/**
 * Asks also for what nothing led to: a route of a case with one of theirs, a page without a row as it is. What is left
 * names another row, and must stand on the list with the reason why nothing in the demo world leads there.
 */
function complete(found: Map<string, Found>, kinds: readonly Route[2][], ids: Ids): string[] {
  const seen = new Set([...found.values()].map((each) => `${each.method} ${routeOf(each) ?? ''}`))
  const left: string[] = []
  for (const [method, route, whom] of ROUTES) {
    if (!kinds.includes(whom) || seen.has(`${method} ${route}`)) continue
    const path = route
      .replace(':ref', ids.ref)
      .replace('attachments/:id', `attachments/${ids.attachment}`)
      .replace('exports/:id', `exports/${ids.export}`)
      .replace('work/:id', `work/${ids.export}`)
      .replace(':move', 'cancel')
      .replace(/(.)\/$/, '$1')
    if (path.includes(':')) left.push(`${method} ${route}`)
    else found.set(`${method} ${path}`, { method, path })
  }
  return left.filter((route) => !(route in EXPLAINED))
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
  '/owner/configuration/reasons',
]
const NONE = 'the demo world has none; the policy of its table is asked for by catalogue.test.ts'
const BRIEF = 'offered only for a while after; the policy of its table is asked for by catalogue.test.ts'
const OWN_CODE = 'codes of the own draft, the same at every network owner'
const REPORT = 'its author’s alone: bulk/undo.test.ts'
/** Routes with a row of their own that nothing leads to here, and why. */
const EXPLAINED: Record<string, string> = {
  'POST /views/:id/delete': 'no fault where there is none: that the views are as they were is looked at in the end',
  'POST /views/:id/rename': 'no fault where there is none: that the views are as they were is looked at in the end',
  'GET /company/users/:id/hand-over': 'a page of network owners alone; nothing in a company leads to it',
  'POST /company/users/:id/hand-over': 'a page of network owners alone; nothing in a company leads to it',
  'POST /owner/configuration/jobs/:job/fields/:field/remove': OWN_CODE,
  'GET /owner/configuration/accept/:code': OWN_CODE,
  'POST /owner/configuration/accept/:code': OWN_CODE,
  'POST /owner/configuration/accept/:code/remove': OWN_CODE,
  'GET /owner/configuration/accept/:code/shadow': OWN_CODE,
  'GET /owner/configuration/samples/:id': 'of who asked for the trial alone: configuration/trial.test.ts',
  'GET /bulk/:id': REPORT,
  'GET /bulk/:id/undo': REPORT,
  'POST /bulk/:id/undo': REPORT,
  'POST /owner/users/:id/leave/undo': BRIEF,
  'POST /company/users/:id/leave/undo': BRIEF,
  'POST /inbox/absence/:id/delete': NONE,
  'GET /owner/facilities/imports/:id': NONE,
  'POST /owner/facilities/imports/:id/use': NONE,
  'POST /owner/facilities/imports/:id/discard': NONE,
  'POST /owner/support/:id/end': NONE,
  'POST /company/support/:id/end': NONE,
  'GET /owner/orders/:order/photos/:file': NONE,
  'POST /cases/:ref/orders/:order/settle': NONE,
  'GET /company/connections/certificates/:id': NONE,
}

/** A file and an export of theirs, for the routes that take one. */
async function idsOf(side: object): Promise<Ids> {
  const file = (await db
    .owner('attachments as a')
    .join('cases as c', 'c.id', 'a.case_id')
    .where(side)
    .whereNotNull('c.submitted_at')
    .first('c.ref', 'a.id as attachment')) as { ref: string; attachment: number }
  const user = Object.keys(side)[0] === 'c.owner_id' ? 'lena.frost' : 'karin.bergstrom'
  const made = (await db.owner('exports').where({ user_id: db.world.users[user]! }).first('id')) as { id: number }
  return { ...file, export: made.id }
}

test('every address that one network owner’s people are led to is nothing to another’s administrator', async () => {
  const people = ['mats.strand', 'kerstin.lund', 'britt.olsson', 'eva.nordin', 'lena.frost']
  const found = await crawl(people, OWNER_START)
  expect([...found.values()].filter(({ path }) => namesARow(path)).length).toBeGreaterThan(150)
  // A company that both work with has a page at each, with each one's own answer on it.
  const shared = (await db
    .owner('connections')
    .where({ owner_id: db.world.owners.VKN })
    .pluck('company_id')) as number[]
  const isShared = (path: string) => shared.some((id) => new RegExp(`^/owner/companies/${id}(/|$)`).test(path))
  const ids = await idsOf({ 'c.owner_id': db.world.owners.NEL })
  expect(complete(found, SIDES.owner, ids)).toEqual([])
  expect(await openTo('petra.wallin', found.values(), isShared)).toEqual([])

  // Addresses without a row in them are there for both, and tell the second nothing of the first.
  const both = [...found.values()].filter(
    ({ method, path }) =>
      method === 'GET' &&
      !namesARow(path) &&
      /^\/(owner\/statistics|cases|archive|search|inbox|owner\/\w+$)/.test(path),
  )
  const told = await inTurns(both, async ({ path }) => {
    const { body } = await clients['petra.wallin']!.get(path)
    const words = body.match(/NEL-\d{4}-\d{6}|Lena Frost|Eva Nordin|Johan Ek|Bergströms Elservice|Vår egen orsak/g)
    return words && `${path}: ${words.join(' ')}`
  })
  expect(told.filter((each) => each !== null)).toEqual([])
  const views = (await db.owner('saved_views').orderBy('id')) as { id: number }[]
  for (const { id } of views) {
    await clients['petra.wallin']!.post(`/views/${id}/rename`, { _key: newKey(), name: 'Petras vy', back: '/cases' })
    await clients['petra.wallin']!.post(`/views/${id}/delete`, { _key: newKey(), back: '/cases' })
  }
  expect(views).toHaveLength(2)
  expect(await db.owner('saved_views').orderBy('id')).toEqual(views)
})

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
  const ids = await idsOf({ 'c.company_id': db.world.companies.Bergströms })
  expect(complete(found, SIDES.installer, ids)).toEqual([])
  expect(await openTo('mira.dahl', found.values(), isShared)).toEqual([])
})
