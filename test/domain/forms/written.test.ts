import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseDay } from '../../../src/domain/forms/identifiers/day.ts'
import { parseEmail } from '../../../src/domain/forms/identifiers/email.ts'
import { parseFacilityId } from '../../../src/domain/forms/identifiers/facilityId.ts'
import { parseGln } from '../../../src/domain/forms/identifiers/gln.ts'
import { parseIdentity } from '../../../src/domain/forms/identifiers/identity.ts'
import { parseMeterNumber } from '../../../src/domain/forms/identifiers/meterNumber.ts'
import { parseNumber } from '../../../src/domain/forms/identifiers/number.ts'
import { parseOrgNumber } from '../../../src/domain/forms/identifiers/orgNumber.ts'
import { parsePhone } from '../../../src/domain/forms/identifiers/phone.ts'
import { parsePostcode, parsePostcodes } from '../../../src/domain/forms/identifiers/postcode.ts'
import { phasesOf } from '../../../src/domain/forms/options.ts'
import { jobType } from '../../../src/domain/forms/catalogue/jobs.ts'
import { fieldsOf } from '../../../src/domain/forms/schema.ts'
import type { Field } from '../../../src/domain/forms/definition.ts'
import { readValue } from '../../../src/domain/forms/values.ts'

const today = '2027-02-01'
const read = (field: Field, typed: string) =>
  readValue(field, field.key, { [field.key]: typed }, { today, ladder: [16, 20, 25, 35, 50, 63] })
const of = (type: Field['type'], more: Partial<Field> = {}): Field => ({ key: 'x', label: 'X', type, ...more })
const phases = fieldsOf(jobType('NY01').notice).find(({ key }) => key === 'fas_ny')!

