import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import pg from 'pg'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { startEmbedded, type Embedded } from '../../src/db/embedded.ts'

let dir: string
let running: Embedded[] = []
beforeEach(async () => {
  dir = await mkdtemp(path.join(tmpdir(), 'elanmalan-embedded-'))
})
afterEach(async () => {
  for (const server of running) await server.stop()
  running = []
  await rm(dir, { recursive: true, force: true })
})

async function start(): Promise<Embedded> {
  const server = await startEmbedded({ dir, durable: true })
  running.push(server)
  return server
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

const postmaster = async () => Number((await readFile(path.join(dir, 'data', 'postmaster.pid'), 'utf8')).split('\n')[0])

test('a first start makes a database, a second one finds what was saved', async () => {
  const first = await start()
  await ask(first.url, 'create table kept as select 42 as answer')
  await first.stop()
  const second = await start()
  expect(second.reused).toBe(false)
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

test('a server left behind by a killed program is found again', async () => {
  const first = await start()
  const again = await start()
  expect(again).toMatchObject({ reused: true, url: first.url })
})

test('after a kill -9 of the server nothing that was committed is gone', async () => {
  const first = await start()
  await ask(first.url, 'create table kept as select 42 as answer')
  process.kill(await postmaster(), 'SIGKILL')
  const second = await start()
  expect(await ask(second.url, 'select answer from kept')).toEqual([{ answer: 42 }])
})

test('two starts at the same moment share one server', async () => {
  const [one, two] = await Promise.all([start(), start()])
  expect(one.url).toBe(two.url)
  expect([one.reused, two.reused].sort()).toEqual([false, true])
})

test('a folder of another major version is refused in plain words', async () => {
  const first = await start()
  await first.stop()
  await writeFile(path.join(dir, 'data', 'PG_VERSION'), '12\n')
  await expect(start()).rejects.toThrow(/is of PostgreSQL 12/)
})
