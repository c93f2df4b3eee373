import type { Language } from '../language/i18n.ts'
import { fold } from '../text/clean.ts'
import { textOfSpans } from './read.ts'
import { topicNames, topicOf, type TopicName } from './topics.ts'

/** A part of a page under one heading; the beginning of the page has none. */
interface Passage {
  name: TopicName
  title: string
  heading: { id: string; text: string } | null
  text: string
}

export interface Hit {
  href: string
  title: string
  /** The heading it stands under. */
  place: string
  text: string
}

const passages: Record<Language, { passage: Passage; folded: string }[]> = {
  sv: passagesOf('sv'),
  en: passagesOf('en'),
}

function passagesOf(lang: Language) {
  return topicNames.flatMap((name) => {
    const { title, lead, blocks } = topicOf(lang, name)
    const found: Passage[] = [{ name, title, heading: null, text: textOfSpans(lead) }]
    for (const block of blocks) {
      if (block.kind === 'heading') found.push({ name, title, heading: block, text: '' })
      else if (block.kind === 'text') found.at(-1)!.text += ` ${textOfSpans(block.spans)}`
      else if (block.kind === 'list') found.at(-1)!.text += ` ${block.items.map(textOfSpans).join(' ')}`
    }
    return found.map((passage) => ({
      passage,
      folded: fold(`${passage.title} ${passage.heading?.text ?? ''} ${passage.text}`),
    }))
  })
}

const MOST = 20

/** Where all the words stand, each as the beginning of a word; those with a word in title or heading first. */
export function searchHelp(lang: Language, q: string): Hit[] {
  const words = fold(q)
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '')
    .slice(0, 8)
  if (words.length === 0) return []
  const has = (text: string, word: string) => ` ${text.replace(/[^\p{L}\p{N}]+/gu, ' ')}`.includes(` ${word}`)
  const count = (text: string) => words.filter((word) => has(fold(text), word)).length
  const weight = ({ title, heading }: Passage) => 2 * count(heading?.text ?? '') + count(title)
  return passages[lang]
    .filter(({ folded }) => words.every((word) => has(folded, word)))
    .map(({ passage }) => passage)
    .sort((a, b) => weight(b) - weight(a))
    .slice(0, MOST)
    .map((passage) => ({
      href: `/help/${passage.name}${passage.heading ? `#${passage.heading.id}` : ''}`,
      title: passage.title,
      place: passage.heading?.text ?? '',
      text: excerpt(passage.text.trim(), words),
    }))
}

const ROOM = 160

/** The sentence with the first of the words, and what follows. */
function excerpt(text: string, words: string[]): string {
  const sentences = text.split(/(?<=[.!?])\s+/)
  const at = Math.max(
    0,
    sentences.findIndex((sentence) => words.some((word) => fold(sentence).includes(word))),
  )
  let said = ''
  for (const sentence of sentences.slice(at)) {
    if (said !== '' && said.length + sentence.length > ROOM) break
    said = `${said} ${sentence}`.trim()
  }
  return said
}
