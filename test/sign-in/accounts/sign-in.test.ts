import { createHash } from 'node:crypto'
import { beforeAll, beforeEach, expect, test } from 'vitest'
import { ownPath } from '../../../src/sign-in/accounts/ownPath.ts'
import { countTry, forgetTries } from '../../../src/sign-in/accounts/throttle.ts'
import { Client, testServer } from '../../support/client.ts'
import { PASSWORD, testDatabase, type TestDatabase } from '../../support/database.ts'

let db: TestDatabase
let address: string
beforeAll(async () => {
  db = await testDatabase()
  address = (await testServer()).address
})
beforeEach(() => db.owner('rate_limits').delete())

const hashOf = (token: string) => createHash('sha256').update(token).digest()

test('one signs in with name and password, and is where one was going', async () => {
  const amir = new Client(address)
  const asked = await amir.get('/cases?group=none')
  expect(asked.location).toBe('/sign-in?next=%2Fcases%3Fgroup%3Dnone')
  const page = await amir.get(asked.location)
  expect(page.body).toContain('Logga in')
  const answer = await amir.submit('/sign-in', page, {
    username: 'Amir.Haddad',
    password: PASSWORD,
    next: '/cases?group=none',
  })
  expect([answer.status, answer.location]).toEqual([303, '/cases?group=none'])
  expect((await amir.get('/cases?group=none')).status).toBe(200)
})

