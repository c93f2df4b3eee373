import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { newKey } from '../../src/web/once.ts'
import { schemaFor } from '../../src/domain/forms/schema.ts'
import { jobType } from '../../src/domain/forms/catalogue/jobs.ts'
import { fieldsOf } from '../../src/domain/forms/schema.ts'
import { translators } from '../../src/language/i18n.ts'
import { Client, hidden, testServer } from '../support/client.ts'
import { testDatabase, type TestDatabase } from '../support/database.ts'
import { anOperator } from '../support/operator.ts'

// Issues 14 and 15: one schema at every door where a name is given.

let db: TestDatabase
let address: string
let karin: Client
let lena: Client
let olle: Client
beforeAll(async () => {
  db = await testDatabase()
  address = (await testServer()).address
  karin = await (await new Client(address).signIn('karin.bergstrom')).proves()
  lena = await (await new Client(address).signIn('lena.frost')).proves()
  ;({ olle } = await anOperator(db, address))
})
beforeEach(() => db.owner('rate_limits').delete())

const person = (name: string) => ({
  _key: newKey(),
  name,
  email: 'ny@bergstroms.example',
  phone: '',
  locale: 'sv',
  start_page: '/inbox',
})
const FIRM = {
  org_number: '559999-0065',
  address: 'Industrigatan 1',
  postcode: '123 45',
  city: 'Norrådal',
  phone: '08-465 004 40',
  email: 'info@nyaelfirman.example',
  compliance_type: 'A',
  admin_phone: '070-174 06 40',
  admin_email: 'asa@nyaelfirman.example',
  agreement: 'ja',
}
const OWNER = {
  code: 'NYE',
  org_number: '559999-0065',
  email: 'a@ny.example',
  area_code: 'NYE',
  area_name: 'Nytt',
  postcodes: '99900',
  admin_email: 'a@ny.example',
}
const registers = async (typed: Record<string, string>) => {
  const visitor = new Client(address)
  const page = hidden((await visitor.get('/register')).body)
  return visitor.post('/register', { ...page, ...FIRM, owner: String(db.world.owners.VKN), ...typed })
}
const idOf = (username: string) => db.world.users[username]!

interface Door {
  /** Answers with the page, which says what is wrong with the name. */
  gives: (name: string) => Promise<{ status: number; body: string }>
}
const PEOPLE: [string, Door['gives']][] = [
  ['my own profile', (name) => karin.post('/profile', person(name))],
  ['a new person of a company', (name) => karin.post('/company/users/new', person(name))],
  [
    'a new person of a network owner',
    (name) => lena.post('/owner/users/new', { ...person(name), permission_sets: 'H' }),
  ],
  ['another’s account', (name) => karin.post(`/company/users/${idOf('amir.haddad')}`, person(name))],
  [
    'a file of people',
    (name) =>
      karin.post('/company/users/import', { text: `Namn;E-post\n${name};x@y.example`, do: 'show', _key: newKey() }),
  ],
  ['a registration’s administrator', (name) => registers({ name: 'Ny AB', compliance_name: 'Åsa', admin_name: name })],
  ['a registration’s elinstallatör', (name) => registers({ name: 'Ny AB', compliance_name: name, admin_name: 'Åsa' })],
  [
    'a new network owner’s administrator',
    (name) => olle.post('/operator/owners/new', { ...OWNER, name: 'Ny Nät AB', admin_name: name, _key: newKey() }),
  ],
]
const COMPANIES: [string, Door['gives']][] = [
  ['a registration', (name) => registers({ name, compliance_name: 'Åsa Öberg', admin_name: 'Åsa Öberg' })],
  [
    'the company’s own page',
    (name) => karin.post('/company', { ...FIRM, name, compliance_name: 'Karin Bergström', _key: newKey() }),
  ],
  [
    'a new network owner',
    (name) => olle.post('/operator/owners/new', { ...OWNER, name, admin_name: 'Åsa', _key: newKey() }),
  ],
]

describe('A11: what is not seen, or imitates whom one works for, is refused with its reason', () => {
  test.each(PEOPLE)('at %s', async (_door, gives) => {
    for (const [name, reason] of [
      ['Eva Nordin (Norrådalens Elnät AB)', 'Skriv namnet utan parenteser'],
      ['Eva Nordin · Godkänt av nätbolaget', 'tecken som inte kan stå i ett namn'],
      ['E\u0316\u0317\u0318va', 'tecken som inte kan stå i ett namn'],
      ['123', 'minst en bokstav'],
    ] as const) {
      const { status, body } = await gives(name)
      expect(status, name).toBe(422)
      expect(body, name).toContain(reason)
    }
  })

  test.each(COMPANIES)('at %s', async (_door, gives) => {
    for (const [name, reason] of [
      ['Ström) (nätbolag, Norrådalens', 'Parenteserna i namnet går inte ihop'],
      ['Ström · nätbolag', 'tecken som inte kan stå i ett namn'],
      ['S\u0316\u0317\u0318', 'tecken som inte kan stå i ett namn'],
      ['&', 'minst en bokstav eller siffra'],
    ] as const) {
      const { status, body } = await gives(name)
      expect(status, name).toBe(422)
      expect(body, name).toContain(reason)
    }
  })
})

