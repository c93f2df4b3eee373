import { parse } from 'csv-parse/sync'
import { cleanText } from './clean.ts'
import { LINE_ENDS } from './lines.ts'

/** A row of a sheet with its line, as a person counts. */
export interface Row {
  line: number
  cells: string[]
}

/** How far down headings are sought: above them may stand what the sheet is called. */
export const TITLE_ROWS = 15

const SIGNS = ['\t', ';', ',', '|']

/** What parts the cells, by a line `sep=;` or by what most of the first lines have, and how many lines it takes. */
export function separatorOf(text: string, usual = ';'): { delimiter: string; from: number } {
  const said = /^\uFEFF?"?sep=(.)"?[\t;,|]*\r?(?:\n|$)/i.exec(text.slice(0, 40))
  if (said) return { delimiter: said[1]!, from: 2 }
  const lines = text.slice(0, 20_000).split(/\r\n?|\n/, 20)
  const having = (sign: string) => lines.filter((line) => line.includes(sign)).length
  const most = Math.max(...SIGNS.map(having))
  return { delimiter: most === 0 ? usual : SIGNS.find((sign) => having(sign) === most)!, from: 1 }
}

/** A cell as it is meant: cleaned, without the marks that keep a spreadsheet from making a number of it. */
export function cellOf(cell: string): string {
  const text = cleanText(cell).trim()
  return (/^="([^"]*)"$/.exec(text)?.[1] ?? text.replace(/^'(?!')(?=.)/, '')).trim()
}

interface Wanted {
  most: number
  /** What parts the cells where nothing tells. */
  usual?: string
  empty?: boolean
}

/**
 * The rows of a sheet that was pasted or read as text, without empty ones unless they are wanted. A quotation mark without its fellow, as in 3"
 * (inches), is a sign like any other. Used for text of some megabytes; a longer file is read by src/sheets/.
 */
export function sheetRows(text: string, { most, usual, empty = false }: Wanted): Row[] {
  const bare = text.replace(/^\uFEFF/, '')
  const { delimiter, from } = separatorOf(bare, usual)
  const options = {
    delimiter,
    from_line: from,
    record_delimiter: LINE_ENDS,
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: !empty,
    trim: delimiter !== '\t',
    info: true,
    to: most,
  }
  const read = (more: object) =>
    parse(bare, { ...options, ...more }) as unknown as { record: string[]; info: { lines: number } }[]
  const rows = (() => {
    try {
      return read({})
    } catch {
      return read({ quote: null })
    }
  })()
  return rows
    .map(({ record, info }) => ({ line: info.lines, cells: record.map(cellOf) }))
    .filter(({ cells }) => empty || cells.some((cell) => cell !== ''))
}
