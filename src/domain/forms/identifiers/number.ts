import { cleanText } from '../../../text/clean.ts'
import { refused, type Refused } from './parsed.ts'

/** A number as decimal text without superfluous zeros: '17.2', '18000', '-3.5'. */
export type ParsedNumber = { ok: true; value: string } | (Refused & { params?: Record<string, string> })

const LONGEST = 40
/** 18'000, as some calculators and countries part their groups. */
const GROUP = /(?<=\d)['’´](?=\d{3}(?!\d))/g

/**
 * A number as people write it and as spreadsheets copy it: '48 211', '17,20', '18.000,0', '18 000 kWh' with the unit of
 * its field. What can be read in two ways, 18.000, is refused: nothing is guessed. `decimals` is how many the field takes.
 */
export function parseNumber(
  input: string,
  { unit, decimals = 0 }: { unit?: string | undefined; decimals?: number | undefined } = {},
): ParsedNumber {
  const typed = input.length > LONGEST ? '' : bare(cleanText(input).trim().replaceAll(GROUP, ' '), unit)
  if (typed === null) return { ...refused('Skriv talet i {unit}, utan annan enhet.'), params: { unit: unit ?? '' } }
  const match = /^([-\u2212]?)(\d[\d .,]*)$/.exec(typed.replace(/^\+(?=\d)/, '').replace(/(?<=\d)[.,]$/, ''))
  const read = match && digitsOf(match[2]!, decimals)
  if (!match || !read) return refused('Skriv ett tal med siffror.')
  if ('either' in read) {
    const [a, b] = read.either.map((value) => value.replace('.', ','))
    return { ...refused('Talet kan läsas på två sätt. Skriv {a} eller {b}.'), params: { a: a!, b: b! } }
  }
  return { ok: true, value: match[1] === '' || read.value === '0' ? read.value : `-${read.value}` }
}

/** Without the unit of the field; null when another unit is written. */
function bare(typed: string, unit: string | undefined): string | null {
  const [, number = typed, word = ''] = /^([-\u2212+]?\d[\d .,]*?) ?([^\d .,].*)?$/.exec(typed) ?? []
  if (word === '') return number
  if (unit === undefined || !/^[\p{L}:]\D*$/u.test(word)) return typed
  // Milli is not mega.
  const isOther = /^m\P{Ll}/u.test(unit) && word.startsWith('M')
  return !isOther && [plain(unit), ...(UNITS[unit] ?? [])].includes(plain(word)) ? number : null
}

const plain = (unit: string) =>
  unit
    .toLowerCase()
    .replace(/[.\s]/g, '')
    .replace(/\/?(?:år|perår|year)$/, '')

/** What else a unit is called. */
const UNITS: Record<string, string[]> = {
  A: ['amp', 'ampere', 'ampère'],
  kW: ['kwp', 'kilowatt'],
  kWp: ['kw', 'kilowatt'],
  kWh: ['kwh', 'kilowattimmar', 'kilowattimme'],
  kVA: ['kilovoltampere'],
  W: ['watt'],
  m: ['meter', 'mtr'],
  SEK: ['kr', 'kronor', ':-'],
  mΩ: ['mohm', 'milliohm'],
}

type Digits = { value: string } | { either: [string, string] }

function digitsOf(text: string, allowed: number): Digits | null {
  const tight = text.trim()
  const [whole = '', ...rest] = tight.split(/[.,]/)
  const signs = tight.replace(/[^.,]/g, '')
  const grouped = (parts: string[]) =>
    /^\d{1,3}$/.test(parts[0]!) && parts.slice(1).every((part) => /^\d{3}$/.test(part))
  // 18 000 and 17 320,5: spaces only between groups of three.
  if (signs.length <= 1) {
    const groups = whole.split(' ')
    if (groups.length > 1 && !grouped(groups)) return null
    const digits = groups.join('')
    const decimals = rest[0] ?? ''
    if (!/^\d{1,12}$/.test(digits) || !/^\d{0,6}$/.test(decimals) || (signs !== '' && decimals === '')) return null
    const value = without(digits, decimals)
    // Where three decimals are asked for, a comma begins them.
    const isUsual = signs === ',' && allowed >= 3
    const isEither = !isUsual && decimals.length === 3 && groups.length === 1 && /^[1-9]\d{0,2}$/.test(digits)
    return isEither ? { either: [without(digits + decimals, ''), value] } : { value }
  }
  if (tight.includes(' ')) return null
  // 1.234.567 and 1.234,5: the last sign differs from the others where it begins the decimals.
  const [first = '', last = ''] = [signs[0], signs.at(-1)]
  const groups = [whole, ...rest]
  const decimals = first === last ? '' : groups.pop()!
  const isEven = Array.from(signs.slice(0, first === last ? undefined : -1)).every((sign) => sign === first)
  if (!isEven || !grouped(groups) || !/^\d{0,6}$/.test(decimals) || (first !== last && decimals === '')) return null
  return groups.join('').length > 12 ? null : { value: without(groups.join(''), decimals) }
}

function without(digits: string, decimals: string): string {
  const whole = digits.replace(/^0+(?=\d)/, '')
  const rest = decimals.replace(/(?<!0)0+$/, '')
  return rest === '' ? whole : `${whole}.${rest}`
}
