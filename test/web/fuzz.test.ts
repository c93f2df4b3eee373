import { readdirSync, readFileSync } from 'node:fs'
import { Agent, request } from 'node:http'
import path from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import { seedDemoApplications } from '../../seeds/demoApplications.ts'
import { seedDemoFacilities } from '../../seeds/demoFacilities.ts'
import { seedDemoCases } from '../../seeds/demoWorld.ts'
import { start } from '../../src/sign-in/accounts/sessions.ts'
import { root } from '../../src/config.ts'
import { FIELDS } from '../../src/lists/fields.ts'
import { newKey } from '../../src/web/once.ts'
import { Chance } from '../support/chance.ts'
import { Client, testServer } from '../support/client.ts'
import { testDatabase, type TestDatabase } from '../support/database.ts'
import { nasty } from '../support/nasty.ts'
import { anOperator } from '../support/operator.ts'
import { ROUTES } from '../tenancy/declared.ts'

// FUZZ=100000 node bin/test.mjs test/web/fuzz.test.ts is the long run; SEED=… begins somewhere else.
const COUNT = Number(process.env['FUZZ'] ?? 800)
const SEED = Number(process.env['SEED'] ?? 20270203)
const AT_ONCE = 4

/** Somebody of every kind, and those who may open the most of each side. */
const INSTALLERS = ['amir.haddad', 'karin.bergstrom', 'mira.dahl']
const OWNERS = ['eva.nordin', 'lena.frost', 'britt.olsson', 'kerstin.lund', 'mats.strand', 'lars.wik', 'petra.wallin']
const MEANT: Record<string, readonly string[]> = {
  installer: INSTALLERS,
  installerAdmin: ['karin.bergstrom', 'mira.dahl'],
  owner: OWNERS,
  ownerAdmin: ['lena.frost', 'petra.wallin'],
  operator: ['operator'],
}
const ALL = ['nobody', 'operator', 'support', ...INSTALLERS, ...OWNERS]

const QUERY = [
  ...Object.keys(FIELDS),
  ...'q after before part group sort from to cols in next file preview show whom only n months until type job area kept since ref'.split(
    ' ',
  ),
  ...'company what side owner copy postcode format status state code error iss v __proto__ constructor a[b]'.split(' '),
]
const BODY = [
  ...QUERY,
  ..._names(
    '_version _paste _fill _rows.rader _row _hit _overwrite _do do comment codes handler responsible until kind',
  ),
  ..._names(
    'user cover ref batch deed address name fitter facilities planned_on outcome report meter_reading to result',
  ),
  ..._names(
    'which id credential username password token email phone org_number admin_email facility_id rader.0.anl_id',
  ),
  ..._names(
    'text postcodes code ladder intervals permission_sets is_admin members certificate remove_file day when note',
  ),
]
function _names(words: string): string[] {
  return words.split(' ')
}

/** Deeds that would end the walk (nobody left to be signed in), or ask machines elsewhere. */
const NOT_POSTED =
  /sign-out|sessions|password|security|leave|hand-over|block|deactivate|two-step|provider|service|users|passkeys|support|email/

let db: TestDatabase
let port: number
const tokens: Record<string, string> = {}
let real: Record<string, string[]>

beforeAll(async () => {
  db = await testDatabase()
  const { owners: at, companies: of } = db.world
  const approved = [at.VKN, at.SJB].map((owner_id) => ({
    owner_id,
    company_id: of.Solklart,
    status: 'approved' as const,
  }))
  await db.owner('connections').insert(approved).onConflict().ignore()
  await seedDemoApplications(db.owner, db.world)
  await seedDemoCases(db.owner, db.world)
  await seedDemoFacilities(db.owner, db.world)
  const { address } = await testServer()
  port = Number(new URL(address).port)
  const { olle, actor } = await anOperator(db, address)
  const session = (userId: number) => start(userId, 86_400, 'passkey', { userAgent: null, address: null })
  for (const who of [...INSTALLERS, ...OWNERS]) tokens[who] = await session(db.world.users[who]!)
  tokens['operator'] = await session(actor.userId)
  const begun = await olle.post('/operator/support', {
    _key: newKey(),
    whom: `owner:${db.world.owners.NEL}`,
    reason: 'Vi provar alla adresser.',
  })
  expect(begun.location).toBe('/inbox')
  tokens['support'] = olle.cookie('session')!
  const lena = new Client(address)
  lena.carry('session', tokens['lena.frost']!)
  for (const place of ['/cases', '/archive'])
    await lena.post('/exports', { _key: newKey(), address: place, format: 'csv' })
  await lena.post('/views', { _key: newKey(), name: 'Min vy', address: '/cases?status=submitted' })

  const ids = async (table: string) =>
    ((await db.owner(table).orderBy('id').limit(30).pluck('id')) as number[]).map(String)
  const [cases, users, files, orders, owners, companies] = await Promise.all(
    ['cases', 'users', 'attachments', 'work_orders', 'owners', 'companies'].map(ids),
  )
  const refs = (await db.owner('cases').orderBy('id').pluck('ref')) as string[]
  real = {
    ref: refs,
    id: [...files!, ...users!, ...companies!, ...cases!],
    file: files!,
    order: orders!,
    owner: [...owners!, 'nel', 'vkn', 'sjb'],
    version: ['1', '2'],
    job: ['NY01', 'NY04', 'SO01', 'BE03'],
    code: ['NY', 'BIL', 'NRD', 'EGEN'],
    field: ['ref', 'anl_id', 'orderer'],
    section: ['notice.B', 'completion.A'],
    slot: ['notice.SIT', 'SIT'],
    team: ['1', '2'],
    move: ['withdraw', 'approve', 'reject', 'assign', 'undo', 'cancel'],
    token: ['x'.repeat(43)],
    link: ['1.x', 'x'.repeat(43)],
    any: [
      'submitted',
      'draft',
      'none',
      'status',
      'NY',
      'NY01',
      'both',
      'csv',
      'xlsx',
      'a',
      'berget',
      '12',
      ...refs.slice(0, 3),
    ],
  }
})

