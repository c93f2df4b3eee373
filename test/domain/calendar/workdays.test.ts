import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  addWorkdays,
  holidayName,
  isDate,
  isWorkday,
  localDate,
  workdaysBetween,
} from '../../../src/domain/calendar/workdays.ts'
import { growth, LINEAR } from '../../support/patience.ts'

describe('vardagar (EIFS 2016:2, docs/domain.md 4.11)', () => {
  test.each([
    ['2027-03-25', 5, '2027-04-05', 'long Friday and Easter Monday'],
    ['2026-12-22', 10, '2027-01-12', 'Christmas, New Year and Epiphany'],
    ['2026-04-30', 5, '2026-05-08', 'the first of May'],
    ['2026-06-17', 5, '2026-06-25', 'midsommarafton'],
  ])('%s + %i = %s, over %s; the day of arrival is not counted', (from, n, to) => {
    expect(addWorkdays(from, n)).toBe(to)
    expect(workdaysBetween(from, to)).toBe(n)
  })

  test.each([
    ['2026-01-01', 'Nyårsdagen'],
    ['2026-01-06', 'Trettondedag jul'],
    ['2026-04-03', 'Långfredagen'],
    ['2026-04-05', 'Påskdagen'],
    ['2026-04-06', 'Annandag påsk'],
    ['2026-05-01', 'Första maj'],
    ['2026-05-14', 'Kristi himmelsfärdsdag'],
    ['2026-05-24', 'Pingstdagen'],
    ['2026-06-06', 'Sveriges nationaldag'],
    ['2026-06-19', 'Midsommarafton'],
    ['2026-06-20', 'Midsommardagen'],
    ['2026-10-31', 'Alla helgons dag'],
    ['2026-12-24', 'Julafton'],
    ['2026-12-25', 'Juldagen'],
    ['2026-12-26', 'Annandag jul'],
    ['2026-12-31', 'Nyårsafton'],
  ])('%s is %s and no vardag', (date, name) => {
    expect(holidayName(date)).toBe(name)
    expect(isWorkday(date)).toBe(false)
  })

  test.each([
    ['2026-11-23', 'a Monday'],
    ['2026-04-02', 'skärtorsdagen'],
    ['2026-04-30', 'valborgsmässoafton'],
    ['2026-05-15', 'the Friday after Kristi himmelsfärdsdag'],
    ['2026-05-25', 'annandag pingst, common since 2005'],
    ['2026-01-05', 'trettondagsafton'],
    ['2026-10-30', 'the day before Alla helgons dag'],
  ])('%s is a vardag: %s', (date) => {
    expect(holidayName(date)).toBeUndefined()
    expect(isWorkday(date)).toBe(true)
  })

  test.each(['2026-11-21', '2026-11-22', '2026-04-04', '1969-12-27', '1969-12-28'])(
    '%s is a common weekend',
    (date) => {
      expect(holidayName(date)).toBeUndefined()
      expect(isWorkday(date)).toBe(false)
    },
  )

  test.each([
    '1818-03-22',
    '1961-04-02',
    '1981-04-19',
    '2000-04-23',
    '2008-03-23',
    '2011-04-24',
    '2024-03-31',
    '2025-04-20',
    '2027-03-28',
    '2038-04-25',
    '2049-04-18',
    '2076-04-19',
    '2285-03-22',
  ])('Easter Sunday was or will be on %s', (date) => {
    expect(holidayName(date)).toBe('Påskdagen')
  })

  test.each([
    ['2027-06-25', '2027-06-26'],
    ['2028-06-23', '2028-06-24'],
    ['2020-06-19', '2020-06-20'],
  ])('midsummer is the Friday and Saturday %s and %s', (eve, day) => {
    expect(holidayName(eve)).toBe('Midsommarafton')
    expect(holidayName(day)).toBe('Midsommardagen')
  })

  test.each(['2020-10-31', '2021-11-06', '2025-11-01'])(
    'Alla helgons dag is a Saturday between 31 October and 6 November: %s',
    (date) => {
      expect(holidayName(date)).toBe('Alla helgons dag')
    },
  )

  test('zero vardagar later is the same day, also on a Sunday', () => {
    expect(addWorkdays('2026-11-22', 0)).toBe('2026-11-22')
    expect(workdaysBetween('2026-11-22', '2026-11-22')).toBe(0)
  })

  test('counting back finds the last day to send something', () => {
    expect(addWorkdays('2027-01-12', -10)).toBe('2026-12-22')
    expect(workdaysBetween('2027-01-12', '2026-12-22')).toBe(-10)
  })

  test('a weekend brings no vardag', () => {
    expect(workdaysBetween('2026-11-20', '2026-11-22')).toBe(0)
    expect(workdaysBetween('2026-11-20', '2026-11-23')).toBe(1)
    expect(workdaysBetween('2026-11-22', '2026-11-21')).toBe(0)
  })
})

