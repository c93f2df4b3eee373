import library from 'personnummer'

// The package's types declare a nested `default`; at run time Node loads the class itself.
const Personnummer = library as unknown as typeof library.default

const month = '(?:0[1-9]|1[0-2])'
const day = '(?:0[1-9]|[12][0-9]|3[01]|6[1-9]|[78][0-9]|9[01])'
const gap = '[ \\t\\u00a0\\u00ad\\u2009\\u200b-\\u200d\\u202f\\u2060]?'
const dash = '[-+\\u2010-\\u2015\\u2212]'
const inText = new RegExp(
  // Not inside a longer number (an anläggnings-ID), but after %20 in an address that was logged.
  '(?:(?<![0-9])|(?<=%[0-9a-f]{2}))' +
    // Digits after a plus that begins a word are a telephone number; elsewhere the plus is a space: ?q=Anna+1212121212.
    '(?!(?<=(?:^|[\\s"\'(>:;,])\\+)[0-9]{10})' +
    `((?:1[89]|20)?[0-9]{2}${gap}${month}${gap}${day}(?:${gap}(?:${dash}|[./_])?${gap}|%2[0bd])` +
    // 1912-12-12-1212, but not '2026-11-23 1024', which is a day and a case.
    `|(?:1[89]|20)[0-9]{2}-${month}-${day}${dash})` +
    // The VAT number of a sole trader ends with 01 after it.
    '([0-9]{4})(?!(?!(?<=SE[0-9]{10})01(?![0-9]))[0-9])',
  'gi',
)
const hasSign = new RegExp(`${dash}|%2[bd]`, 'i')

/**
 * Masks the last four digits of every personal number in a text. This is what leaves the case page: lists, search, files,
 * mail, titles, logs, what others get. With its sign (121212-1213) the shape is enough, for a mistyped number identifies
 * the same person; digits alone, or with a dot or slash between, must have a day of the calendar and the right check digit, or every tenth order number
 * would be hidden. Organisation numbers never have the shape. The length of the text stays.
 */
export function maskPersonalNumbers(text: string): string {
  // Most texts of a list have no such digits.
  if (!/[0-9]{4}/.test(text)) return text
  return text.replace(inText, (whole, date: string, last: string) =>
    hasSign.test(date) || isPerson(date.replace(/%2[0bd]/gi, '').replace(/[^0-9]/g, '') + last) ? `${date}****` : whole,
  )
}

/** Of ten digits the century is unknown, and matters only for 29 February. */
function isPerson(digits: string): boolean {
  return digits.length === 12
    ? Personnummer.valid(digits)
    : Personnummer.valid(`19${digits}`) || Personnummer.valid(`20${digits}`)
}

/** The same of everything that is text in a value, however deep; dates and numbers stay. */
export function maskTexts<Value>(value: Value): Value {
  if (typeof value === 'string') return maskPersonalNumbers(value) as Value
  if (Array.isArray(value)) return value.map((each: unknown) => maskTexts(each)) as Value
  if (value === null || typeof value !== 'object' || Object.getPrototypeOf(value) !== Object.prototype) return value
  const masked = { ...value } as Record<string, unknown>
  for (const key in masked) {
    const each = masked[key]
    // Spared where there is nothing to do: a list has two thousand of these.
    if (typeof each === 'string' || (typeof each === 'object' && each !== null)) masked[key] = maskTexts(each)
  }
  return masked as Value
}
