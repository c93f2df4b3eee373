import fc from 'fast-check'
import { beforeAll, describe, expect, test } from 'vitest'
import { judge, type Facts } from '../../src/configuration/autoRules.ts'
import type { AutoRule, Content } from '../../src/configuration/content.ts'
import { change } from '../../src/configuration/draft.ts'
import { publishDraft } from '../../src/configuration/publish.ts'
import { approveByRule, archiveClosed } from '../../src/configuration/tasks.ts'
import { asActor, setClock } from '../../src/db/actor.ts'
import { perform } from '../../src/cases/workflow/perform.ts'
import type { CaseRow, EventRow } from '../../src/db/rowTypes.ts'
import { aCase, actorsOf } from '../support/cases.ts'
import { Client, testServer } from '../support/client.ts'
import { testDatabase, type TestDatabase } from '../support/database.ts'

const rule: AutoRule = {
  code: 'A1',
  name: 'Små servisändringar',
  active: true,
  jobs: ['LA01'],
  maxFuse: 25,
  noWarnings: true,
  minApproved: 1,
  maxRejectedPercent: 50,
  connectionPoint: 'Befintlig anslutningspunkt',
  message: 'Ring innan ni kommer.',
}
const fits: Facts = {
  jobCode: 'LA01',
  flow: 'F',
  fuse: 25,
  warnings: 0,
  wantsPerson: false,
  isFirst: true,
  facilities: 1,
  isSpecial: false,
  company: { approved: 1, recentApproved: 1, recentRejected: 1 },
  lacking: [],
}

