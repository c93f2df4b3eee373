import { isDeepStrictEqual } from 'node:util'
import { pipeline } from 'node:stream/promises'
import pg from 'pg'
import { from as copyFrom } from 'pg-copy-streams'
import { migrate } from '../migrate.ts'
import { CONNECT_TIMEOUT } from '../timeouts.ts'
import { Archive } from './archive.ts'
import { migrationsIn, rolesIn, SCHEMAS, SESSION, tablesIn, type Manifest } from './catalogue.ts'
import { copyOf, sumOf } from './stream.ts'

/**
 * Brings an archive back into an empty database: verified before anything is touched, loaded in one transaction, and read
 * back and compared with the archive before that commits.
 * @returns what is not as it was: roles that somebody had added or changed
 * @throws Error with a plain sentence: a damaged archive, a database that is not empty, an archive of another version
 */
export async function restoreArchive(
  ownerUrl: string,
  file: string,
): Promise<{ manifest: Manifest; otherRoles: string[] }> {
  const archive = await Archive.open(file)
  const client = new pg.Client({
    connectionString: ownerUrl,
    connectionTimeoutMillis: CONNECT_TIMEOUT,
    keepAlive: true,
  })
  // A connection that dies fails what is asked next; without a listener it would end the process.
  client.on('error', () => undefined)
  try {
    await archive.verify()
    await client.connect()
    await refuseFilled(client)
    await migrate(ownerUrl)
    await client.query(SESSION)
    await refuseOtherShape(client, archive.manifest)
    await client.query('begin')
    await load(client, archive)
    await client.query('commit')
    await client.query('analyze')
    return { manifest: archive.manifest, otherRoles: await otherRoles(client, archive.manifest) }
  } finally {
    archive.close()
    await client.end().catch(() => undefined)
  }
}

async function refuseFilled(client: pg.Client): Promise<void> {
  if ((await tablesIn(client)).length === 0) return
  throw new Error('Databasen är inte tom, och inget i den har rörts. Skapa en ny, och ange den i DATABASE_URL.')
}

async function refuseOtherShape(client: pg.Client, { migrations, tables, version }: Manifest): Promise<void> {
  const shape = tables.map(({ name, columns }) => ({ name, columns }))
  if (isDeepStrictEqual(await migrationsIn(client), migrations) && isDeepStrictEqual(await tablesIn(client), shape))
    return
  throw new Error(
    `Säkerhetskopian är gjord av version ${version} (${migrations.at(-1) ?? '?'}), och det här är en annan. ` +
      'Återställ med den version som gjorde den, i en ny tom databas, och uppgradera sedan.',
  )
}

interface Constraint {
  on: string
  name: string
  definition: string
}

/** Rows come as they were, in whatever order: no rule judges them a second time, and foreign keys when all are there. */
async function load(client: pg.Client, archive: Archive): Promise<void> {
  const { tables, sequences } = archive.manifest
  const keys = await foreignKeys(client)
  for (const { on, name } of keys) await client.query(`alter table ${on} drop constraint ${name}`)
  const forced = await forcedTables(client)
  // COPY into a table is refused where row security binds its owner.
  for (const name of forced) await client.query(`alter table ${name} no force row level security`)
  for (const { name } of tables) await client.query(`alter table ${name} disable trigger user`)
  // Some have rows by a migration.
  await client.query(`truncate ${tables.map(({ name }) => name).join(', ')}`)

  for (const table of tables) {
    const into = client.query(copyFrom(`copy ${table.name} (${table.columns.join(', ')}) from stdin`))
    await pipeline(await archive.read(table), into)
  }
  for (const { name, value, called } of sequences) {
    await client.query('select setval($1::regclass, $2::bigint, $3)', [name, value, called])
  }

  for (const { name } of tables) await client.query(`alter table ${name} enable trigger user`)
  for (const { on, name, definition } of keys)
    await client.query(`alter table ${on} add constraint ${name} ${definition}`)
  for (const table of tables) {
    const { bytes, sha256 } = await sumOf(copyOf(client, table))
    if (bytes !== table.bytes || sha256 !== table.sha256) {
      throw new Error(`${table.name} blev inte som i säkerhetskopian. Inget har återställts.`)
    }
  }
  for (const name of forced) await client.query(`alter table ${name} force row level security`)
}

const OURS = `join pg_namespace n on n.oid = c.relnamespace and n.nspname = any($1)`

async function foreignKeys(client: pg.Client): Promise<Constraint[]> {
  const { rows } = await client.query<Constraint>(
    `select format('%I.%I', n.nspname, c.relname) as on, quote_ident(o.conname) as name, pg_get_constraintdef(o.oid) as definition
     from pg_constraint o join pg_class c on c.oid = o.conrelid ${OURS} where o.contype = 'f' order by 1, 2`,
    [SCHEMAS],
  )
  return rows
}

async function forcedTables(client: pg.Client): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>(
    `select format('%I.%I', n.nspname, c.relname) as name from pg_class c ${OURS}
     where c.relkind = 'r' and c.relforcerowsecurity order by 1`,
    [SCHEMAS],
  )
  return rows.map(({ name }) => name)
}

/** migrate() makes the program's roles; others are the cluster's, and somebody's decision. */
async function otherRoles(client: pg.Client, { roles }: Manifest): Promise<string[]> {
  const here = await rolesIn(client)
  return roles
    .filter(
      (role) =>
        !isDeepStrictEqual(
          here.find(({ name }) => name === role.name),
          role,
        ),
    )
    .map(({ name, attributes, memberOf, settings }) =>
      [name, attributes, ...memberOf.map((of) => `in ${of}`), ...settings].join(', '),
    )
}
