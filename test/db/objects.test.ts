import path from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import type { Database } from '../../src/db/bare.ts'
import { describe as describeSchema } from '../../src/db/describe.ts'
import { applyObjects, dropsOf, objectFiles } from '../../src/db/objects.ts'
import { bareDatabase } from '../support/database.ts'

let db: Database, fresh: string
beforeAll(async () => {
  ;({ owner: db } = await bareDatabase({ migrated: true }))
  fresh = await describeSchema(db)
})

/** As if the file had had another text when it was applied, which made `drops` too. */
const wasAnother = async (file: string, ...drops: string[]) => {
  const known = (await db('applied_files').where({ file }).first('drops')) as { drops: string[] }
  await db('applied_files')
    .where({ file })
    .update({ checksum: 'of another text', drops: [...known.drops, ...drops] })
}

describe('sql/', () => {
  test('has a file for every trigger, every function that no table needs, and the policies of every table', async () => {
    const files = await objectFiles()
    const { rows } = await db.raw<{ rows: { drop: string }[] }>(`
      select format('drop function if exists app.%s', proname) as drop from pg_proc where pronamespace = 'app'::regnamespace
        and proname not in ('user_id', 'company_id', 'owner_id', 'now', 'grams', 'line_grams')
      union all
      select format('drop trigger if exists %s on %s', tgname, tgrelid::regclass) from pg_trigger
        where not tgisinternal and tgrelid::regclass::text not like 'graphile_worker.%'`)
    const sorted = (drops: string[]) => drops.toSorted()
    expect(sorted(files.flatMap(({ text }) => dropsOf(text)))).toEqual(sorted(rows.map(({ drop }) => drop)))

    const tables = (await db('pg_tables')
      .where({ schemaname: 'public' })
      .whereRaw(`tablename !~ '^(knex_migrations|applied_files)'`)
      .pluck('tablename')) as string[]
    const policies = files.filter(({ file }) => file.startsWith('sql/policies/'))
    expect(policies.map(({ file }) => path.basename(file, '.sql'))).toEqual(tables.toSorted())
    for (const { file, text } of policies) {
      expect(text, file).toContain('force row level security')
      expect(text, file).toMatch(/create policy platform on \w+ to current_user using \(true\)/)
    }
  })

  test('is named by table and task: each file after what it makes', async () => {
    for (const { file, text } of await objectFiles()) {
      const name = path.basename(file, '.sql')
      const [first = ''] = dropsOf(text)
      if (file.startsWith('sql/functions/')) expect(first, file).toBe(`drop function if exists app.${name}`)
      if (file.startsWith('sql/triggers/')) {
        const tables = [...text.matchAll(/^create (?:or replace|constraint) trigger (\w+)\b[^;]*?\son (\w+)\b/gm)]
        expect(
          tables.map(([, task, table]) => `${table!}_${task!}`),
          file,
        ).toContain(name)
      }
      if (file.startsWith('sql/policies/')) {
        const named = [...text.matchAll(/^(?:alter table|create policy \w+ on|grant [^;]* on) (\w+)/gm)]
        expect(new Set(named.map(([, table]) => table)), file).toEqual(new Set([name]))
      }
    }
  })
})