describe('a rule', () => {
  const asked = (facts: Partial<Facts>, over: Partial<AutoRule> = {}) =>
    judge([{ ...rule, ...over }], () => ({ ...fits, ...facts }))

  test('approves what fits, and only that', () => {
    expect(asked({})).toEqual({ rule })
    expect(asked({}, { active: false })).toEqual({ rule: null, reasons: [] })
    const against: [Partial<Facts>, string][] = [
      [{ jobCode: 'NY01' }, 'Gäller inte jobbtypen'],
      [{ flow: 'D' }, 'Godkänns inte i förväg'],
      [{ isSpecial: true }, 'Registrerat för hand, i väntläge eller ska tas bort'],
      [{ isFirst: false }, 'Har varit avvisat'],
      [{ wantsPerson: true }, 'Installatören vill att någon granskar'],
      [{ facilities: 2 }, 'Flera anläggningar'],
      [{ fuse: 35 }, 'Säkring över {n} A'],
      [{ fuse: null }, 'Ingen säkring är angiven'],
      [{ warnings: 1 }, '{n} varning|{n} varningar'],
      [{ company: { approved: 0, recentApproved: 0, recentRejected: 0 } }, 'Företaget har bara'],
      [{ company: { approved: 9, recentApproved: 1, recentRejected: 2 } }, 'Företaget har {n} % avvisade'],
      [{ lacking: ['Anslutningspunkt'] }, 'Medgivandet skulle sakna {fields}'],
    ]
    for (const [facts, reason] of against) {
      const verdict = asked(facts)
      expect(verdict.rule, reason).toBeNull()
      expect(verdict.rule === null && verdict.reasons[0]?.reason).toContain(reason)
    }
    expect(asked({ fuse: null }, { maxFuse: null }).rule).not.toBeNull()
    expect(asked({ warnings: 3 }, { noWarnings: false }).rule).not.toBeNull()
  })

  test('that asks for more never approves more', () => {
    const facts: fc.Arbitrary<Facts> = fc.record({
      jobCode: fc.constantFrom('LA01', 'TI02', 'NY01'),
      flow: fc.constantFrom('F' as const, 'G' as const, 'D' as const),
      fuse: fc.option(fc.constantFrom(16, 20, 25, 35)),
      warnings: fc.nat(2),
      wantsPerson: fc.boolean(),
      isFirst: fc.boolean(),
      facilities: fc.integer({ min: 1, max: 2 }),
      isSpecial: fc.boolean(),
      company: fc.record({ approved: fc.nat(9), recentApproved: fc.nat(9), recentRejected: fc.nat(9) }),
      lacking: fc.constant([]),
    })
    fc.assert(
      fc.property(facts, fc.nat(9), fc.nat(100), fc.constantFrom(16, 25, 35), (each, minApproved, percent, maxFuse) => {
        const loose = { ...rule, minApproved, maxRejectedPercent: percent, maxFuse }
        const strict = {
          ...loose,
          minApproved: minApproved + 1,
          maxRejectedPercent: Math.max(0, percent - 10),
          maxFuse: maxFuse - 1,
        }
        if (judge([strict], () => each).rule) expect(judge([loose], () => each).rule).toEqual(loose)
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
const caseNow = async ({ id }: CaseRow) => (await db.owner('cases').where({ id }).first()) as CaseRow
const lastEvent = async ({ id }: CaseRow) =>
  (await db.owner('case_events').where({ case_id: id }).orderBy('id', 'desc').first()) as EventRow
const sent = async (job: string, by = people.amir) => aCase.send(by, await aCase(by, job))

describe('by rule', () => {
  test('what fits is approved within the minute, in the rule’s name; the rest waits for people', async () => {
    const first = await sent('LA01')
    expect(await approveByRule()).toBe(0)
    await aCase.approve(people.eva, first)
    const second = { ...rule, code: 'A2', name: 'Bortkoppling', jobs: ['TI02'], maxFuse: null }
    await publishes((content) => content.rules.auto.push({ ...rule, code: 'A0', active: false }, rule, second))
    setClock('2027-02-01T10:30:00+01:00')

    const charger = await sent('LA01')
    const removal = await sent('TI02')
    const house = await sent('NY01')
    const solar = await sent('LA01', people.mira)
    const asks = await aCase(people.amir, 'LA01')
    await asActor(people.amir, (tx) =>
      perform(tx, people.amir, asks.ref, 'save', { notice: { ...asks.notice, manuell_hantering: true } }),
    )
    const asksSent = await aCase.send(people.amir, asks)
    expect(await approveByRule()).toBe(2)

    const approved = await caseNow(charger)
    expect(approved.status).toBe('consented')
    expect(approved.consent).toMatchObject({
      x_anslutningspunkt: 'Befintlig anslutningspunkt',
      x_upplysningar: 'Ring innan ni kommer.',
      x_matarsakring: approved.notice['sakr_bef'],
    })
    expect(approved.consent_number).toBe(`M-${approved.ref}`)
    expect(await lastEvent(charger)).toMatchObject({
      action: 'autoApprove',
      side: 'system',
      actor_name: 'Regel: Små servisändringar',
      details: { rule: 'A1' },
    })
    expect((await caseNow(removal)).status).toBe('closed')
    expect((await lastEvent(removal)).details).toEqual({ rule: 'A2' })
    for (const each of [house, solar, asksSent]) expect((await caseNow(each)).status).toBe('submitted')
    const mail = await db.owner('mail_messages').where({ case_id: charger.id, template: 'M01' })
    expect(mail).toHaveLength(1)
    expect(mail[0]).toMatchObject({ text: expect.stringContaining('Svaret kom automatiskt') as string })
    const amir = await new Client(address).signIn('amir.haddad')
    const { body } = await amir.get(`/cases/${charger.ref}`)
    expect(body).toContain('Godkänd automatiskt')
    expect(body).toContain('<dt>Beviljat av</dt><dd>Regel: Små servisändringar</dd>')
    // Asked once: nothing is judged again, and nothing that a person holds is taken from them.
    expect(await approveByRule()).toBe(0)
  })

  test('neither what somebody has taken, nor what has been sent before', async () => {
    const taken = await sent('LA01')
    await asActor(people.eva, (tx) =>
      perform(tx, people.eva, taken.ref, 'assign', { handler: { id: people.eva.userId, name: people.eva.name } }),
    )
    const returned = await aCase.reject(people.eva, await sent('LA01'))
    await asActor(people.amir, (tx) => perform(tx, people.amir, returned.ref, 'resubmit', { notice: returned.notice }))
    const old = await sent('LA01')
    setClock('2027-02-01T12:00:00+01:00')
    expect(await approveByRule()).toBe(0)
    for (const each of [taken, returned, old]) expect((await caseNow(each)).status).toBe('submitted')
  })

  test('the trial run says what it would have done, beside what people did', async () => {
    const rejected = await aCase.reject(people.eva, await sent('LA01'), 'Fel effekt på laddboxen')
    setClock('2027-02-02T09:00:00+01:00')
    const lena = await new Client(address).signIn('lena.frost')
    const page = (await lena.get('/owner/configuration/auto/A1/shadow')).body
    const row = (ref: string) => {
      const at = page.indexOf(`href="/cases/${ref}"`)
      return page.slice(at, page.indexOf('</tr>', at))
    }
    expect(row(rejected.ref)).toContain('Hade godkänt')
    expect(row(rejected.ref)).toContain('Avvisades')
    expect(row(rejected.ref)).toContain('Fel effekt på laddboxen')
    expect(page).toMatch(/beslutade annorlunda<\/dt><dd class="num">[12]</)
    expect(page).toContain('Företaget har bara 0 tidigare godkända')
    const petra = await new Client(address).signIn('petra.wallin')
    expect((await petra.get('/owner/configuration/auto/A1/shadow')).status).toBe(404)
  })
})

describe('final archiving', () => {
  test('comes by itself when the owner says after how long, and only to what is settled', async () => {
    setClock('2027-03-01T09:00:00+01:00')
    const closed = async () => {
      const kase = await sent('TI02', people.mira)
      return asActor(people.eva, (tx) => perform(tx, people.eva, kase.ref, 'approveAndClose'))
    }
    const [done, unpaid] = [await closed(), await closed()]
    await asActor(people.eva, (tx) => perform(tx, people.eva, unpaid.ref, 'mark', { marks: { invoicing: 'invoiced' } }))
    setClock('2027-04-15T09:00:00+02:00')
    expect(await archiveClosed()).toBe(0)
    await publishes((content) => (content.rules.archiveAfterDays = 30))
    const late = await closed()
    await archiveClosed()
    expect((await caseNow(done)).status).toBe('archived')
    expect(await lastEvent(done)).toMatchObject({ action: 'archive', actor_name: 'Regel: 30 dagar efter avslut' })
    expect((await caseNow(unpaid)).status).toBe('closed')
    expect((await caseNow(late)).status).toBe('closed')
    expect(await archiveClosed()).toBe(0)
  })
})
