import { maskPersonalNumbers } from '../text/mask.ts'
import { hasDigit, numbersOf, tokensOf, type SearchTerms, type Token } from './terms.ts'

/** A labelled text of a case: 'Adress', 'Bergsvägen 3, Norrådal'. */
export interface Evidence {
  label: string
  text: string
}

/** Where a case matched, with the surrounding text and the hits marked. */
export interface Reason {
  label: string
  parts: { text: string; hit: boolean }[]
}

/** PostgreSQL's stem of a word; '' for stop words (och, på). */
export type Stems = Map<string, string>

/** Maximum number of reasons shown. */
const SHOWN = 3

/** The places that match the terms; null when the texts the reader may see do not contain all of them. */
export function reasonsFor(evidence: Evidence[], terms: SearchTerms, stems: Stems): Reason[] | null {
  const inOne = terms.joined !== null && hitsOf(evidence, terms.joined, stems).size > 0
  const numbers = inOne ? [terms.joined!] : terms.marks
  const asked = [...terms.words.filter((word) => stems.get(word) !== ''), ...numbers]
  const hits = asked.map((term) => hitsOf(evidence, term, stems))
  if (hits.some((found) => found.size === 0)) return null

  // Prefer one place that matches several terms.
  const chosen: Evidence[] = []
  let left = hits
  while (left.length > 0) {
    const count = (item: Evidence) => left.filter((found) => found.has(item)).length
    const best = evidence.reduce((most, item) => (count(item) > count(most) ? item : most))
    chosen.push(best)
    left = left.filter((found) => !found.has(best))
  }
  return chosen.slice(0, SHOWN).map((item) =>
    shown(
      item,
      hits.flatMap((found) => found.get(item) ?? []),
    ),
  )
}

function hitsOf(evidence: Evidence[], term: string, stems: Stems): Map<Evidence, Token[]> {
  const hits = evidence.map((item): [Evidence, Token[]] => {
    const tokens = hasDigit(term) ? [...wordsIn(item), ...numbersOf(item.text)] : wordsIn(item)
    return [item, tokens.filter(({ forms }) => forms.some((form) => finds(term, form, stems)))]
  })
  return new Map(hits.filter(([, tokens]) => tokens.length > 0))
}

function finds(term: string, form: string, stems: Stems): boolean {
  if (term === form) return true
  if (!hasDigit(term)) {
    if (hasDigit(form)) return false
    const stem = stems.get(term) ?? term
    return (term.length > 2 && form.startsWith(term)) || form === stem || stems.get(form) === stem
  }
  if (!hasDigit(form)) return false
  if (term.includes(':')) return form.startsWith(term)
  // '123' matches the case 2027-000123.
  if (/^\d{1,6}$/.test(term) && form.endsWith(term.padStart(6, '0'))) return true
  return term.length > 2 && form.includes(term)
}

/** Words that could share a stem with a term: stemming changes endings only. */
export function wordsToStem(evidence: Evidence[], { words }: SearchTerms): string[] {
  const beginnings = new Set(words.map((word) => word.slice(0, 2)))
  const near = evidence
    .flatMap((item) => wordsIn(item).flatMap(({ forms }) => forms))
    .filter((form) => beginnings.has(form.slice(0, 2)))
  return [...new Set([...words, ...near])]
}

// Cached: a page asks thousands of times for the words of the same few texts.
const known = new WeakMap<Evidence, Token[]>()

function wordsIn(item: Evidence): Token[] {
  const words = known.get(item) ?? tokensOf(item.text)
  known.set(item, words)
  return words
}

const BEFORE = 50
const LENGTH = 150

// The mask keeps the text's length, so what was found in the whole text is where it was.
function shown({ label, text: whole }: Evidence, tokens: Token[]): Reason {
  const text = maskPersonalNumbers(whole)
  const hits = merged(tokens)
  const first = hits[0]!
  const from = first.from <= BEFORE || text.length <= LENGTH ? 0 : wordAfter(text, first.from - BEFORE, first.from)
  const to = Math.min(text.length, Math.max(from + LENGTH, first.to))
  const parts: Reason['parts'] = [{ text: from > 0 ? '… ' : '', hit: false }]
  let at = from
  for (const hit of hits.filter((each) => each.to <= to)) {
    parts.push({ text: text.slice(at, hit.from), hit: false }, { text: text.slice(hit.from, hit.to), hit: true })
    at = hit.to
  }
  parts.push({ text: text.slice(at, to) + (to < text.length ? ' …' : ''), hit: false })
  return { label, parts: parts.filter((part) => part.text !== '') }
}

/** Sorts hits and merges overlapping ones: a number and the group of digits it is part of. */
function merged(tokens: Token[]): Token[] {
  const result: Token[] = []
  for (const token of [...tokens].sort((a, b) => a.from - b.from || b.to - a.to)) {
    const last = result.at(-1)
    if (last && token.from < last.to) last.to = Math.max(last.to, token.to)
    else result.push({ ...token })
  }
  return result
}

function wordAfter(text: string, from: number, before: number): number {
  const space = text.indexOf(' ', from)
  return space < 0 || space >= before ? from : space + 1
}
