import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Writable } from 'node:stream'
import { pino, type ChildLoggerOptions, type Bindings } from 'pino'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { createApp } from '../../src/app.ts'
import { readConfig } from '../../src/config.ts'
import { log, withoutValues } from '../../src/log.ts'
import { newToken } from '../../src/sign-in/accounts/tokens.ts'
import { Client } from '../support/client.ts'
import { testDatabase, type TestDatabase } from '../support/database.ts'

interface Line {
  msg: string
  method?: string
  path?: string
  ref?: string
  /** Of the line that each request has when it is answered; a fault has another line. */
  req?: { method: string }
}

const lines: string[] = []
let db: TestDatabase, client: Client
beforeAll(async () => {
  db = await testDatabase()
  const stream = new Writable({
    write(chunk: Buffer, _encoding, done) {
      lines.push(chunk.toString())
      done()
    },
  })
  const kept = pino({ level: 'info', serializers: { err: withoutValues } }, stream)
  vi.spyOn(log, 'child').mockImplementation(((bindings: Bindings, options?: ChildLoggerOptions) =>
    kept.child(bindings, options)) as unknown as typeof log.child)
  for (const level of ['error', 'warn'] as const) vi.spyOn(log, level).mockImplementation(kept[level].bind(kept))
  const config = { ...readConfig({ NODE_ENV: 'test', LOG_LEVEL: 'error' }), production: true }
  const server = createServer(createApp({ config, demo: null })).listen(0, '127.0.0.1')
  await once(server, 'listening')
  afterAll(() => {
    server.closeAllConnections()
    server.close()
  })
  client = new Client(`http://127.0.0.1:${(server.address() as AddressInfo).port}`)
})

/** What the log says from now on, once it has a line for each request. */
async function loggedBy(ask: () => Promise<number>): Promise<Line[]> {
  lines.length = 0
  const requests = await ask()
  const all = () => lines.map((line) => JSON.parse(line) as Line)
  await vi.waitFor(() => expect(all().filter(({ req }) => req)).toHaveLength(requests), { timeout: 20_000 })
  return all()
}

/** Keys in an address, as a mail or a provider gives them, and what the log calls the page. */
const KEYS: [pattern: string, address: (key: string) => string][] = [
  ['/invitation/:token', (key) => `/invitation/${key}`],
  ['/email/:token', (key) => `/email/${key}`],
  ['/email/back/:token', (key) => `/email/back/${key}`],
  ['/mail-choices/:link', (key) => `/mail-choices/17.20000.${key}`],
  ['/profile/proof/provider/:token', (key) => `/profile/proof/provider/${key}`],
  ['/profile/proof/provider/back/:token', (key) => `/profile/proof/provider/back/${key}`],
  ['/n/:owner/provider/callback', (key) => `/n/nel/provider/callback?code=${key}&state=${key}`],
]

/** The same address as robots, mail programs and hands write it. */
const WRITTEN: ((address: string) => string)[] = [
  (address) => address.replace(/(\?|$)/, '/$1'),
  (address) => `/${address}`,
  (address) => address.replace(/^\/\w+/, '$&/'),
  (address) => address.replace(/^\/\w+/, (word) => word.toUpperCase()),
  (address) => address.replace(/^\/(\w)/, (_all, first: string) => `/%${first.charCodeAt(0).toString(16)}`),
  (address) =>
    address.replace(/[\w-]+$/, (key) => Array.from(key, (each) => `%${each.charCodeAt(0).toString(16)}`).join('')),
  (address) => `${address}%E0%A4`,
  (address) => address.replace(/(\?|$)/, '/more$1'),
  (address) => `/no/such/page${address}`,
]

describe('a link that still opens a door is not in the log', () => {
  test.each(KEYS)('%s is logged as the page it is', async (pattern, address) => {
    const key = newToken()
    const all = await loggedBy(async () => {
      await client.get(address(key))
      await client.post(address(key), {})
      return 2
    })
    // Where nothing is posted, the log has no page either.
    expect(all[0]).toMatchObject({ req: { method: 'GET' }, path: pattern })
    expect(all[1]).toMatchObject({
      req: { method: 'POST' },
      path: expect.stringMatching(/^(\(none\)|\/[a-z:/-]+)$/) as string,
    })
    expect(JSON.stringify(all)).not.toContain(key)
  })

  test.each(KEYS)('%s, however it is written', async (_pattern, address) => {
    const key = newToken()
    const all = await loggedBy(async () => {
      for (const write of WRITTEN) await client.get(write(address(key)))
      return WRITTEN.length
    })
    const said = decodeURIComponent(JSON.stringify(all).replaceAll(/%(?![\da-f]{2})/gi, ' '))
    expect(said.toLowerCase()).not.toContain(key.toLowerCase())
    expect(all.at(-1)!).toMatchObject({ path: '(none)' })
  })

  test('nor where the page fails', async () => {
    const key = newToken()
    const [table, away] = ['one_time_links', 'one_time_links_gone']
    await db.owner.raw(`alter table ${table} rename to ${away}`)
    try {
      const all = await loggedBy(async () => {
        expect((await client.get(`/invitation/${key}`)).status).toBe(500)
        expect((await client.post(`/email/${key}`, {})).status).toBe(500)
        return 2
      })
      const faults = all.filter(({ req }) => !req)
      expect(faults.map(({ method, path }) => `${method} ${path}`)).toEqual([
        'GET /invitation/:token',
        'POST /email/:token',
      ])
      expect(JSON.stringify(all)).not.toContain(key)
    } finally {
      await db.owner.raw(`alter table ${away} rename to ${table}`)
    }
  })
})

test('a case is named by its reference, and nothing else of the address is', async () => {
  const all = await loggedBy(async () => {
    await client.get('/cases/NEL-2027-000001/print?q=Karin')
    return 1
  })
  expect(all[0]!).toMatchObject({ ref: 'NEL-2027-000001' })
  expect(JSON.stringify(all)).not.toContain('Karin')
})

test('what somebody was refused is logged with who it was, by number and not by name', async () => {
  const [person] = (await db.owner('users').where({ username: 'eva.nordin' }).select('id', 'name')) as {
    id: number
    name: string
  }[]
  await client.signIn('eva.nordin')
  const all = await loggedBy(async () => {
    expect((await client.get('/operator')).status).toBe(403)
    return 1
  })
  expect(all[0]!).toMatchObject({ user: person!.id, res: { status: 403 } })
  expect(JSON.stringify(all)).not.toContain(person!.name)
})
