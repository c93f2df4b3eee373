import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { ALERT_KINDS, ALERTS, remindersFor, type AlertKind } from '../../src/alerts/kinds.ts'
import { tellAll } from '../../src/alerts/tell.ts'
import { propose, withdrawProposal } from '../../src/cases/workflow/proposals.ts'
import { asActor, setClock } from '../../src/db/actor.ts'
import type { AlertRow, CaseRow, MailRow } from '../../src/db/rowTypes.ts'
import { sendDigests } from '../../src/mail/digest.ts'
import { aCase, actorsOf } from '../support/cases.ts'
import { Client, hidden, testServer } from '../support/client.ts'
import { filledIn } from '../support/configuration.ts'
import { testDatabase, type TestDatabase } from '../support/database.ts'
import { multiply } from '../support/multiply.ts'
import { alertTitle } from '../../src/alerts/words.ts'
import { translators } from '../../src/language/i18n.ts'

let db: TestDatabase
let people: ReturnType<typeof actorsOf>
let model: CaseRow
let address = ''
const NOW = '2027-06-15'
const at = (day: string, time = '09:00') => setClock(`${day}T${time}:00+02:00`)

beforeAll(async () => {
  at(NOW)
  db = await testDatabase()
  people = actorsOf(db.world)
  address = (await testServer()).address
  model = await aCase.send(people.amir, await aCase(people.amir, 'NY01'))
})
beforeEach(async () => {
  at(NOW)
  await db.owner('alerts').delete()
  await db.owner('work_orders').delete()
  await db.owner('case_proposals').delete()
  await db.owner('case_events').where({ action: 'proposal-refused' }).delete()
  await db.owner('mail_messages').delete()
  await db.owner('absences').delete()
  await db.owner('cases').update({
    status: 'archived',
    turn: null,
    due_on: null,
    hold_reason: null,
    hold_until: null,
    held_at: null,
    submitted_at: new Date(),
  })
  await db.owner('users').update({ alerts_off: [], mail_pace: 'now', quiet_from: null, quiet_to: null })
  const on = Object.fromEntries(
    remindersFor('owner')
      .concat('returned', 'consent')
      .map((kind) => [`remind_${kind}`, true]),
  )
  await db.owner('owners').update({ ...on, deactivated_at: null, deactivated_reason: null })
})
afterEach(() => setClock(''))
/** Signed in anew: between the tests days pass. */
const as = (name: string) =>
  new Client(address).signIn(Object.keys(db.world.users).find((each) => each.startsWith(`${name}.`))!)

const day = (n: number) => new Date(Date.parse(NOW) + n * 86_400_000).toISOString().slice(0, 10)
const user = (name: string) => String(db.world.users[name])
async function arranged(over: Partial<Record<keyof CaseRow, string>>): Promise<CaseRow> {
  await multiply(db, model, 1, { responsible_id: user('amir.haddad'), handler_id: 'null', due_on: 'null', ...over })
  return (await db.owner<CaseRow>('cases').orderBy('id', 'desc').first())!
}
const byEva = () => user('eva.nordin')
const waiting = (due: number, handler = byEva()) =>
  arranged({
    status: `'submitted'`,
    turn: `'owner'`,
    due_on: `'${day(due)}'`,
    handler_id: handler,
    handler_name: `'Eva Nordin'`,
  })
const consented = (ends: number, more: Partial<Record<keyof CaseRow, string>> = {}) =>
  arranged({
    status: `'consented'`,
    turn: `'installer'`,
    consent_valid_to: `'${day(ends)}'`,
    consent_number: `'M-1'`,
    handler_id: byEva(),
    ...more,
  })
const temporary = (ends: number, status = 'closed') =>
  arranged({
    status: `'${status}'`,
    turn: status === 'closed' ? `'owner'` : 'null',
    job_code: `'TI01'`,
    handler_id: byEva(),
    notice: `c.notice || '{"till_slut": "${day(ends)}"}'`,
  })
const returned = (ago: number) =>
  arranged({
    status: `'notice_rejected'`,
    turn: `'installer'`,
    status_since: `'${day(-ago)} 12:00+00'`,
    handler_id: byEva(),
  })
