import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { root } from '../../../src/config.ts'
import { inList } from '../../../src/db/literals.ts'
import {
  ACTIVE,
  CLOSED,
  editableParts,
  FINAL,
  FINISHED,
  ORDER,
  RETURNED,
  roadOf,
  statuses,
  WAITING,
  WITH_INSTALLER,
} from '../../../src/domain/workflow/status.ts'
import { conditionOf } from '../../../src/lists/listKinds.ts'

const read = (file: string) => readFileSync(path.join(root, file), 'utf8')

test('the lists of statuses are read from the one table', () => {
  expect({ ACTIVE, CLOSED, WAITING, WITH_INSTALLER, RETURNED, FINAL, FINISHED }).toEqual({
    ACTIVE: ['submitted', 'notice_rejected', 'consented', 'completed', 'completion_rejected'],
    CLOSED: ['closed', 'archived', 'cancelled'],
    WAITING: ['submitted', 'completed'],
    WITH_INSTALLER: ['notice_rejected', 'consented', 'completion_rejected'],
    RETURNED: ['notice_rejected', 'completion_rejected'],
    FINAL: ['archived', 'cancelled'],
    FINISHED: ['closed', 'archived'],
  })
  expect([...ORDER].sort()).toEqual([...statuses].sort())
})

test('the road of each flow', () => {
  expect({ F: roadOf('F'), D: roadOf('D'), G: roadOf('G') }).toEqual({
    F: ['draft', 'submitted', 'consented', 'completed', 'closed', 'archived'],
    D: ['draft', 'completed', 'closed', 'archived'],
    G: ['draft', 'submitted', 'closed', 'archived'],
  })
})

/** The lists of statuses in the predicates of the indexes of `cases`, as the database writes them. */
function predicates(): string[] {
  const indexes = read('migrations/schema.txt').match(/CREATE (UNIQUE )?INDEX .* ON public\.cases .* WHERE .*/g) ?? []
  return indexes.flatMap((index) =>
    [...index.matchAll(/\(status (= ANY|<> ALL) \(ARRAY\[(.*?)\]\)\)/g)].map(([, how, list]) => {
      const names = [...list!.matchAll(/'(\w+)'::text/g)].map(([, name]) => name!)
      return `status ${how === '= ANY' ? '' : 'not '}${inList(names)}`
    }),
  )
}

test('partial indexes have the lists of the code in their predicates, or the planner would not take them', () => {
  const inbox = ['notice_rejected', 'completion_rejected', 'consented']
  expect([...inbox].sort()).toEqual([...WITH_INSTALLER].sort())
  const known = [
    `status ${inList(CLOSED)}`,
    `status not ${inList(CLOSED)}`,
    `status ${inList(WAITING)}`,
    `status not ${inList(FINAL)}`,
    `status ${inList(inbox)}`,
  ]
  const found = [...new Set(predicates())]
  expect(found.length).toBeGreaterThan(3)
  expect(found.filter((each) => !known.includes(each))).toEqual([])
  expect(conditionOf('archive', 'installer')).toBe(`status ${inList(CLOSED)}`)
  expect(conditionOf('all', 'installer')).toBe(`status not ${inList(CLOSED)}`)
})

/** In which an installer writes the notice, in one flow or another: a facility may be looked up (app.find_facility). */
const NOTICE_OPEN = statuses.filter((status) =>
  (['F', 'D', 'G'] as const).some((flow) => editableParts({ status, flow }).includes('notice')),
)

test('functions, triggers and policies name statuses by the lists of the code, letter for letter', () => {
  const known = [ACTIVE, CLOSED, WAITING, WITH_INSTALLER, RETURNED, FINAL, FINISHED, NOTICE_OPEN].map(inList)
  const status = new RegExp(`'(?:${statuses.join('|')})'`, 'g')
  const lists = readdirSync(path.join(root, 'sql'), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.sql'))
    .flatMap((file) => [...read(`sql/${file}`).matchAll(/\b(?:in|array) ?[([]('\w+'[^()\][]*)[)\]]/g)])
    .filter(([, list]) => (list!.match(status)?.length ?? 0) > 1)
    .map(([whole]) => whole)
  expect(lists.length).toBeGreaterThan(10)
  expect(lists.filter((list) => !known.includes(list))).toEqual([])
})

test('no list of statuses is written by hand elsewhere', () => {
  const any = statuses.join('|')
  const list = new RegExp(`'(${any})'\\s*,\\s*'(${any})'`)
  const either = new RegExp(
    `status (?:===|!==) '(${any})' (?:\\|\\||&&) (?:\\w+\\.)?status (?:===|!==) '(?!\\1')(${any})'`,
  )
  const listing = ['src', 'views', 'public/js', 'seeds']
    .flatMap((folder) =>
      readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' }).map((file) => `${folder}/${file}`),
    )
    .filter((file) => /\.(ts|js|ejs)$/.test(file) && !file.startsWith('src/domain/workflow/'))
    .filter((file) => list.test(read(file)) || either.test(read(file)))
  expect(listing).toEqual([])
})

test('an SQL list takes constants and nothing else', () => {
  expect(inList(['closed', 'notice_rejected'])).toBe(`in ('closed', 'notice_rejected')`)
  for (const wrong of [[], [`x') or true --`], [`a'b`], ['']]) expect(() => inList(wrong)).toThrow('constants')
})
