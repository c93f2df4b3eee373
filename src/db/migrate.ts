import { readdir } from 'node:fs/promises'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { runMigrations } from 'graphile-worker'
import type { Knex } from 'knex'
import pg from 'pg'
import { connect } from './bare.ts'
import { allowWebLogin, limitWebRole } from './roles.ts'
import { MIGRATION_LOCK } from './timeouts.ts'

const directory = path.join(import.meta.dirname, '..', '..', 'migrations')

// Names go into the database without .ts or .js: the built app must find what the development one applied.
const migrationSource: Knex.MigrationSource<string> = {
  getMigrations: async () => {
    const files = await readdir(directory)
    return files.filter((file) => /^\d{14}_\w+\.(ts|js)$/.test(file)).sort()
  },
  getMigrationName: (file) => file.replace(/\.(ts|js)$/, ''),
  getMigration: async (file) => {
    const module = (await import(pathToFileURL(path.join(directory, file)).href)) as Pick<Knex.Migration, 'up'>
    return { up: module.up, down: () => Promise.reject(new Error('Migrations only go forward.')) }
  },
}

/**
 * Brings the database at `ownerUrl` to today's shape: the job queue's tables, ours, and the login of the web role. One
 * process at a time: several that start together on a fresh database would trip over each other's first tables.
 */
export async function migrate(ownerUrl: string): Promise<void> {
  const turn = new pg.Client({ connectionString: ownerUrl })
  await turn.connect()
  try {
    await turn.query(`select pg_advisory_lock(hashtext('elanmalan migrations'))`)
    await migrateAlone(ownerUrl)
  } finally {
    await turn.end()
  }
}

async function migrateAlone(ownerUrl: string): Promise<void> {
  await runMigrations({ connectionString: ownerUrl })
  const db = connect(ownerUrl, { max: 2, lock: MIGRATION_LOCK })
  try {
    await db.migrate.latest({ migrationSource })
    await allowWebLogin(db, ownerUrl)
    await limitWebRole(db)
  } finally {
    await db.destroy()
  }
}