const draft = (ago: number) =>
  arranged({
    status: `'draft'`,
    turn: `'installer'`,
    submitted_at: 'null',
    last_event_at: `'${day(-ago)} 12:00+00'`,
  })
async function order(planned: number | null, released = 0): Promise<CaseRow> {
  const kase = await arranged({ status: `'closed'`, turn: `'owner'`, handler_id: byEva() })
  await db.owner.raw(
    `insert into work_orders (case_id, owner_id, sent, number, seq, kind, state, fitter_id, fitter_name, planned_on, released_at, created_by_name)
     values (?, ?, true, 'AO-1', 1, 'mount', 'released', ?, 'Mats Strand', ?, ?, 'Eva Nordin')`,
    [
      kase.id,
      kase.owner_id,
      db.world.users['mats.strand']!,
      planned === null ? null : day(planned),
      `${day(-released)} 12:00+00`,
    ],
  )
  return kase
}
async function told(): Promise<string[]> {
  const rows = (await db
    .owner('alerts as a')
    .join('users as u', 'u.id', 'a.user_id')
    .orderBy(['a.kind', 'u.username'])
    .select('a.kind', 'u.username')) as { kind: string; username: string }[]
  return rows.map(({ kind, username }) => `${kind} ${username}`)
}
const mails = () => db.owner<MailRow>('mail_messages').where({ template: 'M25' }).orderBy('id')

describe('who is reminded, of what, and when', () => {
  test.each<[what: string, arrange: () => Promise<unknown>, expected: string[]]>([
    ['a case whose day to answer was yesterday', () => waiting(-1), ['late eva.nordin']],
    ['a case whose day is today', () => waiting(0), []],
    [
      'late since a week and a day, the administrator too',
      () => waiting(-8),
      ['escalated lena.frost', 'late eva.nordin'],
    ],
    ['late and taken by nobody', () => waiting(-1, 'null'), ['escalated lena.frost']],
    [
      'late on hold',
      () =>
        arranged({
          status: `'submitted'`,
          turn: `'owner'`,
          due_on: `'${day(-9)}'`,
          hold_reason: `'grid'`,
          held_at: 'app.now()',
        }),
      [],
    ],
    ['returned a fortnight ago', () => returned(13), []],
    ['returned, and not sent again', () => returned(15), ['returned amir.haddad']],
    ['a consent that ends in 31 days', () => consented(31), []],
    ['a consent that ends in 30 days', () => consented(30), ['consent amir.haddad']],
    ['a consent that has run out', () => consented(-1), ['consent amir.haddad']],
    [
      'a consent of what nobody is responsible for',
      () => consented(9, { responsible_id: 'null' }),
      ['consent karin.bergstrom'],
    ],
    [
      'a temporary facility that ends in a fortnight',
      () => temporary(14),
      ['temporary amir.haddad', 'temporary eva.nordin'],
    ],
    ['a temporary facility that ends later', () => temporary(15), []],
    ['a temporary facility that is archived', () => temporary(3, 'archived'), []],
    ['an order the day after the planned one', () => order(-1), ['order mats.strand']],
    ['an order of today', () => order(0), []],
    ['an order without a day, released a fortnight ago', () => order(null, 15), ['order mats.strand']],
    ['a draft that was written on last week', () => draft(7), []],
    ['a forgotten draft', () => draft(15), ['draft amir.haddad']],
    ['a cancelled case', () => arranged({ status: `'cancelled'`, previous_status: `'submitted'`, turn: 'null' }), []],
  ])('%s', async (_what, arrange, expected) => {
    await arrange()
    await tellAll()
    expect(await told()).toEqual(expected)
  })

  const EACH: Partial<Record<AlertKind, () => Promise<unknown>>> = {
    late: () => waiting(-1),
    escalated: () => waiting(-1, 'null'),
    order: () => order(-1),
    temporary: () => temporary(3),
    returned: () => returned(20),
    consent: () => consented(5),
    draft: () => draft(20),
  }
  const reminders = ALERT_KINDS.filter((kind) => !ALERTS[kind].happened)
  test.each(reminders)('%s is switched off by the person, and but for drafts by the network owner', async (kind) => {
    const ofKind = async () => (await told()).filter((each) => each.startsWith(kind)).length
    await EACH[kind]!()
    await db.owner('users').update({ alerts_off: [kind] })
    await tellAll()
    expect(await ofKind()).toBe(0)
    await db.owner('users').update({ alerts_off: [] })
    if (kind !== 'draft') {
      await db.owner('owners').update({ [`remind_${kind}`]: false })
      await tellAll()
      expect(await ofKind()).toBe(0)
      await db.owner('owners').update({ [`remind_${kind}`]: true })
    }
    await tellAll()
    expect(await ofKind()).toBeGreaterThan(0)
  })

  test('who stands in for a handläggare that is away is reminded as they are', async () => {
    await waiting(-1)
    await db.owner('absences').insert({
      owner_id: db.world.owners.NEL,
      user_id: db.world.users['eva.nordin']!,
      cover_id: db.world.users['johan.ek']!,
      from_on: day(-2),
      to_on: day(2),
    })
    await tellAll()
    expect(await told()).toEqual(['late eva.nordin', 'late johan.ek'])
  })

  test('of cases with a network owner that is out of use no installer is reminded', async () => {
    for (const arrange of [() => returned(20), () => consented(5), () => draft(20), () => temporary(3)]) await arrange()
    await db.owner('owners').update({ deactivated_at: new Date(), deactivated_reason: 'Går upp i en annan.' })
    await tellAll()
    expect((await told()).filter((each) => each.includes('amir'))).toEqual([])
  })
})

