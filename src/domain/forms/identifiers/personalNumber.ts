import library from 'personnummer'
import { accepted, CALLED, compact, isRounded, refused, ROUNDED, type Parsed } from './parsed.ts'

export { maskPersonalNumbers } from '../../../text/mask.ts'

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
