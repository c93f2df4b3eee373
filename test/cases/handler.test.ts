import { randomBytes } from 'node:crypto'
import { beforeAll, describe, expect, test } from 'vitest'
import {
  moveAddress,
  statuses,
  STATUSES,
  TRANSITIONS,
  type Move,
  type Status,
} from '../../src/domain/workflow/status.ts'
import { asActor } from '../../src/db/actor.ts'
import type { CaseRow, EventRow, MailRow } from '../../src/db/rowTypes.ts'
import type { Flow } from '../../src/domain/forms/definition.ts'
import { createOrders } from '../../src/work-orders/orders.ts'
import { aCase, actorsOf } from '../support/cases.ts'
import { Client, hidden, testServer, type Answer } from '../support/client.ts'
import { testDatabase, type TestDatabase } from '../support/database.ts'

// Every move of the network owner's side, walked as a person does it: what the page shows, what it asks, what is posted,
// and what is then so (docs/domain.md 2.4).

let db: TestDatabase
let people: ReturnType<typeof actorsOf>
let eva: Client, lena: Client
beforeAll(async () => {
  db = await testDatabase()
  people = actorsOf(db.world)
  await db.owner('owners').update({ consent_revocable: true })
  const { address } = await testServer()
  eva = await new Client(address).signIn('eva.nordin')
  lena = await new Client(address).signIn('lena.frost')
})

const JOBS: Record<Flow, string> = { F: 'NY01', D: 'BE02', G: 'TI02' }
const because = 'Så här är det, enligt samtal i går.'
const approval = {
  x_anl_id: '735999000100000012',
  x_matarsakring: '25',
  x_matmetod: 'direkt',
  x_anslutningspunkt: 'KS-1042',
}
const rejection = { codes: 'BIL', comment: because, fields: 'fastighet', attachments: 'SIT' }

interface Walk {
  row: string
  move: Move
  flow: Flow
  from: Status
  to: Status
  /** Only the administrator may. */
  admin?: true
  /** What is posted, beside what the page holds. */
  typed?: Record<string, string>
  /** Posted from the case page itself, not from a page of its own. */
  onPage?: true
  before?: Partial<CaseRow>
  /** A work order waits. */
  ordered?: true
  after?: Partial<CaseRow>
  mail?: string
}

