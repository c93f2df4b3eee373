import { TOTP, Secret } from 'otpauth'
import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { seal } from '../../../src/sign-in/accounts/encryption.ts'
import { Client, testServer, type Answer } from '../../support/client.ts'
import { testDatabase, type TestDatabase } from '../../support/database.ts'
import { testProvider, type TestProvider } from './provider.ts'

let db: TestDatabase
let address: string
let provider: TestProvider
beforeAll(async () => {
  db = await testDatabase()
  address = (await testServer()).address
  provider = await testProvider([`${address}/n/nel/provider/callback`])
  const settings = { issuer: provider.issuer, client_id: 'elanmalan', label: 'Logga in med jobbkontot', active: true }
  await db
    .owner('owner_oidc')
    .insert({ ...settings, owner_id: db.world.owners.NEL, client_secret: seal('provider-secret') })
})
const eva = () => db.owner('users').where({ username: 'eva.nordin' })
beforeEach(async () => {
  await db.owner('rate_limits').delete()
  await db.owner('totp_secrets').delete()
  provider.login = { accountId: 'eva', email: 'eva.nordin@nel.example', verified: true }
})

const path = (url: string) => url.replace(address, '')
const crossSite = { 'sec-fetch-site': 'cross-site' }
async function comes(who: Client, from = '/n/nel/provider'): Promise<Answer> {
  return who.get(path(await provider.walk(who, from)), crossSite)
}
const KEY = 'JBSWY3DPEHPK3PXP'
const setsUpApp = () =>
  db
    .owner('totp_secrets')
    .insert({ user_id: db.world.users['eva.nordin']!, secret: seal(KEY), confirmed_at: new Date() })

describe('a provider’s word never skips a second step that the person has set up', () => {
  test.each([
    ['the token says mfa', { amr: ['pwd', 'mfa'] }, false],
    ['the owner vouches for it', {}, true],
  ])('where %s', async (_when, login, two_steps) => {
    await db.owner('owner_oidc').update({ two_steps, updated_at: db.owner.raw('now()') })
    Object.assign(provider.login, login)
    await setsUpApp()
    const who = new Client(address)
    expect((await comes(who)).location).toBe('/sign-in/second-step')
    expect(who.cookie('session')).toBeUndefined()
    const code = new TOTP({ secret: Secret.fromBase32(KEY) }).generate()
    expect((await who.post('/sign-in/second-step', { code })).location).toBe('/')
    await db.owner('owner_oidc').update({ two_steps: false, updated_at: db.owner.raw('now()') })
  })
})

describe('who has no password proves it at the provider', () => {
  beforeEach(() => eva().update({ password_hash: null }))

  /** Inside by the provider, at the page that asks. */
  async function asked(): Promise<{ who: Client; page: Answer; to: string }> {
    const who = new Client(address)
    await comes(who)
    const page = await who.post('/profile/email', { email: 'eva.ny@nel.example' })
    expect([page.status, page.body.includes('name="current"')]).toEqual([422, false])
    return { who, page, to: /href="(\/profile\/proof\/provider\/[^"]+)"/.exec(page.body)![1]! }
  }

  test('by signing in there once more, and what was typed goes on', async () => {
    const { who, to } = await asked()
    const start = await who.get(to)
    const asks = new URL(start.location).searchParams
    expect([asks.get('prompt'), asks.get('max_age')]).toEqual(['login', '0'])
    const back = await comes(who, to)
    expect(back.location).toMatch(/^\/profile\/proof\/provider\/back\//)
    const page = await who.get(back.location)
    expect((await who.submit('/profile/email', page, {})).location).toBe('/profile')
    expect((await who.get('/profile')).body).toContain('eva.ny@nel.example')
  })

  test('not by who comes as somebody else, nor by a sign-in of before, nor for another session', async () => {
    const { who, to } = await asked()
    const refused = async (answer: Answer) => {
      expect(answer.location).toBe('/profile')
      expect((await who.get('/profile')).body).toContain('visade inte att det är du')
      expect((await who.post('/profile/email', { email: 'x@nel.example' })).body).toContain('data-proof')
    }
    provider.login.accountId = 'johan'
    await refused(await comes(who, to))
    provider.login.accountId = 'eva'
    const url = path(await provider.walk(who, to))
    await db.owner('oidc_requests').update({ expires_at: db.owner.raw(`expires_at + interval '5 minutes'`) })
    await refused(await who.get(url, crossSite))

    const thief = new Client(address)
    await comes(thief)
    expect((await thief.get(to)).status).toBe(404)
    const theirs = path(await provider.walk(who, to))
    thief.carry('oidc', new URL(theirs, address).searchParams.get('state')!)
    expect((await thief.get(theirs, crossSite)).status).toBe(404)
    expect((await thief.post('/profile/email', { email: 'x@nel.example' })).body).toContain('data-proof')
  })

  test('or by a code of their app, once', async () => {
    const { who } = await asked()
    await setsUpApp()
    const code = new TOTP({ secret: Secret.fromBase32(KEY) }).generate()
    const page = await who.post('/profile/email', { email: 'eva.ny@nel.example' })
    expect((await who.submit('/profile/email', page, { proof_code: '000000' })).body).toContain('Koden stämmer inte')
    expect((await who.submit('/profile/email', page, { proof_code: code })).location).toBe('/profile')
    await db.owner('sessions').update({ proven_at: null })
    expect((await who.submit('/profile/email', page, { proof_code: code })).body).toContain('Koden stämmer inte')
  })

  test('and the first password is chosen after it, not before', async () => {
    const { who } = await asked()
    const typed = { password: 'tågresan till kiruna', repeat: 'tågresan till kiruna' }
    for (const answer of [await who.get('/profile/password'), await who.post('/profile/password', typed)])
      expect(answer.location).toBe('/profile/proof?next=/profile/password')
    expect(await eva().first('password_hash')).toEqual({ password_hash: null })
  })
})
