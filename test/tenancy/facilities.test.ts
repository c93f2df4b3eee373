import { beforeAll, beforeEach, expect, test } from 'vitest'
import { asActor, type InstallerActor, type OwnerActor } from '../../src/db/actor.ts'
import type { CaseRow } from '../../src/db/rowTypes.ts'
import { tableRegister } from '../../src/facilities/importedRegister.ts'
import { seedRegister } from '../facilities/register.ts'
import { aCase, actorsOf } from '../support/cases.ts'
import { testDatabase, type TestDatabase } from '../support/database.ts'

const question = { by: 'facility', value: '735999000100000029' } as const
let db: TestDatabase
let amir: InstallerActor, mira: InstallerActor, lena: OwnerActor, petra: OwnerActor
let kase: CaseRow
beforeAll(async () => {
  db = await testDatabase()
  await seedRegister(db)
  ;({ amir, mira, lena, petra } = actorsOf(db.world))
})
beforeEach(async () => {
  kase = await aCase(amir, 'LA01')
})

const find = async (by: InstallerActor, caseId = kase.id) =>
  (await asActor(by, (tx) => tableRegister(tx, caseId).find(question))).code

test.each(['facilities', 'facility_imports', 'facility_services', 'facility_lookups'])(
  'an installer cannot read %s, not a row and not a count',
  async (table) => {
    await expect(asActor(amir, (tx) => tx(table).select('owner_id'))).rejects.toThrow('permission denied')
    await expect(asActor(amir, (tx) => tx(table).count('* as n'))).rejects.toThrow('permission denied')
  },
)

test('a facility is told for one’s own case that is being written, to an owner that has let the company in and offers it', async () => {
  expect(await find(amir)).toBe(100)
  expect(await find(mira)).toBe(200)
  expect(await find(amir, 999_999)).toBe(200)
  const pair = { company_id: amir.companyId, owner_id: lena.ownerId }
  for (const status of ['applied', 'refused', 'blocked', 'ended'] as const) {
    await db.owner('connections').where(pair).update({ status })
    expect(await find(amir), status).toBe(200)
  }
  await db.owner('connections').where(pair).update({ status: 'approved' })
  await db.owner('owners').where({ id: lena.ownerId }).update({ facility_source: 'service' })
  expect(await find(amir)).toBe(200)
  await db.owner('owners').where({ id: lena.ownerId }).update({ facility_source: 'register' })
  const sent = await aCase.send(amir, kase)
  expect(await find(amir)).toBe(200)
  await aCase.reject(actorsOf(db.world).eva, sent)
  expect(await find(amir)).toBe(100)
})

test('of several with the same number none is told, and a roof is found by its number for infeed', async () => {
  const ask = (by: 'facility' | 'meter', value: string) =>
    asActor(amir, (tx) => tableRegister(tx, kase.id).find({ by, value }))
  expect(await ask('meter', 'MT-DUBBEL')).toEqual({ code: 201 })
  expect(await ask('facility', '735999000200000011')).toMatchObject({
    code: 100,
    facility: { facilityId: '735999000100000012' },
  })
  expect(await ask('meter', '%')).toEqual({ code: 200 })
})

test('what waits to be taken into use is not the register yet', async () => {
  const [row] = (await db
    .owner('facility_imports')
    .insert({ owner_id: lena.ownerId, file_name: 'ny.csv', read_by_name: 'x' })
    .returning('id')) as { id: number }[]
  await db
    .owner('facilities')
    .insert({ import_id: row!.id, owner_id: lena.ownerId, facility_id: '735999000100000128', meter_number: 'MT-NY' })
  const ask = (value: string) => asActor(amir, (tx) => tableRegister(tx, kase.id).find({ by: 'meter', value }))
  expect(await ask('MT-NY')).toEqual({ code: 200 })
})

test('an owner has its own register, service and log, and no other’s; nobody writes in another’s name', async () => {
  const seen = (by: OwnerActor) => asActor(by, (tx) => tx('facilities').pluck('facility_id'))
  expect((await seen(lena)).length).toBeGreaterThan(3)
  expect(await seen(petra)).toEqual([])
  const stolen = { import_id: 1, owner_id: lena.ownerId, facility_id: '735999000100000135' }
  await expect(asActor(petra, (tx) => tx('facilities').insert(stolen))).rejects.toThrow('row-level security')

  const row = {
    owner_id: lena.ownerId,
    company_id: amir.companyId,
    case_id: kase.id,
    user_id: amir.userId,
    user_name: amir.name,
    company_name: 'x',
    source: 'register' as const,
    key: 'meter' as const,
    asked: 'MT-1001',
    code: 200,
    overwrite: false,
  }
  const write = (by: InstallerActor, more: object = {}) =>
    asActor(by, (tx) => tx('facility_lookups').insert({ ...row, ...more }))
  await write(amir)
  for (const [by, more] of [
    [mira, {}],
    [amir, { company_id: mira.companyId }],
    [amir, { user_id: mira.userId }],
    [amir, { owner_id: petra.ownerId }],
    [mira, { company_id: mira.companyId, user_id: mira.userId }],
  ] as const) {
    await expect(write(by, more)).rejects.toThrow('row-level security')
  }
  const read = (by: OwnerActor) => asActor(by, (tx) => tx('facility_lookups').pluck('asked'))
  expect([await read(lena), await read(petra)]).toEqual([['MT-1001'], []])
  await expect(asActor(lena, (tx) => tx('facility_lookups').select('case_id'))).rejects.toThrow('permission denied')
  await expect(asActor(lena, (tx) => tx('facility_lookups').delete())).rejects.toThrow('permission denied')
})
