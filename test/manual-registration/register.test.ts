import { beforeAll, describe, expect, test } from 'vitest'
import { noticeFor } from '../../seeds/demoAnswers.ts'
import type { CaseRow, EventRow, JobTypeRow } from '../../src/db/rowTypes.ts'
import { toValues } from '../../src/domain/forms/repeatingGroups.ts'
import { aCase, actorsOf, tolvan } from '../support/cases.ts'
import { Client, hidden, testServer, type Answer } from '../support/client.ts'
import { testDatabase, type TestDatabase } from '../support/database.ts'
import { exe, pdf } from '../support/files.ts'

let db: TestDatabase
let eva: Client, amir: Client, petra: Client, mira: Client
beforeAll(async () => {
  db = await testDatabase()
  const { address } = await testServer()
  eva = await new Client(address).signIn('eva.nordin')
  amir = await new Client(address).signIn('amir.haddad')
  petra = await new Client(address).signIn('petra.wallin')
  mira = await new Client(address).signIn('mira.dahl')
})

const jobOf = async (code: string) =>
  (await db.owner<JobTypeRow>('job_types').where({ owner_id: db.world.owners.NEL, code }).first())!
const caseAt = async (location: string) =>
  (await db
    .owner<CaseRow>('cases')
    .where({ ref: location.split('/')[2]! })
    .first())!
const UNKNOWN = {
  company: 'unknown',
  company_name: 'Elfirma Okänd AB',
  company_org_number: '559999-0073',
  company_contact: 'Olle, 070-174 06 77',
}

/** Both pages, as a person goes through them. */
async function registers(code: string, company: object, typed: Record<string, string | Blob>): Promise<Answer> {
  const page = await startedWith(code, company)
  return eva.post('/owner/register/form', { ...hidden(page.body), ...typed })
}
async function startedWith(code: string, company: object): Promise<Answer> {
  const job = String((await jobOf(code)).id)
  const page = await eva.submit('/owner/register', await eva.get('/owner/register'), {
    ...company,
    job,
    postcode: '123 45',
  })
  expect(page.status).toBe(200)
  return page
}
const filled = async (code: string) => {
  const { definition } = await jobOf(code)
  const values = toValues(definition.notice, noticeFor(definition, tolvan, new Date()))
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, [value].flat()[0]!]))
}

describe('the first page', () => {
  test('finds companies by name or number among those that may send here, and no others', async () => {
    const page = await eva.get('/owner/register')
    const find = async (q: string) =>
      (await eva.submit('/owner/register', page, { company_q: q, _do: 'search', postcode: '123 45' })).body
    expect(await find('bergström')).toContain('Bergströms Elservice AB')
    expect(await find('bergström')).not.toContain('Solklart')
    expect(await find('559999-0057')).toContain('Solklart Installation AB')
    expect(await find('finns inte alls')).toContain('Inget anslutet företag')
    expect(await find('bergström')).toContain('value="123 45"')
    await db.owner('connections').where({ company_id: db.world.companies.Solklart }).update({ status: 'blocked' })
    expect(await find('solklart')).not.toContain('Solklart Installation AB')
    const job = String((await jobOf('NY01')).id)
    const blocked = { company: String(db.world.companies.Solklart), job, postcode: '123 45' }
    expect((await eva.submit('/owner/register', page, blocked)).status).toBe(422)
    await db.owner('connections').where({ company_id: db.world.companies.Solklart }).update({ status: 'approved' })
  })

  test('tells at each field what lacks, and loses nothing typed', async () => {
    const answer = await eva.submit('/owner/register', await eva.get('/owner/register'), {
      company: 'unknown',
      company_contact: 'Olle, 070-174 06 77',
      job: String((await jobOf('NY01')).id),
    })
    expect(answer.status).toBe(422)
    expect(answer.body).toContain('Skriv vad företaget heter.')
    expect(answer.body).toContain('Olle, 070-174 06 77')
    const other = await eva.submit('/owner/register', await eva.get('/owner/register'), {
      ...UNKNOWN,
      postcode: '99999',
    })
    expect(other.body).toContain('Välj jobbtyp.')
  })
})

