import library from 'organisationsnummer'
import { accepted, CALLED, compact, VAT_CALLED, isRounded, refused, ROUNDED, type Parsed } from './parsed.ts'

// The package's types declare a nested `default`; at run time Node loads the class itself.
const Organisationsnummer = library as unknown as typeof library.default

// '559999-0016', '165599990016' as the tax agency writes it, or the VAT number 'SE559999001601'. The package refuses
// the VAT number, so it is reduced to its ten digits here.
const shape = /^(?:(?:16)?(\d{10})|SE(\d{10})01)$/i

/**
 * Organisationsnummer: 10 digits, the third at least 2, Luhn (Skatteverket; docs/domain.md 4.3). Stored as 10 digits. The
 * personal number of an enskild firma is refused here: parseIdentity takes both.
 */
export function parseOrgNumber(input: string): Parsed {
  if (isRounded(input)) return refused(ROUNDED)
  const match = shape.exec(compact(input.trim().replace(VAT_CALLED, ''), CALLED))
  const value = match?.[1] ?? match?.[2]
  if (value === undefined) return refused('Organisationsnummer ska ha 10 siffror, till exempel 559999-0016.')
  // 551299-0010 passes Luhn, and the package also accepts every valid personal number as an enskild firma.
  if (/^\d\d[01]/.test(value)) return refused('Numret ser ut som ett personnummer. Ange ett organisationsnummer.')
  if (!Organisationsnummer.valid(value)) return refused('Organisationsnumret stämmer inte. Kontrollera siffrorna.')
  return accepted(value)
}

/** '559999-0016'. */
export function showOrgNumber(value: string): string {
  return /^\d{10}$/.test(value) ? `${value.slice(0, 6)}-${value.slice(6)}` : value
}

/** Momsregistreringsnummer of a stored organisation number, or of the personal number of an enskild firma. */
export function vatNumber(value: string): string {
  return `SE${value.slice(-10)}01`
}
