import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { aCase, actorsOf } from '../support/cases.ts'
import { Client, testServer } from '../support/client.ts'
import { testDatabase, type TestDatabase } from '../support/database.ts'

const ID = '735999000100000029'
let db: TestDatabase
let lena: Client, amir: Client
let keys: unknown[]
const service = createServer((request, response) => {
  keys.push(request.headers['x-nyckel'])
  response.end(JSON.stringify({ status: 'hit', facility: { facilityId: ID, address: 'Kvarnvägen 12' } }))
})
beforeAll(async () => {
  service.listen(0, '127.0.0.1')
  await once(service, 'listening')
  db = await testDatabase()
  const { address } = await testServer()
  lena = await new Client(address).signIn('lena.frost')
  amir = await new Client(address).signIn('amir.haddad')
})
afterAll(() => {
  service.closeAllConnections()
  service.close()
})
beforeEach(async () => {
  keys = []
  await db.owner('rate_limits').delete()
})

const page = '/owner/facilities/service'
const address = () => `http://127.0.0.1:${(service.address() as AddressInfo).port}/anl`
const save = (typed: Record<string, string>) =>
  lena.post(page, { address: address(), header: 'X-Nyckel', timeout_s: '2', ...typed })
const stored = async () =>
  (await db.owner('facility_services').first()) as { secret: Buffer; timeout_ms: number } | undefined

test('an owner sets up its own service, tries it, and installers’ look-ups go there; the secret is never shown or stored open', async () => {
  expect((await save({})).body).toContain('Ange hemligheten.')
  expect((await save({ secret: 'hemlig-42' })).status).toBe(303)
  expect((await stored())!.secret.toString('latin1')).not.toContain('hemlig-42')
  expect((await lena.get(page)).body).not.toContain('hemlig-42')
  await lena.post(`${page}/test`, { trial: ID })
  expect((await lena.get(page)).body).toContain('Tjänsten svarade med statuskod 100.')
  expect((await lena.post(`${page}/test`, { trial: '12' })).body).toContain('18 siffror')

  await lena.post('/owner/facilities/source', { source: 'service' })
  const kase = await aCase(actorsOf(db.world).amir, 'LA01')
  const found = await amir.post(`/cases/${kase.ref}/facility`, { _part: 'answer', _by: 'facility', _asked: ID })
  expect(found.body).toContain('Statuskod 100')
  expect(found.body).toContain('Kvarnvägen 12')
  expect(keys).toEqual(['hemlig-42', 'hemlig-42'])
  const [lookup] = (await db.owner('facility_lookups')) as object[]
  expect(lookup).toMatchObject({ source: 'service', asked: ID, code: 100, user_name: 'Amir Haddad' })
  expect(JSON.stringify(lookup)).not.toContain('Kvarnvägen')
  const log = (await lena.get('/owner/facilities/lookups')).body
  expect(log).toContain('Bergströms Elservice AB')
  expect(log).not.toContain(kase.number)
})

test('the secret is kept when the form leaves it empty, but does not follow to another server', async () => {
  await save({ secret: 'hemlig-42' })
  expect((await save({ timeout_s: '4' })).status).toBe(303)
  expect((await stored())!.timeout_ms).toBe(4000)
  const moved = await save({ address: 'https://annan.example/anl' })
  expect(moved.status).toBe(422)
  expect(moved.body).toContain('Adressen leder till en annan server. Ange hemligheten på nytt.')
  expect(moved.body).toContain('value="https://annan.example/anl"')
})

test.each([
  [{ address: 'ftp://anl.example' }, 'Ange adressen med https.'],
  [{ address: 'https://namn:ord@anl.example' }, 'Lägg nyckeln i rubriken, inte i adressen.'],
  [{ header: 'Host' }, 'Den rubriken använder vi själva. Välj en annan.'],
  [{ header: 'X-Api: 1' }, 'Ange rubrikens namn med bokstäver och bindestreck'],
  [{ secret: 'rad\nbyte' }, 'Hemligheten får bara ha tecken som går i en rubrik'],
  [{ timeout_s: '30' }, 'Ange sekunder, 1–10.'],
  [{ timeout_s: 'snart' }, 'Ange sekunder, 1–10.'],
])('%j is told at its field', async (typed, words) => {
  const answer = await save({ secret: 'hemlig-42', ...typed })
  expect(answer.status).toBe(422)
  expect(answer.body).toContain(words)
  expect(answer.body).not.toContain('value="hemlig-42"')
})

test('taken away, nothing is fetched from it any more', async () => {
  await save({ secret: 'hemlig-42' })
  await lena.post('/owner/facilities/source', { source: 'service' })
  expect((await lena.post(`${page}/remove`, {})).status).toBe(303)
  expect(await stored()).toBeUndefined()
  expect(await db.owner('owners').where({ code: 'NEL' }).first('facility_source')).toEqual({ facility_source: 'off' })
})
