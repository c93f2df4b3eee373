import fc from 'fast-check'
import { expect, test } from 'vitest'
import { safeName } from '../../src/attachments/types.ts'
import { cut } from '../../src/text/cut.ts'
import { tooFast } from '../support/growth.ts'
import { processorTime } from '../support/patience.ts'

const FAMILY = '👨‍👩‍👧‍👦'
const ACCENTED = 'e\u0323\u0302'

test.each([
  ['a pair', 'a😀b', 2, 'a'],
  ['a pair that fits', 'a😀b', 3, 'a😀'],
  ['a family', `ab${FAMILY}c`, 8, 'ab'],
  ['a flag', 'x🇸🇪y', 3, 'x'],
  ['a skin colour', 'x👍🏽y', 4, 'x'],
  ['marks', `ab${ACCENTED}`, 4, 'ab'],
  ['a line break', 'ab\r\nc', 3, 'ab'],
  ['nothing', 'abc', 3, 'abc'],
  ['a single character that is too long', FAMILY, 4, '👨‍'],
  ['a single pair that is too long', '😀', 1, ''],
])('%s is never cut through', (_what, text, most, kept) => {
  expect(cut(text, most)).toBe(kept)
})

const text = fc.string({ unit: fc.constantFrom('a', 'å', ' ', '😀', '𝐒', FAMILY, '🇸🇪', ACCENTED, '\u200d', '\ufe0f') })

test('what is left is well-formed, no longer than asked and how the text begins', () => {
  fc.assert(
    fc.property(text, fc.nat(40), (given, most) => {
      const left = cut(given, most)
      expect([left.isWellFormed(), left.length <= most, given.startsWith(left)]).toEqual([true, true, true])
    }),
  )
})

test('a file keeps a well-formed name of at most 120 characters, with its ending', () => {
  fc.assert(
    fc.property(text, fc.constantFrom('.pdf', '.😀😀😀😀😀😀', ''), (given, ending) => {
      const name = safeName(given.repeat(9) + ending)
      expect([name.isWellFormed(), name.length <= 120, name.length > 0]).toEqual([true, true, true])
      expect(name).not.toContain('\uFFFD')
      if (ending === '.pdf') expect(name).toMatch(/\.pdf$/)
    }),
  )
  expect(safeName(`${'a'.repeat(109)}😀.pdf`)).toBe(`${'a'.repeat(109)}.pdf`)
})

test('the time grows with the length, whatever it is made of', async () => {
  expect(await tooFast(30_000, (given) => cut(given, given.length - 1), processorTime)).toEqual({})
})