describe('nothing is told twice', () => {
  test('though the task is run again, by two at once, or died before it was done', async () => {
    for (const n of [1, 2, 3]) await waiting(-n)
    // One that dies: its transaction is rolled back, with rows and mails.
    await db.owner
      .raw(`create function public.fails() returns trigger language plpgsql as $$ begin raise 'died'; end $$;
      create trigger fails before insert on mail_messages for each row execute function public.fails()`)
    await tellAll()
    expect([await told(), await mails()]).toEqual([[], []])
    await db.owner.raw('drop trigger fails on mail_messages; drop function public.fails()')
    await Promise.all([tellAll(), tellAll(), tellAll()])
    await tellAll()
    expect(await told()).toEqual(['late eva.nordin', 'late eva.nordin', 'late eva.nordin'])
    expect(await mails()).toHaveLength(1)
  })

  test('but a new day to answer is another thing, and a consent is reminded of a month before, a week before and when it is over', async () => {
    const kase = await consented(25)
    const times = async () => (await db.owner('alerts').where({ case_id: kase.id })).length
    const seen: number[] = []
    for (const n of [0, 1, 18, 19, 26, 27]) {
      at(day(n))
      await tellAll()
      seen.push(await times())
    }
    expect(seen).toEqual([1, 1, 2, 2, 3, 3])
  })
})

