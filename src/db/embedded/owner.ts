import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'

/** Whose the running server is. */
export interface Ownership {
  /** Ours, until we end; else another living process has it. */
  own: boolean
  /** What the owner has announced, so far. */
  address: string | null
  /** Tells later starts where we are to be found. */
  announce: (address: string) => Promise<void>
  /** Ends it, after giving connections that are being closed a moment. */
  release: () => Promise<void>
}

const KEY = 0x656c616e
const NAME = 'elanmalan '
const OWNER = `select application_name as name from pg_stat_activity join pg_locks using (pid)
  where locktype = 'advisory' and classid = 0 and objid = ${KEY} and granted`

/**
 * Ownership is a lock in the server itself, held by a connection: however the owner dies, it goes with it, and no file
 * can claim otherwise.
 */
export async function claim(url: string): Promise<Ownership> {
  const client = new pg.Client({ connectionString: url, application_name: NAME })
  client.on('error', () => undefined)
  await client.connect()
  let own = await tryLock(client)
  // The server needs a moment to notice that an owner was killed.
  for (let tries = 0; !own && tries < 10; tries += 1) {
    await sleep(50)
    own = await tryLock(client)
  }
  const address = own ? null : await addressOfOwner(client)
  // The lock alone is no reason for the program to go on, but a question under way is; pg's types lack these two.
  const socket = client as unknown as Record<'ref' | 'unref', () => void>
  if (own) socket.unref()
  else await client.end()
  return {
    own,
    address,
    announce: async (here) => {
      if (!own) return
      socket.ref()
      await client.query(`select set_config('application_name', $1, false)`, [NAME + here])
      socket.unref()
    },
    release: async () => {
      if (!own) return
      socket.ref()
      await othersGone(client).catch(() => undefined)
      await client.end().catch(() => undefined)
    },
  }
}

async function tryLock(client: pg.Client): Promise<boolean> {
  const { rows } = await client.query<{ own: boolean }>('select pg_try_advisory_lock($1) as own', [KEY])
  return rows[0]!.own
}

async function addressOfOwner(client: pg.Client): Promise<string | null> {
  const { rows } = await client.query<{ name: string }>(OWNER)
  return rows[0]?.name.slice(NAME.length) || null
}

/** Cut while it is being closed, a connection fails in a pool that nobody listens to any more: node dies of that. */
async function othersGone(client: pg.Client): Promise<void> {
  const question = `select from pg_stat_activity where backend_type = 'client backend' and pid <> pg_backend_pid()`
  for (let tries = 0; tries < 40; tries += 1) {
    if ((await client.query(question)).rowCount === 0) return
    await sleep(25)
  }
}
