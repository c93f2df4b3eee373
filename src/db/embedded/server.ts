import { spawn, type ChildProcess } from 'node:child_process'
import { closeSync, openSync, readFileSync } from 'node:fs'
import { createServer } from 'node:net'
import path from 'node:path'
import type { Writable } from 'node:stream'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import type { Account } from './account.ts'
import type { Postmaster } from './postmaster.ts'

export const USER = 'elanmalan'

export interface Setup {
  bin: string
  dir: string
  data: string
  password: string
  durable: boolean
  account: Account
}

export function urlOf(port: number, password: string): string {
  return `postgres://${USER}:${password}@127.0.0.1:${port}/postgres`
}

/** After a kill -9 the old server's children need a moment to die; until then the new one is refused its data. */
const DYING = /pre-existing shared memory block|"postmaster.pid" already exists/

/** Starts the server and waits until it answers; the port may have been taken in the same moment, hence several tries. */
export async function launch(setup: Setup): Promise<Postmaster> {
  const patience = Date.now() + 15_000
  for (let tries = 1; ; tries += 1) {
    const port = await freePort()
    const server = start(setup, port)
    const gone = ending(server)
    const answer = await ask(urlOf(port, setup.password), gone.signal)
    if (answer === 'yes') return { pid: server.pid!, port }
    server.kill('SIGINT')
    if (answer === 'wrong password') throw new Error(wrongPassword(setup.dir))
    const said = tail(setup.dir)
    const again = DYING.test(said) ? Date.now() < patience : tries < 3
    if (!again) throw new Error(`PostgreSQL kommer inte igång: ${String(gone.signal.reason)}\n${said}`)
    await sleep(200)
  }
}

/** Aborted, with the reason, when the process ends or never began. */
function ending(server: ChildProcess): AbortController {
  const gone = new AbortController()
  server.once('error', (error) => gone.abort(error.message))
  server.once('exit', (code, signal) => gone.abort(`slutade med ${code ?? signal ?? '?'}`))
  return gone
}

export function wrongPassword(dir: string): string {
  return `Lösenordet i ${path.join(dir, 'password')} passar inte databasen bredvid. Flytta undan mappen ${dir} för att börja om.`
}

function start({ bin, dir, data, durable, account }: Setup, port: number): ChildProcess {
  const careless = ['fsync=off', 'full_page_writes=off', 'synchronous_commit=off']
  const settings = [
    'listen_addresses=127.0.0.1',
    `port=${port}`,
    'unix_socket_directories=',
    'max_connections=200',
    ...(durable ? [] : careless),
  ]
  const args = ['-D', data, ...settings.flatMap((setting) => ['-c', setting])]
  const program = account.command(path.join(bin, 'postgres'), args).flat()
  const log = openSync(path.join(dir, 'log'), 'a')
  const server = spawn('sh', ['-c', UNTIL_WE_END, 'sh', ...program], {
    ...account.identity,
    cwd: dir,
    detached: true,
    stdio: ['ignore', log, log, 'pipe'],
  })
  closeSync(log)
  server.unref()
  const life = server.stdio[3] as unknown as Writable & { unref(): void }
  life.on('error', () => undefined)
  life.unref()
  // Whoever has the number of a dead server later is not to be stopped.
  server.once('exit', () => life.end('gone\n'))
  return server
}

/**
 * Stops the server when this process ends, even by kill -9: then the pipe closes, and a watcher that is nobody's child
 * (PostgreSQL would wonder at one that it did not make) reads its end. The shell becomes the server, with its number.
 */
const UNTIL_WE_END = '( { read -r gone; [ -n "$gone" ] || kill -INT $$; } <&3 >/dev/null 2>&1 & ); exec "$@" 3<&-'

type Answer = 'yes' | 'no' | 'wrong password'

/** Asks for up to a minute, as recovery after a crash may take its time; stops when `gone` says that it is in vain. */
export async function ask(url: string, gone?: AbortSignal): Promise<Answer> {
  const until = Date.now() + 60_000
  while (Date.now() < until && !gone?.aborted) {
    const answer = await askOnce(url)
    if (answer !== 'no') return answer
    await sleep(20)
  }
  return 'no'
}

export async function askOnce(url: string): Promise<Answer> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2_000 })
  client.on('error', () => undefined)
  try {
    await client.connect()
    return 'yes'
  } catch (error) {
    return (error as { code?: string }).code === '28P01' ? 'wrong password' : 'no'
  } finally {
    await client.end().catch(() => undefined)
  }
}

function tail(dir: string): string {
  return readFileSync(path.join(dir, 'log'), 'utf8').split('\n').slice(-6).join('\n')
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
