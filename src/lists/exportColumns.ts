import { stringify } from 'csv-stringify/sync'
import writeExcel from 'write-excel-file/node'
import { lineOf } from '../cases/caseLines.ts'
import type { CaseLine } from '../cases/views.ts'
import type { InstallerActor, OwnerActor, Side } from '../db/actor.ts'
import { showFacilityId } from '../domain/forms/identifiers/facilityId.ts'
import { format } from '../language/format.ts'
import type { Translate } from '../language/i18n.ts'
import { hasOwnColumns, type List } from './address.ts'
import { answerHead, answerText, answerValue, FORM_TITLES, type AnswerColumn } from './answers.ts'
import { column, columnLabel, COLUMNS, FILE_ONLY, type ColumnId } from './columns.ts'
import type { Column, FileColumn, FileType } from './columnTypes.ts'
import type { Row } from './listQuery.ts'

export type Party = InstallerActor | OwnerActor
export type FileFormat = 'csv' | 'xlsx'
/** The columns that one sees in the list, or all that every list has. */
export type FileColumns = 'seen' | 'all'

export const MEDIA = {
  csv: 'text/csv; charset=utf-8',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
} as const

/** The columns' order in a file of all is a format that others read: a new one comes last. No notes, answers or personal numbers. */
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
  const { file, ...each } = ALL[id]!
  return file ? [{ ...each, ...file }] : []
})

/** What stands in a cell. A day is 'YYYY-MM-DD', an instant 'YYYY-MM-DD HH:MM' of Swedish time. */
export type FileCell = { type: FileType; value: string } | { type: 'number'; value: number } | null

export interface SheetColumn {
  head: string
  width: number
  cell: (line: CaseLine) => FileCell
}

/** The file's columns for this list: as it is chosen, or what every list has. */
export function sheetColumns(
  list: List,
  which: FileColumns,
  answers: readonly AnswerColumn[],
  side: Side,
  t: Translate,
): SheetColumn[] {
  const words = { t, fmt: format, side }
  const textual = (head: string, width: number, type: FileType, value: FileColumn['value']): SheetColumn => ({
    head,
    width,
    cell: (line) => {
      const said = value(line, words)
      return said ? { type, value: said } : null
    },
  })
  if (which === 'all') {
    return IN_FILES.filter((each) => (each.side ?? side) === side).map(({ label, width, type, value }) =>
      textual(t(label), width, type ?? 'text', value),
    )
  }
  const seen = list.columns.flatMap((id) => {
    const { value, file, second } = column(id)
    const own = textual(t(file?.label ?? columnLabel(id, side)), file?.width ?? 24, file?.type ?? 'text', value)
    // The second line of a cell is a column of its own.
    const below = (second?.[side] ?? []).map((name) => {
      const { label, value: of, file: has } = ALL[name]!
      return textual(t(has?.label ?? label), has?.width ?? 24, has?.type ?? 'text', of)
    })
    return [own, ...below]
  })
  const once = [...new Map(seen.map((each) => [each.head, each])).values()]
  const heads = new Set(once.map(({ head }) => head))
  const asked = answers.map((each) => answerSheet(each, t))
  // What two forms ask by the same name.
  return [
    ...once,
    ...asked.map((each, at) => (free(heads, each.head) ? each : { ...each, head: answerForm(answers[at]!, t) })),
  ]
}

function free(heads: Set<string>, head: string): boolean {
  const isFree = !heads.has(head)
  heads.add(head)
  return isFree
}

const answerForm = (each: AnswerColumn, t: Translate) => `${answerHead(each, t)}, ${t(FORM_TITLES[each.form])}`

