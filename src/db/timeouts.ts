/** How long each part of a conversation with the database may take, in milliseconds. */
export interface Limits {
  /** statement_timeout: PostgreSQL cancels the statement (57014). */
  statement: number
  /** lock_timeout: how long a statement waits for a row, table or advisory lock (55P03). */
  lock: number
  /** idle_in_transaction_session_timeout: PostgreSQL ends the session (25P03), and with it its locks. */
  idleInTransaction: number
  /** No byte from the server while a statement runs: the connection is cut by us. Longer than `statement`. */
  silence: number
}

/** For pages: set on the role app_web for this database, so that no connection of a request is without them, pooled or not. */
export const PAGE: Limits = { statement: 8_000, lock: 4_000, idleInTransaction: 15_000, silence: 9_000 }

/** For work that nobody waits for at a page, and for files that are read in: set by the door for its transaction. */
export const LONG: Limits = { statement: 120_000, lock: 30_000, idleInTransaction: 90_000, silence: 130_000 }

/** To reach the server at all, and to get a connection out of the pool, in milliseconds. */
export const CONNECT_TIMEOUT = 4_000
export const ACQUIRE_TIMEOUT = 5_000

/**
 * Migrations take all their tables at once or let go (tableLocks.ts), and try again after a pause; what is locked later
 * waits no longer than this, which is less than a page waits.
 */
export const MIGRATION_LOCK = 2_000
export const MIGRATION_PAUSE = 300
export const MIGRATION_TRIES = 60
