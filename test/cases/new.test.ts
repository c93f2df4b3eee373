import { beforeAll, expect, test } from 'vitest'
import { createCase } from '../../src/cases/workflow/create.ts'
import { getOwner } from '../../src/cases/workflow/queries.ts'
import { asActor } from '../../src/db/actor.ts'
import type { CaseRow, JobTypeRow } from '../../src/db/rowTypes.ts'
import { newKey } from '../../src/web/once.ts'
import { actorsOf } from '../support/cases.ts'
import { Client, testServer } from '../support/client.ts'
import { testDatabase, type TestDatabase } from '../support/database.ts'

let db: TestDatabase
let amir: Client
let job: number
beforeAll(async () => {
  db = await testDatabase()
  amir = await new Client((await testServer()).address).signIn('amir.haddad')
  const owner_id = db.world.owners.NEL
  job = ((await db.owner('job_types').where({ owner_id, code: 'NY01' }).first('id')) as { id: number }).id
})

const begin = (where: Record<string, string>) =>
  amir.post('/cases/new', { _key: newKey(), owner: String(db.world.owners.NEL), job: String(job), ...where })
const areaOf = async (location: string) => {
  const kase = (await db
    .owner<CaseRow>('cases')
    .where({ ref: location.split('/')[2]! })
    .first())!
  return Object.entries(db.world.areas).find(([, id]) => id === kase.area_id)?.[0]
}

test.each(['123 45', 'SE-123 45', '12345 Norrby'])('a postnummer in one area sets it: %s', async (postcode) => {
  const answer = await begin({ postcode })
  expect(answer.status).toBe(303)
  expect(await areaOf(answer.location)).toBe('NRD')
})

test('the postnummer typed there is not asked for again', async () => {
  const { location } = await begin({ postcode: '12345' })
  const ref = location.split('/')[2]!
  expect(await db.owner('cases').where({ ref }).first('notice')).toMatchObject({ notice: { anl_postnr: '12345' } })
})

test('one in several asks which, keeps what was typed, and takes the answer', async () => {
  await db.owner('areas').insert({ owner_id: db.world.owners.NEL, code: 'NRÖ', name: 'Norrådalen Östra' })
  expect((await amir.get(`/cases/new?owner=${db.world.owners.NEL}`)).body).toContain('NRÖ Norrådalen Östra')
  const asked = await begin({ postcode: '123 46', reference: 'Order 7' })
  expect(asked.body).not.toContain('NRÖ Norrådalen Östra')
  expect(asked.status).toBe(422)
  expect(asked.body).toContain('Postnumret ligger i flera nätområden. Välj ett av dem.')
  expect(asked.body).toContain('value="Order 7"')
  const chosen = await begin({ postcode: '123 46', area: String(db.world.areas['NRF']) })
  expect(await areaOf(chosen.location)).toBe('NRF')
})

test.each([
  ['a postnummer of nobody’s', { postcode: '999 99' }, 'inget nätområde på det postnumret'],
  ['what is no postnummer', { postcode: '1234' }, 'Postnummer ska ha 5 siffror'],
  ['nothing said of where', {}, 'Ange postnummer eller välj nätområde.'],
  ['an area of another network owner', { area: 'VKS' }, 'Ange postnummer eller välj nätområde.'],
])('%s is told, and no case is made', async (_what, where: { postcode?: string; area?: string }, message) => {
  const before = (await db.owner('cases')).length
  const area = where.area === undefined ? {} : { area: String(db.world.areas[where.area]) }
  const answer = await begin({ ...(where.postcode && { postcode: where.postcode }), ...area })
  expect(answer.status).toBe(422)
  expect(answer.body).toContain(message)
  expect((await db.owner('cases')).length).toBe(before)
})

test('the owner’s own words stand white on red above the choice and the form', async () => {
  const words = 'Sedan 1 januari ska värmepump'
  expect((await amir.get('/cases/new')).body).toContain(`<p class="information">${words}`)
  const { location } = await begin({ postcode: '123 45' })
  expect((await amir.get(location)).body).toContain(`<p class="information">${words}`)
})

test('the move itself refuses a company that is not approved, whoever calls it', async () => {
  const { amir: installer } = actorsOf(db.world)
  const connection = { company_id: installer.companyId, owner_id: db.world.owners.NEL }
  await db.owner('connections').where(connection).update({ status: 'blocked' })
  const row = (await db.owner<JobTypeRow>('job_types').where({ id: job }).first())!
  const created = asActor(installer, async (tx) => {
    const owner = await getOwner(tx, db.world.owners.NEL)
    return createCase(tx, installer, { owner, job: row, areaId: db.world.areas['NRD']!, reference: '', source: null })
  })
  await expect(created).rejects.toThrow('Företaget är inte godkänt hos nätbolaget.')
  await db.owner('connections').where(connection).update({ status: 'approved' })
})
