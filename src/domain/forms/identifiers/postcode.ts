import { accepted, compact, inGroups, refused, type Parsed } from './parsed.ts'

/** 'SE-123 45', 'S-123 45', 'Postnr 123 45', 'Norrby 123 45'. */
const NAMED = /^(?:postn(?:umme)?r|pnr|SE?|[\p{L}][\p{L} ]{2,40}(?=[\s,]))[\s.,:-]*(?=\d)/iu

/** Swedish postnummer: 5 digits, the first not 0; stored as digits (docs/domain.md 4.5). One can lie in several nätområden. 'SE-' before
 * and the town are not kept. */
export function parsePostcode(input: string): Parsed {
  const value = compact(input, NAMED).replace(/^(\d{5})(?:,?\p{L}{2}[\p{L}.,]*)$/u, '$1')
  return /^[1-9]\d{4}$/.test(value) ? accepted(value) : refused('Postnummer ska ha 5 siffror, till exempel 123 45.')
}

/** '12340–12349', 'SE-123 40 till 123 49', or one alone; null where it cannot be read or goes backwards. */
export function parsePostcodes(text: string, last = ''): [from: string, to: string] | null {
  const ends = `${text}${last === '' ? '' : `–${last}`}`
    .replaceAll(/SE?\s?-(?=\s?\d)/gi, '')
    .split(/[-\u2010-\u2015]|\s(?:till|t\.?o\.?m\.?)\s/i)
  const [from, to = from] = ends.map(parsePostcode)
  return ends.length <= 2 && from?.ok && to?.ok && from.value <= to.value ? [from.value, to.value] : null
}

/** '123 45'. */
export function showPostcode(value: string): string {
  return /^\d{5}$/.test(value) ? inGroups(value, [3, 2]) : value
}
