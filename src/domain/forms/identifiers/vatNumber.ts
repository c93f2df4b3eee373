import { checkVAT, countries } from 'jsvat'
import { accepted, compact, refused, VAT_CALLED, type Parsed } from './parsed.ts'

const CODES = new Set(['EL', ...countries.map(({ codes }) => codes[0]!)])

/** Begins with the letters of a country; Sweden's own is read as an organisationsnummer. */
export function looksLikeVat(input: string): boolean {
  const typed = compact(input, VAT_CALLED).toUpperCase()
  return /^[A-Z]{2}[A-Z0-9]*\d/.test(typed) && CODES.has(typed.slice(0, 2))
}

/**
 * VAT number of a foreign company, country code first (EU, Norway, Switzerland, United Kingdom): 'DK 13 58 56 28' is stored
 * as 'DK13585628'. Form and check digits are those of the country (jsvat; docs/decisions/025).
 */
export function parseVatNumber(input: string): Parsed {
  const { isValid, value } = checkVAT(compact(input, VAT_CALLED).toUpperCase(), countries)
  return isValid && value ? accepted(value) : refused('Momsregistreringsnumret stämmer inte. Kontrollera tecknen.')
}
