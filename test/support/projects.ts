import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'

const folder = path.resolve(import.meta.dirname, '..')
const root = path.dirname(folder)

/** A file goes by the heaviest thing that it imports, directly or through other files of the test folder. */
const NEEDS = {
  story: ['test/support/chromium.ts'],
  http: ['test/support/database.ts', 'src/db/embedded.ts'],
}

export type Project = 'unit' | 'http' | 'story'

/** The test files of each project. A file that is new or moved finds its own project: no list is kept. */
export function testFiles(): Record<Project, string[]> {
  const files: Record<Project, string[]> = { unit: [], http: [], story: [] }
  for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort()) {
    const file = path.join(folder, name)
    if (name.endsWith('.test.ts')) files[projectOf(file)].push(path.relative(root, file))
  }
  return files
}

function projectOf(file: string): Project {
  const imported = closure(file)
  const needs = (project: keyof typeof NEEDS) => NEEDS[project].some((name) => imported.has(path.join(root, name)))
  return needs('story') ? 'story' : needs('http') ? 'http' : 'unit'
}

/** What a file imports, and what those of the test folder import in turn. Types alone load nothing. */
function closure(file: string, seen = new Set<string>()): Set<string> {
  if (seen.has(file)) return seen
  seen.add(file)
  if (!file.startsWith(folder + path.sep)) return seen
  const source = readFileSync(file, 'utf8').replaceAll(/^import type [^']*'[^']*'/gm, '')
  for (const [, from] of source.matchAll(/(?:from|import|import\() ?'(\.{1,2}\/[^']+\.ts)'/g)) {
    closure(path.resolve(path.dirname(file), from!), seen)
  }
  return seen
}
