import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import type { Knex } from 'knex'
import type pg from 'pg'
import { root } from '../config.ts'
import type { Database } from './bare.ts'
import { withRoles, type Prefix } from './roles.ts'

/** A file of migrations/ or sql/, as it lies in the repository; the built app has both folders beside dist/. */
export interface SqlFile {
  /** From the root, with slashes: 'sql/policies/cases.sql'. */
  file: string
  text: string
  checksum: string
}

/** The files of one folder whose names match, by name. */
export async function filesIn(folder: string, pattern: RegExp): Promise<SqlFile[]> {
  const names = (await readdir(path.join(root, folder))).filter((name) => pattern.test(name)).sort()
  return Promise.all(
    names.map(async (name) => {
      const text = await readFile(path.join(root, folder, name), 'utf8')
      return { file: `${folder}/${name}`, text, checksum: checksumOf(text) }
    }),
  )
}

export const migrationFiles = (folder = 'migrations'): Promise<SqlFile[]> => filesIn(folder, /^\d{14}_\w+\.(sql|ts)$/)

/** Knex keeps the names of migrations without their endings. */
export const migrationName = ({ file }: SqlFile): string => path.basename(file).replace(/\.\w+$/, '')

/** `-- contracts: <migration>`: code that does not have that migration cannot run on what this one makes. */
export const contractsOf = (text: string): string | null =>
  /^(?:--|\/\/) contracts: (\d{14}_\w+)$/m.exec(text)?.[1] ?? null

/** Of what is executed: line ends, empty lines and comments on lines of their own may be corrected afterwards. */
export function checksumOf(text: string): string {
  const lines = text.split(/\r?\n/).filter((line) => !/^\s*(--|\/\/|$)/.test(line))
  return createHash('sha256').update(lines.join('\n')).digest('hex')
}

/** A file as it is, past knex, which takes every ? for a binding: also those of regular expressions. */
export async function runFile(trx: Knex.Transaction, { file, text }: SqlFile, prefix: Prefix): Promise<void> {
  const client = trx.client as { acquireConnection(): Promise<pg.Client> }
  const connection = await client.acquireConnection()
  try {
    // A table cannot be altered while something deferred waits for its rows (sql/functions/index_once.sql).
    await connection.query(`set constraints all immediate; select set_config('app.index_now', 'on', true)`)
    await connection.query(withRoles(text, prefix))
  } catch (error) {
    throw new Error(`${file}: ${(error as Error).message}`, { cause: error })
  }
}

/**
 * What has been applied to a database: file, checksum, the statements that take it away again, and for a migration the
 * oldest one that code must have to run on what it made.
 */
export async function makeAppliedFiles(db: Database): Promise<void> {
  await db.raw(`create table if not exists applied_files (
    file text primary key, checksum text not null, drops text[] not null default '{}', contracts text,
    applied_at timestamptz not null default now())`)
  // Asked for first: 'add column if not exists' locks the table even where it has nothing to add.
  if (await db.schema.hasColumn('applied_files', 'contracts')) return
  await db.raw('alter table applied_files add column if not exists contracts text')
}

export interface AppliedFile {
  file: string
  checksum: string
  drops: string[]
}

export const appliedFiles = (db: Database | Knex.Transaction): Promise<AppliedFile[]> =>
  db<AppliedFile>('applied_files').select('file', 'checksum', 'drops').orderBy('file')

export async function remember(
  trx: Knex.Transaction,
  applied: (AppliedFile & { contracts?: string | null })[],
): Promise<void> {
  if (applied.length === 0) return
  await trx('applied_files')
    .insert(applied.map((each) => ({ ...each, applied_at: trx.fn.now() })))
    .onConflict('file')
    .merge()
}

/** A migration may be told to contract after it has been applied: the line is a comment. */
export async function noteContracts(db: Database): Promise<void> {
  for (const { file, text } of await migrationFiles()) {
    const contracts = contractsOf(text)
    if (contracts) await db('applied_files').where({ file }).whereNull('contracts').update({ contracts })
  }
}
