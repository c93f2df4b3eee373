import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { beforeAll, beforeEach, expect, test } from 'vitest'
import { root } from '../../src/config.ts'
import { connect } from '../../src/db/bare.ts'
import { startEmbedded } from '../../src/db/embedded.ts'
import { migrate } from '../../src/db/migrate.ts'
import { afterFile } from '../support/cleanup.ts'
import { freePort } from '../support/freePort.ts'
import { PATIENCE } from '../support/patience.ts'
import { Proxy } from '../support/proxy.ts'
import { postOffice, type PostOffice } from '../mail/postOffice.ts'

// A server of its own, which can be killed, behind an address that stays; a worker in a process of its own; real SMTP.

let dir: string
let url: string
let database: Proxy
let office: PostOffice

beforeAll(async () => {
  dir = await mkdtemp(path.join(tmpdir(), 'elanmalan-kills-'))
  const server = await startEmbedded({ dir, durable: true })
  await migrate(server.url)
  database = new Proxy(new URL(server.url))
  url = await database.open(server.url)
  office = await postOffice()
  afterFile(async () => {
    database.close()
    await (await startEmbedded({ dir, durable: true })).stop()
    await rm(dir, { recursive: true, force: true })
  })
})

beforeEach(async () => {
  office.letters.length = 0
  office.slowness = 20
  await ask('truncate mail_messages, graphile_worker._private_jobs')
})

async function ask<T>(sql: string): Promise<T[]> {
  const db = connect(url, { max: 1 })
  try {
    return (await db.raw<{ rows: T[] }>(sql)).rows
  } finally {
    await db.destroy()
  }
}

const queue = (mails: number) =>
  ask(`insert into mail_messages (template, to_address, subject, text, html, message_id)
    select 'M14', 'nr' || n || '@kund.example', 'Nummer ' || n, 'Hej', '<p>Hej</p>', '<mail-' || n || '@elanmalan.example>'
    from generate_series(1, ${mails}) n`)

const statuses = () =>
  ask<{ status: string; n: number }>('select status, count(*)::int as n from mail_messages group by 1')
const sent = () => office.letters.map((letter) => letter.messageId)
const atLeast = (letters: number) => expect.poll(() => office.letters.length).toBeGreaterThanOrEqual(letters)

/** As a crash of the machine: no checkpoint, every connection cut. It is started again at once. */
async function killDatabase(): Promise<void> {
  const pid = Number((await readFile(path.join(dir, 'data', 'postmaster.pid'), 'utf8')).split('\n')[0])
  process.kill(pid, 'SIGKILL')
  await expect.poll(() => isAlive(pid)).toBe(false)
  database.leadTo(new URL((await startEmbedded({ dir, durable: true })).url))
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}

interface Process {
  child: ChildProcess
  status: string
}

async function startProcess(role: 'worker' | 'all'): Promise<Process> {
  const port = await freePort()
  const child = spawn(process.execPath, ['--import', 'tsx', 'src/server.ts'], {
    cwd: root,
    stdio: 'inherit',
    env: {
      ...process.env,
      NODE_ENV: 'development',
      LOG_LEVEL: 'silent',
      DATABASE_URL: url,
      SMTP_URL: office.config.SMTP_URL,
      ROLE: role,
      PORT: '0',
      STATUS_PORT: String(port),
    },
  })
  afterFile(() => child.kill('SIGKILL'))
  const status = `http://127.0.0.1:${port}`
  await expect.poll(() => answer(`${status}/readyz`), { interval: 200 }).toBe(200)
  return { child, status }
}

const answer = (address: string) =>
  fetch(address).then(
    ({ status }) => status,
    () => null,
  )

async function stop({ child }: Process): Promise<void> {
  child.kill('SIGTERM')
  await once(child, 'exit')
}

test('a database that is killed five times under a queue of mails: each is sent once, and the worker lives', async () => {
  await queue(100)
  const worker = await startProcess('worker')
  for (let kill = 1; kill <= 5; kill += 1) {
    await atLeast(kill * 15)
    await killDatabase()
  }
  await expect.poll(statuses, { timeout: PATIENCE, interval: 500 }).toEqual([{ status: 'delivered', n: 100 }])
  expect(new Set(sent()).size).toBe(100)
  expect(sent()).toHaveLength(100)
  expect(worker.child.exitCode).toBeNull()
  await expect.poll(() => answer(`${worker.status}/readyz`)).toBe(200)
  await stop(worker)
})

test('a worker that is killed again and again loses no mail, and repeats only under the same Message-ID', async () => {
  await queue(40)
  for (let kill = 1; kill <= 2; kill += 1) {
    const worker = await startProcess('worker')
    await atLeast(kill * 12)
    worker.child.kill('SIGKILL')
    await once(worker.child, 'exit')
    // A lease later; the clock is not waited for.
    await ask(
      `update graphile_worker._private_jobs set locked_at = locked_at - interval '1 minute' where locked_at is not null`,
    )
  }
  const last = await startProcess('worker')
  await expect.poll(statuses, { timeout: PATIENCE, interval: 500 }).toEqual([{ status: 'delivered', n: 40 }])
  expect(new Set(sent()).size).toBe(40)
  // At most what each had in hand, four at a time.
  expect(office.letters.length).toBeLessThanOrEqual(40 + 2 * 4)
  await stop(last)
})

test('with both in one process the pages answer again after every kill', async () => {
  await queue(30)
  const both = await startProcess('all')
  for (let kill = 1; kill <= 2; kill += 1) {
    await atLeast(kill * 5)
    await killDatabase()
    await expect.poll(() => answer(`${both.status}/healthz`)).toBe(200)
    await expect.poll(() => answer(`${both.status}/readyz`)).toBe(200)
  }
  await expect.poll(statuses, { timeout: PATIENCE, interval: 500 }).toEqual([{ status: 'delivered', n: 30 }])
  expect(sent()).toHaveLength(30)
  expect(both.child.exitCode).toBeNull()
  await stop(both)
})
