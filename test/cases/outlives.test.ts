import { beforeAll, describe, expect, test } from 'vitest'
import { perform } from '../../src/cases/workflow/perform.ts'
import type { MoveInput } from '../../src/cases/workflow/moveRequest.ts'
import { namesOf, SYMBOLS, type SymbolName } from '../../src/cases/symbols/symbols.ts'
import { asActor, asOwnersRule, type InstallerActor, type OwnerActor } from '../../src/db/actor.ts'
import type { CaseRow } from '../../src/db/rowTypes.ts'
import {
  ACTIVE,
  fits,
  LEFT_OUT,
  moves,
  STATUSES,
  statuses,
  TRANSITIONS,
  UNCONSENTED,
  WAITING,
  type Move,
  type Status,
} from '../../src/domain/workflow/status.ts'
import { aCase, actorsOf } from '../support/cases.ts'
import { Client, testServer } from '../support/client.ts'
import { testDatabase, type TestDatabase } from '../support/database.ts'
import { multiply } from '../support/multiply.ts'

// Every move from every status, of a case that has each flag it can have: no flag, symbol or sentence outlives what it speaks
// of, and nothing is advised that cannot be pressed.

let db: TestDatabase
let people: ReturnType<typeof actorsOf>
let amir: Client, lena: Client
const models = {} as Record<'F' | 'D' | 'G', CaseRow>
beforeAll(async () => {
  db = await testDatabase()
  people = actorsOf(db.world)
  const { address } = await testServer()
  for (const [flow, job] of [
    ['F', 'NY01'],
    ['D', 'BE02'],
    ['G', 'SE03'],
  ] as const)
    models[flow] = await aCase.send(people.amir, await aCase(people.amir, job))
  ;[amir, lena] = (await Promise.all(
    ['amir.haddad', 'lena.frost'].map((name) => new Client(address).signIn(name)),
  )) as [Client, Client]
})

/** Those that are not of a case that is there already, or say nothing of it. */
const BEGINS: Move[] = ['create', 'register', 'copy', 'save', 'saveCompletion']
const stations = moves
  .filter((move) => !BEGINS.includes(move))
  .flatMap((move) =>
    (['F', 'D', 'G'] as const).flatMap((flow) =>
      statuses
        .filter((status) => !LEFT_OUT[flow].includes(status) && fits(move, { status, flow }))
        .map((status) => [move, flow, status] as const),
    ),
  )

/** As far from plain as a case at that status can be. */
async function arranged(move: Move, flow: 'F' | 'D' | 'G', status: Status): Promise<CaseRow> {
  const guards = new Set<string>(TRANSITIONS[move].guards ?? [])
  const isOpen = ACTIVE.includes(status)
  const canBeAsked = ['submitted', 'completed', 'consented', 'cancelled'].includes(status)
  const hasRemoval = guards.has('removalRequested') || (canBeAsked && !guards.has('notRequested'))
  const isFresh = guards.has('untouched') || status === 'draft'
  const isSettled = guards.has('settled')
  const revoked = flow === 'F' && !isFresh && (UNCONSENTED.includes(status) || status === 'cancelled')
  await multiply(db, models[flow], 1, {
    status: `'${status}'`,
    previous_status: flow === 'D' ? `'completed'` : `'submitted'`,
    turn: STATUSES[status].turn === null ? 'null' : `'${STATUSES[status].turn}'`,
    submitted_at: status === 'draft' ? 'null' : 'app.now()',
    due_on: WAITING.includes(status) ? 'app.today()' : 'null',
    removal_requested: String(hasRemoval),
    hold_reason: isOpen && !isFresh && !guards.has('notHeld') ? `'grid'` : 'null',
    held_at: isOpen && !isFresh && !guards.has('notHeld') ? 'app.now()' : 'null',
    consent_revoked_at: revoked ? 'app.now()' : 'null',
    consent_number: !revoked && flow === 'F' && status !== 'draft' && !UNCONSENTED.includes(status) ? `'M-1'` : 'null',
    preparation: isSettled ? `'done'` : isFresh ? 'null' : `'ongoing'`,
    invoicing: isSettled ? `'paid'` : isFresh || guards.has('quoteAnswered') ? 'null' : `'quote_sent'`,
    customer_service: isSettled ? `'registered'` : isFresh ? 'null' : `'requested'`,
    facility_count: '3',
    open_orders: guards.has('orderIfConsented') ? '1' : '0',
    ordered_rows: isFresh ? `'{}'` : `'{1}'`,
    handler_id: 'null',
    seen_by_owner: 'false',
    seen_by_installer: 'false',
  })
  return (await db.owner<CaseRow>('cases').orderBy('id', 'desc').first())!
}

