import { execFileSync, spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { root } from '../../src/config.ts'
import { startEmbedded, type Embedded } from '../../src/db/embedded.ts'

const newFolder = () => mkdtemp(path.join(tmpdir(), 'elanmalan-embedded-'))

let pattern: string
let dir: string
let running: Embedded[] = []
let programs: ChildProcess[] = []
beforeAll(async () => {
  pattern = await newFolder()
  await (await startEmbedded({ dir: pattern, durable: true })).stop()
})
afterAll(() => rm(pattern, { recursive: true, force: true }))

// A copy of a database that was started once: making one takes most of a test's time.
beforeEach(async () => {
  dir = await newFolder()
  await cp(pattern, dir, { recursive: true })
})
afterEach(async () => {
  for (const program of programs) program.kill('SIGKILL')
  for (const server of running) await server.stop()
  // Whatever a killed program left behind.
  if (existsSync(noteOf())) await (await startEmbedded({ dir, durable: true })).stop()
  running = []
  programs = []
  await rm(dir, { recursive: true, force: true })
})

async function start(): Promise<Embedded> {
  const server = await startEmbedded({ dir, durable: true })
  running.push(server)
  return server
}

/** Another program that starts it on the same folder and holds on to it until it is killed. */
async function another() {
  const script = `import { startEmbedded } from ${JSON.stringify(path.join(root, 'src/db/embedded.ts'))}
    const server = await startEmbedded({ dir: ${JSON.stringify(dir)}, durable: true })
    await server.announce('http://localhost:3000')
    console.log(JSON.stringify(server))
    setInterval(() => {}, 1000)`
  const program = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', script], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  programs.push(program)
  const [line] = (await once(createInterface(program.stdout), 'line')) as [string]
  const kill = async () => {
    program.kill('SIGKILL')
    await once(program, 'exit')
  }
  return { ...(JSON.parse(line) as Pick<Embedded, 'url' | 'reused' | 'own'>), kill }
}

async function ask(url: string, sql: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return (await client.query(sql)).rows as unknown[]
  } finally {
    await client.end()
  }
}

/** The shells in the server's process group. */
function watchersOf(server: number): number[] {
  const all = execFileSync('ps', ['-A', '-o', 'pid=,pgid=,comm=']).toString().trim().split('\n')
  return all
    .map((line) => line.trim().split(/\s+/))
    .filter(([, group, name]) => Number(group) === server && name === 'sh')
    .map(([pid]) => Number(pid))
}

const noteOf = () => path.join(dir, 'data', 'postmaster.pid')
const postmaster = async () => Number((await readFile(noteOf(), 'utf8')).split('\n')[0])

test('a first start makes a database, a second one finds what was saved', async () => {
  await rm(dir, { recursive: true })
  const first = await start()
  expect(first).toMatchObject({ reused: false, own: true })
  await ask(first.url, 'create table kept as select 42 as answer')
  await first.stop()
  expect(existsSync(noteOf())).toBe(false)
  const second = await start()
  expect(second).toMatchObject({ reused: false, own: true })
  expect(await ask(second.url, 'select answer from kept')).toEqual([{ answer: 42 }])
})

test('it sorts as Swedes do and lets nobody in without the password', async () => {
  const { url } = await start()
  expect(await ask(url, `select x from unnest(array['ö','a','å','ä','z']) x order by x`)).toEqual(
    ['a', 'z', 'å', 'ä', 'ö'].map((x) => ({ x })),
  )
  const wrong = new URL(url)
  wrong.password = 'gissning'
  await expect(ask(wrong.href, 'select 1')).rejects.toThrow('password authentication failed')
})

test('a program that is killed has its server stopped: nothing is left running, and nothing that was saved is gone', async () => {
  const killed = await another()
  await ask(killed.url, 'create table kept as select 42 as answer')
  await killed.kill()
  await expect.poll(() => ask(killed.url, 'select 1').catch(String)).toContain('ECONNREFUSED')
  const next = await start()
  expect(next).toMatchObject({ reused: false, own: true })
  expect(await ask(next.url, 'select answer from kept')).toEqual([{ answer: 42 }])
})

test('a start in the moment after a kill waits for the server that is being stopped, and has one that stays', async () => {
  const killed = await another()
  const watchers = watchersOf(await postmaster())
  expect(watchers).toHaveLength(1)
  // As on a busy machine, where the watcher's turn comes late.
  for (const watcher of watchers) process.kill(watcher, 'SIGSTOP')
  await killed.kill()
  const starting = start()
  await sleep(1_000)
  for (const watcher of watchers) process.kill(watcher, 'SIGCONT')
  const next = await starting
  expect(next).toMatchObject({ reused: false, own: true })
  expect(await ask(next.url, 'select 1 as alive')).toEqual([{ alive: 1 }])
})

test('a server that was left behind all the same is found, and is ours from then on', async () => {
  const killed = await another()
  await ask(killed.url, 'create table kept as select 42 as answer')
  // With its watcher, which is of the server's session and not its child.
  for (const watcher of watchersOf(await postmaster())) process.kill(watcher, 'SIGKILL')
  await killed.kill()
  const next = await start()
  expect(next).toMatchObject({ reused: true, own: true, url: killed.url })
  await next.stop()
  await expect(ask(next.url, 'select 1')).rejects.toThrow('ECONNREFUSED')
})

test('while another program has it we are told where that is, and cannot stop it', async () => {
  const other = await another()
  const late = await start()
  expect(late).toMatchObject({ reused: true, own: false, address: 'http://localhost:3000' })
  await late.stop()
  expect(await ask(other.url, 'select 1 as alive')).toEqual([{ alive: 1 }])
})

test('after a kill -9 of program and server nothing that was committed is gone', async () => {
  const killed = await another()
  await ask(killed.url, 'create table kept as select 42 as answer')
  process.kill(await postmaster(), 'SIGKILL')
  await killed.kill()
  const next = await start()
  expect(next).toMatchObject({ reused: false, own: true })
  expect(await ask(next.url, 'select answer from kept')).toEqual([{ answer: 42 }])
})

test('two programs that start at the same moment get one server, and one of them owns it', async () => {
  const [one, two] = await Promise.all([another(), another()])
  expect(one.url).toBe(two.url)
  expect([one.own, two.own].sort()).toEqual([false, true])
})

test('a note that names another program, as after a reboot, does not keep it from starting', async () => {
  const first = await start()
  const note = await readFile(noteOf(), 'utf8')
  await first.stop()
  await writeFile(noteOf(), note.replace(/^\d+/, String(process.pid)))
  expect(await start()).toMatchObject({ reused: false, own: true })
})

test('a folder of another major version, or with another password, is refused in plain words', async () => {
  const first = await start()
  await writeFile(path.join(dir, 'password'), 'en annan')
  await expect(start()).rejects.toThrow(/Lösenordet i .* passar inte/)
  await first.stop()
  await writeFile(path.join(dir, 'data', 'PG_VERSION'), '12\n')
  await expect(start()).rejects.toThrow(/gjord av PostgreSQL 12/)
})
