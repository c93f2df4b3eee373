import { Agent, request } from 'node:http'
import { beforeAll, expect, test } from 'vitest'
import { seedDemoApplications } from '../../seeds/demoApplications.ts'
import { seedDemoCases } from '../../seeds/demoWorld.ts'
import { fieldsOf } from '../../src/domain/forms/schema.ts'
import type { JobTypeRow } from '../../src/db/rowTypes.ts'
import { newKey } from '../../src/web/once.ts'
import { actorsOf } from '../support/cases.ts'
import { Chance } from '../support/chance.ts'
import { testServer } from '../support/client.ts'
import { testDatabase, type TestDatabase } from '../support/database.ts'
import { nasty } from '../support/nasty.ts'
import { endpoints } from '../../src/api/endpoint.ts'
import { API_DECLARED } from '../tenancy/declared.ts'
import { aKey } from './client.ts'

// As test/web/fuzz.test.ts does with the pages: FUZZ=100000 is the long run, SEED=… begins somewhere else.
const COUNT = Number(process.env['FUZZ'] ?? 600)
const SEED = Number(process.env['SEED'] ?? 20270204)
const AT_ONCE = 4

const QUERY = ['cursor', 'updated_since', 'status', 'limit', 'what', '__proto__']
const MEMBERS = [
  ...'owner job area postcode reference responsible copy copy_files answers comment reasons fields files handler'.split(
    ' ',
  ),
  ...'consent despite_removal accept_deviation reason until end preparation invoicing customer_service documented'.split(
    ' ',
  ),
  ...'transformer_by_hand accept subject body audience grant_type client_id client_secret scope __proto__'.split(' '),
]

let db: TestDatabase
let port: number
let real: Record<string, string[]>
let keys: string[]
let fields: string[]
const secrets: string[] = []

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
  port = Number(new URL((await testServer()).address).port)
  const { karin, mira, lena, petra } = actorsOf(db.world)
  for (const who of [karin, karin, mira, lena, lena, petra]) secrets.push((await aKey(who)).secret)
  const job = (await db.owner<JobTypeRow>('job_types').where({ code: 'NY04' }).first())!.definition
  fields = [...fieldsOf(job.notice), ...fieldsOf(job.completion), ...fieldsOf(job.consent)].map(({ key }) => key)
  keys = fieldsOf(job.notice).flatMap((field) => field.fields?.map(({ key }) => key) ?? [])
  const refs = (await db.owner('cases').orderBy('id').pluck('ref')) as string[]
  real = {
    ref: refs,
    file: ((await db.owner('attachments').pluck('id')) as number[]).map(String),
    owner: ['NEL', 'VKN', 'nel'],
    job: ['NY01', 'NY04', 'BE03'],
    any: [
      'NEL',
      'NY01',
      'NRD',
      'eva.nordin',
      'amir.haddad',
      'customer',
      '2027-02-28',
      'shared',
      'BIL',
      '12345',
      ...refs,
    ],
  }
})

interface Asked {
  method: string
  path: string
  secret: string
  headers: Record<string, string>
  body: string | null
}

