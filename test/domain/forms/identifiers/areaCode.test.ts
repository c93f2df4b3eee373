import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseAreaCode, priceAreas, showAreaCode } from '../../../../src/domain/forms/identifiers/areaCode.ts'

describe('a nätområdes-ID (docs/domain.md 4.10)', () => {
  test.each([
    ['STH', 'STH'],
    ['TES', 'TES'],
    ['sth', 'STH'],
    [' åäö ', 'ÅÄÖ'],
    ['IK1', 'IK1'],
    ['IK4', 'IK4'],
    ['A\u030aBC', 'ÅBC'],
  ])('%j passes and is stored as %s', (typed, stored) => {
    expect(parseAreaCode(typed)).toEqual({ ok: true, value: stored })
  })

  test.each(['ST', 'STHM', '1IK', 'S_H', '', 'aß', 'ſth', 'SТH'])('%j is refused', (typed) => {
    expect(parseAreaCode(typed)).toEqual({ ok: false, message: 'Nätområdes-ID ska ha 3 tecken, till exempel STH.' })
  })

  test.each([...priceAreas, 'se3'])('%s is an elområde, which is something else', (typed) => {
    expect(parseAreaCode(typed)).toEqual({
      ok: false,
      message: 'SE1–SE4 är elområden. Ange nätområdets ID, till exempel STH.',
    })
  })
})

test('any nätområdes-ID survives being shown and typed again', () => {
  const code = fc.stringMatching(/^[A-ZÅÄÖ][A-ZÅÄÖ0-9]{2}$/).filter((value) => !priceAreas.includes(value))
  fc.assert(
    fc.property(code, (value) => {
      expect(parseAreaCode(showAreaCode(value))).toEqual({ ok: true, value })
    }),
  )
})
