import { beforeAll, expect, test } from 'vitest'
import type { ApiKeyRow } from '../../src/db/rowTypes.ts'
import { actorsOf } from '../support/cases.ts'
import { Client, hidden, testServer } from '../support/client.ts'
import { testDatabase, type TestDatabase } from '../support/database.ts'
import { aKey, Caller } from './client.ts'

let db: TestDatabase
let address: string
let karin: Client
beforeAll(async () => {
  db = await testDatabase()
  address = (await testServer()).address
  karin = await (await new Client(address).signIn('karin.bergstrom')).proves()
})

const secretIn = (html: string) => /value="(elm_[\w-]{43})"/.exec(html)?.[1]
const keyCalled = async (name: string) => (await db.owner<ApiKeyRow>('api_keys').where({ name }).first())!
const status = async (secret: string) => (await new Caller(address, secret).get('/cases')).status

async function makes(name: string, typed: Record<string, string | string[]> = {}) {
  const page = await karin.get('/company/api-keys/new')
  const contact = String(db.world.users['karin.bergstrom'])
  const given = { ...hidden(page.body), name, scopes: ['cases:read', 'cases:write'], days: '90', contact, ...typed }
  return { given, answer: await karin.post('/company/api-keys/new', given) }
}

test('an administrator makes a key, sees its secret once, and it opens the API', async () => {
  const { given, answer } = await makes('Ordersystem')
  expect(answer.status).toBe(200)
  const secret = secretIn(answer.body)!
  expect(await status(secret)).toBe(200)
  // Pressed twice, or loaded again: no second key, and no secret.
  const again = await karin.post('/company/api-keys/new', given)
  expect([again.status, secretIn(again.body)]).toEqual([303, undefined])
  const key = await keyCalled('Ordersystem')
  for (const path of ['/company/api-keys', `/company/api-keys/${key.id}`]) {
    const { body } = await karin.get(path)
    expect(body).toContain('Ordersystem')
    expect(body).not.toContain(secret)
  }
  const stored = JSON.stringify(await db.owner('api_secrets').where({ key_id: key.id }))
  expect(stored).not.toContain(secret.slice(4))
  expect((await keyCalled('Ordersystem')).last_used_at).not.toBeNull()
})

test('a key that lacks a name, scopes or a person of the tenant is refused at the field', async () => {
  const eva = String(db.world.users['eva.nordin'])
  for (const [typed, words] of [
    [{ name: ' ' }, 'Ge nyckeln ett namn.'],
    [{ name: 'Eva (nätbolag)' }, 'Skriv namnet utan parenteser.'],
    [{ scopes: 'cases:decide' }, 'Välj minst en behörighet.'],
    [{ days: '100000' }, 'Välj hur länge nyckeln gäller.'],
    [{ contact: eva }, 'Välj vem som ansvarar för nyckeln.'],
  ] as const) {
    const { answer } = await makes('Fel', typed as Record<string, string>)
    expect([answer.status, answer.body.includes(words)], words).toEqual([422, true])
  }
})

test('the secret is changed with an overlap, after which only the new one works; a revoked key opens nothing', async () => {
  const first = secretIn((await makes('Byts')).answer.body)!
  const { id } = await keyCalled('Byts')
  const rotate = async (overlap: string) => {
    const page = await karin.get(`/company/api-keys/${id}`)
    return secretIn((await karin.post(`/company/api-keys/${id}/rotate`, { ...hidden(page.body), overlap })).body)!
  }
  const second = await rotate('7')
  expect([await status(first), await status(second)]).toEqual([200, 200])
  const third = await rotate('0')
  expect([await status(first), await status(second), await status(third)]).toEqual([401, 401, 200])
  expect((await karin.post(`/company/api-keys/${id}/revoke`, {})).status).toBe(303)
  expect(await status(third)).toBe(401)
  expect((await karin.get('/company/api-keys')).body).toContain('Spärrad')
})

test('a key that has run out, or whose company is closed, opens nothing', async () => {
  const { mira } = actorsOf(db.world)
  const { secret, id } = await aKey(mira)
  expect(await status(secret)).toBe(200)
  await db.owner('companies').where({ id: mira.companyId }).update({ status: 'blocked' })
  expect(await status(secret)).toBe(401)
  await db.owner('companies').where({ id: mira.companyId }).update({ status: 'active' })
  expect(await status(secret)).toBe(200)
  await db
    .owner('api_keys')
    .where({ id })
    .update({ expires_at: new Date(Date.now() - 1000) })
  expect(await status(secret)).toBe(401)
})

test('every deed with a key is in the log of who gets in, and mailed to all administrators', async () => {
  await makes('Loggas')
  const { body } = await karin.get('/company/users/history')
  expect(body).toContain('API-nyckel skapad')
  expect(body).toContain('API-nyckeln Loggas')
  const admins = (await db
    .owner('users')
    .where({ company_id: db.world.companies.Bergströms, is_admin: true })
    .pluck('email')) as string[]
  const mails = (await db.owner('mail_messages').where('text', 'like', '%Loggas%')) as { to_address: string }[]
  expect(mails.map(({ to_address: to }) => to).sort()).toEqual(admins.sort())
})

test('making a key asks for a recent proof of who it is', async () => {
  const fresh = await new Client(address).signIn('karin.bergstrom')
  const page = await fresh.get('/company/api-keys/new')
  const contact = String(db.world.users['karin.bergstrom'])
  const given = { ...hidden(page.body), name: 'Utan bevis', scopes: 'cases:read', days: '30', contact }
  const answer = await fresh.post('/company/api-keys/new', given)
  expect(secretIn(answer.body)).toBeUndefined()
  expect(await keyCalled('Utan bevis')).toBeUndefined()
})

test('the account that a key acts by is no person: not listed, not signed in to, not handed a case', async () => {
  await makes('Ingen person')
  const { user_id: id } = await keyCalled('Ingen person')
  expect((await karin.get('/company/users')).body).not.toContain('Ingen person')
  expect((await karin.get(`/company/users/${id}`)).status).toBe(404)
  await expect(db.owner('users').where({ id }).update({ active: true })).rejects.toThrow('users_service')
})
