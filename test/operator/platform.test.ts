import { beforeAll, beforeEach, expect, test } from 'vitest'
import { setClock } from '../../src/db/actor.ts'
import { maskAddress } from '../../src/operator/mails.ts'
import { Client, hidden, testServer } from '../support/client.ts'
import { PASSWORD, testDatabase, type TestDatabase } from '../support/database.ts'
import { anOperator } from '../support/operator.ts'

let db: TestDatabase, address: string, olle: Client
beforeAll(async () => {
  db = await testDatabase()
  address = (await testServer()).address
  ;({ olle } = await anOperator(db, address))
})
beforeEach(() => db.owner('rate_limits').delete())

const post = async (page: string, path: string, typed: Record<string, string> = {}) =>
  olle.post(path, { _key: hidden((await olle.get(page)).body)['_key']!, ...typed })

test('a blocked company is out everywhere at once, told why, and back when the block is lifted', async () => {
  const id = db.world.companies.Bergströms
  const at = `/operator/companies/${id}`
  const amir = await new Client(address).signIn('amir.haddad')
  expect((await post(at, `${at}/block`, { reason: 'kort' })).body).toContain('Skriv minst tio tecken')
  expect((await amir.get('/inbox')).status).toBe(200)
  const key = hidden((await olle.get(at)).body)['_key']!
  const reason = 'Registreringen hos Elsäkerhetsverket är återkallad.'
  const twice = await Promise.all([1, 2].map(() => olle.post(`${at}/block`, { _key: key, reason })))
  expect(twice.map(({ status }) => status)).toEqual([303, 303])
  expect((await olle.post(`${at}/block`, { _key: 'another-key-another-key', reason })).status).toBe(409)
  const lena = await new Client(address).signIn('lena.frost')
  expect((await lena.get(`/owner/companies/${id}`)).body).toContain('Företaget är spärrat på hela plattformen')
  expect((await amir.get('/inbox')).location).toContain('/sign-in')
  const tried = await new Client(address).post('/sign-in', { username: 'amir.haddad', password: PASSWORD })
  expect(tried.status).toBe(422)
  const mails = (await db.owner('mail_messages').where({ template: 'M20' })) as { text: string; to_address: string }[]
  expect(mails.map(({ to_address }) => to_address)).toEqual(['kontoret@bergstroms-elservice.example'])
  expect(mails[0]!.text).toContain(reason)
  expect((await olle.get('/operator/companies?only=blocked')).body).toContain('Bergströms Elservice AB')
  expect((await olle.get('/operator/companies?only=blocked')).body).not.toContain('Solklart')

  await post(at, `${at}/unblock`)
  expect(await db.owner('companies').where({ id }).first('status')).toEqual({ status: 'active' })
  // The session of before is gone for good.
  expect((await amir.get('/inbox')).location).toContain('/sign-in')
  await amir.signIn('amir.haddad')
  expect((await olle.get(at)).body).toMatch(/Spärr hävd[\s\S]*Företag spärrat/)
})

test('one that was approved by an owner while it was blocked gets its details when the block is lifted', async () => {
  const [{ id }] = (await db
    .owner('companies')
    .insert({ name: 'Väntande El AB', org_number: '5599990081', status: 'waiting', email: 'v@vantande.example' })
    .returning('id')) as [{ id: number }]
  const [user] = (await db
    .owner('users')
    .insert({
      username: 'vera.vant',
      kind: 'installer',
      company_id: id,
      name: 'Vera',
      email: 'vera@v.example',
      is_admin: true,
    })
    .returning('id')) as { id: number }[]
  const at = `/operator/companies/${id}`
  const status = async () => ((await db.owner('companies').where({ id }).first('status')) as { status: string }).status
  await post(at, `${at}/block`, { reason: 'Vi väntar på ett intyg.' })
  await post(at, `${at}/unblock`)
  expect(await status()).toBe('waiting')
  await post(at, `${at}/block`, { reason: 'Vi väntar på ett intyg.' })
  await db.owner('connections').insert({ company_id: id, owner_id: db.world.owners.NEL, status: 'approved' })
  expect(await status()).toBe('blocked')
  await post(at, `${at}/unblock`)
  expect(await status()).toBe('active')
  expect(await db.owner('graphile_worker.jobs').where({ key: `invite:${user!.id}` })).toHaveLength(1)
})

async function aMail(patch: object): Promise<number> {
  const [{ id }] = (await db
    .owner('mail_messages')
    .insert({
      template: 'M14',
      audience: 'none',
      to_address: 'karin@bergstroms.example',
      subject: 'Hemligt ämne',
      text: 'Hemlig text',
      html: '',
      message_id: `<${Math.random()}@test>`,
      status: 'failed',
      attempts: 25,
      last_error: '550 5.1.1',
      ...patch,
    })
    .returning('id')) as [{ id: number }]
  return id
}
const mailStatus = async (id: number) =>
  ((await db.owner('mail_messages').where({ id }).first('status')) as { status: string }).status

