/** What was typed, as the index knows it (migrations, app.search_words): at most eight of each. */
export interface Terms {
  /** Words without digits: found by their stem, or as the beginning of a longer word. */
  words: string[]
  /** All that has a digit in it, without hyphens: found as a part of a longer one. */
  marks: string[]
  /** The numbers in one, for '735 999 000 100 000 012' is a single one; null when there are not several in a row. */
  joined: string | null
  /** Everything in one: what a case number or a reference must equal to be that very one. */
  whole: string
}

const WORD = /\d{1,20}:\d+|[\p{L}\p{Nd}]+(?:-[\p{L}\p{Nd}]+)*/gu
// Numbers are shown in groups, and written so: '735 999 000', '070-174 06 20', '18 000'.
const GROUPED = /\d(?:[\s-]?\d){3,}/g

export function termsOf(typed: string): Terms {
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

/** A word where it stands in a text, and the forms it can be found by: 'MT-48211' as mt48211, mt and 48211. */
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

/** The same bound as the index has. */
function cut(word: string): string {
  return Array.from(word).slice(0, 40).join('')
}
