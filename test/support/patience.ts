import { readFile } from 'node:fs/promises'
import type { Database } from '../../src/db/bare.ts'

/** How long anything may take before it counts as hung, in milliseconds: no limit may catch a machine that is slow. */
export const PATIENCE = 300_000

/** More than this is not growth in proportion. */
export const LINEAR = 40

/**
 * How many times as much of the processor the work takes on ten times as much: about ten when it grows with the size, a
 * hundred when it grows with its square. Of three the least, and below a millisecond all is alike; what looks too much is
 * measured some times more, for one collection of garbage can count for more than the work. The processor's time is
 * counted, not the clock's: on a busy machine a long run is interrupted more often than a short one.
 */
export async function growth(size: number, work: (size: number) => unknown): Promise<number> {
  const least = { small: Infinity, large: Infinity }
  const times = () => Math.max(least.large, 1) / Math.max(least.small, 1)
  for (let round = 0; round < 3 || (round < 10 && times() >= LINEAR); round += 1) {
    least.small = Math.min(least.small, await processorTime(() => work(size)))
    least.large = Math.min(least.large, await processorTime(() => work(size * 10)))
  }
  return times()
}

/** Milliseconds of the processor, of all threads of this process. */
export async function processorTime(work: () => unknown): Promise<number> {
  const before = process.cpuUsage()
  await work()
  const { user, system } = process.cpuUsage(before)
  return (user + system) / 1000
}

/**
 * The same, with what the server of `db` spends on it. Its processes can be asked on Linux alone, and not in another
 * container: elsewhere this process counts by itself.
 */
export async function processorTimeWith(db: Database, work: () => unknown): Promise<number> {
  const before = await spentByServer(db)
  const own = await processorTime(work)
  const after = await spentByServer(db)
  return [...after].reduce((sum, [pid, spent]) => sum + spent - (before.get(pid) ?? spent), own)
}

async function spentByServer(db: Database): Promise<Map<number, number>> {
  const { rows } = await db.raw<{ rows: { pid: number }[] }>(
    'select pid from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()',
  )
  const spent = new Map<number, number>()
  for (const { pid } of rows) {
    const read = (file: string) => readFile(`/proc/${pid}/${file}`, 'utf8').catch(() => '')
    if ((await read('comm')).trim() !== 'postgres') continue
    spent.set(pid, Number((await read('schedstat')).split(' ')[0]) / 1e6)
  }
  return spent
}
