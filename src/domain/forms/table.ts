import { parse } from 'csv-parse/sync'
import { LINE_ENDS } from '../../text/lines.ts'
import type { Field } from './definition.ts'
import { optionOf } from './options.ts'

/** Pasted cells: the field of each column (undefined: not a field of this form) and the rows. */
interface Pasted {
  /** The first row was a header row. */
  isNamed: boolean
  columns: (Field | undefined)[]
  rows: string[][]
}

/**
 * Parses cells copied from a spreadsheet: tab-separated (semicolons if there is no tab), quoted where a cell holds a line
 * break or a quotation mark. A header row decides the order of the columns; without one they are the form's fields from
 * `first` on. A choice is recognised by value or label: '3' and '3-fas' are both '3'.
 */
export function readTable(field: Field, text: string, first?: string): Pasted {
  const parts = (field.fields ?? []).filter((part) => !part.given)
  const cells = cellsOf(text)
  const named = cells[0]?.map((cell) => parts.find((part) => same(cell, part.label) || same(cell, part.key)))
  const isNamed = named !== undefined && named.filter(Boolean).length >= Math.min(2, named.length)
  const from = Math.max(
    0,
    parts.findIndex(({ key }) => key === first),
  )
  const columns = isNamed ? named : parts.slice(from)
  const rows = (isNamed ? cells.slice(1) : cells).map((row) =>
    row.map((cell, at) => (columns[at] ? valueOf(columns[at], cell) : cell)),
  )
  return { isNamed, columns, rows }
}

/** The non-empty rows as answers of the group's fields, by key. */
export function tableOf(field: Field, text: string): Record<string, string>[] {
  const { columns, ...table } = readTable(field, text)
  const rows = table.rows.filter(isWritten)
  return rows.map((row) =>
    Object.fromEntries(row.flatMap((cell, at) => (columns[at] ? [[columns[at].key, cell]] : []))),
  )
}

/** More than a form has rows, with the empty lines between them. */
const MOST_LINES = 5000
/** Wider than any form: each cell of a row is compared with every column, and a megabyte can be one row. */
const MOST_CELLS = 100

function cellsOf(text: string): string[][] {
  const delimiter = text.includes('\t') || !text.includes(';') ? '\t' : ';'
  const rows = split(text, delimiter).map((row) =>
    row.slice(0, MOST_CELLS).map((cell) => cell.replace(/\s+/g, ' ').trim()),
  )
  // Leading and trailing empty lines are an artefact of copying; one in between is an empty cell.
  return rows.slice(Math.max(0, rows.findIndex(isWritten)), rows.findLastIndex(isWritten) + 1)
}

const isWritten = (row: string[]) => row.some((cell) => cell !== '')

function split(text: string, delimiter: string): string[][] {
  const options = {
    delimiter,
    record_delimiter: LINE_ENDS,
    relax_quotes: true,
    relax_column_count: true,
    to: MOST_LINES,
  }
  try {
    return parse(text, options)
  } catch {
    // An unbalanced quotation mark, as in 3" (inches), is an ordinary character: parse again without quoting.
    return parse(text, { ...options, quote: null })
  }
}

function valueOf(part: Field, cell: string): string {
  return (part.options && optionOf(part, cell)) ?? cell
}

// Made once: localeCompare() with options makes one for every comparison.
const swedish = new Intl.Collator('sv', { sensitivity: 'base' })
const same = (a: string, b: string) => swedish.compare(a, b) === 0
