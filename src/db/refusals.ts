import type pg from 'pg'

/** The oldest major version of PostgreSQL that everything is tested on. */
const OLDEST_SERVER = 16

/**
 * A server that this program cannot run on is told before anything is touched.
 * @throws Error with a plain sentence
 */
export async function refuseServer(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ major: number; version: string; encoding: string; name: string }>(
    `select current_setting('server_version_num')::int / 10000 as major, current_setting('server_version') as version,
       current_setting('server_encoding') as encoding, current_database() as name`,
  )
  const { major, version, encoding, name } = rows[0]!
  if (major < OLDEST_SERVER) {
    throw new Error(`Servern är PostgreSQL ${version}. Elanmälan behöver PostgreSQL ${OLDEST_SERVER} eller nyare.`)
  }
  if (encoding !== 'UTF8') {
    throw new Error(`Databasen ${name} har teckenkodningen ${encoding}. Skapa den med encoding 'UTF8'.`)
  }
}

/** Tables that were not to be had at once (57014, tableLocks.ts), locks (55P03) and deadlocks (40P01): trying again may do. */
export function isLocked(error: unknown): boolean {
  const code = codeOf(error)
  return code === '55P03' || code === '40P01' || code === '57014'
}

type Sentence = (where: { host: string; user: string; name: string }) => string

const unreachable: Sentence = ({ host }) => `Databasen på ${host} svarar inte. Är den igång, och stämmer adressen?`

const SENTENCES: Record<string, Sentence> = {
  ECONNREFUSED: unreachable,
  ECONNRESET: unreachable,
  ETIMEDOUT: unreachable,
  EHOSTUNREACH: unreachable,
  ENOENT: unreachable,
  ENOTFOUND: ({ host }) => `Det finns ingen dator som heter ${host}. Stämmer adressen till databasen?`,
  EAI_AGAIN: ({ host }) => `Namnet ${host} går inte att slå upp just nu.`,
  '28P01': ({ host, user }) => `Databasen på ${host} godtar inte lösenordet för ${user}.`,
  '28000': ({ host, user }) => `Databasen på ${host} släpper inte in ${user} (pg_hba.conf, eller rollen saknas).`,
  '3D000': ({ host, name }) => `Det finns ingen databas som heter ${name} på ${host}.`,
  '42501': ({ user, name }) =>
    `${user} får inte göra det som behövs i ${name}: rollen ska äga databasen och ha CREATEROLE (docs/operations.md).`,
  '53300': ({ host }) => `Databasen på ${host} har inga anslutningar kvar.`,
  '55P03': ({ name }) => `Tabellerna i ${name} var upptagna för länge. Inget är ändrat; nästa start försöker igen.`,
  '40P01': ({ name }) => `Tabellerna i ${name} var upptagna för länge. Inget är ändrat; nästa start försöker igen.`,
  '57014': ({ name }) => `Tabellerna i ${name} var upptagna för länge. Inget är ändrat; nästa start försöker igen.`,
  '57P03': ({ host }) => `Databasen på ${host} startar eller stänger just nu. Försök igen om en stund.`,
}

/** What the server, or the way to it, said, for whoever starts the program; other errors are returned as they are. */
export function inWords(error: unknown, url: string): unknown {
  const code = codeOf(error)
  const timedOut = error instanceof Error && /timeout/i.test(error.message) && code === undefined
  const sentence = timedOut ? unreachable : SENTENCES[code ?? '']
  // A file that is missing is none of the database's business; a socket is.
  if (!sentence || (code === 'ENOENT' && !/\bconnect\b/.test(String(error)))) return error
  const { hostname, port, username, pathname } = new URL(url)
  const host = `${hostname || 'localhost'}:${port || 5432}`
  const said = error instanceof Error && error.message ? ` (${error.message})` : ''
  const name = decodeURIComponent(pathname.slice(1))
  return new Error(sentence({ host, user: decodeURIComponent(username), name }) + said, { cause: error })
}

/** Of the error itself or of what it wraps: a file of SQL, or every address of a name that has several. */
function codeOf(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined
  const { code } = error as { code?: unknown }
  if (typeof code === 'string') return code
  return codeOf(error instanceof AggregateError ? error.errors[0] : error.cause)
}