test('an unknown name, a wrong password and a closed account are answered in the same words', async () => {
  await db.owner('users').where({ username: 'johan.ek' }).update({ active: false })
  const tries = [
    { username: 'finns.inte', password: PASSWORD },
    { username: 'amir.haddad', password: 'fel lösenord' },
    { username: 'johan.ek', password: PASSWORD },
  ]
  const answers = await Promise.all(tries.map((typed) => new Client(address).post('/sign-in', typed)))
  expect(answers.map((answer) => answer.status)).toEqual([422, 422, 422])
  const pages = answers.map((answer) => answer.body.replaceAll(/value="[^"]*"/g, ''))
  expect(pages[0]).toContain('Fel användarnamn eller lösenord')
  expect(new Set(pages).size).toBe(1)
  expect(answers.every((answer) => !answer.body.includes(PASSWORD))).toBe(true)
})

test('the token is new at every sign-in, stored only as a hash, and ends when one signs out', async () => {
  const amir = await new Client(address).signIn('amir.haddad')
  const first = amir.cookie('session')!
  await amir.signIn('amir.haddad')
  const second = amir.cookie('session')!
  expect(second).not.toBe(first)
  const stored = (await db.owner('sessions').select('token_hash')) as { token_hash: Buffer }[]
  expect(stored.map((row) => row.token_hash.toString('hex'))).toContain(hashOf(second).toString('hex'))
  expect(stored.map((row) => row.token_hash.toString('hex'))).not.toContain(hashOf(first).toString('hex'))
  expect(await withToken(first)).toBe(303)
  expect(await withToken(second)).toBe(200)
  await amir.post('/sign-out', {})
  expect(await withToken(second)).toBe(303)
})

async function withToken(token: string): Promise<number> {
  return (await fetch(`${address}/inbox`, { redirect: 'manual', headers: { cookie: `session=${token}` } })).status
}

test('a person who is deactivated, or whose company is blocked, is out at the next request', async () => {
  const sofia = await new Client(address).signIn('sofia.lindqvist')
  expect((await sofia.get('/inbox')).status).toBe(200)
  await db.owner('users').where({ username: 'sofia.lindqvist' }).update({ active: false })
  expect((await sofia.get('/inbox')).status).toBe(303)
  const mira = await new Client(address).signIn('mira.dahl')
  await db.owner('companies').where({ id: db.world.companies.Solklart }).update({ status: 'blocked' })
  expect((await mira.get('/inbox')).status).toBe(303)
  await expect(new Client(address).signIn('mira.dahl')).rejects.toThrow('422')
})

test('twelve idle hours and fourteen days end a session', async () => {
  const eva = await new Client(address).signIn('eva.nordin')
  const session = db.owner('sessions').where({ token_hash: hashOf(eva.cookie('session')!) })
  await session.clone().update({ last_seen_at: db.owner.raw(`now() - interval '12 hours 1 minute'`) })
  expect((await eva.get('/inbox')).status).toBe(303)
  await session
    .clone()
    .update({ last_seen_at: db.owner.raw('now()'), expires_at: db.owner.raw(`now() - interval '1 second'`) })
  expect((await eva.get('/inbox')).status).toBe(303)
})

test('thirty tries at once are counted exactly, and the right password does not help then; another account is not touched', async () => {
  const tries = Array.from({ length: 30 }, () =>
    new Client(address).post('/sign-in', { username: 'karin.bergstrom', password: 'gissning' }),
  )
  const statuses = (await Promise.all(tries)).map((answer) => answer.status)
  expect(statuses.filter((status) => status === 422)).toHaveLength(10)
  expect(statuses.filter((status) => status === 429)).toHaveLength(20)
  const late = await new Client(address).post('/sign-in', { username: 'karin.bergstrom', password: PASSWORD })
  expect(late.status).toBe(429)
  expect(late.body).toContain('Vänta')
  expect(Number(late.headers.get('retry-after'))).toBeGreaterThan(0)
  expect((await new Client(address).post('/sign-in', { username: 'amir.haddad', password: PASSWORD })).status).toBe(303)
  // The window ends by itself: nobody is locked out for good.
  await db.owner('rate_limits').update({ expire: Date.now() - 1 })
  expect((await new Client(address).post('/sign-in', { username: 'karin.bergstrom', password: PASSWORD })).status).toBe(
    303,
  )
})

test('what one process has counted holds in every other, and in one that is started afterwards', async () => {
  const beside = (await testServer()).address
  const guess = (where: string) =>
    new Client(where).post('/sign-in', { username: 'eva.nordin', password: 'gissning' }).then((answer) => answer.status)
  for (let i = 0; i < 5; i += 1) expect([await guess(address), await guess(beside)]).toEqual([422, 422])
  expect(await guess(beside)).toBe(429)
  expect(await guess((await testServer()).address)).toBe(429)
})

test('NUL bytes, ninety thousand characters and missing fields are told about at the field', async () => {
  for (const typed of [
    {},
    { username: 'a\u0000b', password: 'x' },
    { username: 'x'.repeat(90_000), password: 'x' },
    { username: 'amir.haddad', password: 'å'.repeat(15_000) },
  ]) {
    const answer = await new Client(address).post('/sign-in', typed)
    expect(answer.status).toBe(422)
  }
})

test.each([
  ['/cases?group=none', '/cases?group=none'],
  ['//evil.example', '/'],
  ['/\\evil.example', '/'],
  ['https://evil.example', '/'],
  ['/a\nb', '/'],
  ['', '/'],
])('the way on from sign-in, %j, leads to %j', (path, own) => {
  expect(ownPath(path)).toBe(own)
})

test('the language one chooses stays with one', async () => {
  const eva = await new Client(address).signIn('eva.nordin')
  await eva.post('/language', { lang: 'en', back: '/inbox' })
  const page = await eva.get('/inbox')
  expect(page.body).toContain('<html lang="en">')
  await eva
    .post('/language', { lang: 'sv', back: 'https://evil.example' })
    .then((answer) => expect(answer.location).toBe('/'))
})

test('those who sign in to one account from one office at the same moment never wait for each other in a ring', async () => {
  const [name, office] = ['eva.nordin', '198.51.100.7']
  const tries = Array.from({ length: 40 }, (_, i) => (i % 2 === 0 ? countTry(name, office) : forgetTries(name, office)))
  const failed = (await Promise.allSettled(tries)).filter(({ status }) => status === 'rejected')
  expect(failed).toEqual([])
})