const WALKS: Walk[] = [
  { row: 'T07', move: 'assign', flow: 'F', from: 'submitted', to: 'submitted', onPage: true, after: { handler_name: 'Eva Nordin' } },
  { row: 'T07', move: 'assign', flow: 'D', from: 'completed', to: 'completed', onPage: true, after: { handler_name: 'Eva Nordin' } },
  { row: 'T08', move: 'approve', flow: 'F', from: 'submitted', to: 'consented', onPage: true, typed: approval, after: { turn: 'installer', due_on: null }, mail: 'M01' },
  { row: 'T09', move: 'approveAndClose', flow: 'G', from: 'submitted', to: 'closed', onPage: true, ordered: true, after: { work_order_released: true, consent_number: null }, mail: 'M01' },
  { row: 'T10', move: 'reject', flow: 'F', from: 'submitted', to: 'notice_rejected', onPage: true, typed: rejection, before: { hold_reason: 'grid', held_at: new Date() }, after: { rejected_count: 1, hold_reason: null, due_on: null }, mail: 'M02' },
  { row: 'T10', move: 'reject', flow: 'G', from: 'submitted', to: 'notice_rejected', onPage: true, typed: rejection, after: { rejected_count: 1 }, mail: 'M02' },
  { row: 'T14', move: 'revokeConsent', flow: 'F', from: 'consented', to: 'submitted', admin: true, typed: { comment: because }, before: { consent_number: 'M-1' }, after: { consent_number: null, turn: 'owner' }, mail: 'M03' },
  { row: 'T15', move: 'acceptCompletion', flow: 'F', from: 'completed', to: 'closed', onPage: true, ordered: true, after: { work_order_released: true }, mail: 'M04' },
  { row: 'T15', move: 'acceptCompletion', flow: 'D', from: 'completed', to: 'closed', onPage: true, after: { work_order_released: false }, mail: 'M04' },
  { row: 'T16', move: 'rejectCompletion', flow: 'F', from: 'completed', to: 'completion_rejected', onPage: true, typed: { codes: 'BIL', comment: because, attachments: 'SIT' }, after: { rejected_count: 1 }, mail: 'M05' },
  { row: 'T16', move: 'rejectCompletion', flow: 'D', from: 'completed', to: 'completion_rejected', onPage: true, typed: rejection, after: { rejected_count: 1 }, mail: 'M05' },
  { row: 'T18', move: 'archive', flow: 'F', from: 'closed', to: 'archived', before: { work_order: 'reported', customer_service: 'registered', invoicing: 'paid' }, after: { turn: null } },
  { row: 'T18', move: 'archive', flow: 'G', from: 'closed', to: 'archived' },
  { row: 'T19', move: 'reopen', flow: 'F', from: 'closed', to: 'completed', admin: true, typed: { comment: because }, after: { turn: 'owner' }, mail: 'M06' },
  { row: 'T19', move: 'reopen', flow: 'D', from: 'closed', to: 'completed', admin: true, typed: { comment: because }, mail: 'M06' },
  { row: 'T19', move: 'reopen', flow: 'G', from: 'closed', to: 'submitted', admin: true, typed: { comment: because }, mail: 'M06' },
  ...(['submitted', 'notice_rejected', 'consented', 'completed', 'completion_rejected'] as const).map((from): Walk => ({
    row: 'T24', move: 'cancel', flow: 'F', from, to: 'cancelled', typed: { comment: because }, ordered: true, after: { work_order: 'cancelled', previous_status: from, turn: null }, mail: 'M06',
  })),
  { row: 'T25', move: 'refuseRemoval', flow: 'F', from: 'submitted', to: 'submitted', typed: { comment: because }, before: { removal_requested: true }, after: { removal_requested: false }, mail: 'M06' },
  { row: 'T25', move: 'refuseRemoval', flow: 'D', from: 'completed', to: 'completed', typed: { comment: because }, before: { removal_requested: true }, after: { removal_requested: false }, mail: 'M06' },
  { row: 'T26', move: 'resume', flow: 'F', from: 'cancelled', to: 'submitted', admin: true, typed: { comment: because }, before: { previous_status: 'submitted', removal_requested: true }, after: { removal_requested: false }, mail: 'M06' },
  { row: 'T26', move: 'resume', flow: 'F', from: 'cancelled', to: 'consented', admin: true, typed: { comment: because }, before: { previous_status: 'consented' }, after: { due_on: null, turn: 'installer' }, mail: 'M06' },
  { row: 'T27', move: 'hold', flow: 'F', from: 'submitted', to: 'submitted', typed: { reason: 'permit' }, after: { hold_reason: 'permit', hold_until: null } },
  { row: 'T27', move: 'hold', flow: 'F', from: 'consented', to: 'consented', typed: { reason: 'customer', until: '2099-01-01' }, after: { hold_until: '2099-01-01' } },
  { row: 'T27', move: 'hold', flow: 'D', from: 'completed', to: 'completed', typed: { end: 'ja' }, before: { hold_reason: 'grid', held_at: new Date() }, after: { hold_reason: null, held_at: null } },
] // prettier-ignore

const sent = async (flow: Flow) => aCase.send(people.amir, await aCase(people.amir, JOBS[flow]))
const stored = async ({ id }: Pick<CaseRow, 'id'>) => (await db.owner<CaseRow>('cases').where({ id }).first())!

/** A case at that station, set there directly. */
async function standing(flow: Flow, status: Status, before: Partial<CaseRow> = {}): Promise<CaseRow> {
  return placed(await sent(flow), status, before)
}

