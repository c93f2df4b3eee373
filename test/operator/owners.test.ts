import { beforeAll, beforeEach, expect, test } from 'vitest'
import { asActor, type OperatorActor } from '../../src/db/actor.ts'
import { JOB_TYPES } from '../../src/domain/forms/catalogue/jobs.ts'
import { addOperator } from '../../src/operator/addOperator.ts'
import { anOperator } from '../support/operator.ts'
import { Client, hidden, testServer } from '../support/client.ts'
import { testDatabase, type TestDatabase } from '../support/database.ts'

let db: TestDatabase, address: string, olle: Client, actor: OperatorActor
beforeAll(async () => {
  db = await testDatabase()
  address = (await testServer()).address
  ;({ olle, actor } = await anOperator(db, address))
})
beforeEach(() => db.owner('rate_limits').delete())

const FJALL = {
  name: 'Fjällnät AB',
  code: 'fjn',
  org_number: '559999-0073',
  gln: '',
  email: 'natkund@fjallnat.example',
  phone: '',
  area_code: 'fjl',
  area_name: 'Fjällen',
  postcodes: '83000-83099, 831 52\n83200 – 83210',
  admin_name: 'Frida Fjäll',
  admin_email: 'frida@fjallnat.example',
}
const add = async (typed: Record<string, string>) => {
  const page = await olle.get('/operator/owners/new')
  return olle.post('/operator/owners/new', { _key: hidden(page.body)['_key']!, ...typed })
}
const ownerId = async (code: string) =>
  ((await db.owner('owners').where({ code }).first('id')) as { id: number } | undefined)?.id

test.each([
  ['org_number', '559999-0074', 'Organisationsnumret stämmer inte'],
  ['gln', '7359999000015', 'kontrollsiffran stämmer inte'],
  ['code', 'F1', 'Två till fem bokstäver'],
  ['code', 'NEL', 'Ett annat nätbolag har redan kortnamnet'],
  ['org_number', '559999-0016', 'Nätbolaget finns redan'],
  ['area_code', 'NRD', 'hör till ett annat nätbolag'],
  ['area_code', 'SE3', 'elområden'],
  ['postcodes', '83099-83000', 'Det första numret är lägst'],
  ['postcodes', '83000-83010-83020', 'Skriv som 12340-12349'],
  ['postcodes', '83000-83010, 83005', 'Samma postnummer står två gånger'],
  ['postcodes', '', 'Ange minst ett postnummer'],
  ['admin_email', 'frida', 'e-post'],
])('%s %j is refused at the field, and nothing typed is lost', async (field, value, message) => {
  const answer = await add({ ...FJALL, [field]: value })
  expect(answer.status).toBe(422)
  expect(answer.body).toContain(message)
  expect(answer.body).toContain('value="Frida Fjäll"')
  expect(await ownerId('FJN')).toBeUndefined()
})

test('a network owner is whole at once: catalogue, area, first administrator with an invitation, closed for companies', async () => {
  const key = hidden((await olle.get('/operator/owners/new')).body)['_key']!
  const answers = await Promise.all([1, 2].map(() => olle.post('/operator/owners/new', { _key: key, ...FJALL })))
  const id = (await ownerId('FJN'))!
  expect(answers.map(({ status, location }) => [status, location])).toEqual([
    [303, `/operator/owners/${id}`],
    [303, `/operator/owners/${id}`],
  ])
  const owner: unknown = await db.owner('owners').where({ id }).first('name', 'org_number', 'gln', 'admission')
  expect(owner).toEqual({ name: 'Fjällnät AB', org_number: '5599990073', gln: null, admission: 'closed' })
  const configurations = (await db.owner('configurations').where({ owner_id: id })) as { rejection_reasons: object[] }[]
  expect(configurations).toMatchObject([{ version: 1 }])
  expect(configurations[0]!.rejection_reasons.length).toBeGreaterThan(10)
  expect(await db.owner('job_types').where({ owner_id: id })).toHaveLength(JOB_TYPES.length)
  const ranges = await db
    .owner('area_postcodes')
    .where({ owner_id: id })
    .orderBy('postcode_from')
    .select('postcode_from', 'postcode_to')
  expect(ranges).toEqual([
    { postcode_from: '83000', postcode_to: '83099' },
    { postcode_from: '83152', postcode_to: '83152' },
    { postcode_from: '83200', postcode_to: '83210' },
  ])
  const people = (await db.owner('users').where({ owner_id: id })) as { id: number }[]
  expect(people).toMatchObject([{ username: 'frida.fjall', is_admin: true, kind: 'owner' }])
  const jobs = await db.owner('graphile_worker.jobs').where({ task_identifier: 'invite' }).pluck('key')
  expect(jobs).toEqual([`invite:${people[0]!.id}`])
  // Not offered to companies before its administrator has opened it.
  const stranger = new Client(address)
  expect((await stranger.get('/register')).body).not.toContain('Fjällnät')
  expect((await olle.get('/operator/owners')).body).toMatch(/Fjällnät AB[\s\S]*har inte loggat in än/)
  expect((await olle.get('/operator/log')).body).toContain('Nätbolag tillagt: Fjällnät AB')
})

