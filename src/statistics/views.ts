import type { Page } from '../web/pages.ts'
import type { Chart } from './chart.ts'
import type { Choice, Options } from './choice.ts'
import type { Overdue } from './queries.ts'
import type { Times } from './times.ts'

/** A picture with its words: what it shows, in a sentence for those who do not see it, and the numbers behind it. */
export interface Picture {
  id: string
  title: string
  help: string
  summary: string
  chart: Chart
  /** Names of the series, in the order of the columns; one needs no legend. */
  series: string[]
  /** What the upper mark means; '' when there is none. */
  mark: string
  unit: string
  table: { head: string[]; body: (string | number)[][] }
}

export interface ReasonLine {
  text: string
  n: number
}

/** A line of a table that leads to the page of it alone; null when it is that page already. */
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

export interface StatisticsViews {
  'statistics/index': Page & {
    choice: Choice & { until: string }
    options: Omit<Options, 'untils'> & { untils: { value: string; label: string }[] }
    /** Nothing has been sent or decided in the time that was chosen. */
    isEmpty: boolean
    /** How it stands today, each number with the list behind it. */
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
    csvHref: string
    excelHref: string
    clearHref: string
  }
}
