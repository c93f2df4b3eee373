import { accepted, compact, inGroups, refused, type Parsed } from './parsed.ts'

/** Swedish postnummer: 5 digits, the first not 0; stored as digits (docs/domain.md 4.5). One can lie in several nätområden. */
export function parsePostcode(input: string): Parsed {
  const value = compact(input)
  return /^[1-9]\d{4}$/.test(value) ? accepted(value) : refused('Postnummer ska ha 5 siffror, till exempel 123 45.')
}

/** '123 45'. */
export function showPostcode(value: string): string {
  return /^\d{5}$/.test(value) ? inGroups(value, [3, 2]) : value
}
