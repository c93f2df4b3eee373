import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { randomBytes } from 'node:crypto'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { accountFor, run, type Account } from './embedded/account.ts'
import { findBinaries, type Binaries } from './embedded/binaries.ts'
import { alone } from './embedded/lock.ts'
import { claim } from './embedded/owner.ts'
import { isWatched, postmasterOn, shutDown, type Postmaster } from './embedded/postmaster.ts'
import { askOnce, launch, urlOf, USER, wrongPassword } from './embedded/server.ts'

export interface Embedded {
  /** With its own superuser and password, on 127.0.0.1 alone. */
  url: string
  /** It was running already: another living program's, or left behind where the watcher was killed as well. */
  reused: boolean
  /** false: another living program has it, and stop() leaves it alone. */
  own: boolean
  /** Where that other program said it is to be found, once it has said so. */
  address: string | null
  /** Tells later starts where we are to be found. */
  announce(address: string): Promise<void>
  stop(): Promise<void>
}

export interface Options {
  /** Where data, password and log lie; made when it is not there. */
  dir: string
  /** false: quick and careless, for tests. */
  durable: boolean
  log?: (line: string) => void
  /** Another PostgreSQL than the one from npm. */
  binaries?: Binaries
}

/**
 * A real PostgreSQL from npm, in a process group of its own so that Ctrl-C reaches only the app, which still has its
 * database while it says goodbye. It is stopped when the app ends, even by kill -9; after a kill -9 of both it recovers
 * at the next start.
 * @throws Error with a plain sentence: no binaries for the platform, a folder of another major version, or no account
 */
export async function startEmbedded(options: Options): Promise<Embedded> {
  const dir = path.resolve(options.dir)
  try {
    // The folders above are made as any other: an account of PostgreSQL's own may have to pass through them.
    mkdirSync(path.dirname(dir), { recursive: true })
    if (!existsSync(dir)) mkdirSync(dir, { mode: 0o700 })
    return await alone(path.join(dir, 'start.lock'), () => startAlone({ ...options, dir }))
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EACCES') throw error
    throw new Error(`Mappen ${dir} tillhör en annan användare. Starta som den, eller flytta undan mappen.`, {
      cause: error,
    })
  }
}

async function startAlone(options: Options): Promise<Embedded> {
  const { dir, durable, log = () => undefined } = options
  const { bin, major } = options.binaries ?? findBinaries()
  const data = path.join(dir, 'data')
  const password = passwordIn(dir)

  const running = await takeRunning(data, password, dir)
  if (running) return running

  const account = accountFor(dir, bin)
  if (!existsSync(path.join(data, 'PG_VERSION'))) {
    log('Skapar en databas …')
    initialise(bin, data, dir, account)
  }
  const version = readFileSync(path.join(data, 'PG_VERSION'), 'utf8').trim()
  if (version !== major) {
    throw new Error(
      `Databasen i ${data} är gjord av PostgreSQL ${version}, men det här är ${major}. Flytta undan mappen, eller ange DATABASE_URL.`,
    )
  }
  const started = await launch({ bin, dir, data, password, durable, account })
  return handOver(started, password, false)
}

/**
 * The server that runs already; null when none does. One whose program was killed a moment ago still answers, but its
 * watcher is stopping it: that one is waited out.
 */
async function takeRunning(data: string, password: string, dir: string): Promise<Embedded | null> {
  const until = Date.now() + 60_000
  let cause: unknown
  for (;;) {
    const found = await findRunning(data, password, dir)
    if (!found) return null
    if (Date.now() > until)
      throw new Error(`PostgreSQL (process ${found.pid}) har ${data} men stannar inte.`, { cause })
    try {
      const taken = await handOver(found, password, true)
      if (!taken.own || (await stays(found, taken.url))) return taken
      await taken.letGo()
    } catch (error) {
      // It answered a moment ago, so it is going; a dying connection fails in a dozen ways, by when it was cut.
      cause = error
    }
    await sleep(25)
  }
}

/** In this order: a watcher that is gone has sent its signal, and PostgreSQL heeds a signal before a new connection. */
async function stays({ pid }: Postmaster, url: string): Promise<boolean> {
  return !isWatched(pid) && (await askOnce(url)) === 'yes'
}

interface Taken extends Embedded {
  /** Gives it up without stopping it. */
  letGo(): Promise<void>
}

async function handOver({ pid, port }: Postmaster, password: string, reused: boolean): Promise<Taken> {
  const url = urlOf(port, password)
  const { own, address, announce, release } = await claim(url)
  const stop = async () => {
    await release()
    if (own) await shutDown(pid)
  }
  return { url, reused, own, address, announce, stop, letGo: release }
}

/** The address of the server that runs on this folder; null when none does. Starts nothing. */
export function runningAt(dir: string): string | null {
  const found = existsSync(dir) ? postmasterOn(path.join(dir, 'data')) : null
  return found && urlOf(found.port, passwordIn(dir))
}

/** Written whole or not at all. */
function passwordIn(dir: string): string {
  const file = path.join(dir, 'password')
  if (!existsSync(file)) {
    writeFileSync(`${file}.new`, randomBytes(24).toString('base64url'), { mode: 0o600 })
    renameSync(`${file}.new`, file)
  }
  return readFileSync(file, 'utf8')
}

/** Waits for a server that is just starting, recovering or stopping. */
async function findRunning(data: string, password: string, dir: string): Promise<Postmaster | null> {
  const until = Date.now() + 60_000
  for (;;) {
    const noted = postmasterOn(data)
    if (!noted) return null
    const answer = await askOnce(urlOf(noted.port, password))
    if (answer === 'yes') return noted
    if (answer === 'wrong password') throw new Error(wrongPassword(dir))
    if (Date.now() > until) throw new Error(`PostgreSQL (process ${noted.pid}) har ${data} men svarar inte.`)
    await sleep(25)
  }
}

/** Into a folder beside, renamed when whole: a start that was cut off leaves nothing half made. */
function initialise(bin: string, data: string, dir: string, account: Account): void {
  // Retried: the initdb of a killed start may still be writing, which is also why each has a name of its own.
  const leftovers = readdirSync(dir).filter((name) => name.startsWith('data.new'))
  for (const name of leftovers)
    rmSync(path.join(dir, name), { recursive: true, force: true, maxRetries: 20, retryDelay: 100 })
  const fresh = `${data}.new.${process.pid}`
  const access = ['-U', USER, `--pwfile=${path.join(dir, 'password')}`, '-A', 'scram-sha-256']
  const locale = ['-E', 'UTF8', '--locale-provider=icu', '--icu-locale=sv-SE', '--locale=C']
  const made = run(account, path.join(bin, 'initdb'), ['-D', fresh, ...access, ...locale, '--no-sync'], dir)
  if (made.status !== 0) {
    const why = made.error?.message ?? (made.stderr.trim() || `avbröts (${made.signal ?? '?'})`)
    throw new Error(`PostgreSQL kunde inte skapa en databas: ${why}`)
  }
  renameSync(fresh, data)
}
