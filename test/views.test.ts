import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { STATUSES } from '../src/domain/workflow/status.ts'
import { root } from '../src/config.ts'
import { OFFICE_SHEETS, SCRIPTS, SHEETS } from '../src/web/bundles.ts'
import { checkViews, source, tags, templates } from './support/viewTypes.ts'

const pages = templates.filter((name) => !/^(partials|mail)\/|(^|\/)_|^layout$/.test(name))

describe('templates', () => {
  it('say in every form that writes whose page it stands on (web/kept.ts)', () => {
    const mark = '<input type="hidden" name="_person" value="<%= locals.person %>">'
    const unmarked = readdirSync(path.join(root, 'views'), { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.ejs'))
      .flatMap((file) => {
        const text = readFileSync(path.join(root, 'views', file), 'utf8')
        const forms = [...text.matchAll(/<form\b(?:<%[\s\S]*?%>|[^>])*>/g)].filter(([tag]) =>
          tag.includes('method="post"'),
        )
        return forms
          .filter(({ 0: tag, index }) => !text.startsWith(mark, index + tag.length))
          .map(([tag]) => `${file}: ${tag}`)
      })
    expect(unmarked).toEqual([])
  })

  it('agree with the types of pages.ts and partials.ts', () => {
    expect(checkViews()).toEqual([])
  })

  it.each([
    ['a misspelt column', '<%= locals.company.nmae %>', /nmae/],
    ['an object printed raw', '<%= locals.company %>', /not assignable to parameter of type 'string/],
    ['something that may be missing', '<%= locals.form.errors.a %>', /undefined/],
    ['a missing argument', `<%- include('/partials/timeline', {}) %>`, /items/],
    ['a misspelt argument', `<%- include('/partials/icon', { name: 'x', colour: 'red' }) %>`, /colour/],
    ['a local that no page gives', '<% const { kase } = locals %><%= kase.number %>', /kase/],
  ])('are told of %s, at its own line', (_what, mistake, message) => {
    const [problem] = checkViews(['companies/mail'], (name) =>
      name === 'companies/mail' ? `\n<p>\n${mistake}` : source(name),
    )
    expect(problem).toMatch(message)
    expect(problem).toContain('views/companies/mail.ejs:3 ')
  })

  // hrefTo() escapes itself (test/web/links.test.ts).
  it('escape everything but other templates, links and the page inside the layout', () => {
    const raw = templates.flatMap((name) =>
      tags(source(name))
        .filter(({ kind }) => kind === '-')
        .map(({ code }) => `${name}: ${code.trim()}`),
    )
    expect(raw.filter((each) => !/: (include\('|locals\.hrefTo\()/.test(each))).toEqual(['layout: body'])
  })

  it('carry no style and no script of their own: the content security policy would refuse them', () => {
    const inline = /\sstyle=|<style|<script(?![^>]*\ssrc=)|\son[a-z]+="/
    expect(templates.filter((name) => !name.startsWith('mail/') && inline.test(source(name)))).toEqual([])
  })

  it('put no single key on a button that writes: a hand that slips does nothing', () => {
    const keys = templates.flatMap((name) =>
      [...source(name).matchAll(/<button(?:<%(?:(?!%>)[\s\S])*%>|(?!<%)[^>])*?data-key="([^"]+)"/g)].map(
        ([, key]) => `${name}: ${key}`,
      ),
    )
    expect(keys.filter((each) => !/: (Shift|Alt)\+/.test(each))).toEqual([])
    expect(keys.length).toBeGreaterThan(0)
  })

  it('have one first heading a page', () => {
    const headings = (name: string): number => {
      const own = source(name).split('<h1').length - 1
      const parts = [...source(name).matchAll(/include\('(_[\w-]+)'/g)].map((match) =>
        path.posix.join(path.dirname(name), match[1]!),
      )
      return parts.reduce((sum, part) => sum + headings(part), own)
    }
    expect(pages.filter((name) => headings(name) !== 1)).toEqual([])
  })

  it('stay within eighty lines', () => {
    expect(templates.filter((name) => !name.startsWith('mail/') && source(name).split('\n').length > 81)).toEqual([])
  })

  it('get every stylesheet and every script that is in public/, each once', () => {
    const there = (folder: string) =>
      readdirSync(path.join(root, 'public', folder)).map((file) => file.replace(/\.\w+$/, ''))
    expect([...SHEETS, ...OFFICE_SHEETS].sort()).toEqual(there('css').sort())
    const used = new Set<string>(Object.values(SCRIPTS).flat())
    expect([...used].sort()).toEqual(there('js').sort())
    expect(templates.filter((name) => name !== 'layout' && source(name).includes('<script'))).toEqual([])
  })

  it('name only icons that are in the sprite', () => {
    const sprite = readFileSync(path.join(root, 'public/icons.svg'), 'utf8')
    const named = everything().matchAll(/(?:icon: |icon', \{ name: )'([a-z-]+)'/g)
    const missing = [...new Set([...named].map((match) => match[1]!))].filter(
      (name) => !sprite.includes(`<symbol id="${name}"`),
    )
    expect(missing).toEqual([])
  })

  it('have no copy of the status table', () => {
    const rows = Object.entries(STATUSES).map(([status, { label }]) => `${status}: { label: t('${label}')`)
    expect(templates.filter((name) => rows.some((row) => source(name).includes(row)))).toEqual([])
  })
})

describe('English', () => {
  const files = readdirSync(path.join(root, 'locales')).filter((name) => /^en(\.\w+)?\.json$/.test(name))
  const entries = files.flatMap((file) =>
    Object.entries(JSON.parse(readFileSync(path.join(root, 'locales', file), 'utf8')) as Record<string, string>).map(
      ([swedish, english]) => ({ file, swedish, english }),
    ),
  )

  it('has every sentence that is asked for', () => {
    const known = new Set(entries.map(({ swedish }) => swedish))
    const asked = [...everything().matchAll(/(?<![\w.])t\(\s*'((?:[^'\\]|\\.)*)'/g)].map((match) => match[1]!)
    expect([...new Set(asked)].filter((sentence) => !known.has(sentence))).toEqual([])
  })

  it('has what is said after a redirect, on an error page and at a field', () => {
    const known = new Set(entries.map(({ swedish }) => swedish))
    const ways = [
      /flash\(\s*res,\s*'\w+',\s*'((?:[^'\\]|\\.)*)'/g,
      /new (?:Conflict|Invalid|Forbidden|NotFound|TooLarge)\(\s*'((?:[^'\\]|\\.)*)'/g,
      /said: \[?\s*'((?:[^'\\]|\\.)*)'/g,
      /new HttpError\(\d+,\s*'((?:[^'\\]|\\.)*)'/g,
      /\.(?:min|max|length|regex|email|refine)\([^'\n]*'([A-ZÅÄÖ](?:[^'\\]|\\.)*\.)'/g,
    ]
    const said = ways.flatMap((way) => [...everything().matchAll(way)].map((match) => match[1]!))
    expect(said.length).toBeGreaterThan(40)
    expect([...new Set(said)].filter((sentence) => !known.has(sentence))).toEqual([])
  })

  it('has no sentence that nobody says', () => {
    const said = everything()
    const quoted = ({ swedish }: { swedish: string }) =>
      [`'${swedish}'`, `"${swedish}"`, `\`${swedish}\``].some((each) => said.includes(each))
    // The catalogue's labels are data that owners publish: they outlive the code that first wrote them.
    const published = ['en.catalogue.json', 'en.earlier.json']
    expect(entries.filter((entry) => entry.file === 'en.earlier.json' && quoted(entry))).toEqual([])
    expect(
      entries
        .filter((entry) => !published.includes(entry.file) && !quoted(entry))
        .map(({ file, swedish }) => `${file}: ${swedish}`),
    ).toEqual([])
  })

  it('says each sentence once, and fills the same holes', () => {
    const holes = (text: string) => [...new Set(text.match(/\{\w+\}/g) ?? [])].sort().join()
    const seen = new Map<string, string>()
    const wrong = entries.filter(({ swedish, english }) => {
      const twice = seen.has(swedish) && seen.get(swedish) !== english
      seen.set(swedish, english)
      return twice || holes(swedish) !== holes(english) || swedish.split('|').length !== english.split('|').length
    })
    expect(wrong).toEqual([])
  })
})

/** All that is written in views and src, in one string. */
function everything(): string {
  const code = readdirSync(path.join(root, 'src'), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .map((file) => readFileSync(path.join(root, 'src', file), 'utf8'))
  return [...code, ...templates.map(source)].join('\n')
}
