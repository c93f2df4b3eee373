import { randomBytes } from 'node:crypto'
import { beforeAll, describe, expect, test } from 'vitest'
import { asActor, setClock } from '../../src/db/actor.ts'
import { perform } from '../../src/cases/workflow/perform.ts'
import type { CaseRow, EventRow } from '../../src/db/rowTypes.ts'
import type { Answers } from '../../src/domain/forms/definition.ts'
import { aCase, actorsOf } from '../support/cases.ts'
import { Client, testServer, type Answer } from '../support/client.ts'
import { testDatabase, type TestDatabase } from '../support/database.ts'

let db: TestDatabase
let people: ReturnType<typeof actorsOf>
let amir: Client, mira: Client, eva: Client
beforeAll(async () => {
  setClock('2027-02-01T09:00:00+01:00')
  db = await testDatabase()
  people = actorsOf(db.world)
  const { address } = await testServer()
  amir = await new Client(address).signIn('amir.haddad')
  mira = await new Client(address).signIn('mira.dahl')
  eva = await new Client(address).signIn('eva.nordin')
})

const stored = async ({ id }: CaseRow) => (await db.owner<CaseRow>('cases').where({ id }).first())!
const at = (kase: CaseRow) => `/cases/${kase.ref}/review`
const base = (kase: CaseRow) => ({ _key: randomBytes(18).toString('base64url'), _version: String(kase.version) })
const ticksOf = (page: Answer) => [...page.body.matchAll(/name="accept" value="(\w+)"/g)].map((match) => match[1]!)

/** A draft that nothing stands against, on a facility of its own, with answers changed as the test wishes. */
let serial = 0
async function draft(jobCode: string, change: Answers = {}): Promise<CaseRow> {
  const kase = await aCase(people.amir, jobCode)
  serial += 1
  const own = { matarnummer: `EGEN-${serial}`, anl_id: null, fardigdatum: '2027-05-03' }
  const notice = { ...kase.notice, ...own, ...change }
  for (const [key, value] of Object.entries(notice)) if (value === null) Reflect.deleteProperty(notice, key)
  await db
    .owner('cases')
    .where({ id: kase.id })
    .update({ notice: JSON.stringify(notice) })
  return stored(kase)
}

describe('before sending', () => {
  test('all that goes is shown, with when an answer comes and what happens then; sending says it again', async () => {
    const kase = await draft('NY01')
    const page = await amir.get(at(kase))
    for (const words of [
      'Tolvan Tolvansson',
      'Berget 1:23',
      'situationsplan.pdf',
      'senast 2027-02-15, inom 10 vardagar',
    ])
      expect(page.body).toContain(words)
    expect(ticksOf(page)).toEqual([])
    const sent = await amir.post(at(kase), base(kase))
    expect([sent.status, sent.location]).toEqual([303, `/cases/${kase.ref}`])
    expect((await amir.get(sent.location)).body).toContain(
      'Skickat till Norrådalens Elnät AB. Svar senast 2027-02-15, inom 10 vardagar.',
    )
    expect((await stored(kase)).status).toBe('submitted')
  })

  test('what lacks is told by its label with a link to the field, and cannot be sent', async () => {
    const kase = await draft('NY01', { best_adress: null as never })
    const page = await amir.get(at(kase))
    expect(page.body).toContain(`href="/cases/${kase.ref}/edit#best_adress"`)
    expect(page.body).toContain('Adress: Fyll i det här.')
    expect(page.body).not.toContain('Skicka föranmälan')
    expect((await amir.post(at(kase), base(kase))).status).toBe(422)
    expect((await stored(kase)).status).toBe('draft')
  })

  test('a warning is sent past only with its tick, and which were ticked is in the log', async () => {
    const kase = await draft('NY01', { fardigdatum: '2027-05-01' })
    expect(ticksOf(await amir.get(at(kase)))).toEqual(['V13'])
    for (const accept of [{}, { accept: 'V99' }]) {
      const refused = await amir.post(at(kase), { ...base(kase), ...accept })
      expect(refused.status).toBe(422)
      expect(refused.body).toContain('Inget är skickat än')
    }
    expect((await amir.post(at(kase), { ...base(kase), accept: 'V13' })).status).toBe(303)
    const event = (await db.owner<EventRow>('case_events').where({ case_id: kase.id, action: 'submit' }).first())!
    expect(event.details['accepted']).toEqual(['V13'])
  })

  test('two presses send once, and both find the case', async () => {
    const kase = await draft('NY01')
    const form = base(kase)
    const answers = await Promise.all([1, 2, 3].map(() => amir.post(at(kase), form)))
    expect(answers.map(({ status, location }) => [status, location])).toEqual(
      [1, 2, 3].map(() => [303, `/cases/${kase.ref}`]),
    )
    expect(await db.owner('case_events').where({ case_id: kase.id, action: 'submit' })).toHaveLength(1)
  })

  test('what a colleague saved meanwhile is not sent unread', async () => {
    const kase = await draft('NY01')
    await db
      .owner('cases')
      .where({ id: kase.id })
      .update({ version: kase.version + 1 })
    expect((await amir.post(at(kase), base(kase))).status).toBe(409)
    expect((await stored(kase)).status).toBe('draft')
  })

  test('who cannot send at all is told why, before trying', async () => {
    const kase = await draft('NY01')
    const person = () => db.owner('users').where({ username: 'amir.haddad' })
    await person().update({ phone: null })
    const page = await amir.get(at(kase))
    expect(page.body).toContain('Ansvarig installatör saknar telefon eller e-post')
    expect((await amir.post(at(kase), base(kase))).status).toBe(422)
    await person().update({ phone: '+46701740605' })
    expect((await stored(kase)).status).toBe('draft')
  })

  test('it is the installer’s alone, and only while there is something to send', async () => {
    const kase = await draft('NY01')
    expect((await mira.get(at(kase))).status).toBe(404)
    expect((await eva.get(at(kase))).status).toBe(403)
    await amir.post(at(kase), base(kase))
    expect((await amir.get(at(kase))).status).toBe(409)
  })
})

