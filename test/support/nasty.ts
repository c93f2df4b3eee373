import type { Chance } from './chance.ts'

const NUMBERS = [
  '0',
  '-1',
  '1',
  '2',
  '007',
  '1e3',
  '0x10',
  '1.5',
  ' 1',
  '2147483647',
  '2147483648',
  '9007199254740991',
  '9007199254740993',
  '9223372036854775807',
  '99999999999999999999',
  'NaN',
  'Infinity',
]
const DAYS = [
  '0000-01-01',
  '0001-01-01',
  '1582-10-10',
  '2027-02-28',
  '2027-02-30',
  '2027-13-45',
  '9999-12-31',
  '10000-01-01',
  '2027-02-03 25:00:00+00',
  '2027-02-03 14:05:06.123456+00',
  '2027-02-03 14:05:06+99',
  'infinity',
  '-infinity',
  'now',
]
const NAMES = ['__proto__', 'constructor', 'toString', 'hasOwnProperty', 'length', 'valueOf', '']
const SIGNS = [
  '\u0000',
  '\uFFFD',
  '\uFFFE',
  '\uFEFF',
  '\u202E',
  '\u200D',
  '\r\n',
  '\t',
  "'",
  '"',
  '\\',
  '%',
  '_',
  ';--',
  '<b>',
  '${7*7}',
  '{{x}}',
  'a\u0301\u0316',
  '\u1100\u1161',
  '👩‍👩‍👧',
  'İ',
  'ß',
  '/',
  '..',
  '?',
  '#',
  '&',
  ':where',
  '?::int',
]
/** What no encoder writes: bytes that are no UTF-8, surrogates, half an escape. */
const BROKEN = [
  '%',
  '%0',
  '%ZZ',
  '%00',
  '%FF',
  '%C0%80',
  '%ED%A0%80',
  '%E0%A4%A',
  '%F4%90%80%80',
  '%u0000',
  '+',
  '%2525',
]

/** A value that an address can carry, as it stands there: encoded, or broken. */
export function nasty(chance: Chance, real: readonly string[]): string {
  const kind = chance.below(12)
  if (kind === 0) return chance.of(BROKEN) + (chance.below(2) ? chance.of(BROKEN) : 'x')
  return encodeURIComponent(plain(kind, chance, real).toWellFormed())
}

function plain(kind: number, chance: Chance, real: readonly string[]): string {
  if (kind <= 3) return chance.of(NUMBERS)
  if (kind === 4) return chance.of(DAYS)
  if (kind === 5) return chance.of(NAMES)
  if (kind === 6) return JSON.stringify(Array.from({ length: 1 + chance.below(3) }, () => cursorPart(chance)))
  if (kind === 7) return `${chance.of(NUMBERS)}_${chance.of([...DAYS, ...NUMBERS])}`
  if (kind === 8) return chance.of(SIGNS).repeat(1 + chance.below(200))
  if (kind === 9) return chance.of(real) + chance.of(SIGNS)
  if (kind === 10) return chance.of(SIGNS) + chance.of(NUMBERS) + chance.of(SIGNS)
  return chance.of(real)
}

function cursorPart(chance: Chance): unknown {
  return chance.of([
    true,
    false,
    null,
    '\u0000',
    '\uD800',
    'Åsa',
    chance.of(DAYS),
    chance.of(NUMBERS),
    Number(chance.of(NUMBERS)),
    -2147483649,
    9e15,
    1e21,
    {},
    [],
  ])
}
