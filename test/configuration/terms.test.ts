import { beforeAll, describe, expect, test } from 'vitest'
import { daysFor } from '../../src/cases/workflow/effects.ts'
import { fuseProblem, intervalsInWords, readIntervals } from '../../src/configuration/fuses.ts'
import { asActor, setClock } from '../../src/db/actor.ts'
import { createCase } from '../../src/cases/workflow/create.ts'
import { perform } from '../../src/cases/workflow/perform.ts'
import { getOwner } from '../../src/cases/workflow/queries.ts'
import type { CaseRow, JobTypeRow } from '../../src/db/rowTypes.ts'
import { jobType } from '../../src/domain/forms/catalogue/jobs.ts'
import { fuseLadder } from '../../src/domain/forms/identifiers/fuses.ts'
import { USUAL } from '../../src/domain/forms/terms.ts'
import { translators } from '../../src/language/i18n.ts'
import { noticeFor } from '../../seeds/demoAnswers.ts'
import { aCase, actorsOf, tolvan } from '../support/cases.ts'
import { Client, testServer } from '../support/client.ts'
import { AT, changes, publishes } from '../support/configuration.ts'
import { testDatabase, type TestDatabase } from '../support/database.ts'

let db: TestDatabase
let lena: Client, amir: Client
beforeAll(async () => {
  setClock('2027-02-01T09:00:00+01:00')
  db = await testDatabase()
  const { address } = await testServer()
  lena = await new Client(address).signIn('lena.frost')
  amir = await new Client(address).signIn('amir.haddad')
})

/** Begun with the version in force, as an installer would. */
async function begins(code: string): Promise<CaseRow> {
  const { amir: installer } = actorsOf(db.world)
  return asActor(installer, async (tx) => {
    const owner = await getOwner(tx, db.world.owners.NEL)
    const job = (await tx<JobTypeRow>('job_types')
      .where({ owner_id: owner.id, code })
      .orderBy('configuration_id', 'desc')
      .first())!
    const area = (await tx('areas').where({ code: 'NRD' }).first('id')) as { id: number }
    const { kase } = await createCase(tx, installer, { owner, job, areaId: area.id, reference: '', source: null })
    return perform(tx, installer, kase.ref, 'save', {
      notice: { ...kase.notice, ...noticeFor(job.definition, tolvan, tx.now) },
    })
  })
}
const dueOf = async ({ ref }: CaseRow) =>
  ((await db.owner('cases').where({ ref }).first('due_on')) as { due_on: string | null }).due_on

describe('time limits', () => {
  test('are a job type’s own where it has any, the owner’s else, and a case keeps those it began with', async () => {
    const people = actorsOf(db.world)
    const before = await begins('NY01')
    const page = await lena.get(`${AT}/jobs/NY01/basics`)
    expect(page.body).toContain('Lämna tomt så gäller era regler, 10 vardagar.')
    await changes(lena, '/jobs/NY01/basics', { decisionDays: '3' })
    await changes(lena, '/rules', { decision_days: '20' })
    const overview = (await lena.get(AT)).body
    for (const words of ['som ni annars', '3 vardagar', 'Besked på föranmälan']) expect(overview).toContain(words)
    await publishes(lena)
    expect(await dueOf(await aCase.send(people.amir, before))).toBe('2027-02-15')
    expect(await dueOf(await aCase.send(people.amir, await begins('NY01')))).toBe('2027-02-04')
    expect(await dueOf(await aCase.send(people.amir, await begins('BE06')))).toBe('2027-03-01')
    // What the installer is told before it is sent.
    const told = await begins('NY01')
    expect((await amir.get(`/cases/${told.ref}/review`)).body).toContain('3')
    await changes(lena, '/jobs/NY01/basics', { decisionDays: '' })
    await publishes(lena)
    expect(await dueOf(await aCase.send(people.amir, await begins('NY01')))).toBe('2027-03-01')
  })

  test('go on with what was left when a case comes back, where that is the rule, and stand still on hold', async () => {
    const people = actorsOf(db.world)
    await changes(lena, '/jobs/LA02/basics', { decisionDays: '10', restart: 'remaining' })
    await publishes(lena)
    setClock('2027-02-01T09:00:00+01:00')
    const [anew, goesOn, held] = [await begins('BE06'), await begins('LA02'), await begins('LA02')]
    const sent = [anew, goesOn, held].map((kase) => aCase.send(people.amir, kase))
    const [, , third] = await Promise.all(sent)
    setClock('2027-02-04T09:00:00+01:00')
    await asActor(people.eva, (tx) =>
      perform(tx, people.eva, third!.ref, 'hold', { hold: { reason: 'quote', until: null } }),
    )
    setClock('2027-02-08T09:00:00+01:00')
    // Five of ten days have gone of the one, three of the one that was held.
    const returned = []
    for (const { ref } of [anew, goesOn, held]) {
      const kase = (await db.owner('cases').where({ ref }).first()) as CaseRow
      returned.push(await aCase.reject(people.eva, kase))
    }
    setClock('2027-03-01T09:00:00+01:00')
    const due = []
    for (const kase of returned) due.push(await dueOf(await aCase.move(people.amir, kase, 'resubmit')))
    expect(due.slice(1)).toEqual(['2027-03-08', '2027-03-10'])
    expect(due[0]).toBe('2027-03-31')
    setClock('2027-02-01T09:00:00+01:00')
  })

  test('leave a day at least to who has none left, and count only what was sent back', () => {
    const job = { ...jobType('NY01'), terms: { ...USUAL, restart: 'remaining' as const } }
    const days = (status: CaseRow['status'], left: number | null) =>
      daysFor({ status, days_left: left }, job, 'submitted')
    expect([days('notice_rejected', 4), days('notice_rejected', -3), days('notice_rejected', null)]).toEqual([4, 1, 10])
    expect([days('draft', 4), days('consented', 4)]).toEqual([10, 10])
    expect(daysFor({ status: 'notice_rejected', days_left: 4 }, jobType('NY01'), 'submitted')).toBe(10)
  })
})

