import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { root } from '../../src/config.ts'

test('a value that is exported has a name of its own: a search for it finds one thing', () => {
  // Kinds of fields: the catalogue makes those of cases by these words, the configuration those of its own pages.
  const SHARED = ['choice', 'date', 'email', 'filled', 'longText', 'phone', 'text', 'yesNo']
  const files = readdirSync(path.join(root, 'src'), { recursive: true, encoding: 'utf8' }).filter((file) =>
    file.endsWith('.ts'),
  )
  const places = new Map<string, string[]>()
  for (const file of files) {
    const source = readFileSync(path.join(root, 'src', file), 'utf8')
    for (const [, name] of source.matchAll(/^export (?:async )?(?:const|function\*?|class) (\w+)/gm))
      places.set(name!, [...(places.get(name!) ?? []), file])
  }
  expect(places.size).toBeGreaterThan(500)
  const homonyms = [...places].filter(([name, where]) => where.length > 1 && !SHARED.includes(name))
  expect(homonyms).toEqual([])
})
