import { asActor, type InstallerActor, type OwnerActor } from '../src/db/actor.ts'
import type { Database } from '../src/db/bare.ts'
import type { JobTypeRow, OwnerRow } from '../src/db/rowTypes.ts'
import { gs1CheckDigit } from '../src/domain/forms/identifiers/gs1.ts'
import type { Place } from './demoAnswers.ts'
import { playStory, type Leg } from './demoCases.ts'
import { seedConfiguration } from './demoConfiguration.ts'
import { seedPaperCase, seedTeams } from './demoPaper.ts'
import { seedTemplates } from './demoTemplates.ts'
import { PEOPLE, type World } from './world.ts'

const TOO_LITTLE = 'Fastighetsbeteckningen stämmer inte med adressen. Kontrollera mot lagfarten och skicka igen.'
const NOBODY_THERE = 'Montören nådde ingen på numret. Ange en annan kontakt på plats.'

// How far a case has come: the road to every status of each flow (docs/domain.md 2.4), with days between.
const TAKEN: Leg[] = [[1, 'assign']]
const CONSENTED: Leg[] = [[0, 'submit'], ...TAKEN, [2, 'approve']]
const OPENED: Leg[] = [...CONSENTED, [0, 'order'], [1, 'open']]
const COMPLETED: Leg[] = [
  ...OPENED,
  [1, 'answered', 'Välkommen att ringa montören om tiden inte passar.'],
  [5, 'complete'],
]
const CLOSED: Leg[] = [...COMPLETED, [1, 'acceptCompletion']]
const SETTLED: Leg[] = [...CLOSED, [2, 'reported'], [1, 'registered'], [1, 'paid']]

const ROADS: Record<'F' | 'D' | 'G', Leg[][]> = {
  F: [
    [],
    [[0, 'submit']],
    [[0, 'submit'], ...TAKEN, [1, 'planning'], [1, 'quoted']],
    [
      [0, 'submit'],
      [0, 'note', 'Hunden är snäll. Ring på, klockan går inte att höra.'],
    ],
    [[0, 'submit'], ...TAKEN, [1, 'reject', TOO_LITTLE]],
    [[0, 'submit'], ...TAKEN, [1, 'reject', TOO_LITTLE], [1, 'resubmit', 'Rättad enligt lagfarten.'], [0, 'asked']],
    CONSENTED,
    OPENED,
    COMPLETED,
    [...COMPLETED, [1, 'rejectCompletion', NOBODY_THERE]],
    [...CLOSED, [0, 'toService']],
    [...SETTLED, [2, 'archive']],
    [
      [0, 'submit'],
      ...TAKEN,
      [1, 'ownerNote', 'Kolla lasten på station 12.'],
      [1, 'reject', TOO_LITTLE],
      [3, 'remove', 'Kunden ångrade sig.'],
    ],
  ],
  D: [
    [],
    [[0, 'submitDirect']],
    [[0, 'submitDirect'], ...TAKEN],
    [[0, 'submitDirect'], ...TAKEN, [1, 'rejectCompletion', NOBODY_THERE]],
    [[0, 'submitDirect'], ...TAKEN, [1, 'acceptCompletion']],
    [[0, 'submitDirect'], ...TAKEN, [1, 'acceptCompletion'], [3, 'registered'], [2, 'archive']],
  ],
  G: [
    [],
    [[0, 'submit']],
    [[0, 'submit'], ...TAKEN],
    [[0, 'submit'], ...TAKEN, [1, 'reject', TOO_LITTLE]],
    [[0, 'submit'], ...TAKEN, [1, 'approveAndClose']],
  ],
}

const CUSTOMERS: [string, string][] = [
  ['Tolvan Tolvansson', '191212121212'],
  ['Bostadsrättsföreningen Kvarnen', '7699990011'],
  ['Greta Lundmark', '188503152384'],
  ['Bygg och Betong i Norrådal HB', '9699990017'],
  ['Axel Sjögren', '188001010985'],
]
const STREETS = [
  'Kvarnvägen',
  'Skogsbrynet',
  'Storgatan',
  'Ängsstigen',
  'Fabriksgatan',
  'Bergsvägen',
  'Hamngatan',
  'Lingonstigen',
  'Björkallén',
  'Sjöviksvägen',
]
const ESTATES = ['Berget', 'Kvarnen', 'Storängen', 'Näset', 'Lyckan', 'Björkbacken']

