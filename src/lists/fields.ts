import { ORDER, STATUSES } from '../domain/workflow/status.ts'
import { SYMBOL_CONDITIONS } from '../cases/symbols/conditions.ts'
import type { SymbolName } from '../cases/symbols/symbols.ts'
import { SYMBOLS } from '../cases/symbols/table.ts'
import { PROPOSED_BY_ME } from '../cases/workflow/proposalsInLists.ts'
import type { Actor } from '../db/actor.ts'
import { id } from '../web/ids.ts'
import { COLUMNS, FILE_ONLY } from './columns.ts'

/** Fields for filtering and grouping, by their names in the address. All SQL is over cases alone. */
export type ListField = FixedField | ColumnField

/** A field with a fixed set of values, in display order. */
interface FixedField {
  label: string
  values: Record<string, { label: string; where: string }>
}

/** A field whose values are those of a column; 'none' in the address is null. */
export interface ColumnField {
  label: string
  column: string
  type: 'int' | 'text'
  /** SQL: the display name of the value, from a case `c` that has it. */
  name: string
  /** SQL: the same from a value `v` of closed_values, where it is not kept there. */
  known?: string
  /** Label of cases without a value. */
  none?: string
}

const EXPECTED = 'expected_by'
const DUE = 'due_by'
/** As the predicate of the indexes, and begun so that a comparison follows. */
const CONSENTED = `status = 'consented' and consent_valid_to`
// Subselects, evaluated once: under row level security a clock function in the condition itself prevents index use.
const TODAY = '(select app.today())'
/** What waits for the one who asks, in all or one part of their inbox: read once, and found by key. */
const waits = (part = '') => `id = any ((select app.waiting_cases(${part}))::bigint[])`
/** Monday of next week. */
const MONDAY = `(select date_trunc('week', app.today()::timestamp)::date + 7)`

const fields = {
  status: {
    label: COLUMNS.status.label,
    values: Object.fromEntries(
      ORDER.map((status) => [status, { label: STATUSES[status].label as string, where: `status = '${status}'` }]),
    ),
  },
  turn: {
    label: COLUMNS.turn.label,
    values: {
      me: { label: 'Väntar på dig', where: waits() },
      installer: { label: 'Installatören', where: `turn = 'installer' and hold_reason is null` },
      owner: { label: 'Nätbolaget', where: `turn = 'owner' and hold_reason is null` },
      late: {
        label: 'Försenat hos nätbolaget',
        where: `turn = 'owner' and hold_reason is null and ${DUE} < ${TODAY}`,
      },
      held: { label: 'Väntläge', where: 'hold_reason is not null' },
    },
  },
  proposal: {
    label: 'Förslag om godkännande',
    values: {
      confirm: { label: 'Väntar på ditt godkännande', where: waits(`'confirm'`) },
      mine: { label: 'Ditt förslag, väntar på en kollega', where: PROPOSED_BY_ME },
    },
  },
  due: {
    label: COLUMNS.due.label,
    values: {
      late: { label: 'Försenade', where: `${DUE} < ${TODAY}` },
      today: { label: 'I dag', where: `${DUE} = ${TODAY}` },
      week: { label: 'Senare i veckan', where: `${DUE} > ${TODAY} and ${DUE} < ${MONDAY}` },
      next: { label: 'Nästa vecka', where: `${DUE} >= ${MONDAY} and ${DUE} < ${MONDAY} + 7` },
      later: { label: 'Längre fram', where: `${DUE} >= ${MONDAY} + 7 and ${DUE} < 'infinity'` },
      none: { label: 'Inget svarsdatum', where: `${DUE} = 'infinity'` },
    },
  },
  expected: {
    label: 'Förväntat färdigdatum',
    values: {
      passed: { label: 'Passerat', where: `${EXPECTED} < ${TODAY}` },
      week: { label: 'Den här veckan', where: `${EXPECTED} >= ${TODAY} and ${EXPECTED} < ${MONDAY}` },
      next: { label: 'Nästa vecka', where: `${EXPECTED} >= ${MONDAY} and ${EXPECTED} < ${MONDAY} + 7` },
      month: { label: 'Inom en månad', where: `${EXPECTED} >= ${MONDAY} + 7 and ${EXPECTED} < ${MONDAY} + 28` },
      later: { label: 'Längre fram', where: `${EXPECTED} >= ${MONDAY} + 28 and ${EXPECTED} < 'infinity'` },
      none: { label: 'Inget datum', where: `${EXPECTED} = 'infinity'` },
    },
  },
  consent: {
    label: 'Medgivandet går ut',
    values: {
      expired: { label: 'Har gått ut', where: `${CONSENTED} < ${TODAY}` },
      month: { label: 'Inom 30 dagar', where: `${CONSENTED} >= ${TODAY} and ${CONSENTED} <= ${TODAY} + 30` },
      later: { label: 'Längre fram', where: `${CONSENTED} > ${TODAY} + 30` },
      none: { label: 'Inget medgivande', where: `(status <> 'consented' or consent_valid_to is null)` },
    },
  },
  type: { label: 'Installationstyp', column: 'type_name', type: 'text', name: 'c.type_name' },
  job: { label: COLUMNS.job.file.label, column: 'job_name', type: 'text', name: 'c.job_name' },
  owner: {
    label: FILE_ONLY.owner.label,
    column: 'owner_id',
    type: 'int',
    name: '(select o.name from owners o where o.id = c.owner_id)',
    known: '(select o.name from owners o where o.id::text = v.value)',
  },
  company: { label: FILE_ONLY.company.label, column: 'company_name', type: 'text', name: 'c.company_name' },
  area: {
    label: COLUMNS.area.label,
    column: 'area_id',
    type: 'int',
    name: COLUMNS.area.sql,
    known: `(select a.code || ' ' || a.name from areas a where a.id::text = v.value)`,
    none: 'Inget nätområde',
  },
  handler: {
    label: COLUMNS.handler.label,
    column: 'handler_id',
    type: 'int',
    name: 'c.handler_name',
    none: 'Ej tilldelade',
  },
  responsible: {
    label: COLUMNS.responsible.label,
    column: 'responsible_id',
    type: 'int',
    name: 'c.responsible_name',
    none: 'Ingen ansvarig',
  },
  symbol: {
    label: 'Symbol',
    values: Object.fromEntries(
      Object.entries(SYMBOLS).map(([name, state]) => [
        name,
        { label: 'short' in state ? state.short : state.title, where: SYMBOL_CONDITIONS[name as SymbolName] },
      ]),
    ),
  },
} satisfies Record<string, ListField>

