import { isDate } from '../../calendar/workdays.ts'
import { cleanText } from '../../../text/clean.ts'
import { accepted, refused, type Parsed } from './parsed.ts'

const LONGEST = 60
const HOW = 'Skriv ett datum som 2027-02-28.'

/**
 * A day as people write it and as spreadsheets copy it, stored as 'YYYY-MM-DD': 20270415, 2027/04/15, 15/4 2027, 15 april
 * 2027, 2027-04-15 00:00:00. Refused where the year is short or the month might be the day (04/05/2027): nothing is guessed.
 */
export function parseDay(input: string): Parsed {
  const typed = input.length > LONGEST ? '' : cleanText(input).trim().toLowerCase()
  // A zone may mean another day than the digits say.
  const bare = typed
    .replace(/[\u2010-\u2015\u2212]/g, '-')
    .replace(/[ t]\d\d?[:.]\d\d(?:[:.]\d\d(?:\.\d{1,6})?)?$/, '')
    .replaceAll(/\s+/g, ' ')
    .replaceAll(/ ?([-/.]) ?/g, '$1')
    .replace(/\.$/, '')
  const found = inDigits(bare) ?? inWords(bare)
  if (found === 'either') return refused('Datumet kan läsas på två sätt. Skriv det som 2027-02-28.')
  return found && isDate(found) ? accepted(found) : refused(HOW)
}

function inDigits(text: string): string | null {
  const first = /^(\d{4})([-/. ]?)(\d\d?)\2(\d\d?)$/.exec(text)
  // 2027115 is the eleventh month or the first.
  if (first && (first[2] !== '' || text.length === 8)) return iso(first[1]!, first[3]!, first[4]!)
  const last = /^(\d\d?)([-/. ])(\d\d?)([-/. ])(\d{4})$/.exec(text)
  if (!last) return null
  const [, a = '', sign, b = '', next, year = ''] = last
  const isSwedish = sign !== next || sign === '.'
  if (isSwedish || Number(a) > 12 || a === b) return iso(year, b, a)
  return Number(b) > 12 ? iso(year, a, b) : 'either'
}

const MONTHS = 'jan feb mar apr maj jun jul aug sep okt nov dec'.split(' ')
const ENGLISH: Record<string, string> = { may: 'maj', oct: 'okt' }
const NAMES =
  'januari februari mars april maj juni juli augusti september oktober november december january february march may june july august october sept'.split(
    ' ',
  )
const WEEKDAYS = ['sön', 'mån', 'tis', 'ons', 'tors', 'fre', 'lör']

function inWords(text: string): string | null {
  const words = text.split(/[\s,.\-/]+/).filter((word) => word !== '' && word !== 'den')
  const weekday = WEEKDAYS.findIndex((name) => words[0] === name || words[0] === `${name}dag`)
  const [a = '', b = '', year = '', more] = weekday === -1 ? words : words.slice(1)
  const [day, month] = /^\d/.test(a) ? [a, b] : [b, a]
  const at = MONTHS.indexOf(monthOf(month))
  const date = /^(\d\d?)(?::[ae]|st|nd|rd|th)?$/.exec(day)?.[1]
  if (more !== undefined || at === -1 || date === undefined || !/^\d{4}$/.test(year)) return null
  const found = iso(year, String(at + 1), date)
  return weekday === -1 || (isDate(found) && new Date(found).getUTCDay() === weekday) ? found : null
}

function monthOf(word: string): string {
  const short = word.slice(0, 3)
  return word.length === 3 || NAMES.includes(word) ? (ENGLISH[short] ?? short) : ''
}

function iso(year: string, month: string, day: string): string {
  return `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`
}