function answerSheet(each: AnswerColumn, t: Translate): SheetColumn {
  const type = each.field.type === 'facilityId' && each.group === null ? 'facilityId' : 'text'
  return {
    head: answerHead(each, t),
    width: each.field.type === 'longText' ? 40 : 22,
    cell: (line) => {
      const answer = line.answers?.[each.id]
      const value = answerValue(each, answer)
      if (typeof value === 'number') return { type: 'number', value }
      if (value !== null) return { type: 'date', value }
      const raw = type === 'facilityId' && typeof answer === 'string' ? answer : answerText(each, answer, t)
      return raw === '' ? null : { type, value: raw }
    },
  }
}

export function recordOf(row: Row, columns: SheetColumn[], actor: Party, now: Date, t: Translate): FileCell[] {
  const line = lineOf(row, actor, now, t)
  return columns.map(({ cell }) => cell(line))
}

/**
 * Semicolons and a byte order mark, as a Swedish Excel expects; decimal commas. Cells that could be formulas are escaped
 * (CSV injection), and so is text that Excel would take for a number or a day.
 */
export function csv(records: FileCell[][], heads: string[] | null): Buffer {
  const lines = records.map((each) => each.map(inCsv))
  const all = heads ? [heads, ...lines] : lines
  return Buffer.from(
    stringify(all, { delimiter: ';', record_delimiter: 'windows', escape_formulas: true, bom: heads !== null }),
  )
}

function inCsv(cell: FileCell): string {
  if (cell === null) return ''
  if (cell.type === 'number') return String(cell.value).replace('.', ',')
  // In groups, as on the pages: of eighteen digits Excel keeps fifteen.
  if (cell.type === 'facilityId') return showFacilityId(cell.value)
  return cell.type === 'text' && READ_AS_OTHER.some((shape) => shape.test(cell.value)) ? `'${cell.value}` : cell.value
}

/** What Excel makes something else of: 00123, 123456789012, 12E5, 3-4, 10:30, maj 5. */
const READ_AS_OTHER = [
  /^0\d+$/,
  /^\d{12,}$/,
  /^\d+([.,]\d+)?e[+-]?\d+$/i,
  /^\d{1,4}[-/.]\d{1,2}([-/.]\d{1,4})?$/,
  /^\d{1,3}(:\d{1,2}){1,2}$/,
  /^(jan|feb|mar|apr|ma[ijy]|jun|jul|aug|sep|o[ck]t|nov|dec)[a-zåäö]*[ .-]?\d{1,4}$/i,
  /^\d{1,2}[ .-]?(jan|feb|mar|apr|ma[ijy]|jun|jul|aug|sep|o[ck]t|nov|dec)[a-zåäö]*$/i,
]

/** Text is typed as text, so none is a formula and every digit stays; days and numbers are what they are. */
export async function excel(columns: SheetColumn[], records: FileCell[][]): Promise<Buffer> {
  const rows = [
    columns.map(({ head }) => ({ type: String, value: head, fontWeight: 'bold' as const })),
    ...records.map((each) => each.map(inExcel)),
  ]
  return writeExcel(rows, { columns: columns.map(({ width }) => ({ width })), stickyRowsCount: 1 }).toBuffer()
}

function inExcel(cell: FileCell) {
  if (cell === null) return null
  if (cell.type === 'number') return { type: Number, value: cell.value }
  const at = cell.type === 'date' || cell.type === 'dateTime' ? instantOf(cell.value) : null
  if (!at) return { type: String, value: cell.value }
  return { type: Date, value: at, format: cell.type === 'date' ? 'yyyy-mm-dd' : 'yyyy-mm-dd hh:mm' }
}

/** Excel has no zone: the day or time that is written, as if it were UTC; null for what is none. */
function instantOf(written: string): Date | null {
  const at = new Date(`${written.replace(' ', 'T')}${written.length > 10 ? ':00' : 'T00:00:00'}Z`)
  return Number.isNaN(at.getTime()) ? null : at
}

/** Which columns the address asks for: those that were chosen, else all. */
export function fileColumnsOf(asked: unknown, list: List): FileColumns {
  if (asked === 'all' || asked === 'seen') return asked
  return hasOwnColumns(list) ? 'seen' : 'all'
}
