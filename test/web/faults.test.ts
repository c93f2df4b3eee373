import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import express, { type Express } from 'express'
import { afterEach, beforeAll, describe, expect, test, vi } from 'vitest'
import { asSystem, useDatabase } from '../../src/db/actor.ts'
import { connect } from '../../src/db/bare.ts'
import { errorPage } from '../../src/web/errors.ts'
import { locals } from '../../src/web/locals.ts'
import { log, withoutValues } from '../../src/log.ts'
import { requestLog } from '../../src/web/requestLog.ts'
import { declare, routes } from '../../src/web/routes.ts'
import * as views from '../../src/web/views.ts'
import { Client, testServer } from '../support/client.ts'
import { testDatabase, type TestDatabase } from '../support/database.ts'
import { afterFile } from '../support/cleanup.ts'

let db: TestDatabase
let address: string
beforeAll(async () => {
  db = await testDatabase()
  address = (await testServer()).address
})
afterEach(() => vi.restoreAllMocks())

/** A program with one page that fails in the way under test, and the real end of every road. */
async function failing(fail: () => unknown): Promise<string> {
  const app: Express = express()
  app.use(requestLog({ production: false, TRUST_PROXY: 0 }))
  app.use(locals({ demo: false, helpAt: () => '/help', suggestions: { municipality: [] } }))
  const page = routes('/', { for: 'anyone' }).get('/', {}, async () => {
    await fail()
  })
  app.use(declare([page]).router)
  app.use(errorPage)
  const server = createServer(app).listen(0, '127.0.0.1')
  await once(server, 'listening')
  afterFile(() => server.close())
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

describe('a bug', () => {
  test('is answered with a number to tell and nothing of the inside, and logged once under that number', async () => {
    const logged = vi.spyOn(log, 'error').mockImplementation(() => undefined)
    const at = await failing(() => {
      throw new Error('hemlig detalj i /src/cases/perform.ts')
    })
    const answer = await new Client(at).get('/?q=Tolvansson')
    const id = answer.headers.get('x-request-id')!
    expect(answer.status).toBe(500)
    expect(answer.body).toContain(id)
    expect(answer.body).toContain('<html lang="sv">')
    expect(answer.body).not.toMatch(/hemlig|perform|node_modules|at \w+ \(/)
    expect(logged).toHaveBeenCalledTimes(1)
    expect(logged.mock.calls[0]![0]).toMatchObject({ id, method: 'GET', path: '/' })
    expect(JSON.stringify(logged.mock.calls)).not.toContain('Tolvansson')
  })

  test('in the error page itself still ends in an answer', async () => {
    vi.spyOn(log, 'error').mockImplementation(() => undefined)
    vi.spyOn(views, 'render').mockRejectedValue(new Error('the view is broken'))
    const at = await failing(() => {
      throw new Error('first')
    })
    const answer = await new Client(at).get('/')
    expect(answer.status).toBe(500)
    expect(answer.body).not.toContain('broken')
  })

  test('leaves no value of the database in the log: PostgreSQL quotes them in the message', async () => {
    const secret = '19121212-1212'
    const faults = await Promise.all(
      [`select ?::int`, `select ?::date`].map((statement) =>
        asSystem('auth', (tx) => tx.raw(statement, [secret])).then(
          () => null,
          (error: unknown) => error as Error,
        ),
      ),
    )
    for (const fault of faults) {
      expect(fault?.message).toContain(secret)
      const line = JSON.stringify(withoutValues(fault))
      expect(line).not.toContain(secret)
      expect(line).toMatch(/"code":"(22P02|22007)"/)
    }
  })
})

test('a request refused before it is known who asks gets a whole page too', async () => {
  const foreign = await new Client(address).post('/sign-in', {}, { 'sec-fetch-site': 'cross-site' })
  expect([foreign.status, foreign.body.includes('<html lang="sv">')]).toEqual([403, true])
  const heavy = await new Client(address).post('/sign-in', { username: 'x'.repeat(9_000_000) })
  expect([heavy.status, heavy.body.includes('<html lang="sv">')]).toEqual([413, true])
})

test('with the database gone someone who is signed in gets the page that says so, at once, many at a time too', async () => {
  const logged = vi.spyOn(log, 'error').mockImplementation(() => undefined)
  const amir = await new Client(address).signIn('amir.haddad')
  const gone = connect('postgres://app_web:x@127.0.0.1:1/none')
  useDatabase(gone)
  try {
    const answers = await Promise.all(Array.from({ length: 40 }, () => amir.get('/inbox')))
    expect(new Set(answers.map((answer) => answer.status))).toEqual(new Set([503]))
    expect(answers[0]!.body).toContain('<html lang="sv">')
    // The refusal itself is told: nobody stood in line until the pool gave up.
    const reasons = logged.mock.calls.map(([what]) => (what as unknown as { err: { code?: string } }).err.code)
    expect(reasons).toEqual(Array(40).fill('ECONNREFUSED'))
  } finally {
    useDatabase(db.web)
    await gone.destroy()
  }
  expect((await amir.get('/inbox')).status).toBe(200)
})

test('every answer has an id of its own; one from outside is believed only behind our proxy', async () => {
  const proxied = (await testServer({ TRUST_PROXY: '1' })).address
  const idOf = async (at: string, given: string) =>
    (await new Client(at).get('/healthz', { 'x-request-id': given })).headers.get('x-request-id')
  expect(await idOf(address, 'from-outside-1')).not.toBe('from-outside-1')
  expect(await idOf(proxied, 'from-proxy-1')).toBe('from-proxy-1')
  expect(await idOf(proxied, '"><script>')).toMatch(/^[\w-]{36}$/)
  expect(await idOf(address, '')).not.toBe(await idOf(address, ''))
})

test('a message for the next page survives a redirect on the way, and is shown once', async () => {
  const amir = await new Client(address).signIn('amir.haddad')
  await amir.post('/sign-out', {})
  await amir.get('/')
  expect((await amir.get('/sign-in')).body).toContain('Du är utloggad.')
  expect((await amir.get('/sign-in')).body).not.toContain('Du är utloggad.')
})
