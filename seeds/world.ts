import type { Database } from '../src/db/bare.ts'
import type { PermissionSet } from '../src/domain/rights.ts'
import { publishCatalogue } from '../src/owners/firstConfiguration.ts'

/** The people and organisations of docs/domain.md chapter 9; nobody and nothing in it exists. */
export const PEOPLE: Person[] = [
  { username: 'amir.haddad', name: 'Amir Haddad', tenant: 'Bergströms', phone: '+46701740605' },
  { username: 'sofia.lindqvist', name: 'Sofia Lindqvist', tenant: 'Bergströms', phone: '+46701740606' },
  { username: 'karin.bergstrom', name: 'Karin Bergström', tenant: 'Bergströms', phone: '+46701740607', admin: true },
  { username: 'mira.dahl', name: 'Mira Dahl', tenant: 'Solklart', phone: '+46701740608', admin: true },
  { username: 'eva.nordin', name: 'Eva Nordin', tenant: 'NEL', phone: '+46701740609' },
  { username: 'johan.ek', name: 'Johan Ek', tenant: 'NEL', phone: '+46701740610' },
  { username: 'lena.frost', name: 'Lena Frost', tenant: 'NEL', phone: '+46701740611', admin: true },
  { username: 'britt.olsson', name: 'Britt Olsson', tenant: 'NEL', phone: '+46701740614', sets: ['B'] },
  { username: 'kerstin.lund', name: 'Kerstin Lund', tenant: 'NEL', phone: '+46701740615', sets: ['K'] },
  { username: 'mats.strand', name: 'Mats Strand', tenant: 'NEL', phone: '+46701740616', sets: ['M'] },
  { username: 'lars.wik', name: 'Lars Wik', tenant: 'NEL', phone: '+46701740617', sets: ['L'] },
  { username: 'petra.wallin', name: 'Petra Wallin', tenant: 'VKN', phone: '+46701740612', admin: true },
  { username: 'nils.aberg', name: 'Nils Åberg', tenant: 'SJB', phone: '+46701740613', admin: true },
]

interface Person {
  username: string
  name: string
  tenant: Tenant
  phone: string
  admin?: true
  /** Of a network owner's people; handläggare unless something else is said. */
  sets?: PermissionSet[]
}

type OwnerCode = 'NEL' | 'VKN' | 'SJB'
type CompanyName = 'Bergströms' | 'Solklart'
type Tenant = OwnerCode | CompanyName

const OWNERS: Record<OwnerCode, object> = {
  NEL: {
    name: 'Norrådalens Elnät AB',
    org_number: '5599990016',
    gln: '7359999000014',
    phone: '+46846500410',
    email: 'anmalan@norradalens-elnat.example',
    opening_hours: 'Vardagar 8–16',
    information: 'Sedan 1 januari ska värmepump, laddbox och batteri alltid föranmälas hos oss.',
    certificate_required: true,
  },
  VKN: {
    name: 'Västkustens Nät AB',
    org_number: '5599990024',
    gln: '7350000000016',
    phone: '+46846500420',
    email: 'elnat@vastkustens-nat.example',
    opening_hours: 'Vardagar 9–15',
    information: 'Gräv aldrig utan ledningsanvisning.',
    completion_lead_days: 10,
  },
  SJB: {
    name: 'Sjöbygdens Energi Nät AB',
    org_number: '5599990032',
    phone: '+46846500430',
    email: 'natkund@sjobygdens-energi.example',
    opening_hours: 'Vardagar 8–17',
    admission: 'known',
    decision_days: 15,
  },
}

const COMPANIES: Record<CompanyName, object> = {
  Bergströms: {
    name: 'Bergströms Elservice AB',
    org_number: '5599990040',
    address: 'Verkstadsgatan 4',
    postcode: '12345',
    city: 'Norrådal',
    phone: '+46701740607',
    email: 'kontoret@bergstroms-elservice.example',
    compliance_name: 'Karin Bergström',
    compliance_type: 'A',
  },
  Solklart: {
    name: 'Solklart Installation AB',
    org_number: '5599990057',
    address: 'Takvägen 17',
    postcode: '12346',
    city: 'Norrådal',
    phone: '+46701740608',
    email: 'hej@solklart.example',
    compliance_name: 'Mira Dahl',
    compliance_type: 'A',
  },
}

