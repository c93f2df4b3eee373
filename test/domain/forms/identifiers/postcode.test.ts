import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parsePostcode, showPostcode } from '../../../../src/domain/forms/identifiers/postcode.ts'

describe('a postnummer (docs/domain.md 4.5)', () => {
  test.each(['123 45', '12345', ' 123\u00a045 '])('%j passes', (typed) => {
    expect(parsePostcode(typed)).toEqual({ ok: true, value: '12345' })
  })

  test.each(['012 34', '1234', '123 456', '123 4A', '', '١٢٣ ٤٥'])('%j is refused', (typed) => {
    expect(parsePostcode(typed)).toEqual({ ok: false, message: 'Postnummer ska ha 5 siffror, till exempel 123 45.' })
  })

  test('it is shown with a space', () => {
    expect(showPostcode('12345')).toBe('123 45')
  })
})

test('any postnummer survives being shown and typed again', () => {
  fc.assert(
    fc.property(fc.stringMatching(/^[1-9]\d{4}$/), (value) => {
      expect(parsePostcode(showPostcode(value))).toEqual({ ok: true, value })
    }),
  )
})