test('that the answers are true is promised anew at every sending', async () => {
  const sent = async () => {
    const kase = await draft('NY01')
    expect((await amir.post(at(kase), base(kase))).status).toBe(303)
    return stored(kase)
  }
  const returned = await aCase.reject(people.eva, await sent())
  const withdrawn = await aCase.move(people.amir, await sent(), 'withdraw')
  for (const kase of [returned, withdrawn]) {
    expect((await amir.get(at(kase))).body).toContain(`href="/cases/${kase.ref}/edit#intygande"`)
    expect((await amir.post(at(kase), base(kase))).status).toBe(422)
    const notice = { ...kase.notice, intygande: true }
    await asActor(people.amir, (tx) => perform(tx, people.amir, kase.ref, 'save', { notice }))
    // What was pointed at stands as it did: that is ticked.
    const accept = ticksOf(await amir.get(at(kase)))
    expect((await amir.post(at(kase), { ...base(await stored(kase)), accept })).status).toBe(303)
  }
  // The owner reads what was promised when it was sent.
  expect((await eva.get(`/cases/${returned.ref}`)).body).toContain('Jag intygar att uppgifterna är riktiga')
})

describe('another case on the same facility (V10)', () => {
  const place = { anl_id: '735999000200000097' }

  test('of the own company is named, of another only said to be; the database tells no more', async () => {
    const theirs = await aCase(people.mira, 'NY01')
    await db.owner('cases').where({ id: theirs.id }).update({ facility_id: place.anl_id })
    const kase = await draft('NY01', place)
    // A draft is nobody's business.
    expect((await amir.get(at(kase))).body).not.toContain('pågående ärende')
    const [running] = (await db
      .owner('cases')
      .where({ id: theirs.id })
      .update({ status: 'submitted', turn: 'owner', submitted_at: new Date() })
      .returning('number')) as { number: string }[]
    const page = await amir.get(at(kase))
    expect(page.body).toContain('Det finns ett pågående ärende på anläggningen.')
    expect(page.body).not.toContain(running!.number)
    expect(page.body).not.toContain('Solklart')

    const own = await draft('NY01', place)
    await db.owner('cases').where({ id: own.id }).update({ facility_id: place.anl_id })
    await asActor(people.amir, (tx) =>
      tx('cases').where({ id: own.id }).update({ status: 'submitted', turn: 'owner', submitted_at: new Date() }),
    )
    expect((await amir.get(at(kase))).body).toContain(`redan ett pågående ärende på anläggningen: ${own.ref}.`)
  })

  test('is asked by meter number too, and for the rows of a block', async () => {
    const busy = (who: typeof people.amir, facilities: string[], meters: string[]) =>
      asActor(who, async (tx) => {
        const { rows } = await tx.raw<{ rows: [{ busy: boolean }] }>('select app.facility_is_busy(?, ?, ?) as busy', [
          db.world.owners.NEL,
          facilities,
          meters,
        ] as never)
        return rows[0].busy
      })
    const theirs = await aCase.send(people.mira, await aCase(people.mira, 'NY01'))
    await db.owner('cases').where({ id: theirs.id }).update({ meter_number: 'MIRAS-1' })
    expect(await busy(people.amir, [], ['ANNAN', 'MIRAS-1'])).toBe(true)
    expect(await busy(people.amir, [], ['ANNAN'])).toBe(false)
    expect(await busy(people.mira, [], ['MIRAS-1'])).toBe(false)
    // Who may not send to the owner may not ask either.
    await db.owner('connections').where({ company_id: people.amir.companyId }).update({ status: 'blocked' })
    expect(await busy(people.amir, [], ['MIRAS-1'])).toBe(false)
    await db.owner('connections').where({ company_id: people.amir.companyId }).update({ status: 'approved' })
  })
})

