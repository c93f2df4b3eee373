import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseOrgNumber, showOrgNumber, vatNumber } from '../../../../src/domain/forms/identifiers/orgNumber.ts'

const shape = 'Organisationsnummer ska ha 10 siffror, till exempel 559999-0016.'
const wrong = 'Organisationsnumret stämmer inte. Kontrollera siffrorna.'
const personal = 'Numret ser ut som ett personnummer. Ange ett organisationsnummer.'

describe('an organisationsnummer (docs/domain.md 4.3)', () => {
  test.each([
    ['559999-0016', '5599990016'],
    ['559999-0024', '5599990024'],
    ['559999-0032', '5599990032'],
    ['559999-0040', '5599990040'],
    ['559999-0057', '5599990057'],
    ['769999-0011', '7699990011'],
    ['969999-0017', '9699990017'],
    ['165599990016', '5599990016'],
    ['16559999-0016', '5599990016'],
    ['SE559999001601', '5599990016'],
    ['se 559999-0016 01', '5599990016'],
    [' 559999 0016 ', '5599990016'],
  ])('%j passes and is stored as %s', (typed, stored) => {
    expect(parseOrgNumber(typed)).toEqual({ ok: true, value: stored })
  })

  test.each([
    ['559999-0017', wrong],
    ['059999-0012', wrong],
    ['551299-0010', personal],
    ['121212-1212', personal],
    ['191212121212', shape],
    ['175599990016', shape],
    ['SE559999001602', shape],
    ['559999-001', shape],
    ['559999+0016', shape],
    ['', shape],
  ])('%j is refused', (typed, message) => {
    expect(parseOrgNumber(typed)).toEqual({ ok: false, message })
  })

  test('it is shown with a hyphen', () => {
    expect(showOrgNumber('5599990016')).toBe('559999-0016')
  })

  test('its VAT number has SE before and 01 after, for an enskild firma the ten last digits of the person', () => {
    expect(vatNumber('5599990016')).toBe('SE559999001601')
    expect(vatNumber('191212121212')).toBe('SE121212121201')
  })
})

/** Numbers of any form of company, the check digit found by trying. */
const orgNumber = fc.stringMatching(/^[1-9]\d[2-9]\d{6}$/).map((nine) => {
  const right = Array.from({ length: 10 }, (_, digit) => `${nine}${digit}`).filter((ten) => parseOrgNumber(ten).ok)
  expect(right).toHaveLength(1)
  return right.join()
})

test('any organisationsnummer survives being shown and typed again', () => {
  fc.assert(
    fc.property(orgNumber, (value) => {
      expect(parseOrgNumber(showOrgNumber(value))).toEqual({ ok: true, value })
    }),
  )
})

test('any organisationsnummer with one wrong digit is refused', () => {
  fc.assert(
    fc.property(orgNumber, fc.nat(9), fc.integer({ min: 1, max: 9 }), (value, at, more) => {
      const off = value.slice(0, at) + String((Number(value[at]) + more) % 10) + value.slice(at + 1)
      expect(parseOrgNumber(off).ok).toBe(false)
    }),
  )
})
