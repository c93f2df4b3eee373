import type { z } from 'zod'
import { yesOrNo } from '../domain/forms/options.ts'
import { columnsIn } from '../text/headings.ts'
import { sheetRows, TITLE_ROWS } from '../text/sheet.ts'
import { Created } from './forms.ts'
import { usernameOf } from './username.ts'

export const MOST_ROWS = 1000

/** Columns of the file, by the words a heading may have; a name may stand in two. */
const COLUMNS = {
  name: [
    'namn',
    'name',
    'fullständigt namn',
    'för- och efternamn',
    'full name',
    'display name',
    'visningsnamn',
    'person',
    'medarbetare',
    'anställd',
  ],
  first: ['förnamn', 'first name', 'given name', 'tilltalsnamn'],
  last: ['efternamn', 'last name', 'surname', 'family name'],
  username: [
    'användarnamn',
    'anvandarnamn',
    'username',
    'user name',
    'login',
    'inloggning',
    'inloggningsnamn',
    'användar-id',
    'user id',
  ],
  email: [
    'e-post',
    'e-postadress',
    'email',
    'email address',
    'mail',
    'mailadress',
    'mejl',
    'mejladress',
    'epost adress',
  ],
  phone: [
    'telefon',
    'telefonnummer',
    'telefonnr',
    'tel',
    'tfn',
    'mobil',
    'mobilnummer',
    'mobilnr',
    'mobiltelefon',
    'phone',
    'phone number',
    'mobile',
    'mobile phone',
  ],
  locale: ['språk', 'sprak', 'language', 'lang'],
  is_admin: ['administratör', 'administrator', 'admin'],
} as const
type Named = keyof typeof COLUMNS
type Column = Exclude<Named, 'first' | 'last'>
const ORDER: Column[] = ['name', 'username', 'email', 'phone', 'locale', 'is_admin']

export interface ImportRow {
  /** Of the file, as a person counts. */
  line: number
  typed: Partial<Record<Column, string>>
  /** What is wrong, by column; none: the row can be made. */
  errors: Partial<Record<Column, string>>
  person: z.output<typeof Created> | null
}

/**
 * The people of a spreadsheet, each row with what is wrong with it. A row of headings may name the columns. `taken` holds
 * user names that are not to be had.
 */
export function readPeople(text: string, taken: ReadonlySet<string> = new Set()): ImportRow[] {
  const { columns, rows } = sheetOf(text)
  const used = new Set<string>()
  return rows.slice(0, MOST_ROWS).map(({ line, cells }) => readRow(line, typedIn(columns, cells), used, taken))
}

/** The headings that are not ours: what stands below them is not read. */
export function unknownIn(text: string): string[] {
  return sheetOf(text).unknown
}

function sheetOf(text: string) {
  const rows = sheetRows(text, { most: MOST_ROWS + TITLE_ROWS, usual: ',' })
  for (const [at, { cells }] of rows.slice(0, TITLE_ROWS).entries()) {
    const { columns, unknown } = columnsIn<Named>(cells, COLUMNS)
    const isHeading = columns.some((column) => column === 'name' || column === 'email' || column === 'last')
    if (isHeading) return { columns, unknown, rows: rows.slice(at + 1) }
  }
  return { columns: ORDER as (Named | null)[], unknown: [], rows }
}

function typedIn(columns: (Named | null)[], cells: string[]): ImportRow['typed'] {
  const typed: Partial<Record<Named, string>> = {}
  columns.forEach((column, at) => {
    if (column && cells[at] !== undefined) typed[column] = cells[at]
  })
  const { first, last, ...rest } = typed
  const both = [first, last].filter(Boolean).join(' ')
  return both === '' || rest.name ? rest : { ...rest, name: both }
}

function readRow(line: number, typed: ImportRow['typed'], used: Set<string>, taken: ReadonlySet<string>): ImportRow {
  const read = Created.safeParse({
    ...typed,
    locale: /^en/i.test(typed.locale ?? '') ? 'en' : 'sv',
    is_admin: typed.is_admin === '1' || yesOrNo(typed.is_admin ?? '') === true ? 'ja' : '',
    invite: 'ja',
  })
  const errors: ImportRow['errors'] = {}
  if (!read.success) {
    for (const issue of read.error.issues) errors[issue.path[0] as Column] ??= issue.message
    // zod's own words for what is not there at all.
    if (typed.name === undefined) errors.name = 'Ange personens namn.'
    if (typed.email === undefined) errors.email = 'Ange en e-postadress att skicka inloggningsuppgifterna till.'
    return { line, typed, errors, person: null }
  }
  const wanted = read.data.username
  if (wanted !== '' && (used.has(wanted) || taken.has(wanted))) errors.username = 'Användarnamnet går inte att använda.'
  if (wanted === '' && usernameOf(read.data.name) === '') errors.username = 'Ange ett användarnamn.'
  if (wanted !== '') used.add(wanted)
  return { line, typed, errors, person: Object.keys(errors).length > 0 ? null : read.data }
}
