import type { Knex } from 'knex'

/**
 * How long to wait for all of the tables, in milliseconds: well below PostgreSQL's deadlock_timeout of a second, so that
 * of a page and a migration that wait for each other the migration gives up, never the page.
 */
const WAIT = 400

const TABLES =
  /\b(?:(?:alter|drop|create) table(?: if (?:not )?exists)?|update|delete from|insert into|references|from|join|on(?: only)?) (?:only )?(?:public\.)?(\w+)/gi

/** Every table that a file of SQL may need: a word too many is no table, or is locked in vain. */
export const tablesNamedIn = (sql: string): string[] => [...sql.matchAll(TABLES)].map(([, name]) => name!.toLowerCase())

/**
 * Takes all tables at once, before anything else in the transaction: whoever takes them one after another, holding those
 * before, ends in a deadlock with pages that take them in another order.
 * @throws the error of PostgreSQL (57014) when they are not to be had at once; nothing is locked then
 */
export async function lockTables(trx: Knex.Transaction, names: string[]): Promise<void> {
  const { rows } = await trx.raw<{ rows: { name: string }[] }>(
    `select quote_ident(tablename) as name from pg_tables where schemaname = 'public' and tablename = any(?)
     and tablename not like 'knex\\_%' and tablename <> 'applied_files' order by tablename`,
    [[...new Set(names)]],
  )
  if (rows.length === 0) return
  await trx.raw(`set local statement_timeout = ${WAIT}`)
  await trx.raw(`lock table ${rows.map(({ name }) => name).join(', ')} in access exclusive mode`)
  await trx.raw('set local statement_timeout = 0')
}
