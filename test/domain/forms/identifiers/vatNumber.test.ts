import { expect, test } from 'vitest'
import { maskIdentity, parseIdentity, showIdentity } from '../../../../src/domain/forms/identifiers/identity.ts'

const read = (input: string, kind: 'both' | 'organisation' | 'person' = 'both') =>
  parseIdentity(input, '2027-02-01', kind)

test.each([
  ['DK13585628', 'DK13585628'],
  ['dk 13 58 56 28', 'DK13585628'],
  ['NO 923 609 016 MVA', 'NO923609016MVA'],
  ['FI20774740', 'FI20774740'],
  ['DE136695976', 'DE136695976'],
])('%s is a foreign company’s, stored as %s and shown whole', (typed, stored) => {
  for (const kind of ['both', 'organisation'] as const) {
    expect(read(typed, kind)).toMatchObject({ ok: true, kind: 'organisation', value: stored })
  }
  expect(showIdentity(stored)).toBe(stored)
  expect(maskIdentity(stored)).toBe(stored)
})

test.each([
  ['DK12345678', 'Momsregistreringsnumret stämmer inte'],
  ['IS123456', 'Ange ett personnummer med 10 eller 12 siffror'],
])('%s is refused in words', (typed, message) => {
  expect(read(typed)).toMatchObject({ ok: false, message: expect.stringContaining(message) as string })
})

test('Sweden’s own is stored as the organisationsnummer in it, and no person has one', () => {
  expect(read('SE559999001601')).toMatchObject({ ok: true, value: '5599990016' })
  expect(read('DK13585628', 'person')).toMatchObject({ ok: false })
})

test('an enskild firma is accepted with a warning, and masked', () => {
  const firm = read('121212+1212', 'organisation')
  expect(firm).toMatchObject({
    ok: true,
    value: '191212121212',
    warning: expect.stringContaining('enskild firma') as string,
  })
  expect(maskIdentity('191212121212')).toBe('19121212-****')
})