describe('mail and inbox', () => {
  test('one mail with a line for each, where each is, at seven and not at midnight', async () => {
    const cases = [await waiting(-1), await waiting(-2)]
    at(NOW, '00:10')
    await tellAll()
    expect(await told()).toEqual([])
    at(NOW, '07:10')
    await tellAll()
    const [mail, ...more] = await mails()
    expect(more).toEqual([])
    expect(mail).toMatchObject({ to_address: 'eva.nordin@nel.example', status: 'queued' })
    expect(mail!.subject).toBe('Elanmälan: Påminnelser: 2 ärenden')
    for (const kase of cases) {
      expect(mail!.text).toContain(`/cases/${kase.ref}`)
      expect(mail!.text).toContain(`Svar skulle ha getts senast ${kase.due_on!}.`)
    }
  })

  test('comes as each has chosen: gathered with the rest of the day, after quiet hours, or never, and stands in the inbox all the same', async () => {
    await waiting(-1)
    const eva = db.owner('users').where({ username: 'eva.nordin' })
    await eva.clone().update({ mail_pace: 'never' })
    await tellAll()
    expect([await told(), await mails()]).toEqual([['late eva.nordin'], []])
    await eva.clone().update({ mail_pace: 'daily' })
    await waiting(-3)
    await tellAll()
    expect((await mails()).map(({ status }) => status)).toEqual(['gathered'])
    at(day(1))
    await sendDigests()
    const digest = await db.owner<MailRow>('mail_messages').where({ template: 'M17' }).first()
    expect(digest!.text).toContain(`Svar skulle ha getts senast ${day(-3)}.`)
    await eva.clone().update({ mail_pace: 'now', quiet_from: '08:00', quiet_to: '10:00' })
    await waiting(-2)
    await tellAll()
    expect((await mails()).at(-1)!.send_after).toEqual(new Date(`${day(1)}T08:00:00Z`))
  })

  test('a company that wants mail more often has it, one that wants none has none', async () => {
    const company = db.owner('companies').where({ id: db.world.companies.Bergströms })
    await db.owner('users').where({ username: 'amir.haddad' }).update({ mail_pace: 'never' })
    await company.clone().update({ mail_minimum: 'now' })
    await consented(5)
    await tellAll()
    expect(await mails()).toHaveLength(1)
    await company.clone().update({ mail_minimum: 'never', mail_enabled: false })
    await db.owner('users').where({ username: 'amir.haddad' }).update({ mail_pace: 'now' })
    await consented(6)
    await tellAll()
    expect(await mails()).toHaveLength(1)
    await company.clone().update({ mail_enabled: true })
  })

  const part = (body: string, title: string) =>
    body.split(`<h2>${title}</h2>`)[1]?.split('<details class="case-group"')[0] ?? ''
  const badge = (body: string) => Number(/<span class="badge">(\d+)/.exec(body)?.[1] ?? 0)

  test('it stands under Påminnelser with its sentence, is counted, and is gone when the case is opened, where it is said once', async () => {
    const kase = await consented(5, { seen_by_installer: 'true' })
    await tellAll()
    const inbox = (await (await as('amir')).get('/inbox')).body
    const said = `Medgivandet gäller till ${day(5)}.`
    expect(part(inbox, 'Påminnelser')).toContain(kase.ref)
    expect(part(inbox, 'Påminnelser')).toContain(said)
    expect(badge(inbox)).toBe(1)
    expect((await (await as('amir')).get(`/cases/${kase.ref}`)).body).toContain(said)
    const after = (await (await as('amir')).get('/inbox')).body
    expect([badge(after), part(after, 'Påminnelser')]).toEqual([0, ''])
    expect((await (await as('amir')).get(`/cases/${kase.ref}`)).body).not.toContain(said)
  })

  test('what already waits stands there once, and a colleague’s opening takes nobody else’s reminder away', async () => {
    const kase = await waiting(-8)
    await tellAll()
    const mine = (await (await as('eva')).get('/inbox')).body
    expect([badge(mine), part(mine, 'Påminnelser')]).toEqual([1, ''])
    expect(part(mine, 'Mina')).toContain(`Svar skulle ha getts senast ${day(-8)}.`)
    await (await as('eva')).get(`/cases/${kase.ref}`)
    expect(part((await (await as('lena')).get('/inbox')).body, 'Påminnelser')).toContain('Handläggare: Eva Nordin.')
  })
})

