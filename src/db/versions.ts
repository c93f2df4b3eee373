import type pg from 'pg'
import { migrationFiles, migrationName } from './sqlFiles.ts'

/** A migration that the database has had, and the oldest migration that code must know to run on what it made. */
export interface Applied {
  name: string
  contracts: string | null
}

/** In the order in which they were applied; none in a database that is new. */
export async function appliedMigrations(client: pg.Client): Promise<Applied[]> {
  const { rows: has } = await client.query<{ names: boolean; contracts: boolean }>(
    `select to_regclass('knex_migrations') is not null as names, exists (select from pg_attribute
       where attrelid = to_regclass('applied_files') and attname = 'contracts' and not attisdropped) as contracts`,
  )
  const { names, contracts } = has[0]!
  if (!names) return []
  const { rows } = await client.query<Applied>(
    contracts
      ? `select m.name, f.contracts from knex_migrations m
         left join applied_files f on f.file in (format('migrations/%s.sql', m.name), format('migrations/%s.ts', m.name))
         order by m.id`
      : 'select name, null as contracts from knex_migrations order by id',
  )
  return rows
}

/**
 * Expand, then contract (docs/database.md): code of before runs on a database that has been expanded since, until a
 * migration contracts what it needs.
 * @param folder of an embedded database
 * @returns is the database of a newer version, which this code leaves as it is?
 * @throws Error with a plain sentence when this code can neither upgrade the database nor run on it
 */
export async function isNewer(applied: Applied[], folder?: string): Promise<boolean> {
  const known = (await migrationFiles()).map(migrationName)
  const unknown = applied.filter(({ name }) => !known.includes(name))
  if (unknown.length === 0) return false
  const database = folder ? `Databasen i ${folder}` : 'Databasen'
  // The first of ours is the baseline's: what comes before it is from before the baseline.
  if (unknown.some(({ name }) => name < known[0]!)) {
    const what = folder
      ? 'Flytta undan mappen, så skapas en ny vid nästa start.'
      : 'Ange en tom databas i DATABASE_URL.'
    throw new Error(`${database} är gjord av en äldre version av Elanmälan och kan inte uppgraderas. ${what}`)
  }
  const newer = `${database} är gjord av en nyare version av Elanmälan (${unknown.at(-1)!.name})`
  const missing = known.filter((name) => !applied.some((each) => each.name === name))
  if (missing.length > 0) throw new Error(`${newer}, och saknar ${missing.join(', ')}. Starta den versionen.`)
  const contract = unknown.find(({ contracts }) => contracts !== null && !known.includes(contracts))
  if (contract) {
    throw new Error(`${newer}, som den här versionen inte går att köra på (${contract.name}). Starta den versionen.`)
  }
  return true
}

/**
 * For a process that does not hold the owner's password, as the web role: has somebody who does brought the database to
 * this version, or beyond it?
 * @throws Error with a plain sentence
 */
export async function refuseUnmigrated(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ here: boolean }>(
    `select has_schema_privilege('app', 'usage') and to_regprocedure('app.applied_migrations()') is not null as here
     from pg_namespace where nspname = 'app'`,
  )
  const applied = rows[0]?.here
    ? (await client.query<Applied>('select name, contracts from app.applied_migrations()')).rows
    : []
  const missing = (await migrationFiles())
    .map(migrationName)
    .filter((name) => !applied.some((each) => each.name === name))
  if (!(await isNewer(applied)) && missing.length > 0) {
    throw new Error(
      `Databasen är inte uppgraderad till den här versionen (${missing.at(-1)!}). Kör npm run db:migrate som dess ägare först.`,
    )
  }
}
