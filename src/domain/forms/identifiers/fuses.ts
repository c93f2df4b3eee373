import { accepted, refused, withoutSpaces, type Parsed } from './parsed.ts'

/** Sizes of mätarsäkring and servissäkring in ampere (docs/domain.md 4.9). A network owner offers all or some of them. */
export const fuseLadder: readonly number[] = [16, 20, 25, 35, 50, 63, 80, 100, 125, 160, 200, 250, 315, 400, 500, 630]

/** Up to this size the meter is connected directly, above it through current transformers (A). */
export const largestDirectFuse = 63

/** An interval of fuse sizes within which a change needs no consent, inclusive, in ampere. */
export interface FuseInterval {
  from: number
  to: number
}

/** Defaults of a new network owner (Ellevio's): 16–25, 35 and 50–63 A. */
export const usualIntervals: readonly FuseInterval[] = [
  { from: 16, to: 25 },
  { from: 35, to: 35 },
  { from: 50, to: 63 },
]

/** A fuse size of the owner's, '25' or '25 A'; stored in ampere without unit. */
export function parseFuse(input: string, ladder: readonly number[] = fuseLadder): Parsed {
  const size = amperesOf(input)
  return size !== null && ladder.includes(size)
    ? accepted(String(size))
    : refused('Välj en säkringsstorlek som nätbolaget har, till exempel 16, 20 eller 25 A.')
}

/** '25', '25 A', '16,0', '3x25 A', '3-fas 25': a number of phases before it says nothing else of the size. */
export function amperesOf(input: string): number | null {
  const size =
    /^(?:[13](?:[x×*~]|(?:-?fas(?:er|ig)?|f|st|p)[x×*,]?)|(?:en|tre)-?fas,?)?([1-9]\d{0,3})(?:[.,]0{1,2})?-?(?:a|amp|ampere|ampère)?$/i.exec(
      withoutSpaces(input),
    )?.[1]
  return size === undefined ? null : Number(size)
}

/** '25 A'. */
export function showFuse(value: string | number): string {
  return `${value} A`
}

/** Maximum power of a fuse in kW (two decimals), three phases at 400 V: √3 · 0.4 · A. */
export function threePhaseKw(ampere: number): number {
  return twoDecimals(Math.sqrt(3) * 0.4 * ampere)
}

/** Maximum power of a fuse in kW (two decimals), one phase at 230 V. */
export function onePhaseKw(ampere: number): number {
  return twoDecimals(0.23 * ampere)
}

/** Maximum power in kW by number of phases. */
export function fuseKw(ampere: number, phases: 1 | 3 = 3): number {
  return phases === 1 ? onePhaseKw(ampere) : threePhaseKw(ampere)
}

export function needsCurrentTransformer(ampere: number): boolean {
  return ampere > largestDirectFuse
}

/** The owner's interval that contains a fuse size, if any. */
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
