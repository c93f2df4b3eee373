import { beforeAll, expect, test } from 'vitest'
import { CALLS } from '../../src/api/entrance.ts'
import type { CaseRow } from '../../src/db/rowTypes.ts'
import { newKey } from '../../src/web/once.ts'
import { aCase, actorsOf } from '../support/cases.ts'
import { testServer } from '../support/client.ts'
import { testDatabase, type TestDatabase } from '../support/database.ts'
import { aCaller, aKey, Caller } from './client.ts'

let db: TestDatabase
let address: string
let people: ReturnType<typeof actorsOf>
let orders: Caller, kis: Caller
beforeAll(async () => {
  db = await testDatabase()
  address = (await testServer()).address
  people = actorsOf(db.world)
  orders = await aCaller(address, people.karin)
  kis = await aCaller(address, people.lena)
})

const sent = async () => aCase.send(people.amir, await aCase(people.amir, 'NY01'))
const stored = async ({ id }: CaseRow) => (await db.owner<CaseRow>('cases').where({ id }).first())!

test('a case is begun once for one Idempotency-Key, which does for nothing else', async () => {
  const wanted = { owner: 'NEL', job: 'NY01', area: 'NRD', reference: 'En gång' }
  const headers = { 'idempotency-key': newKey() }
  const [one, two] = await Promise.all([orders.post('/cases', wanted, headers), orders.post('/cases', wanted, headers)])
  expect([one!.status, two!.status]).toEqual([201, 201])
  expect(two!.body.ref).toBe(one!.body.ref)
  expect([one!, two!].filter((each) => each.headers.get('idempotency-replayed') === 'true')).toHaveLength(1)
  expect(await db.owner('cases').where({ reference: 'En gång' })).toHaveLength(1)
  expect((await orders.post('/cases', { ...wanted, reference: 'Två' }, headers)).status).toBe(422)
  expect((await orders.post('/cases', wanted, { 'idempotency-key': '' })).body).toMatchObject({ status: 400 })
})

test('a personal number in a text is masked in the list, as on the pages’, and whole in the case itself', async () => {
  const draft = await aCase(people.amir, 'NY01')
  await db
    .owner('cases')
    .where({ id: draft.id })
    .update({ reference: 'Kund 19121212-1212', meter_number: '1912121212' })
  const page = await orders.get('/cases')
  const told = page.body.cases.find(({ ref }) => ref === draft.ref)
  expect(told).toMatchObject({ reference: 'Kund 19121212-****', meter_number: '1912121212' })
  expect((await orders.get(`/cases/${draft.ref}`)).body).toMatchObject({ reference: 'Kund 19121212-1212' })
})

test('who answers for a case is the contact of the key, or who is named; never the key', async () => {
  const wanted = { owner: 'NEL', job: 'NY01', area: 'NRD' }
  expect((await orders.post('/cases', wanted)).body.responsible).toBe('Karin Bergström')
  expect((await orders.post('/cases', { ...wanted, responsible: 'amir.haddad' })).body.responsible).toBe('Amir Haddad')
  for (const responsible of ['eva.nordin', 'mira.dahl', 'nobody']) {
    const { status, body } = await orders.post('/cases', { ...wanted, responsible })
    expect([status, body.errors]).toEqual([422, [{ pointer: '/responsible', detail: 'Välj en kollega.' }]])
  }
})

test('what is wrong with a new case is told with the words of the form, in the language that is asked for', async () => {
  const swedish = await orders.post('/cases', { owner: 'VKN', job: 'NY01' })
  expect(swedish.body.errors).toEqual(expect.arrayContaining([{ pointer: '/job', detail: 'Välj jobbtyp.' }]))
  const english = await orders.post('/cases', { owner: 'NEL', job: 'XX99' }, { 'accept-language': 'en' })
  expect(english.body).toMatchObject({ code: 'invalid', errors: [{ pointer: '/job', detail: 'Choose a job type.' }] })
  expect(english.headers.get('content-language')).toBe('en')
  const odd = await orders.post('/cases', { owner: 7, unknown: true, job: 'NY01' })
  expect(odd.body.errors).toEqual([
    { pointer: '/owner', detail: 'Värdet har fel typ eller form.' },
    { pointer: '', detail: 'Finns inte: unknown.' },
  ])
})