describe('an earlier block on the same facility', () => {
  const [first, second] = ['735999000300000010', '735999000300000027']
  const row = (anl_id: string, more = {}) => ({ anl_benamning: anl_id.slice(-3), anl_id, ...more })
  const facility = { anl_id: second }

  test('is known by all of its rows, its own company’s by number (V10), and stands beside the case', async () => {
    const block = async (by: typeof people.amir) => {
      const kase = await aCase(by, 'NY04')
      const notice = { ...kase.notice, rader: [row(first!), row(second!, { matarnummer: 'RAD-2' })] }
      await asActor(by, (tx) => perform(tx, by, kase.ref, 'save', { notice }))
      return aCase.send(by, await stored(kase))
    }
    const theirs = await block(people.mira)
    const kase = await draft('NY01', facility)
    expect((await amir.get(at(kase))).body).toContain('Det finns ett pågående ärende på anläggningen.')
    await aCase.move(people.mira, theirs, 'withdraw')
    const byMeter = await draft('NY01', { matarnummer: 'RAD-2' })
    expect((await amir.get(at(byMeter))).body).not.toContain('pågående ärende på anläggningen')
    const own = await block(people.amir)
    for (const each of [kase, byMeter])
      expect((await amir.get(at(each))).body).toContain(`redan ett pågående ärende på anläggningen: ${own.ref}.`)
    const sent = await aCase.send(people.amir, await stored(kase))
    expect((await eva.get(`/cases/${sent.ref}`)).body).toMatch(new RegExp(`${own.ref}[^]{0,900}samma anläggnings-ID`))
  })

  test('tells when the fuse of that row was changed (V09), at the row it is about', async () => {
    const before = await draft('BE01', {
      rader: [row(first!, { sakr_bef: 25, sakr_ny: 25 }), row(second!, { sakr_bef: 25, sakr_ny: 35 })],
    })
    await asActor(people.amir, (tx) => perform(tx, people.amir, before.ref, 'save', { notice: before.notice }))
    await db
      .owner('cases')
      .where({ id: before.id })
      .update({
        status: 'closed',
        turn: 'owner',
        submitted_at: new Date(),
        completion: JSON.stringify({ y_utfort: '2026-09-11' }),
      })
    const words = 'Säkringen ändrades 2026-09-11, för mindre än tolv månader sedan.'
    const unchanged = await draft('BE03', { anl_id: first, sakr_bef: 25, sakr_ny: 35 })
    expect((await amir.get(at(unchanged))).body).not.toContain(words)
    const again = await draft('BE01', {
      rader: [row(first!, { sakr_bef: 25, sakr_ny: 35 }), row(second!, { sakr_bef: 35, sakr_ny: 50 })],
    })
    expect((await amir.get(at(again))).body).toMatch(new RegExp(`edit#rader\\.1\\.sakr_ny[^]{0,400}${words}`))
  })
})

test('a fuse that the company changed at the facility within a year is warned of (V09)', async () => {
  const facility = '735999000200000011'
  const before = await draft('BE03', { anl_id: facility, sakr_bef: 25, sakr_ny: 35 })
  const done = { y_utfort: '2026-09-10' }
  await db
    .owner('cases')
    .where({ id: before.id })
    .update({
      facility_id: facility,
      status: 'closed',
      turn: 'owner',
      submitted_at: new Date(),
      completion: JSON.stringify(done),
    })
  const kase = await draft('BE03', { anl_id: facility, sakr_bef: 35, sakr_ny: 50 })
  expect((await amir.get(at(kase))).body).toContain('Säkringen ändrades 2026-09-10, för mindre än tolv månader sedan.')
  await db
    .owner('cases')
    .where({ id: before.id })
    .update({ completion: JSON.stringify({ y_utfort: '2025-09-10' }) })
  expect((await amir.get(at(kase))).body).not.toContain('för mindre än tolv månader sedan')
})
