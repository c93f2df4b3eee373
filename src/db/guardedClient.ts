import { createRequire } from 'node:module'
import type { Socket } from 'node:net'
import type { knex } from 'knex'
import pg from 'pg'
import { mayAskAgain, nameOf, type Connection, type StatementOptions } from './prepared.ts'

/** A connection to PostgreSQL that is cut when the server says nothing while it owes an answer. */
export interface GuardedConfig extends pg.ClientConfig {
  /** Milliseconds; see Limits.silence. */
  silence?: number
}

/**
 * pg's own query_timeout gives up on the answer and keeps the connection, with the query that never ends still on it:
 * the pool would hand out a dead connection for ever. Cutting the socket lets the pool see that it is gone. TCP does not
 * help: unacknowledged data is sent again for a quarter of an hour before the kernel gives up.
 */
export class GuardedClient extends pg.Client {
  readonly #silence: number | undefined

  constructor(config: GuardedConfig = {}) {
    super(config)
    this.#silence = config.silence
    if (config.silence === undefined) return
    // Emitted when every query that was asked has been answered.
    this.on('drain', () => this.#socket.setTimeout(0))
    const { query } = pg.Client.prototype as unknown as { query: (...given: unknown[]) => unknown }
    const guarded = (...given: unknown[]): unknown => {
      this.#listen(config.silence!)
      return query.apply(this, given)
    }
    // Assigned, not declared: pg.Client's overloads of query cannot be told again in a subclass.
    Object.assign(this, { query: guarded })
  }

  // Read each time: with TLS the first socket is replaced by the one that is encrypted.
  get #socket(): Socket {
    return (this as unknown as { connection: { stream: Socket } }).connection.stream
  }

  #listen(silence: number): void {
    const socket = this.#socket
    if (socket.listenerCount('timeout', this.#cut) === 0) socket.on('timeout', this.#cut)
    socket.setTimeout(silence)
  }

  readonly #cut = (): void => {
    const error = Object.assign(new Error(`PostgreSQL was silent for ${this.#silence!} ms`), { code: 'ETIMEDOUT' })
    this.#socket.destroy(error)
  }
}

interface Query {
  sql: string
  bindings?: unknown[]
  options?: StatementOptions & { name?: string }
  response?: unknown
}

// Knex brings no types for its dialects.
const Dialect = createRequire(import.meta.url)('knex/lib/dialects/postgres/index.js') as typeof knex.Client
const ask = (Dialect.prototype as unknown as { _query: (connection: Connection, query: Query) => Promise<Query> })
  ._query

/** Knex's PostgreSQL dialect over GuardedClient, with prepared statements (prepared.ts). */
export class GuardedDialect extends Dialect {
  _driver(): typeof pg {
    return { ...pg, Client: GuardedClient }
  }

  async _query(connection: Connection, query: Query): Promise<Query> {
    const { named: _, opens: __, ...options } = query.options ?? {}
    const once = () => {
      const name = nameOf(connection, query.sql, query.options)
      return ask.call(this, connection, { ...query, options: { ...options, ...(name && { name }) } })
    }
    const answered = await once().catch((error: unknown) => {
      if (mayAskAgain(connection, error)) return once()
      throw error
    })
    return Object.assign(query, { response: answered.response })
  }
}
