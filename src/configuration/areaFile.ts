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
import { asActor } from '../db/actor.ts'
import { ownerSideOf } from '../web/guards.ts'
import { AREA_CODE, isTaken, merged, rangesInWords } from './areas.ts'
import type { Content, DraftArea } from './content.ts'
import { stampOf } from './draft.ts'
import { line } from './inputs.ts'
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

areaFile.get('/import', {}, async (req, res) => show(req, res, { text: '', rows: [], names: new Map() }))

const Posted = z.object({ text: z.string().max(1_000_000).default(''), do: z.enum(['show', 'put']).catch('show') })

areaFile.post('/import', { reads: receiveFiles({ maxFiles: 1, maxSize: 1_000_000 }) }, async (req, res) => {
  const { text: typed, do: what } = Posted.parse(req.body)
  const names = namesIn(req.body)
  const file = req.received?.find(({ size }) => size > 0)
  if (file?.problem !== undefined)
    return show(req, res.status(422), { text: typed, rows: [], names, wrong: file.problem })
  const text = file ? await typedFrom(file.path) : typed
  if (text instanceof Unreadable) {
    const wrong = res.locals.t(text.message, text.params)
    return show(req, res.status(422), { text: typed, rows: [], names, wrong })
  }
  const { content } = await readContent(req, res)
  const rows = await withoutOthers(req, readLines(text, content))
  // Half a file is worse than none: what is wrong is put right first.
  if (what === 'show' || rows.length === 0 || rows.some((row) => row.error !== ''))
    return show(req, res, { text, rows, names })
  await press(req, res, {
    part: ({ areas }) => areas,
    work: (draft) => putRanges(draft, rows, names),
    to: `${BASE}/areas`,
  })
})

/** The areas that the file names get the ranges it gives them, and no others; new ones are made, the rest stay as they are. */
export function putRanges(
  content: Content,
  rows: Pick<ImportLine, 'code' | 'name' | 'from' | 'to' | 'isNew'>[],
  names: ReadonlyMap<string, string> = new Map(),
): void {
  for (const { code, name } of madeBy(rows, names))
    if (!content.areas.some((area) => area.code === code))
      content.areas.push({ code, name, email: null, postcodes: [] })
  for (const area of content.areas) {
    const own = rows.filter(({ code }) => code === area.code)
    if (own.length > 0) area.postcodes = merged(own.map(({ from, to }) => parsePostcodes(from, to)!))
  }
}

/** New areas, each called as it was typed, else as the file has it, else by its code. */
function madeBy(rows: Pick<ImportLine, 'code' | 'name' | 'isNew'>[], names: ReadonlyMap<string, string>) {
  const codes = [...new Set(rows.filter(({ isNew }) => isNew).map(({ code }) => code))]
  return codes.map((code) => {
    const named = rows.find((row) => row.code === code && row.name !== '')
    return { code, name: names.get(code) || named?.name || code }
  })
}

/** What was typed as the names of new areas: `name_XYZ`. */
function namesIn(body: unknown): Map<string, string> {
  const names = Object.entries((body ?? {}) as Record<string, unknown>).flatMap(([key, value]): [string, string][] => {
    const code = key.startsWith('name_') ? key.slice(5) : ''
    const name = typeof value === 'string' ? line(100).safeParse(value).data : undefined
    return AREA_CODE.test(code) && name ? [[code, name]] : []
  })
  return new Map(names)
}

const MOST_NEW = 100

/** Codes are of the whole country: another owner's is told here, not when it is published. */
async function withoutOthers(req: Request, rows: ImportLine[]): Promise<ImportLine[]> {
  const fresh = [...new Set(rows.filter(({ isNew }) => isNew).map(({ code }) => code))]
  const actor = ownerSideOf(req)
  const taken = new Map<string, string>(
    fresh.slice(MOST_NEW).map((code) => [code, 'Högst 100 nya nätområden på en gång.']),
  )
  await asActor(actor, async (tx) => {
    for (const code of fresh.slice(0, MOST_NEW)) {
      const problem = await isTaken(tx, actor, code)
      if (problem) taken.set(code, problem['code']!)
    }
  })
  return rows.map((row) =>
    row.isNew && taken.has(row.code) ? { ...row, isNew: false, error: taken.get(row.code)! } : row,
  )
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
  name: ['namn', 'nätområdets namn', 'områdesnamn', 'name', 'area name'],
  to: ['till', 't.o.m', 'to', 'slut', 'sista', 'till postnummer', 'postnummer till', 'postnr till', 'till postnr'],
} as const
type Column = keyof typeof COLUMNS
const ORDER: Column[] = ['code', 'from', 'to', 'name']

/** Område; från; till; namn, with or without a row that names the columns. */
export function readLines(text: string, content: Pick<Content, 'areas'>): ImportLine[] {
  const known = new Set(content.areas.map(({ code }) => code))
  const { columns, rows } = sheetOf(text, known)
  return rows.slice(0, MOST).map(({ line: at, cells }) => {
    const said: Partial<Record<Column, string>> = {}
    columns.forEach((column, index) => column && (said[column] = cells[index] ?? ''))
    const { code: typed = '', from = '', to = '', name = '' } = said
    const code = typed.toUpperCase()
    const range = parsePostcodes(from, to)
    const error = !AREA_CODE.test(code)
      ? 'Ett nätområde har tre tecken, det första en bokstav.'
      : range !== null
        ? ''
        : parsePostcodes(to, from)
          ? 'Det sista postnumret kommer före det första.'
          : 'Går inte att läsa som postnummer.'
    const [first, last] = range ?? [cut(from, 40), cut(to, 40)]
    const isNew = error === '' && !known.has(code)
    return { line: at, code: cut(code, 40), name: cut(name, 100), from: first, to: last, error, isNew }
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
  names: ReadonlyMap<string, string>
  /** Why the file is not read. */
  wrong?: string
}

async function show(req: Request, res: Response, { text, rows, names, wrong }: Shown): Promise<void> {
  const { content, bar } = await readContent(req, res)
  const { t } = res.locals
  const good = rows.filter((row) => row.error === '')
  const after = { ...content, areas: structuredClone(content.areas) }
  putRanges(after, good, names)
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
    made: madeBy(good, names),
    areas: after.areas.flatMap(({ code, name, postcodes }, at) => {
      const before = content.areas[at]?.postcodes
      return isDeepStrictEqual(postcodes, before)
        ? []
        : [
            {
              name: `${code} ${name}`,
              now: before ? inWords(before, t) : t('Nytt nätområde'),
              after: inWords(postcodes, t),
            },
          ]
    }),
  })
}
