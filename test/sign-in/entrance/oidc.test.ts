import { beforeAll, beforeEach, expect, test } from 'vitest'
import { keyring, seal } from '../../../src/sign-in/accounts/encryption.ts'
import type { MailRow } from '../../../src/db/rowTypes.ts'
import { Client, hidden, testServer, type Answer } from '../../support/client.ts'
import { testDatabase, type TestDatabase } from '../../support/database.ts'
import { testProvider, type TestProvider } from './provider.ts'

let db: TestDatabase
let address: string
let provider: TestProvider
beforeAll(async () => {
  db = await testDatabase()
  address = (await testServer()).address
  provider = await testProvider(['nel', 'vkn'].map((code) => `${address}/n/${code}/provider/callback`))
})

const owner = (code: 'NEL' | 'VKN') => db.owner('owners').where({ code })
const eva = () => db.owner('users').where({ username: 'eva.nordin' })
beforeEach(async () => {
  for (const table of ['oidc_identities', 'oidc_requests', 'owner_oidc', 'rate_limits']) await db.owner(table).delete()
  await db.owner('owner_oidc').insert(
    (['NEL', 'VKN'] as const).map((code) => ({
      owner_id: db.world.owners[code],
      issuer: provider.issuer,
      client_id: 'elanmalan',
      client_secret: seal('provider-secret'),
      label: 'Logga in med jobbkontot',
      active: true,
    })),
  )
  await owner('NEL').update({ two_step_required: false })
  await eva().update({ active: true, email: 'eva.nordin@nel.example' })
  provider.login = { accountId: 'eva', email: 'Eva.Nordin@nel.example', verified: true }
})

const path = (url: string) => url.replace(address, '')
/** All the way: what our callback answers to the browser that set out. */
async function comes(from = '/n/nel/provider', who = new Client(address)): Promise<{ who: Client; answer: Answer }> {
  const back = await provider.walk(who, from)
  expect(back).toContain('/provider/callback?code=')
  return { who, answer: await who.get(path(back), { 'sec-fetch-site': 'cross-site' }) }
}
/** Back at the entrance, with the reason, and not inside. */
async function refused({ who, answer }: { who: Client; answer: Answer }, why: string): Promise<void> {
  expect(answer.location).toMatch(/^\/n\/(nel|vkn)$/)
  expect((await who.get(answer.location)).body).toContain(why)
  expect((await who.get('/inbox')).status).toBe(303)
}

test('who signs in at the owner’s provider is inside, where they wanted to go; their account knows them from then on', async () => {
  const { who, answer } = await comes('/n/nel/provider?next=/archive')
  expect([answer.status, answer.location]).toEqual([303, '/archive'])
  expect((await who.get('/inbox')).body).toContain('Eva Nordin')
  expect((await who.get('/profile/sessions')).body).toContain('nätbolagets konto')
  expect((await who.get('/profile/history')).body).toContain('Kopplat till nätbolagets inloggning')
  const mail = await db.owner<MailRow>('mail_messages').where({ template: 'M16' }).orderBy('id', 'desc').first()
  expect(mail).toMatchObject({ to_address: 'eva.nordin@nel.example' })
  expect(mail!.text).toContain('Logga in med jobbkontot')
  // By identity now: neither a new address nor one that is no longer verified changes who it is.
  provider.login = { accountId: 'eva', email: 'eva.gift@nel.example', verified: false }
  expect((await comes()).answer.location).toBe('/')
})

test('a provider lets in nobody whom the owner has not: unknown, unverified, another owner’s, closed', async () => {
  const NOBODY = 'Det finns inget öppet konto för dig här'
  for (const email of ['okand@nel.example', 'petra.wallin@vkn.example', 'amir.haddad@bergstroms-elservice.example']) {
    provider.login = { accountId: `new-${email}`, email, verified: true }
    await refused(await comes(), NOBODY)
  }
  provider.login = { accountId: 'eva', email: 'eva.nordin@nel.example', verified: false }
  await refused(await comes(), NOBODY)
  provider.login.verified = true
  expect((await comes()).answer.location).toBe('/')
  await eva().update({ active: false })
  await refused(await comes(), NOBODY)
  // Somebody else who gets the address at the provider is not the person whose identity is known.
  await eva().update({ active: true })
  provider.login = { accountId: 'another', email: 'eva.nordin@nel.example', verified: true }
  await refused(await comes(), NOBODY)
})

test('an answer is good once, in the browser that asked, and at the owner that asked', async () => {
  const amir = new Client(address)
  const back = path(await provider.walk(amir, '/n/nel/provider'))
  const stranger = new Client(address)
  await refused({ who: stranger, answer: await stranger.get(back) }, 'avbröts')
  const atVkn = new Client(address)
  const mixed = path(await provider.walk(atVkn, '/n/vkn/provider')).replace('/n/vkn', '/n/nel')
  await refused({ who: atVkn, answer: await atVkn.get(mixed) }, 'avbröts')
  expect((await amir.get(back)).location).toBe('/')
  const again = new Client(address)
  again.carry('oidc', new URL(back, address).searchParams.get('state')!)
  await refused({ who: again, answer: await again.get(back) }, 'avbröts')
})

