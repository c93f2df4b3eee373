import { accepted, isRounded, refused, ROUNDED, withoutSpaces, type Parsed } from './parsed.ts'

/** 'Nr 12345678', 'Mätarnr: 12345678', 'S/N 1234'; NR12345678 is a number of its own. */
const NAMED =
  /^(?:(?:(?:mätar(?:e|en|nr|nummer)?|meter|serie)[ -]?(?:nr|no|nummer|id)?|nr|no|n:o|s\/n|sn|id|nummer)(?<=\p{L})[ .:]{1,3}|#)(?=[a-z\d])/iu

/** Mätarnummer as on the front of the meter: 4–20 of A–Z, 0–9 and hyphen, stored in capitals (docs/domain.md 3.2 D). */
export function parseMeterNumber(input: string): Parsed {
  if (isRounded(input)) return refused(ROUNDED)
  const typed = withoutSpaces(input, NAMED)
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
