/**
 * The one place that normalizes text: `.normalize(` sorts each run of combining marks in quadratic time, so that 80 kB of
 * them stop the process for nine seconds. Here runs are cut first. A lint rule forbids it everywhere else.
 */

/**
 * As every text is that comes in: well-formed, in the Stream-Safe Text Format, NFC, line ends as LF, every kind of space as
 * a space, and nothing that cannot be seen (what comes along from Word, Excel, Teams and web pages). NUL and half surrogate
 * pairs become U+FFFD, which no field accepts: the person gets a message there, where PostgreSQL would have answered with
 * a fault. Linear in the length; cleaning twice changes nothing.
 */
export function cleanText(text: string): string {
  return nfc(seen(text)).replaceAll('\u0000', '\uFFFD')
}

/** As cleanText(), for what must stay as it was typed: a password. */
export function keptText(text: string): string {
  return nfc(text).replaceAll('\u0000', '\uFFFD').replaceAll(/\r\n?/g, '\n')
}

function seen(text: string): string {
  const lines = text.replaceAll(LINE_BREAK, '\n')
  if (!STRANGE.test(lines)) return lines
  return lines.replaceAll(SPACE, ' ').replaceAll(UNSEEN, '').replaceAll(TAGS, tagged).replaceAll(JOINING, joined)
}

const LINE_BREAK = /\r\n?|[\v\f\u0085\u2028\u2029]/g
/** Most texts have nothing to look for. */
const STRANGE = /[^\u0000-\u007E\u00A1-\u00AC\u00AE-\u02FF]/u
/** No-break, thin, figure and wide spaces, and the blank pattern of braille. */
const SPACE = /[\p{Zs}\u2800]/gu
/** Controls, soft hyphens, zero-width spaces, byte order and bidi marks, invisible operators, Hangul fillers. Not U+034F: below. */
const UNSEEN =
  /[\u0080-\u009F\u00AD\u061C\u115F\u1160\u17B4\u17B5\u180B-\u180F\u200B\u200E\u200F\u202A-\u202E\u2060-\u206F\u3164\uFEFF\uFFA0\uFFF0-\uFFFB\u{1D173}-\u{1D17A}]/gu
const TAGS = /[\u{E0000}-\u{E0FFF}]+/gu
const JOINING = /[\u200C\u200D\uFE00-\uFE0F]+/gu
const PLAIN = /^[\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}\p{Nd}\p{P}\p{Z}\p{Cc}]$/u

/** The flags of Scotland and Wales are spelt in tags. */
function tagged(run: string, at: number, text: string): string {
  return text.endsWith('\u{1F3F4}', at) ? run : ''
}

/** Joiners and variation selectors shape emoji and the letters of Persian and India; beside Latin ones they do nothing. */
function joined(run: string, at: number, text: string): string {
  const before = at === 0 ? '' : signBefore(text, at)
  const after = String.fromCodePoint(text.codePointAt(at + run.length) ?? 0x20)
  // A key: 1, selector, frame.
  if (before === '' || PLAIN.test(before)) return after === '\u20E3' ? run : ''
  return PLAIN.test(after) ? run.replaceAll(/[\u200C\u200D]/g, '') : run
}

/** NFC alone, for what must not change otherwise: a password. */
export function nfc(text: string): string {
  return streamSafe(text.toWellFormed()).normalize('NFC')
}

/** NFKD, to compare what looks alike: letters apart from their marks, wide letters as letters. */
export function decompose(text: string): string {
  return streamSafe(text.toWellFormed()).normalize('NFKD')
}

/** 'Åsa Öberg' → 'asa oberg': without marks, in lower case. */
export function fold(text: string): string {
  return streamSafe(text.toWellFormed()).normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()
}

/** U+034F COMBINING GRAPHEME JOINER: invisible, a starter, kept by every normalization form. */
const JOINER = '\u034F'
const MOST_NON_STARTERS = 30

/**
 * Where more than thirty could stand. Every non-starter is a mark (a promise of the Unicode Standard) or comes of one of
 * the two halfwidth voiced marks. A mark decomposes to at most two of them and a letter ends with at most three: fewer
 * than fourteen marks after a letter never make thirty-one.
 */
const LONG_RUN = /[\p{M}\uFF9E\uFF9F]{14}/gu

/**
 * The Stream-Safe Text Process (UAX #15, section 13, definition D4): after thirty non-starters in a row a joiner. Nothing
 * is cut away: two passwords, names or files that differ still do, and no language writes so many.
 *
 * Trap: a pattern that matches a whole run overflows the stack at millions of marks, so runs are walked by hand.
 */
function streamSafe(text: string): string {
  let safe = ''
  let from = 0
  for (let run = nextRun(text, 0); run !== -1; run = nextRun(text, from)) {
    let count = run === 0 ? 0 : nonStartersOf(signBefore(text, run)).trailing
    for (let at = run; at < text.length;) {
      const sign = String.fromCodePoint(text.codePointAt(at)!)
      if (!MARK.test(sign)) break
      const { leading, trailing, whole } = nonStartersOf(sign)
      if (count + leading > MOST_NON_STARTERS) {
        safe += text.slice(from, at) + JOINER
        from = at
        count = 0
      }
      count = whole ? count + leading : trailing
      at += sign.length
      run = at
    }
    safe += text.slice(from, run)
    from = run
  }
  return safe + text.slice(from)
}

/** Where the next long run begins, at `from` or later; -1 when there is none. */
function nextRun(text: string, from: number): number {
  LONG_RUN.lastIndex = from
  return LONG_RUN.exec(text)?.index ?? -1
}

function signBefore(text: string, at: number): string {
  const isPair = at > 1 && text.codePointAt(at - 2)! > 0xffff
  return text.slice(at - (isPair ? 2 : 1), at)
}

interface NonStarters {
  /** How many its full decomposition begins and ends with, and whether it is nothing else. */
  leading: number
  trailing: number
  whole: boolean
}

/** Of the marks: some 2,500, so that it is bounded. */
const known = new Map<string, NonStarters>()

function nonStartersOf(sign: string): NonStarters {
  const before = known.get(sign)
  if (before) return before
  const parts = Array.from(sign.normalize('NFKD'), isNonStarter)
  const leading = parts.indexOf(false)
  const found =
    leading === -1
      ? { leading: parts.length, trailing: parts.length, whole: true }
      : { leading, trailing: parts.length - 1 - parts.lastIndexOf(false), whole: false }
  if (MARK.test(sign)) known.set(sign, found)
  return found
}

const MARK = /^[\p{M}\uFF9E\uFF9F]$/u

/** U+0345 has the highest combining class of all (240): normalizing moves every other non-starter before it. */
const LAST = '\u0345'

function isNonStarter(sign: string): boolean {
  return sign === LAST || (LAST + sign).normalize('NFD') !== LAST + sign
}
