import type { Page } from '../web/pages.ts'
import type { Chart } from './chart.ts'
import type { Choice, Options } from './choice.ts'
import type { Overdue } from './queries.ts'
import type { Times } from './times.ts'

/** A chart with its text alternative: a sentence that says what it shows, and a table of its numbers. */
export interface Picture {
  id: string
  title: string
  help: string
  summary: string
  chart: Chart
  /** Names of the series, in the order of the columns; a single one needs no legend. */
  series: string[]
  /** Meaning of the upper mark; '' without one. */
  mark: string
  unit: string
  table: { head: string[]; body: (string | number)[][] }
}

export interface ReasonLine {
  text: string
  n: number
}

/** A table line with a link to the page filtered by it; null where it already is. */
interface Leading {
  name: string
  href: string | null
}

export type TimesLine = Leading & Pick<Times, 'n' | 'median' | 'p80'>

export interface RejectionLine extends Leading {
  n: number
  rejected: number
  /** Whole percent. */
  share: number
  /** The most common ones. */
  reasons: ReasonLine[]
}

export interface LoadLine extends Leading {
  decided: number
  /** Whole percent of the decisions that were made on time; null where there are none. */
  share: number | null
  waiting: number
  late: number
}

declare module '../web/pages.ts' {
  interface Views {
    'statistics/index': Page & {
      choice: Choice & { until: string }
      options: Omit<Options, 'untils'> & { untils: { value: string; label: string }[] }
      /** Nothing was sent or decided in the selected period. */
      isEmpty: boolean
      /** Today's numbers, each with a link to its list. */
      now: { n: number; label: string; href: string }[]
      inflow: Picture
      queue: Picture
      times: Picture
      rejections: Picture
      timesByType: TimesLine[]
      timesByJob: TimesLine[]
      byCompany: RejectionLine[]
      byJob: RejectionLine[]
      reasons: (ReasonLine & { share: number })[]
      overdue: (Overdue & { href: string })[]
      people: LoadLine[]
      /** Empty where there are no teams. */
      teams: LoadLine[]
      csvHref: string
      excelHref: string
      clearHref: string
    }
  }
}

declare module '../web/partials.ts' {
  interface Partials {
    'partials/columns': { picture: Picture }
  }
}