export type FieldName = keyof typeof fields
export const FIELDS: Record<FieldName, ListField> = fields

type Side = Actor['side']

/** Filters of each side, in order. Archived cases wait for nobody, so the archive has fewer. */
export function filtersFor(side: Side, archived: boolean): FieldName[] {
  return allFilters(side).filter((name) => !archived || !OF_OPEN.includes(name))
}

const OF_OPEN: FieldName[] = ['turn', 'proposal', 'due', 'consent']

function allFilters(side: Side): FieldName[] {
  return side === 'owner'
    ? [
        'status',
        'turn',
        'proposal',
        'due',
        'expected',
        'consent',
        'handler',
        'area',
        'company',
        'type',
        'job',
        'symbol',
      ]
    : ['status', 'turn', 'expected', 'consent', 'owner', 'responsible', 'type', 'job', 'symbol']
}

/** Groupings of each side with their menu labels. The archive offers those it has indexes for. */
export function groupingsFor(side: Side, archived: boolean): { field: FieldName; label: string }[] {
  const whose =
    side === 'owner'
      ? ({ field: 'company', label: 'Per företag' } as const)
      : ({ field: 'owner', label: 'Per nätbolag' } as const)
  const of = (field: FieldName, label: string) => ({ field, label })
  if (archived)
    return [
      of('status', 'Per status'),
      of('expected', fields.expected.label),
      of('type', 'Per typ'),
      whose,
      of('job', 'Per jobb'),
    ]
  return [
    of('status', 'Per status'),
    ...(side === 'owner' ? [of('due', fields.due.label)] : []),
    of('expected', fields.expected.label),
    of('consent', fields.consent.label),
    of('type', 'Per typ'),
    whose,
    of('job', 'Per jobb'),
    ...(side === 'owner' ? [of('area', 'Per nätområde'), of('handler', 'Per handläggare')] : []),
  ]
}

/** Condition that a field has one of these values, with bindings; unknown values are ignored. */
export function conditionFor(name: FieldName, chosen: readonly string[]): { sql: string; bindings: Bindings } | null {
  const field = FIELDS[name]
  if ('values' in field) {
    const wheres = chosen.flatMap((value) => (Object.hasOwn(field.values, value) ? [field.values[value]!.where] : []))
    return wheres.length === 0 ? null : { sql: wheres.map((where) => `(${where})`).join(' or '), bindings: {} }
  }
  const known = chosen.filter((value) => value !== 'none' && isValue(field, value))
  const parts = [
    ...known.map((_, at) => `${field.column} = :${name}${at}`),
    ...(chosen.includes('none') ? [`${field.column} is null`] : []),
  ]
  const bindings = Object.fromEntries(
    known.map((value, at) => [`${name}${at}`, field.type === 'int' ? Number(value) : value]),
  )
  return parts.length === 0 ? null : { sql: parts.join(' or '), bindings }
}

export type Bindings = Record<string, string | number | string[]>

function isValue(field: ColumnField, value: string): boolean {
  return field.type === 'text' || id().safeParse(value).success
}
