const graphemes = new Intl.Segmenter('sv', { granularity: 'grapheme' })

/**
 * The beginning of a text, at most so many UTF-16 code units, in whole characters as people see them (grapheme clusters):
 * half a surrogate pair is no text to PostgreSQL's jsonb, and half a flag or family is another picture.
 */
export function cut(text: string, most: number): string {
  if (text.length <= most) return text
  // Asked for at the cut alone: going through them all takes quadratic time.
  const { index } = graphemes.segment(text).containing(most)!
  // One character that is longer than all there is room for: as much of it as is text.
  return text.slice(0, index > 0 ? index : isPair(text, most) ? most - 1 : most)
}

function isPair(text: string, at: number): boolean {
  return at > 0 && text.codePointAt(at - 1)! > 0xffff
}
