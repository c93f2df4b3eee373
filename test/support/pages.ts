import { readFileSync } from 'node:fs'
import path from 'node:path'
import { root } from '../../src/config.ts'

/** What stands under a numbered heading of a page of docs/, up to the next. */
export function chapterOf(page: string, number: string): string {
  const text = readFileSync(path.join(root, page), 'utf8')
  const [, chapter] = text.split(new RegExp(`^#{2,3} ${number.replace('.', '\\.')}\\.? `, 'm'))
  if (chapter === undefined) throw new Error(`No chapter ${number} in ${page}`)
  return chapter.split(/^#{2,3} /m)[0]!
}

/** The rows of a chapter's first table, without its head. */
export function tableOf(page: string, number: string): string[][] {
  const lines = chapterOf(page, number).split('\n')
  const from = lines.findIndex((line) => line.startsWith('|---'))
  const rows = lines.slice(from + 1)
  const length = rows.findIndex((line) => !line.startsWith('|'))
  return rows.slice(0, length < 0 ? undefined : length).map((line) =>
    line
      .slice(1, -1)
      .split('|')
      .map((cell) => cell.trim()),
  )
}
