import { readdirSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { root } from '../../src/config.ts'
import { afterFile, cleanUp } from './cleanup.ts'
import { growth, LINEAR } from './patience.ts'
import { testFiles } from './projects.ts'

test('every test file belongs to one project, by what it imports', () => {
  const { unit, http, story } = testFiles()
  const all = readdirSync(path.join(root, 'test'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.test.ts'))
    .map((name) => path.join('test', name))
  expect([...unit, ...http, ...story].sort()).toEqual(all.sort())
  expect(unit).toContain(path.join('test', 'support', 'support.test.ts'))
  expect(story.filter((file) => file.startsWith(path.join('test', 'stories')))).toHaveLength(
    all.filter((file) => file.startsWith(path.join('test', 'stories'))).length,
  )
})

test('what a file leaves to be done is done once, the newest first', async () => {
  const done: string[] = []
  afterFile(() => done.push('opened first'))
  afterFile(async () => {
    await Promise.resolve()
    done.push('opened last')
  })
  await cleanUp()
  await cleanUp()
  expect(done).toEqual(['opened last', 'opened first'])
})

test('work that grows with the square of its size is told from work that grows with its size', async () => {
  const spin = (steps: number) => {
    let sum = 0
    for (let step = 0; step < steps; step += 1) sum += Math.sqrt(step)
    return sum
  }
  expect(await growth(2_000_000, spin)).toBeLessThan(LINEAR)
  expect(await growth(1_200, (size) => spin(size * size))).toBeGreaterThan(LINEAR)
})