describe('registering', () => {
  test('for a company that is known: sent at once, its mailbox told, its people see it and take it over', async () => {
    const company = { company: String(db.world.companies.Bergströms) }
    const answer = await registers('NY01', company, {
      ...(await filled('NY01')),
      blank_reason: 'Blanketten saknar några uppgifter.',
      'file.OVR': new File([new Uint8Array(pdf)], 'blankett.pdf'),
    })
    expect(answer.status).toBe(303)
    const kase = await caseAt(answer.location)
    expect(kase).toMatchObject({
      status: 'submitted',
      manual: true,
      turn: 'owner',
      revision: 1,
      company_id: db.world.companies.Bergströms,
      orderer: 'Tolvan Tolvansson',
      responsible_id: null,
      seen_by_installer: false,
    })
    expect(kase.due_on).not.toBeNull()
    const mails: unknown = await db.owner('mail_messages').where({ case_id: kase.id }).select('template', 'to_address')
    expect(mails).toEqual([{ template: 'M07', to_address: 'kontoret@bergstroms-elservice.example' }])
    const log = await db.owner<EventRow>('case_events').where({ case_id: kase.id, action: 'register' })
    expect(log.map(({ actor_name, comment }) => [actor_name, comment])).toEqual([
      ['Eva Nordin', 'Blanketten saknar några uppgifter.'],
    ])
    const theirs = await amir.get(`/cases/${kase.ref}`)
    for (const words of ['Manuellt registrerat av nätbolaget', 'blankett.pdf']) expect(theirs.body).toContain(words)
    for (const stranger of [mira, petra]) expect((await stranger.get(`/cases/${kase.ref}`)).status).toBe(404)

    // Taken over: approved, completed and sent by the company itself.
    const people = actorsOf(db.world)
    await aCase.approve(people.eva, kase)
    const done = await aCase.complete(people.amir, kase)
    expect(done.status).toBe('completed')
  })

  test('for a company that nobody knows: the owner alone sees it, with whom to call', async () => {
    const answer = await registers('NY01', UNKNOWN, {
      ...(await filled('NY01')),
      blank_reason: 'Det stod inte på blanketten.',
    })
    const kase = await caseAt(answer.location)
    expect(kase).toMatchObject({
      status: 'submitted',
      manual: true,
      company_id: null,
      company_name: 'Elfirma Okänd AB',
      company_org_number: '5599990073',
    })
    expect(await db.owner('mail_messages').where({ case_id: kase.id })).toEqual([])
    const page = (await eva.get(`/cases/${kase.ref}`)).body
    for (const words of ['Elfirma Okänd AB', '559999-0073', 'Olle, 070-174 06 77']) expect(page).toContain(words)
    for (const stranger of [amir, mira, petra]) expect((await stranger.get(`/cases/${kase.ref}`)).status).toBe(404)
    expect((await eva.get('/cases')).body).toContain(kase.number)
  })

  test('what nobody knows is left with a reason, and only then', async () => {
    const page = await startedWith('NY01', UNKNOWN)
    const typed = { best_namn: 'Tolvan Tolvansson', anl_postnr: '12345' }
    const lacking = await eva.post('/owner/register/form', { ...hidden(page.body), ...typed })
    expect(lacking.status).toBe(422)
    expect(lacking.body).toContain('Skriv minst tio tecken om varför uppgifterna saknas.')
    expect(lacking.body).toContain('Inte ifyllt: ')
    expect(lacking.body).toContain('value="Tolvan Tolvansson"')
    expect(lacking.body).not.toContain('name="intygande"')
    const wrong = { ...hidden(lacking.body), ...typed, best_telefon: 'ring', blank_reason: 'Kunden hade bråttom.' }
    const format = await eva.post('/owner/register/form', wrong)
    expect(format.status).toBe(422)
    expect(format.body).toContain('value="ring"')
    const done = await eva.post('/owner/register/form', {
      ...hidden(format.body),
      ...typed,
      blank_reason: 'Kunden hade bråttom.',
    })
    expect(done.status).toBe(303)
    const [event] = await db.owner<EventRow>('case_events').where({ case_id: (await caseAt(done.location)).id })
    expect((event!.details['blanks'] as string[]).length).toBeGreaterThan(3)
  })

  test('is done once, however often the button is pressed', async () => {
    const page = await startedWith('NY01', UNKNOWN)
    const form = { ...hidden(page.body), ...(await filled('NY01')), blank_reason: 'Det stod inte på blanketten.' }
    const both = await Promise.all([1, 2].map(() => eva.post('/owner/register/form', form)))
    expect(new Set(both.map(({ location }) => location)).size).toBe(1)
    expect(both.map(({ status }) => status)).toEqual([303, 303])
  })

  test('a file that cannot be kept stops it, with nothing half done', async () => {
    const before = await db.owner('cases').count('*')
    const answer = await registers('NY01', UNKNOWN, {
      ...(await filled('NY01')),
      blank_reason: 'Det stod inte på blanketten.',
      'file.OVR': new File([new Uint8Array(exe)], 'blankett.pdf'),
    })
    expect(answer.status).toBe(422)
    expect(answer.body).toContain('Filen går inte att ta emot')
    expect(answer.body).toContain('Välj filerna igen.')
    expect(answer.body).toContain('value="Tolvan Tolvansson"')
    expect(await db.owner('cases').count('*')).toEqual(before)
  })

  test('of a job that is only completed goes straight to the completion (flow D)', async () => {
    const answer = await registers('BE02', UNKNOWN, {
      ...(await filled('BE02')),
      blank_reason: 'Det stod inte på blanketten.',
    })
    expect(await caseAt(answer.location)).toMatchObject({ status: 'completed', flow: 'D', manual: true })
  })
})

