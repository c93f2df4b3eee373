import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { seal } from '../../src/sign-in/accounts/encryption.ts'
import { MOST_BYTES } from '../../src/facilities/request.ts'
import { serviceRegister } from '../../src/facilities/service.ts'
import { PATIENCE } from '../support/patience.ts'

const ID = '735999000100000029'
const facility = {
  facilityId: ID,
  meterNumber: 'mt-48211',
  address: 'Kvarnvägen 12',
  postcode: '123 45',
  fuse: 20,
  phases: 3,
  customer: { name: 'Tolvan Tolvansson' },
}
const hit = { status: 'hit', facility }

/** What the network owner's service does now; each request is written down. */
let behave: (response: ServerResponse, body: unknown) => void
const asked: { headers: IncomingMessage['headers']; body: unknown; method: string | undefined }[] = []
const server = createServer((request, response) => {
  let text = ''
  request.on('data', (part: Buffer) => (text += part.toString()))
  request.on('end', () => {
    const body: unknown = JSON.parse(text)
    asked.push({ headers: request.headers, body, method: request.method })
    behave(response, body)
  })
})
beforeAll(async () => {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
})
afterAll(() => {
  server.closeAllConnections()
  server.close()
})

let serial = 0
beforeEach(() => {
  asked.length = 0
  serial += 1
})
afterEach(() => {
  vi.useRealTimers()
})

const address = (path = '/facilities') => `http://127.0.0.1:${(server.address() as AddressInfo).port}${path}`
const register = (more: { timeout_ms?: number; address?: string } = {}, options?: { allowPrivate: boolean }) =>
  serviceRegister({ ...settings(), ...more }, options)
const byId = { by: 'facility', value: ID } as const
const json = (status: number, body: object) => (response: ServerResponse) => {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
}

