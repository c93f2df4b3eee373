import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { asActor } from '../../src/db/actor.ts'
import { entriesIn } from '../../src/companies/register.ts'
import type { MailRow } from '../../src/db/rowTypes.ts'
import { newKey } from '../../src/web/once.ts'
import { actorsOf } from '../support/cases.ts'
import { Client, hidden, testServer } from '../support/client.ts'
import { testDatabase, type TestDatabase } from '../support/database.ts'

// Issue 14: admission by register lets an outsider be any listed company, and a company calls itself what it likes.

let db: TestDatabase
let address: string
let karin: Client
let petra: Client
let lena: Client
beforeAll(async () => {
  db = await testDatabase()
  address = (await testServer()).address
  await db.owner('owners').update({ certificate_required: false })
  petra = await (await new Client(address).signIn('petra.wallin')).proves()
  lena = await (await new Client(address).signIn('lena.frost')).proves()
  karin = await (await new Client(address).signIn('karin.bergstrom')).proves()
  await petra.post('/owner/companies/admission', { admission: 'registered' })
  await reads(
    'Org.nr;Namn;E-post\n559999-0065;Nya Elfirman AB;Info@Nyaelfirman.example\n559999-0040;Bergströms;kontoret@bergstroms-elservice.example\n559999-0107;Utan Adress AB;',
  )
})
beforeEach(async () => {
  for (const table of ['rate_limits', 'mail_messages', 'register_questions']) await db.owner(table).delete()
})

const reads = (text: string) =>
  petra.post('/owner/companies/register', { file: new File([text], 'register.csv', { type: 'text/csv' }) })
const FIRM = {
  name: 'Nya Elfirman AB',
  org_number: '559999-0065',
  address: 'Industrigatan 1',
  postcode: '123 45',
  city: 'Norrådal',
  phone: '08-465 004 40',
  email: 'thief@evil.example',
  compliance_name: 'Åsa Öberg',
  compliance_type: 'A',
  admin_name: 'Åsa Öberg',
  admin_phone: '070-174 06 40',
  admin_email: 'thief@evil.example',
  agreement: 'ja',
}
const registers = async (typed: Record<string, string> = {}) => {
  const visitor = new Client(address)
  const page = hidden((await visitor.get('/register')).body)
  return visitor.post('/register', { ...page, ...FIRM, owner: String(db.world.owners.VKN), ...typed })
}
const stands = async (org_number: string, owner_id = db.world.owners.VKN) =>
  (await db
    .owner('connections as n')
    .join('companies as c', 'c.id', 'n.company_id')
    .where({ org_number, owner_id })
    .first('n.status', 'n.company_id', 'c.status as company')) as
    { status: string; company_id: number; company: string } | undefined
const letters = () => db.owner<MailRow>('mail_messages').orderBy('id')
const VKN = 'elnat@vastkustens-nat.example'
const REGISTER = 'info@nyaelfirman.example'
const asked = async () => {
  const letter = (await letters()).find(({ subject }) => subject.startsWith('Är det ni'))!
  return { letter, path: new URL(/http\S+\/register\/confirm\/\S+/.exec(letter.text!)![0]).pathname }
}
/** So that the next test may register it anew. */
const forget = async (org_number: string, other: string) => {
  await db.owner('companies').where({ org_number }).update({ org_number: other })
}