test('answers are read by the form: wrong ones are told by pointers and nothing is saved', async () => {
  const draft = await aCase(people.amir, 'NY01')
  const before = await stored(draft)
  const { status, body } = await orders.patch(`/cases/${draft.ref}`, {
    answers: { best_namn: 'Ny Beställare', anl_postnr: '1', finns_inte: 'x', anl_ort: { blank: 'x' }, intygande: 'ja' },
  })
  expect(status).toBe(422)
  expect(body.errors.map(({ pointer }) => pointer).sort()).toEqual([
    '/answers/anl_ort',
    '/answers/anl_postnr',
    '/answers/finns_inte',
    '/answers/intygande',
  ])
  expect(await stored(draft)).toEqual(before)
  const saved = await orders.patch(`/cases/${draft.ref}`, { answers: { best_namn: 'Ny Beställare', fastighet: null } })
  expect(saved.body.answers.notice).toMatchObject({ best_namn: 'Ny Beställare' })
  expect(saved.body.answers.notice.fastighet).toBeUndefined()
  expect(saved.body.orderer).toBe('Ny Beställare')
})

test('a change is made from a version: without one 428, from an old one 412, and the case stands', async () => {
  const kase = await sent()
  const { headers } = await kis.get(`/cases/${kase.ref}`)
  const etag = headers.get('etag')!
  expect((await kis.get(`/cases/${kase.ref}`, { 'if-none-match': etag })).status).toBe(304)
  expect((await kis.post(`/cases/${kase.ref}/moves/hold`, { reason: 'customer' }, { 'if-match': '' })).status).toBe(428)
  const held = await kis.post(`/cases/${kase.ref}/moves/hold`, { reason: 'customer' }, { 'if-match': etag })
  expect(held.body).toMatchObject({ hold: { reason: 'customer', until: null } })
  const late = await kis.post(`/cases/${kase.ref}/moves/hold`, { end: true }, { 'if-match': etag })
  expect([late.status, late.body.code]).toEqual([412, 'changed'])
  expect((await stored(kase)).hold_reason).toBe('customer')
  const fresh = held.headers.get('etag')!
  expect((await kis.post(`/cases/${kase.ref}/moves/hold`, { end: true }, { 'if-match': fresh })).body.hold).toBeNull()
})

test('reading by a key leaves the case unopened: the installer can still withdraw it', async () => {
  const kase = await sent()
  await kis.get(`/cases/${kase.ref}`)
  expect((await stored(kase)).seen_by_owner).toBe(false)
  expect((await orders.post(`/cases/${kase.ref}/moves/withdraw`)).body).toMatchObject({ status: 'draft' })
  // That a key has read it is in the log of who has (case_reads).
  const reads = await db.owner('case_reads').where({ case_id: kase.id }).pluck('user_name')
  expect(reads).toContain('API-nyckeln KIS')
})

test('symbols that are not named stay as they are', async () => {
  const kase = await sent()
  await kis.post(`/cases/${kase.ref}/moves/mark`, { preparation: 'requested' })
  const after = await kis.post(`/cases/${kase.ref}/moves/mark`, { customer_service: 'requested' })
  expect(after.body.symbols).toMatchObject({ preparation: 'requested', customer_service: 'requested' })
  expect((await kis.post(`/cases/${kase.ref}/moves/mark`, { preparation: null })).body.symbols.preparation).toBeNull()
})

test('a case is assigned to a colleague by user name, and not to a key', async () => {
  const kase = await sent()
  expect((await kis.post(`/cases/${kase.ref}/moves/assign`, {})).status).toBe(422)
  const { body } = await kis.post(`/cases/${kase.ref}/moves/assign`, { handler: 'eva.nordin' })
  expect(body.handler).toBe('Eva Nordin')
})

test('where two are to decide a key cannot be one of them', async () => {
  const kase = await sent()
  await db.owner.raw(
    `create or replace function app.four_eyes(owner int) returns boolean language sql as 'select true'`,
  )
  const { status, body } = await kis.post(`/cases/${kase.ref}/moves/reject`, {
    reasons: ['BIL'],
    comment: 'Det här får en nyckel göra ensam.',
  })
  expect([status, body.status]).toEqual([200, 'notice_rejected'])
  const other = await sent()
  const refused = await kis.post(`/cases/${other.ref}/moves/approve`, {
    consent: {
      x_anl_id: '735999000100000012',
      x_matarsakring: 25,
      x_anslutningspunkt: 'KS-1042',
      x_matare: 'Elmätare',
      x_matmetod: 'direkt',
    },
  })
  expect([refused.status, refused.body.detail]).toEqual([
    409,
    'Två personer ska besluta. En API-nyckel kan inte vara en av dem.',
  ])
})

