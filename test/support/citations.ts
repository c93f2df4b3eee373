import { existsSync } from 'node:fs'
import path from 'node:path'
import ts from 'typescript'
import { root } from '../../src/config.ts'

/** What a comment cites: codes of docs/domain.md, chapters of a document, and files. */
export interface Citations {
  codes: string[]
  chapters: { page: string; chapter: string }[]
  files: string[]
}

/** The comments of a file, each with its lines joined; those of SQL in template strings too. */
export function commentsOf(file: string, text: string): string[] {
  const ranges =
    file.endsWith('.ts') || file.endsWith('.js') || file.endsWith('.mjs')
      ? [...scriptComments(file, text), ...matches(text, /^\s*--\s.*$|\s--\s.*$/gm)]
      : file.endsWith('.ejs')
        ? [...matches(text, /<%#[\s\S]*?%>|<!--[\s\S]*?-->|\/\*[\s\S]*?\*\//g), ...matches(text, /(?<=^|\s)\/\/ .*$/gm)]
        : file.endsWith('.sql')
          ? matches(text, /^\s*--\s.*$|\s--\s.*$/gm)
          : matches(text, /\/\*[\s\S]*?\*\//g)
  return joined(ranges, text)
}

interface Range {
  pos: number
  end: number
}

const matches = (text: string, pattern: RegExp): Range[] =>
  [...text.matchAll(pattern)].map(({ index, 0: found }) => ({ pos: index, end: index + found.length }))

/** What stands in strings, templates and regular expressions is no comment: the parser tells where they are. */
function scriptComments(file: string, text: string): Range[] {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest)
  const parts: string[] = []
  let at = 0
  const visit = (node: ts.Node): void => {
    if (LITERALS.has(node.kind)) {
      parts.push(text.slice(at, node.getStart(source)), ' '.repeat(node.getEnd() - node.getStart(source)))
      at = node.getEnd()
    }
    ts.forEachChild(node, visit)
  }
  visit(source)
  const bare = parts.join('') + text.slice(at)
  return matches(bare, /\/\/.*$|\/\*[\s\S]*?\*\//gm)
}

const LITERALS = new Set([
  ts.SyntaxKind.StringLiteral,
  ts.SyntaxKind.NoSubstitutionTemplateLiteral,
  ts.SyntaxKind.TemplateHead,
  ts.SyntaxKind.TemplateMiddle,
  ts.SyntaxKind.TemplateTail,
  ts.SyntaxKind.RegularExpressionLiteral,
])

/** Line comments that follow each other are one comment; its marks and line breaks go. */
function joined(ranges: Range[], text: string): string[] {
  const comments: string[] = []
  let end = -1
  for (const range of ranges.toSorted((a, b) => a.pos - b.pos)) {
    if (range.pos < end) continue
    const words = text
      .slice(range.pos, range.end)
      .replace(/^\s*(\/\*\*?|\/\/|--|<!--|<%#)|(\*\/|-->|%>)\s*$/g, '')
      .replace(/\n\s*(\*(?!\/)|--)?/g, ' ')
      .replace(/\s+/g, ' ')
      .trim()
    const follows = end >= 0 && /^\s*$/.test(text.slice(end, range.pos)) && !/\n\s*\n/.test(text.slice(end, range.pos))
    if (follows) comments.push(`${comments.pop()!} ${words}`)
    else comments.push(words)
    end = range.end
  }
  return comments
}

const FILE = /(?<![\w/.:@<*-])(?:[\w-][\w.-]*\/)*[\w-][\w.-]*\.(?:ts|ejs|md|mjs|js|css|txt|sql|yml|json)\b(?!\()/g
const CODE = /(?<![\w#'.–-])(?:[A-Z]{1,2}\d{2}|S(?:[1-9]|10))(?![\w'-])/g
const PAGE_CHAPTER = /(docs\/[\w-]+\.md),? (?:chapter )?((?:\d{1,2}(?:\.\d{1,2})?(?: [A-Z]\b)?(?:, | and |–)?)+)/g
const CHAPTER = /\bchapters? (\d{1,2}(?:\.\d{1,2})?)\b/g

export function citationsIn(comment: string): Citations {
  const files = comment.match(FILE) ?? []
  const chapters = [...comment.matchAll(PAGE_CHAPTER)].flatMap(({ 1: page, 2: said }) =>
    (said!.match(/\d{1,2}(?:\.\d{1,2})?/g) ?? []).map((chapter) => ({ page: page!, chapter })),
  )
  const bare = comment.replace(PAGE_CHAPTER, '')
  return {
    codes: comment.replace(FILE, '').match(CODE) ?? [],
    chapters: [
      ...chapters,
      ...[...bare.matchAll(CHAPTER)].map(({ 1: chapter }) => ({ page: DOMAIN, chapter: chapter! })),
    ],
    files,
  }
}

export const DOMAIN = 'docs/domain.md'

/** Is the file there, seen from the folder of the one that cites it, from src or from the root? */
export function isThere(cited: string, from: string): boolean {
  const folders = [path.dirname(from), 'src', '', 'test', 'views']
  return folders.some((folder) => existsSync(path.join(root, folder, cited)))
}

/** The codes a page has, ranges filled in: 'T01–T31' is all of them. */
export function codesOf(page: string): Set<string> {
  const ranges = [...page.matchAll(/\b([A-Z]{1,2})(\d{1,2})–(?:\1)?(\d{1,2})\b/g)].flatMap(([, letters, first, last]) =>
    Array.from({ length: Math.max(0, Number(last) - Number(first) + 1) }, (_, at) => {
      const number = String(Number(first) + at)
      return letters! + (first!.length === 2 ? number.padStart(2, '0') : number)
    }),
  )
  return new Set([...(page.match(/\b[A-Z]{1,2}\d{1,2}\b/g) ?? []), ...ranges])
}

/** '2.4' and '9' of '### 2.4 Transition table' and '## 9. Ten scenarios'. */
export function chaptersOf(page: string): Set<string> {
  return new Set([...page.matchAll(/^#{2,3} (\d{1,2}(?:\.\d{1,2})?)\b/gm)].map(({ 1: chapter }) => chapter!))
}

/** The files a Markdown page names in backticks (seen from the root) and links to (seen from the page). */
export function pathsIn(page: string): { named: string[]; linked: string[] } {
  const named = page.matchAll(/`((?:src|docs|test|views|migrations|sql|seeds|bench|bin|public|locales)\/[\w./-]+)`/g)
  const linked = page.matchAll(/\]\((?!\w+:|#)([^)#\s]+)/g)
  return { named: [...named].map(({ 1: file }) => file!), linked: [...linked].map(({ 1: file }) => file!) }
}
