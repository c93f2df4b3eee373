import { runMigrations } from 'graphile-worker'
import pg from 'pg'
import { connect } from './bare.ts'
import { migrationSource, refuseChanged, refuseUnknown } from './migrationSource.ts'
import { applyObjects } from './objects.ts'
import { allowWebLogin, limitWebRole } from './roles.ts'
import { makeAppliedFiles } from './sqlFiles.ts'
import { MIGRATION_LOCK } from './timeouts.ts'

interface Options {
  /** Where an embedded database lies, for the sentence that it cannot be upgraded. */
  folder?: string
}

/**
 * Brings the database at `ownerUrl` to today's shape (docs/database.md): the job queue's tables, ours, what sql/ says,
 * and the login of the web role. One process at a time: several that start together on a fresh database would trip over
 * each other's first tables.
 * @throws Error with a plain sentence when the database cannot be upgraded; nothing in it has been touched then
 */
export async function migrate(ownerUrl: string, { folder }: Options = {}): Promise<void> {
  const turn = new pg.Client({ connectionString: ownerUrl })
  await turn.connect()
  try {
    await turn.query(`select pg_advisory_lock(hashtext('elanmalan migrations'))`)
    await refuseUnknown(await migrationsOf(turn), folder)
    await migrateAlone(ownerUrl)
  } finally {
    await turn.end()
  }
}

async function migrationsOf(client: pg.Client): Promise<string[]> {
  const { rows: known } = await client.query<{ has: boolean }>(
    `select to_regclass('knex_migrations') is not null as has`,
  )
  if (!known[0]!.has) return []
  const { rows } = await client.query<{ name: string }>('select name from knex_migrations order by id')
  return rows.map(({ name }) => name)
}

async function migrateAlone(ownerUrl: string): Promise<void> {
  const db = connect(ownerUrl, { max: 2, lock: MIGRATION_LOCK })
  try {
    await makeAppliedFiles(db)
    await refuseChanged(db)
    await runMigrations({ connectionString: ownerUrl })
    // Left behind by a process that was killed in a migration without a transaction; the turn above is ours alone.
    await db.migrate.forceFreeMigrationsLock({ migrationSource })
    const [, run] = (await db.migrate.latest({ migrationSource })) as [number, string[]]
    await applyObjects(db, run.length > 0)
    await allowWebLogin(db, ownerUrl)
    await limitWebRole(db)
  } finally {
    await db.destroy()
  }
}
