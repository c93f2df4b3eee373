import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { root } from '../../src/config.ts'

// One word for a feature in src, views, test and styles: whoever knows the one finds the others.

const folders = (place: string) =>
  readdirSync(path.join(root, place), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
const rooms = new Set(folders('src'))

test('every folder of views is a room of src', () => {
  const OTHERS: Record<string, string> = {
    partials: 'parts that several rooms include',
    dev: 'the mailbox of mail, where there is no mail server',
    registration: 'the pages of companies before sign-in',
    security: 'sign-in rules, on the pages of companies and configuration',
  }
  expect(folders('views').filter((name) => !rooms.has(name) && !(name in OTHERS))).toEqual([])
})

test('every folder of tests is a room of src', () => {
  const OTHERS: Record<string, string> = {
    docs: 'documents against code',
    seeds: 'the demo world',
    stories: 'scenarios through all rooms',
    support: 'what tests share (also a room: giving support)',
    tenancy: 'isolation, through all rooms',
    fixtures: 'files that tests read',
  }
  expect(folders('test').filter((name) => !rooms.has(name) && !(name in OTHERS))).toEqual([])
})

test('the face of every room names files that are there, and every room of features has one', async () => {
  const source = readFileSync(path.join(root, '.dependency-cruiser.mjs'), 'utf8')
  const faces = /const FACES = \{([\s\S]*?)\n\}/.exec(source)![1]!
  const named = [...faces.matchAll(/^ {2}'?([\w-]+)'?:\s*'([^']*)'/gm)].map(
    ([, room, files]) => [room!, files!] as const,
  )
  expect(named.length).toBeGreaterThan(15)
  const missing = named.flatMap(([room, files]) =>
    files.split(' ').flatMap((file) => {
      const folder = path.join(root, 'src', room, path.dirname(file))
      return rooms.has(room) && readdirSync(folder).includes(`${path.basename(file)}.ts`) ? [] : [`${room}/${file}`]
    }),
  )
  expect(missing).toEqual([])
  const GROUND = ['cli', 'db', 'domain', 'language', 'text', 'web', 'worker']
  const faceless = [...rooms].filter((room) => !GROUND.includes(room) && !named.some(([name]) => name === room))
  expect(faceless).toEqual([])
})
