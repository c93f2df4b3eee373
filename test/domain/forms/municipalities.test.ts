import { expect, test } from 'vitest'
import { MUNICIPALITIES, spellMunicipality } from '../../../src/domain/forms/identifiers/municipalities.ts'

test('Sweden has 290 municipalities, each once, in alphabetical order', () => {
  expect(new Set(MUNICIPALITIES).size).toBe(290)
  expect([MUNICIPALITIES[0], MUNICIPALITIES.at(-1)]).toEqual(['Ale', 'Övertorneå'])
})

test.each([
  ['göteborgs kommun', 'Göteborg'],
  ['Härjedalens kommun', 'Härjedalen'],
  ['VÄSTERÅS', 'Västerås'],
  ['Borås kommun', 'Borås'],
  ['Upplands-bro', 'Upplands-Bro'],
  ['Norrådal', 'Norrådal'],
])('%s is spelt %s', (typed, spelt) => expect(spellMunicipality(typed)).toBe(spelt))

test('no two are told apart only by what is passed over in spelling them', () => {
  for (const name of MUNICIPALITIES) expect(spellMunicipality(name)).toBe(name)
})
