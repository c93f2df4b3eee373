import type { Page } from '../web/pages.ts'
import type { Chart } from './chart.ts'
import type { Overdue, Times } from './queries.ts'

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

export interface RejectionLine {
  name: string
  n: number
  rejected: number
  /** Whole percent. */
  share: number
  /** The most common reason, in words; '' when none was given. */
  reason: string
}

export interface StatisticsViews {
  'statistics/index': Page & {
    months: number
    type: string
    types: { code: string; name: string }[]
    /** Nothing has been sent or decided in the time that was chosen. */
    isEmpty: boolean
    inflow: Picture
    queue: Picture
    times: Picture
    rejections: Picture
    timesByType: Times[]
    byCompany: RejectionLine[]
    byJob: RejectionLine[]
    reasons: { text: string; n: number; share: number }[]
    overdue: Overdue[]
    exportHref: string
  }
}
