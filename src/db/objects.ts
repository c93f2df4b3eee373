import path from 'node:path'
import type { Knex } from 'knex'
import type { Database } from './bare.ts'
import { roleNames, type Prefix } from './roles.ts'
import { appliedFiles, checksumOf, filesIn, remember, runFile, type AppliedFile, type SqlFile } from './sqlFiles.ts'
import { lockTables, tablesNamedIn } from './tableLocks.ts'

// In the order in which they are applied: triggers and policies call functions, and what a trigger's file lets the rows of
// before catch up with needs the owner's policies.
const FOLDERS = ['sql/functions', 'sql/policies', 'sql/triggers']

export async function objectFiles(): Promise<SqlFile[]> {
  return (await Promise.all(FOLDERS.map((folder) => filesIn(folder, /^\w+\.sql$/)))).flat()
}

/**
 * Makes functions, triggers and policies what sql/ says (docs/database.md): files whose text has changed are run, what
 * no file makes any longer is dropped, all in one transaction. Then every function is checked against the tables as
 * they are now.
 * A set that a later version's has replaced stays replaced: an old process that is started again beside the new ones
 * would otherwise take their functions away.
 */
export async function applyObjects(
  db: Database,
  { migrated, prefix = 'app', takeBack = true }: Applying,
): Promise<void> {
  const files = await objectFiles()
  const applied = (await appliedFiles(db)).filter(({ file }) => file.startsWith('sql/'))
  const before = new Map(applied.map((each) => [each.file, each]))
  const changed = files.filter(({ file, checksum }) => before.get(file)?.checksum !== checksum)
  const gone = applied.filter(({ file }) => !files.some((each) => each.file === file))
  if (!migrated && changed.length === 0 && gone.length === 0) return
  const mine = replaced(files)
  if (!migrated && !takeBack && (await db('applied_files').where({ file: mine }).first('file'))) return

  await db.transaction(async (trx) => {
    const others = applied.filter(({ file }) => [...changed, ...gone].some((each) => each.file === file))
    await lockTables(trx, [
      ...changed.flatMap(({ file, text }) => tablesOf(file, text)),
      ...others.flatMap(tablesOfApplied),
    ])
    // Bodies are checked at the end, so that functions may call each other whatever their files are called.
    await trx.raw('set local check_function_bodies = off')
    // On a new database there is nothing to take away.
    const known = (file: string, text: string) => before.get(file)?.drops ?? dropsOf(text)
    if (before.size > 0) for (const { file, text } of changed) await reset(trx, prefix, file, known(file, text))
    for (const { file, drops } of gone) await reset(trx, prefix, file, drops)
    for (const file of changed) await runFile(trx, file, prefix)
    const made = new Set(files.flatMap(({ text }) => dropsOf(text)))
    const stale = applied.flatMap(({ drops }) => drops).filter((drop) => !made.has(drop))
    // 'drop trigger' before 'drop function': a trigger needs its function.
    for (const drop of stale.toSorted().toReversed()) await trx.raw(drop)
    for (const { file } of gone) await trx('applied_files').where({ file }).delete()
    const ran = changed.map(({ file, checksum, text }) => ({ file, checksum, drops: dropsOf(text) }))
    const was = replaced(applied)
    await remember(trx, [
      ...ran,
      ...(applied.length > 0 && was !== mine ? [{ file: was, checksum: '', drops: [] }] : []),
    ])
    await trx('applied_files').where({ file: mine }).delete()
    await check(trx)
  })
}

/** Whose policies or triggers a file says; functions lock no table. */
function tablesOf(file: string, text: string): string[] {
  if (file.startsWith('sql/policies/')) return [path.basename(file, '.sql')]
  return file.startsWith('sql/triggers/') ? tablesNamedIn(dropsOf(text).join('\n')) : []
}

const tablesOfApplied = ({ file, drops }: AppliedFile): string[] => [
  ...tablesOf(file, ''),
  ...tablesNamedIn(drops.filter((drop) => drop.startsWith('drop trigger')).join('\n')),
]

interface Applying {
  /** The tables have changed since. */
  migrated: boolean
  prefix?: Prefix
  /** Also where a later version's set has replaced this one. */
  takeBack?: boolean
}

/** The key under which a set of files that has been replaced is remembered in applied_files. */
const replaced = (set: Pick<AppliedFile, 'file' | 'checksum'>[]): string =>
  `replaced ${checksumOf(
    set
      .map(({ file, checksum }) => `${file} ${checksum}`)
      .toSorted()
      .join('\n'),
  )}`

/** What takes away the functions and triggers that a file makes; kept with it, for when the file is gone. */
export function dropsOf(sql: string): string[] {
  const functions = sql.matchAll(/^create or replace function (app\.\w+)\(/gm)
  const triggers = sql.matchAll(/^create (?:or replace|constraint) trigger (\w+)\b[^;]*?\son (\w+)\b/gm)
  return [
    ...[...functions].map(([, name]) => `drop function if exists ${name!}`),
    ...[...triggers].map(([, name, table]) => `drop trigger if exists ${name!} on ${table!}`),
  ]
}

/** Policies and grants that the file no longer names shall not stay: a table has none, a new function is everybody's. */
async function reset(trx: Knex.Transaction, prefix: Prefix, file: string, drops: string[]): Promise<void> {
  const policies = file.startsWith('sql/policies/')
  const table = path.basename(file, '.sql')
  const functions = drops.map((drop) => /^drop function if exists app\.(\w+)$/.exec(drop)?.[1]).filter((name) => name)
  const { rows } = await trx.raw<{ rows: { sql: string }[] }>(
    policies
      ? `select format('drop policy %I on %s', polname, polrelid::regclass) as sql from pg_policy where polrelid = to_regclass(:table)
         union all
         select format('revoke all on %s from %I', to_regclass(:table), rolname) from pg_roles
         where rolname = any(:roles) and to_regclass(:table) is not null`
      : `select format('revoke all on function %s from %I; grant execute on function %1$s to public', p.oid::regprocedure,
           r.rolname) as sql
         from pg_proc p join pg_roles r on r.rolname = any(:roles)
         where p.pronamespace = 'app'::regnamespace and p.proname = any(:functions)`,
    { table, functions, roles: roleNames(prefix) },
  )
  for (const { sql } of rows) await trx.raw(sql)
}

/** Does every function still fit the tables, and is none of them overloaded: left with the arguments it had before? */
async function check(trx: Knex.Transaction): Promise<void> {
  const { rows: twice } = await trx.raw<{ rows: { name: string }[] }>(
    `select proname as name from pg_proc where pronamespace = 'app'::regnamespace group by proname having count(*) > 1`,
  )
  if (twice.length > 0) {
    const names = twice.map(({ name }) => `app.${name}`).join(', ')
    throw new Error(`More than one function is called ${names}: let its file begin with a drop of the one that was.`)
  }
  await trx.raw(`
    set local check_function_bodies = on;
    do $$
    declare
      ours record;
    begin
      for ours in select p.oid, l.lanname from pg_proc p join pg_language l on l.oid = p.prolang
        where p.pronamespace = 'app'::regnamespace
      loop
        if ours.lanname = 'sql' then perform fmgr_sql_validator(ours.oid); else perform plpgsql_validator(ours.oid); end if;
      end loop;
    end $$`)
}
