import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { expect, test } from 'vitest'
import { root } from '../../src/config.ts'
import { COLUMN_TYPES } from '../../src/db/columnTypes.ts'
import { describe } from '../../src/db/describe.ts'
import { printRows } from '../../src/db/printRows.ts'
import { testDatabase } from '../support/database.ts'

const kept = (...at: string[]) => readFile(path.join(root, ...at), 'utf8')

test('migrations/schema.txt says what the migrations make (npm run db:describe writes it)', async () => {
  const db = await testDatabase()
  expect(await describe(db.owner)).toBe(await kept('migrations', 'schema.txt'))
})

test('src/db/rowTypes.ts has the types of the rows (npm run db:describe writes it)', async () => {
  const db = await testDatabase()
  expect(await printRows(db.owner)).toBe(await kept('src', 'db', 'rowTypes.ts'))
})

test('a column that columnTypes.ts names must be in the database, and a time stamp’s name be no other type’s', async () => {
  const db = await testDatabase()
  COLUMN_TYPES['cases.nowhere'] = 'Answers'
  await expect(printRows(db.owner)).rejects.toThrow('cases.nowhere, which is not in the database')
  delete COLUMN_TYPES['cases.nowhere']
  await db.owner.raw('alter table teams add column submitted_at date')
  await expect(printRows(db.owner)).rejects.toThrow('teams.submitted_at is named as a time stamp, and is none')
})

test('bigint[] is numbers, as bigint is', async () => {
  const db = await testDatabase()
  const { rows } = await db.owner.raw<{ rows: { ids: number[] }[] }>(
    `select '{1,22}'::bigint[] as ids, null::bigint[] as none`,
  )
  expect(rows).toEqual([{ ids: [1, 22], none: null }])
})
