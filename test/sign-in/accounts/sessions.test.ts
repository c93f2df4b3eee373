import { beforeAll, expect, test } from 'vitest'
import { setClock } from '../../../src/db/actor.ts'
import { Client, testServer } from '../../support/client.ts'
import { PASSWORD, testDatabase, type TestDatabase } from '../../support/database.ts'

let db: TestDatabase
let address: string
beforeAll(async () => {
  db = await testDatabase()
  address = (await testServer()).address
})

test('a story that travels in time, back or forth, signs nobody out', async () => {
  for (const [there, then] of [
    ['2020-02-01T09:00:00Z', '2020-05-01T09:00:00Z'],
    ['2040-02-01T09:00:00Z', '2040-05-01T09:00:00Z'],
  ] as const) {
    setClock(there)
    const amir = await new Client(address).signIn('amir.haddad')
    setClock(then)
    expect((await amir.get('/inbox')).status).toBe(200)
    expect((await amir.get('/inbox')).status).toBe(200)
  }
  setClock('')
})

test('being seen is written once a minute at most, however many pages one opens', async () => {
  const eva = await new Client(address).signIn('eva.nordin')
  const seen = async () => {
    const row = (await db.owner('sessions').orderBy('created_at', 'desc').first('last_seen_at')) as {
      last_seen_at: Date
    }
    return row.last_seen_at.getTime()
  }
  const first = await seen()
  await Promise.all([1, 2, 3].map(() => eva.get('/inbox')))
  expect(await seen()).toBe(first)
  await db.owner('sessions').update({ last_seen_at: db.owner.raw(`now() - interval '61 seconds'`) })
  await eva.get('/inbox')
  expect(await seen()).toBeGreaterThan(first)
})

test('a person’s dead sessions are cleared away at the next sign-in', async () => {
  await db.owner('sessions').update({ expires_at: db.owner.raw(`now() - interval '1 day'`) })
  await new Client(address).signIn('eva.nordin')
  const left = await db.owner('sessions').where({ user_id: db.world.users['eva.nordin']! })
  expect(left).toHaveLength(1)
})

test('behind https the cookie is bound to this host, unreadable to scripts and sent by no other site’s form', async () => {
  const https = (await testServer({ PUBLIC_URL: 'https://elanmalan.example' })).address
  const answer = await fetch(`${https}/sign-in`, {
    method: 'POST',
    redirect: 'manual',
    headers: { origin: 'https://elanmalan.example' },
    body: new URLSearchParams({ username: 'amir.haddad', password: PASSWORD }),
  })
  const [cookie] = answer.headers.getSetCookie()
  expect(cookie).toMatch(/^__Host-session=[\w-]{43}; Path=\/; Max-Age=\d+; HttpOnly; SameSite=Lax; Secure$/)
  expect(answer.headers.get('strict-transport-security')).toContain('max-age=')
})

test('behind https every other cookie is bound to this host too', async () => {
  const https = (await testServer({ PUBLIC_URL: 'https://elanmalan.example' })).address
  const answer = await fetch(`${https}/language`, {
    method: 'POST',
    redirect: 'manual',
    headers: { origin: 'https://elanmalan.example' },
    body: new URLSearchParams({ lang: 'en' }),
  })
  const cookies = answer.headers.getSetCookie()
  expect(cookies.join()).toContain('lang=en')
  for (const each of cookies) expect(each).toMatch(/^__Host-[a-z]+=.*; Path=\/; .*HttpOnly; SameSite=Lax; Secure$/)
  const english = await fetch(`${https}/sign-in`, { headers: { cookie: '__Host-lang=en' } })
  expect(await english.text()).toContain('<html lang="en"')
})
