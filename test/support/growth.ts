import { processorTime } from './patience.ts'

/** Letters that cleaning, patterns and parsers find hardest, by name. */
export const ALPHABETS: Record<string, string> = {
  'marks, highest class first': '\u0345\u0301\u0316\u0334',
  'marks of one class': '\u0301',
  'marks that are two': '\u0F73',
  'halfwidth voiced marks': '\uFF9E',
  'Hangul jamo': '\u1100\u1161\u11A8',
  'letters with marks': 'e\u0323\u0301',
  NUL: '\0',
  CR: '\r',
  spaces: ' ',
  'no-break spaces': '\u00A0',
  quotes: '"',
  'quotes and semicolons': '";',
  'zero-width joiners': '\u200D',
  emoji: '👩‍👩‍👧',
  digits: '1',
  hyphens: '-',
  dots: '.',
  brackets: '(',
}

/** Times the smallest there is to measure: below it noise is all that one sees. */
const FLOOR_MS = 10
/** Linear work takes 8 times as long for 8 times as much, quadratic 64 times. */
const TIMES = 8
const MOST = 32

/** Milliseconds of the processor, not of the wall: on a busy machine a long run is interrupted more often than a short one. */
type Clock = (work: () => unknown) => number | Promise<number>

/**
 * How many times longer `work` takes for eight times as much, when that is more than a linear one can; else null. A busy
 * machine only makes a time longer: the shortest of a few is taken, and what looks slow is measured again.
 */
export async function growsTooFast(
  n: number,
  work: (length: number) => unknown,
  clock: Clock = processorTime,
): Promise<number | null> {
  let small = Infinity
  let large = Infinity
  for (let round = 0; round < 3; round += 1) {
    for (let i = 0; i < 2; i += 1) small = Math.min(small, await clock(() => work(n)))
    large = Math.min(large, await clock(() => work(n * TIMES)))
    if (large < MOST * Math.max(small, FLOOR_MS)) return null
  }
  return Math.round(large / small)
}

/** About the least length at which there is something to measure on this machine. */
export async function measurable(work: (length: number) => unknown): Promise<number> {
  let n = 500
  while ((await processorTime(() => work(n))) < FLOOR_MS) n = Math.ceil(n * 1.25)
  return n
}

/** `length` characters of an alphabet. */
export function textOf(alphabet: string, length: number): string {
  return alphabet.repeat(Math.ceil(length / alphabet.length)).slice(0, length)
}

/** Of all alphabets those in which `work` grows too fast. */
export async function tooFast(
  n: number,
  work: (text: string) => unknown,
  clock?: Clock,
): Promise<Record<string, number>> {
  const found: Record<string, number> = {}
  for (const [name, alphabet] of Object.entries(ALPHABETS)) {
    const times = await growsTooFast(n, (length) => work(textOf(alphabet, length)), clock)
    if (times !== null) found[name] = times
  }
  return found
}
