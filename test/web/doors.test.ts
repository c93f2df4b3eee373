import { beforeAll, describe, expect, test } from 'vitest'
import { useDatabase } from '../../src/db/actor.ts'
import { connect } from '../../src/db/bare.ts'
import { Client, testServer } from '../support/client.ts'
import { testDatabase, type TestDatabase } from '../support/database.ts'

let db: TestDatabase
let address: string
beforeAll(async () => {
  db = await testDatabase()
  address = (await testServer()).address
})

describe('a write from somewhere else', () => {
  const foreign: Record<string, string>[] = [
    { 'sec-fetch-site': 'cross-site' },
    { 'sec-fetch-site': 'same-site' },
    { 'sec-fetch-site': '', origin: 'https://evil.example' },
    { 'sec-fetch-site': '', origin: 'null' },
  ]

  test.each(foreign)('is refused with %o, whatever cookie comes along', async (headers) => {
    const amir = await new Client(address).signIn('amir.haddad')
    const answer = await amir.post('/language', { lang: 'en' }, headers)
    expect(answer.status).toBe(403)
    const { locale } = (await db.owner('users').where({ username: 'amir.haddad' }).first('locale')) as {
      locale: string
    }
    expect(locale).toBe('sv')
  })

  test('by Origin alone is let in only from our own', async () => {
    const ours = await fetch(`${address}/language`, {
      method: 'POST',
      redirect: 'manual',
      headers: { origin: address },
      body: new URLSearchParams({ lang: 'sv' }),
    })
    expect(ours.status).toBe(303)
  })

  test('without any word of where it comes from is refused as soon as a session is with it', async () => {
    const amir = await new Client(address).signIn('amir.haddad')
    const cookie = `session=${amir.cookie('session') ?? ''}`
    const body = new URLSearchParams({ lang: 'sv' })
    const bare = await fetch(`${address}/language`, { method: 'POST', redirect: 'manual', headers: { cookie }, body })
    expect(bare.status).toBe(403)
  })
})

test('every answer carries the headers that keep other sites and scripts out', async () => {
  const amir = await new Client(address).signIn('amir.haddad')
  for (const path of ['/sign-in', '/inbox', '/no-such-page', '/cases/NEL-2026-999999']) {
    const { headers } = await amir.get(path)
    expect(headers.get('content-security-policy')).toContain("default-src 'none'")
    expect(headers.get('content-security-policy')).toContain("frame-ancestors 'none'")
    expect(headers.get('content-security-policy')).not.toContain('unsafe')
    expect(headers.get('x-content-type-options')).toBe('nosniff')
    expect(headers.get('referrer-policy')).toBe('same-origin')
    expect(headers.get('cache-control')).toBe('no-store')
    expect(headers.get('x-powered-by')).toBeNull()
  }
})

test('a file of ours may be kept for ever, because its address changes with it', async () => {
  const page = await new Client(address).get('/sign-in')
  const style = /href="(\/assets\/[0-9a-f]{8}\/built\/app\.css)"/.exec(page.body)![1]!
  const { status, headers } = await new Client(address).get(style)
  expect([status, headers.get('cache-control')]).toEqual([200, 'public, max-age=31536000, immutable'])
  const font = await new Client(address).get(style.replace('built/app.css', 'fonts/inter-latin.woff2'))
  expect(font.headers.get('cache-control')).toContain('immutable')
  // Another version's address: answered while versions change, but not to be kept as that version's.
  const other = await new Client(address).get('/assets/0123abcd/css/base.css')
  expect([other.status, other.headers.get('cache-control')]).toEqual([200, 'no-cache'])
  const rebuilt = await new Client(address).get('/assets/0123abcd/built/app.css')
  expect([rebuilt.status, rebuilt.headers.get('cache-control')]).toEqual([200, 'no-cache'])
  const missing = await new Client(address).get('/assets/0123abcd/css/none.css')
  expect(missing.headers.get('cache-control')).toBe('no-store')
})

describe('what cannot be read', () => {
  test.each([
    ['/cases/%E0%A4%A', 400],
    ['/cases/NEL-1-1', 404],
    ['/cases/nel-2026-000001', 404],
    ['/cases/NEL-2026-000001/attachments/x', 404],
    ['/cases/NEL-2026-000001/attachments/99999999999999999999', 404],
    ['/cases?after=junk_junk&group=%00&status=constructor&q=%00%ff', 200],
    ['/assets/00000000/../../package.json', 404],
    ['/assets/00000000/%2e%2e/%2e%2e/package.json', 404],
  ])('%s is answered %d with a page, never a fault', async (path, status) => {
    const amir = await new Client(address).signIn('amir.haddad')
    const answer = await amir.get(path)
    expect(answer.status).toBe(status)
    expect(answer.body).not.toMatch(/node_modules|at \w+ \(|\.ts:\d/)
  })

  test('a body of many megabytes is turned away', async () => {
    const amir = await new Client(address).signIn('amir.haddad')
    expect((await amir.post('/sign-in', { username: 'x'.repeat(9_000_000), password: 'y' })).status).toBe(413)
  })
})

test('with the database away there is a page that says so, at once, and the next request finds it again', async () => {
  const gone = connect('postgres://app_web:x@127.0.0.1:1/none')
  useDatabase(gone)
  try {
    const reasons: unknown[] = []
    const { pool } = gone.client as {
      pool: { on(event: 'acquireFail', listener: (id: number, error: object) => void): void }
    }
    pool.on('acquireFail', (_id, error) => reasons.push(error))
    const amir = new Client(address)
    const answer = await amir.post('/sign-in', { username: 'amir.haddad', password: 'x' })
    expect(answer.status).toBe(503)
    expect(answer.headers.get('retry-after')).not.toBeNull()
    expect(answer.body).toContain('Databasen svarar inte')
    expect(answer.body).not.toContain('127.0.0.1')
    // The refusal itself, not the pool's time-out.
    expect(reasons.length).toBeGreaterThan(0)
    for (const reason of reasons) expect(reason).toMatchObject({ code: 'ECONNREFUSED' })
    expect((await amir.get('/readyz')).status).toBe(503)
    expect((await amir.get('/healthz')).status).toBe(200)
  } finally {
    useDatabase(db.web)
    await gone.destroy()
  }
  expect((await new Client(address).get('/readyz')).status).toBe(200)
})
