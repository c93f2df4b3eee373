import { cleanName, companyNameProblem } from '../../text/names.ts'
import type { Answer, Field } from './definition.ts'
import { parseDay } from './identifiers/day.ts'
import { parseEmail } from './identifiers/email.ts'
import { parseFacilityId } from './identifiers/facilityId.ts'
import { amperesOf } from './identifiers/fuses.ts'
import { parseGln } from './identifiers/gln.ts'
import { oddIdentity, parseIdentity } from './identifiers/identity.ts'
import { spellMunicipality } from './identifiers/municipalities.ts'
import { parseMeterNumber } from './identifiers/meterNumber.ts'
import { parseNumber } from './identifiers/number.ts'
import { parseOrgNumber } from './identifiers/orgNumber.ts'
import { parsePhone } from './identifiers/phone.ts'
import { parsePostcode } from './identifiers/postcode.ts'
import { withoutMarks, type Parsed } from './identifiers/parsed.ts'
import { asksForName } from './names.ts'
import { optionOf, yesOrNo } from './options.ts'

export type Body = Record<string, string | string[]>

/** Context for reading a field: today's date, and the network owner's fuse sizes in ampere. */
export interface ReadContext {
  today: string
  ladder: number[]
}

/**
 * The value as stored, undefined when blank, with what is odd about it; or an error. Both are Swedish sentences; an
 * error has parameters.
 */
export type Read =
  { value: Answer | undefined; warning?: string } | { message: string; params?: Record<string, string | number> }

/** Parses the posted value of one field (not a group) into its stored form; checks the format, never presence. */
export function readValue(field: Field, name: string, body: Body, context: ReadContext): Read {
  if (field.type === 'choices') return readChoices(field, list(body[name]))
  const typed = (single(body[name]) ?? '').trim()
  if (field.type === 'tick') return { value: typed === 'on' || yesOrNo(typed) === true }
  if (field.type === 'identity' && typed !== '') {
    const kind = single(body[name.replace(/_id$/, '_typ')])
    return readIdentity(field, typed, context.today, kind === 'foretag')
  }
  if (typed !== '') return parse(field, typed, context)
  const reason = field.blankAllowed ? (single(body[`${name}.blank`]) ?? '').trim() : ''
  if (reason === '') return { value: undefined }
  if (reason.length > 200) return { message: 'Skriv högst {max} tecken.', params: { max: 200 } }
  return unreadable(reason) ?? { value: { blank: reason } }
}

function parse(field: Field, typed: string, context: ReadContext): Read {
  switch (field.type) {
    case 'text':
    case 'longText':
      return readText(field, typed)
    case 'number':
      return readNumber(field, typed)
    case 'choice':
      return orSay(optionOf(field, typed), 'Välj ett av alternativen.')
    case 'yesNo':
      return orSay(yesOrNo(typed), 'Välj ja eller nej.')
    case 'date':
      return readDate(field, typed, context.today)
    case 'fuse':
      return readFuse(typed, context.ladder)
    case 'facilityId':
      return fromParsed(parseFacilityId(typed))
    case 'meterNumber':
      return fromParsed(parseMeterNumber(typed))
    case 'orgNumber':
      return fromParsed(parseOrgNumber(typed))
    case 'gln':
      return fromParsed(parseGln(typed))
    case 'postcode':
      return fromParsed(parsePostcode(typed))
    case 'phone':
      return fromParsed(parsePhone(typed))
    case 'email':
      return fromParsed(parseEmail(typed))
    case 'choices':
    case 'tick':
    case 'identity':
    case 'group':
      throw new Error(`readValue cannot read a ${field.type}`)
  }
}

function readText(field: Field, given: string): Read {
  // Cells pasted from a spreadsheet have tabs between them.
  const typed = field.type === 'text' ? given.replaceAll(/[\t ]+/g, ' ') : given
  const max = field.maxLength ?? (field.type === 'longText' ? 2000 : 200)
  if (typed.length > max) return { message: 'Skriv högst {max} tecken.', params: { max } }
  if (field.type === 'text' && /[\n\r]/.test(typed)) return { message: 'Skriv på en rad.' }
  const bad = unreadable(typed)
  if (bad) return bad
  if (asksForName(field)) return readName(typed)
  if (field.noDigits && /\d/.test(typed)) return { message: 'Ett namn kan inte innehålla siffror.' }
  const value = field.pattern ? fitting(typed, new RegExp(field.pattern.source, 'u')) : typed
  if (value === undefined) return { message: field.pattern!.message }
  return { value: field.suggest === 'municipality' ? spellMunicipality(value) : value }
}