describe('A4: a number in the register lets nobody in', () => {
  test('an outsider who registers a listed company waits; the address in the register is asked, and the owner told', async () => {
    expect((await registers()).status).toBe(303)
    expect(await stands('5599990065')).toMatchObject({ status: 'applied', company: 'waiting' })
    const { letter, path } = await asked()
    expect(letter.to_address).toBe(REGISTER)
    const owners = (await letters()).find(({ to_address }) => to_address === VKN)!
    expect(owners.text).toContain('Vi har frågat adressen där')
    // Nothing that opens it goes to the outsider.
    const theirs = (await letters()).filter(({ to_address }) => to_address === 'thief@evil.example')
    expect(theirs.map(({ text }) => text).join()).not.toContain('/register/confirm/')
    expect(await db.owner('register_questions').pluck('token_hash')).not.toContain(path.split('/').at(-1))

    const reader = new Client(address)
    const page = (await reader.get(path)).body
    for (const said of ['Nya Elfirman AB', '559999-0065', 'Västkustens Nät AB', 'Åsa Öberg, thief@evil.example'])
      expect(page).toContain(said)
    expect(await stands('5599990065')).toMatchObject({ status: 'applied' })
    expect((await reader.post(path, { answer: 'no' })).status).toBe(303)
    expect(await stands('5599990065')).toMatchObject({ status: 'applied', company: 'waiting' })
    expect((await letters()).at(-1)).toMatchObject({
      to_address: VKN,
      subject: 'Ansökan från Nya Elfirman AB är inte deras',
    })
    const { company_id } = (await stands('5599990065'))!
    expect((await petra.get(`/owner/companies/${company_id}`)).body).toContain(
      'Adressen i registret svarade att ansökan inte är deras.',
    )
    // The link is spent.
    expect((await reader.post(path, { answer: 'yes' })).status).toBe(410)
    expect(await stands('5599990065')).toMatchObject({ status: 'applied' })
    await forget('5599990065', '5599990115')
  })

  test('the reader of that address says yes: it is in, its administrator gets the details, and the owner is told', async () => {
    await registers()
    const { path } = await asked()
    const both = await Promise.all([1, 2].map(() => new Client(address).post(path, { answer: 'yes' })))
    expect(both.map(({ status }) => status).sort()).toEqual([303, 410])
    expect(await stands('5599990065')).toMatchObject({ status: 'approved', company: 'active' })
    expect((await letters()).map(({ subject }) => subject)).toContain('Nya Elfirman AB är nytt hos er')
    await forget('5599990065', '5599990123')
  })

  test('who registers with the register’s own address is in at once, since the details go there; the owner is told', async () => {
    await registers({ admin_email: REGISTER })
    expect(await stands('5599990065')).toMatchObject({ status: 'approved', company: 'active' })
    expect((await letters()).filter(({ to_address }) => to_address === VKN).map(({ subject }) => subject)).toEqual([
      'Nya Elfirman AB är nytt hos er',
    ])
    expect(await db.owner('register_questions')).toEqual([])
    await forget('5599990065', '5599990131')
  })

  test('one without an address in the register waits for the owner', async () => {
    await registers({ org_number: '559999-0107', name: 'Utan Adress AB' })
    expect(await stands('5599990107')).toMatchObject({ status: 'applied' })
    expect(await db.owner('register_questions')).toEqual([])
    expect((await letters()).filter(({ to_address }) => to_address === VKN)).toHaveLength(1)
  })

  test('a signed-in company is asked too, whatever address its administrator has given itself', async () => {
    await db
      .owner('users')
      .where({ username: 'karin.bergstrom' })
      .update({ email: 'kontoret@bergstroms-elservice.example' })
    await karin.post('/company/connections', { _key: newKey(), owner: String(db.world.owners.VKN), message: '' })
    expect(await stands('5599990040')).toMatchObject({ status: 'applied' })
    const { path } = await asked()
    // What the register says now counts, not what it said when it was asked.
    await reads('559999-0040;Bergströms;ny@bergstroms-elservice.example')
    await new Client(address).post(path, { answer: 'yes' })
    expect(await stands('5599990040')).toMatchObject({ status: 'applied' })
  })

  test('a link that has expired, or is none, opens nothing', async () => {
    await db.owner('connections').where({ owner_id: db.world.owners.VKN }).update({ status: 'refused' })
    await karin.post('/company/connections', { _key: newKey(), owner: String(db.world.owners.VKN), message: '' })
    const { path } = await asked()
    await db.owner('register_questions').update({ expires_at: db.owner.raw(`now() - interval '1 second'`) })
    for (const link of [path, `/register/confirm/${'x'.repeat(43)}`, '/register/confirm/x']) {
      expect((await new Client(address).get(link)).status).toBe(410)
      expect((await new Client(address).post(link, { answer: 'yes' })).status).toBe(410)
    }
    expect(await stands('5599990040')).toMatchObject({ status: 'applied' })
  })

  test('an owner that takes everybody is told as well', async () => {
    await db.owner('owners').where({ code: 'SJB' }).update({ admission: 'open' })
    await registers({ owner: String(db.world.owners.SJB), org_number: '559999-0073', name: 'Öppen El AB' })
    const told = (await letters()).filter(({ to_address }) => to_address === 'natkund@sjobygdens-energi.example')
    expect(told.map(({ subject }) => subject)).toEqual(['Öppen El AB är nytt hos er'])
  })

  test('of a file the addresses are kept that stand beside one number', () => {
    expect(
      entriesIn(
        '559999-0040;A@B.example, c@d.example\n559999-0057 559999-0065 both@x.example\n559999-0040 <e@f.example>',
      ),
    ).toEqual([
      { org_number: '5599990040', emails: ['a@b.example', 'c@d.example', 'e@f.example'] },
      { org_number: '5599990057', emails: [] },
      { org_number: '5599990065', emails: [] },
    ])
  })
})