test('a mail that failed shows its server and why, never its reader or words; it is sent again once', async () => {
  const letter = await aMail({})
  const stale = await aMail({ template: 'M13', created_at: db.owner.raw(`now() - interval '1 hour'`) })
  const digest = await aMail({})
  const part = await aMail({ digest_id: digest })
  const delivered = await aMail({ status: 'delivered' })
  const page = (await olle.get('/operator/mails')).body
  expect(page).toContain('k…@bergstroms.example')
  expect(page).toContain('adressen finns inte')
  expect(page).not.toMatch(/karin@|Hemlig/)
  expect(page).toContain('Länken i det gäller inte längre')

  const key = hidden(page)['_key']!
  await Promise.all([1, 2].map(() => olle.post(`/operator/mails/${letter}/resend`, { _key: key })))
  expect(await mailStatus(letter)).toBe('queued')
  expect(await db.owner('graphile_worker.jobs').where({ key: `mail:${letter}` })).toHaveLength(1)
  await post('/operator/mails', '/operator/mails/resend')
  expect(await Promise.all([digest, part, stale, delivered].map(mailStatus))).toEqual([
    'queued',
    'digested',
    'failed',
    'delivered',
  ])
  expect(await db.owner('operator_events').where({ event: 'mail-resent' }).pluck('subject')).toEqual(['1', '1'])
})

test.each([
  ['åke@nät.example', 'å…@nät.example'],
  ['"a@b"@c.example', '"…@c.example'],
  ['nobody', '…'],
  ['@c.example', '…'],
])('the address %s is shown as %s', (address, shown) => expect(maskAddress(address)).toBe(shown))

test('the queue shows what went wrong without addresses or contents, and a job that gave up runs again', async () => {
  await db.owner.raw(`select graphile_worker.add_job('reset', '{"username":"hemlig.person"}', job_key := 'dead')`)
  await db.owner.raw(
    `update graphile_worker._private_jobs set attempts = 25, max_attempts = 25,
       last_error = 'Error: no route to karin@bergstroms.example' || chr(10) || 'at stack' where key = 'dead'`,
  )
  const page = (await olle.get('/operator/queue')).body
  expect(page).toContain('no route to …@…')
  expect(page).not.toMatch(/karin@|hemlig\.person|at stack/)
  expect((await olle.get('/operator')).body).toContain('1 jobb har gett upp')
  const job = /name="job" value="(\d+)"/.exec(page)![1]!
  await post('/operator/queue', '/operator/queue/retry', { job })
  expect(await db.owner('graphile_worker.jobs').where({ key: 'dead' }).first('attempts')).toEqual({ attempts: 0 })
  expect((await post('/operator/queue', '/operator/queue/retry', { job })).status).toBe(303)
  expect(await db.owner('operator_events').where({ event: 'jobs-retried' })).toHaveLength(1)
})

test('health says so when the worker is away and mail is late, and does not when all is well', async () => {
  await db.owner('mail_messages').update({ status: 'delivered' })
  await db.owner.raw('truncate graphile_worker._private_jobs')
  expect((await olle.get('/operator')).body).toContain('Har aldrig setts')
  await db.owner.raw(
    `insert into graphile_worker._private_known_crontabs (identifier, known_since, last_execution)
     values ('publish-due', now() - interval '1 day', now())`,
  )
  expect((await olle.get('/operator')).body).toContain('Allt ser bra ut.')
  await db.owner.raw(
    `update graphile_worker._private_known_crontabs set last_execution = now() - interval '10 minutes'`,
  )
  await aMail({ status: 'queued', created_at: db.owner.raw(`now() - interval '20 minutes'`) })
  await aMail({})
  const page = (await olle.get('/operator')).body
  expect(page).toContain('3 saker behöver ses över.')
  expect(page).toContain('Starta processen med ROLE=worker')
})

test('a new version of the agreement waits for its day, can be taken back until then, and is then asked of every company', async () => {
  const karin = await new Client(address).signIn('karin.bergstrom')
  await karin.post('/company/agreement', {})
  expect((await karin.get('/company')).body).not.toContain('väntar på att ni godkänner')
  const form = hidden((await olle.get('/operator/agreements/new')).body)
  const body = 'Ett nytt avtal om ansvar och personuppgifter. '.repeat(4)
  const today = new Date()
  const day = (n: number) => new Date(today.getTime() + n * 86_400_000).toISOString().slice(0, 10)
  const write = (from: string, key: string) =>
    olle.post('/operator/agreements/new', { _key: key, body_sv: body, body_en: body, from })
  for (const from of [day(-2), 'i morgon', '2027-02-30']) expect((await write(from, form['_key']!)).status).toBe(422)
  expect((await write(day(5), form['_key']!)).status).toBe(303)
  expect((await karin.get('/company')).body).not.toContain('väntar på att ni godkänner')
  await olle.post('/operator/agreements/2/withdraw', {})
  expect(await db.owner('agreements').pluck('version')).toEqual([1])

  await write(day(5), 'a-key-of-its-own-for-it')
  setClock(new Date(today.getTime() + 6 * 86_400_000).toISOString())
  try {
    expect((await karin.get('/company')).body).toContain('Version 2 av avtalet väntar på att ni godkänner den')
    expect((await olle.post('/operator/agreements/2/withdraw', {})).status).toBe(404)
    expect((await olle.get('/operator/agreements/2')).body).toContain('Bergströms Elservice AB')
    await karin.post('/company/agreement', {})
    expect((await olle.get('/operator/agreements/2')).body).toMatch(/Har godkänt <span class="count">1/)
  } finally {
    setClock('')
  }
})
