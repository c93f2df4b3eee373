import { stringify } from 'csv-stringify/sync'
import type { Decided } from './decisions.ts'
import type { Overdue, PerMonth, Times } from './queries.ts'
import { PARTIES } from './queries.ts'
import { shareOf } from './pictures.ts'
import type { Translate } from '../web/i18n.ts'

export interface Numbers {
  inflow: PerMonth[]
  queue: PerMonth[]
  times: Times[]
  decided: Decided[]
  overdue: Overdue[]
  reasons: Map<string, string>
}

/** All numbers of the page, one on each line: what, which month, type, company, job or reason, and the number. */
export function toCsv(t: Translate, { inflow, queue, times, decided, overdue, reasons }: Numbers): string {
  const head = [t('Mått'), t('Månad'), t('Typ'), t('Företag'), t('Jobbtyp'), t('Orsak'), t('Värde')]
  const names = { owner: t('Nätägaren'), installer: t('Installatören'), hold: t('Väntläge') }
  const lines: (string | number)[][] = [
    ...inflow.map(({ month, n }) => [t('Inflöde'), month, '', '', '', '', n]),
    ...queue.map(({ month, n }) => [t('Kö vid månadens slut'), month, '', '', '', '', n]),
    ...times.flatMap((row) => [
      [t('Klara ärenden'), row.month ?? '', row.type ?? '', '', '', '', row.n],
      ...PARTIES.flatMap((party) => [
        [
          `${names[party]}, ${t('median')}, ${t('vardagar')}`,
          row.month ?? '',
          row.type ?? '',
          '',
          '',
          '',
          row.median[party],
        ],
        [`${names[party]}, 80 %, ${t('vardagar')}`, row.month ?? '', row.type ?? '', '', '', '', row.p80[party]],
      ]),
    ]),
    ...decided.flatMap((row) => {
      const where = [row.month ?? '', '', row.company ?? '', row.job === null ? '' : t(row.job)]
      return [
        [t('Beslut'), ...where, '', row.n],
        [t('Avvisade'), ...where, '', row.rejected],
        [t('Andel avvisade, %'), ...where, '', shareOf(row)],
        ...Object.entries(row.reasons).map(([code, n]) => [t('Orsak'), ...where, t(reasons.get(code) ?? code), n]),
      ]
    }),
    ...overdue.map(({ type, n }) => [t('Försenade nu'), '', type, '', '', '', n]),
  ]
  return stringify([head, ...lines.map((line) => line.map(harmless))], {
    delimiter: ';',
    bom: true,
    record_delimiter: 'windows',
  })
}

/** A spreadsheet must not take a company's name for a formula. */
export function harmless(cell: string | number): string | number {
  return typeof cell === 'string' && /^[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell
}
