import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync, lchownSync, lstatSync, readdirSync, statSync } from 'node:fs'
import path from 'node:path'

/** How a program of PostgreSQL is started: it refuses to run as root. */
export interface Account {
  command: (program: string, args: string[]) => [string, string[]]
  /** To be handed to spawn; empty where the command itself changes the account. */
  identity: Partial<Ids>
  /** Who must own the folder, unless the caller. */
  owner?: Ids
}

interface Ids {
  uid: number
  gid: number
}

const plain: Account['command'] = (program, args) => [program, args]

/**
 * An ordinary user runs PostgreSQL as itself. Root takes the first way that works: a user namespace, where files stay
 * root's; an account that can reach the folder; that account with the right to pass closed folders such as /root.
 * @throws Error with a plain sentence where no way works
 */
export function accountFor(dir: string, bin: string): Account {
  if (process.getuid?.() !== 0) return { command: plain, identity: {} }
  const owner = ownerOf(path.join(dir, 'data'))
  const way = (owner ? [asAccount(owner), asAccountWithReach(owner)] : waysForNewData()).find((one) =>
    works(one, dir, bin),
  )
  if (!way) {
    throw new Error(
      `PostgreSQL vägrar köra som root, och inget annat konto når ${dir}. Starta som vanlig användare, eller ange DATABASE_URL.`,
    )
  }
  if (way.owner) own(dir, way.owner)
  return way
}

/** Whose the data is, unless root's: what an ordinary user or an earlier way began is gone on with as that account. */
function ownerOf(data: string): Ids | null {
  if (!existsSync(data)) return null
  const { uid, gid } = statSync(data)
  return uid === 0 ? null : { uid, gid }
}

function waysForNewData(): Account[] {
  // initdb refuses a number that no account has, hence these names and not just any number.
  const known = ['postgres', 'nobody', 'daemon', 'bin'].map(lookUp).filter((ids) => ids !== null)
  return [...known.map(inNamespace), ...known.map(asAccount), ...known.map(asAccountWithReach)]
}

function lookUp(name: string): Ids | null {
  try {
    const ask = (flag: string) =>
      Number(execFileSync('id', [flag, name], { stdio: ['ignore', 'pipe', 'ignore'] }).toString())
    return { uid: ask('-u'), gid: ask('-g') }
  } catch {
    return null
  }
}

function inNamespace({ uid, gid }: Ids): Account {
  const mapped = ['--user', `--map-user=${uid}`, `--map-group=${gid}`, '--']
  return { command: (program, args) => ['unshare', [...mapped, program, ...args]], identity: {} }
}

function asAccount(owner: Ids): Account {
  return { command: plain, identity: owner, owner }
}

/**
 * PostgreSQL looks only at the number of its account; the capability lets it through folders that are root's alone.
 * Trap: initdb asks access(2), which forgets capabilities of anyone but root without no_setuid_fixup.
 */
function asAccountWithReach(owner: Ids): Account {
  const caps = ['--inh-caps=+dac_override', '--ambient-caps=+dac_override', '--securebits=+no_setuid_fixup']
  const changed = [`--reuid=${owner.uid}`, `--regid=${owner.gid}`, '--clear-groups', ...caps, '--']
  return { command: (program, args) => ['setpriv', [...changed, program, ...args]], identity: {}, owner }
}

export function run(account: Account, program: string, args: string[], cwd: string) {
  const [name, all] = account.command(program, args)
  return spawnSync(name, all, { ...account.identity, cwd, encoding: 'utf8' })
}

/** Tried for real: can it start the program, and stand in the folder that holds ours? */
function works(account: Account, dir: string, bin: string): boolean {
  const script = 'cd "$1" && "$0" --version'
  return run(account, 'sh', ['-c', script, path.join(bin, 'postgres'), path.dirname(dir)], '/').status === 0
}

function own(file: string, ids: Ids): void {
  lchownSync(file, ids.uid, ids.gid)
  if (!lstatSync(file).isDirectory()) return
  for (const name of readdirSync(file)) own(path.join(file, name), ids)
}