interface Asked {
  who: string
  method: 'GET' | 'POST'
  path: string
  body: string | null
}

/** The request of a number: always the same, so that one that fails can be asked again alone. */
function requestOf(n: number): Asked {
  const chance = new Chance(SEED * 1_000_003 + n)
  // Every route in turn, most of them by somebody who may open it.
  const [method, pattern, whom] = chance.below(5) > 0 ? GETS[n % GETS.length]! : chance.of(POSTS)
  const who = chance.below(4) > 0 ? chance.of(MEANT[whom] ?? ALL) : chance.of(ALL)
  const at = pattern.replace(/:(\w+)/g, (_, name: string) =>
    chance.below(3) > 0 ? chance.of(real[name] ?? real['id']!) : nasty(chance, real[name] ?? real['id']!),
  )
  const pairs = (names: readonly string[], most: number) =>
    Array.from(
      { length: chance.below(most) },
      () => `${encodeURIComponent(chance.of(names))}=${nasty(chance, real['any']!)}`,
    )
  const query = pairs(QUERY, 6).join('&')
  const key = chance.below(2) > 0 ? [`_key=${newKey()}`] : []
  const body = method === 'POST' ? [...key, ...pairs(BODY, 12)].join('&') : null
  return { who, method, path: query === '' ? at : `${at}?${query}`, body }
}

const GETS = ROUTES.filter(([method]) => method === 'GET')
const POSTS = ROUTES.filter(([method, at]) => method === 'POST' && !NOT_POSTED.test(at))
const agent = new Agent({ keepAlive: true, maxSockets: AT_ONCE })

/** As it is written, byte by byte: fetch() would tidy the address. */
function ask({ who, method, path: at, body }: Asked): Promise<number> {
  return new Promise((resolve, reject) => {
    const headers = {
      'sec-fetch-site': 'same-origin',
      ...(tokens[who] && { cookie: `session=${tokens[who]}` }),
      ...(body !== null && { 'content-type': 'application/x-www-form-urlencoded', 'content-length': body.length }),
    }
    const sent = request({ host: '127.0.0.1', port, agent, method, path: at, headers }, (answer) => {
      answer.resume().once('end', () => resolve(answer.statusCode ?? 0))
      answer.once('error', reject)
    })
    sent.once('error', reject)
    sent.end(body ?? undefined)
  })
}

test(
  'no address, parameter or field makes a fault, whoever asks',
  async () => {
    const faults: string[] = []
    const seen = new Map<number, number>()
    let next = 0
    const worker = async () => {
      while (next < COUNT && faults.length < 30) {
        const n = next++
        const asked = requestOf(n)
        const status = await ask(asked).catch((error: unknown) => (error as { code?: string }).code ?? String(error))
        if (typeof status === 'number') seen.set(status, (seen.get(status) ?? 0) + 1)
        if (typeof status === 'string' || status >= 500) {
          faults.push(`${status} #${n} ${asked.who} ${asked.method} ${asked.path} ${asked.body ?? ''}`)
        }
      }
    }
    await Promise.all(Array.from({ length: AT_ONCE }, worker))
    if (COUNT > 2000) console.log(`${next} requests`, Object.fromEntries([...seen].sort(([a], [b]) => a - b)))
    expect(faults).toEqual([])
    // Most of it gets past the doors: else it would say nothing.
    expect(seen.get(200) ?? 0).toBeGreaterThan(COUNT / 5)
  },
  120_000 + COUNT * 200,
)

test('the fuzz knows every parameter of an address that a route reads', () => {
  const read = readdirSync(path.join(root, 'src'), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .flatMap((file) => [...readFileSync(path.join(root, 'src', file), 'utf8').matchAll(/req\.query\['(\w+)'\]/g)])
    .map(([, name]) => name!)
  expect(read.length).toBeGreaterThan(5)
  expect(read.filter((name) => !QUERY.includes(name))).toEqual([])
})
