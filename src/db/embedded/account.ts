import { execFileSync, spawnSync } from 'node:child_process'
import { chownSync, readdirSync, statSync } from 'node:fs'
import path from 'node:path'

/** How a program of PostgreSQL is started: it refuses to run as root. */
export interface Account {
  command: (program: string, args: string[]) => [string, string[]]
  uid?: number
  gid?: number
}

const UNSHARE = ['--user', '--map-user=65534', '--map-group=65534', '--']

/**
 * An ordinary user runs PostgreSQL as itself. Root runs it inside a user namespace, where files stay root's and any
 * folder can be reached; where namespaces are refused, as the account postgres or nobody, which must own the folder.
 */
export function accountFor(folder: string): Account {
  const plain: Account['command'] = (program, args) => [program, args]
  if (process.getuid?.() !== 0) return { command: plain }
  const { uid, gid } = statSync(folder)
  // Made by another account at an earlier start, when namespaces were refused: the data is still that account's.
  if (uid !== 0) return { command: plain, uid, gid }
  if (spawnSync('unshare', [...UNSHARE, 'true']).status === 0) {
    return { command: (program, args) => ['unshare', [...UNSHARE, program, ...args]] }
  }
  const account = lookUp('postgres') ?? lookUp('nobody')
  if (!account) {
    throw new Error(
      'Root cannot run PostgreSQL here: no user namespaces and no account postgres or nobody. Set DATABASE_URL, or start as an ordinary user.',
    )
  }
  own(folder, account)
  return { command: plain, ...account }
}

function lookUp(name: string): { uid: number; gid: number } | null {
  try {
    const id = (flag: string) =>
      Number(execFileSync('id', [flag, name], { stdio: ['ignore', 'pipe', 'ignore'] }).toString())
    return { uid: id('-u'), gid: id('-g') }
  } catch {
    return null
  }
}

function own(folder: string, account: { uid: number; gid: number }): void {
  chownSync(folder, account.uid, account.gid)
  for (const name of readdirSync(folder)) {
    const file = path.join(folder, name)
    chownSync(file, account.uid, account.gid)
    if (statSync(file).isDirectory()) own(file, account)
  }
}

/** Says plainly why the account cannot get in, instead of `spawn EACCES`. */
export function explain(error: NodeJS.ErrnoException, folder: string): Error {
  return error.code === 'EACCES'
    ? new Error(
        `PostgreSQL's account may not enter ${folder}. Move the project, open the folders above it, or start as an ordinary user.`,
      )
    : error
}
