import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  maskPersonalNumber,
  maskPersonalNumbers,
  parsePersonalNumber,
  showPersonalNumber,
} from '../../../../src/domain/forms/identifiers/personalNumber.ts'
import { growth, LINEAR } from '../../../support/patience.ts'

const today = '2026-11-23'
const shape = 'Personnummer ska ha 10 eller 12 siffror, till exempel 19121212-1212.'
const wrong = 'Personnumret stämmer inte. Kontrollera siffrorna.'
const future = 'Födelsedatumet ligger i framtiden. Kontrollera året.'
const notThatOld = 'Plustecken betyder 100 år eller äldre. Kontrollera födelseåret.'
const child = 'Numret tolkas som ett barns. Skriv födelseåret med fyra siffror.'

describe('a personnummer or samordningsnummer (docs/domain.md 4.4)', () => {
  test.each([
    ['19121212-1212', '191212121212'],
    ['191212121212', '191212121212'],
    ['121212+1212', '191212121212'],
    ['19121212+1212', '191212121212'],
    ['18850315-2384', '188503152384'],
    ['850315+2384', '188503152384'],
    ['18800101-0985', '188001010985'],
    ['18850375-2381', '188503752381'],
    ['850375+2381', '188503752381'],
    ['121272+1219', '191212721219'],
    [' 1912 12 12 – 1212 ', '191212121212'],
    ['850315-2384', '198503152384'],
  ])('%j passes and is stored as %s', (typed, stored) => {
    expect(parsePersonalNumber(typed, today)).toEqual({ ok: true, value: stored })
  })

  test.each([
    ['121212-1212', '201212121212'],
    ['1212121212', '201212121212'],
    ['121272-1219', '201212721219'],
  ])('%j is a child of 2012 by the century rule, and says so', (typed, stored) => {
    expect(parsePersonalNumber(typed, today)).toEqual({ ok: true, value: stored, warning: child })
  })

  test('a child whose year was written out is not warned about', () => {
    expect(parsePersonalNumber('20121212-1212', today)).toEqual({ ok: true, value: '201212121212' })
  })

  test('there is no warning from the 18th birthday', () => {
    expect(parsePersonalNumber('121212-1212', '2030-12-11')).toHaveProperty('warning')
    expect(parsePersonalNumber('121212-1212', '2030-12-12')).not.toHaveProperty('warning')
  })

  test.each([
    ['2012-12-11', '191212121212'],
    ['2012-12-12', '201212121212'],
    ['2111-12-31', '201212121212'],
    ['2112-12-11', '201212121212'],
  ])('seen on %s, 121212-1212 was born on the latest such day that has come', (day, stored) => {
    expect(parsePersonalNumber('121212-1212', day)).toMatchObject({ ok: true, value: stored })
  })

  test('a plus is right from the year one turns 100, also before the birthday', () => {
    expect(parsePersonalNumber('121212+1212', '2012-01-01')).toEqual({ ok: true, value: '191212121212' })
    expect(parsePersonalNumber('121212+1212', '2011-12-31')).toEqual({ ok: true, value: '181212121212' })
    expect(parsePersonalNumber('19121212+1212', '2011-12-31')).toEqual({ ok: false, message: notThatOld })
  })

  test.each([
    ['121212-1213', wrong],
    ['18850230-2386', wrong],
    ['121292-1215', wrong],
    ['20121212+1212', notThatOld],
    ['12121-1212', shape],
    ['12121212121', shape],
    ['161212121212', shape],
    ['211212121212', shape],
    ['165599990016', shape],
    ['121212-T212', shape],
    ['+1212121212', shape],
    ['', shape],
  ])('%j is refused', (typed, message) => {
    expect(parsePersonalNumber(typed, today)).toEqual({ ok: false, message })
  })

  test('a date in the future is refused', () => {
    expect(parsePersonalNumber('20121212-1212', '2012-12-12').ok).toBe(true)
    expect(parsePersonalNumber('20121212-1212', '2012-12-11')).toEqual({ ok: false, message: future })
    expect(parsePersonalNumber('20121272-1219', '2012-12-11')).toEqual({ ok: false, message: future })
  })

  test('it is shown with its century, and masked with its birthday left', () => {
    expect(showPersonalNumber('191212121212')).toBe('19121212-1212')
    expect(maskPersonalNumber('191212121212')).toBe('19121212-****')
  })

  test.each(['', '1212121212', '19121212-1212', 'Anna'])(
    'masking %j, which is not the stored form, shows nothing',
    (value) => {
      expect(maskPersonalNumber(value)).toBe('****')
    },
  )
})

/** Birthdays of 1850–2026, half of them with the day of a samordningsnummer, the check digit found by trying. */
const personalNumber = fc
  .tuple(
    fc.date({ min: new Date('1850-01-01'), max: new Date('2026-11-22'), noInvalidDate: true }),
    fc.boolean(),
    fc.integer({ min: 1, max: 999 }),
  )
  .map(([born, coordination, serial]) => {
    const date = born.toISOString().slice(0, 10).replaceAll('-', '')
    const day = coordination ? String(Number(date.slice(6)) + 60) : date.slice(6)
    const eleven = date.slice(0, 6) + day + String(serial).padStart(3, '0')
    const numbers = Array.from({ length: 10 }, (_, digit) => `${eleven}${digit}`)
    const right = numbers.filter((number) => parsePersonalNumber(number, today).ok)
    expect(right).toHaveLength(1)
    return right.join()
  })

