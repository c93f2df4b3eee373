import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  fuseKw,
  fuseLadder,
  intervalOf,
  needsCurrentTransformer,
  onePhaseKw,
  parseFuse,
  showFuse,
  showIntervals,
  threePhaseKw,
  withinOneInterval,
} from '../../../../src/domain/forms/identifiers/fuses.ts'

describe('a fuse (docs/domain.md 4.9)', () => {
  test.each(fuseLadder)('of %i A is on the ladder and survives being shown and typed again', (ampere) => {
    expect(parseFuse(showFuse(ampere))).toEqual({ ok: true, value: String(ampere) })
  })

  test.each(['30', '60', '24', '', '016', '16.5', '2x16', '1e2', '-16', 'A', '16 kA', '١٦'])(
    '%j is refused',
    (typed) => {
      expect(parseFuse(typed)).toEqual({
        ok: false,
        message: 'Välj en säkringsstorlek som nätbolaget har, till exempel 16, 20 eller 25 A.',
      })
    },
  )

  test.each(['16,0', '16.0', '3x16', '3 x 16 A', '3×16A', '1x16', '16 amp', '16 A'])('%j is 16 A', (typed) => {
    expect(parseFuse(typed)).toEqual({ ok: true, value: '16' })
  })

  test('is refused when this network owner does not have it', () => {
    expect(parseFuse('20', [16, 25, 35]).ok).toBe(false)
    expect(parseFuse('25a', [16, 25, 35])).toEqual({ ok: true, value: '25' })
  })

  test.each([
    [16, 11.09],
    [20, 13.86],
    [25, 17.32],
    [35, 24.25],
    [50, 34.64],
    [63, 43.65],
    [80, 55.43],
    [100, 69.28],
    [125, 86.6],
    [160, 110.85],
    [200, 138.56],
    [250, 173.21],
    [315, 218.24],
    [400, 277.13],
  ])('of %i A lets %f kW through on three phases', (ampere, kw) => {
    expect(threePhaseKw(ampere)).toBe(kw)
    expect(fuseKw(ampere)).toBe(kw)
  })

  test.each([
    [16, 3.68],
    [20, 4.6],
    [25, 5.75],
  ])('of %i A lets %f kW through on one phase', (ampere, kw) => {
    expect(onePhaseKw(ampere)).toBe(kw)
    expect(fuseKw(ampere, 1)).toBe(kw)
  })

  test('above 63 A wants current transformers', () => {
    expect(needsCurrentTransformer(63)).toBe(false)
    expect(needsCurrentTransformer(80)).toBe(true)
  })
})

describe('a change of fuse', () => {
  test.each([
    [16, 25, true],
    [25, 16, true],
    [20, 20, true],
    [50, 63, true],
    [35, 35, true],
    [25, 35, false],
    [16, 35, false],
    [35, 50, false],
    [80, 80, false],
    [63, 80, false],
  ])('from %i to %i A stays within one interval: %s', (before, after, within) => {
    expect(withinOneInterval(before, after)).toBe(within)
  })

  test('follows the intervals of the network owner', () => {
    expect(withinOneInterval(16, 35, [{ from: 16, to: 35 }])).toBe(true)
    expect(withinOneInterval(16, 25, [])).toBe(false)
    expect(intervalOf(20)).toEqual({ from: 16, to: 25 })
    expect(intervalOf(100)).toBeUndefined()
    expect(showIntervals()).toBe('16–25, 35, 50–63 A')
  })

  test('within an interval is so both ways', () => {
    const fuse = fc.constantFrom(...fuseLadder)
    fc.assert(
      fc.property(fuse, fuse, (a, b) => {
        expect(withinOneInterval(a, b)).toBe(withinOneInterval(b, a))
      }),
    )
  })
})
