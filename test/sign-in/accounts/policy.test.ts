import { beforeAll, beforeEach, expect, test } from 'vitest'
import { Client, testServer } from '../../support/client.ts'
import { AT, changes, publishes } from '../../support/configuration.ts'
import { PASSWORD, testDatabase, type TestDatabase } from '../../support/database.ts'

let db: TestDatabase
let address: string
beforeAll(async () => {
  db = await testDatabase()
  address = (await testServer()).address
})
beforeEach(() => db.owner('rate_limits').delete())

const signedIn = (username: string) => new Client(address).signIn(username)
const SETTINGS = { min_length: '', max_age_days: '', history: '5' }

test('a company’s rules are its own: the list its people see and the server keeps', async () => {
  const karin = await (await signedIn('karin.bergstrom')).proves()
  const page = await karin.get('/company/security')
  const saved = await karin.submit('/company/security', page, {
    ...SETTINGS,
    min_length: '20',
    require_classes: ['digit'],
  })
  expect([saved.status, saved.location]).toEqual([303, '/company/security'])
  const amir = await signedIn('amir.haddad')
  expect((await amir.get('/profile/password')).body).toContain('Minst 20 tecken')
  const typed = { current: PASSWORD, password: 'tågresan till kiruna', repeat: 'tågresan till kiruna' }
  expect((await amir.post('/profile/password', typed)).body).toContain('Lösenordet duger inte än: en siffra.')
  const mira = await signedIn('mira.dahl')
  expect((await mira.get('/profile/password')).body).toContain('Minst 15 tecken')
})

test('absurd rules are told about at the field and nothing typed is lost', async () => {
  const lena = await signedIn('lena.frost')
  const answer = await changes(lena, '/passwords', { min_length: '3', max_age_days: 'ofta', history: '99' })
  expect(answer.status).toBe(422)
  for (const message of ['Ange 8–64 tecken', 'Ange 30–730 dagar', 'Ange 0–24 lösenord'])
    expect(answer.body).toContain(message)
  expect(answer.body).toContain('value="ofta"')
})

test('periodic change is off; where a tenant wants it, who is due chooses anew before getting in', async () => {
  const old = db.owner.raw(`now() - interval '400 days'`)
  await db.owner('users').where({ username: 'eva.nordin' }).update({ password_changed_at: old })
  expect((await new Client(address).post('/sign-in', { username: 'eva.nordin', password: PASSWORD })).location).toBe(
    '/',
  )
  const lena = await signedIn('lena.frost')
  expect((await lena.get('/owner/security')).location).toBe(`${AT}/passwords`)
  await changes(lena, '/passwords', { max_age_days: '365' })
  // A draft is no rule yet.
  const still = await new Client(address).post('/sign-in', { username: 'eva.nordin', password: PASSWORD })
  expect(still.location).toBe('/')
  await publishes(lena)
  const eva = new Client(address)
  const answer = await eva.post('/sign-in', { username: 'eva.nordin', password: PASSWORD })
  expect(answer.location).toBe('/password/new')
  expect(eva.cookie('session')).toBeUndefined()
  const typed = { password: 'tågresan till kiruna', repeat: 'tågresan till kiruna' }
  expect((await eva.post('/password/new', typed)).location).toBe('/')
  expect((await eva.get('/inbox')).status).toBe(200)
})

test('of one’s former passwords as many are refused as the tenant says', async () => {
  await db
    .owner('owners')
    .where({ code: 'VKN' })
    .update({ password_policy: JSON.stringify({ history: 2 }) })
  const petra = await signedIn('petra.wallin')
  const change = async (current: string, password: string) =>
    (await petra.post('/profile/password', { current, password, repeat: password })).status
  expect(await change(PASSWORD, 'tågresan till kiruna')).toBe(303)
  expect(await change('tågresan till kiruna', PASSWORD)).toBe(422)
  expect(await change('tågresan till kiruna', 'gul cykel i hallen')).toBe(303)
  expect(await change('gul cykel i hallen', PASSWORD)).toBe(303)
})

test('when everybody must have a second step, who is inside by one comes back and sets it up', async () => {
  const nils = await signedIn('nils.aberg')
  await db.owner('users').insert({
    username: 'nina.berg',
    kind: 'owner',
    owner_id: db.world.owners.SJB,
    name: 'Nina Berg',
    password_hash: (
      (await db.owner('users').where({ username: 'nils.aberg' }).first('password_hash')) as { password_hash: string }
    ).password_hash,
  })
  const nina = await signedIn('nina.berg')
  expect((await nina.get('/inbox')).status).toBe(200)
  expect((await nils.get(`${AT}/passwords`)).body).toContain('Nu saknar 2 personer ett andra steg')
  await changes(nils, '/passwords', { two_step_required: 'ja' })
  expect((await nina.get('/inbox')).status).toBe(200)
  await publishes(nils)
  expect((await nina.get('/inbox')).status).toBe(303)
  expect((await nils.get('/inbox')).status).toBe(200)
  const again = new Client(address)
  expect((await again.post('/sign-in', { username: 'nina.berg', password: PASSWORD })).location).toBe('/sign-in/enrol')
  expect(again.cookie('session')).toBeUndefined()
})

test('privileges taken away are gone at the next request', async () => {
  const karin = await signedIn('karin.bergstrom')
  expect((await karin.get('/company/security')).status).toBe(200)
  await db.owner('users').where({ username: 'karin.bergstrom' }).update({ is_admin: false })
  expect((await karin.get('/company/security')).status).toBe(303)
  const again = await signedIn('karin.bergstrom')
  expect((await again.get('/company/security')).status).toBe(403)
})
