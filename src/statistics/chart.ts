/** Layout of a column chart: x in percent of the width, y in pixels, so that text keeps its size. */
export interface Chart {
  height: number
  /** Horizontal grid lines with their numbers. */
  ticks: { y: number; value: number }[]
  columns: Column[]
  labels: { x: number; text: string }[]
  baseline: number
}

export interface Column {
  x: number
  width: number
  y: number
  height: number
  /** Index of the series. */
  series: number
  value: number
  /** Position of the upper mark (80th percentile); null without one, or where the column reaches it. */
  mark: number | null
  middle: number
}

export interface Group {
  label: string
  bars: { value: number; mark?: number }[]
}

const TOP = 22
const PLOT = 150
const FOOT = 24
const GAP = 0.28

/** Grouped columns. Pure; drawn by views/partials/columns.ejs. */
export function columnChart(groups: Group[], most?: number): Chart {
  const highest = Math.max(0, ...groups.flatMap(({ bars }) => bars.flatMap(({ value, mark = 0 }) => [value, mark])))
  const step = most === undefined ? niceStep(highest) : most / 4
  const top = most ?? Math.max(1, Math.ceil(highest / step)) * step
  const baseline = TOP + PLOT
  const yOf = (value: number) => round(baseline - (Math.min(value, top) / top) * PLOT)
  const wide = 100 / Math.max(1, groups.length)
  return {
    height: baseline + FOOT,
    baseline,
    ticks: Array.from({ length: Math.round(top / step) + 1 }, (_, i) => ({ value: round(i * step), y: yOf(i * step) })),
    labels: groups.map(({ label }, i) => ({ x: round((i + 0.5) * wide), text: label })),
    columns: groups.flatMap(({ bars }, i) => {
      const width = (wide * (1 - GAP)) / Math.max(1, bars.length)
      return bars.map(({ value, mark }, series) => {
        const x = i * wide + (wide * GAP) / 2 + series * width
        const y = yOf(value)
        return {
          x: round(x),
          width: round(width * 0.92),
          y,
          height: round(baseline - y),
          series,
          value,
          mark: mark === undefined || mark === value ? null : yOf(mark),
          middle: round(x + width * 0.46),
        }
      })
    }),
  }
}

/** Step between grid lines: 1, 2 or 5 times a power of ten, giving two to five lines with whole numbers. */
export function niceStep(highest: number): number {
  const rough = highest / 4
  const power = 10 ** Math.floor(Math.log10(Math.max(1, rough)))
  const step = [1, 2, 5, 10].find((each) => each * power >= rough)!
  return Math.max(1, step * power)
}

function round(value: number): number {
  return Math.round(value * 100) / 100
}
