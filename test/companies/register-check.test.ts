import { beforeAll, expect, test } from 'vitest'
import { setClock } from '../../src/db/actor.ts'
import { aCase, actorsOf } from '../support/cases.ts'
import { Client, testServer } from '../support/client.ts'
import { testDatabase, type TestDatabase } from '../support/database.ts'

let db: TestDatabase
let address: string
beforeAll(async () => {
  setClock('2027-02-01T09:00:00Z')
  db = await testDatabase()
  address = (await testServer()).address
})

test('V21: an owner notes its check at Elsäkerhetsverket, sets how old it may be, and installers are warned past that', async () => {
  const lena = await new Client(address).signIn('lena.frost')
  const amir = await new Client(address).signIn('amir.haddad')
  const company = `/owner/companies/${db.world.companies.Bergströms}`
  const kase = await aCase(actorsOf(db.world).amir, 'LA01')
  const review = async () => (await amir.get(`/cases/${kase.ref}/review`)).body
  expect(await review()).not.toContain('Elsäkerhetsverket')

  expect((await lena.post('/owner/companies/check-limit', { months: '12' })).status).toBe(303)
  expect(await review()).toContain('Nätbolaget har inte kontrollerat ert företag hos Elsäkerhetsverket än.')
  expect((await lena.get(company)).body).toContain('Inte noterad än.')
  expect((await lena.post(`${company}/checked`, {})).status).toBe(303)
  expect((await lena.get(company)).body).toContain('Registrerat 2027-02-01, enligt Lena Frost')
  expect(await review()).not.toContain('Elsäkerhetsverket')

  await db.owner('connections').update({ register_checked_on: '2026-01-31' })
  expect(await review()).toContain('senast 2026-01-31')
  await lena.post('/owner/companies/check-limit', { months: '' })
  expect(await review()).not.toContain('Elsäkerhetsverket')

  // Petra has no such company; to her it is not there.
  const petra = await new Client(address).signIn('petra.wallin')
  expect((await petra.post(`${company}/checked`, {})).status).toBe(404)
})
