import { checkVAT, countries } from 'jsvat'
import { accepted, compact, refused, type Parsed } from './parsed.ts'

/** Begins with a country's letters; Sweden's own is read as an organisationsnummer. */
export function looksLikeVat(input: string): boolean {
  return /^(?!SE)[A-Z]{2}[A-Z0-9]*\d/i.test(compact(input))
}

/**
 * VAT number of a foreign company, country code first (EU, Norway, Switzerland, United Kingdom): 'DK 13 58 56 28' is stored
 * as 'DK13585628'. Form and check digits are those of the country (jsvat; docs/decisions/025).
 */
export function parseVatNumber(input: string): Parsed {
  const { isValid, isSupportedCountry, value } = checkVAT(compact(input).toUpperCase(), countries)
  if (isValid && value) return accepted(value)
  return isSupportedCountry
    ? refused('Momsregistreringsnumret stämmer inte. Kontrollera tecknen.')
    : refused('Ange landskod och momsregistreringsnummer, till exempel DK13585628.')
}
