import library from 'personnummer'
import { accepted, CALLED, compact, isRounded, refused, ROUNDED, type Parsed } from './parsed.ts'

// The package's types declare a nested `default`; at run time Node loads the class itself.
const Personnummer = library as unknown as typeof library.default

const shape = /^(1[89]|20)?(\d\d)(\d\d)(\d\d)(\+?)(\d{4})$/

/**
 * Personnummer or samordningsnummer (day + 60), stored as 12 digits YYYYMMDDNNNC (Skatteverket; docs/domain.md 4.4).
 * `today` is 'YYYY-MM-DD'. Without a century the birthday is the latest that is not in the future, with '+' the latest
 * of someone who turns 100 this year or already has.
 */
export function parsePersonalNumber(input: string, today: string): Parsed {
  if (isRounded(input)) return refused(ROUNDED)
  const match = shape.exec(compact(input, CALLED))
  if (!match) return refused('Personnummer ska ha 10 eller 12 siffror, till exempel 19121212-1212.')
  const [, century, yy = '', mm = '', dd = '', plus, last = ''] = match
  const day = Number(dd) > 60 ? String(Number(dd) - 60).padStart(2, '0') : dd
  const birthday = (year: number) => `${year}-${mm}-${day}`

  const thisYear = Number(today.slice(0, 4))
  const latestYear = plus ? thisYear - 100 : thisYear
  let year = century ? Number(century + yy) : latestYear - ((latestYear - Number(yy)) % 100)
  if (!century && birthday(year) > today) year -= 100
  if (plus && year > latestYear) return refused('Plustecken betyder 100 år eller äldre. Kontrollera födelseåret.')

  // The package uses the machine's clock for a missing century (121212-1212), so it always gets 12 digits.
  const value = `${year}${mm}${dd}${last}`
  if (!Personnummer.valid(value)) return refused('Personnumret stämmer inte. Kontrollera siffrorna.')
  if (birthday(year) > today) return refused('Födelsedatumet ligger i framtiden. Kontrollera året.')

  // 121212-1212 more likely means 1912 than a child who orders an electrician: warn.
  const child = isChilds(value, today)
  return accepted(value, !century && child && 'Numret tolkas som ett barns. Skriv födelseåret med fyra siffror.')
}

/** Whether the person of a stored number is under 18. */
export function isChilds(value: string, today: string): boolean {
  const [, year = '', month = '', date = ''] = /^(\d{4})(\d\d)(\d\d)\d{4}$/.exec(value) ?? []
  const birthday = `${year}-${month}-${String(Number(date) % 60).padStart(2, '0')}`
  return year !== '' && birthday > `${Number(today.slice(0, 4)) - 18}${today.slice(4)}`
}

/** '19121212-1212'. */
export function showPersonalNumber(value: string): string {
  return /^\d{12}$/.test(value) ? `${value.slice(0, 8)}-${value.slice(8)}` : value
}

/** '19121212-****', for lists, mail and logs (dataskyddslagen 3 kap. 10 §). Unrecognised values are hidden whole. */
export function maskPersonalNumber(value: string): string {
  return /^\d{12}$/.test(value) ? `${value.slice(0, 8)}-****` : '****'
}

const month = '(?:0[1-9]|1[0-2])'
const day = '(?:0[1-9]|[12][0-9]|3[01]|6[1-9]|[78][0-9]|9[01])'
const gap = '[ \\t\\u00a0\\u202f\\u200b]?'
const dash = '[-+\\u2010-\\u2015\\u2212]'
const inText = new RegExp(
  // Not inside a longer number (an anläggnings-ID), but after %20 in an address that was logged.
  '(?:(?<![0-9])|(?<=%[0-9a-f]{2}))' +
    // Digits after a plus that begins a word are a telephone number; elsewhere the plus is a space: ?q=Anna+1212121212.
    '(?!(?<=(?:^|[\\s"\'(>:;,])\\+)[0-9]{10})' +
    `((?:1[89]|20)?[0-9]{2}${month}${day}(?:${gap}${dash}?${gap}|%2[0bd])` +
    // 1912-12-12-1212, but not '2026-11-23 1024', which is a day and a case.
    `|(?:1[89]|20)[0-9]{2}-${month}-${day}${dash})` +
    '[0-9]{4}(?![0-9])',
  'gi',
)

/**
 * Masks the last four digits of everything in a text with the shape of a personal number. The check digit is ignored: a
 * mistyped number identifies the same person. A ten-digit mobile number without hyphen can have that shape too
 * (0701740605: 14 January 2007 as samordningsnummer) and is then hidden as well. Organisation numbers never have it.
 */
export function maskPersonalNumbers(text: string): string {
  return text.replace(inText, '$1****')
}
