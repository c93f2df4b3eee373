import knex, { type Knex } from 'knex'
import pg from 'pg'
import { GuardedClient, GuardedDialect, type GuardedConfig } from './guardedClient.ts'
import { LONG_CONNECTIONS, PAGE_CONNECTIONS, WARM_CONNECTIONS } from './shares.ts'
import { ACQUIRE_TIMEOUT, CONNECT_TIMEOUT, LONG, PAGE } from './timeouts.ts'

// Dates stay 'YYYY-MM-DD' and bigints become numbers: ours are far below 2^53.
pg.types.setTypeParser(pg.types.builtins.DATE, (value) => value)
pg.types.setTypeParser(pg.types.builtins.INT8, Number)
// bigint[], for which pg has no name.
const textArray = pg.types.getTypeParser(1009 as never) as (value: string) => string[]
pg.types.setTypeParser(1016 as never, (value) => textArray(value).map(Number))
pg.types.setTypeParser(pg.types.builtins.NUMERIC, Number)

export type Database = Knex

/**
 * A pool on `url`. As the web role it sees nothing until a door of actor.ts is opened.
 * @param silence milliseconds without a byte after which a connection that owes an answer is cut (timeouts.ts)
 */
export function connect(
  url: string,
  { silence = LONG.silence, lock, ...pool }: { min?: number; max?: number; silence?: number; lock?: number } = {},
): Database {
  const connection = {
    connectionString: url,
    application_name: 'elanmalan',
    connectionTimeoutMillis: CONNECT_TIMEOUT,
    keepAlive: true,
    silence,
    ...(lock !== undefined && { lock_timeout: lock }),
  }
  return knex({
    client: GuardedDialect,
    connection,
    pool: { min: 0, max: 16, ...pool },
    // Failures reach the error page and its log; knex would print them with connection details.
    log: { warn: () => undefined, error: () => undefined },
    acquireConnectionTimeout: ACQUIRE_TIMEOUT,
  })
}

/** What doors open on: pages and long work each have connections of their own, so that neither can starve the other. */
export interface Pools {
  page: Database
  long: Database
}

/** For metrics: how a pool is used at this moment. */
export function poolStateOf(db: Database) {
  const { pool } = db.client as { pool: { numUsed(): number; numFree(): number; numPendingAcquires(): number } }
  return { used: () => pool.numUsed(), free: () => pool.numFree(), waiting: () => pool.numPendingAcquires() }
}

/** Sixteen connections in all, as the web role. */
export function connectPools(webUrl: string): Pools & { destroy(): Promise<void> } {
  const page = connect(webUrl, { min: WARM_CONNECTIONS, max: PAGE_CONNECTIONS, silence: PAGE.silence })
  const long = connect(webUrl, { max: LONG_CONNECTIONS, silence: LONG.silence })
  return {
    page,
    long,
    async destroy() {
      await Promise.all([page.destroy(), long.destroy()])
    },
  }
}

/**
 * A plain pg pool for the job queue and its watcher, as the owner of the tables. Without the listeners a connection that
 * dies, in hand or idle, would be an unhandled 'error' event and end the process.
 */
export function connectQueue(ownerUrl: string, max: number): pg.Pool {
  const config: GuardedConfig & pg.PoolConfig = {
    connectionString: ownerUrl,
    application_name: 'elanmalan queue',
    connectionTimeoutMillis: CONNECT_TIMEOUT,
    keepAlive: true,
    silence: PAGE.silence,
    max,
  }
  const pool = new pg.Pool({ ...config, Client: GuardedClient })
  pool.on('error', () => undefined)
  pool.on('connect', (client) => client.on('error', () => undefined))
  return pool
}
