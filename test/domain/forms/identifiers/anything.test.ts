import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseAreaCode, showAreaCode } from '../../../../src/domain/forms/identifiers/areaCode.ts'
import { emailKey, parseEmail, showEmail, suggestEmail } from '../../../../src/domain/forms/identifiers/email.ts'
import { parseFacilityId, showFacilityId } from '../../../../src/domain/forms/identifiers/facilityId.ts'
import { parseFuse, showFuse } from '../../../../src/domain/forms/identifiers/fuses.ts'
import { parseEdielId, parseGln, showEdielId, showGln } from '../../../../src/domain/forms/identifiers/gln.ts'
import { maskIdentity, parseIdentity, showIdentity } from '../../../../src/domain/forms/identifiers/identity.ts'
import { parseMeterNumber, showMeterNumber } from '../../../../src/domain/forms/identifiers/meterNumber.ts'
import { parseOrgNumber, showOrgNumber } from '../../../../src/domain/forms/identifiers/orgNumber.ts'
import {
  maskPersonalNumber,
  maskPersonalNumbers,
  parsePersonalNumber,
  showPersonalNumber,
} from '../../../../src/domain/forms/identifiers/personalNumber.ts'
import { parsePhone, showPhone } from '../../../../src/domain/forms/identifiers/phone.ts'
import { parsePostcode, showPostcode } from '../../../../src/domain/forms/identifiers/postcode.ts'
import { growth, LINEAR } from '../../../support/patience.ts'

const today = '2026-11-23'
const parsers: [string, (input: string) => { ok: boolean }][] = [
  ['parseAreaCode', parseAreaCode],
  ['parseEdielId', parseEdielId],
  ['parseEmail', parseEmail],
  ['parseFacilityId', (input) => parseFacilityId(input)],
  ['parseFuse', (input) => parseFuse(input)],
  ['parseGln', parseGln],
  ['parseIdentity', (input) => parseIdentity(input, today, 'both')],
  ['parseMeterNumber', parseMeterNumber],
  ['parseOrgNumber', parseOrgNumber],
  ['parsePersonalNumber', (input) => parsePersonalNumber(input, today)],
  ['parsePhone', parsePhone],
  ['parsePostcode', parsePostcode],
]
const showers: [string, (value: string) => unknown][] = [
  ['showAreaCode', showAreaCode],
  ['showEdielId', showEdielId],
  ['showEmail', showEmail],
  ['emailKey', emailKey],
  ['suggestEmail', suggestEmail],
  ['showFacilityId', showFacilityId],
  ['showFuse', showFuse],
  ['showGln', showGln],
  ['showIdentity', showIdentity],
  ['maskIdentity', maskIdentity],
  ['showMeterNumber', showMeterNumber],
  ['showOrgNumber', showOrgNumber],
  ['showPersonalNumber', showPersonalNumber],
  ['maskPersonalNumber', maskPersonalNumber],
  ['maskPersonalNumbers', maskPersonalNumbers],
  ['showPhone', showPhone],
  ['showPostcode', showPostcode],
]

/** UTF-16 as it comes, half surrogates too; and what the parsers are most likely to trip on. */
const anything = fc.oneof(
  fc.array(fc.integer({ min: 0, max: 0xffff })).map((units) => String.fromCharCode(...units)),
  fc.stringMatching(/^[\d+\-@. ()åſßA٣\u0000\ud800]{0,30}$/),
)

const PIECES = ['1', '0', '+', '-', ' ', '@', 'a@', '.', 'å', 'a.', '\u0000', '\ud800', '\u0308', '1212121212 ']
const huge = (size: number) => PIECES.map((piece) => piece.repeat(size / piece.length))

describe.each(parsers)('%s', (_, parse) => {
  test('answers whatever is typed', () => {
    fc.assert(
      fc.property(anything, (input) => {
        expect(parse(input).ok).toBeTypeOf('boolean')
      }),
    )
  })

  test('refuses a megabyte of anything, in time that grows no quicker than its length', async () => {
    for (const input of huge(1_000_000)) expect(parse(input).ok).toBe(false)
    expect(await growth(100_000, (size) => huge(size).map(parse))).toBeLessThan(LINEAR)
  })

  test('stores nothing but what it would accept again', () => {
    fc.assert(
      fc.property(anything, (input) => {
        const parsed = parse(input)
        if ('value' in parsed) expect(parse(String(parsed.value))).toMatchObject({ ok: true, value: parsed.value })
      }),
    )
  })
})

describe.each(showers)('%s', (_, show) => {
  test('shows whatever was stored', () => {
    fc.assert(fc.property(anything, (value) => void show(value)))
  })

  test('shows a megabyte of anything in time that grows no quicker than its length', async () => {
    expect(await growth(100_000, (size) => huge(size).map(show))).toBeLessThan(LINEAR)
  })
})
