import path from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Knex } from 'knex'
import type { Database } from './bare.ts'
import type { Prefix } from './roles.ts'
import {
  appliedFiles,
  contractsOf,
  migrationFiles,
  migrationName,
  remember,
  runFile,
  type SqlFile,
} from './sqlFiles.ts'
import { lockTables } from './tableLocks.ts'

interface Migration {
  up: (db: Knex) => Promise<void>
  /** `transaction: false` for what PostgreSQL does in none, such as an index made concurrently. */
  config?: { transaction?: boolean }
}

async function load(file: SqlFile, prefix: Prefix): Promise<Migration> {
  if (file.file.endsWith('.sql')) return { up: (trx) => runFile(trx as Knex.Transaction, file, prefix) }
  // From beside this file's folder: dist/migrations has them built, as .js.
  const folder = path.join(import.meta.dirname, '..', '..', path.dirname(file.file))
  const module = path.join(folder, migrationName(file) + path.extname(import.meta.filename))
  return (await import(pathToFileURL(module).href)) as Migration
}

/**
 * For knex: the files of one folder, in SQL and TypeScript, each with its checksum noted in the transaction that runs it.
 * @param tables to be locked first, all that the transaction will need
 */
export const migrationsOf = (folder: string, prefix: Prefix, tables: string[] = []): Knex.MigrationSource<SqlFile> => ({
  getMigrations: () => migrationFiles(folder),
  getMigrationName: migrationName,
  getMigration: async (file) => {
    const { up, config } = await load(file, prefix)
    return {
      ...(config && { config }),
      up: async (trx) => {
        if (config?.transaction !== false) await lockTables(trx as Knex.Transaction, tables)
        await up(trx)
        await remember(trx as Knex.Transaction, [{ ...noted(file), contracts: contractsOf(file.text) }])
      },
      down: () => Promise.reject(new Error('Migrations only go forward.')),
    }
  },
})

const noted = ({ file, checksum }: SqlFile) => ({ file, checksum, drops: [] })

/**
 * What has been applied is what the file says, in every installation: an edit would only reach the new ones.
 * @throws Error naming the files that are not what was applied
 */
export async function refuseChanged(db: Database): Promise<void> {
  const applied = new Map((await appliedFiles(db)).map(({ file, checksum }) => [file, checksum]))
  const changed = (await migrationFiles()).filter(({ file, checksum }) => (applied.get(file) ?? checksum) !== checksum)
  if (changed.length === 0) return
  const names = changed.map(({ file }) => file).join(', ')
  throw new Error(`${names} har ändrats sedan den kördes på databasen. Återställ filen, och gör ändringen i en ny.`)
}
