import { createReadStream } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { pipeline, Readable } from 'node:stream'
import { parse } from 'csv-parse'
import { stringify } from 'csv-stringify/sync'
import { encodingFinder, textOf, Unreadable, type Encoding } from '../text/encoding.ts'
import { cleanText } from '../text/clean.ts'
import { LINE_ENDS } from '../text/lines.ts'
import { cellOf, separatorOf, type Row } from '../text/sheet.ts'
import { isZip, rowsOfBook } from './xlsx.ts'

/** A file as text that can be shown and posted again: a workbook becomes what it would be as CSV. @throws Unreadable */
export async function textOfFile(path: string): Promise<string> {
  if (!(await isZip(path))) return textOf(await readFile(path)).replace(/^\uFEFF/, '')
  const rows = await rowsOfBook(path)
  // Empty lines keep the others where they are, so that a row is told by the number it has in the workbook.
  const lines: string[][] = Array.from({ length: rows.at(-1)?.line ?? 0 }, () => [])
  for (const { line, cells } of rows) lines[line - 1] = cells
  return stringify(lines, { delimiter: ';', record_delimiter: '\r\n' })
}

/** The same, cleaned like what is typed; or why the file cannot be read. */
export async function typedFrom(path: string): Promise<string | Unreadable> {
  try {
    return cleanText(await textOfFile(path))
  } catch (error) {
    if (error instanceof Unreadable) return error
    throw error
  }
}

/**
 * The rows of a file, one after the other: text is never whole in memory.
 * @throws Unreadable
 */
export async function* rowsOfFile(path: string): AsyncGenerator<Row> {
  if (await isZip(path)) yield* await rowsOfBook(path)
  else yield* rowsOfText(path)
}

interface Read {
  record: string[]
  info: { lines: number }
}

async function* rowsOfText(path: string): AsyncGenerator<Row> {
  const encoding = await encodingOf(path)
  const { delimiter, from } = separatorOf(await beginning(path, encoding))
  const parser = parse({
    delimiter,
    from_line: from,
    bom: true,
    record_delimiter: LINE_ENDS,
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: true,
    skip_records_with_empty_values: true,
    trim: true,
    info: true,
    // Longer is a quotation mark without its fellow, which would take in the rest of the file.
    max_record_size: 20_000,
  })
  // Ends both, whichever stops first; what went wrong is thrown where the rows are read.
  pipeline(Readable.from(decoded(path, encoding)), parser, () => undefined)
  try {
    for await (const { record, info } of parser as AsyncIterable<Read>)
      yield { line: info.lines, cells: record.map(cellOf) }
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && String(error.code).startsWith('CSV_'))) throw error
    const at = 'lines' in error ? Number(error.lines) : 1
    throw new Unreadable('Filen går inte att läsa vid rad {line}. Ett citattecken saknar sitt par.', { line: at })
  }
}

/** The whole file is looked through once, piece by piece. */
async function encodingOf(path: string): Promise<Encoding> {
  const finder = encodingFinder()
  for await (const piece of createReadStream(path)) finder.look(piece as Buffer)
  return finder.found()
}

async function* decoded(path: string, encoding: Encoding): AsyncGenerator<string> {
  const decoder = new TextDecoder(encoding)
  for await (const piece of createReadStream(path)) yield decoder.decode(piece as Buffer, { stream: true })
  yield decoder.decode()
}

async function beginning(path: string, encoding: Encoding): Promise<string> {
  for await (const piece of createReadStream(path, { end: 16_000 }))
    return new TextDecoder(encoding).decode(piece as Buffer)
  return ''
}
