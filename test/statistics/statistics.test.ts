import { parse } from 'csv-parse/sync'
import { beforeAll, describe, expect, test } from 'vitest'
import { asActor, setClock, type InstallerActor, type OwnerActor, type Tx } from '../../src/db/actor.ts'
import { perform } from '../../src/cases/workflow/perform.ts'
import type { CaseRow } from '../../src/db/rowTypes.ts'
import { countDecisions } from '../../src/statistics/decisions.ts'
import { countInflow, countNow, countOverdue, countQueue } from '../../src/statistics/queries.ts'
import { countLoad } from '../../src/statistics/people.ts'
import { rangeOf } from '../../src/statistics/range.ts'
import { measureTimes } from '../../src/statistics/times.ts'
import type { Wanted } from '../../src/statistics/wanted.ts'
import { aCase, actorsOf } from '../support/cases.ts'
import { Client, testServer } from '../support/client.ts'
import { testDatabase, type TestDatabase } from '../support/database.ts'

let db: TestDatabase, address: string
let amir: InstallerActor, sofia: InstallerActor, eva: OwnerActor, petra: OwnerActor
const at = (day: string, time = '10:00') => setClock(`${day}T${time}:00+01:00`)
const hold = (kase: CaseRow, on: boolean) =>
  asActor(eva, (tx) => perform(tx, eva, kase.ref, 'hold', { hold: on ? { reason: 'customer', until: null } : null }))

/*
 * By hand, in vardagar of 2027. Trettondagen is Wednesday 6 January, långfredagen 26 March; Monday 11 January is a vardag.
 *
 *            sent     back     again    consent  complete done     owner          installer      hold
 * A  NY01    Mon 4/1           –        Mon 11/1 Wed 13/1 Thu 14/1 4+1 = 5        2              0       6/1 is a holiday
 * B  NY01    Mon 11/1 Wed 13/1 Fri 15/1 Mon 18/1 Mon 1/2  Wed 3/2  2+1+2 = 5      2+10 = 12      0
 * C  BE02    Fri 15/1 as completion                       Mon 18/1 1              0              0
 * D  BE02    Mon 18/1 held Tue 19/1 to Fri 22/1           Mon 25/1 1+1 = 2        0              3
 * E  NY01    Mon 1/2  Tue 2/2  waits with the installer
 * F  NY01    Mon 1/2  waits with the owner: ten vardagar, due Mon 15/2
 * G  BE02    Tue 2/2  waits with the owner: five vardagar, due Tue 9/2
 */
beforeAll(async () => {
  db = await testDatabase()
  address = (await testServer()).address
  ;({ amir, sofia, eva, petra } = actorsOf(db.world))
  const begin = async (by: InstallerActor, job: string, day: string) => {
    at(day)
    return aCase.send(by, await aCase(by, job))
  }
  let a = await begin(amir, 'NY01', '2027-01-04')
  at('2027-01-11')
  a = await aCase.approve(eva, a)
  let b = await begin(amir, 'NY01', '2027-01-11')
  at('2027-01-13')
  b = await aCase.reject(eva, b)
  a = await aCase.complete(amir, a)
  at('2027-01-14')
  await aCase.move(eva, a, 'acceptCompletion')
  at('2027-01-15')
  b = await aCase.move(amir, b, 'resubmit')
  const c = await begin(sofia, 'BE02', '2027-01-15')
  at('2027-01-18')
  b = await aCase.approve(eva, b)
  await aCase.move(eva, c, 'acceptCompletion')
  const d = await begin(sofia, 'BE02', '2027-01-18')
  at('2027-01-19')
  await hold(d, true)
  at('2027-01-22')
  await hold(d, false)
  at('2027-01-25')
  await aCase.move(eva, d, 'acceptCompletion')
  at('2027-02-01')
  b = await aCase.complete(amir, b)
  const e = await begin(amir, 'NY01', '2027-02-01')
  await begin(amir, 'NY01', '2027-02-01')
  at('2027-02-02')
  await aCase.reject(eva, e)
  await begin(sofia, 'BE02', '2027-02-02')
  at('2027-02-03')
  await aCase.move(eva, b, 'acceptCompletion')
  // Nobody else's: a draft, and one that was withdrawn.
  await aCase(amir, 'NY01')
  const gone = await begin(amir, 'NY01', '2027-02-03')
  await aCase.move(amir, gone, 'withdraw')
  at('2027-02-16')
})

