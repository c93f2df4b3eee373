import { readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { markChanges, MARKS, namesOf, SYMBOLS, symbolsOf, type SymbolName } from '../../src/cases/symbols/symbols.ts'
import { STATUSES, statuses } from '../../src/domain/workflow/status.ts'
import { root } from '../../src/config.ts'
import { translators } from '../../src/language/i18n.ts'

const plain: Parameters<typeof markChanges>[0] = {
  status: 'submitted',
  preparation: null,
  work_order: null,
  work_order_released: false,
  invoicing: null,
  customer_service: null,
  documented: false,
  transformer: false,
  transformer_by_hand: null,
  manual: false,
  rejected_count: 0,
  removal_requested: false,
  consent_revoked_at: null,
  hold_reason: null,
  hold_until: null,
  facility_count: 1,
  ordered_rows: [],
}
const nothing = { notes: false, unread: false, files: 0 }
type Row = [what: string, kase: Partial<typeof plain>, seen: Partial<typeof nothing>, ...names: SymbolName[]]

// One row for each state of the fifteen groups of docs/domain.md 5, and for what sets one state aside for another.
const rows: Row[] = [
  ['nothing of note', {}, {}],
  ['1a a note', {}, { notes: true }, 'note'],
  ['1a a note not yet read', {}, { notes: true, unread: true }, 'unread'],
  ['1b a rejected notice', { status: 'notice_rejected', rejected_count: 1 }, { notes: true }, 'rejected', 'returned'],
  [
    '1b a rejected completion',
    { status: 'completion_rejected', rejected_count: 1 },
    { unread: true },
    'rejected',
    'returned',
  ],
  ['2.1', { preparation: 'requested' }, {}, 'preparation.requested'],
  ['2.2', { preparation: 'ongoing' }, {}, 'preparation.ongoing'],
  ['2.3', { preparation: 'done' }, {}, 'preparation.done'],
  ['3 two facilities', { facility_count: 2 }, {}, 'block'],
  ['4.1', { work_order: 'created' }, {}, 'order.created'],
  ['4.1 released', { work_order: 'created', work_order_released: true }, {}, 'order.released'],
  ['4.2', { work_order: 'reported', work_order_released: true }, {}, 'order.reported'],
  ['4.3', { work_order: 'cancelled' }, {}, 'order.cancelled'],
  [
    '4.4 beside 4.1',
    { facility_count: 6, ordered_rows: [1, 2, 3, 4, 5], work_order: 'created' },
    {},
    'block',
    'order.created',
    'order.lacking',
  ],
  ['4.4 not when all have one', { facility_count: 2, ordered_rows: [1, 2] }, {}, 'block'],
  ['4.4 not when none has', { facility_count: 2, ordered_rows: [] }, {}, 'block'],
  ['5.1', { invoicing: 'not_billable' }, {}, 'invoicing.not_billable'],
  ['5.2', { invoicing: 'quote_sent' }, {}, 'invoicing.quote_sent'],
  ['5.3', { invoicing: 'quote_ordered' }, {}, 'invoicing.quote_ordered'],
  ['5.4', { invoicing: 'invoiced' }, {}, 'invoicing.invoiced'],
  ['5.5', { invoicing: 'paid' }, {}, 'invoicing.paid'],
  ['6', { manual: true }, {}, 'manual'],
  ['7', { rejected_count: 2 }, {}, 'returned'],
  ['8.1', { customer_service: 'requested' }, {}, 'service.requested'],
  ['8.2', { customer_service: 'done' }, {}, 'service.done'],
  ['8.3', { customer_service: 'registered' }, {}, 'service.registered'],
  ['9 asked for', { removal_requested: true }, {}, 'removal'],
  ['9 and cancelled', { removal_requested: true, status: 'cancelled' }, {}, 'removed'],
  ['10', { status: 'closed' }, {}, 'closed'],
  ['15', { consent_revoked_at: new Date() }, {}, 'revoked'],
  ['15 not while cancelled', { consent_revoked_at: new Date(), status: 'cancelled' }, {}],
  ['11', { hold_reason: 'grid' }, {}, 'held'],
  ['11 until a day', { hold_reason: 'grid', hold_until: '2027-03-01' }, {}, 'heldUntil'],
  ['12', { transformer: true }, {}, 'transformer'],
  ['13', { documented: true }, {}, 'documented'],
  ['14', {}, { files: 3 }, 'files'],
]

describe('symbols', () => {
  test.each(rows)('%s', (_what, kase, seen, ...names) => {
    expect(namesOf({ ...plain, ...kase }, { ...nothing, ...seen })).toEqual(names)
  })

  test('the table above has every symbol there is', () => {
    expect(new Set(rows.flatMap(([, , , ...names]) => names))).toEqual(new Set(Object.keys(SYMBOLS)))
  })

  test('come in the trade’s order when a case has one of every group', () => {
    const names = namesOf(
      {
        ...plain,
        preparation: 'done',
        facility_count: 3,
        ordered_rows: [1],
        work_order: 'created',
        invoicing: 'paid',
        manual: true,
        rejected_count: 1,
        customer_service: 'registered',
        removal_requested: true,
        hold_reason: 'other',
        transformer: true,
        documented: true,
      },
      { notes: true, unread: false, files: 1 },
    )
    const order = Object.keys(SYMBOLS)
    expect(names.map((name) => order.indexOf(name))).toEqual(
      names.map((name) => order.indexOf(name)).sort((a, b) => a - b),
    )
    expect(new Set(names.map((name) => SYMBOLS[name].group)).size).toBe(13)
  })

  test('10 shows at no active status, 1b at the rejected alone, whatever else is set', () => {
    for (const status of statuses) {
      const names = namesOf({ ...plain, status, rejected_count: 1, documented: true }, { ...nothing, notes: true })
      expect(names.includes('closed'), status).toBe(status === 'closed')
      expect(names.includes('rejected'), status).toBe(STATUSES[status].tint === 'red')
    }
  })

  test('tell their states apart by shape and words, not by colour alone', () => {
    const states = Object.values(SYMBOLS)
    expect(new Set(states.map((state) => state.title)).size).toBe(states.length)
    // The same sign twice only where the words go on: wanted removed and cancelled, held and until when.
    const twice = states.filter(({ icon }, at) => states.findIndex((each) => each.icon === icon) !== at)
    expect(twice.map(({ group }) => group)).toEqual(['Önskas borttagen', 'Väntläge'])
    const sprite = readFileSync(path.join(root, 'public/icons.svg'), 'utf8')
    for (const { icon } of states) expect(sprite).toContain(`<symbol id="${icon}"`)
  })

  test('say how many, what for and until when, in both languages', () => {
    const say = (lang: 'sv' | 'en', kase: object, files = 0) =>
      symbolsOf({ ...plain, ...kase }, { ...nothing, files }, translators[lang]).map((symbol) => symbol.title)
    expect(say('sv', { rejected_count: 1 }, 2)).toEqual(['Har varit avvisat 1 gång', 'Ärendet har bilaga (2)'])
    expect(say('sv', { rejected_count: 3 })).toEqual(['Har varit avvisat 3 gånger'])
    const held = { hold_reason: 'permit', hold_until: '2027-03-01' }
    expect(say('sv', held)).toEqual(['Ärendet är i väntläge: tillstånd till 2027-03-01'])
    for (const title of say('en', { ...held, rejected_count: 2, work_order: 'reported' }, 1)) {
      expect(title).not.toMatch(/[{}åäöÅÄÖ]/)
    }
  })

  test('that are set by hand all have a sign, and their changes are told old to new', () => {
    for (const [group, { states }] of Object.entries(MARKS)) {
      for (const title of Object.values(states)) {
        expect(
          Object.values(SYMBOLS).map((symbol) => symbol.title),
          group,
        ).toContain(title)
      }
    }
    expect(markChanges(plain, { preparation: 'ongoing', documented: false })).toEqual([
      { key: 'preparation', label: 'Beredning', from: '', to: 'Beredning pågår' },
    ])
    // What the form did not ask of has not changed.
    const was = { ...plain, invoicing: 'paid' as const, preparation: 'done' as const }
    expect(markChanges(was, { documented: true, preparation: null }).map(({ from, to }) => [from, to])).toEqual([
      ['Färdig från beredning', ''],
      ['Nej', 'Ja'],
    ])
  })
})
