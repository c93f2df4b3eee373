import { createHash } from 'node:crypto'
import { isIPv6 } from 'node:net'
import { asSystem, type Tx } from '../../db/actor.ts'

/** How many tries within the window. Counted in the database: the same for every process and after a restart. */
const TRIES = { address: 100, account: 10 }
const WINDOW = 900_000

/**
 * Counts one try at sign-in and says how many seconds to wait, 0 when it may go on. One statement per key, so that
 * parallel tries are counted exactly. The window ends by itself, and an account is counted per address: nobody can lock
 * another person out.
 */
export async function countTry(username: string, address: string): Promise<number> {
  return asSystem('auth', async (tx) => {
    // An address that has spent its tries writes no further rows, whatever names it goes on guessing.
    const wait = await count(tx, addressKey(address), TRIES.address)
    return wait > 0 ? wait : count(tx, accountKey(username, address), TRIES.account)
  })
}

/**
 * Counts one of something that is limited (a forgotten password, a registration, a code): at most `most` in `seconds`
 * for each `who`, `times` of them now. Seconds to wait, 0 when it may go on.
 */
export async function countUse(what: string, who: string, most: number, seconds: number, times = 1): Promise<number> {
  return asSystem('auth', (tx) => count(tx, useKey(what, who), most, seconds * 1000, times))
}

/** Takes one count back: for what is limited only when it fails, and counted before it is known, so that parallel tries are. */
export async function giveBack(what: string, who: string): Promise<void> {
  await asSystem('auth', (tx) =>
    tx('rate_limits')
      .where({ key: useKey(what, who) })
      .where('points', '>', 0)
      .decrement('points'),
  )
}

/** The row in rate_limits. Hashed: who did what from where is nobody's business an hour later. */
export function useKey(what: string, who: string): string {
  return `${what}:${createHash('sha256').update(who).digest('base64url')}`
}

async function count(tx: Tx, key: string, most: number, window = WINDOW, times = 1): Promise<number> {
  const now = tx.now.getTime()
  const { rows } = await tx.raw<{ rows: [{ points: number; expire: number }] }>(
    `insert into rate_limits as r (key, points, expire) values (?, ?, ?)
     on conflict (key) do update set points = case when r.expire < ? then excluded.points else r.points + excluded.points end,
       expire = case when r.expire < ? then excluded.expire else r.expire end
     returning points, expire`,
    [key, times, now + window, now, now],
  )
  const [{ points, expire }] = rows
  return points > most ? Math.max(1, Math.ceil((expire - now) / 1000)) : 0
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

// Hashed: who tried to sign in from where is nobody's business an hour later.
function accountKey(username: string, address: string): string {
  return keyOf(`${networkOf(address)} ${username}`)
}

function addressKey(address: string): string {
  return keyOf(networkOf(address))
}

function keyOf(what: string): string {
  return `sign-in:${createHash('sha256').update(what).digest('base64url')}`
}

/** An IPv6 customer has a whole /64 to try from: it counts as one address. */
export function networkOf(address: string): string {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)
  if (mapped) return mapped[1]!
  if (!isIPv6(address)) return address
  const [head = '', tail] = address.toLowerCase().split('%')[0]!.split('::')
  const before = head === '' ? [] : head.split(':')
  const after = tail ? tail.split(':') : []
  const zeros = tail === undefined ? [] : Array<string>(Math.max(0, 8 - before.length - after.length)).fill('0')
  const groups = [...before, ...zeros, ...after].slice(0, 4)
  return groups.map((group) => group.replace(/^0+(?=.)/, '')).join(':')
}
