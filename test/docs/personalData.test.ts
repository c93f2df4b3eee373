import { readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { root } from '../../src/config.ts'

const read = (file: string) => readFileSync(path.join(root, file), 'utf8')

/** Tables with nothing of anybody, and why. */
const NOBODYS: Record<string, string> = {
  agreements: 'texts of the user agreement',
  area_postcodes: 'postcodes of an area',
  case_counters: 'the last number of a year',
  case_symbols: 'symbols of a case, by its id',
  configurations: 'versions of forms and rules',
  job_types: 'forms',
  owner_oidc: 'the address and secret of a provider',
  retention_runs: 'how many rows a night took',
  team_areas: 'which areas a team has',
  teams: 'names of teams',
}

test('every table with personal data is in docs/personal-data.md', () => {
  const tables = read('migrations/schema.txt')
    .split(/\n\n/)
    .map((part) => part.trim().split('\n')[0]!)
    .filter((name) => /^[a-z_]+$/.test(name))
  expect(tables.length).toBeGreaterThan(60)
  const page = read('docs/personal-data.md')
  const named = (table: string) => page.includes(`\`${table}\``)
  expect(tables.filter((table) => !named(table) && !(table in NOBODYS))).toEqual([])
  expect(Object.keys(NOBODYS).filter((table) => named(table) || !tables.includes(table))).toEqual([])
})

test('every test that the page names is there', () => {
  const cited = [...read('docs/personal-data.md').matchAll(/`([\w-]+(?:\/[\w-]+)+) › ([^`]+)`/g)]
  expect(cited.length).toBeGreaterThan(8)
  for (const [, file, title] of cited) expect(read(`test/${file!}.test.ts`), file).toContain(title)
})
