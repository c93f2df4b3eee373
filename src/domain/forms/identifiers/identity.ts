import { parseOrgNumber, showOrgNumber, vatNumber } from './orgNumber.ts'
import { CALLED, compact, isRounded, refused, ROUNDED, VAT_CALLED, type Parsed, type Refused } from './parsed.ts'
import { isChilds, maskPersonalNumber, parsePersonalNumber, showPersonalNumber } from './personalNumber.ts'
import { looksLikeVat, parseVatNumber } from './vatNumber.ts'

export type IdentityKind = 'person' | 'organisation'
export type ParsedIdentity = { ok: true; kind: IdentityKind; value: string; warning?: string } | Refused

/**
 * The number of a customer or company: stored with 12 digits for a person and 10 for an organisation, a foreign company's
 * VAT number with its country's letters first. Trap: a sole trader (enskild firma) has its owner's personal number as
 * organisation number. Where an organisation is asked for it is therefore accepted with a warning, as kind 'person' so that
 * it is masked.
 */
export function parseIdentity(input: string, today: string, kind: IdentityKind | 'both'): ParsedIdentity {
  const organisation = parseOrgNumber(input)
  if (organisation.ok) {
    if (kind === 'person') return refused('Det här är ett organisationsnummer. Ange ett personnummer.')
    return { ...organisation, kind: 'organisation' }
  }
  // The VAT number of a sole trader is its owner's number within SE and 01.
  const sole = /^SE(\d{10})01$/i.exec(compact(input, VAT_CALLED))?.[1]
  const person = parsePersonalNumber(sole ?? input, today)
  if (person.ok) {
    if (kind === 'organisation') return { ...person, kind: 'person', warning: enskildFirma }
    return { ...person, kind: 'person' }
  }
  if (kind !== 'person' && looksLikeVat(input)) {
    const foreign = parseVatNumber(input)
    return foreign.ok ? { ...foreign, kind: 'organisation' } : foreign
  }
  if (isRounded(input)) return refused(ROUNDED)
  if (kind === 'person') return person
  if (kind === 'organisation') return organisation
  if (!/^[0-9]{10}$|^[0-9]{12}$|^[0-9]{6,8}\+[0-9]{4}$/.test(compact(input, CALLED))) return refused(neither)
  return hasMonth(input) ? person : organisation
}

/** The number a company is registered by: organisationsnummer, VAT number, or the personal number of an enskild firma. */
export function parseCompanyNumber(input: string, today: string): Parsed {
  return parseIdentity(input, today, 'organisation')
}

/** '19121212-1212', '559999-0016' or 'DK13585628'. */
export function showIdentity(value: string): string {
  if (isVat(value)) return value
  return value.length === 10 ? showOrgNumber(value) : showPersonalNumber(value)
}

/** Its VAT number: 'SE559999001601', 'DK13585628'; of a sole trader, where it is masked, 'SE121212****01'. */
export function showVat(value: string, full = true): string {
  if (isVat(value)) return value
  const number = vatNumber(value)
  return full || value.length === 10 ? number : number.replace(/\d{4}(?=\d\d$)/, '****')
}

/** '19121212-****', '559999-0016' or 'DK13585628': the numbers of organisations are public. */
export function maskIdentity(value: string): string {
  if (isVat(value)) return value
  return /^\d\d[2-9]\d{7}$/.test(value) ? showOrgNumber(value) : maskPersonalNumber(value)
}

const isVat = (value: string) => /^[A-Z]{2}/.test(value)

/** What is odd about a stored number: the parser cannot tell it any more, since a number is stored with its century. */
export function oddIdentity(value: string, today: string, isOrganisation: boolean): string | undefined {
  if (value.length !== 12 || isVat(value)) return undefined
  if (isOrganisation) return enskildFirma
  return isChilds(value, today) ? 'Numret tolkas som ett barns. Kontrollera födelseåret.' : undefined
}

const enskildFirma = 'Det här är ett personnummer. Det är rätt bara för enskild firma.'
const neither = 'Ange ett personnummer med 10 eller 12 siffror eller ett organisationsnummer med 10 siffror.'

// The third of the last ten digits tells the kinds apart: 0 or 1 in a month, at least 2 in an organisation number.
function hasMonth(input: string): boolean {
  return /^[01]/.test(compact(input, CALLED).replace('+', '').slice(-8))
}
