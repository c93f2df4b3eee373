import { beforeAll, beforeEach, expect, test } from 'vitest'
import type { CaseRow } from '../../src/db/rowTypes.ts'
import { aCase, actorsOf } from '../support/cases.ts'
import { Client, hidden, testServer } from '../support/client.ts'
import { PASSWORD, testDatabase, type TestDatabase } from '../support/database.ts'
import { anOperator } from '../support/operator.ts'

let db: TestDatabase, address: string, olle: Client, amir: Client, at: string
let sent: CaseRow, draft: CaseRow
beforeAll(async () => {
  db = await testDatabase()
  address = (await testServer()).address
  ;({ olle } = await anOperator(db, address))
  const people = actorsOf(db.world)
  sent = await aCase.send(people.amir, await aCase(people.amir, 'NY01'))
  draft = await aCase(people.amir, 'NY01')
  amir = await new Client(address).signIn('amir.haddad')
  at = `/operator/owners/${db.world.owners.NEL}`
})
beforeEach(() => db.owner('rate_limits').delete())

const REASON = 'Nätägaren går upp i en annan från årsskiftet.'
const post = async (path: string, typed: Record<string, string> = {}, page = `${at}/deactivate`) =>
  olle.post(path, { _key: hidden((await olle.get(page)).body)['_key']!, ...typed })
const tried = () => new Client(address).post('/sign-in', { username: 'eva.nordin', password: PASSWORD })

test('an owner is taken out of use with a reason and its short name, and is back as it was when it is taken in again', async () => {
  const eva = await new Client(address).signIn('eva.nordin')
  const page = await olle.get(`${at}/deactivate`)
  for (const words of ['loggas ut genast', 'Inget raderas', '1 pågående ärende']) expect(page.body).toContain(words)
  const short = await post(`${at}/deactivate`, { reason: 'kort', code: 'NEL' })
  expect([short.status, short.body]).toEqual([422, expect.stringContaining('Skriv minst tio tecken om varför.')])
  const wrong = await post(`${at}/deactivate`, { reason: REASON, code: 'VKN' })
  expect([wrong.status, wrong.body]).toEqual([422, expect.stringContaining('Skriv kortnamnet som det står.')])
  expect(wrong.body).toContain(REASON)
  expect((await eva.get('/inbox')).status).toBe(200)

  const key = hidden(page.body)['_key']!
  const twice = await Promise.all(
    [1, 2].map(() => olle.post(`${at}/deactivate`, { _key: key, reason: REASON, code: 'nel' })),
  )
  expect(twice.map(({ status }) => status)).toEqual([303, 303])
  const other = { _key: 'another-key-another-key', reason: REASON, code: 'NEL' }
  expect((await olle.post(`${at}/deactivate`, other)).status).toBe(409)

  // Its people are out, and no door opens.
  expect((await eva.get('/inbox')).location).toContain('/sign-in')
  expect((await tried()).status).toBe(422)
  for (const path of ['/n/nel', '/n/nel/provider', '/n/nel/look.css'])
    expect((await new Client(address).get(path)).status, path).toBe(404)

  // Nobody is offered it, nothing new is begun or sent; what there is can be read.
  const key2 = hidden((await amir.get('/cases/new')).body)['_key']!
  expect((await amir.get('/cases/new')).body).not.toContain('Norrådalens Elnät AB')
  const job = (await db.owner('job_types').where({ owner_id: db.world.owners.NEL, code: 'NY01' }).first('id')) as {
    id: number
  }
  const begun = {
    _key: key2,
    owner: String(db.world.owners.NEL),
    job: String(job.id),
    postcode: '12345',
    reference: '',
  }
  expect((await amir.post('/cases/new', begun)).status).toBe(422)
  expect((await new Client(address).get('/register?postcode=12345')).body).not.toContain('Norrådalens Elnät AB')
  const kase = await amir.get(`/cases/${sent.ref}`)
  expect([kase.status, kase.body]).toEqual([200, expect.stringContaining('tar inte emot ärenden på Elanmälan längre')])
  expect((await amir.get(`/cases/${draft.ref}`)).status).toBe(200)
  expect((await amir.get(`/cases/${draft.ref}/review`)).body).toContain('Nätbolaget tar inte emot ärenden.')
  await expect(aCase.send(actorsOf(db.world).amir, draft)).rejects.toThrow('Nätbolaget tar inte emot ärenden.')
  const others = await new Client(address).signIn('petra.wallin')
  expect((await others.get('/inbox')).status).toBe(200)

  const seen = (await olle.get(at)).body
  for (const words of ['Avaktiverad', REASON, 'Nätbolag avaktiverat']) expect(seen).toContain(words)
  expect((await olle.get('/operator/owners')).body).toContain('Avaktiverad')
  expect((await olle.get('/operator/log')).body).toContain(REASON)

  expect((await post(`${at}/reactivate`, {}, at)).status).toBe(303)
  expect((await eva.get('/inbox')).location).toContain('/sign-in')
  expect((await tried()).status).toBe(303)
  expect((await amir.get('/cases/new')).body).toContain('Norrådalens Elnät AB')
  const again = await aCase.send(actorsOf(db.world).amir, draft)
  expect(again.status).toBe('submitted')
  expect((await olle.get(at)).body).toMatch(/Nätbolag i bruk igen[\s\S]*Nätbolag avaktiverat/)
})
