import { expect, test } from 'vitest'
import { DECLARED } from './declared.ts'

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
