import writeExcel from 'write-excel-file/node'
import { stringify } from 'csv-stringify/sync'
import type { Decided } from './decisions.ts'
import type { Overdue, PerMonth } from './queries.ts'
import { PARTIES, type Times } from './times.ts'
import { onTimeShare, type Load } from './people.ts'
import { shareOf } from './pictures.ts'
import type { Translate } from '../language/i18n.ts'

export interface Numbers {
  inflow: PerMonth[]
  queue: PerMonth[]
  times: Times[]
  decided: Decided[]
  overdue: Overdue[]
  load: Load[]
  reasons: Map<string, string>
}

type Line = (string | number)[]

/** All numbers of the page in long format, one per line: measure, month, type, company, job or reason, and value. */
export function linesOf(t: Translate, { inflow, queue, times, decided, overdue, load, reasons }: Numbers): Line[] {
  const names = { owner: t('Nätbolaget'), installer: t('Installatören'), hold: t('Väntläge') }
  const lines: Line[] = [
    ...inflow.map(({ month, n }) => [t('Inflöde'), month, '', '', '', '', n]),
    ...queue.map(({ month, n }) => [t('Kö vid månadens slut'), month, '', '', '', '', n]),
    ...times.flatMap((row) => {
      const where = [row.month ?? '', row.type ? t(row.type) : '', '', row.job ? t(row.job) : '', '']
      return [
        [t('Klara ärenden'), ...where, row.n],
        ...PARTIES.flatMap((party) => [
          [`${names[party]}, ${t('median')}, ${t('vardagar')}`, ...where, row.median[party]],
          [`${names[party]}, 80 %, ${t('vardagar')}`, ...where, row.p80[party]],
        ]),
      ]
    }),
    ...decided.flatMap((row) => {
      const where = [row.month ?? '', '', row.company ?? '', row.job === null ? '' : t(row.job)]
      return [
        [t('Beslut'), ...where, '', row.n],
        [t('Avvisade'), ...where, '', row.rejected],
        [t('Andel avvisade, %'), ...where, '', shareOf(row)],
        ...Object.entries(row.reasons).map(([code, n]) => [t('Orsak'), ...where, t(reasons.get(code) ?? code), n]),
      ]
    }),
    ...overdue.map(({ type, n }) => [t('Försenade nu'), '', t(type), '', '', '', n]),
  ]
  const heads = [t('Mått'), t('Månad'), t('Typ'), t('Företag'), t('Jobbtyp'), t('Orsak'), t('Värde')]
  return [heads, ...lines, ...loadLines(t, load)]
}

/** Of each handläggare and team: the measure names whose it is, for the columns are read by others. */
function loadLines(t: Translate, load: Load[]): Line[] {
  return load.flatMap((row) => {
    const nobody = row.by === 'team' ? t('Utan team') : t('Utan handläggare')
    const share = onTimeShare(row)
    const line = (what: string, n: number): Line => [`${what}: ${row.name ?? nobody}`, '', '', '', '', '', n]
    return [
      line(t('Beslut'), row.decided),
      ...(share === null ? [] : [line(t('Beslut i tid, %'), share)]),
      line(t('Väntar nu'), row.waiting),
      line(t('Försenade nu'), row.late),
    ]
  })
}

export function toCsv(lines: Line[]): string {
  return stringify(
    lines.map((line) => line.map(harmless)),
    { delimiter: ';', bom: true, record_delimiter: 'windows' },
  )
}

const WIDTHS = [34, 10, 26, 30, 34, 34, 10]

/** Text cells are typed as text, so none is a formula; numbers stay numeric. */
export function toExcel(lines: Line[]): Promise<Buffer> {
  const cell = (value: string | number, bold: boolean) => {
    if (value === '') return null
    const fontWeight = bold ? { fontWeight: 'bold' as const } : {}
    return typeof value === 'number' ? { type: Number, value } : { type: String, value, ...fontWeight }
  }
  const rows = lines.map((line, at) => line.map((value) => cell(value, at === 0)))
  return writeExcel(rows, { columns: WIDTHS.map((width) => ({ width })), stickyRowsCount: 1 }).toBuffer()
}

/** CSV injection: a company's name must not be read as a formula. */
export function harmless(cell: string | number): string | number {
  return typeof cell === 'string' && /^[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell
}
