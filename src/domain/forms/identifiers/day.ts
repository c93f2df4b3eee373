import { isDate } from '../../calendar/workdays.ts'
import { cleanText } from '../../../text/clean.ts'
import { accepted, refused, type Parsed } from './parsed.ts'

const LONGEST = 60
const HOW = 'Skriv ett datum som 2027-02-28.'
/** 46492: the days since 1900. */
const SERIAL = 'Kalkylarket har gjort om datumet till ett tal. Skriv det som 2027-02-28.'

/**
 * A day as people write it and as spreadsheets copy it, stored as 'YYYY-MM-DD': 20270415, 2027/04/15, 15/4 2027, 15 april
 * 2027, 2027-04-15 00:00:00. Refused where the year is short or the month might be the day (04/05/2027): nothing is guessed.
 */
export function parseDay(input: string): Parsed {
  const typed = input.length > LONGEST ? '' : cleanText(input).trim().toLowerCase()
  // A zone may mean another day than the digits say.
  const bare = typed
    .replace(/[\u2010-\u2015\u2212]/g, '-')
    .replace(/(?:[ t]|,? kl\.? ?)\d\d?[:.]\d\d(?:[:.]\d\d(?:\.\d{1,6})?)?(?: [ap]\.?m\.?)?$/, '')
    .replaceAll(/\s+/g, ' ')
    .replaceAll(/ ?([-/.]) ?/g, '$1')
    .replace(/\.$/, '')
  if (/^[45]\d{4}(?:[.,]\d+)?$/.test(bare)) return refused(SERIAL)
  const found = onItsWeekday(bare, inDigits) ?? inWords(bare)
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
const DAYS = [
  ['sön', 'söndag', 'sun', 'sunday'],
  ['mån', 'måndag', 'mon', 'monday'],
  ['tis', 'tisdag', 'tue', 'tuesday'],
  ['ons', 'onsdag', 'wed', 'wednesday'],
  ['tor', 'tors', 'torsdag', 'thu', 'thursday'],
  ['fre', 'fredag', 'fri', 'friday'],
  ['lör', 'lördag', 'sat', 'saturday'],
]

function inWords(text: string): string | null {
  return onItsWeekday(text, (rest) => {
    const words =
      rest.match(/\d+(?::?[ae](?!\p{L})|(?:st|nd|rd|th)(?!\p{L}))?|\p{L}+/gu)?.filter((word) => word !== 'den') ?? []
    const [a = '', b = '', c = '', more] = words
    const isFirst = /^\d{4}$/.test(a)
    const [first, second, year] = isFirst ? [b, c, a] : [a, b, c]
    const [day, month] = /^\d/.test(first) ? [first, second] : [second, first]
    const at = MONTHS.indexOf(monthOf(month))
    const date = /^(\d\d?)(?::?[ae]|st|nd|rd|th)?$/.exec(day)?.[1]
    if (more !== undefined || at === -1 || date === undefined || !/^\d{4}$/.test(year)) return null
    return iso(year, String(at + 1), date)
  })
}

/** The day that the rest of a text says, if it is the day of the week that stands before or after it. */
function onItsWeekday(text: string, read: (rest: string) => string | null): string | null {
  const [, first, last] = /^(\p{L}+)[.,]?\s|[\s,(](\p{L}+)\)?$/u.exec(text) ?? []
  const word = first ?? last ?? ''
  const weekday = DAYS.findIndex((names) => names.includes(word))
  if (weekday === -1) return read(text)
  const found = read(
    first
      ? text.slice(word.length).replace(/^[\s.,]+/, '')
      : text
          .replace(/[\s,(]\p{L}+\)?$/u, '')
          .trim()
          .replace(/,$/, ''),
  )
  return found && isDate(found) && new Date(found).getUTCDay() === weekday ? found : null
}

function monthOf(word: string): string {
  const short = word.slice(0, 3)
  return word.length === 3 || NAMES.includes(word) ? (ENGLISH[short] ?? short) : ''
}

function iso(year: string, month: string, day: string): string {
  return `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`
}