test('a code for another nonce, or another issuer’s, is refused', async () => {
  const who = new Client(address)
  const back = path(await provider.walk(who, '/n/nel/provider'))
  await db.owner('oidc_requests').update({ nonce: 'another' })
  await refused({ who, answer: await who.get(back) }, 'gick inte igenom')
  const other = new Client(address)
  const theirs = path(await provider.walk(other, '/n/nel/provider')).replace(
    /iss=[^&]*/,
    'iss=https%3A%2F%2Fevil.example',
  )
  await refused({ who: other, answer: await other.get(theirs) }, 'gick inte igenom')
})

test('where two steps are demanded, those of the provider count when it says so or is trusted to', async () => {
  await owner('NEL').update({ two_step_required: true })
  expect((await comes()).answer.location).toBe('/sign-in/enrol')
  provider.login.amr = ['pwd', 'mfa']
  expect((await comes()).answer.location).toBe('/')
  delete provider.login.amr
  await db.owner('owner_oidc').update({ two_steps: true, updated_at: db.owner.raw('now()') })
  expect((await comes()).answer.location).toBe('/')
})

test('a provider that is away, switched off or not there is said so, and the password still works', async () => {
  await db.owner('owner_oidc').where({ owner_id: db.world.owners.NEL }).update({ issuer: 'http://127.0.0.1:9' })
  const who = new Client(address)
  await refused({ who, answer: await who.get('/n/nel/provider') }, 'svarar inte just nu')
  expect((await who.get('/n/nel')).body).toContain('Logga in med jobbkontot')
  await db.owner('owner_oidc').update({ active: false })
  expect((await who.get('/n/nel')).body).not.toContain('Logga in med jobbkontot')
  expect((await who.get('/n/nel/provider')).status).toBe(404)
  expect((await who.get('/n/sjb/provider')).status).toBe(404)
})

test('the administrator sets it up, tests it and takes it away; the secret is never shown', async () => {
  await db.owner('owner_oidc').delete()
  const lena = await (await new Client(address).signIn('lena.frost')).proves()
  const at = '/owner/entrance/provider'
  const page = await lena.get(at)
  expect(page.body).toContain(`${address}/n/nel/provider/callback`)
  const typed = { label: 'Jobbkonto', issuer: provider.issuer, client_id: 'elanmalan', active: 'ja' }
  const wrong = await lena.post(at, {
    ...hidden(page.body),
    ...typed,
    issuer: 'login',
    client_secret: 'provider-secret',
  })
  expect(wrong.status).toBe(422)
  expect(wrong.body).toContain('Ange adressen med https.')
  expect(wrong.body).not.toContain('provider-secret')
  expect((await lena.post(at, { ...hidden(page.body), ...typed })).status).toBe(422)
  expect((await lena.post(at, { ...hidden(page.body), ...typed, client_secret: 'provider-secret' })).status).toBe(303)
  expect((await lena.get(at)).body).not.toContain('provider-secret')
  const row = (await db.owner('owner_oidc').first()) as { client_secret: Buffer; owner_id: number }
  expect(row.owner_id).toBe(db.world.owners.NEL)
  expect(row.client_secret.toString('latin1')).not.toContain('provider-secret')
  await lena.post(`${at}/test`, {})
  expect((await lena.get(at)).body).toContain('Leverantören svarar')
  expect((await comes()).answer.location).toBe('/')
  // Without a new secret the old one stays.
  await lena.post(at, { ...hidden(page.body), ...typed, issuer: 'http://127.0.0.1:9' })
  expect((await lena.get(at)).body).toContain('Leverantören svarar inte')
  await lena.post(`${at}/remove`, {})
  expect(await db.owner('owner_oidc')).toEqual([])
})

test('a secret that was sealed with a key that is gone is asked for again, and nothing else stops', async () => {
  const { seal: foreign } = keyring('a key that is no longer ours, long enough', [])
  const rows = () => db.owner('owner_oidc').where({ owner_id: db.world.owners.NEL })
  await rows().update({ client_secret: foreign('provider-secret') })
  const entrance = await new Client(address).get('/n/nel')
  expect(entrance.status).toBe(200)
  const away = await new Client(address).get('/n/nel/provider')
  expect([away.status, away.location]).toEqual([303, '/n/nel'])
  const lena = await new Client(address).signIn('lena.frost')
  await lena.proves()
  const page = await lena.get('/owner/entrance/provider')
  expect(page.status).toBe(200)
  const tried = await lena.post('/owner/entrance/provider/test', hidden(page.body))
  expect((await lena.get(tried.location)).body).toContain('hemlighet går inte att läsa längre')
  const settings = { label: 'Logga in med jobbkontot', issuer: provider.issuer, client_id: 'elanmalan', active: 'ja' }
  const saved = await lena.post('/owner/entrance/provider', {
    ...hidden(page.body),
    ...settings,
    client_secret: 'provider-secret',
  })
  expect(saved.status).toBe(303)
  expect((await comes()).answer.location).toBe('/')
})
