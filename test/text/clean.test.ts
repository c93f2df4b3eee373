import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { safeName } from '../../src/attachments/types.ts'
import { rulesFor } from '../../src/sign-in/accounts/passwordRules.ts'
import { policyOf } from '../../src/sign-in/accounts/policy.ts'
import { hashPassword, verifyPassword } from '../../src/sign-in/accounts/passwords.ts'
import { readLines } from '../../src/configuration/areaFile.ts'
import { readRanges } from '../../src/configuration/areas.ts'
import { jobType } from '../../src/domain/forms/catalogue/jobs.ts'
import { spellMunicipality } from '../../src/domain/forms/identifiers/municipalities.ts'
import { fieldsOf } from '../../src/domain/forms/schema.ts'
import { tableOf } from '../../src/domain/forms/table.ts'
import { numbersOf, searchTerms } from '../../src/search/terms.ts'
import { cleanText, fold, nfc } from '../../src/text/clean.ts'
import { companyLikenessOf } from '../../src/text/likeness.ts'
import { cleanName, companyNameProblem, personNameProblem } from '../../src/text/names.ts'
import { textOf as textOfBytes } from '../../src/text/encoding.ts'
import { readPeople } from '../../src/users/csv.ts'
import { usernameOf } from '../../src/users/username.ts'
import { readParameters, readQuery } from '../../src/web/parameters.ts'
import { growsTooFast, measurable, textOf, tooFast } from '../support/growth.ts'

/** The longest run of non-starters in the full decomposition, told by PostgreSQL's and ICU's own rule: class above 0. */
function longestRun(text: string): number {
  let longest = 0
  let run = 0
  for (const sign of text.normalize('NFKD')) {
    run = isNonStarter(sign) ? run + 1 : 0
    longest = Math.max(longest, run)
  }
  return longest
}
const isNonStarter = (sign: string) => sign === '\u0345' || `\u0345${sign}`.normalize('NFD') !== `\u0345${sign}`

const MARKS = [
  '\u0345',
  '\u0301',
  '\u0316',
  '\u0334',
  '\u0344',
  '\u0F73',
  '\u0C48',
  '\uFF9E',
  '\u0903',
  '\u034F',
  '\u20E3',
]
const text = fc
  .array(
    fc.oneof({ weight: 20, arbitrary: fc.constantFrom(...MARKS) }, fc.constantFrom('a', '\u1F82', '\u00E5', ' ')),
    {
      maxLength: 200,
    },
  )
  .map((signs) => signs.join(''))

describe('cleaned text', () => {
  test('is in the Stream-Safe Text Format, however marks are piled up, and cleaning it again changes nothing', () => {
    fc.assert(
      fc.property(text, (typed) => {
        const clean = cleanText(typed)
        expect(longestRun(clean)).toBeLessThanOrEqual(30)
        expect(cleanText(clean)).toBe(clean)
        // Nothing is lost: without the joiners it is the same text.
        const bare = (each: string) => each.replaceAll('\u034F', '').normalize('NFD')
        if (longestRun(typed) <= 30) expect(clean).toBe(typed.normalize('NFC'))
        else expect(Array.from(bare(clean)).sort()).toEqual(Array.from(bare(typed)).sort())
      }),
      { numRuns: 500 },
    )
  })

  test('has thirty marks after a letter as they were, and a joiner before the thirty-first', () => {
    const thirty = `x${'\u0316'.repeat(30)}`
    expect(cleanText(thirty)).toBe(thirty)
    expect(cleanText(`${thirty}\u0316`)).toBe(`${thirty}\u034F\u0316`)
  })

  test('may be millions of marks in one run, whatever form takes so many', () => {
    const clean = cleanText(`a${'\u0345\u0301\u0316\u0334'.repeat(1_000_000)}`)
    expect(longestRun(clean.slice(0, 1000))).toBe(30)
    expect(clean.length).toBeGreaterThan(4_100_000)
  })

  test.each([
    ['A\u030Angstro\u0308m', 'Ångström'],
    ['rad\r\nrad\rrad\n', 'rad\nrad\nrad\n'],
    ['a\0b', 'a\uFFFDb'],
    ['a\uD800b', 'a\uFFFDb'],
    ['👩‍👩‍👧 Zoë Nguyễn Łódź ქართული देवनागरी', '👩‍👩‍👧 Zoë Nguyễn Łódź ქართული देवनागरी'],
  ])('of %j is %j', (typed, clean) => {
    expect(cleanText(typed)).toBe(clean)
  })

  test('of any real text is what NFC makes of it', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (typed) => {
        expect(nfc(typed)).toBe(typed.toWellFormed().normalize('NFC'))
      }),
    )
  })

  test('folded has neither marks nor capitals', () => {
    expect(fold('Åsa Öberg-LIND é')).toBe('asa oberg-lind e')
  })
})

