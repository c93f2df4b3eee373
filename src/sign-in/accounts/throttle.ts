import { asSystem } from '../../db/actor.ts'
import { countKey, networkOf, useKey } from '../../web/rateLimits.ts'

/** How many tries within the window. */
const TRIES = { address: 100, account: 10 }
const WINDOW = 900_000

/**
 * Counts one try at sign-in and says how many seconds to wait, 0 when it may go on. The window ends by itself, and an
 * account is counted per address: nobody can lock another person out.
 */
export async function countTry(username: string, address: string): Promise<number> {
  return asSystem('auth', async (tx) => {
    // An address that has spent its tries writes no further rows, whatever names it goes on guessing.
    const wait = await countKey(tx, addressKey(address), TRIES.address, WINDOW)
    return wait > 0 ? wait : countKey(tx, accountKey(username, address), TRIES.account, WINDOW)
  })
}

/** A success forgets the tries of that account from that address, and is not held against the office it came from. */
export async function forgetTries(username: string, address: string): Promise<void> {
  await asSystem('auth', async (tx) => {
    // The rows in the order in which countTry() takes them, and of the expired none that another has: no deadlock.
    await tx('rate_limits')
      .where({ key: addressKey(address) })
      .where('points', '>', 0)
      .decrement('points')
    await tx('rate_limits')
      .where({ key: accountKey(username, address) })
      .delete()
    const expired = tx('rate_limits').where('expire', '<', tx.now.getTime()).forUpdate().skipLocked().select('key')
    await tx('rate_limits').whereIn('key', expired).delete()
  })
}

function accountKey(username: string, address: string): string {
  return useKey('sign-in', `${networkOf(address)} ${username}`)
}

function addressKey(address: string): string {
  return useKey('sign-in', networkOf(address))
}