test('notes are written and read by both sides, and those of the own side by it alone', async () => {
  const kase = await sent()
  const shared = await orders.post(`/cases/${kase.ref}/notes`, {
    subject: 'Port',
    body: 'Kod 4711',
    audience: 'shared',
  })
  expect([shared.status, shared.body.author]).toEqual([
    201,
    'API-nyckeln Ordersystem (installatör, Bergströms Elservice AB)',
  ])
  await orders.post(`/cases/${kase.ref}/notes`, { subject: 'Internt', body: 'Vårt', audience: 'internal' })
  expect((await orders.get(`/cases/${kase.ref}/notes`)).body.notes).toHaveLength(2)
  expect((await kis.get(`/cases/${kase.ref}/notes`)).body.notes).toMatchObject([{ body: 'Kod 4711' }])
  const empty = await orders.post(`/cases/${kase.ref}/notes`, { audience: 'shared' })
  expect(empty.body.errors).toEqual([
    { pointer: '/subject', detail: 'Skriv ett ämne.' },
    { pointer: '/body', detail: 'Skriv en text.' },
  ])
})

test('a file is fetched whole or by ranges of its bytes, over the border of its pieces too', async () => {
  const draft = await aCase(people.amir, 'NY01')
  const bytes = Buffer.concat([
    Buffer.from('%PDF-1.4\n'),
    Buffer.alloc(1_200_000, 'abcdefghij'),
    Buffer.from('\n%%EOF'),
  ])
  const up = await orders.upload(`/cases/${draft.ref}/files`, new File([bytes], 'stor.pdf'), { kind: 'ENL' })
  expect([up.status, up.body.size]).toEqual([201, bytes.length])
  const path = `/cases/${draft.ref}/files/${up.body.id}`
  const whole = await orders.get(path)
  expect([whole.status, whole.text.length, whole.headers.get('accept-ranges')]).toEqual([200, bytes.length, 'bytes'])
  const part = await orders.get(path, { range: 'bytes=999990-1000009' })
  expect([part.status, part.text]).toEqual([206, bytes.subarray(999_990, 1_000_010).toString()])
  expect(part.headers.get('content-range')).toBe(`bytes 999990-1000009/${bytes.length}`)
  expect((await orders.get(path, { range: 'bytes=-6' })).text).toBe('\n%%EOF')
  expect((await orders.get(path, { range: `bytes=${bytes.length}-` })).status).toBe(416)
  expect((await orders.get(path, { 'if-none-match': whole.headers.get('etag')! })).status).toBe(304)
  const stale = await orders.get(path, { range: 'bytes=0-1', 'if-range': '"other"' })
  expect(stale.status).toBe(200)
  const refused = await orders.upload(`/cases/${draft.ref}/files`, new File(['<svg/>'], 'bild.svg'), { kind: 'ENL' })
  expect([refused.status, refused.body.errors[0]!.pointer]).toEqual([422, '/file'])
})

test('the list gives what has changed, page by page, and from its last cursor what changes afterwards', async () => {
  const mira = await aCaller(address, people.mira)
  const made: string[] = []
  for (let n = 0; n < 5; n += 1) {
    const { body } = await orders.post('/cases', { owner: 'NEL', job: 'NY01', area: 'NRD', reference: `Sida ${n}` })
    made.push(body.ref)
  }
  const seen: string[] = []
  const first = await orders.get('/cases?limit=2')
  let told = first.body
  seen.push(...told.cases.map(({ ref }) => ref))
  while (told.has_more) {
    told = (await orders.get(`/cases?limit=2&cursor=${encodeURIComponent(told.cursor)}`)).body
    seen.push(...told.cases.map(({ ref }) => ref))
  }
  expect(seen).toEqual(expect.arrayContaining(made))
  expect(new Set(seen).size).toBe(seen.length)
  await orders.patch(`/cases/${made[0]}`, { answers: { best_namn: 'Ändrad Efteråt' } })
  const next = (await orders.get(`/cases?cursor=${encodeURIComponent(told.cursor)}`)).body
  expect(next.cases.at(-1)).toMatchObject({ ref: made[0], orderer: 'Ändrad Efteråt' })
  expect((await mira.get('/cases')).body.cases).toEqual([])
  for (const query of ['cursor=nonsense', 'limit=101', 'updated_since=yesterday', 'status=none', 'what=ever']) {
    const { status, body } = await orders.get(`/cases?${query}`)
    expect([status, body.code], query).toEqual([400, 'unreadable'])
  }
})

