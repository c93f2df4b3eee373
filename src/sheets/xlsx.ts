import { open } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { pathToFileURL } from 'node:url'
import { open as openZip, type Entry, type ZipFile } from 'yauzl'
import { isolated, IsolatedFailed } from '../isolated.ts'
import { Unreadable } from '../text/encoding.ts'
import { cellOf, type Row } from '../text/sheet.ts'

/** What a workbook may become when it is unpacked: a zip of kilobytes can hold gigabytes. */
const MOST_BYTES = 120_000_000
const MOST_PARTS = 500
const LIMITS = { ms: 60_000, mb: 1024 }

const NO_BOOK =
  'Arbetsboken går inte att läsa. Är den låst med lösenord? Spara den som xlsx eller CSV UTF-8 utan lösenord.'
const TOO_LARGE = 'Arbetsboken är för stor. Spara bladet som CSV UTF-8, eller dela upp det.'

/** Whether a file begins as a zip does: of sheets, only an xlsx. */
export async function isZip(path: string): Promise<boolean> {
  const file = await open(path)
  try {
    const { buffer } = await file.read(Buffer.alloc(4), 0, 4, 0)
    return buffer.readUInt32LE(0) === 0x04034b50
  } finally {
    await file.close()
  }
}

/**
 * The rows of the first sheet. Read by read-excel-file in a thread with limits, after what it unpacks to has been counted:
 * yauzl ends at an entry that is larger than it says.
 * @throws Unreadable
 */
export async function rowsOfBook(path: string): Promise<Row[]> {
  await count(path)
  try {
    const library = pathToFileURL(createRequire(import.meta.url).resolve('read-excel-file/node')).href
    const rows = await isolated<(string | null)[][]>(READ, { library, path }, LIMITS)
    return rows
      .map((cells, at) => ({ line: at + 1, cells: cells.map((cell) => cellOf(cell ?? '')) }))
      .filter(({ cells }) => cells.some((cell) => cell !== ''))
  } catch (error) {
    if (error instanceof IsolatedFailed)
      throw new Unreadable(/too long|memory/i.test(error.message) ? TOO_LARGE : NO_BOOK)
    throw error
  }
}

/**
 * Numbers as they are written here, days as days. A number of more digits than a spreadsheet keeps is written as it shows
 * it, 7,35999E+17: the field explains.
 */
const READ = `
  const { readSheet } = await load(data.library)
  const number = (text) => Math.abs(Number(text)) >= 1e15 ? { rounded: Number(text).toExponential(5) } : Number(text)
  const rows = await readSheet(data.path, { trim: false, parseNumber: number })
  const day = (at) => at.toISOString().replace('T', ' ').replace(/( 00:00:00)?\\.\\d+Z$/, '')
  const said = (cell) => {
    if (cell === null || cell === undefined) return null
    if (cell instanceof Date) return day(cell)
    if (typeof cell === 'object') return cell.rounded.replace('.', ',').replace(/,?0*e/i, 'E')
    if (typeof cell === 'boolean') return cell ? 'SANT' : 'FALSKT'
    return typeof cell === 'number' ? String(Number(cell.toPrecision(15))).replace('.', ',') : cell
  }
  return rows.map((row) => row.map(said))`

function count(path: string): Promise<void> {
  return new Promise((resolve, reject) => {
    openZip(path, { lazyEntries: true }, (error, zip) => {
      if (error) return reject(new Unreadable(NO_BOOK))
      walk(zip).then(resolve, (reason: unknown) =>
        reject(reason instanceof Unreadable ? reason : new Unreadable(NO_BOOK)),
      )
    })
  })
}

async function walk(zip: ZipFile): Promise<void> {
  if (zip.entryCount > MOST_PARTS) throw new Unreadable(TOO_LARGE)
  const left = { bytes: MOST_BYTES }
  await new Promise<void>((resolve, reject) => {
    zip.on('error', reject)
    zip.on('end', resolve)
    zip.on('entry', (entry: Entry) => {
      if (entry.uncompressedSize > left.bytes) return reject(new Unreadable(TOO_LARGE))
      zip.openReadStream(entry, (error, stream) => {
        if (error) return reject(error)
        stream.on('data', (piece: Buffer) => {
          left.bytes -= piece.length
          if (left.bytes < 0) stream.destroy(new Unreadable(TOO_LARGE))
        })
        stream.on('error', reject)
        stream.on('end', () => zip.readEntry())
      })
    })
    zip.readEntry()
  }).finally(() => zip.close())
}
