import { isDeepStrictEqual } from 'node:util'
import type { Request, Response } from 'express'
import { z } from 'zod'
import { cut } from '../text/cut.ts'
import { emptyForm } from '../web/forms.ts'
import { typedFrom } from '../sheets/read.ts'
import { Unreadable } from '../text/encoding.ts'
import { columnsIn } from '../text/headings.ts'
import { sheetRows, TITLE_ROWS, type Row } from '../text/sheet.ts'
import type { Translate } from '../language/i18n.ts'
import { newKey } from '../web/once.ts'
import { receiveFiles } from '../web/uploads.ts'
import { render } from '../web/views.ts'
import { draftRoom } from './draftRoom.ts'
import { parsePostcodes } from '../domain/forms/identifiers/postcode.ts'
import { merged, rangesInWords } from './areas.ts'
import type { Content, DraftArea } from './content.ts'
import { stampOf } from './draft.ts'
import { press, readContent } from './page.ts'
import { BASE } from './part.ts'
import type { ImportLine } from './views.ts'

/** Postnummer of all areas from a spreadsheet, and back into one: /areas/import, /areas/export.csv */
export const areaFile = draftRoom('/areas')

areaFile.get('/export.csv', {}, async (req, res) => {
  const { content } = await readContent(req, res)
  const lines = content.areas.flatMap(({ code, postcodes }) => postcodes.map((range) => [code, ...range].join(';')))
  res.set('Content-Disposition', 'attachment; filename="postnummer.csv"').type('text/csv; charset=utf-8')
  res.send(`\uFEFF${['Nätområde;Från;Till', ...lines].join('\r\n')}\r\n`)
})

areaFile.get('/import', {}, async (req, res) => show(req, res, { text: '', rows: [] }))

const Posted = z.object({ text: z.string().max(1_000_000).default(''), do: z.enum(['show', 'put']).catch('show') })

areaFile.post('/import', { reads: receiveFiles({ maxFiles: 1, maxSize: 1_000_000 }) }, async (req, res) => {
  const { text: typed, do: what } = Posted.parse(req.body)
  const file = req.received?.find(({ size }) => size > 0)
  if (file?.problem !== undefined) return show(req, res.status(422), { text: typed, rows: [], wrong: file.problem })
  const text = file ? await typedFrom(file.path) : typed
  if (text instanceof Unreadable) {
    const wrong = res.locals.t(text.message, text.params)
    return show(req, res.status(422), { text: typed, rows: [], wrong })
  }
  const { content } = await readContent(req, res)
  const rows = readLines(text, content)
  // Half a file is worse than none: what is wrong is put right first.
  if (what === 'show' || rows.length === 0 || rows.some((row) => row.error !== ''))
    return show(req, res, { text, rows })
  await press(req, res, {
    part: ({ areas }) => areas,
    work: (draft) => putRanges(draft, rows),
    to: `${BASE}/areas`,
  })
})

/** The areas that the file names get the ranges it gives them, and no others; the rest stay as they are. */
export function putRanges(content: Content, rows: Pick<ImportLine, 'code' | 'from' | 'to'>[]): void {
  for (const area of content.areas) {
    const own = rows.filter(({ code }) => code === area.code)
    if (own.length > 0) area.postcodes = merged(own.map(({ from, to }) => parsePostcodes(from, to)!))
  }
}

const MOST = 5000

const COLUMNS = {
  code: [
    'nätområde',
    'nätområdes-id',
    'nätområdeskod',
    'område',
    'områdes-id',
    'områdeskod',
    'omr',
    'kod',
    'area',
    'area code',
  ],
  from: [
    'från',
    'fr.o.m',
    'from',
    'start',
    'första',
    'från postnummer',
    'postnummer från',
    'postnr från',
    'från postnr',
    'postnummer',
    'postnr',
    'zip',
  ],
  to: ['till', 't.o.m', 'to', 'slut', 'sista', 'till postnummer', 'postnummer till', 'postnr till', 'till postnr'],
} as const
type Column = keyof typeof COLUMNS
const ORDER: Column[] = ['code', 'from', 'to']

/** Område; från; till, with or without a row that names the columns. */
export function readLines(text: string, content: Pick<Content, 'areas'>): ImportLine[] {
  const known = new Set(content.areas.map(({ code }) => code))
  const { columns, rows } = sheetOf(text, known)
  return rows.slice(0, MOST).map(({ line, cells }) => {
    const said: Partial<Record<Column, string>> = {}
    columns.forEach((column, at) => column && (said[column] = cells[at] ?? ''))
    const { code: typed = '', from = '', to = '' } = said
    const code = typed.toUpperCase()
    const range = parsePostcodes(from, to)
    const error = !known.has(code)
      ? 'Nätområdet finns inte. Lägg till det först.'
      : range !== null
        ? ''
        : parsePostcodes(to, from)
          ? 'Det sista postnumret kommer före det första.'
          : 'Går inte att läsa som postnummer.'
    const [first, last] = range ?? [cut(from, 40), cut(to, 40)]
    return { line, code: cut(code, 40), from: first, to: last, error }
  })
}

function sheetOf(text: string, known: Set<string>): { columns: (Column | null)[]; unknown: string[]; rows: Row[] } {
  const rows = sheetRows(text, { most: MOST + TITLE_ROWS })
  for (const [at, { cells }] of rows.slice(0, TITLE_ROWS).entries()) {
    const { columns, unknown } = columnsIn<Column>(cells, COLUMNS)
    if (columns.includes('code') && columns.includes('from')) return { columns, unknown, rows: rows.slice(at + 1) }
  }
  return { columns: ORDER, unknown: [], rows: rows.filter(({ cells }, at) => at > 0 || !isHeading(cells, known)) }
}

function inWords(ranges: DraftArea['postcodes'], t: Translate): string {
  return ranges.length <= 12 ? rangesInWords(ranges) : t('{n} intervall av postnummer', { n: ranges.length })
}

/** A first line that names the columns: neither a nätområde nor a postnummer in it. */
function isHeading(record: string[], known: Set<string>): boolean {
  return !known.has((record[0] ?? '').toUpperCase()) && !record.some((cell) => /^\d{3} ?\d{2}/.test(cell))
}

interface Shown {
  text: string
  rows: ImportLine[]
  /** Why the file is not read. */
  wrong?: string
}

async function show(req: Request, res: Response, { text, rows, wrong }: Shown): Promise<void> {
  const { content, bar } = await readContent(req, res)
  const { t } = res.locals
  const good = rows.filter((row) => row.error === '')
  const after = { ...content, areas: structuredClone(content.areas) }
  putRanges(after, good)
  await render(res, 'configuration/import', {
    title: t('Postnummer från en fil'),
    back: { href: `${BASE}/areas`, label: t('Nätområden') },
    bar,
    form: wrong === undefined ? emptyForm : { values: {}, errors: { file: wrong } },
    ignored: sheetOf(text, new Set(content.areas.map(({ code }) => code))).unknown,
    key: newKey(),
    stamp: stampOf(content.areas),
    text,
    rows,
    good: good.length,
    areas: content.areas.flatMap(({ code, name, postcodes }, at) => {
      const [now, then] = [postcodes, after.areas[at]!.postcodes].map((ranges) => inWords(ranges, t))
      return isDeepStrictEqual(postcodes, after.areas[at]!.postcodes)
        ? []
        : [{ name: `${code} ${name}`, now: now!, after: then! }]
    }),
  })
}
