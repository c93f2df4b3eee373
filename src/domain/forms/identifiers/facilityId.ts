import { hasGs1CheckDigit } from './gs1.ts'
import { accepted, CALLED, compact, inGroups, isRounded, refused, ROUNDED, type Parsed } from './parsed.ts'

const badCheckDigit = 'Kontrollera siffrorna i anläggnings-ID, kontrollsiffran stämmer inte.'

/**
 * Anläggnings-ID: a GSRN of 18 digits that begins with 735999, stored as digits (docs/domain.md 4.1). A wrong
 * check digit can be made to warn only (no setting uses it yet); wrong length or prefix is always refused.
 */
export function parseFacilityId(input: string, onBadCheckDigit: 'refuse' | 'warn' = 'refuse'): Parsed {
  if (isRounded(input)) return refused(ROUNDED)
  const value = onlyId(compact(input, CALLED))
  // A spreadsheet keeps fifteen digits of a number and writes zeros after them.
  if (/^735999\d{9}000$/.test(value) && !hasGs1CheckDigit(value)) return refused(ROUNDED)
  if (!/^735999\d{12}$/.test(value)) return refused('Anläggnings-ID ska ha 18 siffror och börja med 735999.')
  if (!hasGs1CheckDigit(value))
    return onBadCheckDigit === 'warn' ? accepted(value, badCheckDigit) : refused(badCheckDigit)
  return accepted(value, looksMadeUp(value) && 'Anläggnings-ID ser påhittat ut. Kontrollera det mot fakturan.')
}

/** The one such number in 'GSRN735…' and 'Anläggning 1: 735.999…'; the text itself where there is none, or several. */
function onlyId(text: string): string {
  const found = text.replace(/(?<=\d)\.(?=\d)/g, '').match(/(?<!\d)735999\d{12}(?!\d)/g)
  return found?.length === 1 ? found[0] : text
}

/** '735 999 000 100 000 012'. */
export function showFacilityId(value: string): string {
  return /^\d{18}$/.test(value) ? inGroups(value, [3, 3, 3, 3, 3, 3]) : value
}

// 735999999999999999 has a valid check digit, so equal digits between prefix and check digit warn.
function looksMadeUp(value: string): boolean {
  return /^(\d)\1{10}$/.test(value.slice(6, 17))
}
