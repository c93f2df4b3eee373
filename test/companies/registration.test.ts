import { once } from 'node:events'
import fs from 'node:fs'
import { connect } from 'node:net'
import { afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { Client, hidden, testServer } from '../support/client.ts'
import { testDatabase, type TestDatabase } from '../support/database.ts'
import { exe, pdf } from '../support/files.ts'

let db: TestDatabase
let address: string
beforeAll(async () => {
  db = await testDatabase()
  address = (await testServer()).address
})
beforeEach(() => db.owner('rate_limits').delete())
afterEach(() => vi.restoreAllMocks())

const FIRM = {
  name: 'Nya Elfirman AB',
  org_number: '559999-0065',
  address: 'Industrigatan 1',
  postcode: '123 45',
  city: 'Norrådal',
  phone: '08-465 004 40',
  email: 'info@nyaelfirman.example',
  compliance_name: 'Åsa Öberg',
  compliance_type: 'A',
  admin_name: 'Åsa Öberg',
  admin_phone: '070-174 06 40',
  admin_email: 'asa@nyaelfirman.example',
  agreement: 'ja',
}
const intyg = (content: Buffer = pdf) => new File([new Uint8Array(content)], 'intyg.pdf')
const registers = async (typed: Record<string, string | File>, opened?: string) => {
  const visitor = new Client(address)
  const page = hidden((await visitor.get('/register')).body)
  return visitor.post('/register', { ...page, ...(opened && { _opened: opened }), ...FIRM, ...typed })
}
const companies = () => db.owner('companies').where({ name: FIRM.name })

test('an application is company, administrator, acceptance, certificate, log and letters, or nothing', async () => {
  const owner = String(db.world.owners.NEL)
  expect((await registers({ owner })).body).toContain('Nätbolaget kräver ett behörighetsintyg')
  expect((await registers({ owner, certificate: intyg(exe) })).body).toContain('Bifoga intyget som pdf')
  expect((await registers({ owner, certificate: intyg(), agreement: '' })).body).toContain(
    'Läs och godkänn användaravtalet',
  )
  expect(await companies()).toEqual([])
  const answer = await registers({ owner, certificate: intyg() })
  expect([answer.status, answer.location]).toEqual([303, '/register/done'])
  const [company] = (await companies()) as { id: number; status: string }[]
  expect(company!.status).toBe('waiting')
  const its = (table: string) => db.owner(table).where({ company_id: company!.id }).count('* as n').first()
  for (const table of ['users', 'agreement_acceptances', 'certificates', 'certificate_chunks', 'connection_events']) {
    expect(await its(table), table).toEqual({ n: 1 })
  }
  expect(await its('mail_messages')).toEqual({ n: 2 })
  // Nobody gets in before an owner has let the company in.
  await new Client(address).post('/password/forgotten', { username: 'asa.oberg' })
  expect(await db.owner('one_time_links').where({ purpose: 'invitation' })).toEqual([])
})

test('what lacks is told by name, and of whom it lacks', async () => {
  const page = await registers({
    ...{ owner: String(db.world.owners.VKN), phone: '', email: '', org_number: '' },
    ...{ admin_phone: '', admin_email: 'asa' },
  })
  const summary = page.body.slice(page.body.indexOf('error-summary'), page.body.indexOf('</section>'))
  for (const line of [
    'href="#org_number">Företaget: Ange organisationsnummer.',
    'href="#phone">Företaget: Ange telefonnummer.',
    'href="#email">Företaget: Ange e-postadress.',
    'href="#admin_phone">Administratör: Ange telefonnummer.',
    'href="#admin_email">Administratör: E-postadressen ska ha ett @.',
  ])
    expect(summary).toContain(line)
})

test('who only lays cable names no elinstallatör; everybody else does', async () => {
  await companies().update({ org_number: '5599990115', name: 'Annat' })
  const owner = String(db.world.owners.VKN)
  expect((await registers({ owner, compliance_name: '' })).body).toContain(
    'Ange vem som är elinstallatör för regelefterlevnad.',
  )
  expect((await registers({ owner, compliance_name: '', compliance_type: 'K' })).location).toBe('/register/done')
  expect(await companies()).toMatchObject([{ compliance_name: null, compliance_type: 'K' }])
  const { id } = (await companies())[0] as { id: number }
  const petra = await new Client(address).signIn('petra.wallin')
  expect((await petra.get(`/owner/companies/${id}`)).body).toContain('Behövs inte: företaget förlägger bara kabel')
})

test('the same number again, by many at once, is one company; the answer names nobody', async () => {
  await companies().update({ org_number: '5599990073', name: 'Annat' })
  const owner = String(db.world.owners.VKN)
  const answers = await Promise.all([1, 2, 3].map(() => registers({ owner })))
  expect(answers.map(({ status }) => status).sort()).toEqual([303, 422, 422])
  expect(await companies()).toHaveLength(1)
  const refused = await registers({ owner, org_number: '559999-0040' })
  expect(refused.body).toContain('Företaget är redan registrerat')
  expect(refused.body).not.toMatch(/Bergström|Karin/)
})

test('one form is one application, however often it is sent; a form of somebody else’s making is none', async () => {
  await companies().update({ org_number: '5599990081', name: 'Annat' })
  const visitor = new Client(address)
  const page = hidden((await visitor.get('/register')).body)
  const form = { ...page, ...FIRM, owner: String(db.world.owners.VKN) }
  const answers = await Promise.all([1, 2, 3].map(() => visitor.post('/register', form)))
  expect(new Set(answers.map(({ location }) => location))).toEqual(new Set(['/register/done']))
  expect(await companies()).toHaveLength(1)
  for (const opened of ['', '1.x.y', `${Date.now()}.${'x'.repeat(24)}.${'y'.repeat(43)}`]) {
    const forged = await visitor.post('/register', { ...form, _opened: opened })
    expect(forged.body).toContain('Sidan är för gammal')
  }
})

test.each([
  ['a sole trader, whose number is masked', { org_number: '121212+1212' }, '191212121212', '19121212-****'],
  [
    'a foreign company, by its VAT number and address',
    { org_number: 'DK 13 58 56 28', country: 'DK', postcode: '8000', city: 'Aarhus' },
    'DK13585628',
    'DK13585628',
  ],
])('%s registers', async (_who, typed: Record<string, string>, stored, shown) => {
  const name = `Firma ${stored.slice(0, 4)}`
  const sent = await registers({ owner: String(db.world.owners.VKN), name, ...typed })
  expect(sent.location).toBe('/register/done')
  const made = (await db.owner('companies').where({ org_number: stored }).first())!
  expect(made).toMatchObject({ name, country: typed['country'] ?? 'SE' })
  const petra = await new Client(address).signIn('petra.wallin')
  const page = (await petra.get(`/owner/companies/${made.id}`)).body
  expect(page).toContain(shown)
  expect(page).not.toContain('191212121212')
  if (typed['country']) expect(page).toContain('8000 Aarhus, Danmark')
})

test('a postnummer that is none in Sweden is told at its field', async () => {
  const sent = await registers({ owner: String(db.world.owners.VKN), org_number: '559999-0057', postcode: '8000' })
  expect(sent.status).toBe(422)
  expect(sent.body).toContain('Postnummer ska ha 5 siffror')
})

test('a hidden field that a password manager filled in is asked about in the open, and nobody is thanked for nothing', async () => {
  await companies().update({ org_number: '5599990123', name: 'Annat' })
  const owner = String(db.world.owners.VKN)
  const filled = { owner, website: 'https://provfirman.example', message: 'Vi bygger i Fjällnäs.' }
  const asked = await registers(filled)
  expect([asked.status, asked.location]).toEqual([422, ''])
  for (const there of ['Ansökan är inte sänd än', 'Vi bygger i Fjällnäs.', 'name="person"', FIRM.compliance_name])
    expect(asked.body).toContain(there)
  expect(await companies()).toEqual([])
  // The manager fills it in once more, and the person says that it is them.
  expect((await registers({ ...filled, person: 'ja' })).location).toBe('/register/done')
  expect(await companies()).toHaveLength(1)
})

test('beyond five an hour from one place nobody is served', async () => {
  await companies().update({ org_number: '5599990099', name: 'Annat' })
  const owner = String(db.world.owners.VKN)
  const statuses = []
  for (let i = 0; i < 7; i += 1) statuses.push((await registers({ owner, org_number: '559999-0040' })).status)
  expect(statuses).toEqual([422, 422, 422, 422, 422, 429, 429])
})

test('an owner that takes everybody lets a new company in at once, with its details', async () => {
  await db.owner('owners').where({ code: 'VKN' }).update({ admission: 'open' })
  await companies().update({ org_number: '5599990107', name: 'Annat' })
  await registers({ owner: String(db.world.owners.VKN) })
  const [company] = (await companies()) as { status: string }[]
  expect(company!.status).toBe('active')
  const { rows } = await db.owner.raw<{ rows: object[] }>(
    `select from graphile_worker.jobs where task_identifier = 'invite'`,
  )
  expect(rows.length).toBeGreaterThan(0)
  await db.owner('owners').where({ code: 'VKN' }).update({ admission: 'manual' })
})

test('of two administrators who answer at once one decides, and a company never approves itself', async () => {
  await db
    .owner('connections')
    .insert({ company_id: db.world.companies.Bergströms, owner_id: db.world.owners.VKN, status: 'applied' })
  const petra = await new Client(address).signIn('petra.wallin')
  const at = `/owner/companies/${db.world.companies.Bergströms}`
  const key = (n: number) => `decision-key-number-${n}-x`
  const answers = await Promise.all([
    petra.post(`${at}/approve`, { _key: key(1), seen: 'applied' }),
    petra.post(`${at}/refuse`, { _key: key(2), seen: 'applied', reason: 'Intyget saknas helt.' }),
  ])
  expect(answers.map(({ status }) => status).sort()).toEqual([303, 409])
  const events = await db
    .owner('connection_events')
    .where({ owner_id: db.world.owners.VKN, company_id: db.world.companies.Bergströms })
  expect(events).toHaveLength(1)
})

test('a new agreement is shown to the company’s administrator until it is accepted, and is in nobody’s way', async () => {
  const karin = await new Client(address).signIn('karin.bergstrom')
  await karin.post('/company/agreement', {})
  expect((await karin.get('/inbox')).body).not.toContain('Användaravtalet är ändrat')
  await db.owner('agreements').insert({ version: 2, body_sv: 'Nya villkor', body_en: 'New terms' })
  expect((await karin.get('/inbox')).body).toContain('Användaravtalet är ändrat')
  expect((await (await new Client(address).signIn('amir.haddad')).get('/inbox')).body).not.toContain('Användaravtalet')
  expect((await karin.get('/company')).body).toContain('Nya villkor')
  await karin.post('/company/agreement', {})
  expect((await karin.get('/inbox')).body).not.toContain('Användaravtalet är ändrat')
  const accepted = (await db
    .owner('agreement_acceptances')
    .where({ company_id: db.world.companies.Bergströms, version: 2 })
    .first()) as { accepted_name: string; accepted_at: Date }
  expect(accepted.accepted_name).toBe('Karin Bergström')
  expect(accepted.accepted_at).toBeInstanceOf(Date)
  await db.owner('agreement_acceptances').where({ version: 2 }).delete()
  await db.owner('agreements').where({ version: 2 }).delete()
})

test('strangers’ files are counted before a byte of them is stored; beyond twenty an hour the form comes back without', async () => {
  const before = await companies()
  const stored = vi.spyOn(fs, 'createWriteStream')
  const owner = String(db.world.owners.NEL)
  // What lacks something is sent again, with its file.
  const again = { owner, certificate: intyg(), agreement: '', message: 'Vi bygger i Norrådal.' }
  for (let n = 0; n < 20; n += 1) expect((await registers(again)).status).toBe(422)
  expect(stored).toHaveBeenCalledTimes(20)
  const refused = await registers({ ...again, agreement: 'ja' })
  expect(refused.status).toBe(429)
  expect(refused.body).toContain('För många filer härifrån. Försök igen om en timme.')
  expect(refused.body).toContain('Vi bygger i Norrådal.')
  expect(stored).toHaveBeenCalledTimes(20)
  expect(await companies()).toEqual(before)
  // Who sends no file is counted by their applications alone.
  const without = { owner: String(db.world.owners.VKN), org_number: '559999-0172' }
  expect((await registers(without)).location).toBe('/register/done')
})

test('of one network three files come in at once, and no more are stored', async () => {
  const stored = vi.spyOn(fs, 'createWriteStream')
  const { hostname, port } = new URL(address)
  const lines = await Promise.all(
    Array.from({ length: 5 }, async () => {
      const socket = connect(Number(port), hostname)
      await once(socket, 'connect')
      socket.write(
        'POST /register HTTP/1.1\r\nHost: here\r\nSec-Fetch-Site: same-origin\r\nContent-Length: 900000\r\n' +
          'Content-Type: multipart/form-data; boundary=x\r\n\r\n' +
          '--x\r\nContent-Disposition: form-data; name="certificate"; filename="intyg.pdf"\r\n\r\n%PDF-1.4\r\n',
      )
      return socket
    }),
  )
  await expect.poll(() => stored.mock.calls.length).toBe(3)
  expect((await registers({ owner: String(db.world.owners.NEL), certificate: intyg() })).status).toBe(429)
  expect(stored).toHaveBeenCalledTimes(3)
  for (const socket of lines) socket.destroy()
  await db.owner('rate_limits').delete()
  const sends = () => registers({ owner: String(db.world.owners.NEL), certificate: intyg(), agreement: '' })
  await expect.poll(async () => (await sends()).status).toBe(422)
})
