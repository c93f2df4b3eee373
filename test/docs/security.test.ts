import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { expect, test } from 'vitest'
import { root } from '../../src/config.ts'

const [page, others] = await Promise.all(
  [
    ['security', 'asvs'],
    ['operations', 'threat-model'],
  ].map(async (names) =>
    (await Promise.all(names.map((name) => readFile(path.join(root, 'docs', `${name}.md`), 'utf8')))).join('\n'),
  ),
)
const rows = page!.split('\n').filter((line) => /^\| \d+\.\d+\.\d+/.test(line))
const named = [
  ...`${page!}\n${others!}`.replace(/\s+/g, ' ').matchAll(/`((?:[a-z0-9-]+\/)*[A-Za-z0-9-]+) › ([^`]*)`/g),
].map(([, file, name]) => [file!, name!] as const)

/** '10.4.1–10.4.11' is each of them; within one section numbers alone count up. */
function itemsOf(cell: string): string[] {
  const [from, to] = cell.split('–').map((item) => item.split('.').map(Number))
  if (!to) return [cell]
  const sections = all.filter(([item]) => {
    const parts = item!.split('.').map(Number)
    return compare(parts, from!) >= 0 && compare(parts, to) <= 0
  })
  return sections.map(([item]) => item!)
}

function compare(a: number[], b: number[]): number {
  return a.map((part, i) => part - b[i]!).find((difference) => difference !== 0) ?? 0
}

/** Each item of OWASP ASVS 5.0 up to level 2, with its level, in the order of the standard. */
const all = (await readFile(path.join(import.meta.dirname, 'asvs.txt'), 'utf8'))
  .trim()
  .split('\n')
  .map((line) => line.split(' '))

test('every item of ASVS 5.0 up to level 2 has its row, and its level', () => {
  const said = new Map(
    rows.flatMap((row) => {
      const [items, level] = row
        .split('|')
        .slice(1)
        .map((cell) => cell.trim())
      return itemsOf(items!).map((item) => [item, level] as const)
    }),
  )
  expect(all).toHaveLength(253)
  for (const [item, level] of all) {
    // A group of several that do not apply says the higher level.
    expect(said.get(item!), item).toMatch(level === '1' ? /^[12]$/ : /^2$/)
  }
})

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