describe('a file whose text has changed is run', () => {
  test('a function gets its new body, and nobody may call it who is no longer named', async () => {
    await db.raw(`create or replace function app.today() returns date language sql stable parallel safe return date '2001-01-01';
      create or replace function app.open_cases() returns table (owner_id int, open int)
        language sql stable security definer set search_path = public, pg_temp as 'select 1, 2';
      grant execute on function app.open_cases() to app_installer;
      revoke execute on function app.today() from public`)
    await wasAnother('sql/functions/today.sql')
    await wasAnother('sql/functions/open_cases.sql')
    expect(await describeSchema(db)).not.toBe(fresh)
    await applyObjects(db, { migrated: false })
    expect(await describeSchema(db)).toBe(fresh)
  })

  test('a table has the policies and grants of its file and no others', async () => {
    await db.raw(`drop policy app_owner on cases;
      create policy app_owner on cases to app_owner using (true);
      create policy everybody on cases for select to app_worker using (true);
      grant update on cases to app_installer; grant select (notice) on cases to app_fitter;
      grant select on cases to app_worker; alter table cases no force row level security`)
    await wasAnother('sql/policies/cases.sql')
    await applyObjects(db, { migrated: false })
    expect(await describeSchema(db)).toBe(fresh)
  })

  test('a trigger is what its file says, and one that the file had before is gone', async () => {
    await db.raw(`drop trigger cancel_orders on cases;
      create trigger cancel_orders before update on cases for each row execute function app.cancel_orders();
      create function app.call_off() returns trigger language plpgsql as 'begin return null; end';
      create trigger call_off after delete on cases for each row execute function app.call_off()`)
    const former = ['drop function if exists app.call_off', 'drop trigger if exists call_off on cases']
    await wasAnother('sql/triggers/cases_cancel_orders.sql', ...former)
    await applyObjects(db, { migrated: false })
    expect(await describeSchema(db)).toBe(fresh)
  })

  test('and one that a migration wants run again', async () => {
    await db.raw(`drop policy app_owner on cases; alter table cases drop constraint cases_turn_check`)
    await db.raw(`delete from applied_files where file in ('sql/policies/cases.sql', 'sql/functions/open_cases.sql')`)
    await db.raw(
      `alter table cases add check (turn in ('installer', 'owner')); grant execute on function app.open_cases() to app_owner`,
    )
    await applyObjects(db, { migrated: true })
    expect(await describeSchema(db)).toBe(fresh)
  })

  test('and only then: what is as it was applied is left alone', async () => {
    await db.raw(
      `comment on function app.today() is 'not touched'; comment on policy app_owner on cases is 'not touched'`,
    )
    await wasAnother('sql/functions/tenant_open.sql')
    await applyObjects(db, { migrated: false })
    const { rows } = await db.raw<{ rows: unknown[] }>(`select from pg_description where description = 'not touched'`)
    expect(rows).toHaveLength(2)
  })
})

test('what a removed file made is dropped, unless another file makes it now', async () => {
  await db.raw(`create function app.gone() returns trigger language plpgsql as 'begin return null; end';
    create trigger gone after delete on cases for each row execute function app.gone();
    create table gone (id int); alter table gone enable row level security;
    create policy app_owner on gone to app_owner using (true); grant select on gone to app_owner`)
  const today = 'drop function if exists app.today'
  await db('applied_files').insert([
    {
      file: 'sql/triggers/cases_gone.sql',
      checksum: 'x',
      drops: ['drop function if exists app.gone', 'drop trigger if exists gone on cases'],
    },
    { file: 'sql/functions/former_name_of_today.sql', checksum: 'x', drops: [today] },
    { file: 'sql/policies/gone.sql', checksum: 'x', drops: [] },
    { file: 'sql/policies/dropped_with_its_table.sql', checksum: 'x', drops: [] },
  ])
  await applyObjects(db, { migrated: false })
  expect(await describeSchema(db)).toContain('gone\n  id integer\n  row level security\n\n')
  await db.raw('drop table gone')
  expect(await describeSchema(db)).toBe(fresh)
  const files = (await objectFiles()).map(({ file }) => file)
  expect(await db('applied_files').whereLike('file', 'sql/%').orderBy('file').pluck('file')).toEqual(files.toSorted())
})

describe('nothing is applied', () => {
  test('when a function no longer fits the tables', async () => {
    await db.raw('alter table users rename column permission_sets to sets')
    await expect(applyObjects(db, { migrated: true })).rejects.toThrow('permission_sets does not exist')
    await db.raw('alter table users rename column sets to permission_sets')
  })

  test('when a function has got other arguments, and the one that was is still there', async () => {
    await db.raw('create function app.open_cases(owner int) returns int language sql return 1')
    await wasAnother('sql/functions/open_cases.sql')
    await expect(applyObjects(db, { migrated: false })).rejects.toThrow(
      'More than one function is called app.open_cases',
    )
    await db.raw('drop function app.open_cases(int)')
    await applyObjects(db, { migrated: false })
  })

  test('when a file cannot be run: the error names it', async () => {
    await db.raw('alter table absences rename to away')
    await wasAnother('sql/policies/absences.sql')
    await expect(applyObjects(db, { migrated: false })).rejects.toThrow(
      'sql/policies/absences.sql: relation "absences" does not exist',
    )
    await db.raw('alter table away rename to absences')
    await applyObjects(db, { migrated: false })
    expect(await describeSchema(db)).toBe(fresh)
  })
})