async function placed(kase: CaseRow, status: Status, before: Partial<CaseRow> = {}): Promise<CaseRow> {
  const { flow } = kase
  const { turn } = STATUSES[status]
  const previous_status = flow === 'D' ? 'completed' : 'submitted'
  await db
    .owner<CaseRow>('cases')
    .where({ id: kase.id })
    .update({ status, previous_status, turn, ...before })
  return stored(kase)
}

/** Somebody is to go there, once the completion is approved. */
const order = ({ ref }: CaseRow) =>
  asActor(people.eva, (tx) =>
    createOrders(tx, people.eva, ref, [1], { kind: 'mount', fitter: null, planned_on: null, access: '' }),
  )

/** Where the person posts from: the case page, or the page that asks first. */
async function opens(who: Client, kase: CaseRow, { move, onPage }: Pick<Walk, 'move' | 'onPage'>): Promise<Answer> {
  const at = moveAddress(kase.ref, move)
  const page = await who.get(`/cases/${kase.ref}`)
  expect(page.body, `the case leads to ${at}`).toContain(at)
  return onPage ? page : who.get(at)
}

describe.each(WALKS)('$row $move, flow $flow, from $from', (walk) => {
  const { move, flow, from, to, typed = {}, before, ordered, after = {}, mail, admin } = walk

  test('is done as the page offers it; the log and the mail say so', async () => {
    const placed = await standing(flow, from, before)
    if (ordered) await order(placed)
    const kase = await stored(placed)
    const who = admin ? lena : eva
    const page = await opens(who, kase, walk)
    const answer = await who.post(moveAddress(kase.ref, move), { ...hidden(page.body), ...typed })
    expect([answer.status, answer.location]).toEqual([303, `/cases/${kase.ref}`])
    const now = await stored(kase)
    expect(now).toMatchObject({ status: to, version: kase.version + 1, ...after })
    const log = await db.owner<EventRow>('case_events').where({ case_id: kase.id, action: move })
    expect(log.map(({ actor_id: by, audience, to_status }) => [by, audience, to_status])).toEqual([
      [admin ? people.lena.userId : people.eva.userId, 'all', to],
    ])
    if (typed['comment']) expect(log[0]!.comment).toBe(typed['comment'])
    const mails = await db.owner<MailRow>('mail_messages').where({ case_id: kase.id })
    expect(new Set(mails.map(({ template }) => template))).toEqual(new Set(mail ? [mail] : []))
    if (typed['comment'] && mail) expect(mails[0]!.text).toContain(typed['comment'])
    expect((await who.get(answer.location)).status).toBe(200)
  })

  test(admin ? 'only the administrator may' : 'a reason is asked for where one is due', async () => {
    const kase = await standing(flow, from, before)
    const at = moveAddress(kase.ref, move)
    if (admin) {
      expect((await eva.get(`/cases/${kase.ref}`)).body).not.toContain(`"${at}"`)
      expect((await eva.get(at)).status).toBe(403)
      expect((await eva.post(at, { ...hidden((await eva.get(`/cases/${kase.ref}`)).body), ...typed })).status).toBe(403)
    } else if (typed['comment']) {
      const page = await opens(eva, kase, walk)
      for (const comment of ['', '   ', 'för kort']) {
        const answer = await eva.post(at, { ...hidden(page.body), ...typed, comment })
        expect(answer.status).toBe(422)
        expect(answer.body).toContain('Skriv minst tio tecken')
      }
    } else if (TRANSITIONS[move].guards?.includes('notHeld')) {
      await db.owner('cases').where({ id: kase.id }).update({ hold_reason: 'grid', held_at: new Date() })
      const page = await eva.get(`/cases/${kase.ref}`)
      expect(page.body).toMatch(/form="approve" disabled/)
      const answer = await eva.post(at, { ...hidden(page.body), ...typed })
      expect([answer.status, answer.body.includes('Ärendet är i väntläge.')]).toEqual([409, true])
    }
    expect(await stored(kase)).toMatchObject({ status: from, version: kase.version })
  })

  // Where it leads matters not here: once for each move and flow.
  const isFirst = WALKS.find((other) => other.move === move && other.flow === flow) === walk
  test.runIf(isFirst)('is not done where the case stands otherwise', async () => {
    const { from: allowed } = TRANSITIONS[move]
    const others = statuses.filter(
      (status) => status !== 'draft' && !allowed.includes(status) && fitsFlow(flow, status),
    )
    const one = await sent(flow)
    for (const status of others) {
      const kase = await placed(one, status)
      const { _version = '' } = hidden((await lena.get(`/cases/${kase.ref}`)).body)
      const form = { _key: randomBytes(18).toString('base64url'), ...(_version && { _version }), ...typed }
      expect((await lena.post(moveAddress(kase.ref, move), form)).status, status).toBe(409)
      expect(await stored(kase)).toMatchObject({ status, version: kase.version })
    }
  })
})