const asked = <T>(
  who: OwnerActor,
  work: (tx: Tx, wanted: Wanted) => Promise<T>,
  chosen: Partial<Wanted> & { until?: string } = {},
) =>
  asActor(who, (tx) => {
    const { until, ...only } = chosen
    return work(tx, { range: rangeOf(tx.now, 3, until), type: null, job: null, area: null, company: null, ...only })
  })

test('inflow is counted in the month of the first sending; a draft and a withdrawn case are not in it', async () => {
  const sorted = async (type: string | null) =>
    (await asked(eva, countInflow, { type })).sort((x, y) => x.month.localeCompare(y.month))
  expect(await sorted(null)).toEqual([
    { month: '2027-01', n: 4 },
    { month: '2027-02', n: 3 },
  ])
  expect(await sorted('BE')).toEqual([
    { month: '2027-01', n: 2 },
    { month: '2027-02', n: 1 },
  ])
})

test('the queue at each month’s end is what lay with the owner then', async () => {
  // At the end of January only B is under way, and lies with the installer; today F and G wait.
  expect(await asked(eva, countQueue)).toEqual([
    { month: '2026-12', n: 0 },
    { month: '2027-01', n: 0 },
    { month: '2027-02', n: 2 },
  ])
  at('2027-01-20')
  expect((await asked(eva, countQueue)).at(-1)).toEqual({ month: '2027-01', n: 2 })
  at('2027-02-16')
})

test('on time, and what waits now, is told per handläggare and per team', async () => {
  const load = await asked(eva, countLoad)
  expect(load).toEqual([
    { by: 'person', id: eva.userId, name: 'Eva Nordin', decided: 8, onTime: 8, waiting: 0, late: 0 },
    { by: 'person', id: null, name: null, decided: 0, onTime: 0, waiting: 2, late: 2 },
  ])
  // With one vardag promised D is late, which took two beside its hold; C took one.
  const { definition } = (await db
    .owner('job_types')
    .where({ code: 'BE02', owner_id: eva.ownerId })
    .first('definition'))!
  const terms = (days: number) =>
    JSON.stringify({ ...definition, terms: { ...definition.terms, completionDays: days } })
  await db
    .owner('job_types')
    .where({ code: 'BE02', owner_id: eva.ownerId })
    .update({ definition: terms(1) })
  expect((await asked(eva, countLoad))[0]).toMatchObject({ decided: 8, onTime: 7 })
  expect((await asked(eva, countLoad, { job: 'NY01' }))[0]).toMatchObject({ decided: 6, onTime: 6 })

  const [norr] = (await db.owner('teams').insert({ owner_id: eva.ownerId, name: 'Norr' }).returning('id')) as [
    { id: number },
  ]
  await db.owner('teams').insert({ owner_id: eva.ownerId, name: 'Syd' })
  const { id: area_id } = (await db.owner('areas').where({ code: 'NRD' }).first('id'))!
  await db.owner('team_areas').insert({ team_id: norr.id, owner_id: eva.ownerId, area_id })
  const teams = (await asked(eva, countLoad)).filter(({ by }) => by === 'team')
  expect(teams).toMatchObject([
    { name: 'Norr', decided: 8, onTime: 7, waiting: 2, late: 2 },
    { name: 'Syd', decided: 0, waiting: 0 },
  ])
  const page = (await (await new Client(address).signIn('eva.nordin')).get('/owner/statistics')).body
  expect(page).toContain('per handläggare')
  expect(page).toContain('88 %')
  expect(page).toContain('handler=none&amp;status=submitted')
  expect(page).not.toMatch(/>0 \(0\)</)
  expect(page).toMatch(/class="tick-text"[^>]*>\d+ vardagar</)
  const csv = (await (await new Client(address).signIn('eva.nordin')).get('/owner/statistics/export.csv')).body
  expect(csv).toContain('Beslut i tid, %: Eva Nordin;;;;;;88')
  await db.owner('team_areas').delete()
  await db.owner('teams').delete()
  await db
    .owner('job_types')
    .where({ code: 'BE02', owner_id: eva.ownerId })
    .update({ definition: JSON.stringify(definition) })
})

