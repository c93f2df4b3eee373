import { beforeAll, expect, test } from 'vitest'
import { seedDemoApplications } from '../../seeds/demoApplications.ts'
import { seedDemoFacilities } from '../../seeds/demoFacilities.ts'
import { seedDemoCases } from '../../seeds/demoWorld.ts'
import { newKey } from '../../src/web/once.ts'
import { Client, testServer } from '../support/client.ts'
import { PASSWORD, testDatabase, type TestDatabase } from '../support/database.ts'

let db: TestDatabase
/** Two administrators of network owners: what the first is led to must be nothing to the second. */
let lena: Client, petra: Client

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
  ;[lena, petra] = (await Promise.all(
    ['lena.frost', 'petra.wallin'].map((name) => new Client(address).signIn(name, PASSWORD)),
  )) as [Client, Client]
}, 120_000)

const START = [
  '/inbox',
  '/cases?group=none',
  '/archive',
  '/owner/companies',
  '/owner/configuration',
  '/owner/statistics',
  '/search?q=Norr',
]
const MOST = 500

/** Every address of ours in a page's links and forms, without its fragment. */
function addressesIn(body: string): string[] {
  return [...body.matchAll(/(?:href|action|data-part|data-more)="(\/[^"#]*)/g)]
    .map((match) => match[1]!.replaceAll('&amp;', '&'))
    .filter((path) => !/^\/(assets|sign-out|language)/.test(path))
}

/** Names one row of somebody's: '/cases/NEL-2027-000001/print', '/owner/teams/3'. A version is counted per network owner. */
function namesARow(path: string): boolean {
  const [at = ''] = path.split('?')
  return /\/([A-Z]{2,5}-\d{4}-\d{6}|\d+)(\/|$)/.test(at) && !at.includes('/configuration/versions/')
}

test('every address that one network owner’s administrator is led to is nothing to another’s', async () => {
  const seen = new Map<string, number>()
  const posted = new Set<string>()
  const queue = [...START]
  while (queue.length > 0 && seen.size < MOST) {
    const path = queue.shift()!
    if (seen.has(path)) continue
    const answer = await lena.get(path)
    seen.set(path, answer.status)
    if (!answer.headers.get('content-type')?.includes('html')) continue
    for (const next of addressesIn(answer.body)) {
      // One of each kind of page per row is enough of the lists' many ways to be ordered.
      if (next.includes('?') && !namesARow(next)) continue
      if (!seen.has(next)) queue.push(next)
    }
    for (const match of answer.body.matchAll(/<form[^>]*method="post"[^>]*action="([^"]+)"/g)) posted.add(match[1]!)
  }
  const rows = [...seen].filter(([path, status]) => status === 200 && namesARow(path)).map(([path]) => path)
  expect(rows.length).toBeGreaterThan(150)

  // A company that both work with has a page at each, with each one's own answer on it.
  const shared = (await db
    .owner('connections')
    .where({ owner_id: db.world.owners.VKN })
    .pluck('company_id')) as number[]
  const isShared = (path: string) => shared.some((id) => path.startsWith(`/owner/companies/${id}`))
  const open: string[] = []
  for (const path of rows) {
    if (isShared(path)) continue
    const { status } = await petra.get(path)
    if (status !== 404) open.push(`${status} GET ${path}`)
  }
  for (const path of [...posted].filter((each) => namesARow(each) && !isShared(each))) {
    const { status } = await petra.post(path, { _key: newKey(), _version: '1', comment: 'Det här ska inte gå.' })
    if (status !== 404) open.push(`${status} POST ${path}`)
  }
  expect(open).toEqual([])
}, 180_000)

test('and on the pages that both have, the second reads nothing of the first', async () => {
  for (const path of [
    ...START,
    '/owner/users',
    '/owner/teams',
    '/owner/facilities',
    '/owner/configuration/templates',
    '/owner/orders',
  ]) {
    const { body } = await petra.get(path)
    expect(body.match(/NEL-\d{4}-\d{6}|Lena Frost|Eva Nordin|Johan Ek|Bergströms Elservice/g), path).toBeNull()
  }
})
