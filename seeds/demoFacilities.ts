import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { getOwner } from '../src/cases/workflow/queries.ts'
import { asActor, type OwnerActor } from '../src/db/actor.ts'
import type { Database } from '../src/db/bare.ts'
import type { CaseRow } from '../src/db/rowTypes.ts'
import { FACILITY_COLUMNS, KEYS, type FacilityKey } from '../src/facilities/facility.ts'
import { stage, takeIntoUse } from '../src/facilities/import.ts'
import { lookUp } from '../src/facilities/lookup.ts'
import { gs1CheckDigit } from '../src/domain/forms/identifiers/gs1.ts'
import { installer, owner, placeAt } from './demoWorld.ts'
import type { World } from './world.ts'

const COUNT = 30

/** NEL's register, read in by Lena as any file is: the places of the demo's own cases. And who has asked it. */
export async function seedDemoFacilities(db: Database, world: World): Promise<void> {
  const lena = owner(world, 'lena.frost', 'NEL')
  const mine = { owner_id: lena.ownerId }
  await readIn(
    lena,
    Array.from({ length: COUNT }, (_, index) => facilityAt(index + 1)),
  )
  await asActor(lena, (tx) =>
    tx('owners').where({ id: lena.ownerId }).update({ facility_source: 'register', register_check_months: 12 }),
  )
  const checked = { register_checked_on: db.raw(`app.now()::date - 40`), register_checked_by_name: lena.name }
  await db('connections')
    .where({ ...mine, company_id: world.companies.Bergströms })
    .update(checked)

  const amir = installer(world, 'amir.haddad')
  const place = await asActor(amir, async (tx) => ({
    kase: (await tx<CaseRow>('cases').where({ status: 'draft', owner_id: lena.ownerId }).orderBy('id').first())!,
    owner: await getOwner(tx, lena.ownerId),
  }))
  await lookUp(amir, place, { by: 'meter', value: 'MT-4801' }, false)
  await lookUp(amir, place, { by: 'meter', value: placeAt(1, 'NEL').meter }, false)
}

function facilityAt(serial: number): Record<FacilityKey, string> {
  const { facilityId, meter, street, postcode, city, property } = placeAt(serial, 'NEL')
  const infeed = `735999000${String(400_000 + serial).padStart(8, '0')}`
  return {
    facilityId,
    infeedId: serial % 6 === 0 ? infeed + gs1CheckDigit(infeed) : '',
    meterNumber: meter,
    technicalNumber: `T-${1000 + serial * 7}`,
    address: street,
    postcode,
    city,
    property,
    municipality: 'Norrådal',
    apartment: '',
    fuse: String([16, 20, 25, 20, 35][serial % 5]),
    phases: '3',
  }
}

async function readIn(lena: OwnerActor, facilities: Record<FacilityKey, string>[]): Promise<void> {
  const folder = await mkdtemp(path.join(tmpdir(), 'demo-'))
  const file = { path: path.join(folder, 'register'), name: 'anlaggningar-norradal.csv' }
  const lines = [
    KEYS.map((key) => FACILITY_COLUMNS[key].label),
    ...facilities.map((each) => KEYS.map((key) => each[key])),
  ]
  await writeFile(file.path, lines.map((line) => line.join(';')).join('\r\n'))
  await asActor(lena, async (tx) => takeIntoUse(tx, lena, await stage(tx, lena, file)))
  await rm(folder, { recursive: true })
}
