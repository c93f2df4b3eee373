import { readFile } from 'node:fs/promises'
import { isDeepStrictEqual } from 'node:util'
import type { Request, Response } from 'express'
import { parse } from 'csv-parse/sync'
import { z } from 'zod'
import { cutTo } from '../web/echo.ts'
import type { Translate } from '../language/i18n.ts'
import { LINE_ENDS } from '../text/lines.ts'
import { newKey } from '../web/once.ts'
import { receiveFiles } from '../web/uploads.ts'
import { render } from '../web/views.ts'
import { decode } from '../users/csv.ts'
import { draftRoom } from './draftRoom.ts'
import { parsePostcodes } from '../domain/forms/identifiers/postcode.ts'
import { merged, rangesInWords } from './areas.ts'
import type { Content, DraftArea } from './content.ts'
import { stampOf } from './draft.ts'
import { press, readContent } from './page.ts'
import { BASE } from './part.ts'
import type { ImportLine } from './views.ts'
import type { Form } from '../web/pages.ts'

/** Postnummer of all areas from a spreadsheet, and back into one: /areas/import, /areas/export.csv */
export const areaFile = draftRoom('/areas')

areaFile.get('/export.csv', {}, async (req, res) => {
  const { content } = await readContent(req, res)
  const lines = content.areas.flatMap(({ code, postcodes }) => postcodes.map((range) => [code, ...range].join(';')))
  res.set('Content-Disposition', 'attachment; filename="postnummer.csv"').type('text/csv; charset=utf-8')
  res.send(`\uFEFF${['Nätområde;Från;Till', ...lines].join('\r\n')}\r\n`)
})

areaFile.get('/import', {}, async (req, res) => show(req, res, '', []))

const Posted = z.object({ text: z.string().max(1_000_000).default(''), do: z.enum(['show', 'put']).catch('show') })

areaFile.post('/import', { reads: receiveFiles({ maxFiles: 1, maxSize: 1_000_000 }) }, async (req, res) => {
  const { text: typed, do: what } = Posted.parse(req.body)
  const file = req.received?.find(({ size }) => size > 0)
  if (file?.problem !== undefined) return show(req, res.status(422), typed, [], { file: file.problem })
  const text = file ? decode(await readFile(file.path)) : typed
  const { content } = await readContent(req, res)
  const rows = readLines(text, content)
  // Half a file is worse than none: what is wrong is put right first.
  if (what === 'show' || rows.length === 0 || rows.some((row) => row.error !== '')) return show(req, res, text, rows)
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

/** Område; från; till – comma, semicolon or tab, with or without a first line that names the columns. */
export function readLines(text: string, content: Pick<Content, 'areas'>): ImportLine[] {
  const known = new Set(content.areas.map(({ code }) => code))
  const clean = text.replace(/^\uFEFF/, '')
  const delimiter = ['\t', ';', ','].find((sign) => (clean.split('\n', 1)[0] ?? '').includes(sign)) ?? ';'
  const records = parse(clean, {
    delimiter,
    record_delimiter: LINE_ENDS,
    relax_column_count: true,
    relax_quotes: true,
    quote: false,
    skip_empty_lines: true,
    trim: true,
    info: true,
    to: MOST + 1,
  }) as unknown as { record: string[]; info: { lines: number } }[]
  return records
    .filter(({ record }, index) => index > 0 || !isHeading(record, known))
    .slice(0, MOST)
    .map(({ record, info }) => {
      const [typed = '', from = '', to = ''] = record
      const code = typed.toUpperCase()
      const range = parsePostcodes(from, to)
      const error = !known.has(code)
        ? 'Nätområdet finns inte. Lägg till det först.'
        : range !== null
          ? ''
          : parsePostcodes(to, from)
            ? 'Det sista postnumret kommer före det första.'
            : 'Går inte att läsa som postnummer.'
      const [first, last] = range ?? [cutTo(from, 40), cutTo(to, 40)]
      return { line: info.lines, code: cutTo(code, 40), from: first, to: last, error }
    })
}

function inWords(ranges: DraftArea['postcodes'], t: Translate): string {
  return ranges.length <= 12 ? rangesInWords(ranges) : t('{n} intervall av postnummer', { n: ranges.length })
}

/** A first line that names the columns: neither a nätområde nor a postnummer in it. */
function isHeading(record: string[], known: Set<string>): boolean {
  return !known.has((record[0] ?? '').toUpperCase()) && !record.some((cell) => /^\d{3} ?\d{2}/.test(cell))
}

async function show(
  req: Request,
  res: Response,
  text: string,
  rows: ImportLine[],
  errors: Form['errors'] = {},
): Promise<void> {
  const { content, bar } = await readContent(req, res)
  const { t } = res.locals
  const good = rows.filter((row) => row.error === '')
  const after = { ...content, areas: structuredClone(content.areas) }
  putRanges(after, good)
  await render(res, 'configuration/import', {
    title: t('Postnummer från en fil'),
    back: { href: `${BASE}/areas`, label: t('Nätområden') },
    bar,
    form: { values: {}, errors },
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
