import { columnsIn } from '../../text/headings.ts'
import { sheetRows, TITLE_ROWS } from '../../text/sheet.ts'
import { ROW_HEADINGS } from './columnNames.ts'
import type { Field } from './definition.ts'
import { optionOf } from './options.ts'

/** Pasted cells: the field of each column (undefined: not a field of this form) and the rows. */
interface Pasted {
  columns: (Field | undefined)[]
  rows: string[][]
  /** Headings that no field has. */
  unknown: string[]
}

/**
 * Parses cells copied from a spreadsheet: tab-separated (semicolons if there is no tab), quoted where a cell holds a line
 * break or a quotation mark. A row of headings, below what the sheet is called, decides the order of the columns; without
 * one they are the form's fields from `first` on. A choice is recognised by value or label: '3' and '3-fas' are both '3'.
 */
export function readTable(field: Field, text: string, first?: string): Pasted {
  const parts = (field.fields ?? []).filter((part) => !part.given)
  const cells = cellsOf(text)
  const named = headingsIn(parts, cells)
  const from = Math.max(
    0,
    parts.findIndex(({ key }) => key === first),
  )
  const columns = named?.columns ?? parts.slice(from)
  const rows = cells
    .slice(named ? named.at + 1 : 0)
    .map((row) => row.map((cell, at) => (columns[at] ? valueOf(columns[at], cell) : cell)))
  return { columns, rows, unknown: named?.unknown ?? [] }
}

/** The non-empty rows as answers of the group's fields, by key. */
export function tableOf(field: Field, text: string): Record<string, string>[] {
  const { columns, ...table } = readTable(field, text)
  const rows = table.rows.filter(isWritten)
  // A flat's number is also what the flat is called, where the sheet has no other name for it.
  const isCalled = columns.some((part) => part?.key === 'anl_benamning')
  return rows.map((row) => {
    const cells = Object.fromEntries(row.flatMap((cell, at) => (columns[at] ? [[columns[at].key, cell]] : [])))
    return isCalled || !cells['lgh_nr'] ? cells : { ...cells, anl_benamning: cells['lgh_nr'] }
  })
}

function headingsIn(parts: Field[], cells: string[][]) {
  const headings = Object.fromEntries(parts.map(({ key, label }) => [key, [label, key, ...(ROW_HEADINGS[key] ?? [])]]))
  for (const [at, row] of cells.slice(0, TITLE_ROWS).entries()) {
    const { columns, unknown } = columnsIn(row, headings)
    if (columns.filter(Boolean).length < Math.min(2, row.filter(Boolean).length) || !isWritten(row)) continue
    const fields = columns.map((key) => parts.find((part) => part.key === key))
    return { at, columns: fields, unknown }
  }
  return null
}

/** More than a form has rows, with the empty lines between them. */
const MOST_LINES = 5000
/** Wider than any form: each cell of a row is compared with every column, and a megabyte can be one row. */
const MOST_CELLS = 100

function cellsOf(text: string): string[][] {
  const usual = text.includes('\t') || !text.includes(';') ? '\t' : ';'
  const rows = sheetRows(text, { most: MOST_LINES, usual, empty: true }).map(({ cells }) =>
    cells.slice(0, MOST_CELLS).map((cell) => cell.replace(/\s+/g, ' ')),
  )
  // Leading and trailing empty lines are an artefact of copying; one in between is an empty cell.
  return rows.slice(Math.max(0, rows.findIndex(isWritten)), rows.findLastIndex(isWritten) + 1)
}

const isWritten = (row: string[]) => row.some((cell) => cell !== '')

function valueOf(part: Field, cell: string): string {
  return (part.options && optionOf(part, cell)) ?? cell
}
