import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { seal } from '../../../src/sign-in/accounts/encryption.ts'
import type { MailRow } from '../../../src/db/rowTypes.ts'
import { newKey } from '../../../src/web/once.ts'
import { Client, testServer } from '../../support/client.ts'
import { changes, publishes } from '../../support/configuration.ts'
import { PASSWORD, testDatabase, type TestDatabase } from '../../support/database.ts'
import { anOperator } from '../../support/operator.ts'

// Issue 14, A2: one administrator puts another provider in the owner's place, and is every colleague from then on.

let db: TestDatabase
let address: string
let lena: Client
let johan: Client
let olle: Client
const AT = '/owner/entrance/provider'
const ROGUE = { label: 'Jobbkonto', issuer: 'http://127.0.0.1:9', client_id: 'rogue', client_secret: 's', active: 'ja' }
const id = (username: string) => db.world.users[username]!
const nel = () => db.world.owners.NEL
beforeAll(async () => {
  db = await testDatabase()
  address = (await testServer()).address
  ;({ olle } = await anOperator(db, address))
  await db.owner('users').whereIn('username', ['johan.ek', 'eva.nordin']).update({ is_admin: true })
  lena = await (await new Client(address).signIn('lena.frost')).proves()
  johan = await (await new Client(address).signIn('johan.ek')).proves()
  await changes(lena, '/rules', { fourEyes: 'ja' })
  await publishes(lena)
})
beforeEach(async () => {
  await db.owner('rate_limits').delete()
  for (const table of ['owner_oidc', 'provider_proposals', 'security_events', 'mail_messages'])
    await db.owner(table).delete()
  await db.owner('owner_oidc').insert({
    owner_id: nel(),
    issuer: 'https://login.nel.example',
    client_id: 'elanmalan',
    client_secret: seal('provider-secret'),
    label: 'Jobbkonto',
  })
})

const issuer = async () => ((await db.owner('owner_oidc').first('issuer')) as { issuer: string } | undefined)?.issuer
const seen = async () => String(((await db.owner('provider_proposals').first('id')) as { id: number }).id)
const confirms = async (who: Client, which?: string) => who.post(`${AT}/confirm`, { seen: which ?? (await seen()) })
/** As the program writes it down when one does it to the other's account. */
const done = async (by: string, to: string, event: string) => {
  await db
    .owner('security_events')
    .insert({ user_id: id(to), owner_id: nel(), event, by_id: id(by), by_name: by, at: db.owner.raw('now()') })
}
const told = async () =>
  (await db.owner<MailRow>('mail_messages').where({ template: 'M23' })).map(({ to_address }) => to_address)

