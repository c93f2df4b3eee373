import { stringify } from 'csv-stringify/sync'
import writeExcel from 'write-excel-file/node'
import { lineOf } from '../cases/caseLines.ts'
import type { InstallerActor, OwnerActor, Side } from '../db/actor.ts'
import { format } from '../language/format.ts'
import type { Translate } from '../language/i18n.ts'
import { COLUMNS, FILE_ONLY, type ColumnId } from './columns.ts'
import type { Column, FileColumn } from './columnTypes.ts'
import type { Row } from './listQuery.ts'

export type Party = InstallerActor | OwnerActor
export type FileFormat = 'csv' | 'xlsx'

export const MEDIA = {
  csv: 'text/csv; charset=utf-8',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
} as const

/** The columns' order in a file is a format that others read: a new one comes last. No notes, answers or personal numbers. */
const ORDER: (ColumnId | keyof typeof FILE_ONLY)[] = [
  'case',
  'status',
  'owner',
  'company',
  'job',
  'place',
  'orderer',
  'reference',
  'facility',
  'meter',
  'area',
  'responsible',
  'handler',
  'date',
  'due',
  'changed',
  'symbols',
]
const ALL: Record<string, Column | FileColumn> = { ...COLUMNS, ...FILE_ONLY }
const IN_FILES = [...new Set([...ORDER, ...Object.keys(ALL)])].flatMap((id) => {
  const { file, ...column } = ALL[id]!
  return file ? [{ ...column, ...file }] : []
})

function columnsOf(side: Side) {
  return IN_FILES.filter((column) => (column.side ?? side) === side)
}

export function headOf(side: Side, t: Translate): string[] {
  return columnsOf(side).map(({ label }) => t(label))
}

export function recordOf(row: Row, actor: Party, now: Date, t: Translate): string[] {
  const line = lineOf(row, actor, now, t)
  return columnsOf(actor.side).map(({ value }) => value(line, { t, fmt: format, side: actor.side }) ?? '')
}

/** Semicolons and a byte order mark, as a Swedish Excel expects; cells that could be formulas are escaped (CSV injection). */
export function csv(records: string[][], bom: boolean): Buffer {
  return Buffer.from(stringify(records, { delimiter: ';', record_delimiter: 'windows', escape_formulas: true, bom }))
}

/** Every cell is typed as text, so none is a formula. */
export async function excel(side: Side, head: string[], records: string[][]): Promise<Buffer> {
  const cell = (value: string) => (value === '' ? null : { type: String, value })
  const rows = [
    head.map((value) => ({ type: String, value, fontWeight: 'bold' as const })),
    ...records.map((each) => each.map(cell)),
  ]
  const columns = columnsOf(side).map(({ width }) => ({ width }))
  return writeExcel(rows, { columns, stickyRowsCount: 1 }).toBuffer()
}