const TOWNS: Record<string, { city: string; postcode: string; area: string }> = {
  NEL: { city: 'Norrådal', postcode: '12345', area: 'NRD' },
  VKN: { city: 'Västerskär', postcode: '43021', area: 'VKS' },
  SJB: { city: 'Sjöbygda', postcode: '66010', area: 'SJB' },
}

/** Which jobs are done with whom: NEL gets most, each owner every status of every flow. */
export const ROUNDS: { by: string; owner: string; handlers: string[]; jobs: string[] }[] = [
  {
    by: 'amir.haddad',
    owner: 'NEL',
    handlers: ['eva.nordin', 'johan.ek'],
    jobs: ['NY01', 'BE02', 'TI02', 'BE06', 'LA01'],
  },
  {
    by: 'sofia.lindqvist',
    owner: 'NEL',
    handlers: ['johan.ek', 'eva.nordin'],
    jobs: ['BE06', 'BE02', 'TI02', 'TI01', 'NY01'],
  },
  { by: 'mira.dahl', owner: 'VKN', handlers: ['petra.wallin'], jobs: ['PR01', 'BE02', 'TI02', 'LA01', 'BE10'] },
  { by: 'mira.dahl', owner: 'SJB', handlers: ['nils.aberg'], jobs: ['LA01', 'BE02', 'TI02', 'PR01', 'BE07'] },
]

/** Stories that take place where an earlier one did: what handläggare are warned of, and find network data in. */
const REVISITED: Record<number, number> = { 27: 8, 30: 11 }

/** Plays some sixty cases through the program itself; their mails count as read long ago. */
export async function seedDemoCases(db: Database, world: World): Promise<void> {
  const now = new Date()
  let serial = 0
  for (const round of ROUNDS) {
    const by = installer(world, round.by)
    const roads = round.by === 'mira.dahl' ? shorter() : ROADS
    for (const { road, flow } of [...inTurn(roads)]) {
      serial += 1
      const handler = owner(world, round.handlers[serial % round.handlers.length]!, round.owner)
      const wanted = round.jobs.filter((code) => flowOf(code) === flow)
      const code = wanted[serial % wanted.length]!
      await playStory(
        {
          by,
          handler,
          ...(await shelf(handler, round.owner, code)),
          areaId: world.areas[TOWNS[round.owner]!.area]!,
          place: placeAt(REVISITED[serial] ?? serial, round.owner),
          daysAgo: Math.min(60, 4 + road.reduce((sum, [days]) => sum + days, 0) + (serial % 9)),
          reference: `Order ${4400 + serial}`,
          fitter: round.owner === 'NEL' ? { id: world.users['mats.strand']!, name: 'Mats Strand' } : null,
          path: road,
        },
        now,
      )
    }
  }
  const eva = owner(world, 'eva.nordin', 'NEL')
  await seedPaperCase(eva, await shelf(eva, 'NEL', 'BE06'), world.areas['NRD']!, placeAt(serial + 1, 'NEL'))
  await seedTeams(owner(world, 'lena.frost', 'NEL'), world)
  await seedHistory(world, now, serial)
  await seedTemplates(owner(world, 'lena.frost', 'NEL'))
  await seedTemplates(owner(world, 'petra.wallin', 'VKN'))
  await seedConfiguration(owner(world, 'lena.frost', 'NEL'))
  await db('mail_messages').update({ status: 'delivered', delivered_at: db.ref('created_at'), attempts: 1 })
  await db.raw(`select graphile_worker.remove_job(key) from graphile_worker.jobs where key like 'mail:%'`)
}

