import fc from 'fast-check'
import { beforeAll, describe, expect, test } from 'vitest'
import { accepting, againstAccepting, type AcceptFacts } from '../../src/configuration/acceptRules.ts'
import type { AcceptRule, Content } from '../../src/configuration/content.ts'
import { change } from '../../src/configuration/draft.ts'
import { publishDraft } from '../../src/configuration/publish.ts'
import { acceptByRule } from '../../src/configuration/tasks.ts'
import { asActor, setClock } from '../../src/db/actor.ts'
import type { CaseRow, EventRow } from '../../src/db/rowTypes.ts'
import { aCase, actorsOf } from '../support/cases.ts'
import { Client, testServer } from '../support/client.ts'
import { testDatabase, type TestDatabase } from '../support/database.ts'

const rule: AcceptRule = {
  code: 'F1',
  name: 'Enkla färdiganmälningar',
  active: true,
  jobs: ['LA01', 'BE04'],
  minApproved: 1,
  maxRejectedPercent: 50,
}
const simple: AcceptFacts = {
  jobCode: 'LA01',
  byHand: false,
  connected: true,
  company: { approved: 1, recentApproved: 1, recentRejected: 1 },
  deviates: false,
  warnings: 0,
  missingFiles: [],
  unopenedFile: false,
  facilities: 1,
  isReturned: false,
  isReopened: false,
  wantsPerson: false,
  held: false,
  removalRequested: false,
  openQuestion: false,
  inPreparation: false,
  quoteOpen: false,
  openDeviation: false,
  fourEyes: false,
}

describe('a rule', () => {
  test('accepts what is simple, and says all that stands against the rest', () => {
    expect(accepting([rule], simple)).toEqual(rule)
    expect(accepting([{ ...rule, active: false }], simple)).toBeNull()
    const against: [Partial<AcceptFacts>, string][] = [
      [{ jobCode: 'NY01' }, 'Gäller inte jobbtypen'],
      [{ byHand: true }, 'Registrerat för hand'],
      [{ connected: false }, 'Företaget är inte godkänt hos er'],
      [{ company: { approved: 0, recentApproved: 0, recentRejected: 0 } }, 'Företaget har bara'],
      [{ company: { approved: 9, recentApproved: 1, recentRejected: 2 } }, 'Företaget har {n} % avvisade'],
      [{ deviates: true }, 'Har en avvikelse'],
      [{ warnings: 1 }, '{n} varning|{n} varningar'],
      [{ missingFiles: ['Foto'] }, 'Saknar bilaga: {files}'],
      [{ unopenedFile: true }, 'En bilaga går inte att öppna'],
      [{ facilities: 2 }, 'Flera anläggningar'],
      [{ isReturned: true }, 'Har varit avvisad'],
      [{ isReopened: true }, 'Är återöppnat'],
      [{ wantsPerson: true }, 'Installatören vill att någon granskar'],
      [{ held: true }, 'Är i väntläge'],
      [{ removalRequested: true }, 'Borttagning är begärd'],
      [{ openQuestion: true }, 'Har en oläst notering'],
      [{ inPreparation: true }, 'Beredningen är inte klar'],
      [{ quoteOpen: true }, 'Offerten är inte besvarad'],
      [{ openDeviation: true }, 'En avvikelse på en arbetsorder'],
      [{ fourEyes: true }, 'Två personer godkänner hos er'],
    ]
    for (const [facts, reason] of against) {
      const said = againstAccepting(rule, { ...simple, ...facts })
      expect(said.map((each) => each.reason)).toEqual([expect.stringContaining(reason)])
      expect(accepting([rule], { ...simple, ...facts }), reason).toBeNull()
    }
    const all = Object.assign({}, ...against.map(([facts]) => facts)) as Partial<AcceptFacts>
    expect(againstAccepting(rule, { ...simple, ...all })).toHaveLength(against.length - 1)
  })

  test('that asks for more never accepts more', () => {
    const facts = fc.record({
      jobCode: fc.constantFrom('LA01', 'NY01'),
      company: fc.record({ approved: fc.nat(9), recentApproved: fc.nat(9), recentRejected: fc.nat(9) }),
      deviates: fc.boolean(),
      warnings: fc.nat(1),
    })
    fc.assert(
      fc.property(facts, fc.nat(9), fc.integer({ min: 10, max: 100 }), (some, minApproved, percent) => {
        const each = { ...simple, ...some }
        const loose = { ...rule, minApproved, maxRejectedPercent: percent }
        const strict = { ...loose, minApproved: minApproved + 1, maxRejectedPercent: percent - 10 }
        if (accepting([strict], each)) expect(accepting([loose], each)).toEqual(loose)
      }),
    )
  })
})

let db: TestDatabase
let address: string
let people: ReturnType<typeof actorsOf>
beforeAll(async () => {
  setClock('2027-02-01T09:00:00+01:00')
  db = await testDatabase()
  address = (await testServer()).address
  people = actorsOf(db.world)
})

async function publishes(work: (content: Content) => void): Promise<void> {
  const { lena } = people
  await asActor(lena, async (tx) => {
    expect(await change(tx, lena, { part: () => null, stamp: undefined, work })).toBe('changed')
    await publishDraft(tx, lena, '')
  })
}
const caseNow = async ({ id }: CaseRow) => (await db.owner<CaseRow>('cases').where({ id }).first())!
const { send, approve, complete, reject, note, move } = aCase
async function completed(job: string, by = people.amir): Promise<CaseRow> {
  const kase = await send(by, await aCase(by, job))
  return kase.flow === 'D' ? kase : complete(by, await approve(people.eva, kase))
}