test('time in each party’s hands is counted in vardagar, round by round, and stands still on hold', async () => {
  const times = await asked(eva, measureTimes)
  const of = (month: string | null, type: string | null, job: string | null = null) =>
    times.find((row) => row.month === month && row.type === type && row.job === job)
  // January: A 5/2/0, C 1/0/0, D 2/0/3. Half of three: the second smallest; four of five of three: the largest.
  expect(of('2027-01', null)).toMatchObject({
    n: 3,
    median: { owner: 2, installer: 0, hold: 0 },
    p80: { owner: 5, installer: 2, hold: 3 },
  })
  expect(of('2027-02', null)).toMatchObject({ n: 1, median: { owner: 5, installer: 12, hold: 0 } })
  expect(of(null, 'Ny anläggning')).toMatchObject({
    n: 2,
    median: { owner: 5, installer: 2 },
    p80: { owner: 5, installer: 12 },
  })
  expect(of(null, 'Befintlig anläggning')).toMatchObject({
    n: 2,
    median: { owner: 1, hold: 0 },
    p80: { owner: 2, hold: 3 },
  })
  expect(of('2027-01', 'Ny anläggning')).toMatchObject({ n: 1, median: { owner: 5, installer: 2 }, code: 'NY' })
  expect(of(null, null, 'Nedsäkring')).toMatchObject({ n: 2, median: { owner: 1 }, p80: { owner: 2, hold: 3 } })
  expect(of('2027-02', null, 'Ny servis, högst 63 A')).toMatchObject({ n: 1, median: { installer: 12 }, code: 'NY01' })
  expect(of(null, null)).toMatchObject({ n: 4, p80: { owner: 5, installer: 12, hold: 3 } })
})

test('a case that is reopened is not done until it is done again', async () => {
  const lena = actorsOf(db.world).lena
  const [kase] = (await db.owner('cases').where({ status: 'closed', job_code: 'BE02' }).orderBy('id')) as CaseRow[]
  at('2027-02-15')
  const open = await aCase.move(lena, kase!, 'reopen', 'Mätaren satt fel.')
  const total = async () =>
    (await asked(eva, measureTimes)).find(({ month, code }) => month === null && code === null)!.n
  expect(await total()).toBe(3)
  at('2027-02-16')
  await aCase.move(eva, open, 'acceptCompletion')
  expect(await total()).toBe(4)
})

test('decisions, rejections and their reasons, by month, company and job type', async () => {
  const decided = await asked(eva, countDecisions)
  const january = decided.find(({ month }) => month === '2027-01')
  // A consent and done, B back and consent, C and D done.
  expect(january).toMatchObject({ n: 6, rejected: 1, reasons: { BIL: 1 } })
  expect(decided.find(({ company }) => company !== null)).toMatchObject({
    company: 'Bergströms Elservice AB',
    rejected: 2,
  })
  expect(decided.find(({ job }) => job === 'Ny servis, högst 63 A')).toMatchObject({
    n: 6,
    rejected: 2,
    reasons: { BIL: 2 },
  })
  expect(decided.find(({ job }) => job === 'Nedsäkring')).toMatchObject({ rejected: 0, reasons: {} })
})

test('overdue is what waits past its day, and how far past', async () => {
  // On 16 February F was due the day before, G on the 9th: five vardagar late.
  expect(await asked(eva, countOverdue)).toEqual([
    { type: 'Befintlig anläggning', n: 1, worst: 5 },
    { type: 'Ny anläggning', n: 1, worst: 1 },
  ])
})

test('one nätområde, one job type, one company, another time: each is that and nothing else', async () => {
  const [area] = (await db
    .owner('cases')
    .where({ job_code: 'NY01' })
    .whereNotNull('area_id')
    .pluck('area_id')) as number[]
  const sum = async (chosen: Parameters<typeof asked>[2]) =>
    (await asked(eva, countInflow, chosen)).reduce((total, { n }) => total + n, 0)
  expect(await sum({ job: 'NY01' })).toBe(4)
  expect(await sum({ job: 'BE02', type: 'NY' })).toBe(0)
  expect(await sum({ area: area! })).toBe(7)
  expect(await sum({ area: area! + 1000 })).toBe(0)
  expect(await sum({ company: db.world.companies.Solklart })).toBe(0)
  expect(await sum({ until: '2027-01' })).toBe(4)
  // What lay there at the end of January does not change by when one asks.
  expect((await asked(eva, countQueue, { until: '2027-01' })).at(-1)).toEqual({ month: '2027-01', n: 0 })
  const january = await asked(eva, countDecisions, { until: '2027-01', job: 'NY01' })
  expect(january.find(({ month, company, job }) => !month && !company && !job)).toMatchObject({ n: 4, rejected: 1 })
  const both = january.filter(({ company, job }) => company !== null && job !== null)
  expect(both).toMatchObject([{ company: 'Bergströms Elservice AB', jobCode: 'NY01', reasons: { BIL: 1 } }])
})

