import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { root } from '../../src/config.ts'
import { chaptersOf, citationsIn, codesOf, commentsOf, DOMAIN, isThere, pathsIn } from '../support/citations.ts'

const read = (file: string) => readFileSync(path.join(root, file), 'utf8')

/** Every file of these folders that has comments. */
const FOLDERS = ['src', 'views', 'test', 'public', 'migrations', 'sql', 'seeds', 'bench', 'bin']
const files = FOLDERS.flatMap((folder) =>
  readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.(ts|js|mjs|ejs|css|sql)$/.test(file))
    .map((file) => path.join(folder, file)),
)
const pages = new Map<string, { codes: Set<string>; chapters: Set<string> }>()
const pageOf = (page: string) => {
  const text = isThere(page, 'README.md') ? read(page) : ''
  const known = pages.get(page) ?? { codes: codesOf(text), chapters: chaptersOf(text) }
  pages.set(page, known)
  return known
}

/** What a file's comments cite that is not there, in words. */
function missing(file: string, text: string): string[] {
  return commentsOf(file, text).flatMap((comment) => {
    const { codes, chapters, files: cited } = citationsIn(comment)
    return [
      ...codes.filter((code) => !pageOf(DOMAIN).codes.has(code)),
      ...chapters
        .filter(({ page, chapter }) => !pageOf(page).chapters.has(chapter))
        .map((c) => `${c.page} ${c.chapter}`),
      ...cited.filter((each) => !isThere(each, file)),
    ]
  })
}

test.each(FOLDERS)('all that comments in %s cite is there', (folder) => {
  const found = files
    .filter((file) => file.startsWith(`${folder}/`))
    .flatMap((file) => missing(file, read(file)).map((cited) => `${file}: ${cited}`))
  expect(found).toEqual([])
})

const DOCUMENTS = ['README.md', 'CONTRIBUTING.md', 'CHANGELOG.md', '.github/pull_request_template.md'].concat(
  readdirSync(path.join(root, 'docs'), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.md'))
    .map((file) => path.join('docs', file)),
)

test.each(DOCUMENTS)('every file that %s names or links to is there', (document) => {
  const { named, linked } = pathsIn(read(document))
  const absent = [
    ...named.filter((file) => !isThere(file, 'README.md')),
    ...linked.filter((file) => !isThere(path.join(path.dirname(document), file), 'README.md')),
  ]
  expect(absent).toEqual([])
})

describe('the finder', () => {
  test('reads comments, and no strings or code', () => {
    const text = `
      // One line, T01,
      // and the next.
      const pattern = /\\/\\/ T98/ // Beside code: docs/domain.md 2.4
      const sql = \`select 1 -- As SQL has them: V01
        from x\`
      const url = 'https://example.com/T97 // no comment'
      /**
       * Over two
       * lines: cases/workflow/perform.ts
       */
      export const T96 = url + sql + pattern.source`
    expect(commentsOf('a.ts', text)).toEqual([
      'One line, T01, and the next.',
      'Beside code: docs/domain.md 2.4',
      'As SQL has them: V01',
      'Over two lines: cases/workflow/perform.ts',
    ])
    expect(commentsOf('a.ejs', `<%# T95 %><%\n // web/pages.ts\n %><a href="//x">T94</a>`)).toEqual([
      'T95',
      'web/pages.ts',
    ])
    expect(commentsOf('a.css', '/* T93 */ a { color: red }')).toEqual(['T93'])
  })

  test('names every code, chapter and file that is not there', () => {
    const text = `
      // T01 and T99, V21 and V77, M01–M22, NY04 and NY77, S10; rule F02.
      /** docs/domain.md 2.4, 7.9 and 3.2 D. Chapter 9 is there, see chapter 99 (docs/nowhere.md 1). */
      // cases/workflow/perform.ts, src/cases/workflow/perform.ts, cases/events.ts, caseLines.ts, DESIGN.md, docs/tenancy.md, views/layout.ejs
      const a = 'T98'`
    expect(missing('src/cases/routes.ts', text)).toEqual([
      'T99',
      'V77',
      'NY77',
      'docs/domain.md 7.9',
      'docs/nowhere.md 1',
      'docs/domain.md 99',
      'docs/nowhere.md',
      'cases/events.ts',
      'DESIGN.md',
    ])
  })

  test('finds the files that a document names or links to', () => {
    const text =
      'See `src/cases/workflow/perform.ts`, `docs/nowhere.md`, `npm test`, [this](decisions/README.md) and [that](https://a.b/c).'
    expect(pathsIn(text)).toEqual({
      named: ['src/cases/workflow/perform.ts', 'docs/nowhere.md'],
      linked: ['decisions/README.md'],
    })
  })
})