describe('what is written by hand or copied from a spreadsheet is read', () => {
  test.each<[string, Field, string, unknown]>([
    ['a number with superfluous zeros', of('number', { decimals: 1 }), '17,20', 17.2],
    ['a whole number with decimals', of('number'), '18000,0', 18000],
    ['a whole number with decimals', of('number'), '16.00', 16],
    ['a number with its unit', of('number', { unit: 'kWh' }), '18 000 kWh', 18000],
    ['a number with its unit', of('number', { unit: 'kWh' }), '18000kwh/år', 18000],
    ['a number with its unit', of('number', { unit: 'm' }), '25 m', 25],
    ['a number with its unit', of('number', { unit: 'm' }), '25 meter', 25],
    ['a number with its unit', of('number', { unit: 'kW', decimals: 1 }), '17,20 kW', 17.2],
    ['a number with its unit', of('number', { unit: 'SEK' }), '12 500:-', 12500],
    ['a number in groups', of('number'), '1.234.567', 1234567],
    ['a number in groups', of('number', { decimals: 2 }), '1.234,50', 1234.5],
    ['a number in groups', of('number', { decimals: 2 }), '1,234.50', 1234.5],
    ['a number in groups', of('number', { decimals: 2 }), '18 000,5', 18000.5],
    ['a number with a minus from Word', of('number'), '\u22125', -5],
    ['a number that a sheet holds as text', of('number'), "'18000", 18000],
    ['three decimals where three are asked for', of('number', { decimals: 3 }), '12,345', 12.345],
    ['less than one', of('number', { decimals: 3 }), '0.125', 0.125],
    ['a fuse', of('fuse'), '16,0', 16],
    ['a fuse', of('fuse'), '3x25', 25],
    ['a fuse', of('fuse'), '3 × 25 A', 25],
    ['a fuse', of('fuse'), '25A', 25],
    ['a fuse', of('fuse'), '3-fas 25 A', 25],
    ['a fuse', of('fuse'), 'trefas 25', 25],
    ['a fuse', of('fuse'), '3 st 25A', 25],
    ['phases', phases, 'L1-L3', '3'],
    ['phases', phases, 'L1, L2, L3', '3'],
    ['phases', phases, '3P', '3'],
    ['phases', phases, 'Trefasigt', '3'],
    ['a number in groups of a calculator', of('number'), "18'000", 18000],
    ['a number with a plus', of('number'), '+18000', 18000],
    ['a number that ends a sentence', of('number'), '18 000.', 18000],
    ['a number with its unit in words', of('number', { unit: 'kWh' }), '18 000 kilowattimmar', 18000],
    ['a number with its unit', of('number', { unit: 'kW', decimals: 1 }), '17,2 kWp', 17.2],
    ['a number with its unit', of('number', { unit: 'kWp', decimals: 1 }), '17,2 kW', 17.2],
    ['phases', phases, '3 fas', '3'],
    ['phases', phases, '3-FAS', '3'],
    ['phases', phases, 'trefas', '3'],
    ['phases', phases, '1,0', '1'],
    ['an answer', of('yesNo'), 'JA', true],
    ['an answer', of('yesNo'), 'FALSKT', false],
    ['a flat', of('text', { pattern: { source: '^\\d{4}$', message: 'Nej' } }), 'Lgh 1101', '1101'],
    ['a flat', of('text', { pattern: { source: '^\\d{4}$', message: 'Nej' } }), '1101,0', '1101'],
    ['a transformer', of('text', { pattern: { source: '^\\d{2,4}/[15]$', message: 'Nej' } }), '100 / 5 A', '100/5'],
    ['a day', of('date'), '2027-04-15 00:00:00', '2027-04-15'],
    ['a day', of('date'), '20270415', '2027-04-15'],
    ['a day', of('date'), "'2027-04-15", '2027-04-15'],
  ])('%s: %o %j', (_what, field, typed, right) => {
    expect(read(field, typed)).toEqual({ value: right })
  })

  test.each([
    ['2027-04-15T00:00:00', '2027-04-15'],
    ['2027-04-15 14:30', '2027-04-15'],
    ['2027/04/15', '2027-04-15'],
    ['2027.4.15', '2027-04-15'],
    ['2027–04–15', '2027-04-15'],
    ['2027 04 15', '2027-04-15'],
    ['15/4 2027', '2027-04-15'],
    ['4/5 2027', '2027-05-04'],
    ['15/4-2027', '2027-04-15'],
    ['15/04/2027', '2027-04-15'],
    ['4/15/2027', '2027-04-15'],
    ['05/05/2027', '2027-05-05'],
    ['4.5.2027', '2027-05-04'],
    ['15 april 2027', '2027-04-15'],
    ['15 APR. 2027', '2027-04-15'],
    ['15:e april 2027', '2027-04-15'],
    ['den 1 maj 2027', '2027-05-01'],
    ['torsdag 15 april 2027', '2027-04-15'],
    ['tors den 15 april 2027', '2027-04-15'],
    ['April 15, 2027', '2027-04-15'],
    ['15-okt-2027', '2027-10-15'],
    ['1 October 2027', '2027-10-01'],
    ['2027-04-15 kl. 07.00', '2027-04-15'],
    ['2027-04-15, kl 10:00', '2027-04-15'],
    ['4/15/2027 12:00:00 AM', '2027-04-15'],
    ['Tor 2027-04-15', '2027-04-15'],
    ['2027-04-15 (torsdag)', '2027-04-15'],
    ['Thu Apr 15 2027', '2027-04-15'],
    ['15e april 2027', '2027-04-15'],
    ['15april2027', '2027-04-15'],
    ['2027 apr 15', '2027-04-15'],
    ['2027-Apr-15', '2027-04-15'],
  ])('the day %j', (typed, right) => {
    expect(parseDay(typed)).toEqual({ ok: true, value: right })
  })

  test.each([
    ['SE-123 45', '12345'],
    ['S-12345', '12345'],
    ['SE 123 45', '12345'],
    ['12345 Norrby', '12345'],
    ['123 45, Norra Berget', '12345'],
    ['Postnr: 123 45', '12345'],
    ['12345,0', '12345'],
    ['="12345"', '12345'],
    ['SE–123 45', '12345'],
    ['Norrby 123 45', '12345'],
    ['Norra Berget, 123 45', '12345'],
    ['123 45 Norrby, Sverige', '12345'],
    ['(123 45)', '12345'],
  ])('the postnummer %j', (typed, right) => {
    expect(parsePostcode(typed)).toEqual({ ok: true, value: right })
  })

  test.each([
    ['12340–12349', ['12340', '12349']],
    ['SE-123 40 - SE-123 49', ['12340', '12349']],
    ['123 40 till 123 49', ['12340', '12349']],
    ['12340 t.o.m. 12349', ['12340', '12349']],
    ['123 45 Tomelilla', ['12345', '12345']],
    ['12349-12340', null],
    ['123', null],
  ])('the postnummer %j as a range', (typed, right) => {
    expect(parsePostcodes(typed)).toEqual(right)
  })

  test.each([
    ['Nr 12345678', '12345678'],
    ['Mätarnr: 12345678', '12345678'],
    ['Mätare nr 1234-A', '1234-A'],
    ['#MT-48211', 'MT-48211'],
    ['12345678,0', '12345678'],
    ["'00123456", '00123456'],
    ['NR12345678', 'NR12345678'],
    ['Serienr 12345678', '12345678'],
    ['S/N: 12345678', '12345678'],
    ['N:o 12345678', '12345678'],
    ['Mätar-ID 12345678', '12345678'],
    ['SN12345678', 'SN12345678'],
  ])('the meter number %j', (typed, right) => {
    expect(parseMeterNumber(typed)).toEqual({ ok: true, value: right })
  })

  test.each([
    ['Anna Ek <anna.ek@foretag.example>', 'anna.ek@foretag.example'],
    ['"Ek, Anna" <anna.ek@foretag.example>;', 'anna.ek@foretag.example'],
    ['<anna.ek@foretag.example>', 'anna.ek@foretag.example'],
    ['mailto:anna.ek@foretag.example', 'anna.ek@foretag.example'],
    ['E-post: anna.ek@foretag.example', 'anna.ek@foretag.example'],
    ['anna.ek@foretag.example;', 'anna.ek@foretag.example'],
    ['anna.ek@foretag.example <anna.ek@foretag.example>', 'anna.ek@foretag.example'],
    ["'anna.ek@foretag.example' <anna.ek@foretag.example>", 'anna.ek@foretag.example'],
    ['Anna Ek [mailto:anna.ek@foretag.example]', 'anna.ek@foretag.example'],
    ['"anna.ek@foretag.example"', 'anna.ek@foretag.example'],
    ['(anna.ek@foretag.example)', 'anna.ek@foretag.example'],
    ['anna.ek @ foretag.example', 'anna.ek@foretag.example'],
    ['mailto:anna.ek@foretag.example?subject=Hej', 'anna.ek@foretag.example'],
  ])('the e-mail address %j', (typed, right) => {
    expect(parseEmail(typed)).toEqual({ ok: true, value: right })
  })

  test.each([
    ['Tel: 070-174 06 05', '+46701740605'],
    ['tel:+46701740605', '+46701740605'],
    ['Mobil 070/174 06 05', '+46701740605'],
    ['070.174.06.05', '+46701740605'],
    ['070–174 06 05 (mobil)', '+46701740605'],
    ['+46 (0)70-174 06 05', '+46701740605'],
    ['0046 70 174 06 05', '+46701740605'],
    ['(070) 174 06 05', '+46701740605'],
    ['T: 070-174 06 05', '+46701740605'],
    ['Tel.nr 070-174 06 05', '+46701740605'],
    ['☎ 070·174·06·05', '+46701740605'],
    ['0701740605,0', '+46701740605'],
  ])('the telephone number %j', (typed, right) => {
    expect(parsePhone(typed)).toEqual({ ok: true, value: right })
  })

  test.each([
    ['Anl-id: 735 999 000 100 000 012', parseFacilityId, '735999000100000012'],
    ['EAN 735999000100000012', parseFacilityId, '735999000100000012'],
    ['="735999000100000012"', parseFacilityId, '735999000100000012'],
    ["'735999000100000012", parseFacilityId, '735999000100000012'],
    ['GSRN735999000100000012', parseFacilityId, '735999000100000012'],
    ['(735.999.000.100.000.012)', parseFacilityId, '735999000100000012'],
    ['Anläggning 1: 735999000100000012', parseFacilityId, '735999000100000012'],
    ['5599990016,0', parseOrgNumber, '5599990016'],
    ['Org nr 559999-0016', parseOrgNumber, '5599990016'],
    ['Momsreg.nr: SE559999001601', parseOrgNumber, '5599990016'],
    ['SE121212121201', (typed: string) => parseIdentity(typed, today, 'organisation'), '201212121212'],
    ['Momsnr: SE 121212-1212 01', (typed: string) => parseIdentity(typed, today, 'both'), '201212121212'],
    ['VAT: DK13585628', (typed: string) => parseIdentity(typed, today, 'both'), 'DK13585628'],
    ['VAT no NO 999 999 999 MVA', (typed: string) => parseIdentity(typed, today, 'both'), 'NO999999999MVA'],
    ['191212121212.0', (typed: string) => parseIdentity(typed, today, 'both'), '191212121212'],
    ['Orgnr: 559999-0016', parseOrgNumber, '5599990016'],
    ['Org.nr 559999-0016', parseOrgNumber, '5599990016'],
    ['SE559999001601', parseOrgNumber, '5599990016'],
    ['SE 559999-0016 01', parseOrgNumber, '5599990016'],
    ['Personnr 19121212-1212', (typed: string) => parseIdentity(typed, today, 'both'), '191212121212'],
  ] as [string, (typed: string) => object, string][])('the number %j', (typed, parse, right) => {
    expect(parse(typed)).toMatchObject({ ok: true, value: right })
  })
})

