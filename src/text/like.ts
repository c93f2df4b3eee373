/** Letters and digits; a mark belongs to its letter. */
const SAYS = /[\p{L}\p{M}\p{Nd}]/u
const ENDS = /^[^\p{L}\p{M}\p{Nd}]+|(?<![^\p{L}\p{M}\p{Nd}])[^\p{L}\p{M}\p{Nd}]+$/gu
const SIGNS = /[^\p{L}\p{M}\p{Nd}\s]/gu

/**
 * What is sought as the middle of a pattern for LIKE, in which a sign stands for any other: O´Brien finds O'Brien, and
 * "Solsidan" finds ”Solsidan”. Nothing but signs is sought as it stands.
 */
export function likeOf(typed: string): string {
  if (!SAYS.test(typed)) return escaped(typed)
  return typed.replaceAll(ENDS, '').replaceAll(/\s+/g, ' ').replaceAll(SIGNS, '_')
}

/** The same for a number that is stored without spaces and hyphens. */
export function likeNumber(typed: string): string {
  return escaped(typed.replaceAll(/[\s-]/g, ''))
}

function escaped(text: string): string {
  return text.replaceAll(/[\\%_]/g, '\\$&')
}