test('a password is hashed as it always was, and one that is too long is nobody’s', async () => {
  const stored = await hashPassword('lo\u0308senord är långt nog')
  expect(await verifyPassword(stored, 'lösenord är långt nog')).toBe(true)
  const long = 'x'.repeat(1001)
  expect(await verifyPassword(await hashPassword(long), long)).toBe(false)
  expect(await verifyPassword(null, 'x')).toBe(false)
})

const { notice } = jobType('NY04')
const grid = fieldsOf(notice).find(({ key }) => key === 'rader')!
const chooser = { policy: policyOf({}), hasSecondStep: false, names: ['Eva Nordin'] }

describe('the time it takes grows with the length', () => {
  test.each<[string, (text: string) => unknown]>([
    ['cleaning', cleanText],
    ['folding', fold],
    ['a body’s value', (typed) => readParameters(`a=${encodeURIComponent(typed.toWellFormed())}`, 10)],
    ['a body’s name', (typed) => readParameters(`${encodeURIComponent(typed.toWellFormed())}=a`, 10)],
    ['a query string', (typed) => readQuery(`q=${encodeURIComponent(typed.toWellFormed())}`)],
    ['a file’s name', safeName],
    ['a user name', usernameOf],
    ['a name', (typed) => [cleanName(typed), personNameProblem(typed), companyNameProblem(typed)]],
    ['what a name looks like', companyLikenessOf],
    ['a password that is not anybody’s', (typed) => verifyPassword(null, typed)],
    ['a file of people', (typed) => readPeople(cleanText(textOfBytes(Buffer.from(typed))))],
    ['a file of areas', (typed) => readLines(cleanText(textOfBytes(Buffer.from(typed))), { areas: [] })],
    ['a list of postnummer', readRanges],
    ['a pasted grid', (typed) => tableOf(grid, cleanText(typed))],
    ['words to search for', (typed) => [searchTerms(cleanText(typed)), numbersOf(cleanText(typed))]],
    ['a municipality', spellMunicipality],
  ])('of %s', async (_what, work) => {
    expect(await tooFast(20_000, work)).toEqual({})
  })

  test('of a new password, up to the thousand characters that a form takes', async () => {
    expect(await tooFast(125, (typed) => rulesFor(typed, chooser))).toEqual({})
  })

  test('of many parameters, also of one name', async () => {
    const many = (n: number) => readParameters(Array.from({ length: n }, (_, i) => `n${i}=å`).join('&'), 1_000_000)
    const same = (n: number) => readParameters('a=å&'.repeat(n), 1_000_000)
    for (const work of [many, same]) expect(await growsTooFast(20_000, work)).toBeNull()
  })

  test('which is measured so that what is quadratic is found', async () => {
    const normalizing = (n: number) => textOf('\u0345\u0301\u0316\u0334', n).normalize('NFC')
    const trimming = (n: number) => /\s+$/.test(`${' '.repeat(n)}x`)
    for (const work of [normalizing, trimming]) {
      expect(await growsTooFast(await measurable(work), work)).toBeGreaterThan(32)
    }
  })
})
