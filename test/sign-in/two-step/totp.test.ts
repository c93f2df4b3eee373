import { Secret, TOTP } from 'otpauth'
import { beforeAll, beforeEach, expect, test } from 'vitest'
import { useKey } from '../../../src/web/rateLimits.ts'
import { Client, hidden, testServer } from '../../support/client.ts'
import { PASSWORD, testDatabase, type TestDatabase } from '../../support/database.ts'

let db: TestDatabase
let address: string
beforeAll(async () => {
  db = await testDatabase()
  address = (await testServer()).address
})
beforeEach(async () => {
  for (const table of ['rate_limits', 'totp_secrets', 'recovery_codes']) await db.owner(table).delete()
})

const keyOn = (html: string) => /<code class="secret">([A-Z2-7 ]+)</.exec(html)![1]!.replaceAll(' ', '')
const codeOf = (key: string, ahead = 0) =>
  new TOTP({ issuer: 'Elanmälan', secret: Secret.fromBase32(key) }).generate({ timestamp: Date.now() + ahead * 30_000 })
const recoveryOn = (html: string) => [...html.matchAll(/<li><code>([a-z2-9-]+)<\/code>/g)].map((match) => match[1]!)
const idOf = (username: string) => db.world.users[username]!
/** As if half a minute had passed: a code works once, and the tests are quicker than the clock. */
const later = (username: string) =>
  db
    .owner('totp_secrets')
    .where({ user_id: idOf(username) })
    .update({ last_step: 0 })

async function turnsOn(username: string): Promise<{ who: Client; key: string; codes: string[] }> {
  const who = await new Client(address).signIn(username)
  const page = await who.get('/profile/two-step')
  const key = keyOn(page.body)
  const done = await who.submit('/profile/two-step', page, { code: codeOf(key), current: PASSWORD })
  expect(done.status).toBe(200)
  await later(username)
  return { who, key, codes: recoveryOn(done.body) }
}
async function firstStep(username: string): Promise<Client> {
  const who = new Client(address)
  const answer = await who.post('/sign-in', { username, password: PASSWORD, next: '/archive' })
  expect(answer.location).toBe('/sign-in/second-step')
  return who
}
const givesCode = (who: Client, code: string) => who.post('/sign-in/second-step', { code })

test('it is set up with a code of the app and the password, and from then on a password alone opens nothing', async () => {
  const elsewhere = await new Client(address).signIn('amir.haddad')
  const who = await new Client(address).signIn('amir.haddad')
  const page = await who.get('/profile/two-step')
  const key = keyOn(page.body)
  expect((await who.get('/profile/two-step/qr.svg')).headers.get('content-type')).toContain('image/svg+xml')
  const set = (typed: Record<string, string>) => who.submit('/profile/two-step', page, typed)
  expect((await set({ code: codeOf(key), current: 'gissning' })).status).toBe(422)
  expect((await set({ code: '000000', current: PASSWORD })).status).toBe(422)
  const done = await set({ code: codeOf(key), current: PASSWORD })
  expect(recoveryOn(done.body)).toHaveLength(10)
  expect((await elsewhere.get('/inbox')).status).toBe(303)
  expect((await who.get('/profile/two-step')).body).not.toContain(key.slice(0, 4))
  await later('amir.haddad')
  const again = await firstStep('amir.haddad')
  expect(again.cookie('session')).toBeUndefined()
  for (const path of ['/inbox', '/profile', '/password/new', '/sign-in/enrol'])
    expect((await again.get(path)).status).toBe(303)
  expect((await givesCode(again, '123 456')).status).toBe(422)
  const inside = await givesCode(again, codeOf(key).replace(/^(...)/, '$1 '))
  expect([inside.status, inside.location]).toEqual([303, '/archive'])
  expect((await again.get('/inbox')).status).toBe(200)
})

test('a code works once, also for two who use it at the same moment', async () => {
  const { key } = await turnsOn('sofia.lindqvist')
  const two = await Promise.all([firstStep('sofia.lindqvist'), firstStep('sofia.lindqvist')])
  const code = codeOf(key)
  const answers = await Promise.all(two.map((who) => givesCode(who, code)))
  expect(answers.map(({ status }) => status).sort()).toEqual([303, 422])
  expect((await givesCode(await firstStep('sofia.lindqvist'), code)).status).toBe(422)
})