describe('the owner’s own service', () => {
  test('is asked by POST with the key in its header, and what it says of the facility is read as a file is', async () => {
    behave = json(200, hit)
    expect(await register().find(byId)).toEqual({
      code: 100,
      facility: {
        facilityId: ID,
        infeedId: null,
        meterNumber: 'MT-48211',
        technicalNumber: null,
        address: 'Kvarnvägen 12',
        postcode: '12345',
        city: null,
        property: null,
        municipality: null,
        apartment: null,
        fuse: 20,
        phases: '3',
      },
    })
    expect(await register().find({ by: 'meter', value: 'MT-48211' })).toMatchObject({ code: 100 })
    expect(asked.map(({ body }) => body)).toEqual([
      { by: 'facilityId', value: ID },
      { by: 'meterNumber', value: 'MT-48211' },
    ])
    expect([asked[0]!.method, asked[0]!.headers['x-api-key']]).toEqual(['POST', 'hemlig nyckel'])
  })

  test.each([
    ['none', json(200, { status: 'none' }), 200],
    ['404', json(404, {}), 200],
    ['several', json(200, { status: 'several' }), 201],
    ['a key refused', json(401, {}), 402],
    [
      'a redirect, which is not followed',
      (r: ServerResponse) => r.writeHead(302, { location: address('/x') }).end(),
      401,
    ],
    ['an error page with status 200', (r: ServerResponse) => r.end('<h1>Underhåll</h1>'), 401],
    ['JSON that is not the contract', json(200, { status: 'hit' }), 401],
    ['a facility with a wrong check digit', json(200, { ...hit, facility: { facilityId: '735999000100000013' } }), 401],
    [
      'another facility than the one asked for',
      json(200, { ...hit, facility: { facilityId: '735999000100000036' } }),
      401,
    ],
    [
      'more than one facility can be',
      (r: ServerResponse) => r.end(JSON.stringify({ ...hit, x: 'x'.repeat(MOST_BYTES) })),
      401,
    ],
  ])('that answers %s ends in one request and its code', async (_what, answers, code) => {
    behave = answers
    expect(await register().find(byId)).toEqual({ code })
    expect(asked).toHaveLength(1)
  })

  test.each([
    ['is broken', json(503, {})],
    ['cuts the line', (r: ServerResponse) => r.destroy()],
    ['is too slow to begin', () => undefined],
    ['begins and never ends', (r: ServerResponse) => r.write('{"status":')],
  ])('that %s is asked once more, and then it is said that it does not answer', async (_what, answers) => {
    behave = answers
    // Long enough for a slow machine to ask, and what never answers costs it twice.
    expect(await register({ timeout_ms: 1000 }).find(byId)).toEqual({ code: 400 })
    expect(asked).toHaveLength(2)
  })

  test('that stumbles once is not noticed', async () => {
    behave = (response) => (asked.length === 1 ? json(500, {}) : json(200, hit))(response)
    expect(await register().find(byId)).toMatchObject({ code: 100 })
  })

  test('is left alone after five failures in a row, asked by one after half a minute, and trusted when that one is answered', async () => {
    vi.useFakeTimers({ toFake: ['Date'], now: new Date('2027-02-01T09:00:00Z') })
    const service = register()
    behave = json(503, {})
    for (let n = 0; n < 5; n++) expect(await service.find(byId)).toEqual({ code: 400 })
    expect(asked).toHaveLength(10)
    // Open: nobody is kept waiting and nothing is sent, though it would answer.
    behave = json(200, hit)
    for (let n = 0; n < 3; n++) expect(await register().find(byId)).toEqual({ code: 400 })
    expect(asked).toHaveLength(10)
    vi.setSystemTime(new Date('2027-02-01T09:00:29Z'))
    expect(await service.find(byId)).toEqual({ code: 400 })
    // Half open: the first to come tries, fails, and it is left alone again.
    behave = json(503, {})
    vi.setSystemTime(new Date('2027-02-01T09:00:31Z'))
    expect(await service.find(byId)).toEqual({ code: 400 })
    expect(asked.length).toBeGreaterThan(10)
    const tried = asked.length
    behave = json(200, hit)
    expect(await service.find(byId)).toEqual({ code: 400 })
    expect(asked).toHaveLength(tried)
    vi.setSystemTime(new Date('2027-02-01T09:01:02Z'))
    expect(await service.find(byId)).toMatchObject({ code: 100 })
    for (let n = 0; n < 4; n++) expect(await service.find(byId)).toMatchObject({ code: 100 })
  })

  test('that failed is asked again at once when its settings are changed', async () => {
    behave = json(503, {})
    for (let n = 0; n < 5; n++) await register().find(byId)
    behave = json(200, hit)
    const changed = { ...settings(), updated_at: new Date(serial + 1000) }
    expect(await serviceRegister(changed).find(byId)).toMatchObject({ code: 100 })
  })

  test('whose secret was sealed with another key cannot be asked', async () => {
    const changed = { ...settings(), secret: Buffer.from('x'.repeat(60)) }
    expect(await serviceRegister(changed).find(byId)).toEqual({ code: 402 })
    expect(asked).toEqual([])
  })

  test.each([
    ['http', () => address()],
    ['this machine', () => address().replace('http', 'https')],
    ['this machine by name', () => 'https://localhost/x'],
    ['IPv6', () => 'https://[::1]/x'],
    ['the cloud’s own', () => 'https://169.254.169.254/latest/meta-data'],
  ])('is in production never looked for at %s', async (_what, where) => {
    behave = json(200, hit)
    expect(await register({ address: where() }, { allowPrivate: false }).find(byId)).toEqual({ code: 400 })
    expect(asked).toEqual([])
  })
})

function settings() {
  return {
    owner_id: serial,
    address: address(),
    header: 'X-Api-Key',
    secret: seal('hemlig nyckel'),
    timeout_ms: PATIENCE,
    updated_at: new Date(serial),
    updated_by_name: 'Lena Frost',
  }
}