describe('A4: a company’s name', () => {
  const details = async (typed: Record<string, string>) =>
    karin.post('/company', {
      name: 'Bergströms Elservice AB',
      address: 'Verkstadsgatan 4',
      postcode: '123 45',
      city: 'Norrådal',
      phone: '070-174 06 07',
      email: 'kontoret@bergstroms-elservice.example',
      compliance_name: 'Karin Bergström',
      compliance_type: 'A',
      ...typed,
    })
  const company = () => db.owner('companies').where({ id: db.world.companies.Bergströms }).first('name', 'wanted_name')
  const at = () => `/owner/companies/${db.world.companies.Bergströms}`

  test.each(['Norrådalens Elnät AB', 'NORRÅDALENS ELNÄT', 'Nоrrådalens Elnät Aktiebolag', 'Västkustens Nät (publ)'])(
    'is never a network owner’s, at registration or later: %s',
    async (name) => {
      const registered = await registers({ name, org_number: '559999-0081' })
      expect(registered.status).toBe(422)
      expect(registered.body).toContain('Så heter ett nätbolag')
      const renamed = await details({ name })
      expect(renamed.status).toBe(422)
      expect(renamed.body).toContain('Så heter ett nätbolag')
      expect(await company()).toEqual({ name: 'Bergströms Elservice AB', wanted_name: null })
    },
  )

  test('that is new waits for an owner: the old one is shown until then, and every owner and administrator is told', async () => {
    expect((await details({ name: 'Bergströms Kraft AB' })).status).toBe(303)
    expect(await company()).toEqual({ name: 'Bergströms Elservice AB', wanted_name: 'Bergströms Kraft AB' })
    const subjects = (await letters()).map(({ to_address, subject }) => `${to_address}: ${subject}`)
    expect(subjects).toContain(
      'anmalan@norradalens-elnat.example: Bergströms Elservice AB vill heta Bergströms Kraft AB',
    )
    expect(subjects).toContain(`${VKN}: Bergströms Elservice AB vill heta Bergströms Kraft AB`)
    expect(subjects.join()).toContain('Bergströms Elservice AB ska heta Bergströms Kraft AB i Elanmälan')
    expect((await karin.get('/company/users/history')).body).toContain('Bergströms Elservice AB → Bergströms Kraft AB')
    expect((await karin.get('/company')).body).toContain('Ni heter Bergströms Elservice AB tills')
    const page = (await lena.get(at())).body
    expect(page).toContain('Från Bergströms Elservice AB till Bergströms Kraft AB.')
    // What the decider had in sight, and nothing else.
    expect((await lena.post(`${at()}/name`, { wanted: 'Bergströms', answer: 'yes' })).status).toBe(409)
    await db.owner('mail_messages').delete()
    expect((await lena.post(`${at()}/name`, { wanted: 'Bergströms Kraft AB', answer: 'yes' })).status).toBe(303)
    expect(await company()).toEqual({ name: 'Bergströms Kraft AB', wanted_name: null })
    expect((await lena.get(at())).body).toContain('Nytt namn godkänt: Bergströms Elservice AB → Bergströms Kraft AB')
    expect((await letters()).map(({ to_address, subject }) => `${to_address}: ${subject}`).sort()).toEqual([
      `${VKN}: Bergströms Elservice AB heter nu Bergströms Kraft AB`,
      'kontoret@bergstroms-elservice.example: Ert nya namn är godkänt',
    ])
    await db.owner('companies').where({ id: db.world.companies.Bergströms }).update({ name: 'Bergströms Elservice AB' })
  })

  test('is refused by an owner, or taken back by the company, and the old one stays', async () => {
    await details({ name: 'Solklаrt Installation AB' })
    expect((await lena.get(at())).body).toContain('Namnet kan förväxlas med Solklart Installation AB, 559999-0057.')
    expect((await lena.post(`${at()}/name`, { wanted: 'Solklаrt Installation AB', answer: 'no' })).status).toBe(303)
    expect(await company()).toEqual({ name: 'Bergströms Elservice AB', wanted_name: null })
    await details({ name: 'Annat AB' })
    await details({})
    expect(await company()).toEqual({ name: 'Bergströms Elservice AB', wanted_name: null })
    expect((await lena.post(`${at()}/name`, { wanted: 'Annat AB', answer: 'yes' })).status).toBe(409)
  })

  test('that holds an owner’s is told to that owner, who cannot approve it', async () => {
    await details({ name: 'Norrådalens Elnät Installation' })
    expect((await lena.get(at())).body).toContain('Namnet kan förväxlas med ert eget.')
    const answer = await lena.post(`${at()}/name`, { wanted: 'Norrådalens Elnät Installation', answer: 'yes' })
    expect(answer.status).toBe(409)
    await details({})
  })

  test('is not the company’s to write in the database either, nor a stranger’s to settle', async () => {
    const { karin: actor } = actorsOf(db.world)
    await asActor(actor, (tx) => tx('companies').where({ id: actor.companyId }).update({ name: 'Smygnamn AB' }))
    expect(await company()).toEqual({ name: 'Bergströms Elservice AB', wanted_name: 'Smygnamn AB' })
    const nils = await (await new Client(address).signIn('nils.aberg')).proves()
    expect((await nils.post(`${at()}/name`, { wanted: 'Smygnamn AB', answer: 'yes' })).status).toBe(404)
    expect(await company()).toMatchObject({ name: 'Bergströms Elservice AB' })
    await details({})
  })

  test('and its administrators’ that may be taken for the owner’s people are told on its page', async () => {
    await db.owner('users').where({ username: 'karin.bergstrom' }).update({ name: 'Evа Nordin' })
    expect((await lena.get(at())).body).toContain('Evа Nordin på företaget kan förväxlas med Eva Nordin hos er.')
    await db.owner('users').where({ username: 'karin.bergstrom' }).update({ name: 'Karin Bergström' })
  })
})
