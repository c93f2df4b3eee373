import { createHash, createHmac } from 'node:crypto'
import pg from 'pg'
import { CONNECT_TIMEOUT, PAGE } from './timeouts.ts'

const KINDS = ['installer', 'owner', 'fitter', 'operator', 'auth', 'worker', 'web']
// Policies are called after roles, but their names are each table's own.
const NAMES = new RegExp(`(?<!\\bpolicy )\\bapp_(${KINDS.join('|')})\\b`, 'g')

/**
 * What an installation's role names begin with. Roles belong to the whole cluster, so a second installation beside the
 * first has others: 'app' is app_web, app_owner and so on; 'app_nord' is app_nord_web, app_nord_owner.
 */
export type Prefix = string

/** The names of an installation's roles. */
export const roleNames = (prefix: Prefix): string[] => KINDS.map((kind) => `${prefix}_${kind}`)

/** migrations/ and sql/ name the roles of the first installation of a cluster. */
export function withRoles(sql: string, prefix: Prefix): string {
  return prefix === 'app' ? sql : sql.replaceAll(NAMES, `${prefix}_$1`)
}

const GRANTED = `select r.rolname as name from pg_namespace n cross join lateral aclexplode(n.nspacl) g
  join pg_roles r on r.oid = g.grantee where n.nspname = 'app' and r.rolname like 'app%\\_web'`

/** pg's and knex's own way to ask, alike. */
export type Ask = (sql: string) => Promise<{ rows: unknown[] }>

/** The roles of this database: a copy or a renamed database keeps those it was made with. Undefined: none yet. */
export async function prefixOf(ask: Ask): Promise<Prefix | undefined> {
  const [row] = (await ask(GRANTED)).rows as { name: string }[]
  return row?.name.replace(/_web$/, '')
}

// pg_shdepend is the cluster's: another database in which a role has been granted something is listed there.
const TAKEN = `select from pg_roles r where r.rolname = any($1) and (
  exists (select from pg_shdepend d where d.refclassid = 'pg_authid'::regclass and d.refobjid = r.oid and d.dbid <> 0
    and d.dbid <> (select oid from pg_database where datname = current_database()))
  or not (pg_has_role(r.oid, 'usage with admin option') or (select rolsuper from pg_roles where rolname = current_user)))`

/** For a database without roles: app_* unless another database or owner has those, else named after the database. */
export async function choosePrefix(client: pg.Client): Promise<Prefix> {
  const { rowCount: taken } = await client.query(TAKEN, [roleNames('app')])
  if (taken === 0) return 'app'
  const { rows } = await client.query<{ name: string }>('select current_database() as name')
  return prefixFor(rows[0]!.name)
}

/** A name that needs no quotes, and leaves room for the longest kind within PostgreSQL's 63 characters. */
export function prefixFor(database: string): Prefix {
  const plain = database.toLowerCase().replaceAll(/[^a-z0-9]+/g, '_')
  if (plain === database && plain.length <= 48) return `app_${plain}`
  return `app_${plain.slice(0, 36)}_${createHash('sha256').update(database).digest('hex').slice(0, 10)}`
}

/**
 * The address requests sign in by: role app_web (or app_nord_web), which inherits nothing and owns nothing. Its password
 * is derived from that of DATABASE_URL, so that every process with it finds the same one without a further setting.
 */
export async function webUrl(ownerUrl: string): Promise<string> {
  const client = new pg.Client({ connectionString: ownerUrl, connectionTimeoutMillis: CONNECT_TIMEOUT })
  client.on('error', () => undefined)
  try {
    await client.connect()
    return webUrlAs(ownerUrl, (await prefixOf((sql) => client.query(sql))) ?? 'app')
  } finally {
    await client.end().catch(() => undefined)
  }
}

function webUrlAs(ownerUrl: string, prefix: Prefix): string {
  const url = new URL(ownerUrl)
  const user = `${prefix}_web`
  // Without one the owner is let in by something else than a password (trust), and so is app_web.
  if (url.password) url.password = createHmac('sha256', url.password).update(user).digest('base64url')
  url.username = user
  return url.href
}

/**
 * Lets the web role sign in, and gives it the limits of pages in this database; called after migrating, as the owner.
 * @param given WEB_DATABASE_URL, whose password is then the role's
 */
export async function prepareWebRole(
  client: pg.Client,
  { ownerUrl, given, prefix }: { ownerUrl: string; given: string | undefined; prefix: Prefix },
): Promise<void> {
  const user = `${prefix}_web`
  const derived = webUrlAs(ownerUrl, prefix)
  const url = new URL(given ?? derived)
  // Some poolers want the project after the name: app_web.nord.
  if (url.username !== user && !url.username.startsWith(`${user}.`)) {
    throw new Error(`WEB_DATABASE_URL ska logga in som ${user}, inte ${url.username || 'ingen'}.`)
  }
  // Tried, not set each time: several processes would otherwise change the same row of pg_authid.
  const target = new URL(derived)
  target.password = url.password
  if (!(await signsIn(target.href))) {
    const password = url.password && ` password ${pg.escapeLiteral(decodeURIComponent(url.password))}`
    await client.query(`alter role ${user} with login noinherit${password}`)
  }
  await limitWebRole((sql) => client.query(sql), user)
}

async function signsIn(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: CONNECT_TIMEOUT })
  client.on('error', () => undefined)
  try {
    await client.connect()
    return true
  } catch {
    return false
  } finally {
    await client.end().catch(() => undefined)
  }
}

/** In this database alone: the role's own settings would be those of every database that it may enter. */
export async function limitWebRole(ask: Ask, user = 'app_web'): Promise<void> {
  const limits = {
    statement_timeout: PAGE.statement,
    lock_timeout: PAGE.lock,
    idle_in_transaction_session_timeout: PAGE.idleInTransaction,
  }
  const [{ name }] = (await ask('select quote_ident(current_database()) as name')).rows as [{ name: string }]
  for (const [setting, value] of Object.entries(limits)) {
    await ask(`alter role ${user} in database ${name} set ${setting} = ${value}`)
  }
}