// 123 45 lies in NRD alone, 123 46 in NRD and NRF.
const AREAS: { code: string; owner: OwnerCode; name: string; postcodes: [string, string][] }[] = [
  { code: 'NRD', owner: 'NEL', name: 'Norrådal', postcodes: [['12340', '12349']] },
  {
    code: 'NRF',
    owner: 'NEL',
    name: 'Norrfjäll',
    postcodes: [
      ['12346', '12346'],
      ['12350', '12369'],
    ],
  },
  { code: 'VKS', owner: 'VKN', name: 'Västkusten södra', postcodes: [['43000', '43999']] },
  { code: 'VKO', owner: 'VKN', name: 'Västkustens öar', postcodes: [['44000', '44299']] },
  { code: 'SJB', owner: 'SJB', name: 'Sjöbygden', postcodes: [['66000', '66999']] },
]

const CONNECTIONS: [CompanyName, OwnerCode][] = [
  ['Bergströms', 'NEL'],
  ['Solklart', 'NEL'],
]

export interface World {
  owners: Record<OwnerCode, number>
  companies: Record<CompanyName, number>
  users: Record<string, number>
  areas: Record<string, number>
}

/** Writes the world into an empty, migrated database as the owner of the tables; all people share one password. */
export async function seedWorld(db: Database, passwordHash: string, connections = CONNECTIONS): Promise<World> {
  return db.transaction(async (tx) => {
    const owners = await idsOf(
      tx,
      'owners',
      'code',
      Object.entries(OWNERS).map(([code, row]) => ({ code, ...row })),
    )
    const companies = await idsOf(tx, 'companies', 'name', Object.values(COMPANIES))
    const areas = await idsOf(
      tx,
      'areas',
      'code',
      AREAS.map(({ code, owner, name }) => ({
        code,
        owner_id: owners[owner],
        name,
        email: `${code.toLowerCase()}@natanmalan.example`,
      })),
    )
    await tx('area_postcodes').insert(
      AREAS.flatMap(({ code, owner, postcodes }) =>
        postcodes.map(([from, to]) => ({
          area_id: areas[code]!,
          owner_id: owners[owner]!,
          postcode_from: from,
          postcode_to: to,
        })),
      ),
    )
    const idOf = (company: CompanyName) => companies[(COMPANIES[company] as { name: string }).name]!
    await tx('connections').insert(
      connections.map(([company, owner]) => ({
        company_id: idOf(company),
        owner_id: owners[owner]!,
        status: 'approved',
      })),
    )
    for (const code of Object.keys(OWNERS)) await publishCatalogue(tx, owners[code]!, new Date('2020-01-01T08:00:00Z'))
    const users = await idsOf(
      tx,
      'users',
      'username',
      PEOPLE.map((person) => userRow(person, owners, idOf, passwordHash)),
    )
    return {
      owners: owners as World['owners'],
      companies: { Bergströms: idOf('Bergströms'), Solklart: idOf('Solklart') },
      users,
      areas,
    }
  })
}

function userRow(person: Person, owners: Record<string, number>, idOf: (name: CompanyName) => number, hash: string) {
  const { username, name, tenant, phone, admin, sets } = person
  const isOwner = tenant in OWNERS
  return {
    username,
    name,
    phone,
    email: `${username}@${isOwner ? tenant.toLowerCase() : tenant === 'Solklart' ? 'solklart' : 'bergstroms-elservice'}.example`,
    password_hash: hash,
    password_changed_at: new Date(),
    kind: isOwner ? 'owner' : 'installer',
    owner_id: isOwner ? owners[tenant] : null,
    company_id: isOwner ? null : idOf(tenant as CompanyName),
    is_admin: admin ?? false,
    permission_sets: sets ?? ['H'],
  }
}

type Connection = Database

async function idsOf(tx: Connection, table: string, key: string, rows: object[]): Promise<Record<string, number>> {
  const inserted = (await tx(table).insert(rows).returning(['id', key])) as Record<string, string | number>[]
  return Object.fromEntries(inserted.map((row) => [String(row[key]), Number(row['id'])]))
}
