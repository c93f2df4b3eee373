import type { TestDatabase } from '../support/database.ts'

/** A small register in use at Norrådalens Elnät: Tolvan's house, two that share a meter number by mistake, a solar roof. */
export async function seedRegister({ owner, world }: TestDatabase): Promise<void> {
  const mine = { owner_id: world.owners.NEL }
  const [row] = (await owner('facility_imports')
    .insert({
      ...mine,
      status: 'current',
      file_name: 'register.csv',
      read_by_name: 'Lena Frost',
      used_by_name: 'Lena Frost',
      good: 4,
    })
    .returning('id')) as { id: number }[]
  const common = { ...mine, import_id: row!.id, city: 'Norrådal', postcode: '12345' }
  await owner('facilities').insert([
    {
      ...common,
      facility_id: '735999000100000029',
      meter_number: 'MT-48211',
      technical_number: 'T-1042',
      address: 'Kvarnvägen 12',
      property: 'Kvarnen 1:5',
      fuse: 20,
      phases: '3',
    },
    { ...common, facility_id: '735999000100000104', meter_number: 'MT-DUBBEL', address: 'Storgatan 1' },
    { ...common, facility_id: '735999000100000111', meter_number: 'MT-DUBBEL', address: 'Storgatan 3' },
    { ...common, facility_id: '735999000100000012', infeed_id: '735999000200000011', address: 'Solgatan 1' },
  ])
  await owner('owners').where({ id: mine.owner_id }).update({ facility_source: 'register' })
}
