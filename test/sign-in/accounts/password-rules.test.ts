import fc from 'fast-check'
import { expect, test } from 'vitest'
import { policyOf } from '../../../src/sign-in/accounts/policy.ts'
import { rulesFor, type Chooser } from '../../../src/sign-in/accounts/passwordRules.ts'

const olle: Chooser = {
  policy: policyOf({}),
  hasSecondStep: false,
  names: ['Olle Palm', 'olle.palm', 'Bergströms Elservice AB'],
}

const broken = async (password: string, who = olle) =>
  (await rulesFor(password, who)).filter(({ state }) => state === 'wrong').map(({ key }) => key)

test.each([
  ['tågresan till kiruna', []],
  ['gul cykel i hallen', []],
  ['correct horse battery staple', []],
  ['😀🚲🌲⚡️🦌 fem tecken till', []],
  ['kort', ['length', 'common']],
  ['fjortontecken!', ['length']],
  // Swedish words, years, repetition, keyboard walks, the leaked and the dressed up.
  ['sommar2026sommar', ['common']],
  ['Sommar2026!Sommar2026!', ['common']],
  ['lösenordlösenord1', ['common']],
  ['losenordlosenord', ['common']],
  ['hejsanhejsan2026', ['common']],
  ['stockholmgöteborg', ['common']],
  ['fotbollsverige2026', ['common']],
  ['välkommen hem 2026', ['common']],
  ['qwertyuiopasdfghjkl', ['common']],
  ['123456789012345678', ['common']],
  ['aaaaaaaaaaaaaaaaaaaa', ['common']],
  ['Password1234567!', ['common']],
  // One's own names, the company's and the product's, in any case and without the dots.
  ['BERGSTROMS bil står still', ['names']],
  ['elanmalan i min ficka', ['names']],
  ['olle bor i ett hus av palmblad', ['names']],
])('%s breaks %j', async (password, keys) => {
  expect(await broken(password)).toEqual(keys)
})

test('three thousand of the commonest leaked passwords that are long enough are refused, whatever a tenant allows', async () => {
  const { dictionary } = await import('@zxcvbn-ts/language-common')
  const leaked = Object.values(dictionary).flat().map(String)
  const longEnough = leaked.filter((password) => password.length >= 8).slice(0, 3000)
  expect(longEnough).toHaveLength(3000)
  const lax: Chooser = { policy: policyOf({ min_length: 8 }), hasSecondStep: true, names: [] }
  const accepted = []
  for (const password of longEnough) if (!(await broken(password, lax)).includes('common')) accepted.push(password)
  expect(accepted).toEqual([])
})

test('eight characters are enough beside a second step, if they are hard to guess; a tenant’s own length always counts', async () => {
  const withStep = { ...olle, hasSecondStep: true }
  expect(await broken('xK9#mQ2$', withStep)).toEqual([])
  expect(await broken('xK9#mQ2$')).toContain('length')
  expect(await broken('xK9#mQ2$', { ...withStep, policy: policyOf({ min_length: 20 }) })).toEqual(['length'])
})

test('a tenant may demand kinds of characters, and then each is a line of its own', async () => {
  const strict = { ...olle, policy: policyOf({ require_classes: ['lower', 'upper', 'digit', 'other'] }) }
  expect(await broken('tågresan till kiruna', strict)).toEqual(['upper', 'digit'])
  expect(await broken('Tågresan till Kiruna 7', strict)).toEqual([])
})

test.each([
  [{}, { min_length: null, max_age_days: null, require_classes: [], history: 5 }],
  [{ min_length: 3, max_age_days: 1, require_classes: 'x', history: -1 }, policyOf({})],
  [{ min_length: 12 }, { ...policyOf({}), min_length: 12 }],
])('of a stored policy %j, what is absent or absurd is the platform’s', (stored, policy) => {
  expect(policyOf(stored)).toEqual(policy)
})

test('any text can be judged, quickly, in either Unicode form alike', async () => {
  await rulesFor('värm upp', olle)
  await fc.assert(
    fc.asyncProperty(fc.string({ unit: 'grapheme', maxLength: 400 }), async (password) => {
      const rules = await rulesFor(password, olle)
      expect(rules.map(({ state }) => state)).toEqual(
        (await rulesFor(password.normalize('NFD'), olle)).map(({ state }) => state),
      )
      if (Array.from(password.normalize('NFC')).length < 15) expect(rules[0]!.state).toBe('wrong')
    }),
    { numRuns: 60 },
  )
})
