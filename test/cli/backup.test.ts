import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createWriteStream } from 'node:fs'
import { copyFile, mkdtemp, open, readFile, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { text } from 'node:stream/consumers'
import { beforeAll, expect, test } from 'vitest'
import { root } from '../../src/config.ts'
import { connect, type Database } from '../../src/db/bare.ts'
import { writeArchive } from '../../src/db/backup/backup.ts'
import { restoreArchive } from '../../src/db/backup/restore.ts'
import { describe } from '../../src/db/describe.ts'
import { startEmbedded } from '../../src/db/embedded.ts'
import { migrate } from '../../src/db/migrate.ts'
import { loadDemo } from '../../src/cli/demo.ts'
import { afterFile } from '../support/cleanup.ts'

// Two clusters of their own: the one that is backed up, and an empty machine.

let dir: string
let url: string
let other: string
let file: string
let db: Database

beforeAll(async () => {
  dir = await mkdtemp(path.join(tmpdir(), 'elanmalan-backup-'))
  file = path.join(dir, 'all.zip')
  afterFile(() => rm(dir, { recursive: true, force: true }))
  url = (await cluster('from')).url
  await migrate(url)
  await loadDemo(url)
  db = connect(url, { max: 2 })
  afterFile(() => db.destroy())
  await awkwardRows()
  expect(await run('backup', url, file)).toMatchObject({ code: 0 })
})

async function cluster(name: string) {
  const server = await startEmbedded({ dir: path.join(dir, name), durable: false })
  afterFile(() => server.stop())
  return server
}

/** An empty database of the second machine. */
async function emptyDatabase(name: string): Promise<string> {
  const admin = connect(other, { max: 1 })
  await admin.raw('create database ??', [name])
  await admin.destroy()
  const at = new URL(other)
  at.pathname = `/${name}`
  return at.href
}

/** A file of several pieces with every byte, and texts that a careless format would change. */
async function awkwardRows(): Promise<void> {
  const bytes = Buffer.from(Array.from({ length: 2_500_000 }, (_, i) => (i * 7919 + (i >> 8)) % 256))
  await db.raw(
    `insert into attachment_chunks (attachment_id, owner_id, company_id, sent, audience, seq, bytes)
     select attachment_id, owner_id, company_id, sent, audience, 900, ? from attachment_chunks where seq = 0 limit 1`,
    [bytes],
  )
  for (const value of ['a\tb\\N\\.\n\\.\nc', '\\N', '', 'åäö 👷🏽 "\'', '\u0001\r\n']) {
    await db('mail_messages').insert({
      template: 'M14',
      to_address: 'x@example.com',
      subject: value,
      text: value,
      html: value,
      message_id: `<${Buffer.from(value).toString('hex')}@x>`,
    })
  }
}

/** As an operator calls it: the address in the environment, never among the arguments. */
async function run(command: string, to: string, ...args: string[]) {
  const child = spawn(process.execPath, ['--import', 'tsx', `src/cli/${command}.ts`, ...args], {
    cwd: root,
    env: { ...process.env, DATABASE_URL: to, LOG_LEVEL: 'silent' },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const [said, failed, [code]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'exit') as Promise<[number]>,
  ])
  return { code, said, failed: failed.trim() }
}

/** Of every table: how many rows, and a hash of all of them. */
async function hashes(of: Database): Promise<Record<string, string>> {
  const { rows } = await of.raw<{ rows: { name: string }[] }>(
    `select format('%I.%I', schemaname, tablename) as name from pg_tables
     where schemaname in ('public', 'app', 'graphile_worker') order by 1`,
  )
  const found: Record<string, string> = {}
  for (const { name } of rows) {
    const { rows: answer } = await of.raw<{ rows: [{ hash: string }] }>(
      `select count(*) || ' ' || coalesce(md5(string_agg(md5(t::text), '' order by md5(t::text))), '') as hash from ${name} t`,
    )
    found[name] = answer[0].hash
  }
  return found
}

async function files(of: Database): Promise<Record<string, string>> {
  const found: Record<string, string> = {}
  for (const [table, key] of Object.entries(CHUNKS)) {
    const { rows } = await of.raw<{ rows: { id: string; hash: string }[] }>(
      `select ${key} as id, encode(sha256(string_agg(bytes, ''::bytea order by seq)), 'hex') as hash from ${table} group by 1`,
    )
    for (const { id, hash } of rows) found[`${table} ${id}`] = hash
  }
  return found
}

const CHUNKS = {
  attachment_chunks: 'attachment_id',
  certificate_chunks: 'certificate_id',
  configuration_file_chunks: 'file_id',
  document_template_chunks: 'template_id',
  export_chunks: 'export_id',
}

test('an empty machine gets every row, every file, every role and the numbers that come next', async () => {
  other = (await cluster('to')).url
  const done = await run('restore', other, file)
  expect(done).toMatchObject({ code: 0, failed: '' })
  expect(done.said).not.toContain('Not restored')
  const restored = connect(other, { max: 2 })
  afterFile(() => restored.destroy())

  const before = await hashes(db)
  expect(Object.keys(before).length).toBeGreaterThan(70)
  expect(await hashes(restored)).toEqual(before)
  const stored = await files(db)
  expect(Object.keys(stored).length).toBeGreaterThan(5)
  expect(await files(restored)).toEqual(stored)
  expect(await describe(restored)).toBe(await describe(db))
  const sequences = 'select schemaname, sequencename, last_value from pg_sequences order by 1, 2'
  const numbers = async (of: Database) => (await of.raw<{ rows: object[] }>(sequences)).rows
  expect(await numbers(restored)).toEqual(await numbers(db))

  // A second start finds nothing to do, and rules hold again.
  await migrate(other)
  // knex takes its lock anew, and counts.
  const lock = { 'public.knex_migrations_lock': before['public.knex_migrations_lock'] }
  expect({ ...(await hashes(restored)), ...lock }).toEqual(before)
  await expect(restored('attachments').update({ case_id: 999_999_999 })).rejects.toThrow(/foreign key/)
})

test('what is written meanwhile is not half in it: tables and files are of one moment', async () => {
  const busy = path.join(dir, 'busy.zip')
  const writing = new AbortController()
  const writer = (async () => {
    while (!writing.signal.aborted) {
      await db.transaction(async (tx) => {
        const mail = { template: 'M14', to_address: 'x@example.com', subject: '', text: '', html: '' }
        await tx('mail_messages').insert({ ...mail, message_id: `<${performance.now()}@busy>` })
      })
    }
  })()
  await writeArchive(url, createWriteStream(busy), '0')
  writing.abort()
  await writer
  // Each mail is queued in its own transaction: there is a job for each and a mail for each job.
  const empty = await emptyDatabase('busy')
  await restoreArchive(empty, busy)
  const restored = connect(empty, { max: 1 })
  const { rows } = await restored.raw<{ rows: object[] }>(
    `select m.id, j.key from (select id from mail_messages where message_id like '%@busy>') m
       left join graphile_worker.jobs j on j.key = 'mail:' || m.id where j.id is null
     union all
     select m.id, j.key from graphile_worker.jobs j left join mail_messages m on j.key = 'mail:' || m.id
     where j.key like 'mail:%' and m.id is null`,
  )
  await restored.destroy()
  expect(rows).toEqual([])
})

test('an owner who is no superuser, beside another installation, restores and backs up the same rows', async () => {
  const admin = connect(other, { max: 1 })
  await admin.raw(`create role boss login createrole password 'boss'`)
  await admin.raw('create database boss owner boss')
  await admin.destroy()
  const boss = new URL(other)
  Object.assign(boss, { username: 'boss', password: 'boss', pathname: '/boss' })
  const { manifest } = await restoreArchive(boss.href, file)
  const again = await writeArchive(boss.href, createWriteStream(path.join(dir, 'boss.zip')), '0')
  expect(again.tables).toEqual(manifest.tables)
  expect(again.sequences).toEqual(manifest.sequences)
})

test('a database with anything in it is refused in words, and left as it is', async () => {
  const before = await hashes(db)
  await expect(restoreArchive(url, file)).rejects.toThrow(
    'Databasen är inte tom, och inget i den har rörts. Skapa en ny, och ange den i DATABASE_URL.',
  )
  expect(await hashes(db)).toEqual(before)
})

test('an archive that is cut short or changed is refused before anything is touched', async () => {
  const empty = await emptyDatabase('damaged')
  const damaged = path.join(dir, 'damaged.zip')
  await copyFile(file, damaged)
  const handle = await open(damaged, 'r+')
  const { size } = await handle.stat()
  await handle.write(Buffer.from('x'), 0, 1, Math.floor(size / 2))
  await handle.close()
  const changed = await run('restore', empty, damaged)
  expect(changed).toMatchObject({
    code: 1,
    failed: expect.stringMatching(/^Säkerhetskopian är skadad: .*$/) as string,
  })
  expect(await run('restore', empty, '--check', file)).toMatchObject({ code: 0 })

  const short = await open(damaged, 'r+')
  await short.truncate(size - 1_000)
  await short.close()
  await expect(restoreArchive(empty, damaged)).rejects.toThrow('Säkerhetskopian är skadad')
  const untouched = connect(empty, { max: 1 })
  const { rows } = await untouched.raw<{ rows: object[] }>(
    `select from pg_tables where schemaname not in ('pg_catalog', 'information_schema')`,
  )
  await untouched.destroy()
  expect(rows).toEqual([])
})

test('a role that does not see every row cannot make a half backup', async () => {
  await db.raw(`create role half login password 'half' in role pg_read_all_data`)
  const half = new URL(url)
  half.username = half.password = 'half'
  const { code, failed } = await run('backup', half.href, path.join(dir, 'half.zip'))
  expect(code).toBe(1)
  expect(failed).toMatch(/^Rollen half ser inte alla rader i .*cases.*BACKUP_DATABASE_URL\.$/)
  await expect(stat(path.join(dir, 'half.zip'))).rejects.toThrow()
})

test('an archive is for its owner’s eyes, is not written over, and holds no password', async () => {
  expect((await stat(file)).mode & 0o077).toBe(0)
  const size = (await stat(file)).size
  expect((await run('backup', url, file)).failed).toContain('finns redan')
  expect((await stat(file)).size).toBe(size)
  expect((await readFile(file)).includes(Buffer.from(new URL(url).password))).toBe(false)
})
