import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { isMobile, parsePhone, showPhone } from '../../../../src/domain/forms/identifiers/phone.ts'

const start = 'Telefonnummer ska börja med 0 eller +.'
const signs = 'Telefonnummer ska börja med 0 eller + och i övrigt bara ha siffror.'
const length = 'Telefonnumret har fel antal siffror. Kontrollera det.'

describe('a telephone number (docs/domain.md 4.6)', () => {
  test.each([
    ['070-174 06 05', '+46701740605'],
    ['08-465 004 05', '+46846500405'],
    ['0046-701740605', '+46701740605'],
    ['+46 70 174 06 05', '+46701740605'],
    ['+46 (0)70-174 06 05', '+46701740605'],
    ['(08) 465 004 05', '+46846500405'],
    ['0480-12 34 56', '+46480123456'],
    ['+47 90 12 34 56', '+4790123456'],
    ['00358 9 123456', '+3589123456'],
  ])('%j passes and is stored as %s', (typed, stored) => {
    expect(parsePhone(typed)).toEqual({ ok: true, value: stored })
  })

  test.each([
    ['8765', start],
    ['00 00 00 00', length],
    ['0000000000', length],
    ['46701740605', start],
    ['', start],
    ['070-174 06 0', length],
    ['070-174 06 055', length],
    ['08-12', length],
    ['+46 0', length],
    ['+4612345678901', length],
    ['+1234567890123456', length],
    ['070-174 06 05 (Anna)', signs],
    ['070+1740605', signs],
    ['٠٧٠١٧٤٠٦٠٥', signs],
  ])('%j is refused', (typed, message) => {
    expect(parsePhone(typed)).toEqual({ ok: false, message })
  })

  test.each(['070-000 00 00', '08-11 11 11'])('%s looks made up, and warns', (typed) => {
    expect(parsePhone(typed)).toHaveProperty('warning', 'Telefonnumret ser påhittat ut. Ange om telefon saknas.')
  })

  test.each([
    ['+46701740605', '070-174 06 05'],
    ['+46846500405', '08-465 004 05'],
    ['+468123456', '08-12 34 56'],
    ['+4631123456', '031-12 34 56'],
    ['+4648012345', '0480-123 45'],
    ['+4690123456', '090-12 34 56'],
    ['+4790123456', '+47 90 12 34 56'],
    ['+4512345678', '+45 12 34 56 78'],
    ['+358401234567', '+358 401 23 45 67'],
    ['+12025550123', '+1 20 25 55 01 23'],
  ])('%s is shown as %s', (stored, shown) => {
    expect(showPhone(stored)).toBe(shown)
  })

  test('only a Swedish mobile number takes an SMS', () => {
    expect(isMobile('+46701740605')).toBe(true)
    expect(isMobile('+46846500405')).toBe(false)
    expect(isMobile('+46771740605')).toBe(false)
    expect(isMobile('+4790123456')).toBe(false)
  })
})

test('any number that passes survives being shown and typed again', () => {
  const typed = fc.oneof(fc.stringMatching(/^\+46[1-9]\d{6,9}$/), fc.stringMatching(/^\+[1-9]\d{6,14}$/))
  fc.assert(
    fc.property(typed, (number) => {
      const parsed = parsePhone(number)
      fc.pre(parsed.ok)
      expect(parsePhone(showPhone(parsed.value))).toEqual(parsed)
    }),
  )
})
