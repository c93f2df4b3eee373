import { execFileSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

export interface Postmaster {
  pid: number
  port: number
}

/**
 * The server that runs on this folder, as PostgreSQL noted it beside its data; null when there is none. A note that
 * names a zombie or another program (numbers are used again after a reboot) would make PostgreSQL refuse to start.
 */
export function postmasterOn(data: string): Postmaster | null {
  const file = path.join(data, 'postmaster.pid')
  if (!existsSync(file)) return null
  const lines = readFileSync(file, 'utf8').split('\n')
  const [pid, port] = [Number(lines[0]), Number(lines[3])]
  if (isPostgres(pid)) return { pid, port }
  // Only the number is made void: by the rest PostgreSQL sees whether a process of the dead server still writes.
  writeFileSync(file, [NOBODY, ...lines.slice(1)].join('\n'))
  return null
}

const NOBODY = String(2 ** 31 - 1)

function isPostgres(pid: number): boolean {
  if (!(pid > 0)) return false
  const [state, name] = stateOf(pid)
  return !state.startsWith('Z') && name.endsWith('postgres')
}

/** ['S', 'postgres']; empty strings for a process that is gone. */
function stateOf(pid: number): [string, string] {
  try {
    if (existsSync('/proc/self/stat')) {
      const [, name, state] = /^\d+ \((.*)\) (\S)/.exec(statOf(pid)) ?? []
      return [state ?? '', name ?? '']
    }
    const [state, ...name] = execFileSync('ps', ['-o', 'stat=,comm=', '-p', String(pid)])
      .toString()
      .trim()
      .split(/\s+/)
    return [state ?? '', name.join(' ')]
  } catch {
    return ['', '']
  }
}

/** Whether the shell that stops it when its program ends is there: the only one in its process group (server.ts). */
export function isWatched(server: number): boolean {
  return processes().some(({ group, name }) => group === server && name.endsWith('sh'))
}

function processes(): { group: number; name: string }[] {
  if (!existsSync('/proc/self/stat')) {
    const lines = execFileSync('ps', ['-A', '-o', 'pgid=,comm=']).toString().trim().split('\n')
    return lines
      .map((line) => line.trim().split(/\s+/))
      .map(([group, name]) => ({ group: Number(group), name: name ?? '' }))
  }
  const numbers = readdirSync('/proc').filter((name) => /^\d+$/.test(name))
  return numbers.map((pid) => {
    const [, name, group] = /^\d+ \((.*)\) \S \d+ (\d+)/.exec(statOf(pid)) ?? []
    return { group: Number(group), name: name ?? '' }
  })
}

/** '' for a process that is gone. */
function statOf(pid: number | string): string {
  try {
    return readFileSync(`/proc/${pid}/stat`, 'utf8')
  } catch {
    return ''
  }
}

/** SIGINT is PostgreSQL's fast shutdown: open transactions are rolled back, everything committed is kept. */
export async function shutDown(pid: number): Promise<void> {
  signal(pid, 'SIGINT')
  for (let tries = 0; isPostgres(pid); tries += 1) {
    // At once, then; the next start recovers from the log.
    if (tries === 400) signal(pid, 'SIGQUIT')
    if (tries === 440) return
    await sleep(25)
  }
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    if (isPostgres(pid)) process.kill(pid, name)
  } catch {
    // Gone in this moment, which is what was wanted.
  }
}
