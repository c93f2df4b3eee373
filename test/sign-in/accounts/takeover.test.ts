import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { seal } from '../../../src/sign-in/accounts/encryption.ts'
import type { MailRow } from '../../../src/db/rowTypes.ts'
import { newKey } from '../../../src/web/once.ts'
import { Client, testServer } from '../../support/client.ts'
import { PASSWORD, testDatabase, type TestDatabase } from '../../support/database.ts'

// Issue 14, A2: an account taken over from a session that was left open, without the password.

let db: TestDatabase
let address: string
let lena: Client
beforeAll(async () => {
  db = await testDatabase()
  address = (await testServer()).address
})
beforeEach(async () => {
  await db.owner('rate_limits').delete()
  await db.owner('mail_messages').delete()
  lena = await new Client(address).signIn('lena.frost')
})

const id = (username: string) => db.world.users[username]!
const user = (username: string) => db.owner('users').where({ username })
const eva = { name: 'Eva Nordin', email: 'eva.nordin@nel.example', phone: '', permission_sets: 'H' }
const LENA = 'lena.frost@nel.example'
const told = (template: string) => db.owner<MailRow>('mail_messages').where({ template }).orderBy('id')

/** What a thief at an open browser would post, and the table and row that must then be as it was. */
const ATTACKS: [string, () => [path: string, typed: Record<string, string>], () => PromiseLike<unknown>][] = [
  ['her own address', () => ['/profile/email', { email: 'thief@evil.example' }], () => db.owner('one_time_links')],
  [
    'another’s address',
    () => [`/owner/users/${id('eva.nordin')}`, { ...eva, email: 'thief@evil.example' }],
    () => user('eva.nordin').select('email'),
  ],
  [
    'another made administrator',
    () => [`/owner/users/${id('eva.nordin')}`, { ...eva, is_admin: 'ja' }],
    () => user('eva.nordin').select('is_admin'),
  ],
  [
    'another’s permissions',
    () => [`/owner/users/${id('eva.nordin')}`, { ...eva, permission_sets: 'L' }],
    () => user('eva.nordin').select('permission_sets'),
  ],
  [
    'a second step taken away',
    () => [`/owner/users/${id('johan.ek')}/two-step-off`, {}],
    () => db.owner('totp_secrets').select('user_id'),
  ],
  [
    'sessions ended',
    () => [`/owner/users/${id('johan.ek')}/sign-out`, {}],
    () =>
      db
        .owner('sessions')
        .where({ user_id: id('johan.ek') })
        .select('id'),
  ],
  [
    'a new administrator',
    () => ['/owner/users/new', { name: 'Tjuven Själv', email: 'thief@evil.example', is_admin: 'ja', invite: 'ja' }],
    () => db.owner('users').count(),
  ],
  [
    'people from a file',
    () => ['/owner/users/import', { text: 'Namn;E-post\nTjuven Själv;thief@evil.example', do: 'create' }],
    () => db.owner('users').count(),
  ],
  [
    'account details sent',
    () => [`/owner/users/${id('eva.nordin')}/invite`, {}],
    () => db.owner('graphile_worker.jobs').where({ task_identifier: 'invite' }),
  ],
  [
    'an account closed',
    () => [`/owner/users/${id('johan.ek')}/leave`, { to: 'nobody' }],
    () => user('johan.ek').select('active'),
  ],
  [
    'the owner’s sign-in provider replaced',
    () => [
      '/owner/entrance/provider',
      { label: 'Jobbkonto', issuer: 'http://evil.example', client_id: 'x', client_secret: 'y', active: 'ja' },
    ],
    () => db.owner('owner_oidc'),
  ],
  ['the owner’s sign-in provider removed', () => ['/owner/entrance/provider/remove', {}], () => db.owner('owner_oidc')],
]

describe('from an open session without the password', () => {
  beforeAll(async () => {
    await db
      .owner('totp_secrets')
      .insert({ user_id: id('johan.ek'), secret: Buffer.from('x'), confirmed_at: new Date() })
    await db.owner('owner_oidc').insert({
      owner_id: db.world.owners.NEL,
      issuer: 'https://login.nel.example',
      client_id: 'elanmalan',
      client_secret: seal('provider-secret'),
      label: 'Jobbkonto',
    })
  })

  beforeEach(() => new Client(address).signIn('johan.ek').catch(() => null))

  test.each(ATTACKS)(
    '%s: nothing happens, and with the password the same form is done',
    async (_what, attack, read) => {
      const before = await read()
      const [path, typed] = attack()
      const form = { _key: newKey(), ...typed }
      for (const guess of [{}, { current: '' }, { current: 'gissning' }, { proof_code: '000000' }]) {
        const answer = await lena.post(path, { ...form, ...guess })
        expect([answer.status, answer.body.includes('data-proof')]).toEqual([422, true])
      }
      expect(await read()).toEqual(before)
      expect(await told('M23')).toEqual([])

      // What was typed is not asked for again: the page that asks carries it.
      const asked = await lena.post(path, form)
      const done = await lena.submit(path, asked, { current: PASSWORD })
      expect(done.status).toBe(303)
      expect(await read()).not.toEqual(before)
    },
  )
})