/** As typed, or as a spreadsheet and a hand would have it: 'Lgh 1101', '1101,0', '100 / 5 A'. */
function fitting(typed: string, pattern: RegExp): string | undefined {
  const bare = withoutMarks(typed).replace(/[.,]0$/, '')
  const called = bare.replace(/^\p{L}{2,12}\.?:? ?(?=\d)/u, '')
  return [typed, bare, called, bare.replace(/ ?A$/, '').replaceAll(' ', '')].find((each) => pattern.test(each))
}

function orSay(value: string | boolean | null, message: string): Read {
  return value === null ? { message } : { value }
}

function readName(typed: string): Read {
  const name = cleanName(typed)
  const problem = companyNameProblem(name)
  return problem === null ? { value: name } : { message: problem }
}

/** cleanBody puts U+FFFD in place of NUL and lone surrogates; other control characters are refused too. */
function unreadable(text: string): { message: string } | null {
  return /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\ufffd]/.test(text)
    ? { message: 'Texten innehåller tecken som inte går att spara.' }
    : null
}

function readNumber(field: Field, typed: string): Read {
  const read = parseNumber(withoutMarks(typed), field)
  if (!read.ok) return { message: read.message, ...(read.params && { params: read.params }) }
  const digits = read.value
  const decimals = digits.split('.')[1]?.length ?? 0
  const allowed = field.decimals ?? 0
  if (decimals > allowed) {
    return allowed === 0
      ? { message: 'Skriv ett heltal.' }
      : { message: 'Skriv högst {max} decimaler.', params: { max: allowed } }
  }
  const value = Number(digits)
  if (field.min !== undefined && value < field.min) {
    return { message: 'Talet ska vara minst {min}.', params: { min: field.min } }
  }
  if (field.max !== undefined && value > field.max) {
    return { message: 'Talet ska vara högst {max}.', params: { max: field.max } }
  }
  return { value }
}

function readDate(field: Field, given: string, today: string): Read {
  const read = parseDay(withoutMarks(given))
  if (!read.ok) return { message: read.message }
  const typed = read.value
  const first = field.notBefore === 'today' ? today : (field.notBefore ?? '1900-01-01')
  if (typed < first) {
    return field.notBefore === 'today'
      ? { message: 'Datumet har redan passerat.' }
      : { message: 'Datumet ska vara {date} eller senare.', params: { date: first } }
  }
  if (field.notAfter === 'today' && typed > today) return { message: 'Datumet kan inte ligga i framtiden.' }
  return typed > '2199-12-31' ? { message: 'Skriv ett datum som 2027-02-28.' } : { value: typed }
}

function readFuse(typed: string, ladder: number[]): Read {
  const amperes = amperesOf(typed)
  return amperes !== null && ladder.includes(amperes)
    ? { value: amperes }
    : { message: 'Välj en säkring som nätbolaget har: {ladder} A.', params: { ladder: ladder.join(', ') } }
}

function readChoices(field: Field, chosen: string[]): Read {
  const known = field.options?.map((option) => option.value) ?? []
  const meant = chosen.map((typed) => optionOf(field, typed))
  if (meant.includes(null)) return { message: 'Välj bland alternativen.' }
  // Deduplicated and in the order of the options, so that the stored value does not depend on the browser.
  const value = known.filter((option) => meant.includes(option))
  return { value: value.length > 0 ? value : undefined }
}

function readIdentity(field: Field, typed: string, today: string, isOrganisation: boolean): Read {
  const parsed = parseIdentity(typed, today, field.identity ?? 'both')
  if (!parsed.ok) return fromParsed(parsed)
  const odd = oddIdentity(parsed.value, today, isOrganisation)
  const warning = isOrganisation ? odd : (parsed.warning ?? odd)
  return fromParsed({ ok: true, value: parsed.value, ...(warning !== undefined && { warning }) })
}

function fromParsed(parsed: Parsed): Read {
  if (!parsed.ok) return { message: parsed.message }
  return { value: parsed.value, ...(parsed.warning !== undefined && { warning: parsed.warning }) }
}

function single(value: string | string[] | undefined): string | undefined {
  return Array.isArray(value) ? value[0] : value
}

function list(value: string | string[] | undefined): string[] {
  if (value === undefined) return []
  return Array.isArray(value) ? value : [value]
}
