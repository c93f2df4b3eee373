import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { isAlive } from '../db/embedded/lock.ts'

const file = (dataDir: string) => path.join(dataDir, 'app.json')

/** The address of an Elanmälan that already runs on this data folder; null when there is none. */
export function runningOn(dataDir: string): string | null {
  try {
    const { pid, address } = JSON.parse(readFileSync(file(dataDir), 'utf8')) as { pid: number; address: string }
    return pid !== process.pid && isAlive(pid) ? address : null
  } catch {
    return null
  }
}

export function sayRunning(dataDir: string, address: string): void {
  writeFileSync(file(dataDir), JSON.stringify({ pid: process.pid, address }))
}

export function sayStopped(dataDir: string): void {
  rmSync(file(dataDir), { force: true })
}