function inputFor(move: Move): MoveInput {
  const comment = 'Kunden har ångrat sig om arbetet.'
  if (move === 'hold') return { hold: null }
  if (move === 'extendConsent') return { validTo: '2099-01-01' }
  if (move === 'assign') return { handler: { id: people.eva.userId, name: 'Eva Nordin' } }
  if (move === 'changeResponsible') return { responsible: { id: people.amir.userId, name: 'Amir Haddad' } }
  return move === 'mark' ? { marks: { documented: true } } : { comment }
}

async function makes(move: Move, kase: CaseRow, input = inputFor(move)): Promise<CaseRow> {
  const { by } = TRANSITIONS[move]
  const sides: readonly string[] = by
  if (!sides.includes('owner') && !sides.includes('installer')) {
    const rule = { side: 'system', rule: 'Regeln', isAdmin: false } as const
    return asOwnersRule(kase.owner_id, (tx) => perform(tx, rule, kase.ref, move, input))
  }
  const actor: InstallerActor | OwnerActor = sides.includes('owner') ? people.lena : people.amir
  return asActor(actor, (tx) => perform(tx, actor, kase.ref, move, input))
}

/** What a sentence of the page advises, and where that is pressed. */
const ADVISED: [words: RegExp, way: RegExp][] = [
  [/Avbryt det, eller avslå/, /\/cancel"[\s\S]*\/refuse-removal"|\/refuse-removal"[\s\S]*\/cancel"/],
  [/Rätta enligt nedan och skicka igen/, /\/edit"/],
  [/skicka färdiganmälan\./, /\/edit"/],
  [/Fyll i resten och skicka/, /\/edit"/],
  [/godkänn eller avvisa\.|Godkänn på nytt eller avvisa/, /id="decision"/],
  [/Slutarkivera när inget mer är öppet/, /Slutarkivera<\/(a|button)>/],
  [/går att kopiera till en ny anmälan|Kopiera den, välj rätt typ/, /\/cases\/new\?copy=/],
  [/Be om det i en notering/, /\/notes\/new"/],
  [/Medgivandet går att förlänga/, /\/extend-consent"/],
  // Of a button that cannot be pressed: what can, instead.
  [/Begär borttagning i stället/, /\/request-removal"/],
  [/Avstå från medgivandet i stället/, /\/abandon"/],
  // Whose turn it is, said alike here, in the inbox and in lists (cases/page/turn.ts).
  [/Din tur: utför och färdiganmäl/, /\/edit"/],
  [/Din tur: svara om borttagning/, /\/cancel"[\s\S]*\/refuse-removal"|\/refuse-removal"[\s\S]*\/cancel"/],
  [/<strong>Din tur(?!:)/, /id="decision"|\/edit"/],
]

const OFF: Move[] = ['abandon', 'cancel', 'remove']
const BY_HAND: Move[] = [...OFF, 'mark']

/**
 * Every symbol a case can have, and the moves that end it. What none ends is told for ever ('manual', 'returned'), is a state
 * that only its next one follows ('preparation.done'), or ends with what it counts: notes, files, orders.
 */
const ENDED_BY: Record<SymbolName, Move[]> = {
  note: [],
  unread: [],
  rejected: ['cancel', 'recomplete', 'remove', 'resubmit'],
  'preparation.requested': [],
  'preparation.ongoing': BY_HAND,
  'preparation.done': [],
  // By what the notice holds that is sent.
  block: ['recomplete', 'resubmit'],
  'order.created': [],
  'order.released': [],
  'order.reported': [],
  'order.cancelled': [],
  'order.lacking': [...OFF, 'archive', 'recomplete', 'resubmit'],
  'invoicing.not_billable': [],
  'invoicing.quote_sent': BY_HAND,
  'invoicing.quote_ordered': [],
  'invoicing.invoiced': [],
  'invoicing.paid': [],
  manual: [],
  returned: [],
  'service.requested': BY_HAND,
  'service.done': [],
  'service.registered': [],
  removal: [
    ...['abandon', 'cancel', 'complete', 'refuseRemoval', 'reject', 'rejectCompletion', 'withdraw'],
    ...['acceptCompletion', 'approve', 'approveAndClose'],
  ] as Move[],
  removed: ['resume'],
  revoked: ['approve', 'autoApprove', 'cancel', 'remove'],
  closed: ['archive', 'reopen'],
  held: [...OFF, 'complete', 'hold', 'recomplete', 'reject', 'rejectCompletion', 'resubmit', 'revokeConsent'],
  heldUntil: [],
  transformer: [],
  documented: ['mark'],
  files: [],
}
const DONE: MoveInput['marks'] = {
  preparation: null,
  invoicing: null,
  customer_service: null,
  documented: false,
  transformer_by_hand: null,
}

test('each symbol is ended by the moves that are listed for it, and by no other', async () => {
  const ended = Object.fromEntries(Object.keys(SYMBOLS).map((name) => [name, new Set<Move>()]))
  const seen = { notes: false, unread: false, files: 0 }
  for (const [move, flow, status] of stations) {
    const before = await arranged(move, flow, status)
    await db.owner('cases').where({ id: before.id }).update({ documented: true })
    const names = namesOf({ ...before, documented: true }, seen)
    const after = await makes(move, before, move === 'mark' ? { marks: DONE } : inputFor(move))
    for (const name of names) if (!namesOf(after, seen).includes(name)) ended[name]!.add(move)
  }
  const listed = Object.fromEntries(Object.entries(ended).map(([name, by]) => [name, [...by].sort()]))
  expect(listed).toEqual(Object.fromEntries(Object.entries(ENDED_BY).map(([name, by]) => [name, by.toSorted()])))
})

describe('no flag or sentence outlives what it speaks of', () => {
  test.each(stations)('%s in flow %s from %s', async (move, flow, status) => {
    const kase = await makes(move, await arranged(move, flow, status))
    const at = kase.status
    const undecided = ['submitted', 'completed', 'consented'].includes(at)
    expect(kase.removal_requested && !undecided, 'a request for removal').toBe(
      at === 'cancelled' && kase.removal_requested,
    )
    expect(kase.hold_reason !== null && !ACTIVE.includes(at), 'a hold').toBe(false)
    expect(kase.due_on !== null && !WAITING.includes(at), 'a day to answer by').toBe(false)
    expect(kase.consent_number !== null && UNCONSENTED.includes(at), 'a consent').toBe(false)
    if (['approve', 'autoApprove'].includes(move) && flow === 'F') expect(kase.consent_revoked_at).toBeNull()

    const symbols = namesOf(kase, { notes: false, unread: false, files: 0 })
    if (at === 'cancelled')
      for (const pending of [
        'preparation.requested',
        'preparation.ongoing',
        'invoicing.quote_sent',
        'service.requested',
        'order.lacking',
        'removal',
        'revoked',
        'held',
      ])
        expect(symbols).not.toContain(pending)
    if (!undecided) expect(symbols).not.toContain('removal')
    const kept = (await db.owner('case_symbols').where({ case_id: kase.id }).pluck('symbol')) as string[]
    const own = symbols.map((name) => (name === 'removed' ? 'removal' : name))
    const ofRow = ['closed', 'held', 'heldUntil', 'revoked', 'rejected']
    expect(kept.sort()).toEqual(own.filter((name) => !ofRow.includes(name)).sort())

    for (const [side, who] of [
      ['installer', amir],
      ['owner', lena],
    ] as const) {
      if (side === 'owner' && !kase.sent) continue
      const { status: answer, body } = await who.get(`/cases/${kase.ref}`)
      expect(answer).toBe(200)
      for (const [words, way] of ADVISED) if (words.test(body)) expect(body, `${side}: ${words}`).toMatch(way)
      // What the card of a request offers is there to be pressed.
      const card = /<section class="card removal"[\s\S]*?<\/section>/.exec(body)?.[0] ?? ''
      for (const [, href] of card.matchAll(/href="([^"]+)"/g)) expect((await who.get(href!)).status, href).toBe(200)
      if (/vill att ärendet tas bort|bett nätbolaget ta bort/.test(body)) expect(kase.removal_requested).toBe(true)
      if (/Tiden för beslut står still/.test(body)) expect(WAITING).toContain(at)
      if (/Medgivandet är återtaget/.test(body)) expect(UNCONSENTED).toContain(at)
    }
  })
})
