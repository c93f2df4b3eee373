import { accepted, refused, withoutSpaces, type Parsed } from './parsed.ts'

/** Mätarnummer as on the front of the meter: 4–20 of A–Z, 0–9 and hyphen, stored in capitals (docs/domain.md 3.2 D). */
export function parseMeterNumber(input: string): Parsed {
  const typed = withoutSpaces(input)
  // Checked before upper-casing, or 'ſ' would pass as S.
  if (!/^[a-z0-9-]{4,20}$/i.test(typed)) {
    return refused('Mätarnummer ska ha 4–20 tecken: siffror, bokstäver A–Z och bindestreck.')
  }
  return accepted(typed.toUpperCase())
}

/** The number as stored: network owners group the digits differently. */
export function showMeterNumber(value: string): string {
  return value
}