describe('the rules of the form', () => {
  const left = { blank_reason: 'Kunden vill ha det så, enligt telefon.' }

  test('are read by the handläggare before anything is registered, and what would stop an installer has a reason', async () => {
    const page = await startedWith('NY01', UNKNOWN)
    const typed = { ...(await filled('NY01')), sakr_ny: '80', max_effekt: '50' }
    const told = await eva.post('/owner/register/form', { ...hidden(page.body), ...typed, ...left })
    expect(told.status).toBe(422)
    expect(told.body).toContain('Högst 63 A här. Anmäl som ny servis över 63 A.')
    expect(told.body).toContain('Behöver en orsak')
    const without = await eva.post('/owner/register/form', { ...hidden(told.body), ...typed, blank_reason: '' })
    expect(without.status).toBe(422)
    expect(without.body).toContain('Skriv minst tio tecken om varför uppgifterna lämnas så.')
    // Something else is wrong now: that has not been read.
    const other = { ...typed, sakr_ny: '100', max_effekt: '90' }
    const again = await eva.post('/owner/register/form', { ...hidden(without.body), ...other, ...left })
    expect([again.status, again.body.includes('säkringens 69,28 kW')]).toEqual([422, true])
    const done = await eva.post('/owner/register/form', { ...hidden(again.body), ...other, ...left })
    expect(done.status).toBe(303)
    const kase = await caseAt(done.location)
    const log = (await eva.get(`/cases/${kase.ref}/log`)).body
    expect(log).toContain('Lämnat så: Högst 63 A här.')
    expect(log).toContain(left.blank_reason)
  })

  test('a warning is read and needs no reason; the log, which the company reads too, does not tell of others’ cases', async () => {
    const { amir: installer } = actorsOf(db.world)
    await aCase.send(installer, await aCase(installer, 'LA01'))
    const page = await startedWith('LA01', { company: String(db.world.companies.Bergströms) })
    const typed = await filled('LA01')
    const told = await eva.post('/owner/register/form', { ...hidden(page.body), ...typed })
    expect([told.status, told.body.includes('Det finns ett pågående ärende på anläggningen.')]).toEqual([422, true])
    expect(told.body).not.toContain('Behöver en orsak')
    const done = await eva.post('/owner/register/form', { ...hidden(told.body), ...typed })
    expect(done.status).toBe(303)
    expect((await amir.get(`${done.location}/log`)).body).not.toContain('pågående ärende')
  })

  test('nothing is said of the installer’s own promise, and what is not filled in is told once', async () => {
    const page = await startedWith('NY01', UNKNOWN)
    const told = await eva.post('/owner/register/form', { ...hidden(page.body), best_namn: 'Tolvan Tolvansson' })
    expect(told.status).toBe(422)
    expect(told.body).not.toContain('Kryssa i att uppgifterna är riktiga')
    expect(told.body).not.toContain('Ange kundens person- eller organisationsnummer')
  })
})

