import { createReadStream } from 'node:fs'
import { pipeline, Readable } from 'node:stream'
import { parse } from 'csv-parse'
import { cleanText } from '../text/clean.ts'
import { LINE_ENDS } from '../text/lines.ts'
import { FACILITY_COLUMNS, Facility, KEYS, type FacilityKey } from './facility.ts'
import type { Problem } from './queries.ts'

export const MOST_REGISTER_ROWS = 500_000

/** Why a file cannot be read at all, in words for who sent it. */
export class Unreadable extends Error {
  readonly params: Record<string, string | number>
  constructor(message: string, params: Record<string, string | number> = {}) {
    super(message)
    this.params = params
  }
}

export type Line = { facility: Facility } | { problem: Problem }

interface Row {
  record: string[]
  info: { lines: number }
}

/**
 * The facilities of a file, one line after the other, never the whole of it in memory. The first line names the columns,
 * in any order; those that are not ours are told to `ignored` and not read.
 * @throws Unreadable
 */
export async function* readFacilities(path: string, ignored: (headings: string[]) => void): AsyncGenerator<Line> {
  const encoding = await encodingOf(path)
  const options = {
    delimiter: await delimiterOf(path, encoding),
    record_delimiter: LINE_ENDS,
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: true,
    skip_records_with_empty_values: true,
    trim: true,
    info: true,
    // Longer is a quotation mark without its fellow, which would take in the rest of the file.
    max_record_size: 20_000,
  }
  const parser = parse(options)
  // Ends both, whichever stops first; what went wrong is thrown where the rows are read.
  pipeline(Readable.from(decoded(path, encoding)), parser, () => undefined)
  const records = parser as AsyncIterable<Row>
  let columns: (FacilityKey | null)[] | null = null
  const seen = new Map<string, number>()
  try {
    for await (const { record: cells, info } of records) {
      const record = cells.map(cleanText)
      if (columns === null) {
        columns = columnsOf(record)
        ignored(record.filter((heading, at) => columns![at] === null && heading !== '').slice(0, 50))
        continue
      }
      if (seen.size >= MOST_REGISTER_ROWS)
        throw new Unreadable('Filen har fler än {n} rader.', { n: MOST_REGISTER_ROWS })
      yield readLine(info.lines, columns, record, seen)
    }
  } catch (error) {
    if (error instanceof Error && 'code' in error && String(error.code).startsWith('CSV_')) {
      const at = 'lines' in error ? Number(error.lines) : 1
      throw new Unreadable('Filen går inte att läsa vid rad {line}. Ett citattecken saknar sitt par.', { line: at })
    }
    throw error
  }
  if (columns === null) throw new Unreadable('Filen är tom.')
}

function readLine(line: number, columns: (FacilityKey | null)[], record: string[], seen: Map<string, number>): Line {
  const typed: Partial<Record<FacilityKey, string>> = {}
  columns.forEach((key, at) => {
    if (key !== null) typed[key] = record[at] ?? ''
  })
  const read = Facility.safeParse(typed)
  if (!read.success) {
    const errors: Problem['errors'] = {}
    for (const issue of read.error.issues) errors[issue.path[0] as FacilityKey] ??= issue.message
    return { problem: { line, errors } }
  }
  const first = seen.get(read.data.facilityId)
  if (first !== undefined) return { problem: { line, errors: {}, first } }
  seen.set(read.data.facilityId, line)
  return { facility: read.data }
}

/** @throws Unreadable when the first line does not name the one column that must be there */
function columnsOf(headings: string[]): (FacilityKey | null)[] {
  const taken = new Set<FacilityKey>()
  const columns = headings.map((heading) => {
    const words = heading.trim().toLowerCase()
    const key = KEYS.find(
      (each) =>
        !taken.has(each) &&
        [FACILITY_COLUMNS[each].label, each, FACILITY_COLUMNS[each].column, ...FACILITY_COLUMNS[each].headings].some(
          (name) => name.toLowerCase() === words,
        ),
    )
    if (key) taken.add(key)
    return key ?? null
  })
  if (!taken.has('facilityId')) throw new Unreadable('Första raden ska ha rubriker, och en av dem Anläggnings-ID.')
  return columns
}

/** UTF-8, or Windows' Latin-1 where it is no UTF-8: the whole file is looked through once, piece by piece. */
async function encodingOf(path: string): Promise<'utf-8' | 'windows-1252'> {
  const decoder = new TextDecoder('utf-8', { fatal: true })
  try {
    for await (const part of createReadStream(path)) decoder.decode(part as Buffer, { stream: true })
    decoder.decode()
    return 'utf-8'
  } catch {
    return 'windows-1252'
  }
}

async function* decoded(path: string, encoding: string): AsyncGenerator<string> {
  const decoder = new TextDecoder(encoding)
  for await (const part of createReadStream(path)) yield decoder.decode(part as Buffer, { stream: true })
  yield decoder.decode()
}

async function delimiterOf(path: string, encoding: string): Promise<string> {
  for await (const part of createReadStream(path, { end: 8000 })) {
    const first = new TextDecoder(encoding).decode(part as Buffer).split('\n', 1)[0]!
    return ['\t', ';', ','].find((sign) => first.includes(sign)) ?? ';'
  }
  return ';'
}
