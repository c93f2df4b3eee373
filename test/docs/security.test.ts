import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { expect, test } from 'vitest'
import { root } from '../../src/config.ts'

const page = await readFile(path.join(root, 'docs', 'security.md'), 'utf8')
const rows = page.split('\n').filter((line) => /^\| \d+\.\d+\.\d+/.test(line))
const others = await Promise.all(
  ['operations', 'threat-model'].map((name) => readFile(path.join(root, 'docs', `${name}.md`), 'utf8')),
)
const named = [
  ...`${page}\n${others.join('\n')}`.replace(/\s+/g, ' ').matchAll(/`((?:[a-z0-9-]+\/)*[A-Za-z0-9-]+) › ([^`]*)`/g),
].map(([, file, name]) => [file!, name!] as const)

test('every item of the tables says how it is met, or that it does not apply and why', () => {
  expect(rows.length).toBeGreaterThan(60)
  for (const row of rows) {
    const [item, , asks, how] = row
      .split('|')
      .slice(1)
      .map((cell) => cell.trim())
    expect(asks, item).not.toBe('')
    expect(how, item).not.toMatch(/^$|`[A-Z]+-[A-Z]+`/)
  }
})

test.each(named)('a document names a test that is there: %s › %s', async (file, name) => {
  const tests = await readFile(path.join(root, 'test', `${file}.test.ts`), 'utf8')
  expect(name.length).toBeGreaterThan(3)
  expect(tests).toContain(`'${name}`)
})
