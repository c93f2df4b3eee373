import { readFileSync } from 'node:fs'
import path from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { root } from '../../src/config.ts'
import type { Database } from '../../src/db/bare.ts'
import { describe as describeSchema } from '../../src/db/describe.ts'
import { migrate } from '../../src/db/migrate.ts'
import { migrationsOf } from '../../src/db/migrationSource.ts'
import { dropsOf, objectFiles } from '../../src/db/objects.ts'
import { checksumOf, contractsOf, migrationFiles, migrationName } from '../../src/db/sqlFiles.ts'
import { bareDatabase } from '../support/database.ts'

describe('the files of migrations/', () => {
  test('are not edited once they are in checksums.txt: add a new one (npm run db:describe adds its line)', async () => {
    const committed = readFileSync(path.join(root, 'migrations', 'checksums.txt'), 'utf8')
      .trim()
      .split('\n')
    const files = await migrationFiles()
    expect(files.map(({ file, checksum }) => `${checksum}  ${path.basename(file)}`)).toEqual(committed)
  })

  test('hold no function that sql/ has, and no trigger, policy or table grant: the file of sql/ would have the last word', async () => {
    const ours = (await objectFiles()).flatMap(({ text }) => dropsOf(text))
    const made = (await migrationFiles()).flatMap(({ file, text }) => {
      const bare = text.replaceAll(/^\s*--.*$/gm, '')
      const functions = [...bare.matchAll(/create (?:or replace )?function (app\.\w+)/gi)].map(([, name]) => name!)
      const others = bare.match(
        /create (?:or replace )?(?:trigger|policy) \w+|grant (?:select|insert|update|delete)\b/gi,
      )
      return [...functions.filter((name) => ours.includes(`drop function if exists ${name}`)), ...(others ?? [])].map(
        (found) => `${file}: ${found}`,
      )
    })
    expect(made).toEqual([])
  })

  test('that take away what code of before may need say which code they contract', async () => {
    const BASELINE = 'migrations/20261201001500_operator.sql'
    const takes = /\b(?:drop (?:table|column)|rename (?:to|column)|set not null|alter column \w+ (?:set data )?type)\b/i
    const later = (await migrationFiles()).filter(({ file, text }) => file > BASELINE && takes.test(text))
    expect(later.filter(({ text }) => contractsOf(text) === null).map(({ file }) => file)).toEqual([])
    const names = (await migrationFiles()).map(migrationName)
    const contracted = (await migrationFiles()).map(({ text }) => contractsOf(text)).filter((name) => name !== null)
    expect(contracted.filter((name) => !names.includes(name))).toEqual([])
  })

  test('may have their comments corrected', () => {
    const text = `-- Why\ncreate table a (\n  -- What.\n  b int -- beside\n);\n`
    expect(checksumOf(text.replace('Why', 'Therefore').replace('  -- What.\n', '').replaceAll('\n', '\r\n'))).toBe(
      checksumOf(text),
    )
    expect(checksumOf(text.replace('b int', 'b bigint'))).not.toBe(checksumOf(text))
  })
})

test('migrations are SQL or TypeScript, and one may say that it runs in no transaction', async () => {
  const { owner } = await bareDatabase({ migrated: true })
  const folder = 'test/fixtures/migrations'
  await owner.migrate.latest({ migrationSource: migrationsOf(folder, 'app'), tableName: 'knex_migrations_fixture' })
  expect(await owner('fixture').pluck('address')).toEqual(['/a?b', '/a?b', '/a?b'])
  expect(await describeSchema(owner)).toContain('CREATE INDEX fixture_address ON public.fixture')
  const applied: unknown = await owner('applied_files').whereLike('file', `${folder}/%`).orderBy('file')
  const files = await migrationFiles(folder)
  expect(applied).toMatchObject(files.map(({ file, checksum }) => ({ file, checksum })))
})

describe('a database that cannot be upgraded is told so at start, and nothing in it is touched', () => {
  let owner: Database, ownerUrl: string
  beforeAll(async () => {
    ;({ owner, ownerUrl } = await bareDatabase({ migrated: false }))
    // Two of the 39 migrations there were before the baseline, as knex noted them.
    await owner.raw(`
      create table knex_migrations (id serial primary key, name text, batch int, migration_time timestamptz);
      create table cases (id bigint primary key);
      insert into cases values (1)`)
  })
  const became = async (...names: string[]) => {
    await owner('knex_migrations').delete()
    await owner('knex_migrations').insert(names.map((name) => ({ name, batch: 1, migration_time: new Date() })))
  }
  const untouched = async () => {
    const { rows } = await owner.raw<{ rows: { name: string }[] }>(
      `select c.oid::regclass::text as name from pg_class c where c.relkind = 'r'
       and c.relnamespace not in ('pg_catalog'::regnamespace, 'information_schema'::regnamespace) order by 1`,
    )
    expect(rows.map(({ name }) => name)).toEqual(['cases', 'knex_migrations'])
    expect(await owner('cases').pluck('id')).toEqual([1])
  }

  test('one from before the baseline', async () => {
    await became('20261123100000_roles_and_clock', '20261201130000_taken_usernames')
    await expect(migrate(ownerUrl)).rejects.toThrow(
      'Databasen är gjord av en äldre version av Elanmälan och kan inte uppgraderas. Ange en tom databas i DATABASE_URL.',
    )
    await expect(migrate(ownerUrl, { folder: '/hem/.data/postgres' })).rejects.toThrow(
      'Databasen i /hem/.data/postgres är gjord av en äldre version av Elanmälan och kan inte uppgraderas. Flytta undan mappen, så skapas en ny vid nästa start.',
    )
    await untouched()
  })

  test('one of a version that is not this one yet', async () => {
    await became('20261201000100_roles_and_clock', '20991231000000_tomorrow')
    await expect(migrate(ownerUrl)).rejects.toThrow(
      /^Databasen är gjord av en nyare version av Elanmälan \(20991231000000_tomorrow\), och saknar 20261201000200_tenants, .* Starta den versionen\.$/,
    )
    await untouched()
  })
})

test('a migration that is not what was applied is refused by name, and the database stays as it is', async () => {
  const { owner, ownerUrl } = await bareDatabase({ migrated: true })
  const file = 'migrations/20261201000700_cases.sql'
  await owner('applied_files').where({ file }).update({ checksum: 'of another text' })
  await owner.raw('drop function app.today()')
  const before = await describeSchema(owner)
  await expect(migrate(ownerUrl)).rejects.toThrow(`${file} har ändrats sedan den kördes på databasen.`)
  expect(await describeSchema(owner)).toBe(before)
})