describe('nothing that can be read in two ways is guessed', () => {
  test.each([
    ['18.000', 'Talet kan läsas på två sätt. Skriv {a} eller {b}.', { a: '18000', b: '18' }],
    ['18,000', 'Talet kan läsas på två sätt. Skriv {a} eller {b}.', { a: '18000', b: '18' }],
    ['1.250', 'Talet kan läsas på två sätt. Skriv {a} eller {b}.', { a: '1250', b: '1,25' }],
    ['18 MWh', 'Skriv talet i {unit}, utan annan enhet.', { unit: 'kWh' }],
    ['ca 18000', 'Skriv ett tal med siffror.', undefined],
    ['20-25', 'Skriv ett tal med siffror.', undefined],
    ['1,8E+04', 'Skriv ett tal med siffror.', undefined],
    ['12 5', 'Skriv ett tal med siffror.', undefined],
    ['1.23.456', 'Skriv ett tal med siffror.', undefined],
    ['1,234.567,8', 'Skriv ett tal med siffror.', undefined],
  ])('the number %j', (typed, message, params) => {
    const answer = read(of('number', { unit: 'kWh', decimals: 1 }), typed)
    expect(answer).toEqual({ message, ...(params && { params }) })
  })

  test('nor is a unit of another size taken for the field’s', () => {
    expect(parseNumber('5 MΩ', { unit: 'mΩ' }).ok).toBe(false)
    expect(parseNumber('5 mΩ', { unit: 'mΩ' })).toEqual({ ok: true, value: '5' })
    expect(parseNumber('5 kW', { unit: 'W' }).ok).toBe(false)
  })

  test.each(['04/05/2027', '4-5-2027', '4 5 2027'])('the day %j', (typed) => {
    expect(parseDay(typed)).toEqual({ ok: false, message: 'Datumet kan läsas på två sätt. Skriv det som 2027-02-28.' })
  })

  test.each([
    '270415',
    '15/4',
    '15/4 27',
    '15-apr-27',
    'fredag 15 april 2027',
    'Fre 2027-04-15',
    '15 april 2027 eller 16',
    '31 april 2027',
    '2027-13-01',
    '2027115',
    '2027-04-14T22:00:00.000Z',
    'v. 16 2027',
    'i vår',
  ])('nor the day %j', (typed) => {
    expect(parseDay(typed)).toEqual({ ok: false, message: 'Skriv ett datum som 2027-02-28.' })
  })

  test.each(['46492', '46492,0', '46492.375'])('nor the day that a spreadsheet has made %j of', (typed) => {
    expect(parseDay(typed)).toEqual({
      ok: false,
      message: 'Kalkylarket har gjort om datumet till ett tal. Skriv det som 2027-02-28.',
    })
  })

  test.each(['D-12345', 'FI-00100', 'DK 2100', '12345-6789', '1234 AB', '12345A'])('the postnummer %j', (typed) => {
    expect(parsePostcode(typed).ok).toBe(false)
  })

  test.each(['735999000100000012 / 735999000100000029', '735999000100000012 12345678'])('the facility %j', (typed) => {
    expect(parseFacilityId(typed).ok).toBe(false)
  })

  test.each(['a@b.se <c@d.se>', 'a@b.se, c@d.se', 'Anna Ek anna@b.se', '<a@b.se> <c@d.se>', 'a@b.se c@d.se'])(
    'the address %j',
    (typed) => {
      expect(parseEmail(typed).ok).toBe(false)
    },
  )

  test.each(['701740605', '070-174 06 05 / 070-174 06 06', '070-174 06 05 ankn 12'])('the telephone %j', (typed) => {
    expect(parsePhone(typed).ok).toBe(false)
  })

  test('a facility number of which a spreadsheet has kept fifteen digits', () => {
    expect(parseFacilityId('735999000100000000')).toMatchObject({
      ok: false,
      message: expect.stringContaining('Kalkylarket har gjort om numret') as string,
    })
  })

  test.each(['7,35999E17', '7,35999E+17', '7.35999E+17', "'7,35999E+17", '="7,35999E+17"'])(
    '%j, whose digits are gone',
    (typed) => {
      const all = [
        parseFacilityId,
        parseGln,
        parseMeterNumber,
        parseOrgNumber,
        parsePhone,
        (each: string) => parseIdentity(each, today, 'both'),
      ]
      for (const parse of all)
        expect(parse(typed)).toMatchObject({
          ok: false,
          message: expect.stringContaining('Kalkylarket har gjort om numret') as string,
        })
      expect(parseMeterNumber('1E10')).toEqual({ ok: true, value: '1E10' })
    },
  )
})

