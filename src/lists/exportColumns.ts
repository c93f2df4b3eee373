import { stringify } from 'csv-stringify/sync'
import writeExcel from 'write-excel-file/node'
import { lineOf } from '../cases/caseLines.ts'
import { STATUSES } from '../domain/workflow/status.ts'
import type { InstallerActor, OwnerActor } from '../db/actor.ts'
import { format } from '../language/format.ts'
import type { Translate } from '../language/i18n.ts'
import type { Row } from './listQuery.ts'

export type Party = InstallerActor | OwnerActor
export type FileFormat = 'csv' | 'xlsx'

export const MEDIA = {
  csv: 'text/csv; charset=utf-8',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
} as const

/** Columns of an export: those of the lists, as text. No notes, answers or personal numbers. */
const CELLS: { label: string; width: number; of: (row: Row, t: Translate) => string | null }[] = [
  { label: 'Ärende', width: 14, of: (row) => row.number },
  { label: 'Status', width: 26, of: (row, t) => t(STATUSES[row.status].label) },
  { label: 'Nätbolag', width: 26, of: (row) => row.owner_name },
  { label: 'Företag', width: 26, of: (row) => row.company_name },
  { label: 'Jobbtyp', width: 30, of: (row, t) => t(row.job_name) },
  { label: 'Anläggning', width: 30, of: (row) => row.address },
  { label: 'Beställare', width: 24, of: (row) => row.orderer },
  { label: 'Er referens', width: 18, of: (row) => row.reference },
  { label: 'Anläggnings-ID', width: 21, of: (row) => row.facility_id },
  { label: 'Mätarnummer', width: 16, of: (row) => row.meter_number },
  { label: 'Nätområde', width: 20, of: (row) => row.area },
  { label: 'Ansvarig installatör', width: 22, of: (row) => row.responsible_name },
  { label: 'Handläggare', width: 22, of: (row) => row.handler_name },
  { label: 'Förväntat färdig', width: 14, of: (row) => row.expected_on },
  { label: 'Svarsdag', width: 14, of: (row) => row.due_on },
  { label: 'Senast ändrad', width: 18, of: (row) => format.dateTime(row.last_event_at) },
]
const SYMBOLS = { label: 'Symboler', width: 50 }

export function headOf(t: Translate): string[] {
  return [...CELLS, SYMBOLS].map(({ label }) => t(label))
}

export function recordOf(row: Row, actor: Party, now: Date, t: Translate): string[] {
  const symbols = lineOf(row, actor, now, t).symbols.map(({ title }) => title)
  return [...CELLS.map(({ of }) => of(row, t) ?? ''), symbols.join('; ')]
}

/** Semicolons and a byte order mark, as a Swedish Excel expects; cells that could be formulas are escaped (CSV injection). */
export function csv(records: string[][], bom: boolean): Buffer {
  return Buffer.from(stringify(records, { delimiter: ';', record_delimiter: 'windows', escape_formulas: true, bom }))
}

/** Every cell is typed as text, so none is a formula. */
export async function excel(head: string[], records: string[][]): Promise<Buffer> {
  const cell = (value: string) => (value === '' ? null : { type: String, value })
  const rows = [
    head.map((value) => ({ type: String, value, fontWeight: 'bold' as const })),
    ...records.map((each) => each.map(cell)),
  ]
  const columns = [...CELLS, SYMBOLS].map(({ width }) => ({ width }))
  return writeExcel(rows, { columns, stickyRowsCount: 1 }).toBuffer()
}