test('each key has so many calls a minute, and each answer says how many are left', async () => {
  const { secret, id } = await aKey(people.petra)
  const caller = new Caller(address, secret)
  const { headers } = await caller.get('/owners')
  expect(headers.get('ratelimit-policy')).toBe(`"calls";q=${CALLS};w=60`)
  expect(headers.get('ratelimit')).toMatch(new RegExp(`^"calls";r=${CALLS - 1};t=\\d+$`))
  await db
    .owner('rate_limits')
    .where({ key: `api:${id}` })
    .update({ points: CALLS })
  const { status, body, headers: over } = await caller.get('/owners')
  expect([status, body.code, Number(over.get('retry-after')) > 0]).toEqual([429, 'rate-limited', true])
})

test('an access token for the id and secret of a key opens what it asked for, for an hour', async () => {
  const { clientId, secret, id } = await aKey(people.karin)
  const token = async (form: Record<string, string>, headers: Record<string, string> = {}) => {
    const response = await fetch(`${address}/api/v1/oauth/token`, {
      method: 'POST',
      body: new URLSearchParams(form),
      headers,
    })
    return { status: response.status, body: (await response.json()) as Record<string, string> }
  }
  const grant = { grant_type: 'client_credentials' }
  const basic = { authorization: `Basic ${Buffer.from(`${clientId}:${secret}`).toString('base64')}` }
  const { status, body } = await token({ ...grant, scope: 'cases:read' }, basic)
  expect([status, body]).toEqual([
    200,
    {
      access_token: expect.stringMatching(/^elt_/) as string,
      token_type: 'Bearer',
      expires_in: 3600,
      scope: 'cases:read',
    },
  ])
  const caller = new Caller(address, body['access_token']!)
  expect((await caller.get('/cases')).status).toBe(200)
  expect((await caller.get('/owners')).body.code).toBe('insufficient-scope')
  // A token is no secret: it gives no further token.
  const chained = await token({ ...grant, client_id: clientId, client_secret: body['access_token']! })
  expect([chained.status, chained.body['error']]).toEqual([401, 'invalid_client'])
  expect((await token({ ...grant, scope: 'cases:decide' }, basic)).body['error']).toBe('invalid_scope')
  expect((await token({ grant_type: 'password' }, basic)).body['error']).toBe('unsupported_grant_type')
  await db.owner('api_keys').where({ id }).update({ revoked_at: new Date() })
  expect((await caller.get('/cases')).status).toBe(401)
})

test('what cannot be read is told as a problem: broken JSON, other formats, unknown addresses', async () => {
  const broken = await fetch(`${address}/api/v1/cases`, {
    method: 'POST',
    body: '{',
    headers: { 'content-type': 'application/json' },
  })
  expect(broken.status).toBe(401)
  expect((await orders.post('/cases', {}, { 'content-type': 'text/plain' })).body).toMatchObject({ status: 415 })
  expect((await orders.get('/nothing')).body).toMatchObject({ status: 404, code: 'not-found' })
  expect((await orders.get('/cases/NEL-2026-000000')).body).toMatchObject({ status: 404, code: 'not-found' })
  expect((await orders.get('/cases/nonsense')).body).toMatchObject({ status: 404 })
})

test('no cookie of a browser opens the API', async () => {
  const answer = await fetch(`${address}/api/v1/cases`, { headers: { cookie: `session=${'a'.repeat(43)}` } })
  expect(answer.status).toBe(401)
})

test('a list of 100 costs three statements: who asks, whose door it is, the cases', async () => {
  const said: string[] = []
  const on = ({ sql }: { sql: string }) => said.push(sql)
  db.web.on('query', on)
  const { status } = await kis.get('/cases?limit=100')
  db.web.off('query', on)
  expect(status).toBe(200)
  expect(said.filter((sql) => !/^(begin|commit)/i.test(sql))).toHaveLength(3)
})
