import type { Translate } from '../language/i18n.ts'
import { columnChart } from './chart.ts'
import type { Decided } from './decisions.ts'
import type { PerMonth } from './queries.ts'
import { PARTIES, type Times } from './times.ts'
import type { Picture } from './views.ts'

/** Turns the rows of queries.ts into charts, each with its text alternative and table. */
export interface Drawing {
  t: Translate
  lang: 'sv' | 'en'
  months: string[]
}

export function monthlyPicture(
  drawing: Drawing,
  rows: PerMonth[],
  words: Pick<Picture, 'id' | 'title' | 'help' | 'unit'>,
): Picture {
  const { t, months } = drawing
  const of = new Map(rows.map(({ month, n }) => [month, n]))
  const values = months.map((month) => of.get(month) ?? 0)
  const total = values.reduce((sum, n) => sum + n, 0)
  const most = Math.max(...values)
  return {
    ...words,
    mark: '',
    series: [],
    summary: t('Från {first} i {from} till {last} i {to}. Högst: {most}.', {
      first: values[0]!,
      from: monthName(months[0]!, drawing.lang),
      last: values.at(-1)!,
      to: monthName(months.at(-1)!, drawing.lang),
      most,
    }),
    chart: columnChart(months.map((month, i) => ({ label: short(month, drawing), bars: [{ value: values[i]! }] }))),
    table: {
      head: [t('Månad'), words.unit],
      body: [
        ...months.map((month, i) => [month, values[i]!]),
        ...(words.id === 'inflow' ? [[t('Tillsammans'), total]] : []),
      ],
    },
  }
}

export function timesPicture(drawing: Drawing, rows: Times[]): Picture {
  const { t, months } = drawing
  const of = new Map(rows.flatMap((row) => (row.month === null || row.code !== null ? [] : [[row.month, row]])))
  const all = rows.find(({ month, code }) => month === null && code === null)
  const names = [t('Nätbolaget'), t('Installatören'), t('Väntläge')]
  return {
    id: 'times',
    title: t('Tid hos nätbolag och installatör'),
    help: t('Vardagar från första sändning till klart, i ärenden som blev klara under månaden.'),
    unit: t('vardagar'),
    series: names,
    mark: t('Strecket: 80 % var klara inom denna tid'),
    summary: all
      ? t('I hälften av {n} ärenden tog nätbolaget högst {owner} vardagar och installatören högst {installer}.', {
          n: all.n,
          owner: all.median.owner,
          installer: all.median.installer,
        })
      : t('Inga ärenden blev klara.'),
    chart: columnChart(
      months.map((month) => {
        const row = of.get(month)
        return {
          label: short(month, drawing),
          bars: PARTIES.map((party) => (row ? { value: row.median[party], mark: row.p80[party] } : { value: 0 })),
        }
      }),
    ),
    table: {
      head: [t('Månad'), t('Klara'), ...names.flatMap((name) => [`${name}, ${t('median')}`, `${name}, 80 %`])],
      body: months.map((month) => {
        const row = of.get(month)
        const numbers = PARTIES.flatMap((party): (string | number)[] =>
          row ? [row.median[party], row.p80[party]] : ['–', '–'],
        )
        return [month, row?.n ?? 0, ...numbers]
      }),
    },
  }
}

export function rejectionPicture(drawing: Drawing, rows: Decided[]): Picture {
  const { t, months } = drawing
  const of = new Map(rows.flatMap((row) => (row.month === null ? [] : [[row.month, row]])))
  const all = rows.find(({ month, company, job }) => month === null && company === null && job === null)
  const highest = Math.max(0, ...[...of.values()].map((row) => shareOf(row)))
  return {
    id: 'rejections',
    title: t('Andel avvisade'),
    help: t('Andel beslut som var avvisningar, av alla beslut om föranmälan och färdiganmälan.'),
    unit: '%',
    series: [],
    mark: '',
    summary: t('{rejected} av {n} beslut var avvisningar, {share} %.', {
      rejected: all?.rejected ?? 0,
      n: all?.n ?? 0,
      share: all ? shareOf(all) : 0,
    }),
    chart: columnChart(
      months.map((month) => {
        const row = of.get(month)
        return { label: short(month, drawing), bars: [{ value: row ? shareOf(row) : 0 }] }
      }),
      highest > 50 ? 100 : highest > 20 ? 60 : 20,
    ),
    table: {
      head: [t('Månad'), t('Beslut'), t('Avvisade'), t('Andel')],
      body: months.map((month) => {
        const row = of.get(month)
        return row ? [month, row.n, row.rejected, `${shareOf(row)} %`] : [month, 0, 0, '–']
      }),
    },
  }
}

export function shareOf({ n, rejected }: Pick<Decided, 'n' | 'rejected'>): number {
  return n === 0 ? 0 : Math.round((100 * rejected) / n)
}

/** 'september 2026' */
export function monthName(month: string, lang: 'sv' | 'en'): string {
  const words = { month: 'long', year: 'numeric', timeZone: 'UTC' } as const
  return new Intl.DateTimeFormat(lang === 'sv' ? 'sv-SE' : 'en-GB', words).format(new Date(`${month}-01`))
}

/** Column label: 'sep'. */
function short(month: string, { lang }: Drawing): string {
  const name = new Intl.DateTimeFormat(lang === 'sv' ? 'sv-SE' : 'en-GB', { month: 'short', timeZone: 'UTC' })
  return name
    .format(new Date(`${month}-01`))
    .replace('.', '')
    .slice(0, 3)
}
