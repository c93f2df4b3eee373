import { asSystem } from '../db/actor.ts'

/** How many tries within the window, in seconds. Counted in the database: the same for every process and after a restart. */
const LIMITS = { account: { tries: 10, seconds: 900 }, address: { tries: 100, seconds: 900 } }

/**
 * Counts one try at sign-in and says how many seconds to wait, 0 when it may go on. One statement per key, so that
 * parallel tries are counted exactly; the window ends by itself, nobody is locked out for good.
 */
export async function countTry(username: string, address: string): Promise<number> {
  const keys = [
    { key: `sign-in:${username.slice(0, 60)}:${address}`, ...LIMITS.account },
    { key: `sign-in:${address}`, ...LIMITS.address },
  ]
  return asSystem('auth', async (tx) => {
    let wait = 0
    for (const { key, tries, seconds } of keys) {
      const now = tx.now.getTime()
      const { rows } = await tx.raw<{ rows: [{ points: number; expire: number }] }>(
        `insert into rate_limits as r (key, points, expire) values (?, 1, ?)
         on conflict (key) do update set points = case when r.expire < ? then 1 else r.points + 1 end,
           expire = case when r.expire < ? then excluded.expire else r.expire end
         returning points, expire`,
        [key, now + seconds * 1000, now, now],
      )
      if (rows[0].points > tries) wait = Math.max(wait, Math.ceil((rows[0].expire - now) / 1000))
    }
    return wait
  })
}

/** A success forgets the tries of that account from that address. */
export async function forgetTries(username: string, address: string): Promise<void> {
  await asSystem('auth', (tx) =>
    tx('rate_limits')
      .where({ key: `sign-in:${username}:${address}` })
      .delete(),
  )
}
