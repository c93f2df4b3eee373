import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { drainMail } from '../../../src/worker/worker.ts'
import { postOffice, type PostOffice } from '../../mail/postOffice.ts'
import { Client, testServer } from '../../support/client.ts'
import { PASSWORD, testDatabase, type TestDatabase } from '../../support/database.ts'

let db: TestDatabase
let address: string
let office: PostOffice
let lena: Client
beforeAll(async () => {
  db = await testDatabase()
  address = (await testServer()).address
  office = await postOffice()
})
const NEW = 'tågresan till kiruna'
const EVA = 'eva.nordin@nel.example'
const THIEF = 'thief@evil.example'
const row = () => db.owner('users').where({ username: 'eva.nordin' })
const id = () => db.world.users['eva.nordin']!
let hash: string
beforeAll(async () => {
  hash = ((await row().first('password_hash')) as { password_hash: string }).password_hash
})
beforeEach(async () => {
  await db.owner('rate_limits').delete()
  await db.owner('one_time_links').delete()
  await row().update({ email: EVA, active: true, password_hash: hash })
  office.letters.length = 0
  lena = await (await new Client(address).signIn('lena.frost')).proves()
})

const changesTo = (email: string) =>
  lena.post(`/owner/users/${id()}`, { name: 'Eva Nordin', email, phone: '', permission_sets: 'H' })
async function wayBack(of = EVA): Promise<string> {
  await drainMail(db.ownerUrl, office.config)
  const letter = office.letters.findLast(
    ({ to, text }) => [to].flat().some((each) => each?.text.includes(of)) && text!.includes('/email/back/'),
  )
  return new URL(/https?:\S+\/email\/back\/\S+/.exec(letter!.text!)![0]).pathname
}
const email = async () => ((await row().first('email')) as { email: string }).email

describe('a former address is told, with a way back', () => {
  test('when an administrator changed it: the address comes back, nobody is inside, a new password is chosen', async () => {
    const thief = await new Client(address).signIn('eva.nordin')
    await changesTo(THIEF)
    const path = await wayBack()
    const anyone = new Client(address)
    // A robot that follows links changes nothing.
    const page = await anyone.get(path)
    expect(page.body).toContain(EVA)
    expect(await email()).toBe(THIEF)
    const back = await anyone.submit(path, page, {})
    expect([back.status, back.location]).toEqual([303, expect.stringMatching(/^\/invitation\//)])
    expect(await email()).toBe(EVA)
    expect((await thief.get('/inbox')).status).toBe(303)
    expect((await new Client(address).post('/sign-in', { username: 'eva.nordin', password: PASSWORD })).status).toBe(
      422,
    )
    expect((await anyone.post(back.location, { password: NEW, repeat: NEW })).location).toBe('/')
    expect((await anyone.get('/inbox')).status).toBe(200)
    expect((await anyone.post(path, {})).status).toBe(410)
    const events = await db.owner('security_events').where({ user_id: id(), event: 'email-restored' })
    expect(events).toHaveLength(1)
    const subjects = await db.owner('mail_messages').where({ template: 'M23' }).pluck('subject')
    expect(subjects).toContain('Eva Nordin har bytt tillbaka sin e-postadress: bytet var fel')
  })

  test('when it was changed from her own account', async () => {
    const thief = await new Client(address).signIn('eva.nordin')
    await thief.post('/profile/email', { email: THIEF, current: PASSWORD })
    await drainMail(db.ownerUrl, office.config)
    const letter = office.letters.find(
      ({ to, text }) => [to].flat().some((each) => each?.text.includes(THIEF)) && /\/email\/[^b]/.test(text!),
    )
    await thief.post(new URL(/https?:\S+\/email\/\S+/.exec(letter!.text!)![0]).pathname, {})
    expect(await email()).toBe(THIEF)
    await new Client(address).post(await wayBack(), {})
    expect(await email()).toBe(EVA)
    expect((await thief.get('/inbox')).status).toBe(303)
  })

  test('it outlives a new password, a closed account and a second change, and what came after it opens nothing', async () => {
    await changesTo(THIEF)
    const path = await wayBack()
    await changesTo('thief.two@evil.example')
    const thiefs = await wayBack(THIEF)
    await row().update({ password_hash: `${hash}x` })
    await lena.post(`/owner/users/${id()}/leave`, { _key: 'k'.repeat(24), to: 'nobody' })
    await lena.post(`/owner/users/${id()}/leave/undo`, {})
    await db.owner('passkeys').insert({ id: 'rogue', user_id: id(), public_key: Buffer.from('x'), name: 'x' })
    await db
      .owner('totp_secrets')
      .insert({ user_id: id(), secret: Buffer.from('x'), confirmed_at: db.owner.raw('now()') })
    await new Client(address).post(path, {})
    expect(await email()).toBe(EVA)
    expect(await db.owner('passkeys').where({ user_id: id() })).toEqual([])
    expect(await db.owner('totp_secrets').where({ user_id: id() })).toEqual([])
    // The thief's own way back, made later, is worth nothing.
    expect((await new Client(address).post(thiefs, {})).status).toBe(410)
    expect(await email()).toBe(EVA)
  })

  test('for seven days and no longer; of two at once one is taken', async () => {
    await changesTo(THIEF)
    const path = await wayBack()
    const answers = await Promise.all([1, 2].map(() => new Client(address).post(path, {})))
    expect(answers.map(({ status }) => status).sort()).toEqual([303, 410])
    await changesTo(THIEF)
    const late = await wayBack()
    const left: unknown = await db
      .owner('one_time_links')
      .where({ purpose: 'email-back' })
      .first(db.owner.raw("expires_at - created_at = interval '7 days' as seven"))
    expect(left).toEqual({ seven: true })
    await db.owner('one_time_links').update({ expires_at: db.owner.raw('now()') })
    expect((await new Client(address).post(late, {})).status).toBe(410)
    expect((await new Client(address).get('/email/back/nonsense')).status).toBe(410)
  })

  test('a closed account gets its address back and stays closed', async () => {
    await changesTo(THIEF)
    const path = await wayBack()
    await row().update({ active: false })
    expect((await new Client(address).post(path, {})).location).toBe('/sign-in')
    expect(await email()).toBe(EVA)
    expect(await db.owner('one_time_links').where({ user_id: id() })).toEqual([])
  })
})
