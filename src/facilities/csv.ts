import { rowsOfFile } from '../sheets/read.ts'
import { Unreadable } from '../text/encoding.ts'
import { columnsIn } from '../text/headings.ts'
import { TITLE_ROWS, type Row } from '../text/sheet.ts'
import { Facility, HEADINGS, type FacilityKey } from './facility.ts'
import type { Problem } from './queries.ts'

export { Unreadable } from '../text/encoding.ts'

export const MOST_REGISTER_ROWS = 500_000

export type Line = { facility: Facility } | { problem: Problem }

/**
 * The facilities of a file, one line after the other. A row of headings names the columns, in any order; those that are
 * not ours are told to `ignored` and not read.
 * @throws Unreadable
 */
export async function* readFacilities(path: string, ignored: (headings: string[]) => void): AsyncGenerator<Line> {
  let columns: (FacilityKey | null)[] | null = null
  let above = 0
  let rows = 0
  const seen = new Map<string, number>()
  for await (const row of rowsOfFile(path)) {
    if (columns === null) {
      above += 1
      columns = headingsIn(row, ignored)
      if (columns === null && above === TITLE_ROWS) break
      continue
    }
    if (++rows > MOST_REGISTER_ROWS) throw new Unreadable('Filen har fler än {n} rader.', { n: MOST_REGISTER_ROWS })
    yield readLine(row, columns, seen)
  }
  if (above === 0) throw new Unreadable('Filen är tom.')
  if (columns === null) throw new Unreadable('Första raden ska ha rubriker, och en av dem Anläggnings-ID.')
}

/** The columns, where the row names the one that must be there. */
function headingsIn({ cells }: Row, ignored: (headings: string[]) => void): (FacilityKey | null)[] | null {
  const { columns, unknown } = columnsIn(cells, HEADINGS)
  if (!columns.includes('facilityId')) return null
  ignored(unknown)
  return columns
}

function readLine({ line, cells }: Row, columns: (FacilityKey | null)[], seen: Map<string, number>): Line {
  const typed: Partial<Record<FacilityKey, string>> = {}
  columns.forEach((key, at) => {
    if (key !== null) typed[key] = cells[at] ?? ''
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
