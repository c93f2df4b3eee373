import { expect, test } from 'vitest'
import type { Field } from '../../../src/domain/forms/definition.ts'
import { asRead } from '../../../src/domain/forms/identifiers/asRead.ts'
import { parseIdentity } from '../../../src/domain/forms/identifiers/identity.ts'
import { parsePhone } from '../../../src/domain/forms/identifiers/phone.ts'
import { parsePostcode } from '../../../src/domain/forms/identifiers/postcode.ts'
import { toValues } from '../../../src/domain/forms/repeatingGroups.ts'

const CASES = [
  ['identity', '191212121212', '19121212-1212', (typed: string) => parseIdentity(typed, '2026-12-01', 'both')],
  ['identity', '5599990016', '559999-0016', (typed: string) => parseIdentity(typed, '2026-12-01', 'both')],
  ['phone', '+46701740605', '070-174 06 05', parsePhone],
  ['phone', '+4930123456', '+49 30 12 34 56', parsePhone],
  ['postcode', '12345', '123 45', parsePostcode],
] as const

test.each(CASES)('a stored %s %s stands in its input as %s, and is read as the same', (type, stored, shown, parse) => {
  expect(asRead(type, stored)).toBe(shown)
  expect(parse(shown)).toMatchObject({ ok: true, value: stored })
})

test('in rows of a group too; what is no number stays as it was written', () => {
  const field = (key: string, type: Field['type'], fields?: Field[]): Field => ({
    key,
    label: key,
    type,
    ...(fields && { fields }),
  })
  const fields = [
    field('tfn', 'phone'),
    field('namn', 'text'),
    field('rader', 'group', [field('kund', 'identity'), field('not', 'text')]),
  ]
  const answers = { tfn: '+46701740605', namn: '12345', rader: [{ kund: '5599990016', not: '+46701740605' }] }
  expect(toValues({ sections: [{ key: 'a', title: 'A', fields }] }, answers)).toEqual({
    tfn: '070-174 06 05',
    namn: '12345',
    'rader.0.kund': '559999-0016',
    'rader.0.not': '+46701740605',
  })
})
