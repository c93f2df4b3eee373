import type pg from 'pg'
import { z } from 'zod'

const Table = z.object({ name: z.string(), columns: z.array(z.string()) })
const Sequence = z.object({ name: z.string(), value: z.string(), called: z.boolean() })
const Role = z.object({
  name: z.string(),
  attributes: z.string(),
  memberOf: z.array(z.string()),
  settings: z.array(z.string()),
})

/** What is backed up: every table of these schemas, the job queue's and the migrations' own included. */
export const SCHEMAS = ['public', 'app', 'graphile_worker']

export type TableShape = z.infer<typeof Table>
export type SequenceState = z.infer<typeof Sequence>

/** Of an archive: what is in it, and the sum of every part. */
export const Manifest = z.object({
  format: z.literal(1),
  made: z.string(),
  version: z.string(),
  server: z.string(),
  migrations: z.array(z.string()),
  tables: z.array(Table.extend({ rows: z.number(), bytes: z.number(), sha256: z.string() })),
  sequences: z.array(Sequence),
  roles: z.array(Role),
})
export type Manifest = z.infer<typeof Manifest>
export type StoredTable = Manifest['tables'][number]

const OURS = `join pg_namespace n on n.oid = c.relnamespace and n.nspname = any($1)`

// Quoted and ready to stand in a statement. Generated columns are computed anew.
const TABLES = `select format('%I.%I', n.nspname, c.relname) as name,
    array(select quote_ident(a.attname) from pg_attribute a
      where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = '' order by a.attnum) as columns
  from pg_class c ${OURS} where c.relkind = 'r' order by 1`

export async function tablesIn(client: pg.Client): Promise<TableShape[]> {
  return (await client.query<TableShape>(TABLES, [SCHEMAS])).rows
}

/** Outside any snapshot: asked for last, they are past every row that was read. */
export async function sequencesIn(client: pg.Client): Promise<SequenceState[]> {
  const { rows } = await client.query<{ name: string }>(
    `select format('%I.%I', n.nspname, c.relname) as name from pg_class c ${OURS} where c.relkind = 'S' order by 1`,
    [SCHEMAS],
  )
  const states: SequenceState[] = []
  for (const { name } of rows) {
    const state = await client.query<SequenceState>(
      `select last_value::text as value, is_called as called from ${name}`,
    )
    states.push({ ...state.rows[0]!, name })
  }
  return states
}

// Passwords stay out: those of ours are derived or configured, and set by migrate().
const ROLES = `select r.rolname as name, concat_ws(' ', case when rolcanlogin then 'login' end,
    case when rolinherit then 'inherit' else 'noinherit' end, case when rolbypassrls then 'bypassrls' end,
    case when rolcreaterole then 'createrole' end, case when rolsuper then 'superuser' end) as attributes,
    array(select m.rolname::text from pg_auth_members a join pg_roles m on m.oid = a.roleid
      where a.member = r.oid order by 1) as "memberOf",
    coalesce((select array_agg(setting order by setting) from pg_db_role_setting s, unnest(s.setconfig) setting
      where s.setrole = r.oid and s.setdatabase in (0, (select oid from pg_database where datname = current_database()))),
      '{}') as settings
  from pg_roles r where rolname <> current_user and r.oid in (
    select g.grantee from pg_namespace n cross join lateral aclexplode(n.nspacl) g where n.nspname = any($1)
    union select g.grantee from pg_class c ${OURS} cross join lateral aclexplode(c.relacl) g)
  order by 1`

/** The roles that may do something here: the program's, and those that somebody has added. */
export async function rolesIn(client: pg.Client): Promise<Manifest['roles']> {
  return (await client.query<Manifest['roles'][number]>(ROLES, [SCHEMAS])).rows
}

export async function migrationsIn(client: pg.Client): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>('select name from knex_migrations order by id')
  return rows.map(({ name }) => name)
}

/** The same row is the same text on every server: what a session is set to would otherwise change how values are written. */
export const SESSION = `set client_encoding to 'UTF8'; set timezone to 'UTC'; set datestyle to 'ISO'; set intervalstyle to 'postgres';
  set extra_float_digits to 3; set bytea_output to 'hex'; set synchronize_seqscans to off; set statement_timeout to 0;
  set idle_in_transaction_session_timeout to 0; set lock_timeout to '10s'`
