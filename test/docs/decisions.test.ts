import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { root } from '../../src/config.ts'

const folder = path.join(root, 'docs', 'decisions')
const files = readdirSync(folder)
  .filter((file) => file !== 'README.md')
  .sort()
const read = (file: string) => readFileSync(path.join(folder, file), 'utf8')

test('decision records are numbered without gaps and listed newest first, with title and date', () => {
  expect(files.length).toBeGreaterThan(0)
  const listed = [...read('README.md').matchAll(/^\| (\d{3}) +\| \[(.+?)\]\((.+?)\) +\| ([\d-]{10}) +\|$/gm)].map((m) =>
    m.slice(1),
  )
  const written = files.map((file, at) => {
    const [, number, title] = /^# (\d+)\. (.+)$/m.exec(read(file))!
    expect(Number(number), file).toBe(at + 1)
    expect(file.slice(0, 4)).toBe(`${String(at + 1).padStart(3, '0')}-`)
    return [file.slice(0, 3), title, file, /^Date: ([\d-]{10})\./m.exec(read(file))![1]]
  })
  expect(listed).toEqual(written.reverse())
})

test.each(files)('%s tells context, decision and consequences, and whether it is in force', (file) => {
  expect([...read(file).matchAll(/^## (.+)$/gm)].map(({ 1: heading }) => heading)).toEqual([
    'Context',
    'Decision',
    'Consequences',
  ])
  expect(read(file)).toMatch(/Status: (in force|superseded by \d{3})\./)
})
