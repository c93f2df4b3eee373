import path from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Knex } from 'knex'
import type { Database } from './bare.ts'
import { appliedFiles, migrationFiles, remember, runFile, type SqlFile } from './sqlFiles.ts'

/** Knex keeps the names without their endings. */
const nameOf = ({ file }: SqlFile): string => path.basename(file).replace(/\.\w+$/, '')

interface Migration {
  up: (db: Knex) => Promise<void>
  /** `transaction: false` for what PostgreSQL does in none, such as an index made concurrently. */
  config?: { transaction?: boolean }
}

async function load(file: SqlFile): Promise<Migration> {
  if (file.file.endsWith('.sql')) return { up: (trx) => runFile(trx as Knex.Transaction, file) }
  // From beside this file's folder: dist/migrations has them built, as .js.
  const folder = path.join(import.meta.dirname, '..', '..', path.dirname(file.file))
  const module = path.join(folder, nameOf(file) + path.extname(import.meta.filename))
  return (await import(pathToFileURL(module).href)) as Migration
}

/** For knex: the files of one folder, in SQL and TypeScript, each with its checksum noted in the transaction that runs it. */
export const migrationsOf = (folder: string): Knex.MigrationSource<SqlFile> => ({
  getMigrations: () => migrationFiles(folder),
  getMigrationName: nameOf,
  getMigration: async (file) => {
    const { up, config } = await load(file)
    return {
      ...(config && { config }),
      up: async (trx) => {
        await up(trx)
        await remember(trx as Knex.Transaction, [{ file: file.file, checksum: file.checksum, drops: [] }])
      },
      down: () => Promise.reject(new Error('Migrations only go forward.')),
    }
  },
})

export const migrationSource = migrationsOf('migrations')

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

/**
 * A database that this code cannot bring further is told apart before anything in it is touched.
 * @param names of the migrations that the database has had
 * @param folder of an embedded database
 * @throws Error with a plain sentence
 */
export async function refuseUnknown(names: string[], folder: string | undefined): Promise<void> {
  const known = (await migrationFiles()).map(nameOf)
  const unknown = names.filter((name) => !known.includes(name))
  if (unknown.length === 0) return
  const database = folder ? `Databasen i ${folder}` : 'Databasen'
  // The first of ours is the baseline's: what comes before it is from before the baseline.
  if (unknown.some((name) => name < known[0]!)) {
    const what = folder
      ? 'Flytta undan mappen, så skapas en ny vid nästa start.'
      : 'Ange en tom databas i DATABASE_URL.'
    throw new Error(`${database} är gjord av en äldre version av Elanmälan och kan inte uppgraderas. ${what}`)
  }
  throw new Error(`${database} är gjord av en nyare version av Elanmälan (${unknown.at(-1)!}). Starta den versionen.`)
}