/** Days of 1900–2199. */
const date = fc
  .integer({ min: -25_567, max: 84_005 })
  .map((day) => new Date(day * 86_400_000).toISOString().slice(0, 10))

test('adding vardagar and counting them undo each other', () => {
  fc.assert(
    fc.property(date, fc.integer({ min: -300, max: 300 }), (from, n) => {
      expect(workdaysBetween(from, addWorkdays(from, n))).toBe(n)
    }),
  )
})

test('what is n vardagar later is a vardag, and so many single steps away', () => {
  fc.assert(
    fc.property(date, fc.integer({ min: 1, max: 60 }), (from, n) => {
      const to = addWorkdays(from, n)
      expect(isWorkday(to)).toBe(true)
      expect(to > from).toBe(true)
      expect(addWorkdays(addWorkdays(from, n - 1), 1)).toBe(to)
    }),
  )
})

test('every year has 15 or 16 named days and between 245 and 255 vardagar', () => {
  for (let year = 1990; year < 2100; year++) {
    const last = `${year}-12-31`
    const days = Array.from({ length: 366 }, (_, i) => new Date(Date.UTC(year, 0, i + 1)).toISOString().slice(0, 10))
    // Första maj can be Kristi himmelsfärdsdag (2008), and nationaldagen Pingstdagen (2049).
    const named = days.filter((day) => day <= last && holidayName(day) !== undefined)
    expect([15, 16]).toContain(named.length)
    const workdays = workdaysBetween(`${year - 1}-12-31`, last)
    expect(workdays).toBeGreaterThanOrEqual(245)
    expect(workdays).toBeLessThanOrEqual(255)
  }
})

describe('a date', () => {
  test.each(['2026-11-23', '2024-02-29', '1583-01-01', '9999-12-31'])('%s exists', (text) => {
    expect(isDate(text)).toBe(true)
  })

  test.each([
    '2026-02-29',
    '2026-02-30',
    '2026-13-01',
    '2026-00-10',
    '2026-01-00',
    '2026-01-32',
    '1582-12-31',
    '0000-01-01',
    '2026-1-1',
    '20261123',
    '+002026-11-23',
    '2026-11-23T00:00',
    '2026-11-23\n',
    '٢٠٢٦-١١-٢٣',
    '',
  ])('%j does not', (text) => {
    expect(isDate(text)).toBe(false)
    expect(() => isWorkday(text)).toThrow(RangeError)
    expect(() => holidayName(text)).toThrow(RangeError)
    expect(() => addWorkdays(text, 1)).toThrow(RangeError)
    expect(() => workdaysBetween('2026-11-23', text)).toThrow(RangeError)
  })

  test('of any text can be asked for', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(isDate(text)).toBeTypeOf('boolean')
      }),
    )
  })

  test.each([Number.NaN, 1.5, Infinity, 10_001])('%f vardagar later is nonsense', (n) => {
    expect(() => addWorkdays('2026-11-23', n)).toThrow(RangeError)
  })

  test('after the last one of the calendar there is none', () => {
    expect(() => addWorkdays('9999-12-30', 5)).toThrow(RangeError)
  })

  test('so far off that only a slip of the fingers explains it is still counted, in time that grows with the days', async () => {
    expect(workdaysBetween('2026-11-23', '9999-12-31')).toBeGreaterThan(1_900_000)
    expect(await growth(79, (years) => workdaysBetween('2026-11-23', `${2026 + years}-12-31`))).toBeLessThan(LINEAR)
  })
})

describe('the date in Sweden', () => {
  test.each([
    ['2026-11-23T22:59:59Z', '2026-11-23'],
    ['2026-11-23T23:00:00Z', '2026-11-24'],
    ['2026-06-30T21:59:59Z', '2026-06-30'],
    ['2026-06-30T22:00:00Z', '2026-07-01'],
    ['2026-12-31T23:30:00Z', '2027-01-01'],
    ['2026-03-29T00:59:59Z', '2026-03-29'],
    ['2026-10-25T22:59:59Z', '2026-10-25'],
    ['2026-10-25T23:00:00Z', '2026-10-26'],
  ])('at %s is %s', (at, day) => {
    expect(localDate(new Date(at))).toBe(day)
  })
})