test('the first administrator can be put right until somebody of the owner has come in, and never after', async () => {
  const id = (await ownerId('FJN'))!
  const at = `/operator/owners/${id}`
  const correct = async (typed: object) =>
    olle.post(`${at}/admin`, { _key: hidden((await olle.get(at)).body)['_key']!, ...typed })
  const answer = await correct({ admin_name: 'Frida Fjäll', admin_email: 'frida.fjall@fjallnat.example' })
  expect(answer.status).toBe(303)
  const row = () => db.owner('users').where({ username: 'frida.fjall' })
  expect(await row().first('email')).toEqual({ email: 'frida.fjall@fjallnat.example' })

  await row().update({ password_hash: 'chosen' })
  expect((await olle.get(at)).body).toContain('sköter nu sina användare själv')
  const late = await olle.post(`${at}/admin`, {
    _key: 'k'.repeat(24),
    admin_name: 'Mallory',
    admin_email: 'm@evil.example',
  })
  expect(late.status).toBe(409)
  // The database holds it too, whatever page is built tomorrow.
  const changed = await asActor(actor, (tx) =>
    tx('users').where({ username: 'frida.fjall' }).update({ email: 'm@evil.example' }),
  )
  expect(changed).toBe(0)
  const mallory = {
    username: 'mallory',
    kind: 'owner' as const,
    owner_id: id,
    name: 'Mallory',
    email: 'm@evil.example',
    is_admin: true,
  }
  await expect(asActor(actor, (tx) => tx('users').insert(mallory))).rejects.toThrow('row-level security')
  await expect(asActor(actor, (tx) => tx('cases').select('id'))).rejects.toThrow('permission denied')
  await expect(asActor(actor, (tx) => tx('mail_messages').select('text'))).rejects.toThrow('permission denied')
})

test('the owner opens itself for companies, and is offered from then on', async () => {
  const lena = await new Client(address).signIn('lena.frost')
  const near = async () => (await new Client(address).get('/register')).body.includes('Norrådalens Elnät AB')
  expect(await near()).toBe(true)
  await lena.post('/owner/companies/admission', { admission: 'closed' })
  expect(await near()).toBe(false)
  expect((await lena.get('/owner/companies')).body).toContain('Ni är inte öppna för nya företag')
  await lena.post('/owner/companies/admission', { admission: 'hittepå' })
  expect(await near()).toBe(false)
  await lena.post('/owner/companies/admission', { admission: 'known' })
  expect(await near()).toBe(true)
})

test('an operator is made by whoever reaches the database, and comes in with a second step only', async () => {
  const { username, link } = await addOperator({ name: 'Dag Drift', email: 'dag@drift.example' })
  expect(username).toBe('dag.drift')
  const dag = new Client(address)
  const path = new URL(link).pathname
  const chosen = await dag.post(path, { password: 'tågresan till kiruna', repeat: 'tågresan till kiruna' })
  expect(chosen.location).toBe('/sign-in/enrol')
  expect((await dag.get('/operator')).status).toBe(303)
  expect((await dag.post(path, { password: 'en gång till då', repeat: 'en gång till då' })).status).not.toBe(303)
})
