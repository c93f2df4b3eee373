import { accepted, compact, inGroups, isRounded, refused, ROUNDED, type Parsed } from './parsed.ts'

const KIND =
  /^(?:☎|📞|(?:tel(?:efon)?|tfn|tlf|mob(?:il)?|mobile|phone|fax|[tm](?=[\s.:]))\.?(?:nr|nummer)?)[\s.:]*(?=[\d+(])/iu
const KIND_AFTER = /(?:\s|\()(?:mobil|mob|arbete|arb|jobb|jobbet|hem|växel|växeln|privat)\.?\)?$/iu

/**
 * Telephone number, stored as E.164: '+46701740605' (docs/domain.md 4.6). A number without country code is Swedish.
 * Dummy numbers are not wanted, the form has a blank with a reason: zeros are refused, repeated digits warn.
 */
export function parsePhone(input: string): Parsed {
  if (isRounded(input)) return refused(ROUNDED)
  const value = compact(input.trim().replace(KIND_AFTER, ''), KIND)
    // 070/174 06 05, 08.123 456 7, 070·174·06·05
    .replace(/(?<=\d)[/.·_](?=\d)/g, '')
    .replace(/[()]/g, '')
    .replace(/^00/, '+')
    .replace(/^0/, '+46')
    // Common on business cards: '+46 (0)70-174 06 05'.
    .replace(/^\+460/, '+46')
  if (!/^\+?\d*$/.test(value)) return refused('Telefonnummer ska börja med 0 eller + och i övrigt bara ha siffror.')
  if (!value.startsWith('+')) return refused('Telefonnummer ska börja med 0 eller +.')
  if (!hasRightLength(value)) return refused('Telefonnumret har fel antal siffror. Kontrollera det.')
  return accepted(value, /(\d)\1{5}$/.test(value) && 'Telefonnumret ser påhittat ut. Ange om telefon saknas.')
}

/** '070-174 06 05', '08-465 004 05'; a foreign number in pairs after its country code, since its area code is not known here. */
export function showPhone(value: string): string {
  if (!/^\+46\d+$/.test(value)) return showForeign(value)
  const national = `0${value.slice(3)}`
  const areaCode = national.startsWith('08') ? 2 : areaCodesOfThree.has(national.slice(0, 3)) ? 3 : 4
  const subscriber = national.slice(areaCode)
  return `${national.slice(0, areaCode)}-${inGroups(subscriber, groups[subscriber.length] ?? [subscriber.length])}`
}

/** '+45 12 34 56 78', '+358 401 23 45 67'. Country codes of one and two digits are few (ITU-T E.164); all others have three. */
function showForeign(value: string): string {
  const [, code, rest] =
    /^(\+(?:[17]|2[07]|3[0-469]|4[013-9]|5[1-8]|6[0-6]|8[1246]|9[0-58]|\d{3}))(\d+)$/.exec(value) ?? []
  if (!code || !rest) return value
  const first = rest.length % 2 === 1 ? [3] : []
  const pairs = Array.from({ length: (rest.length - first.length * 3) / 2 }, () => 2)
  return `${code} ${inGroups(rest, [...first, ...pairs])}`
}

/** Whether a stored number is Swedish and mobile, so that it can take an SMS. */
export function isMobile(value: string): boolean {
  return /^\+467[02369]\d{7}$/.test(value)
}

function hasRightLength(value: string): boolean {
  if (/^\+467[02369]/.test(value)) return isMobile(value)
  if (value.startsWith('+46')) return /^\+46[1-9]\d{6,9}$/.test(value)
  return /^\+[1-9]\d{6,14}$/.test(value)
}

// PTS, svensk nummerplan: 08 has two digits, these three, all other area codes four.
const areaCodesOfThree = new Set(
  (
    '010 011 013 016 018 019 020 021 023 026 031 033 035 036 040 042 044 046 054 060 063 ' +
    '070 072 073 074 075 076 077 078 079 090'
  ).split(' '),
)

const groups: Record<number, number[]> = { 4: [2, 2], 5: [3, 2], 6: [2, 2, 2], 7: [3, 2, 2], 8: [3, 3, 2] }
