import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { statuses } from '../../src/domain/workflow/status.ts'
import { root } from '../../src/config.ts'
import { permissionSets } from '../../src/domain/rights.ts'

const readme = readFileSync(path.join(root, 'README.md'), 'utf8')
const glossary = /^## Glossary$([\s\S]*?)^## /m.exec(readme)![1]!.toLowerCase()

test('the glossary has every status and permission set', () => {
  expect(statuses.filter((status) => !glossary.includes(status))).toEqual([])
  expect(glossary).toContain(`(${permissionSets.join(', ').toLowerCase()})`)
})

/** Folders whose word is everyday English for who builds web applications. */
const PLAIN = [
  'sign-in',
  'domain',
  'cli',
  'db',
  'language',
  'live',
  'help',
  'inbox',
  'lists',
  'profile',
  'search',
  'sheets',
  'statistics',
  'text',
  'users',
  'web',
  'worker',
]

test('the glossary has the word of every feature', () => {
  const folders = readdirSync(path.join(root, 'src'), { withFileTypes: true }).filter((entry) => entry.isDirectory())
  const words = folders.map(({ name }) => name).filter((name) => !PLAIN.includes(name))
  const IN_WORDS: Record<string, string> = {
    'manual-registration': 'manual',
    'work-orders': 'work order',
    facilities: 'facility',
    companies: 'company',
  }
  const lacking = words.filter((word) => !glossary.includes(IN_WORDS[word] ?? word.replace(/s$/, '')))
  expect(lacking).toEqual([])
})