test('the page that asks shows nothing of what was typed, and its form is good for no other session or address', async () => {
  const typed = { label: 'Jobbkonto', issuer: 'http://login.example', client_id: 'x', client_secret: 'hemligheten' }
  const asked = await lena.post('/owner/entrance/provider', typed)
  expect(asked.body).not.toContain('hemligheten')
  const other = await new Client(address).signIn('lena.frost')
  expect((await other.submit('/owner/entrance/provider', asked, { current: PASSWORD })).body).toContain('för gammal')
  expect((await lena.submit('/profile/two-step/off', asked, { current: PASSWORD })).body).toContain('för gammal')
  const forged = await lena.post('/owner/entrance/provider', {
    _held: 'eyJwdXJwb3NlIjoiaGVsZC1mb3JtIn0',
    current: PASSWORD,
  })
  expect(forged.body).toContain('för gammal')
})

test('a proof is good for ten minutes of that session, so that ten invitations ask once', async () => {
  const invites = (who = lena) =>
    who.post('/owner/users/new', { ...eva, name: 'Ny Person', email: 'ny@nel.example', _key: newKey() })
  await lena.proves()
  for (let i = 0; i < 10; i += 1) expect((await invites()).status).toBe(303)
  const elsewhere = await new Client(address).signIn('lena.frost')
  expect((await invites(elsewhere)).body).toContain('data-proof')
  // A wrong password is refused also while the proof stands.
  expect((await lena.post('/owner/users/new', { ...eva, current: 'gissning', _key: newKey() })).status).toBe(422)
  await db.owner('sessions').update({ proven_at: db.owner.raw(`now() - interval '11 minutes'`) })
  expect((await invites()).body).toContain('data-proof')
})

test('guessing is counted with the tries at the door and written down; at eleven also the right password waits', async () => {
  await new Client(address).post('/sign-in', { username: 'lena.frost', password: 'gissning' })
  for (let i = 0; i < 9; i += 1)
    expect((await lena.post('/profile/proof', { current: `gissning ${i}` })).status).toBe(422)
  const late = await lena.post('/profile/proof', { current: PASSWORD })
  expect([late.status, Number(late.headers.get('retry-after')) > 0]).toEqual([429, true])
  expect(late.body).toContain('För många försök')
  const events = () => db.owner('security_events').where({ user_id: id('lena.frost'), event: 'wrong-password' })
  await expect.poll(async () => (await events()).length).toBeGreaterThanOrEqual(10)
})

describe('every administrator is told', () => {
  beforeAll(async () => {
    await db.owner('users').where({ owner_id: db.world.owners.NEL }).update({ is_admin: false })
    await user('lena.frost').update({ is_admin: true })
    await user('johan.ek').update({ is_admin: true, active: true })
    await user('eva.nordin').update({ ...eva, phone: null, permission_sets: ['H'] })
  })

  test('of each deed, by whom and from where, and reads it in the tenant’s history', async () => {
    await lena.proves()
    await lena.post(`/owner/users/${id('eva.nordin')}`, { ...eva, email: 'eva.ny@nel.example', is_admin: 'ja' })
    const mails = await told('M23')
    const pairs = mails.map(({ to_address, subject }) => `${to_address}: ${subject}`).sort()
    const [admin, moved] = ['Eva Nordin blev administratör', 'E-postadressen för Eva Nordin är bytt']
    // She is one herself when the address is changed.
    const expected = [`eva.ny@nel.example: ${moved}`]
    for (const to of ['johan.ek@nel.example', LENA]) expected.push(`${to}: ${admin}`, `${to}: ${moved}`)
    expect(pairs).toEqual(expected.sort())
    expect(mails[0]!.text).toContain('Gjordes av: Lena Frost')
    expect(mails[0]!.text).toMatch(/Varifrån: .*127\.0\.0\.1/)
    const page = (await lena.get('/owner/users/history')).body
    for (const said of ['E-postadress bytt', 'Blev administratör', 'Eva Nordin', 'Lena Frost'])
      expect(page).toContain(said)
    await user('eva.nordin').update({ is_admin: false, email: eva.email })
  })

  test('a file of fifty people is one mail to each', async () => {
    await lena.proves()
    const rows = Array.from({ length: 50 }, (_, i) => `Person Nummer${i};p${i}@nel.example`)
    const text = ['Namn;E-post', ...rows].join('\n')
    expect((await lena.post('/owner/users/import', { _key: newKey(), text, do: 'create' })).status).toBe(303)
    const mails = await told('M23')
    expect(mails.map(({ subject }) => subject)).toEqual(Array(2).fill('50 användare är upplagda från en fil'))
    expect(mails.map(({ to_address }) => to_address).sort()).toEqual(['johan.ek@nel.example', LENA])
  })

  test('who ceases to be one is told too, and nobody of another tenant', async () => {
    await lena.proves()
    await lena.post(`/owner/users/${id('johan.ek')}`, { ...eva, name: 'Johan Ek', email: 'johan.ek@nel.example' })
    const mails = await told('M23')
    expect(mails.map(({ to_address }) => to_address).sort()).toEqual(['johan.ek@nel.example', LENA])
    const petra = await new Client(address).signIn('petra.wallin')
    expect((await petra.get('/owner/users/history')).body).not.toContain('Lena Frost')
    expect((await (await new Client(address).signIn('eva.nordin')).get('/owner/users/history')).status).toBe(403)
  })
})
