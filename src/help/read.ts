import { readFileSync } from 'node:fs'
import path from 'node:path'
import { lexer, type Token, type Tokens } from 'marked'
import { root } from '../config.ts'
import type { Language } from '../language/i18n.ts'
import { pictureSize } from './pictureSize.ts'
import type { Block, Span } from './views.ts'

/** A page of help as it is written in help/<language>/<name>.md. */
export interface Topic {
  title: string
  lead: Span[]
  blocks: Block[]
}

/**
 * Markdown as blocks, which a template escapes and draws; HTML in it is no part of the language here.
 * @throws Error for a page without title and lead, or with what no template draws
 */
export function readTopic(lang: Language, name: string): Topic {
  const tokens = lexer(readFileSync(path.join(root, 'help', lang, `${name}.md`), 'utf8')).filter(
    ({ type }) => type !== 'space',
  )
  const [title, lead, ...rest] = tokens
  if (title?.type !== 'heading' || lead?.type !== 'paragraph') throw new Error(`help/${lang}/${name}.md has no title`)
  return { title: (title as Tokens.Heading).text, lead: spansOf(lead), blocks: rest.map((token) => blockOf(token)) }
}

function blockOf(token: Token): Block {
  switch (token.type) {
    case 'heading':
      return { kind: 'heading', id: idOf((token as Tokens.Heading).text), text: (token as Tokens.Heading).text }
    case 'list': {
      const { ordered, items } = token as Tokens.List
      return { kind: 'list', ordered, items: items.map((item) => item.tokens.flatMap(spansOf)) }
    }
    case 'paragraph': {
      const [only, ...more] = (token as Tokens.Paragraph).tokens
      if (only?.type === 'image' && more.length === 0) return picture(only as Tokens.Image)
      return { kind: 'text', spans: spansOf(token) }
    }
    default:
      throw new Error(`help: nothing draws a ${token.type}: ${token.raw.slice(0, 60)}`)
  }
}

function spansOf(token: Token): Span[] {
  const parts = (token as { tokens?: Token[] }).tokens ?? [token]
  return parts.map((part): Span => {
    const { text } = part as { text: string }
    if (part.type === 'text' || part.type === 'escape') return { kind: 'text', text }
    if (part.type === 'strong') return { kind: 'strong', text }
    if (part.type === 'em') return { kind: 'label', text }
    if (part.type === 'link') return { kind: 'link', text, href: (part as Tokens.Link).href }
    throw new Error(`help: nothing draws a ${part.type}: ${part.raw.slice(0, 60)}`)
  })
}

function picture({ href: file, text: alt }: Tokens.Image): Block {
  return { kind: 'picture', file, alt, ...pictureSize(path.join(root, 'public', file)) }
}

function idOf(heading: string): string {
  return heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .replace(/^-|-$/g, '')
}

export function textOfSpans(spans: Span[]): string {
  return spans.map(({ text }) => text).join('')
}
