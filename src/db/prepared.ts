import { createHash } from 'node:crypto'

/**
 * Statements under row level security take longer to plan than to run, so the pages' are prepared by name: parsed once on
 * each connection, and after five times planned no more. A text is named when it comes a second time. One whose best plan
 * depends on its values (a search, a filter) is asked with UNNAMED and planned each time.
 */

/** Options of a statement: `tx.raw(sql).options(UNNAMED)`. */
export interface StatementOptions {
  named?: boolean
  /** Of a door's own statement: the role that asks on this connection until the transaction ends. */
  opens?: string
}
export const UNNAMED: StatementOptions = { named: false }

/** A door for work of many rows: its statements are rare, and each deserves its own plan. */
export const NAMELESS = 'nameless'

/** What this module knows of a connection. */
export interface Connection {
  prepared?: { role: string; inTransaction: boolean; epoch: number }
}

// Of one process. Each backend keeps what it was asked to prepare: some hundred kilobytes for the largest.
const MOST_NAMED = 400
const MOST_SEEN = 1_000

const named = new Map<string, string>()
const seen = new Set<string>()

let prepares = true
let whenRefused = () => {}

/**
 * PREPARED_STATEMENTS=0: for a pooler in transaction mode that does not know them (docs/operations.md).
 * @param tell called when one is found not to, and the process goes on without
 */
export function usePrepared(on: boolean, tell = whenRefused): void {
  prepares = on
  whenRefused = tell
}

function stateOf(connection: Connection) {
  return (connection.prepared ??= { role: '', inTransaction: false, epoch: 0 })
}

/**
 * The name of a statement on this connection; undefined for one that is planned each time. Each role has names of its own:
 * PostgreSQL plans again whenever another asks, whose policies are others.
 */
export function nameOf(connection: Connection, text: string, options: StatementOptions = {}): string | undefined {
  const state = stateOf(connection)
  const ends = /^(?:commit|rollback)\b(?! to)/i.test(text)
  if (ends || /^begin\b/i.test(text)) Object.assign(state, { role: '', inTransaction: !ends })
  const { role, epoch } = state
  if (options.opens !== undefined) state.role = options.opens
  if (!prepares || options.named === false || [role, options.opens].includes(NAMELESS)) return undefined
  const name = hashOf(text)
  return name && [name, role, ...(epoch > 0 ? [epoch] : [])].join('.')
}

function hashOf(text: string): string | undefined {
  const known = named.get(text)
  if (known !== undefined) return known
  if (!/^\s*(?:select|with|insert|update|delete)\b/i.test(text) || named.size >= MOST_NAMED) return undefined
  if (!seen.delete(text)) {
    if (seen.size >= MOST_SEEN) seen.delete(seen.values().next().value!)
    seen.add(text)
    return undefined
  }
  const name = createHash('sha256').update(text).digest('base64url').slice(0, 16)
  named.set(text, name)
  return name
}

/** Thrown inside a transaction, which is begun anew: the names that PostgreSQL refused are used no longer. */
export class Unprepared extends Error {}

/**
 * After a failure: whether the same statement may be asked again, under another name or without.
 * @throws Unprepared when a transaction was lost with it
 */
export function mayAskAgain(connection: Connection, error: unknown): boolean {
  const { code, routine } = error as { code?: string; routine?: string }
  // A `select *` whose table was given a column by a migration meanwhile.
  const isOutdated = code === '0A000' && routine === 'RevalidateCachedQuery'
  // Unknown where it was made, or made by somebody else: a pooler hands the connection round.
  const isPooled = code === '26000' || code === '42P05'
  if (!isOutdated && !isPooled) return false
  const state = stateOf(connection)
  state.epoch += 1
  if (isPooled && prepares) {
    prepares = false
    whenRefused()
  }
  if (state.inTransaction) throw new Unprepared('A prepared statement was refused', { cause: error })
  return true
}