describe('what has happened reaches whom it concerns, with the words', () => {
  const part = (body: string) =>
    body.split('<h2>Har hänt i dina ärenden</h2>')[1]?.split('<details class="case-group"')[0] ?? ''

  test('a montör’s deviation, the handläggare, at once and whatever they have switched off', async () => {
    const kase = await order(0)
    await db
      .owner('users')
      .where({ username: 'eva.nordin' })
      .update({ alerts_off: ['late', 'order'] })
    const { id } = (await db.owner('work_orders').where({ case_id: kase.id }).first('id')) as { id: number }
    const page = await (await as('mats')).get(`/owner/orders/${id}`)
    const words = 'Mätarskåpet var låst och kunden inte hemma.'
    const reported = await (
      await as('mats')
    ).post(`/owner/orders/${id}`, {
      ...hidden(page.body),
      outcome: 'deviating',
      report: words,
      meter_number: '',
      meter_reading: '',
    })
    expect(reported.status).toBe(303)
    expect(await db.owner.raw(`select 1 from graphile_worker.jobs where task_identifier = 'alerts-of'`)).toMatchObject({
      rowCount: 1,
    })
    at(NOW, '03:00')
    await tellAll()
    expect(await told()).toEqual(['deviation eva.nordin'])
    const inbox = (await (await as('eva')).get('/inbox')).body
    expect(part(inbox)).toContain(kase.ref)
    expect(part(inbox)).toContain(words)
    expect((await mails())[0]!.text).toContain(words)
    expect((await mails())[0]!.text).toContain('Mats Strand')
    expect((await (await as('eva')).get(`/cases/${kase.ref}`)).body).toContain(words)
  })

  test('a colleague’s rejection of one’s proposal, with its reason, but not when it was undone', async () => {
    await db.owner('configurations').update({ rules: JSON.stringify({ fourEyes: true }) })
    const proposed = async () => {
      const kase = await aCase.send(people.amir, await aCase(people.amir, 'NY01'))
      await asActor(people.eva, (tx) => propose(tx, people.eva, kase.ref, {}))
      return kase
    }
    const words = 'Situationsplanen visar fel fastighet.'
    const [kase, own] = [await proposed(), await proposed()]
    at(NOW, '09:01')
    await aCase.reject(people.johan, kase, words)
    await aCase.reject(people.eva, own, words)
    at(NOW, '09:03')
    await tellAll()
    expect(await told()).toEqual(['proposal eva.nordin'])
    expect(part((await (await as('eva')).get('/inbox')).body)).toContain(words)
    expect((await mails())[0]!.text).toContain('Johan Ek')

    // The proposal alone is turned down: the case goes on.
    const third = await proposed()
    const comment = 'Stationen är redan full.'
    await asActor(people.johan, (tx) => withdrawProposal(tx, people.johan, third.ref, { comment }))
    await tellAll()
    expect(await told()).toEqual(['proposal eva.nordin', 'proposal eva.nordin'])
    // It waits among her own, with the words.
    expect((await (await as('eva')).get('/inbox')).body).toContain(comment)
    expect((await (await as('eva')).get(`/cases/${third.ref}`)).body).toContain('Johan Ek har avslagit ditt förslag')
    await db.owner('configurations').update({ rules: JSON.stringify({}) })
  })

  test('a company’s leaving, who has its cases, and the network owner by mail', async () => {
    const [mine, nobodys] = [await waiting(5), await waiting(5, 'null')]
    const karin = await as('karin')
    const at = `/company/connections/${db.world.owners.NEL}/end`
    expect((await karin.submit(at, await karin.get(at), {})).status).toBe(303)
    await tellAll()
    expect(await told()).toEqual(['left eva.nordin', 'left lena.frost'])
    for (const [name, kase] of [
      ['eva', mine],
      ['lena', nobodys],
    ] as const) {
      const inbox = (await (await as(name)).get('/inbox')).body
      expect(inbox).toContain(kase.ref)
      expect(inbox).toContain('Bergströms Elservice AB har avslutat hos er')
    }
    const mail = await db.owner<MailRow>('mail_messages').where({ template: 'M14' }).first()
    expect(mail!.text).toContain('Bergströms Elservice AB')
    await db.owner('connections').update({ status: 'approved' })
  })
})

test('each chooses what to be reminded of, beside when mail comes', async () => {
  const names = { amir: 'installer', eva: 'owner', mats: 'owner' } as const
  for (const [name, side] of Object.entries(names)) {
    const client = await as(name)
    const page = await client.get('/profile/mail')
    const kinds = [...page.body.matchAll(/name="remind" value="(\w+)" checked/g)].map(([, kind]) => kind)
    expect(kinds).toEqual(remindersFor(side))
    const saved = await client.post('/profile/mail', { ...filledIn(page), remind: kinds.slice(1) } as never)
    expect(saved.status).toBe(303)
    const { alerts_off: off } = (await db.owner('users').whereLike('username', `${name}.%`).first('alerts_off')) as {
      alerts_off: AlertRow['kind'][]
    }
    expect(off).toEqual(kinds.slice(0, 1))
  }
})

test.each([
  ['2027-01-01 0', 'Medgivandet har gått ut'],
  ['2027-01-01 7', 'Medgivandet går snart ut'],
])('a consent of which %s is told is called so', (about, title) => {
  expect(alertTitle({ kind: 'consent', about }, translators.sv)).toBe(title)
})