/** The request of a number: always the same, so that one that fails can be asked again alone. */
function requestOf(n: number): Asked {
  const chance = new Chance(SEED * 1_000_003 + n)
  const { method, path, own, for: whom } = API_DECLARED[n % API_DECLARED.length]!
  const at = path.replace(/:(\w+)/g, (_, name: string) =>
    chance.below(8) > 0 ? chance.of(real[name]!) : nasty(chance, real[name]!),
  )
  const query = Array.from(
    { length: own === '/cases' || chance.below(8) === 0 ? chance.below(3) : 0 },
    () => `${chance.of(QUERY)}=${nasty(chance, real['any']!)}`,
  )
  const text = () => decoded(nasty(chance, real['any']!))
  const value = (depth: number): unknown => {
    const kind = chance.below(depth > 2 ? 5 : 9)
    if (kind < 3) return text()
    if (kind === 3) return [null, true, false, 0, -1, 1e308, 25, 17.5, 2 ** 53][chance.below(9)]
    if (kind === 4) return chance.of(real['any']!)
    if (kind === 5) return { blank: text() }
    if (kind === 6) return Array.from({ length: chance.below(4) }, () => value(depth + 1))
    const names = kind === 7 ? fields : [...keys, ...fields]
    return Object.fromEntries(Array.from({ length: chance.below(5) }, () => [chance.of(names), value(depth + 1)]))
  }
  // Mostly what the body knows, for a strict one reads no further where there is anything else.
  const { body: schema } = endpoints.find((one) => one.method === method && one.path === own) ?? {}
  const mine = Object.keys((schema as { shape?: object } | undefined)?.shape ?? {})
  const members = Array.from({ length: chance.below(5) }, () => {
    const isMine = mine.length > 0 && chance.below(12) > 0
    return [chance.of(isMine ? mine : MEMBERS), value(0)]
  })
  const some = () =>
    Object.fromEntries(Array.from({ length: 1 + chance.below(4) }, () => [chance.of(fields), value(1)]))
  const answers = Object.fromEntries(
    ['answers', 'consent'].filter((name) => mine.includes(name) && chance.below(4) > 0).map((name) => [name, some()]),
  )
  const body = chance.below(12) > 0 ? JSON.stringify({ ...Object.fromEntries(members), ...answers }) : text()
  const headers = {
    'if-match': chance.below(12) > 0 ? '*' : `"${text().replace(/[^\x20-\x7e]/g, '')}"`,
    'idempotency-key': chance.below(12) > 0 ? newKey() : 'the-same-key',
    'content-type': chance.below(15) > 0 ? 'application/json' : 'application/x-www-form-urlencoded',
    'accept-language': chance.of(['sv', 'en', 'de', '*']),
    range: `bytes=${text().replace(/[^\x20-\x7e]/g, '')}`,
  }
  const address = query.length > 0 ? `${at}?${query.join('&')}` : at
  const may = whom.startsWith('installer') ? secrets.slice(0, 3) : whom.startsWith('owner') ? secrets.slice(3) : secrets
  const secret = chance.of(chance.below(6) > 0 ? may : secrets)
  return { method, path: address, secret, headers, body: method === 'GET' ? null : body }
}

function decoded(written: string): string {
  try {
    return decodeURIComponent(written)
  } catch {
    return written
  }
}

const agent = new Agent({ keepAlive: true, maxSockets: AT_ONCE })

/** As it is written, byte by byte: fetch() would tidy the address. */
function ask({ method, path, secret, headers, body }: Asked): Promise<number> {
  return new Promise((resolve, reject) => {
    const said = {
      ...headers,
      authorization: `Bearer ${secret}`,
      ...(body !== null && { 'content-length': Buffer.byteLength(body) }),
    }
    const sent = request({ host: '127.0.0.1', port, agent, method, path, headers: said }, (answer) => {
      answer.resume().once('end', () => resolve(answer.statusCode ?? 0))
      answer.once('error', reject)
    })
    sent.once('error', reject)
    sent.end(body ?? undefined)
  })
}

test(
  'no address, header or body makes a fault, whoever asks',
  async () => {
    const faults: string[] = []
    const seen = new Map<number, number>()
    let next = 0
    const worker = async () => {
      while (next < COUNT && faults.length < 30) {
        const n = next++
        // So that what is asked is answered, and not limited.
        if (n % 400 === 0) await db.owner('rate_limits').delete()
        const asked = requestOf(n)
        const status = await ask(asked).catch((error: unknown) => (error as { code?: string }).code ?? String(error))
        if (typeof status === 'number') seen.set(status, (seen.get(status) ?? 0) + 1)
        if (typeof status === 'string' || status >= 500) {
          faults.push(
            `${status} #${n} ${asked.method} ${asked.path} ${JSON.stringify(asked.headers)} ${asked.body ?? ''}`,
          )
        }
      }
    }
    await Promise.all(Array.from({ length: AT_ONCE }, worker))
    if (COUNT > 2000) console.log(`${next} requests`, Object.fromEntries([...seen].sort(([a], [b]) => a - b)))
    expect(faults).toEqual([])
    // Some of it gets past the doors and the first look at the body: else it would say nothing.
    expect((seen.get(200) ?? 0) + (seen.get(422) ?? 0) + (seen.get(409) ?? 0)).toBeGreaterThan(COUNT / 8)
  },
  120_000 + COUNT * 200,
)
