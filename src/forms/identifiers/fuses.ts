import { accepted, refused, withoutSpaces, type Parsed } from './parsed.ts'

/** Sizes of mätarsäkring and servissäkring in ampere (docs/domain.md 4.9). A network owner offers all or some of them. */
export const fuseLadder: readonly number[] = [16, 20, 25, 35, 50, 63, 80, 100, 125, 160, 200, 250, 315, 400, 500, 630]

/** Up to this size the meter is connected directly, above it through current transformers (A). */
export const largestDirectFuse = 63

/** A span of fuses within which a change needs no consent: { from: 16, to: 25 }, both included (A). */
export interface FuseInterval {
  from: number
  to: number
}

/** What a network owner starts with: 16–25, 35 and 50–63 A, as Ellevio has it. */
export const usualIntervals: readonly FuseInterval[] = [
  { from: 16, to: 25 },
  { from: 35, to: 35 },
  { from: 50, to: 63 },
]

/** A fuse of the owner's ladder, '25' or '25 A'; stored as its ampere without unit. */
export function parseFuse(input: string, ladder: readonly number[] = fuseLadder): Parsed {
  const value = withoutSpaces(input).replace(/a$/i, '')
  const known = /^[1-9]\d{0,3}$/.test(value) && ladder.includes(Number(value))
  return known ? accepted(value) : refused('Välj en säkringsstorlek som nätägaren har, till exempel 16, 20 eller 25 A.')
}

/** '25 A'. */
export function showFuse(value: string | number): string {
  return `${value} A`
}

/** Power (kW, two decimals) that a fuse lets through on three phases at 400 V: √3 · 0,4 · A. */
export function threePhaseKw(ampere: number): number {
  return twoDecimals(Math.sqrt(3) * 0.4 * ampere)
}

/** Power (kW, two decimals) that a fuse lets through on one phase at 230 V. */
export function onePhaseKw(ampere: number): number {
  return twoDecimals(0.23 * ampere)
}

/** Power (kW) by the number of phases in the form: 1 or 3. */
export function fuseKw(ampere: number, phases: 1 | 3 = 3): number {
  return phases === 1 ? onePhaseKw(ampere) : threePhaseKw(ampere)
}

export function needsCurrentTransformer(ampere: number): boolean {
  return ampere > largestDirectFuse
}

/** The interval that holds a fuse, if the owner has one. */
export function intervalOf(ampere: number, intervals = usualIntervals): FuseInterval | undefined {
  return intervals.find(({ from, to }) => from <= ampere && ampere <= to)
}

/** Whether a change of fuse stays within one interval (BE01, rule V08). False when either lies outside all of them. */
export function withinOneInterval(before: number, after: number, intervals = usualIntervals): boolean {
  const interval = intervalOf(before, intervals)
  return interval !== undefined && interval === intervalOf(after, intervals)
}

/** '16–25, 35, 50–63 A'. */
export function showIntervals(intervals = usualIntervals): string {
  return `${intervals.map(({ from, to }) => (from === to ? String(from) : `${from}–${to}`)).join(', ')} A`
}

function twoDecimals(kw: number): number {
  return Math.round(kw * 100) / 100
}
