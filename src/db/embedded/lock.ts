import { readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'

// Longer than any start takes; after a reboot the number in a left lock may be another program's.
const TOO_OLD = 120_000

/** Runs `work` while nobody else does on the same lock file; a lock whose process is gone is taken over. */
export async function alone<T>(file: string, work: () => Promise<T>): Promise<T> {
  while (!take(file)) {
    if (isStale(file)) takeAway(file)
    else await sleep(50)
  }
  try {
    return await work()
  } finally {
    rmSync(file, { force: true })
  }
}

function take(file: string): boolean {
  try {
    writeFileSync(file, String(process.pid), { flag: 'wx', mode: 0o600 })
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    return false
  }
}

function isStale(file: string): boolean {
  try {
    const age = Date.now() - statSync(file).mtimeMs
    const holder = readFileSync(file, 'utf8')
    // Made this moment and not written yet.
    if (holder === '') return age > 5_000
    return age > TOO_OLD || !isAlive(Number(holder))
  } catch {
    return false
  }
}

/** By renaming: of several who find the same stale lock only one gets it. */
function takeAway(file: string): void {
  const mine = `${file}.${process.pid}`
  try {
    renameSync(file, mine)
    rmSync(mine, { force: true })
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
  }
}

/** Is there a process with this number? */
export function isAlive(pid: number): boolean {
  if (!(pid > 0)) return false
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}
