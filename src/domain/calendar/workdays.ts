/**
 * Vardagar as EIFS 2016:2 1 kap. 2 § defines them: not Saturday, Sunday or other public holiday, nor midsommarafton,
 * julafton or nyårsafton. Dates are strings 'YYYY-MM-DD'; within this file a day is a number, 0 = 1970-01-01, so that no
 * clock or time zone is involved. Public holidays as by law since 2005.
 */
const dayInMs = 86_400_000

/** Whether a text is an existing date 'YYYY-MM-DD', from 1583 on (the Gregorian rule for Easter). */
export function isDate(text: string): boolean {
  if (!/^\d{4}-\d\d-\d\d$/.test(text) || text < '1583') return false
  const at = new Date(text)
  // Date would accept 30 February as 2 March.
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(text)
}

/** Whether a date is a vardag. @throws RangeError for an invalid date, as all functions here */
export function isWorkday(date: string): boolean {
  return isWork(toDay(date))
}

/** Name of the public holiday, midsommarafton, julafton or nyårsafton on a date; common weekends have none. */
export function holidayName(date: string): string | undefined {
  return holidayOf(toDay(date))
}

/**
 * The n-th vardag after a date; the day of arrival itself is not counted. Negative n counts back: the last day to send
 * something that must come n vardagar ahead. Zero is the date itself, vardag or not.
 */
export function addWorkdays(date: string, n: number): string {
  if (!Number.isInteger(n) || Math.abs(n) > 10_000) throw new RangeError(`Not a number of days: ${n}`)
  const step = Math.sign(n)
  let day = toDay(date)
  for (let left = Math.abs(n); left > 0;) {
    day += step
    if (isWork(day)) left--
  }
  return toDate(day)
}

/**
 * The number of vardagar after `from` up to and including `to`, so workdaysBetween(d, addWorkdays(d, n)) is n. Negative
 * when `to` is the earlier date.
 */
export function workdaysBetween(from: string, to: string): number {
  const key = from + to
  const counted = between.get(key) ?? countBetween(from, to)
  if (between.size >= MOST_COUNTED) between.clear()
  between.set(key, counted)
  return counted
}

// A list asks three times a row, for the same few days.
const between = new Map<string, number>()
const MOST_COUNTED = 5_000

function countBetween(from: string, to: string): number {
  const end = toDay(to)
  let day = toDay(from)
  const step = Math.sign(end - day)
  let count = 0
  while (day !== end) {
    day += step
    if (isWork(day)) count += step
  }
  return count
}

// Creating a formatter costs some hundred times as much as using it. The Swedish date format is ISO 8601.
const stockholm = new Intl.DateTimeFormat('sv-SE', {
  timeZone: 'Europe/Stockholm',
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
})

/** The date in Sweden, 'YYYY-MM-DD', at a moment. */
export function localDate(at: Date): string {
  return stockholm.format(at)
}

function toDay(date: string): number {
  if (!isDate(date)) throw new RangeError(`Not a date: ${date.slice(0, 20)}`)
  return Date.parse(date) / dayInMs
}

function toDate(day: number): string {
  const date = new Date(day * dayInMs).toISOString().slice(0, 10)
  if (!isDate(date)) throw new RangeError('Outside the calendar')
  return date
}

function isWork(day: number): boolean {
  // Day 0 was a Thursday, so day 2 a Saturday and day 3 a Sunday.
  const weekday = ((day % 7) + 7) % 7
  return weekday !== 2 && weekday !== 3 && holidayOf(day) === undefined
}

function holidayOf(day: number): string | undefined {
  return holidaysOf(new Date(day * dayInMs).getUTCFullYear()).get(day)
}

const known = new Map<number, Map<number, string>>()

function holidaysOf(year: number): Map<number, string> {
  let holidays = known.get(year)
  if (!holidays) known.set(year, (holidays = reckonHolidays(year)))
  return holidays
}

function reckonHolidays(year: number): Map<number, string> {
  const at = (month: number, date: number) => Date.UTC(year, month - 1, date) / dayInMs
  const saturdayFrom = (day: number) => day + ((((2 - day) % 7) + 7) % 7)
  const easter = easterOf(year)
  const midsummer = saturdayFrom(at(6, 20))
  return new Map([
    [at(1, 1), 'Nyårsdagen'],
    [at(1, 6), 'Trettondedag jul'],
    [easter - 2, 'Långfredagen'],
    [easter, 'Påskdagen'],
    [easter + 1, 'Annandag påsk'],
    [at(5, 1), 'Första maj'],
    [easter + 39, 'Kristi himmelsfärdsdag'],
    [easter + 49, 'Pingstdagen'],
    [at(6, 6), 'Sveriges nationaldag'],
    [midsummer - 1, 'Midsommarafton'],
    [midsummer, 'Midsommardagen'],
    [saturdayFrom(at(10, 31)), 'Alla helgons dag'],
    [at(12, 24), 'Julafton'],
    [at(12, 25), 'Juldagen'],
    [at(12, 26), 'Annandag jul'],
    [at(12, 31), 'Nyårsafton'],
  ])
}

/** Easter Sunday of the Gregorian calendar, by the anonymous rule that Meeus prints (Astronomical Algorithms, 8). */
function easterOf(year: number): number {
  const a = year % 19
  const b = Math.floor(year / 100)
  const c = year % 100
  const g = Math.floor((8 * b + 13) / 25)
  const h = (19 * a + b - Math.floor(b / 4) - g + 15) % 30
  const l = (32 + 2 * (b % 4) + 2 * Math.floor(c / 4) - h - (c % 4)) % 7
  const m = Math.floor((a + 11 * h + 22 * l) / 451)
  const n = h + l - 7 * m + 114
  return Date.UTC(year, Math.floor(n / 31) - 1, (n % 31) + 1) / dayInMs
}
