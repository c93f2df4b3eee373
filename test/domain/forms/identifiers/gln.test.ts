import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseEdielId, parseGln, showEdielId, showGln } from '../../../../src/domain/forms/identifiers/gln.ts'
import { gs1CheckDigit } from '../../../../src/domain/forms/identifiers/gs1.ts'

describe('a GLN (docs/domain.md 4.2)', () => {
  test.each([
    ['7359999000014', '7359999000014'],
    ['7350000000016', '7350000000016'],
    ['7 359999 000014', '7359999000014'],
  ])('%j passes and is stored as %s', (typed, stored) => {
    expect(parseGln(typed)).toEqual({ ok: true, value: stored })
  })

  test.each([
    ['7359999000015', 'Kontrollera siffrorna i GLN, kontrollsiffran stämmer inte.'],
    ['735999900001', 'GLN ska ha 13 siffror.'],
    ['73599990000144', 'GLN ska ha 13 siffror.'],
    ['', 'GLN ska ha 13 siffror.'],
  ])('%j is refused', (typed, message) => {
    expect(parseGln(typed)).toEqual({ ok: false, message })
  })

  test('it is shown as under a bar code', () => {
    expect(showGln('7359999000014')).toBe('7 359999 000014')
  })
})

const gln = fc.stringMatching(/^\d{12}$/).map((digits) => digits + gs1CheckDigit(digits))

test('any GLN survives being shown and typed again', () => {
  fc.assert(
    fc.property(gln, (value) => {
      expect(parseGln(showGln(value))).toEqual({ ok: true, value })
    }),
  )
})

test('any GLN with one wrong digit is refused', () => {
  fc.assert(
    fc.property(gln, fc.nat(12), fc.integer({ min: 1, max: 9 }), (value, at, more) => {
      const wrong = value.slice(0, at) + String((Number(value[at]) + more) % 10) + value.slice(at + 1)
      expect(parseGln(wrong).ok).toBe(false)
    }),
  )
})

describe('an Ediel-id', () => {
  test('is five digits', () => {
    expect(parseEdielId(' 12345 ')).toEqual({ ok: true, value: '12345' })
    expect(showEdielId('12345')).toBe('12345')
  })

  test.each(['1234', '123456', '1234A', ''])('%j is refused', (typed) => {
    expect(parseEdielId(typed)).toEqual({ ok: false, message: 'Ediel-id ska ha 5 siffror.' })
  })
})