test('any number survives being shown and typed again', () => {
  fc.assert(
    fc.property(personalNumber, (value) => {
      expect(parsePersonalNumber(showPersonalNumber(value), today)).toEqual({ ok: true, value })
    }),
  )
})

test('any number with one wrong digit among the last ten is refused (the century has no check)', () => {
  fc.assert(
    fc.property(personalNumber, fc.integer({ min: 2, max: 11 }), fc.integer({ min: 1, max: 9 }), (value, at, more) => {
      const off = value.slice(0, at) + String((Number(value[at]) + more) % 10) + value.slice(at + 1)
      expect(parsePersonalNumber(off, today).ok).toBe(false)
    }),
  )
})

test('a number in short form means the same person again, if less than 200 years old', () => {
  fc.assert(
    fc.property(personalNumber, (value) => {
      const sign = 2026 - Number(value.slice(0, 4)) >= 100 ? '+' : '-'
      const short = `${value.slice(2, 8)}${sign}${value.slice(8)}`
      expect(parsePersonalNumber(short, today)).toMatchObject({ ok: true, value })
    }),
  )
})

describe('personal numbers in running text', () => {
  test.each([
    ['Kund 19121212-1212, tel 08-465 004 05', 'Kund 19121212-****, tel 08-465 004 05'],
    ['191212121212', '19121212****'],
    ['1212121212', '121212****'],
    ['momsnr SE121212121201', 'momsnr SE121212****01'],
    ['(850315+2384)', '(850315+****)'],
    ['121272-1219.', '121272-****.'],
    ['pnr121212-1212abc', 'pnr121212-****abc'],
    ['Kund: +121212-1212', 'Kund: +121212-****'],
    ['felskrivet 121212-1213', 'felskrivet 121212-****'],
    ['19121212 – 1212', '19121212 – ****'],
    ['1912-12-12-1212', '1912-12-12-****'],
    ['121212 1212\n18800101\u00a00985', '121212 ****\n18800101\u00a0****'],
    ['1912 12 12-1212, 12 12 12 1212', '1912 12 12-****, 12 12 12 ****'],
    ['850315.2384, 850315/2384 19850315_2384', '850315.****, 850315/**** 19850315_****'],
    ['121272 1219, 1212721219', '121272 ****, 121272****'],
    ['000229 2384 eller 0002292384', '000229 2384 eller 0002292384'],
    ['{"best_id":"191212121212","n":2}', '{"best_id":"19121212****","n":2}'],
    ['GET /arenden?q=Anna+191212121212', 'GET /arenden?q=Anna+19121212****'],
    ['GET /arenden?q=Anna%20121212%2B1212&sida=2', 'GET /arenden?q=Anna%20121212%2B****&sida=2'],
  ])('are hidden: %j becomes %j', (text, masked) => {
    expect(maskPersonalNumbers(text)).toBe(masked)
  })

  test.each([
    ['organisation numbers', '559999-0016, 5599990016, 165599990016, 16559999-0016, SE559999001601, 202100-5448'],
    ['anläggnings-ID', '735999000100000012 and 735 999 000 100 000 012 and 735999-000100-000012'],
    ['GLN', '7359999000014'],
    ['telephone numbers as stored and as shown', '+46701740605 (+4611123456) 070-174 06 05, 011-12 34 56'],
    ['times and dates', '2026-11-23T14:59:07.123Z 2026-11-23 14:59 20261123145907 1764000000000'],
    ['dates with a case number after', '2026-11-23 1024'],
    ['order numbers without its check digit', '1212121213, 20240612 1001, 240612 1001, 202406121001'],
    ['dots and slashes without the check digit', '850315.2385, 240612/1001'],
    ['order numbers with a day that is none', '1202301230 or 120230 1230'],
    ['an id in hex', 'f81d4fae-7dec-11d0-a765-00a0c91e6bf6'],
  ])('%s are left alone', (_, text) => {
    expect(maskPersonalNumbers(text)).toBe(text)
  })

  test('any number, in any of its forms, is hidden', () => {
    const forms = fc.constantFrom('', '-', '+', ' ')
    fc.assert(
      fc.property(personalNumber, forms, fc.boolean(), (value, sign, century) => {
        const date = value.slice(century ? 0 : 2, 8)
        expect(maskPersonalNumbers(`kund ${date}${sign}${value.slice(8)}!`)).toBe(`kund ${date}${sign}****!`)
      }),
    )
  })

  test('no organisation number and no anläggnings-ID is ever hidden', () => {
    fc.assert(
      fc.property(
        fc.stringMatching(/^[1-9]\d[2-9]\d{3}-?\d{4}$/),
        fc.stringMatching(/^735999\d{12}$/),
        (org, facility) => {
          expect(maskPersonalNumbers(`${org} ${facility}`)).toBe(`${org} ${facility}`)
        },
      ),
    )
  })

  test.each(['1', '+', '%20', '121212 ', '19121212-', '\u0000', '\ud800'])(
    'a megabyte of %j takes time in proportion to its length',
    async (piece) => {
      const mask = (size: number) => maskPersonalNumbers(piece.repeat(size / piece.length))
      expect(await growth(100_000, mask)).toBeLessThan(LINEAR)
    },
  )
})
