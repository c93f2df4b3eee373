import { bulkhead, BulkheadRejectedError, type BulkheadPolicy } from 'cockatiel'

export type Kind = 'page' | 'long'

/**
 * Connections of one process, sixteen in all. Two of the pages' are kept for sessions and /readyz, which open no door;
 * the worker has at most four tasks in hand.
 */
export const PAGE_CONNECTIONS = 10
export const LONG_CONNECTIONS = 6
const RESERVED = 2
/** So many of the pages' stay open when nobody asks for them: the first page after a pause is as quick as the next. */
export const WARM_CONNECTIONS = 3

/** Of a pool, at most this many for one tenant at a time: whoever asks for more waits, and the others go on. */
const OF_TENANT: Record<Kind, number> = { page: 5, long: 2 }

/** Who waits longer than this (milliseconds), or behind so many others, is told to come back. */
const WAIT: Record<Kind, number> = { page: 5_000, long: 15_000 }
const QUEUE = 500

/** There was no connection to be had in time: 503 with Retry-After. */
export class Busy extends Error {
  constructor() {
    super('Många arbetar just nu. Försök igen om en liten stund.')
  }
}

/** Bulkheads in front of a pool: one for all its doors, one per tenant. */
export class Shares {
  readonly #all: Record<Kind, BulkheadPolicy> = {
    page: bulkhead(PAGE_CONNECTIONS - RESERVED, QUEUE),
    long: bulkhead(LONG_CONNECTIONS, QUEUE),
  }
  readonly #tenants = new Map<string, BulkheadPolicy>()
  readonly #wait: Record<Kind, number>

  constructor(wait = WAIT) {
    this.#wait = wait
  }

  /**
   * Does the work when its tenant and the pool have a connection to spare, first come first served.
   * @throws Busy
   */
  within<T>(tenant: string | null, kind: Kind, work: () => Promise<T>): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      let gaveUp = false
      const timer = setTimeout(() => {
        gaveUp = true
        reject(new Busy())
      }, this.#wait[kind])
      // Whoever gave up still takes its turn, to do nothing: cockatiel's own signal would leave those behind it waiting.
      const begin = async () => {
        if (gaveUp) return
        clearTimeout(timer)
        await work().then(resolve, reject)
      }
      const inTurn = async () => (gaveUp ? undefined : this.#all[kind].execute(begin))
      const done = tenant === null ? inTurn() : this.#ofTenant(`${kind} ${tenant}`, kind, inTurn)
      done.catch((error: unknown) => {
        clearTimeout(timer)
        reject(error instanceof BulkheadRejectedError ? new Busy() : (error as Error))
      })
    })
  }

  async #ofTenant(key: string, kind: Kind, inTurn: () => Promise<void>): Promise<void> {
    const share = this.#tenants.get(key) ?? bulkhead(OF_TENANT[kind], QUEUE)
    this.#tenants.set(key, share)
    try {
      await share.execute(inTurn)
    } finally {
      // Tenants come and go for as long as the process lives.
      if (share.executionSlots === OF_TENANT[kind] && share.queueSlots === QUEUE) this.#tenants.delete(key)
    }
  }
}