describe('B9: real names are kept as they are written', () => {
  test('of people, over the pages, and user names are made of them', async () => {
    for (const [name, username] of [
      ['Sean O´Brien', 'sean.obrien'],
      ['Anne D’Arcy', 'anne.darcy'],
      ['Łukasz Wałęsa', 'lukasz.walesa'],
      ['Þ', 'th'],
      ['Tolvan\u00A0Tolvansson', 'tolvan.tolvansson'],
    ] as const) {
      expect((await karin.post('/company/users/new', person(name))).status).toBe(303)
      expect(await db.owner('users').where({ username }).pluck('name')).toEqual([name.replace('\u00A0', ' ')])
    }
    const text = 'Namn;E-post\n"Anna ""Annie"" Berg";annie@y.example\nIşık Yıldız;isik@y.example'
    expect((await karin.post('/company/users/import', { text, do: 'create', _key: newKey() })).status).toBe(303)
    expect(
      await db.owner('users').whereIn('username', ['anna.berg', 'isik.yildiz']).orderBy('id').pluck('name'),
    ).toEqual(['Anna "Annie" Berg', 'Işık Yıldız'])
  })

  test.each([
    ['Yahoo! Sverige AB', '559999-0107'],
    ['Brf "Solsidan"', '559999-0115'],
    ['B\u00A0& C–D \u200BEl', '559999-0123'],
  ])('of companies: %s', async (name, org_number) => {
    const answer = await registers({ name, org_number, compliance_name: 'Ö', admin_name: 'Ö' })
    expect([answer.status, answer.location]).toEqual([303, '/register/done'])
    const kept = name.replace('\u00A0', ' ').replace('\u200B', '')
    expect(
      await db
        .owner('companies')
        .where({ org_number: org_number.replace('-', '') })
        .pluck('name'),
    ).toEqual([kept])
  })
})

describe('B9: in the forms of cases', () => {
  const { notice, completion } = jobType('NY01')
  const context = { today: '2027-02-01', ladder: [16, 20], t: translators.sv }
  const read = (form: typeof notice, key: string, typed: string) => {
    const parsed = schemaFor({ sections: [{ key: 'X', title: 'X', fields: [field(form, key)] }] }, 'draft', context)
    return parsed.safeParse({ [key]: typed })
  }
  const field = (form: typeof notice, key: string) => {
    const { when: _when, ...plain } = fieldsOf(form).find((each) => each.key === key)!
    return plain
  }
  const NAMES = ['O´Brien', 'Tolvan\u00A0Tolvansson', 'Brf Kvarnen 5–7', 'Brf "Solsidan"', 'Yahoo! Sverige AB', 'K']

  test.each([
    ['best_namn', notice],
    ['best_kontakt', notice],
    ['fastag_namn', notice],
    ['fakt_namn', notice],
    ['regelef_namn', notice],
    ['utforare', notice],
    ['kontakt_plats', notice],
    ['y_slutkund_namn', completion],
    ['y_kontakt', completion],
  ] as const)('%s takes real names, a no-break space as a space, and nothing that is not seen', (key, form) => {
    for (const name of NAMES)
      expect(read(form, key, name)).toMatchObject({ success: true, data: { [key]: name.replace('\u00A0', ' ') } })
    expect(read(form, key, 'Tol\u200Bvan\u00AD')).toMatchObject({ data: { [key]: 'Tolvan' } })
    for (const bad of ['<b>', '!', 'a\u0316\u0317\u0318', 'Ett · två'])
      expect(read(form, key, bad).success, bad).toBe(false)
  })

  test('a form that was published with the narrow pattern reads the same', () => {
    const old = {
      ...field(notice, 'best_namn'),
      pattern: { source: "^[\\p{L}\\p{M}\\p{N} '’.,:+&/()-]+$", message: 'Ett namn skrivs med bokstäver.' },
    }
    const schema = schemaFor({ sections: [{ key: 'X', title: 'X', fields: [old] }] }, 'draft', context)
    for (const name of NAMES) expect(schema.safeParse({ best_namn: name }).success, name).toBe(true)
  })
})