describe('standing in for an installer who is not here', () => {
  test('the completion, and a notice that was sent back, are filled in by the handläggare', async () => {
    const people = actorsOf(db.world)
    const made = await registers('NY01', UNKNOWN, {
      ...(await filled('NY01')),
      blank_reason: 'Det stod inte på blanketten.',
    })
    const kase = await caseAt(made.location)
    await aCase.reject(people.eva, kase)
    expect((await eva.get(`/cases/${kase.ref}`)).body).toContain('Fyll i åt installatören')
    const page = await eva.get(`/owner/register/${kase.ref}`)
    expect(page.body).toContain('value="Tolvan Tolvansson"')
    const told = await eva.post(`/owner/register/${kase.ref}`, {
      ...hidden(page.body),
      ...(await filled('NY01')),
      sakr_ny: '80',
      max_effekt: '50',
      blank_reason: 'Rättad per telefon med Olle.',
    })
    expect([told.status, told.body.includes('Högst 63 A här.')]).toEqual([422, true])
    const again = await eva.post(`/owner/register/${kase.ref}`, {
      ...hidden(told.body),
      ...(await filled('NY01')),
      fastighet: 'Berget 9:99',
      blank_reason: 'Rättad per telefon med Olle.',
    })
    expect([again.status, again.location]).toEqual([303, `/cases/${kase.ref}`])
    expect(await caseAt(made.location)).toMatchObject({ status: 'submitted', revision: 2, turn: 'owner' })
    await aCase.approve(people.eva, await caseAt(made.location))
    const completion = await eva.get(`/owner/register/${kase.ref}`)
    const lacking = await eva.post(`/owner/register/${kase.ref}`, { ...hidden(completion.body), y_kontakt: 'Olle' })
    expect([lacking.status, lacking.body.includes('value="Olle"')]).toEqual([422, true])
    const done = await eva.post(`/owner/register/${kase.ref}`, {
      ...hidden(lacking.body),
      y_kontakt: 'Olle',
      blank_reason: 'Meddelat per telefon, inget mer är känt.',
    })
    expect(done.status).toBe(303)
    expect(await caseAt(made.location)).toMatchObject({ status: 'completed', completion: { y_kontakt: 'Olle' } })
    expect((await eva.get(`/owner/register/${kase.ref}`)).status).toBe(409)
  })

  test('ends when somebody at the company has taken the case over: the page shows nothing, and sends nothing', async () => {
    const people = actorsOf(db.world)
    const company = String(db.world.companies.Bergströms)
    const made = await registers('NY01', { company }, { ...(await filled('NY01')), blank_reason: 'Det stod inte där.' })
    const kase = await caseAt(made.location)
    await aCase.reject(people.eva, kase)
    const page = await eva.get(`/owner/register/${kase.ref}`)
    expect(page.body).toContain('value="Tolvan Tolvansson"')
    const choosing = await amir.get(`/cases/${kase.ref}/change-responsible`)
    const taken = await amir.submit(`/cases/${kase.ref}/change-responsible`, choosing, {
      responsible: String(people.amir.userId),
    })
    expect(taken.status).toBe(303)
    const after = await eva.get(`/owner/register/${kase.ref}`)
    expect(after.status).toBe(409)
    expect(after.body).not.toContain('Tolvan')
    expect((await eva.get(`/cases/${kase.ref}`)).body).not.toContain('Fyll i åt installatören')
    const sent = await eva.post(`/owner/register/${kase.ref}`, { ...hidden(page.body), ...(await filled('NY01')) })
    expect([sent.status, sent.body.includes('Tolvan')]).toEqual([409, false])
    expect(await caseAt(made.location)).toMatchObject({ revision: 1 })
  })

  test('only of a case that came on paper', async () => {
    const people = actorsOf(db.world)
    const own = await aCase.approve(people.eva, await aCase.send(people.amir, await aCase(people.amir, 'NY01')))
    expect((await eva.get(`/owner/register/${own.ref}`)).status).toBe(409)
    expect((await eva.post(`/owner/register/${own.ref}`, { _key: 'x'.repeat(24), y_kontakt: 'Eva' })).status).toBe(409)
    await expect(aCase.move(people.eva, own, 'complete')).rejects.toThrow('Du har inte behörighet')
    await expect(aCase.move(people.lars, own, 'complete')).rejects.toThrow('Du har inte behörighet')
  })
})
