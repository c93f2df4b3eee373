import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseFacilityId, showFacilityId } from '../../../../src/domain/forms/identifiers/facilityId.ts'
import { gs1CheckDigit } from '../../../../src/domain/forms/identifiers/gs1.ts'

const shape = 'Anläggnings-ID ska ha 18 siffror och börja med 735999.'
const checkDigit = 'Kontrollera siffrorna i anläggnings-ID, kontrollsiffran stämmer inte.'

describe('an anläggnings-ID (docs/domain.md 4.1)', () => {
  test.each([
    ['735999000100000012', '735999000100000012'],
    ['735999000100000029', '735999000100000029'],
    ['735999000100000036', '735999000100000036'],
    ['735999000200000011', '735999000200000011'],
    ['735999000200000097', '735999000200000097'],
    ['735999000100000104', '735999000100000104'],
    ['735 999 000 100 000 111', '735999000100000111'],
    ['735999-000100-000128', '735999000100000128'],
    ['\t735999000100000135\n', '735999000100000135'],
    ['735\u00a0999\u202f000–100−000‑012\u200b', '735999000100000012'],
  ])('%j passes and is stored as %s', (typed, stored) => {
    expect(parseFacilityId(typed)).toEqual({ ok: true, value: stored })
  })

  test.each([
    ['with a wrong check digit', '735999000100000013', checkDigit],
    ['of 17 digits', '73599900010000001', shape],
    ['of 19 digits', '7359990001000000122', shape],
    ['from public test code (the check digit must be 8)', '735999123456789012', checkDigit],
    ['that should end with 3', '735999100000000001', checkDigit],
    ['with a wrong prefix', '736999000100000012', shape],
    ['that is a Norwegian målepunkt-id', '707057500012345678', shape],
    ['in Arabic digits', '٧٣٥٩٩٩٠٠٠١٠٠٠٠٠٠١٢', shape],
    ['in full-width digits', '７３５９９９０００１０００００００１２', shape],
    ['that is blank', '', shape],
    ['with a letter O for a zero', '73599900O100000012', shape],
  ])('one %s is refused', (_, typed, message) => {
    expect(parseFacilityId(typed)).toEqual({ ok: false, message })
  })

  test.each(['735999999999999999', '735999444444444444', '735999000000000006'])(
    '%s is right by mod 10 but warns',
    (id) => {
      expect(parseFacilityId(id)).toEqual({
        ok: true,
        value: id,
        warning: 'Anläggnings-ID ser påhittat ut. Kontrollera det mot fakturan.',
      })
    },
  )

  test('a wrong check digit only warns where the network owner wants it so, but length and prefix still refuse', () => {
    expect(parseFacilityId('735999000100000013', 'warn')).toEqual({
      ok: true,
      value: '735999000100000013',
      warning: checkDigit,
    })
    expect(parseFacilityId('73599900010000001', 'warn').ok).toBe(false)
    expect(parseFacilityId('736999000100000012', 'warn').ok).toBe(false)
  })

  test('the check digit of the worked example is 2', () => {
    expect(gs1CheckDigit('73599900010000001')).toBe('2')
  })

  test('it is shown in threes', () => {
    expect(showFacilityId('735999000100000012')).toBe('735 999 000 100 000 012')
  })
})

const facilityId = fc.stringMatching(/^\d{11}$/).map((tail) => `735999${tail}${gs1CheckDigit(`735999${tail}`)}`)

test('any anläggnings-ID survives being shown and typed again', () => {
  fc.assert(
    fc.property(facilityId, (id) => {
      expect(parseFacilityId(showFacilityId(id))).toMatchObject({ value: id })
    }),
  )
})

test('any anläggnings-ID with one wrong digit is refused', () => {
  fc.assert(
    fc.property(facilityId, fc.nat(17), fc.integer({ min: 1, max: 9 }), (id, at, more) => {
      const wrong = id.slice(0, at) + String((Number(id[at]) + more) % 10) + id.slice(at + 1)
      expect(parseFacilityId(wrong).ok).toBe(false)
    }),
  )
})
