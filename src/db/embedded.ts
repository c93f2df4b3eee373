import { spawn, spawnSync, type ChildProcess } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, openSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { accountFor, explain, type Account } from './embedded/account.ts'
import { alone } from './embedded/lock.ts'
import { findBinaries } from './embedded/binaries.ts'

export interface Embedded {
  /** With its own superuser and password, on 127.0.0.1 alone. */
  url: string
  /** A server that an earlier start left behind was found alive. */
  reused: boolean
  stop(): Promise<void>
}

export interface Options {
  /** Where data, password and log lie; made when it is not there. */
  dir: string
  /** false: quick and careless, for tests. */
  durable: boolean
  log?: (line: string) => void
}

/**
 * A real PostgreSQL from npm, in a process group of its own so that Ctrl-C reaches only the app, which still has its
 * database while it says goodbye. After a kill -9 of the app it lives on and is found again; after a kill -9 of both it
 * recovers at the next start.
 * @throws Error with a plain sentence: no binaries for the platform, a folder of another major version, or no account
 */
export async function startEmbedded(options: Options): Promise<Embedded> {
  mkdirSync(options.dir, { recursive: true, mode: 0o700 })
  return alone(path.join(options.dir, 'start.lock'), () => startAlone(options))
}

async function startAlone({ dir, durable, log = () => undefined }: Options): Promise<Embedded> {
  const { bin, major } = findBinaries()
  const data = path.join(dir, 'data')
  const password = passwordIn(dir)

  const alive = await find(data, password)
  if (alive !== null) return { url: alive.url, reused: true, stop: () => shutDown(alive.pid) }

  const account = accountFor(dir)
  if (!existsSync(path.join(data, 'PG_VERSION'))) {
    log('Skapar en databas …')
    initialise(bin, data, dir, account)
  }
  const version = readFileSync(path.join(data, 'PG_VERSION'), 'utf8').trim()
  if (version !== major) {
    throw new Error(
      `The data in ${data} is of PostgreSQL ${version}, this is ${major}. Move the folder away, or set DATABASE_URL.`,
    )
  }
  const url = await serve(bin, data, dir, password, durable, account)
  return { url, reused: false, stop: () => shutDown(postmasterIn(data)?.pid) }
}

/** After a kill -9 the old server's children need a moment to die; until then the new one is refused its data. */
async function serve(
  bin: string,
  data: string,
  dir: string,
  password: string,
  durable: boolean,
  account: Account,
): Promise<string> {
  const patience = Date.now() + 15_000
  for (;;) {
    const port = await freePort()
    const url = addressOf(port, password)
    try {
      await ready(url, run(bin, data, dir, port, durable, account), dir)
      return url
    } catch (error) {
      const dying = /pre-existing shared memory block|lock file "postmaster.pid" already exists/.test(String(error))
      if (!dying || Date.now() > patience) throw error
      await sleep(200)
    }
  }
}

function passwordIn(dir: string): string {
  const file = path.join(dir, 'password')
  try {
    writeFileSync(file, randomBytes(24).toString('base64url'), { mode: 0o600, flag: 'wx' })
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  }
  return readFileSync(file, 'utf8')
}

function addressOf(port: number, password: string): string {
  return `postgres://elanmalan:${password}@127.0.0.1:${port}/postgres`
}

/** Into a folder beside, renamed when whole: a start that was cut off leaves nothing half made. */
function initialise(bin: string, data: string, dir: string, account: Account): void {
  const fresh = `${data}.new`
  rmSync(fresh, { recursive: true, force: true })
  const args = ['-D', fresh, '-U', 'elanmalan', `--pwfile=${path.join(dir, 'password')}`, '-A', 'scram-sha-256']
  const locale = ['-E', 'UTF8', '--locale-provider=icu', '--icu-locale=sv-SE', '--locale=C', '--no-sync']
  const [program, all] = account.command(path.join(bin, 'initdb'), [...args, ...locale])
  const made = spawnSync(program, all, { ...identity(account), cwd: dir })
  if (made.error) throw explain(made.error, dir)
  if (made.status !== 0) throw new Error(`initdb failed: ${made.stderr.toString()}`)
  renameSync(fresh, data)
}

function run(bin: string, data: string, dir: string, port: number, durable: boolean, account: Account): ChildProcess {
  const careless = ['fsync=off', 'full_page_writes=off', 'synchronous_commit=off']
  const settings = [
    'listen_addresses=127.0.0.1',
    `port=${port}`,
    'unix_socket_directories=',
    'max_connections=200',
    ...(durable ? [] : careless),
  ]
  const [program, args] = account.command(path.join(bin, 'postgres'), [
    '-D',
    data,
    ...settings.flatMap((setting) => ['-c', setting]),
  ])
  const out = openSync(path.join(dir, 'log'), 'a')
  const server = spawn(program, args, { ...identity(account), cwd: dir, detached: true, stdio: ['ignore', out, out] })
  server.unref()
  return server
}

function identity({ uid, gid }: Account) {
  return { ...(uid !== undefined && { uid }), ...(gid !== undefined && { gid }) }
}

/** The server that runs on this folder, if one does and lets us in. */
async function find(data: string, password: string): Promise<{ url: string; pid: number } | null> {
  const found = postmasterIn(data)
  if (!found) return null
  const url = addressOf(found.port, password)
  return (await answers(url)) ? { url, pid: found.pid } : null
}

/** Process and port as PostgreSQL wrote them beside its data. */
function postmasterIn(data: string): { pid: number; port: number } | null {
  const file = path.join(data, 'postmaster.pid')
  if (!existsSync(file)) return null
  const [pid, , , port] = readFileSync(file, 'utf8').split('\n')
  return pid && port ? { pid: Number(pid), port: Number(port) } : null
}

async function answers(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 1_000 })
  try {
    await client.connect()
    await client.query('select 1')
    return true
  } catch {
    return false
  } finally {
    await client.end().catch(() => undefined)
  }
}

async function ready(url: string, server: ChildProcess, dir: string): Promise<void> {
  const failed: Error[] = []
  server.once('error', (error) => failed.push(explain(error, dir)))
  server.once('exit', (code) =>
    failed.push(new Error(`PostgreSQL stopped at once (${code ?? 'killed'}): ${tail(dir)}`)),
  )
  for (let tries = 0; tries < 600; tries += 1) {
    if (await answers(url)) return
    if (failed[0]) throw failed[0]
    await sleep(50)
  }
  throw new Error(`PostgreSQL did not answer within 30 s: ${tail(dir)}`)
}

function tail(dir: string): string {
  return readFileSync(path.join(dir, 'log'), 'utf8').split('\n').slice(-6).join('\n')
}

/** SIGINT is PostgreSQL's fast shutdown: open transactions are rolled back, everything committed is kept. */
async function shutDown(pid: number | undefined): Promise<void> {
  if (pid === undefined) return
  try {
    process.kill(pid, 'SIGINT')
    for (let tries = 0; tries < 200; tries += 1) {
      process.kill(pid, 0)
      await sleep(25)
    }
  } catch {
    // Gone, which is what was wanted.
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer()
    probe.once('error', reject)
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address()
      probe.close(() => resolve(typeof address === 'object' && address ? address.port : 0))
    })
  })
}
