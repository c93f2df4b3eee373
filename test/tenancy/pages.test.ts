import { readdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import { expect, test } from 'vitest'
import { root } from '../../src/config.ts'
import type { Actor } from '../../src/db/actor.ts'
import { DECLARED, may } from './declared.ts'

// Who may open which page is declared once, where the page is added. This is what was reviewed: a change of it is a line in
// a diff of pages.txt (npx vitest run test/tenancy/pages.test.ts -u writes it anew).
test('who may open each page, whether support may read it, and which posts ask for a recent proof is as reviewed', async () => {
  const lines = DECLARED.map(({ method, path, for: whom, right, support, proof }) =>
    [
      method.padEnd(4),
      path.padEnd(50),
      whom.padEnd(14),
      right === 'none' ? '' : right,
      support ? 'support' : '',
      typeof proof === 'function' ? 'asks for proof' : '',
    ]
      .filter((word) => word !== '')
      .join(' ')
      .trim(),
  )
  lines.sort((a, b) => (a.slice(5) < b.slice(5) ? -1 : 1))
  await expect(`${lines.join('\n')}\n`).toMatchFileSnapshot('pages.txt')
})

// may() is false where no page is declared: a link behind such an address would be gone for everybody.
test('every address that a template asks may() about is a page', async () => {
  const folder = path.join(root, 'views')
  const files = (await readdir(folder, { recursive: true })).filter((file) => file.endsWith('.ejs'))
  const asked: string[] = []
  for (const file of files) {
    const text = await readFile(path.join(folder, file), 'utf8')
    for (const [, , address] of text.matchAll(/\bmay\((['`])(.+?)\1\)/g)) asked.push(address!)
  }
  const values: Record<string, string> = { path: '/cases', 'kase.ref': 'NEL-2027-000001', 'line.id': '1' }
  const someone = { side: 'owner', isAdmin: true } as Actor
  const missing = asked.filter(
    (address) =>
      may(
        someone,
        address.replace(/\$\{(.+?)\}/g, (_all, name: string) => values[name] ?? name),
      ) === undefined,
  )
  expect(asked.length).toBeGreaterThan(10)
  expect(missing).toEqual([])
})
