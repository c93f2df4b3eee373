import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { root } from '../../src/config.ts'
import { cacheViews, drawTemplate, escape } from '../../src/web/templates.ts'

describe('templates', () => {
  let folder: string
  const name = (file: string) => path.posix.join(path.relative(path.join(root, 'views'), folder), file)
  const write = (file: string, text: string) => writeFileSync(path.join(folder, `${file}.ejs`), text)
  beforeAll(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'templates-'))
  })
  afterAll(() => rmSync(folder, { recursive: true }))
  afterEach(() => cacheViews(true))

  test('include parts beside them and under views, which see the page and what they are given, and change neither', () => {
    write('_part', '[<%= locals.said %> <%= locals.here %>]')
    write(
      'page',
      `<%- include('_part', { here: 'a & b' }) %><%- include('_part') %><%- include('/partials/icon', { name: 'x' }) %>`,
    )
    const locals = { said: '<i>', here: 'page', asset: (file: string) => file }
    const icon = '<svg class="icon" aria-hidden="true"><use href="icons.svg#x"></use></svg>'
    expect(drawTemplate(name('page'), locals).replaceAll('\n', '')).toBe(`[&lt;i&gt; a &amp; b][&lt;i&gt; page]${icon}`)
    expect(Object.keys(locals)).toEqual(['said', 'here', 'asset'])
  })

  test('say which of them failed, the innermost', () => {
    write('_fails', '<%= locals.nobody.name %>')
    write('outer', `<%- include('_fails') %>`)
    expect(() => drawTemplate(name('outer'), {})).toThrow(/_fails\.ejs: .*nobody|_fails\.ejs: Cannot read/)
  })

  test('are read again while they are being written, and not in production', () => {
    cacheViews(false)
    write('edited', 'before')
    expect(drawTemplate(name('edited'), {})).toBe('before')
    write('edited', 'after')
    expect(drawTemplate(name('edited'), {})).toBe('after')
    cacheViews(true)
    write('edited', 'later')
    expect(drawTemplate(name('edited'), {})).toBe('after')
  })
})

test.each([
  [undefined, ''],
  [null, ''],
  [0, '0'],
  ['åäö – och', 'åäö – och'],
  [`<a href="x">'&'</a>`, '&lt;a href=&#34;x&#34;&gt;&#39;&amp;&#39;&lt;/a&gt;'],
])('%j is written as %j', (given, written) => {
  expect(escape(given)).toBe(written)
})
