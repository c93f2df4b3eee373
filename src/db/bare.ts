import knex, { type Knex } from 'knex'
import pg from 'pg'

// Dates stay 'YYYY-MM-DD' and bigints become numbers: ours are far below 2^53.
pg.types.setTypeParser(pg.types.builtins.DATE, (value) => value)
pg.types.setTypeParser(pg.types.builtins.INT8, Number)
pg.types.setTypeParser(pg.types.builtins.NUMERIC, Number)

export type Database = Knex

/** A pool on `url`. As the web role it sees nothing until a door of actor.ts is opened. */
export function connect(url: string, pool: { min: number; max: number } = { min: 0, max: 16 }): Database {
  return knex({
    client: 'pg',
    connection: { connectionString: url, application_name: 'elanmalan', connectionTimeoutMillis: 4_000 },
    pool,
    // Failures reach the error page and its log; knex would print them with connection details.
    log: { warn: () => undefined, error: () => undefined },
    acquireConnectionTimeout: 5_000,
  })
}