/** Half a year of finished work at NEL, so that its statistics have something to show; more towards today. */
async function seedHistory(world: World, now: Date, from: number): Promise<void> {
  const back: Leg[] = [[0, 'submit'], ...TAKEN, [2, 'reject', TOO_LITTLE], [4, 'resubmit', 'Rättad.'], [2, 'approve']]
  const direct: Leg[] = [[0, 'submitDirect'], ...TAKEN, [1, 'acceptCompletion'], [1, 'registered'], [1, 'archive']]
  const whole: Leg[] = [...CONSENTED, [9, 'complete'], [2, 'acceptCompletion'], [1, 'registered'], [1, 'archive']]
  const roads: [code: string, road: Leg[]][] = [
    ['BE02', direct],
    ['LA01', whole],
    ['BE02', direct],
    ['LA01', [...back, [6, 'complete'], [1, 'acceptCompletion'], [1, 'registered'], [1, 'archive']]],
    ['BE02', [[0, 'submitDirect'], [1, 'rejectCompletion', NOBODY_THERE], [2, 'recomplete'], ...direct.slice(1)]],
  ]
  for (let i = 0; i < 18; i += 1) {
    const [code, road] = roads[i % roads.length]!
    const handler = owner(world, i % 2 ? 'eva.nordin' : 'johan.ek', 'NEL')
    // The waiting grows with the pile.
    const path = road.map(([days, what, text]): Leg => [days + (i % 3), what, ...(text ? [text] : [])] as Leg)
    const story = {
      by: installer(world, i % 3 ? 'amir.haddad' : 'mira.dahl'),
      handler,
      fitter: null,
      ...(await shelf(handler, 'NEL', code)),
      areaId: world.areas['NRD']!,
      place: placeAt(from + i + 1, 'NEL'),
      daysAgo: Math.round(175 - 140 * Math.sqrt(i / 18)),
      reference: `Order ${4300 + i}`,
      path,
    }
    await playStory(story, now)
  }
}

function flowOf(code: string): 'F' | 'D' | 'G' {
  return code === 'BE02' ? 'D' : code === 'TI02' ? 'G' : 'F'
}

/** The smaller owners get every second road. */
function shorter(): typeof ROADS {
  const half = (roads: Leg[][]) => roads.filter((_, index) => index % 2 === 1)
  return { F: [...half(ROADS.F), ROADS.F[10]!], D: half(ROADS.D), G: half(ROADS.G) }
}

function inTurn(roads: typeof ROADS): { road: Leg[]; flow: 'F' | 'D' | 'G' }[] {
  return (['F', 'D', 'G'] as const).flatMap((flow) => roads[flow].map((road) => ({ road, flow })))
}

async function shelf(
  actor: OwnerActor,
  ownerCode: string,
  jobCode: string,
): Promise<{ owner: OwnerRow; job: JobTypeRow }> {
  return asActor(actor, async (tx) => ({
    owner: (await tx<OwnerRow>('owners').where({ code: ownerCode }).first())!,
    job: (await tx<JobTypeRow>('job_types').where({ code: jobCode }).first())!,
  }))
}

/** Where the story of this number plays; its facility is in the register of demoFacilities.ts. */
export function placeAt(serial: number, ownerCode: string): Place {
  const [orderer, identity] = CUSTOMERS[serial % CUSTOMERS.length]!
  const town = TOWNS[ownerCode]!
  const bare = `735999000${String(300_000 + serial).padStart(8, '0')}`
  return {
    street: `${STREETS[(serial * 7) % STREETS.length]!} ${1 + ((serial * 3) % 38)}`,
    postcode: town.postcode,
    city: town.city,
    property: `${ESTATES[serial % ESTATES.length]!} 1:${serial + 2}`,
    orderer,
    identity,
    phone: `+467017406${String(14 + (serial % 80)).padStart(2, '0')}`,
    email: `kund${serial}@kund.example`,
    facilityId: bare + gs1CheckDigit(bare),
    meter: `MT-${48_000 + serial * 13}`,
  }
}

function person(world: World, username: string) {
  const { name, admin } = PEOPLE.find((each) => each.username === username)!
  return { userId: world.users[username]!, username, name, locale: 'sv' as const, isAdmin: admin ?? false }
}

export function installer(world: World, username: string): InstallerActor {
  const solklart = username === 'mira.dahl'
  return {
    ...person(world, username),
    side: 'installer',
    companyId: world.companies[solklart ? 'Solklart' : 'Bergströms'],
    ownerId: null,
    tenantName: solklart ? 'Solklart Installation AB' : 'Bergströms Elservice AB',
  }
}

export function owner(world: World, username: string, code: string): OwnerActor {
  return {
    ...person(world, username),
    side: 'owner',
    sets: PEOPLE.find((each) => each.username === username)!.sets ?? ['H'],
    companyId: null,
    ownerId: world.owners[code as keyof World['owners']],
    tenantName: code,
  }
}