describe('fuses', () => {
  test.each([
    [[16, 20, 25, 35], [[16, 20, 25], [35]], null],
    [[...fuseLadder], [], null],
    [[], [], 'Välj minst en säkring.'],
    [[16, 24], [], '24 A finns inte bland säkringarna.'],
    [[20, 16], [], 'Säkringarna ska stå i storleksordning.'],
    [[16, 20], [[16, 25]], '25 A i ett intervall finns inte bland era säkringar.'],
    [[16, 20, 25], [[25, 16]], 'Ett intervall ska gå från den mindre säkringen till den större.'],
    [[16, 20, 25], [[16, 25]], 'Intervallet 16–25 A hoppar över en säkring.'],
    [
      [16, 20, 25],
      [
        [16, 20],
        [20, 25],
      ],
      'Intervallen ska stå i storleksordning och får inte gå in i varandra.',
    ],
  ])('%j with intervals %j: %s', (ladder, intervals, problem) => {
    expect(fuseProblem({ ladder, intervals }, translators.sv)).toBe(problem)
    if (problem === null) expect(readIntervals(intervalsInWords(intervals), ladder)).toEqual(intervals)
  })

  test('that an owner takes away are gone for new cases; one that has them is read and sent as before', async () => {
    const people = actorsOf(db.world)
    const before = await begins('BE06')
    const ladder = fuseLadder.filter((size) => size !== 25).map(String)
    const gap = await changes(lena, '/fuses', { ladder, intervals: '16-25, 35' })
    expect([gap.status, gap.body]).toEqual([422, expect.stringContaining('25 A i ett intervall finns inte')])
    expect((await changes(lena, '/fuses', { ladder, intervals: 'sexton' })).body).toContain('Skriv som 16–25')
    expect((await changes(lena, '/fuses', { ladder, intervals: '16–20, 35–63' })).status).toBe(303)
    expect((await lena.get(AT)).body).toContain('16–20, 35–63')
    expect((await lena.get(`${AT}/jobs/BE06/preview`)).body).not.toContain('value="25"')
    expect((await lena.get(`${AT}/jobs/BE06/preview`)).body).toContain('value="35"')
    await aCase.send(people.amir, await begins('BE06'))
    expect((await lena.get(`${AT}/samples`)).body).toContain('säkring')
    await publishes(lena)
    expect((await amir.get(`/cases/${(await begins('BE06')).ref}/edit`)).body).not.toContain('value="25"')
    expect((await amir.get(`/cases/${before.ref}/edit`)).body).toContain('value="25"')
    expect(await dueOf(await aCase.send(people.amir, before))).not.toBeNull()
    const review = await begins('BE01')
    const fuse = async (after: number, kase = review) => {
      const notice = { ...kase.notice, sakr_bef: 35, sakr_ny: after }
      await asActor(people.amir, (tx) => perform(tx, people.amir, kase.ref, 'save', { notice }))
      return (await amir.get(`/cases/${kase.ref}/review`)).body
    }
    expect(await fuse(63)).not.toContain('går utanför intervallet')
    expect(await fuse(80)).toContain('Från 35 till 80 A går utanför intervallet')
  })
})

test('an owner that does not want several facilities in one notice is not sent any; where that is the job, it is not asked', async () => {
  const offer = 'name="_add" value="rader"'
  const formOf = async (code: string) => (await amir.get(`/cases/${(await begins(code)).ref}/edit`)).body
  expect(await formOf('BE01')).toContain(offer)
  expect((await lena.get(`${AT}/jobs/NY04/basics`)).body).not.toContain('name="blockAllowed"')
  expect((await lena.get(`${AT}/jobs/BE03/basics`)).body).not.toContain('name="blockAllowed"')
  const before = await begins('BE01')
  await changes(lena, '/jobs/BE01/basics', { blockAllowed: 'nej' })
  await publishes(lena)
  expect(await formOf('BE01')).not.toContain('rader')
  expect(await formOf('NY04')).toContain(offer)
  // What was begun before goes on as it began.
  expect((await amir.get(`/cases/${before.ref}/edit`)).body).toContain(offer)
  await changes(lena, '/jobs/BE01/basics', { blockAllowed: 'ja' })
  await publishes(lena)
  expect(await formOf('BE01')).toContain(offer)
})
