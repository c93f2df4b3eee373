/** Search terms as the index has them (SQL function app.search_words): at most eight of each kind. */
export interface SearchTerms {
  /** Words without digits: matched by stem or as a prefix. */
  words: string[]
  /** Terms with a digit, without hyphens: matched as a substring. */
  marks: string[]
  /** Consecutive numbers joined, since '735 999 000 100 000 012' is one number; null without several in a row. */
  joined: string | null
  /** The whole query joined, for exact matches of case number and reference. */
  whole: string
}

const WORD = /\d{1,20}:\d+|[\p{L}\p{Nd}]+(?:-[\p{L}\p{Nd}]+)*/gu
// Numbers are displayed, and so typed, in groups: '735 999 000', '070-174 06 20', '18 000'.
const GROUPED = /\d(?:[\s-]?\d){3,}/g

export function searchTerms(typed: string): SearchTerms {
  const all = tokensOf(typed.replace(/(?<!\S)\+46[\s-]*(?=\d)/, '0')).map(({ forms }) => forms[0]!)
  const unique = [...new Set(all)]
  const first = all.findIndex(hasDigit)
  const row = all.slice(first, all.findLastIndex(hasDigit) + 1)
  return {
    words: unique.filter((term) => !hasDigit(term) && term.length > 1).slice(0, 8),
    marks: unique.filter(hasDigit).slice(0, 8),
    joined: row.length > 1 && row.every(hasDigit) ? row.join('') : null,
    whole: all.join(''),
  }
}

/** A word at its position in a text with the forms that match it: 'MT-48211' as mt48211, mt and 48211. */
export interface Token {
  from: number
  to: number
  forms: string[]
}

export function tokensOf(text: string): Token[] {
  return [...text.matchAll(WORD)].map(({ 0: word, index }) => {
    const lower = word.toLowerCase()
    const parts = lower.includes('-') ? lower.split('-') : []
    return { from: index, to: index + word.length, forms: [lower.replaceAll('-', ''), ...parts].map(cut) }
  })
}

export function numbersOf(text: string): Token[] {
  return [...text.matchAll(GROUPED)].map(({ 0: number, index }) => ({
    from: index,
    to: index + number.length,
    forms: [number.replace(/\D/g, '')],
  }))
}

export function hasDigit(term: string): boolean {
  return /\d/.test(term)
}

/** The same bound as in the index. */
function cut(word: string): string {
  return Array.from(word).slice(0, 40).join('')
}
