import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseMeterNumber, showMeterNumber } from '../../../../src/domain/forms/identifiers/meterNumber.ts'

describe('a mätarnummer (docs/domain.md 3.2 D)', () => {
  test.each([
    ['1234', '1234'],
    ['kam-0012 3456', 'KAM-00123456'],
    ['AID–77', 'AID-77'],
    ['A'.repeat(20), 'A'.repeat(20)],
  ])('%j passes and is stored as %s', (typed, stored) => {
    expect(parseMeterNumber(typed)).toEqual({ ok: true, value: stored })
  })

  test.each(['123', 'A'.repeat(21), '12_34', '12/34', 'ÅÄÖ1', 'ſ1234', 'ß123', ''])('%j is refused', (typed) => {
    expect(parseMeterNumber(typed)).toEqual({
      ok: false,
      message: 'Mätarnummer ska ha 4–20 tecken: siffror, bokstäver A–Z och bindestreck.',
    })
  })
})

test('any mätarnummer survives being shown and typed again', () => {
  fc.assert(
    fc.property(fc.stringMatching(/^[A-Z0-9-]{4,20}$/), (value) => {
      expect(parseMeterNumber(showMeterNumber(value))).toEqual({ ok: true, value })
    }),
  )
})
