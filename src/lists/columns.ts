import { ORDER, STATUSES } from '../domain/workflow/status.ts'
import type { Side } from '../db/actor.ts'
import type { Column, FileColumn, Sort } from './columnTypes.ts'

const DUE = { name: 'due', sql: 'due_by', type: 'date', openOnly: true } as const satisfies Sort

/** All columns of the lists, in display order: docs/howto/add-a-list-column.md. */
export const COLUMNS = {
  symbols: {
    label: 'Symboler',
    usual: true,
    value: ({ symbols }) => symbols.map(({ title }) => title).join('; '),
    cell: 'symbols',
    width: 'symbols',
    sort: null,
    file: { width: 50 },
  },
  case: {
    label: 'Ärende',
    usual: true,
    // It identifies the case and links to it.
    fixed: true,
    value: ({ ref }) => ref,
    sub: ({ reference, title }) => [reference, title].filter(Boolean).join(' · '),
    second: { owner: ['reference'], installer: ['reference'] },
    cell: 'case',
    width: 'case',
    sort: { name: 'number', sql: 'number', type: 'text', desc: true },
    file: { width: 17 },
  },
  place: {
    label: 'Anläggning',
    usual: true,
    value: ({ address }) => address,
    sub: ({ orderer }) => orderer,
    second: { owner: ['orderer'], installer: ['orderer'] },
    none: 'Adress saknas',
    cell: 'lines',
    width: 'place',
    sort: { name: 'place', sql: 'place_line', type: 'text' },
    file: { width: 30 },
  },
  job: {
    label: 'Jobb',
    heads: { owner: 'Jobb, företag', installer: 'Jobb, nätbolag' },
    usual: true,
    value: ({ job_name }, { t }) => t(job_name),
    sub: ({ company_name, owner_name }, { side }) => (side === 'owner' ? company_name : owner_name),
    second: { owner: ['company'], installer: ['owner'] },
    cell: 'lines',
    width: 'job',
    sort: { name: 'job', sql: 'job_name', type: 'text' },
    file: { label: 'Jobbtyp', width: 30 },
  },
  orderer: {
    label: 'Beställare',
    value: ({ orderer }) => orderer,
    cell: 'text',
    width: 'text',
    sort: { name: 'orderer', sql: 'orderer_line', type: 'text' },
    file: { width: 24 },
  },
  responsible: {
    label: 'Ansvarig installatör',
    value: ({ responsible_name }) => responsible_name,
    cell: 'text',
    width: 'text',
    sort: null,
    file: { width: 22 },
  },
  handler: {
    label: 'Handläggare',
    value: ({ handler_name }) => handler_name,
    cell: 'text',
    width: 'text',
    sort: null,
    file: { width: 22 },
  },
  area: {
    label: 'Nätområde',
    sql: `(select a.code || ' ' || a.name from areas a where a.id = c.area_id)`,
    value: ({ extra }) => extra?.['area'] ?? null,
    cell: 'text',
    width: 'text',
    sort: null,
    file: { width: 20 },
  },
  facility: {
    label: 'Anläggnings-ID',
    value: ({ facility_id }) => facility_id,
    cell: 'text',
    width: 'id',
    sort: null,
    file: { width: 24, type: 'facilityId' },
  },
  meter: {
    label: 'Mätarnummer',
    value: ({ meter_number }) => meter_number,
    cell: 'text',
    width: 'text',
    sort: null,
    file: { width: 16 },
  },
  status: {
    label: 'Status',
    usual: true,
    value: ({ status }, { t }) => t(STATUSES[status].label),
    cell: 'status',
    width: 'status',
    sort: {
      name: 'status',
      sql: `array_position('{${ORDER.join(',')}}'::text[], status)`,
      type: 'int',
      openOnly: true,
    },
    file: { width: 26 },
  },
  date: {
    label: 'Förväntat färdig',
    usual: true,
    value: ({ expected_on }) => expected_on,
    sub: ({ last_event_at }, { t, fmt }) => t('ändrad {date}', { date: fmt.date(last_event_at) }),
    second: { owner: ['changed'], installer: ['changed'] },
    cell: 'date',
    width: 'date',
    sort: { name: 'expected', sql: 'expected_by', type: 'date' },
    file: { width: 14, type: 'date' },
  },
  changed: {
    label: 'Senast ändrad',
    value: ({ last_event_at }, { fmt }) => fmt.dateTime(last_event_at),
    cell: 'text',
    width: 'text',
    sort: { name: 'changed', sql: 'last_event_at', type: 'timestamptz', desc: true },
    file: { width: 18, type: 'dateTime' },
  },
  due: {
    label: 'Svar senast',
    value: ({ due_on }) => due_on,
    cell: 'text',
    width: 'text',
    sort: DUE,
    file: { width: 14, type: 'date' },
  },
  consent: {
    label: 'Medgivande till',
    value: ({ status, consent_valid_to }) => (status === 'consented' ? consent_valid_to : null),
    cell: 'text',
    width: 'text',
    sort: null,
    file: { width: 14, type: 'date' },
  },
  turn: {
    label: 'Vems tur',
    usual: true,
    value: ({ whose }) => whose.text,
    sub: ({ turn, responsible_name, handler_name }) =>
      turn === 'installer' ? responsible_name : turn === 'owner' ? handler_name : null,
    cell: 'turn',
    width: 'turn',
    sort: DUE,
    file: null,
  },
} as const satisfies Record<string, Column>

/** Columns that only exported files have: a cell of a list holds them as its second line. */
export const FILE_ONLY = {
  owner: { label: 'Nätbolag', value: ({ owner_name }) => owner_name, file: { width: 26 } },
  company: { label: 'Företag', value: ({ company_name }) => company_name, file: { width: 26 } },
  reference: { label: 'Er referens', value: ({ reference }) => reference, file: { width: 18 } },
} as const satisfies Record<string, FileColumn>

export type ColumnId = keyof typeof COLUMNS

export function column(id: ColumnId): Column {
  return COLUMNS[id]
}

const ids = Object.keys(COLUMNS) as ColumnId[]
export const USUAL_COLUMNS: readonly ColumnId[] = ids.filter((id) => column(id).usual)

/** The columns that a side can choose, in display order. */
export function columnsFor(side: Side): ColumnId[] {
  return ids.filter((id) => (column(id).side ?? side) === side)
}

export function columnLabel(id: ColumnId, side: Side): string {
  const { label, heads } = column(id)
  return heads?.[side] ?? label
}

/** SQL over a case `c`: what the columns read beyond its line, as one JSON object. */
export const EXTRA = `json_build_object(${ids
  .flatMap((id) => (column(id).sql ? [`'${id}', ${column(id).sql}`] : []))
  .join(', ')})`
