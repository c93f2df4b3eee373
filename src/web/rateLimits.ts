import { createHash } from 'node:crypto'
import { isIPv6 } from 'node:net'
import { asSystem, type Tx } from '../db/actor.ts'

/**
 * Counts one of something that is limited (a forgotten password, a registration, a code): at most `most` in `seconds`
 * for each `who`, `times` of them now. Counted in the database: the same for every process and after a restart.
 * @returns seconds to wait, 0 when it may go on
 */
export async function countUse(what: string, who: string, most: number, seconds: number, times = 1): Promise<number> {
  return asSystem('auth', (tx) => countKey(tx, useKey(what, who), most, seconds * 1000, times))
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

/** One statement per key, so that parallel tries are counted exactly; a window ends by itself. */
export async function countKey(tx: Tx, key: string, most: number, window: number, times = 1): Promise<number> {
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