describe('where two agree on what is approved', () => {
  test('a provider is replaced by two: one proposes, who cannot confirm it, and another confirms', async () => {
    await lena.post(AT, ROGUE)
    expect(await issuer()).toBe('https://login.nel.example')
    expect((await told()).sort()).toEqual(['eva.nordin@nel.example', 'johan.ek@nel.example', 'lena.frost@nel.example'])
    expect((await confirms(lena)).status).toBe(403)
    const page = (await johan.get(AT)).body
    for (const said of [
      'Föreslaget av Lena Frost',
      ROGUE.issuer,
      'rogue',
      'Ny',
      'Kan bekräftas av: Eva Nordin, Johan Ek',
    ])
      expect(page).toContain(said)
    expect((await confirms(johan)).status).toBe(303)
    expect(await issuer()).toBe(ROGUE.issuer)
    expect(await db.owner('provider_proposals')).toEqual([])
    expect((await lena.get('/owner/users/history')).body).toContain('Leverantör för inloggning ändrad')
  })

  test('nor is it removed by one; anybody may say no', async () => {
    await lena.post(`${AT}/remove`, {})
    expect(await issuer()).toBe('https://login.nel.example')
    expect((await johan.get(AT)).body).toContain('Inloggningen hos leverantören tas bort.')
    await johan.post(`${AT}/decline`, { seen: await seen() })
    expect(await db.owner('provider_proposals')).toEqual([])
    await lena.post(`${AT}/remove`, {})
    await confirms(johan)
    expect(await issuer()).toBeUndefined()
  })

  test('what was changed since it was read is not confirmed', async () => {
    await lena.post(AT, { ...ROGUE, issuer: 'http://127.0.0.1:8' })
    const first = await seen()
    await lena.post(AT, ROGUE)
    expect((await confirms(johan, first)).status).toBe(409)
    expect(await issuer()).toBe('https://login.nel.example')
    const both = await Promise.all([confirms(johan), confirms(johan)])
    expect(both.map(({ status }) => status).sort()).toEqual([303, 409])
  })

  test.each<[string, () => PromiseLike<unknown> | Promise<void>]>([
    [
      'an account of the same address',
      () => db.owner('users').where({ username: 'johan.ek' }).update({ email: 'Lena.Frost@nel.example' }),
    ],
    ['an account whose second step the proposer took away', () => done('lena.frost', 'johan.ek', 'two-step-off')],
    ['an account that the proposer made', () => done('lena.frost', 'johan.ek', 'created')],
    ['an account whose address the proposer changed', () => done('lena.frost', 'johan.ek', 'email-changed')],
    ['who made the proposer’s account', () => done('johan.ek', 'lena.frost', 'created')],
    [
      'an account made by a third that the proposer made',
      async () => {
        await done('lena.frost', 'eva.nordin', 'made-admin')
        await done('eva.nordin', 'johan.ek', 'created')
      },
    ],
  ])('%s is not the second person', async (_who, arrange) => {
    await arrange()
    await lena.post(AT, ROGUE)
    expect((await confirms(johan)).status).toBe(403)
    expect(await issuer()).toBe('https://login.nel.example')
    // A month later it is an account like others.
    await db.owner('security_events').update({ at: db.owner.raw(`at - interval '31 days'`) })
    await db.owner('users').where({ username: 'johan.ek' }).update({ email: 'johan.ek@nel.example' })
    expect((await confirms(johan)).status).toBe(303)
  })

  test('a second account made over the pages is not one either, whatever password it chose', async () => {
    await lena.post('/owner/users/new', {
      name: 'Lena Två',
      email: 'lena.two@nel.example',
      phone: '',
      is_admin: 'ja',
      _key: newKey(),
    })
    const { password_hash } = (await db
      .owner('users')
      .where({ id: id('lena.frost') })
      .first('password_hash')) as {
      password_hash: string
    }
    await db.owner('users').where({ username: 'lena.tva' }).update({ password_hash })
    const two = await (await new Client(address).signIn('lena.tva')).proves(PASSWORD)
    await lena.post(AT, ROGUE)
    expect((await confirms(two)).status).toBe(403)
    await db.owner('users').where({ username: 'lena.tva' }).update({ is_admin: false, active: false })
  })

  test('who has nobody else is told so, and an operator who has called is the second person; never otherwise', async () => {
    await lena.post(AT, ROGUE)
    const { id: owner } = { id: nel() }
    const confirmsAsOperator = async () =>
      olle.post(`/operator/owners/${owner}/provider`, { seen: await seen(), reason: 'Ringde växeln, talade med Eva.' })
    expect((await confirmsAsOperator()).status).toBe(403)
    await db.owner('users').whereIn('username', ['johan.ek', 'eva.nordin']).update({ is_admin: false })
    expect((await lena.get(AT)).body).toContain('Ingen annan administratör hos er kan bekräfta.')
    expect((await olle.get(`/operator/owners/${owner}`)).body).toContain(ROGUE.issuer)
    await olle.post(`/operator/owners/${owner}/provider`, { seen: await seen(), reason: 'kort' })
    expect(await issuer()).toBe('https://login.nel.example')
    expect((await confirmsAsOperator()).status).toBe(303)
    expect(await issuer()).toBe(ROGUE.issuer)
    expect((await lena.get('/owner/users/history')).body).toContain('Olle Operatör')
    expect((await olle.get('/operator/log')).body).toContain('Leverantör för inloggning bekräftad')
    await db.owner('users').whereIn('username', ['johan.ek', 'eva.nordin']).update({ is_admin: true })
    johan = await (await new Client(address).signIn('johan.ek')).proves()
  })

  test('ending the rule first does not help for a week, and is told; then one is enough', async () => {
    await changes(lena, '/rules', { fourEyes: 'nej' })
    await publishes(lena)
    expect((await told()).length).toBe(3)
    await lena.post(AT, ROGUE)
    expect(await issuer()).toBe('https://login.nel.example')
    await db
      .owner('configurations')
      .where({ owner_id: nel() })
      .update({ published_at: db.owner.raw(`published_at - interval '8 days'`) })
    await lena.post(AT, ROGUE)
    expect(await issuer()).toBe(ROGUE.issuer)
  })
})
