import unhomoglyph from 'unhomoglyph'
import { decompose } from './clean.ts'
import { cleanName } from './names.ts'

/**
 * The skeleton of UTS #39, section 4, and more than it: two names of one likeness may be taken for each other. Case, marks,
 * spaces and punctuation do not tell them apart, for a hurried reader does not see them either; neither do I, l, 1 and i.
 */
export function likenessOf(name: string): string {
  return wordsOf(name).join('')
}

/** The same of a company or network owner, without its legal form: 'Norrådalens Elnät AB' is like 'Norradalens Elnat'. */
export function companyLikenessOf(name: string): string {
  const words = wordsOf(name)
  const own = words.filter((word) => !LEGAL_FORMS.has(word))
  return (own.length > 0 ? own : words).join('')
}

/** Twice: what a small letter looks like is told of the small letter, and which small letter it is only by the first. */
function wordsOf(name: string): string[] {
  const seen = skeleton(skeleton(cleanName(name)).toLowerCase())
    .replace(/\p{M}/gu, '')
    .replaceAll('i', 'l')
  return seen.match(/[\p{L}\p{N}]+/gu) ?? []
}

function skeleton(text: string): string {
  return decompose(unhomoglyph(decompose(text)))
}

const LEGAL_FORMS = new Set(
  [
    'ab',
    'aktiebolag',
    'aktiebolaget',
    'publ',
    'hb',
    'handelsbolag',
    'kb',
    'kommanditbolag',
    'ek',
    'för',
    'förening',
  ].flatMap(wordsOf),
)
