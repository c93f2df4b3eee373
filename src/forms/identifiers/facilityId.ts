import { hasGs1CheckDigit } from './gs1.ts'
import { accepted, compact, group, refused, type Parsed } from './parsed.ts'

const badCheckDigit = 'Kontrollera siffrorna i anläggnings-ID, kontrollsiffran stämmer inte.'

/**
 * Anläggnings-ID: a GSRN of 18 digits that begins with 735999, stored as digits (docs/domain.md 4.1). A network owner may
 * ask that a wrong check digit only warns; length and prefix never soften.
 */
export function parseFacilityId(input: string, onBadCheckDigit: 'refuse' | 'warn' = 'refuse'): Parsed {
  const value = compact(input)
  if (!/^735999\d{12}$/.test(value)) return refused('Anläggnings-ID ska ha 18 siffror och börja med 735999.')
  if (!hasGs1CheckDigit(value))
    return onBadCheckDigit === 'warn' ? accepted(value, badCheckDigit) : refused(badCheckDigit)
  return accepted(value, looksMadeUp(value) && 'Anläggnings-ID ser påhittat ut. Kontrollera det mot fakturan.')
}

/** '735 999 000 100 000 012'. */
export function showFacilityId(value: string): string {
  return /^\d{18}$/.test(value) ? group(value, [3, 3, 3, 3, 3, 3]) : value
}

// 735999999999999999 has a right check digit, so the digits between prefix and check digit must not all be the same.
function looksMadeUp(value: string): boolean {
  return /^(\d)\1{10}$/.test(value.slice(6, 17))
}