test('what waits today is counted as the lists count it', async () => {
  expect(await asked(eva, countNow)).toEqual({ waiting: 2, late: 2, held: 0, returned: 1 })
  const client = await new Client(address).signIn('eva.nordin')
  const { body } = await client.get('/owner/statistics?months=3&job=BE02')
  const [, late] = [...body.matchAll(/class="now" href="([^"]+)"/g)].map(([, href]) => href!.replaceAll('&amp;', '&'))
  expect((await client.get(late!)).body.match(/NEL-2027-\d{6}/g)!.every((ref) => ref === 'NEL-2027-000007')).toBe(true)
})

describe('the page', () => {
  test('shows the pictures with words and numbers to a handläggare, and another owner nothing of it', async () => {
    const page = (await (await new Client(address).signIn('eva.nordin')).get('/owner/statistics?months=3')).body
    expect(page).toMatch(/<svg class="chart" role="img" aria-labelledby="inflow-name inflow-desc"/)
    expect(page).toContain('Från 0 i december 2026 till 3 i februari 2027. Högst: 4.')
    expect(page).toContain('2 ärenden är försenade hos er')
    expect(page).toContain('Bilaga saknas eller är oläslig')
    const theirs = (await (await new Client(address).signIn('petra.wallin')).get('/owner/statistics')).body
    expect(theirs).toContain('Inget att visa än')
    expect(theirs).not.toContain('Bergströms')
    expect(await asked(petra, countDecisions)).toEqual([])
  })

  test('takes any question without a fault', async () => {
    const client = await new Client(address).signIn('eva.nordin')
    for (const query of [
      'until=2026-13',
      'until=2027-01&area=x',
      'area=99999999999',
      'job=NY01&company=1',
      'company=-1',
      'months=7',
      'months=12&type=ZZ',
      "type=';drop",
      'months=3&months=6',
      'type=NY',
    ]) {
      expect((await client.get(`/owner/statistics?${query}`)).status, query).toBe(200)
    }
  })

  test('gives all numbers as a file that a spreadsheet opens, and no name is a formula', async () => {
    await db.owner('cases').where({ job_code: 'BE02' }).update({ company_name: '=HYPERLINK("http://evil")' })
    const answer = await (await new Client(address).signIn('eva.nordin')).get('/owner/statistics/export.csv?months=3')
    expect(answer.headers.get('content-disposition')).toContain('statistik-2026-12-2027-02.csv')
    const rows: string[][] = parse(answer.body, { bom: true, delimiter: ';' })
    expect(rows).toContainEqual(['Inflöde', '2027-01', '', '', '', '', '4'])
    expect(rows).toContainEqual(['Kö vid månadens slut', '2027-02', '', '', '', '', '2'])
    expect(rows).toContainEqual(['Väntläge, 80 %, vardagar', '2027-01', '', '', '', '', '3'])
    expect(rows).toContainEqual(['Orsak', '2027-01', '', '', '', 'Bilaga saknas eller är oläslig', '1'])
    expect(rows.flat().filter((cell) => /^[=+@-]/.test(cell))).toEqual([])
    expect(rows.flat()).toContain(`'=HYPERLINK("http://evil")`)
    expect(rows).toContainEqual(['Nätbolaget, median, vardagar', '2027-01', 'Ny anläggning', '', '', '', '5'])
    expect(rows).toContainEqual(['Installatören, 80 %, vardagar', '2027-02', '', '', 'Ny servis, högst 63 A', '', '12'])
    expect(rows).toContainEqual([
      'Andel avvisade, %',
      '',
      '',
      'Bergströms Elservice AB',
      'Ny servis, högst 63 A',
      '',
      '33',
    ])
    const excel = await (await new Client(address).signIn('eva.nordin')).get('/owner/statistics/export.xlsx?months=3')
    expect(excel.headers.get('content-type')).toContain('spreadsheetml')
    expect(excel.headers.get('content-disposition')).toContain('.xlsx')
  })
})
