import { setTimeout as sleep } from 'node:timers/promises'
import { runMigrations } from 'graphile-worker'
import pg from 'pg'
import { connect, type Database } from './bare.ts'
import { migrationsOf, refuseChanged } from './migrationSource.ts'
import { applyObjects } from './objects.ts'
import { showRowsToOwner } from './ownersRows.ts'
import { inWords, isLocked, refuseServer } from './refusals.ts'
import { choosePrefix, prefixOf, prepareWebRole, type Prefix } from './roles.ts'
import { appliedFiles, makeAppliedFiles, migrationFiles, noteContracts } from './sqlFiles.ts'
import { tablesNamedIn } from './tableLocks.ts'
import { CONNECT_TIMEOUT, MIGRATION_LOCK, MIGRATION_PAUSE, MIGRATION_TRIES } from './timeouts.ts'
import { appliedMigrations, isNewer, refuseUnmigrated } from './versions.ts'

export interface MigrateOptions {
  /** Where an embedded database lies, for the sentence that it cannot be upgraded. */
  folder?: string
  /** WEB_DATABASE_URL, whose password the web role is given. */
  web?: string | undefined
  /** Functions, triggers and policies become what this code's sql/ says, though a later version's have replaced them. */
  takeBack?: boolean
}

/**
 * Brings the database at `ownerUrl` to today's shape (docs/database.md): the job queue's tables, ours, what sql/ says,
 * and the login of the web role. One process at a time: several that start together on a fresh database would trip over
 * each other's first tables. A database of a newer version that this code can run on is left as it is.
 * @returns is the database of a newer version?
 * @throws Error with a plain sentence when the database cannot be upgraded; nothing in it has been touched then
 */
export async function migrate(ownerUrl: string, options: MigrateOptions = {}): Promise<boolean> {
  return asking(ownerUrl, async (turn) => {
    await refuseServer(turn)
    await turn.query(`select pg_advisory_lock(hashtext('elanmalan migrations'))`)
    if (await isNewer(await appliedMigrations(turn), options.folder)) return true
    const prefix = (await prefixOf((sql) => turn.query(sql))) ?? (await choosePrefix(turn))
    await bringUp(ownerUrl, prefix, options.takeBack ?? false)
    await prepareWebRole(turn, { ownerUrl, given: options.web, prefix })
    return false
  })
}

/**
 * In place of migrate() for a process that has only WEB_DATABASE_URL.
 * @throws Error with a plain sentence when the database is not one that this code can run on
 */
export const refuseOthers = (webUrl: string): Promise<void> => asking(webUrl, refuseUnmigrated)

async function asking<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: CONNECT_TIMEOUT, keepAlive: true })
  // A connection that dies fails what is asked next; without a listener it would end the process.
  client.on('error', () => undefined)
  try {
    await client.connect()
    return await work(client)
  } catch (error) {
    throw inWords(error, url)
  } finally {
    await client.end().catch(() => undefined)
  }
}

async function bringUp(ownerUrl: string, prefix: Prefix, takeBack: boolean): Promise<void> {
  const db = connect(ownerUrl, { max: 2, lock: MIGRATION_LOCK })
  try {
    await patiently(() => makeAppliedFiles(db))
    await refuseChanged(db)
    await runMigrations({ connectionString: ownerUrl })
    await patiently(() => showRowsToOwner(db))
    const run = await patiently(() => runPending(db, prefix))
    await patiently(() => noteContracts(db))
    await patiently(() => applyObjects(db, { migrated: run.length > 0, prefix, takeBack }))
  } finally {
    await db.destroy()
  }
}

async function runPending(db: Database, prefix: Prefix): Promise<string[]> {
  const applied = new Set((await appliedFiles(db)).map(({ file }) => file))
  const pending = (await migrationFiles()).filter(({ file }) => !applied.has(file))
  const tables = pending.flatMap(({ text }) => tablesNamedIn(text))
  const migrationSource = migrationsOf('migrations', prefix, tables)
  // Left behind by a process that was killed in a migration without a transaction; the turn is ours alone.
  await db.migrate.forceFreeMigrationsLock({ migrationSource })
  const [, run] = (await db.migrate.latest({ migrationSource })) as [number, string[]]
  return run
}

/**
 * A lock that is not to be had soon is let go of and asked for again: behind a waiting ALTER TABLE everybody else waits,
 * and between the tries they get through.
 */
async function patiently<T>(work: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await work()
    } catch (error) {
      if (!isLocked(error) || tries === MIGRATION_TRIES) throw error
      await sleep(MIGRATION_PAUSE * (0.5 + Math.random()))
    }
  }
}
