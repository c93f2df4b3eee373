import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { Response } from 'express'

/**
 * The client went away before it had its answer. Two traps: req.destroyed is true as soon as a body has been read, and
 * res.destroyed also when we ourselves cut an answer off for a fault – then it has the fault.
 */
export function hasHungUp(res: Response): boolean {
  return res.destroyed && !res.errored
}

/** A file on its way out. Who hangs up has what they wanted, or comes back; a fault of ours is thrown. */
export async function sendStream(res: Response, from: Readable): Promise<void> {
  await pipeline(from, res).catch((error: unknown) => {
    if (!hasHungUp(res)) throw error
  })
}
