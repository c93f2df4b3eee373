import { parse } from 'csv-parse/sync'
import type { z } from 'zod'
import { cleanText } from '../text/clean.ts'
import { LINE_ENDS } from '../text/lines.ts'
import { Created } from './forms.ts'
import { usernameOf } from './username.ts'

export const MOST_ROWS = 1000

/** Columns of the file, by the words a heading may have. */
const COLUMNS = {
  name: ['namn', 'name'],
  username: ['användarnamn', 'anvandarnamn', 'username'],
  email: ['e-post', 'epost', 'e-postadress', 'email', 'e-mail', 'mail'],
  phone: ['telefon', 'telefonnummer', 'mobil', 'phone'],
  locale: ['språk', 'sprak', 'language'],
  is_admin: ['administratör', 'administrator', 'admin'],
} as const
type Column = keyof typeof COLUMNS
const ORDER = Object.keys(COLUMNS) as Column[]

export interface ImportRow {
  /** Of the file, as a person counts. */
  line: number
  typed: Partial<Record<Column, string>>
  /** What is wrong, by column; none: the row can be made. */
  errors: Partial<Record<Column, string>>
  person: z.output<typeof Created> | null
}

/** Bytes of a file as text, cleaned like what is typed: UTF-8, or Windows' Latin-1 where they are no UTF-8. */
export function decode(bytes: Buffer): string {
  try {
    return cleanText(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
  } catch {
    return cleanText(new TextDecoder('windows-1252').decode(bytes))
  }
}

/**
 * The people of a spreadsheet, each row with what is wrong with it. Comma, semicolon or tab; the first line may name the
 * columns. `taken` holds user names that are not to be had.
 */
export function readPeople(text: string, taken: ReadonlySet<string> = new Set()): ImportRow[] {
  const lines = linesOf(text.replace(/^\uFEFF/, ''))
  const heading = columnsOf(lines[0]?.record ?? [])
  const columns = heading ?? ORDER
  const used = new Set<string>()
  return lines.slice(heading ? 1 : 0, heading ? MOST_ROWS + 1 : MOST_ROWS).map(({ record, info }) => {
    const typed: ImportRow['typed'] = {}
    columns.forEach((column, at) => {
      if (column && record[at] !== undefined) typed[column] = record[at]
    })
    return readRow(info.lines, typed, used, taken)
  })
}

interface Line {
  record: string[]
  info: { lines: number }
}

function linesOf(text: string): Line[] {
  const options = {
    delimiter: delimiterOf(text),
    record_delimiter: LINE_ENDS,
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: true,
    trim: true,
    info: true,
    to: MOST_ROWS + 1,
  }
  try {
    return parse(text, options) as unknown as Line[]
  } catch {
    // A quotation mark without its fellow is a sign like any other: the rows are shown as they stand.
    return parse(text, { ...options, quote: false }) as unknown as Line[]
  }
}

function readRow(line: number, typed: ImportRow['typed'], used: Set<string>, taken: ReadonlySet<string>): ImportRow {
  const read = Created.safeParse({
    ...typed,
    locale: /^en/i.test(typed.locale ?? '') ? 'en' : 'sv',
    is_admin: /^(ja|j|yes|y|x|1|true)$/i.test(typed.is_admin ?? '') ? 'ja' : '',
    invite: 'ja',
  })
  const errors: ImportRow['errors'] = {}
  if (!read.success) {
    for (const issue of read.error.issues) errors[issue.path[0] as Column] ??= issue.message
    // zod's own words for what is not there at all.
    if (typed.name === undefined) errors.name = 'Ange personens namn.'
    if (typed.email === undefined) errors.email = 'Ange en e-postadress. Dit går inloggningsuppgifterna.'
    return { line, typed, errors, person: null }
  }
  const wanted = read.data.username
  if (wanted !== '' && (used.has(wanted) || taken.has(wanted))) errors.username = 'Användarnamnet går inte att använda.'
  if (wanted === '' && usernameOf(read.data.name) === '') errors.username = 'Ange ett användarnamn.'
  if (wanted !== '') used.add(wanted)
  return { line, typed, errors, person: Object.keys(errors).length > 0 ? null : read.data }
}

function delimiterOf(text: string): string {
  const first = text.split('\n', 1)[0] ?? ''
  return ['\t', ';', ','].find((sign) => first.includes(sign)) ?? ','
}

/** The columns that a first line names, null when it is a person already. */
function columnsOf(cells: string[]): (Column | null)[] | null {
  const named = cells.map(
    (cell) => ORDER.find((column) => (COLUMNS[column] as readonly string[]).includes(cell.toLowerCase())) ?? null,
  )
  return named.includes('name') || named.includes('email') ? named : null
}
