import { OWNER_CODE } from '../domain/caseReference.ts'
import { likeOf } from '../text/like.ts'

/** A word of a quick search: patterns for LIKE of which one must match the line, and what the index of lines can look up. */
export interface Sought {
  like: string[]
  /** A short number (house or order number) must match as a whole word: as a substring it would be in nearly every line. */
  whole: boolean
  index: string[]
  /** A case's reference, or its beginning: the line has the number alone, which two owners may have. */
  ref?: string
}

const MOST_WORDS = 6

/**
 * Reads a quick search as the full-text search does (src/search/terms.ts): which sign stands between letters does not
 * matter, nor whether there is one between letters and digits. "O´Brien" finds O'Brien, MT48211 finds MT-48211, and a
 * number in groups is one number. All words must match, in any order.
 */
export function soughtIn(q: string): Sought[] {
  const words = ungrouped(q.toLowerCase().split(/\s+/).filter(Boolean))
  const said = words.filter((word) => /[\p{L}\p{M}\p{Nd}]/u.test(word))
  // Nothing but signs is sought as it stands.
  return (said.length === 0 ? words : said).slice(0, MOST_WORDS).map(soughtAs)
}

/** Letters, or digits; a mark belongs to its letter. */
const PARTS = /[\p{L}\p{M}]+|\p{Nd}+/gu
/** 'nel-2027-000001', from the year on. */
const BEGUN_REFERENCE = new RegExp(`^${OWNER_CODE}-(\\d{4}(?:-\\d{0,6})?)$`, 'i')
const SHORT = /^\d{1,3}$/

function soughtAs(typed: string): Sought {
  const word = likeOf(typed)
  const [, number] = BEGUN_REFERENCE.exec(typed) ?? []
  if (number !== undefined)
    return { like: [], whole: false, index: number.match(PARTS)!, ref: `${typed.toUpperCase()}%` }
  if (SHORT.test(word)) return { like: [`% ${word} %`], whole: true, index: [word] }
  const parts = word.match(PARTS)
  if (!parts) return { like: [`%${word}%`], whole: false, index: [] }
  const like = [word, parts.join(''), parts.join('_')].map((each) => `%${each}%`)
  return { like: [...new Set(like)], whole: false, index: parts.filter((each) => !SHORT.test(each)) }
}

/** '735 999 000 100 000 012' is one number: at least three groups, eight digits and more. Two are found by their parts. */
function ungrouped(words: string[]): string[] {
  const result: string[] = []
  for (let at = 0; at < words.length;) {
    let end = at
    while (/^\d{1,6}$/.test(words[end] ?? '')) end += 1
    const number = words.slice(at, end).join('')
    if (end - at >= 3 && number.length >= 8) result.push(number)
    else result.push(...words.slice(at, Math.max(end, at + 1)))
    at = Math.max(end, at + 1)
  }
  return result
}