describe('whatever way it is written, the value is the same', () => {
  const whole = fc.integer({ min: 0, max: 999_999_999_999 })
  test('of a number: with groups, decimals of zero and its unit', () => {
    fc.assert(
      fc.property(
        whole,
        fc.constantFrom(' ', '\u00a0', '\u202f'),
        fc.constantFrom('', ' kWh', 'kWh'),
        (n, gap, unit) => {
          const groups = String(n).replaceAll(/\B(?=(\d{3})+$)/g, gap)
          for (const written of [`${groups}${unit}`, `${groups},0${unit}`, `${n},00${unit}`])
            expect(parseNumber(written, { unit: 'kWh' })).toEqual({ ok: true, value: String(n) })
        },
      ),
    )
  })

  test('of a number of any decimals, with comma or point', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 99_999_999 }), fc.integer({ min: 1, max: 6 }), (n, decimals) => {
        const text = (n / 10 ** decimals).toFixed(decimals)
        for (const written of [text, text.replace('.', ',')]) {
          const parsed = parseNumber(written, { decimals: 6 })
          if (parsed.ok) expect(Number(parsed.value)).toBe(Number(text))
          else expect(written).toMatch(/^[1-9]\d{0,2}\.\d{3}$/)
        }
      }),
    )
  })

  test('of a day', () => {
    const MONTHS = 'januari februari mars april maj juni juli augusti september oktober november december'.split(' ')
    const days = fc.date({ min: new Date('1900-01-01'), max: new Date('2199-12-31'), noInvalidDate: true })
    fc.assert(
      fc.property(days, (at) => {
        const iso = at.toISOString().slice(0, 10)
        const [y, m, d] = iso.split('-').map(Number) as [number, number, number]
        const ways = [iso, iso.replaceAll('-', ''), iso.replaceAll('-', '/'), `${d}/${m} ${y}`, `${d}.${m}.${y}`]
        for (const written of [...ways, `${d} ${MONTHS[m - 1]!} ${y}`, `${d} ${MONTHS[m - 1]!.slice(0, 3)} ${y}`])
          expect(parseDay(written), written).toEqual({ ok: true, value: iso })
      }),
    )
  })

  test('and no text makes a parser throw, or gives a day that there is not', () => {
    const typed = fc.stringMatching(/^[\d .,/:\-aprijuntE+kWhx'="]{0,40}$/)
    fc.assert(
      fc.property(typed, (text) => {
        const day = parseDay(text)
        if (day.ok) expect(new Date(day.value).toISOString().slice(0, 10)).toBe(day.value)
        const number = parseNumber(text, { unit: 'kWh' })
        if (number.ok) expect(number.value).toMatch(/^-?\d+(\.\d*[1-9])?$/)
        phasesOf(text)
      }),
      { numRuns: 1000 },
    )
  })
})