test('a code of the minute before last is too old, one half a minute fast is taken', async () => {
  const { key } = await turnsOn('karin.bergstrom')
  const who = await firstStep('karin.bergstrom')
  expect((await givesCode(who, codeOf(key, -3))).status).toBe(422)
  expect((await givesCode(who, codeOf(key, 1))).status).toBe(303)
})

test('a recovery code opens once, in any spacing, and new ones end the old', async () => {
  const { who, codes } = await turnsOn('mira.dahl')
  expect((await givesCode(await firstStep('mira.dahl'), codes[0]!.toUpperCase().replaceAll('-', ' '))).status).toBe(303)
  expect((await givesCode(await firstStep('mira.dahl'), codes[0]!)).status).toBe(422)
  const renewed = await who.post('/profile/two-step/codes', { current: PASSWORD })
  expect(recoveryOn(renewed.body)).toHaveLength(10)
  expect((await givesCode(await firstStep('mira.dahl'), codes[1]!)).status).toBe(422)
  expect((await who.get('/profile/history')).body).toContain('Återställningskod använd')
})

test('guessing stops at ten, and a right code does not help then', async () => {
  const { key } = await turnsOn('eva.nordin')
  const who = await firstStep('eva.nordin')
  const statuses = []
  for (let i = 0; i < 11; i += 1) statuses.push((await givesCode(who, String(100_000 + i))).status)
  expect(statuses.filter((status) => status === 422).length).toBeLessThanOrEqual(10)
  expect((await givesCode(who, codeOf(key))).status).not.toBe(200)
  expect(who.cookie('session')).toBeUndefined()
})

test('who guesses elsewhere, or signs in often, locks nobody out', async () => {
  const { key } = await turnsOn('eva.nordin')
  // As from another network: the tries of one are no other’s.
  await db
    .owner('rate_limits')
    .insert({ key: useKey('second-step', `${idOf('eva.nordin')} 203.0.113.7`), points: 11, expire: Date.now() + 9e5 })
  for (let i = 0; i < 12; i += 1) {
    await later('eva.nordin')
    expect((await givesCode(await firstStep('eva.nordin'), codeOf(key))).status).toBe(303)
  }
})

test('a hundred wrong codes in a day end codes for the day, from wherever, with successes in between; the person is told once', async () => {
  const { key } = await turnsOn('lena.frost')
  const day = () => db.owner('rate_limits').where({ key: useKey('second-step-day', String(idOf('lena.frost'))) })
  expect((await givesCode(await firstStep('lena.frost'), '000000')).status).toBe(422)
  await day().update({ points: 99 })
  expect((await givesCode(await firstStep('lena.frost'), codeOf(key))).status).toBe(303)
  await later('lena.frost')
  expect((await givesCode(await firstStep('lena.frost'), '000000')).status).toBe(422)
  for (const code of ['000000', codeOf(key)]) {
    const late = await givesCode(await firstStep('lena.frost'), code)
    expect([
      late.status,
      late.body.includes('vänta till i morgon'),
      Number(late.headers.get('retry-after')) > 900,
    ]).toEqual([429, true, true])
  }
  const mails = await db.owner('mail_messages').where({ subject: 'Någon gissar koder till ditt konto' })
  expect(mails).toHaveLength(1)
})

test('neither the key nor a recovery code can be read in the tables', async () => {
  const { key, codes } = await turnsOn('johan.ek')
  const rows = JSON.stringify([await db.owner('totp_secrets').select(), await db.owner('recovery_codes').select()])
  expect(rows).not.toContain(key)
  expect(rows).not.toContain(codes[0])
  const { secret } = (await db
    .owner('totp_secrets')
    .where({ user_id: idOf('johan.ek') })
    .first('secret')) as { secret: Buffer }
  expect(secret.includes(Buffer.from(key))).toBe(false)
})

