import { hasGs1CheckDigit } from './gs1.ts'
import { accepted, CALLED, compact, inGroups, isRounded, refused, ROUNDED, type Parsed } from './parsed.ts'

/** GLN, the EAN-13 number of a company or place: 13 digits with a GS1 check digit, stored as digits (docs/domain.md 4.2). */
export function parseGln(input: string): Parsed {
  if (isRounded(input)) return refused(ROUNDED)
  const value = compact(input, CALLED)
  if (!/^\d{13}$/.test(value)) return refused('GLN ska ha 13 siffror.')
  if (!hasGs1CheckDigit(value)) return refused('Kontrollera siffrorna i GLN, kontrollsiffran stämmer inte.')
  return accepted(value)
}

/** '7 359999 000014', as it is printed under a bar code. */
export function showGln(value: string): string {
  return /^\d{13}$/.test(value) ? inGroups(value, [1, 6, 6]) : value
}

/** Ediel-id of an actor on the Swedish power market: 5 digits, no check digit (docs/domain.md 4.2). */
export function parseEdielId(input: string): Parsed {
  const value = compact(input, CALLED)
  return /^\d{5}$/.test(value) ? accepted(value) : refused('Ediel-id ska ha 5 siffror.')
}

/** '12345': five digits are read without grouping. */
export function showEdielId(value: string): string {
  return value
}