test('what is simple is accepted within the minute, in both flows, in the rule’s name; the rest waits for people', async () => {
  const first = await completed('LA01')
  expect(await acceptByRule()).toBe(0)
  await move(people.eva, first, 'acceptCompletion')
  setClock('2027-02-01T09:30:00+01:00')
  await publishes((content) => content.rules.accept.push({ ...rule, code: 'F0', active: false }, rule))

  const charger = await completed('LA01')
  const direct = await completed('BE04')
  const house = await completed('NY01')
  const stranger = await completed('LA01', people.mira)
  const asks = await completed('LA01')
  await note(people.amir, asks, 'all', 'Kan ni komma på torsdag?')
  const deviates = await completed('LA01')
  await db.owner.raw(`update cases set completion = completion || '{"y_avvikelse": true}' where id = ?`, [deviates.id])
  const held = await completed('LA01')
  await db.owner.raw(`update cases set hold_reason = 'grid', held_at = app.now() where id = ?`, [held.id])
  const wanted = await completed('LA01')
  await move(people.amir, wanted, 'requestRemoval', 'Kunden har ångrat sig.')
  expect(await acceptByRule()).toBe(2)

  for (const kase of [charger, direct]) {
    expect(await caseNow(kase)).toMatchObject({ status: 'closed', seen_by_installer: false })
    const last = (await db.owner('case_events').where({ case_id: kase.id }).orderBy('id', 'desc').first()) as EventRow
    expect(last).toMatchObject({
      action: 'autoAccept',
      side: 'system',
      actor_name: 'Regel: Enkla färdiganmälningar',
      details: { rule: 'F1' },
    })
    const [mail] = await db.owner('mail_messages').where({ case_id: kase.id, template: 'M04' })
    expect(mail).toMatchObject({ text: expect.stringContaining('automatiskt') as string })
  }
  // Who approved the notice keeps the case; nobody takes one that a rule has closed.
  expect((await caseNow(charger)).handler_name).toBe('Eva Nordin')
  expect((await caseNow(direct)).handler_name).toBeNull()
  for (const each of [house, stranger, asks, deviates, held, wanted])
    expect((await caseNow(each)).status).toBe('completed')

  const amir = await new Client(address).signIn('amir.haddad')
  const { body } = await amir.get(`/cases/${charger.ref}`)
  expect(body).toContain('Färdiganmälan godkänd automatiskt')
  expect(body).toContain('Regel: Enkla färdiganmälningar')
  // Asked once: what a person is to see is not taken when the question has been answered.
  await note(people.eva, asks, 'all', 'Ja.')
  expect(await acceptByRule()).toBe(0)
})

test('never where two people must agree, where the owner is out of use, or what was sent before', async () => {
  setClock('2027-02-01T11:00:00+01:00')
  await publishes((content) => (content.rules.fourEyes = true))
  const two = await completed('BE04')
  expect(await acceptByRule()).toBe(0)
  expect((await caseNow(two)).status).toBe('completed')
  await publishes((content) => (content.rules.fourEyes = false))

  const gone = await completed('BE04')
  await db
    .owner('owners')
    .where({ id: gone.owner_id })
    .update({ deactivated_at: new Date(), deactivated_reason: 'Går upp i ett annat.' })
  expect(await acceptByRule()).toBe(0)
  await db.owner('owners').where({ id: gone.owner_id }).update({ deactivated_at: null, deactivated_reason: null })
  setClock('2027-02-01T12:30:00+01:00')
  expect(await acceptByRule()).toBe(0)

  const again = await reject(people.eva, await completed('BE04'))
  await move(people.amir, again, 'recomplete')
  expect(await acceptByRule()).toBe(0)
  expect((await caseNow(again)).status).toBe('completed')
})

test('the trial run says of earlier cases which it would have accepted, which not, and why, before it is switched on', async () => {
  setClock('2027-02-02T09:00:00+01:00')
  const lena = await new Client(address).signIn('lena.frost')
  const rejected = await reject(people.eva, await completed('BE04'), 'Mätaren är en annan')
  const warned = await completed('BE04')
  await db.owner.raw(
    `update case_events set details = details || '{"accepted": ["V13"]}' where case_id = ? and to_status = 'completed'`,
    [warned.id],
  )
  const key = await lena.get('/owner/configuration/accept/new')
  const made = await lena.submit('/owner/configuration/accept/new', key, {
    name: 'Provas först',
    active: 'nej',
    jobs: ['BE04', 'LA01'],
    minApproved: '0',
    maxRejectedPercent: '100',
  })
  expect(made.status, made.body).toBe(303)
  const list = (await lena.get('/owner/configuration/accept')).body
  const [, code] = /href="\/owner\/configuration\/accept\/(F\d+)"[^>]*>[^<]*Provas först/.exec(list)!
  const page = (await lena.get(`/owner/configuration/accept/${code!}/shadow`)).body
  const row = (ref: string) => {
    const at = page.indexOf(`href="/cases/${ref}"`)
    return page.slice(at, page.indexOf('</tr>', at))
  }
  expect(row(rejected.ref)).toContain('Hade godkänt')
  expect(row(rejected.ref)).toContain('Avvisades')
  expect(row(rejected.ref)).toContain('Mätaren är en annan')
  expect(row(warned.ref)).toContain('1 varning')
  expect(page).toMatch(/<strong class="num">1<\/strong> 1 varning/)
  expect(page).toContain('senaste färdiganmälningarna')
  // Nothing was changed by trying.
  expect((await caseNow(warned)).status).toBe('completed')
  const petra = await new Client(address).signIn('petra.wallin')
  expect((await petra.get(`/owner/configuration/accept/${code!}/shadow`)).status).toBe(404)
})
