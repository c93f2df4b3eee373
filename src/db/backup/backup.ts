import { once } from 'node:events'
import { pipeline } from 'node:stream/promises'
import type { Writable } from 'node:stream'
import pg from 'pg'
import { ZipFile } from 'yazl'
import { CONNECT_TIMEOUT } from '../timeouts.ts'
import {
  migrationsIn,
  rolesIn,
  SESSION,
  sequencesIn,
  tablesIn,
  type Manifest,
  type StoredTable,
  type TableShape,
} from './catalogue.ts'
import { copyOf, summed } from './stream.ts'

/**
 * Writes everything of the database at `url` into one archive, as of one moment: files lie in tables too. People work on
 * meanwhile. The stream is whole when the promise is kept.
 * @throws Error with a plain sentence when the role of `url` does not see every row
 */
export async function writeArchive(url: string, out: Writable, version: string): Promise<Manifest> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: CONNECT_TIMEOUT, keepAlive: true })
  // A connection that dies fails what is asked next; without a listener it would end the process.
  client.on('error', () => undefined)
  await client.connect()
  try {
    await client.query(SESSION)
    const tables = await tablesIn(client)
    if (!tables.some(({ name }) => name === 'public.knex_migrations')) {
      throw new Error('Databasen är tom: det finns inget att säkerhetskopiera.')
    }
    await client.query('begin isolation level repeatable read read only')
    // Locked before the snapshot is taken, by the first query: no migration comes between.
    await client.query(`lock table ${tables.map(({ name }) => name).join(', ')} in access share mode`)
    await refuseHalfSeen(client)
    const written = await write(client, tables, out, version)
    await client.query('commit')
    return written
  } finally {
    await client.end().catch(() => undefined)
  }
}

async function write(client: pg.Client, tables: TableShape[], out: Writable, version: string): Promise<Manifest> {
  const zip = new ZipFile()
  const done = pipeline(zip.outputStream, out)
  const failed = once(zip, 'error').then(([error]) => Promise.reject(error as Error))
  const broken = Promise.race([failed, done.then(never)])
  // Whoever waits for a table is told; between two tables nobody waits.
  broken.catch(() => undefined)
  const manifest: Manifest = {
    format: 1,
    made: new Date().toISOString(),
    version,
    server: (await client.query<{ v: string }>(`select current_setting('server_version') as v`)).rows[0]!.v,
    migrations: await migrationsIn(client),
    tables: [],
    sequences: [],
    roles: await rolesIn(client),
  }
  for (const table of tables) {
    manifest.tables.push(await Promise.race([addTable(zip, client, table), broken]))
  }
  manifest.sequences = await sequencesIn(client)
  zip.addBuffer(Buffer.from(JSON.stringify(manifest, null, 1)), 'manifest.json')
  zip.end()
  await Promise.race([done, failed])
  return manifest
}

const never = (): never => {
  throw new Error('The archive was closed before it was whole.')
}

/** One after the other: a connection copies one table at a time. */
function addTable(zip: ZipFile, client: pg.Client, table: TableShape): Promise<StoredTable> {
  return new Promise((resolve, reject) => {
    const rows = copyOf(client, table)
    const counted = summed((sum) => resolve({ ...table, rows: rows.rowCount, ...sum }))
    pipeline(rows, counted).catch(reject)
    // Its size is not known before it has been read, so it may be beyond what a zip without the 64-bit fields can tell.
    zip.addReadStream(counted, entryOf(table), { forceZip64Format: true, mode: 0o600, compressionLevel: 1 })
  })
}

export const entryOf = ({ name }: TableShape): string => `tables/${name.replaceAll('"', '')}.copy`

// A policy that lets everything through for the tables' owner is as good as none.
const HALF_SEEN = `select c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
  where n.nspname = any($1) and c.relkind = 'r' and row_security_active(c.oid) and (
    not exists (select from pg_policy p where p.polrelid = c.oid and p.polpermissive and p.polcmd in ('*', 'r')
      and pg_get_expr(p.polqual, c.oid) = 'true' and exists (select from unnest(p.polroles) r where r = 0 or pg_has_role(r, 'usage')))
    or exists (select from pg_policy p where p.polrelid = c.oid and not p.polpermissive and p.polcmd in ('*', 'r')
      and exists (select from unnest(p.polroles) r where r = 0 or pg_has_role(r, 'usage'))))
  order by 1`

async function refuseHalfSeen(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ name: string }>(HALF_SEEN, [['public', 'app', 'graphile_worker']])
  if (rows.length === 0) return
  const who = (await client.query<{ name: string }>('select current_user as name')).rows[0]!.name
  throw new Error(
    `Rollen ${who} ser inte alla rader i ${rows.map(({ name }) => name).join(', ')}: en kopia skulle bli halv. ` +
      'Ange en roll med BYPASSRLS i BACKUP_DATABASE_URL.',
  )
}
