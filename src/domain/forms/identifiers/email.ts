import { domainToASCII, domainToUnicode } from 'node:url'
import { cleanText } from '../../../text/clean.ts'
import { accepted, refused, type Parsed } from './parsed.ts'

/** RFC 5321: a path is at most 256 characters with its angle brackets. */
const longest = 254

/**
 * E-mail address (docs/domain.md 4.7), stored as typed but with the domain in lower case, å, ä and ö there as punycode
 * (mail servers require it). Compare by emailKey.
 */
export function parseEmail(input: string): Parsed {
  if (input.length > 2 * longest) return refused('E-postadressen är för lång.')
  const [local = '', typedDomain, ...rest] = bare(cleanText(input).trim()).split('@')
  if (typedDomain === undefined || rest.length > 0) return refused('E-postadressen ska ha ett @.')
  if (!isLocalPart(local))
    return refused('Kontrollera delen före @ i e-postadressen: inga mellanslag, inga å, ä eller ö.')
  const domain = toDomain(typedDomain)
  if (!domain) return refused('Kontrollera delen efter @ i e-postadressen, till exempel namn@foretag.se.')
  const value = `${local}@${domain}`
  if (value.length > longest) return refused('E-postadressen är för lång.')
  return accepted(
    value,
    suggestEmail(value) !== undefined && 'Är e-postadressen rätt stavad? Kontrollera delen efter @.',
  )
}

/** The address with å, ä and ö back in its domain. */
export function showEmail(value: string): string {
  const at = value.lastIndexOf('@')
  const domain = domainToUnicode(value.slice(at + 1))
  return toDomain(domain) === value.slice(at + 1) ? value.slice(0, at + 1) + domain : value
}

/** Normalised key: equal for two spellings of one address. */
export function emailKey(value: string): string {
  return value.toLowerCase()
}

/** The correction of a common typing error, 'a@gmail.com' for 'a@gmial.com' (rule V19). */
export function suggestEmail(value: string): string | undefined {
  const at = value.lastIndexOf('@')
  const domain = value.slice(at + 1)
  const meant = slips.get(domain) ?? domain.replace(/\.(?:con|cmo|ocm|comm|vom|xom|cim)$/, '.com')
  return meant === domain ? undefined : value.slice(0, at + 1) + meant
}

/** 'Anna Ek <anna@foretag.se>', 'Anna Ek [mailto:anna@foretag.se]', 'mailto:anna@foretag.se' and 'E-post: anna@foretag.se;' as mail programs copy them. */
function bare(typed: string): string {
  const [, name = '', angled, square] = /^([^<>[\]]*)(?:<([^<>]+)>|\[([^[\]]+)\])[;,]?$/.exec(typed) ?? []
  const within = withoutLabel(angled ?? square ?? typed)
  // Before an address in brackets may stand the same once more, and no other.
  return name.includes('@') && unquoted(name) !== within ? typed : within
}

function withoutLabel(typed: string): string {
  const [link] = /^mailto:[^?]*/i.exec(typed) ?? []
  const bare = (link ?? typed).replace(/^(?:mailto|(?:e-?)?(?:post|mail|mejl)(?:adress)?):/i, '')
  return unquoted(bare).replaceAll(/ ?@ ?/g, '@')
}

/** Without the quotation marks, brackets and comma that stand around it in a text. */
function unquoted(typed: string): string {
  return typed
    .trim()
    .replace(/[;,]$/, '')
    .replace(/^(["'(])(.+)["')]$/, '$2')
    .trim()
}

// The characters that the HTML standard allows; dots only between other characters. No comments, no quotes.
function isLocalPart(local: string): boolean {
  return /^[\w.!#$%&'*+/=?^`{|}~-]{1,64}$/.test(local) && local.split('.').every((part) => part !== '')
}

function toDomain(typed: string): string | undefined {
  const lower = typed.toLowerCase()
  // Only letters that Swedish names are written with: domainToASCII would also take Cyrillic that looks like Latin.
  if (!/^[a-z0-9åäöéü.-]+$/.test(lower)) return undefined
  const labels = domainToASCII(lower).split('.')
  const right = labels.every((label) => /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/.test(label))
  return right && labels.length > 1 && /^(?:[a-z]{2,}|xn--.+)$/.test(labels.at(-1) ?? '') ? labels.join('.') : undefined
}

const slips = new Map(
  Object.entries({
    'gmail.com': 'gmial.com gmai.com gmal.com gamil.com gnail.com gmil.com gmali.com gmail.co gmail.se ggmail.com',
    'hotmail.com': 'hotmial.com hotmai.com hotmal.com hotnail.com homail.com hotmil.com hotmaill.com hotmail.co',
    'hotmail.se': 'hotmial.se hotmai.se hotmal.se hotnail.se homail.se hotmil.se',
    'outlook.com': 'outlok.com outloo.com oulook.com outllook.com outlook.co',
    'icloud.com': 'iclould.com icoud.com iclod.com icloud.co icloud.se',
    'yahoo.com': 'yaho.com yahooo.com yhaoo.com yahoo.co',
    'telia.com': 'telai.com teila.com tlia.com telia.co',
    'live.se': 'lvie.se livr.se liev.se',
  }).flatMap(([meant, typed]) => typed.split(' ').map((slip) => [slip, meant] as const)),
)
