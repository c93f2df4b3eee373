import { describe, expect, test } from 'vitest'
import {
  maskIdentity,
  parseIdentity,
  showIdentity,
  showVat,
} from '../../../../src/domain/forms/identifiers/identity.ts'

const today = '2026-11-23'

describe('a person- or organisationsnummer', () => {
  test.each([
    ['both', '559999-0016', 'organisation', '5599990016'],
    ['both', '165599990016', 'organisation', '5599990016'],
    ['both', '19121212-1212', 'person', '191212121212'],
    ['both', '850315+2384', 'person', '188503152384'],
    ['person', '18850375-2381', 'person', '188503752381'],
    ['organisation', '769999-0011', 'organisation', '7699990011'],
  ] as const)('where %s is asked for, %s is taken as %s', (asked, typed, kind, value) => {
    expect(parseIdentity(typed, today, asked)).toEqual({ ok: true, kind, value })
  })

  test('the personal number of an enskild firma passes as organisation, as kind person and with a warning', () => {
    expect(parseIdentity('18850315-2384', today, 'organisation')).toEqual({
      ok: true,
      kind: 'person',
      value: '188503152384',
      warning: 'Det här är ett personnummer. Det är rätt bara för enskild firma.',
    })
  })

  test.each([
    ['5599990016', 'SE559999001601', 'SE559999001601'],
    ['191212121212', 'SE121212121201', 'SE121212****01'],
    ['DK13585628', 'DK13585628', 'DK13585628'],
  ])('of %s is made a VAT number, a person’s masked where it leaves the case', (stored, full, masked) => {
    expect([showVat(stored), showVat(stored, false)]).toEqual([full, masked])
  })

  test('the warning about the century is kept where a person may be meant', () => {
    expect(parseIdentity('121212-1212', today, 'both')).toHaveProperty('warning')
  })

  test.each([
    ['person', '559999-0016', 'Det här är ett organisationsnummer. Ange ett personnummer.'],
    ['person', '121212-1213', 'Personnumret stämmer inte. Kontrollera siffrorna.'],
    ['organisation', '559999-0017', 'Organisationsnumret stämmer inte. Kontrollera siffrorna.'],
    ['organisation', '551299-0010', 'Numret ser ut som ett personnummer. Ange ett organisationsnummer.'],
    ['both', '559999-0017', 'Organisationsnumret stämmer inte. Kontrollera siffrorna.'],
    ['both', '121212-1213', 'Personnumret stämmer inte. Kontrollera siffrorna.'],
    ['both', '850315+2385', 'Personnumret stämmer inte. Kontrollera siffrorna.'],
    ['both', '551299-0010', 'Personnumret stämmer inte. Kontrollera siffrorna.'],
    ['both', '123', 'Ange ett personnummer med 10 eller 12 siffror eller ett organisationsnummer med 10 siffror.'],
  ] as const)('where %s is asked for, %s is refused', (asked, typed, message) => {
    expect(parseIdentity(typed, today, asked)).toEqual({ ok: false, message })
  })

  test('it is shown by its kind', () => {
    expect(showIdentity('5599990016')).toBe('559999-0016')
    expect(showIdentity('191212121212')).toBe('19121212-1212')
  })

  test('only persons are masked, and so is what is neither', () => {
    expect(maskIdentity('5599990016')).toBe('559999-0016')
    expect(maskIdentity('191212121212')).toBe('19121212-****')
    expect(maskIdentity('1212121212')).toBe('****')
  })
})