test('a forgotten password does not pass by the second step', async () => {
  await turnsOn('lena.frost')
  const hash = (await import('../../../src/sign-in/accounts/reset.ts')).hashTemporary('abcdef-ghijkm-npqrst-uvwxyz')
  await db
    .owner('temporary_passwords')
    .insert({ user_id: idOf('lena.frost'), secret_hash: hash, expires_at: new Date(Date.now() + 9e5) })
  const lena = new Client(address)
  const answer = await lena.post('/sign-in', { username: 'lena.frost', password: 'abcdef-ghijkm-npqrst-uvwxyz' })
  expect(answer.location).toBe('/sign-in/second-step')
  expect((await lena.get('/password/new')).location).toBe('/sign-in')
})

test('who only has the browser cannot take it away; with the password one can, unless the tenant demands it', async () => {
  const { who } = await turnsOn('petra.wallin')
  expect((await who.post('/profile/two-step/off', { current: 'gissning' })).status).toBe(422)
  await db.owner('owners').where({ code: 'VKN' }).update({ two_step_required: true })
  await who.post('/profile/two-step/off', { current: PASSWORD })
  expect((await firstStep('petra.wallin')).cookie('session')).toBeUndefined()
  await db.owner('owners').where({ code: 'VKN' }).update({ two_step_required: false })
  await who.post('/profile/two-step/off', { current: PASSWORD })
  expect((await new Client(address).post('/sign-in', { username: 'petra.wallin', password: PASSWORD })).location).toBe(
    '/',
  )
})

test('where the tenant demands it, one sets it up on the way in, and is in with it', async () => {
  await db.owner('owners').where({ code: 'SJB' }).update({ two_step_required: true })
  const nils = new Client(address)
  const answer = await nils.post('/sign-in', { username: 'nils.aberg', password: PASSWORD })
  expect(answer.location).toBe('/sign-in/enrol')
  const page = await nils.get('/sign-in/enrol')
  expect((await nils.post('/sign-in/enrol/done', {})).location).toBe('/sign-in/enrol')
  const key = keyOn(page.body)
  expect((await nils.submit('/sign-in/enrol', page, { code: '000000' })).status).toBe(422)
  const shown = await nils.submit('/sign-in/enrol', page, { code: codeOf(key) })
  expect(recoveryOn(shown.body)).toHaveLength(10)
  expect(nils.cookie('session')).toBeUndefined()
  expect((await nils.post('/sign-in/enrol/done', hidden(shown.body))).location).toBe('/')
  expect((await nils.get('/inbox')).status).toBe(200)
})

test('an administrator helps whoever has lost the phone, and the person is told', async () => {
  await db
    .owner('totp_secrets')
    .where({ user_id: idOf('karin.bergstrom') })
    .delete()
  const karin = await (await new Client(address).signIn('karin.bergstrom')).proves()
  await karin.post(`/company/users/${idOf('sofia.lindqvist')}/two-step-off`, {})
  const sofia = await new Client(address).signIn('sofia.lindqvist')
  expect((await sofia.get('/profile/history')).body).toContain('Karin Bergström')
  const letters = await db
    .owner('mail_messages')
    .where({ template: 'M16' })
    .whereLike('to_address', 'sofia%')
    .pluck('subject')
  expect(letters).toContain('Tvåstegsinloggning är av')
})

test('whoever stood at the setting up with the password alone is out once the person has a second step', async () => {
  await db.owner('owners').where({ code: 'SJB' }).update({ two_step_required: true })
  await db
    .owner('totp_secrets')
    .where({ user_id: idOf('nils.aberg') })
    .delete()
  const enrols = async () => {
    const who = new Client(address)
    const answer = await who.post('/sign-in', { username: 'nils.aberg', password: PASSWORD })
    expect(answer.location).toBe('/sign-in/enrol')
    return who
  }
  const thief = await enrols()
  const nils = await enrols()
  const page = await nils.get('/sign-in/enrol')
  expect((await nils.submit('/sign-in/enrol', page, { code: codeOf(keyOn(page.body)) })).status).toBe(200)
  expect((await thief.get('/sign-in/enrol')).location).toBe('/sign-in')
  expect((await thief.post('/sign-in/enrol/passkey/options', {})).status).toBe(409)
  expect((await nils.post('/sign-in/enrol/done', {})).location).toBe('/')
})
