import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { expect, test } from 'vitest'
import { root } from '../../src/config.ts'
import { describe } from '../../src/db/describe.ts'
import { testDatabase } from '../support/database.ts'

test('migrations/schema.txt says what the migrations make (npm run db:describe writes it)', async () => {
  const db = await testDatabase()
  expect(await describe(db.owner)).toBe(await readFile(path.join(root, 'migrations', 'schema.txt'), 'utf8'))
})