function fitsFlow(flow: Flow, status: Status): boolean {
  if (flow === 'D') return !['submitted', 'notice_rejected', 'consented'].includes(status)
  return flow === 'F' || !['consented', 'completed', 'completion_rejected'].includes(status)
}

test('every row of the handläggare’s side is walked', () => {
  const rows = ['T07', 'T08', 'T09', 'T10', 'T14', 'T15', 'T16', 'T18', 'T19', 'T24', 'T25', 'T26', 'T27']
  expect([...new Set(WALKS.map(({ row }) => row))]).toEqual(rows)
  for (const { row, move } of WALKS) expect(TRANSITIONS[move].row).toBe(row)
})

describe('what stands in the way of archiving for good (T18)', () => {
  test.each([
    [{ work_order: 'created' as const, open_orders: 1 }, 'Arbetsordern är inte avrapporterad.'],
    [{ customer_service: 'done' as const }, 'Registrering i KIS återstår.'],
    [{ invoicing: 'invoiced' as const }, 'Fakturan är inte betald.'],
  ])('%o', async (before, words) => {
    const kase = await standing('F', 'closed', before)
    expect((await eva.get(`/cases/${kase.ref}`)).body).toContain(words)
    const page = await eva.get(`/cases/${kase.ref}/archive`)
    const answer = await eva.post(`/cases/${kase.ref}/archive`, hidden(page.body))
    expect([answer.status, answer.body.includes(words)]).toEqual([409, true])
  })
})

test('a case that was cancelled more than ninety days ago is not resumed (T26)', async () => {
  const kase = await standing('F', 'cancelled', { status_since: new Date(Date.now() - 91 * 86_400_000) })
  const answer = await lena.post(`/cases/${kase.ref}/resume`, {
    ...hidden((await lena.get(`/cases/${kase.ref}/resume`)).body),
    comment: because,
  })
  expect([answer.status, answer.body.includes('mer än 90 dagar sedan')]).toEqual([409, true])
})

test('a removal that nobody asked for is not refused (T25)', async () => {
  const kase = await standing('F', 'submitted')
  expect((await eva.get(`/cases/${kase.ref}`)).body).not.toContain('/refuse-removal')
  const page = await eva.get(`/cases/${kase.ref}/refuse-removal`)
  expect((await eva.post(`/cases/${kase.ref}/refuse-removal`, { ...hidden(page.body), comment: because })).status).toBe(
    409,
  )
})

test('a consent is taken back only where the owner does so (T14)', async () => {
  await db.owner('owners').update({ consent_revocable: false })
  const kase = await standing('F', 'consented')
  expect((await lena.get(`/cases/${kase.ref}`)).body).not.toContain('/revoke-consent')
  const page = await lena.get(`/cases/${kase.ref}/revoke-consent`)
  expect(
    (await lena.post(`/cases/${kase.ref}/revoke-consent`, { ...hidden(page.body), comment: because })).status,
  ).toBe(409)
  await db.owner('owners').update({ consent_revocable: true })
})
