import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { appendFile, copyFile, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, test } from 'vitest'
import { connect, type Database } from '../../src/db/bare.ts'
import { startEmbedded } from '../../src/db/embedded.ts'
import { migrate } from '../../src/db/migrate.ts'
import { afterFile } from '../support/cleanup.ts'

// The drill of docs/operations.md, with PostgreSQL's own means: archive_command, a base backup, recovery_target_time.

async function within<T>(url: string, work: (db: Database) => Promise<T>): Promise<T> {
  const db = connect(url, { max: 1 })
  try {
    return await work(db)
  } finally {
    await db.destroy()
  }
}

const mail = (subject: string) => ({
  template: 'M14',
  to_address: 'x@example.com',
  subject,
  text: '',
  html: '',
  message_id: `<${subject}@x>`,
})

test('a database that is lost is brought back to the moment before somebody’s mistake', async () => {
  const dir = await mkdtemp(path.join(tmpdir(), 'elanmalan-pitr-'))
  const [archive, base] = [path.join(dir, 'archive'), path.join(dir, 'base')]
  const [lost, found] = [path.join(dir, 'lost'), path.join(dir, 'found')]
  afterFile(() => rm(dir, { recursive: true, force: true }))
  await mkdir(archive, { mode: 0o777 })
  execFileSync('chmod', ['777', archive])
  execFileSync('chmod', ['755', dir])

  const first = await startEmbedded({ dir: lost, durable: true })
  await within(first.url, async (db) => {
    await db.raw(`alter system set archive_mode = on`)
    await db.raw(`alter system set archive_command = 'test ! -f ${archive}/%f && cp %p ${archive}/%f'`)
  })
  await first.stop()
  const server = await startEmbedded({ dir: lost, durable: true })
  await migrate(server.url)

  const moment = await within(server.url, async (db) => {
    await db.raw(`select pg_backup_start('drill', true)`)
    execFileSync('cp', ['-a', path.join(lost, 'data'), base])
    const { rows } = await db.raw<{ rows: [{ labelfile: string }] }>('select labelfile from pg_backup_stop()')
    await rm(path.join(base, 'postmaster.pid'))
    execFileSync('sh', ['-c', 'rm -rf "$0"/pg_wal/0*', base])
    const label = path.join(base, 'backup_label')
    await writeFile(label, rows[0].labelfile)

    await db('mail_messages').insert([mail('after the backup'), mail('the last good one')])
    const { rows: now } = await db.raw<{ rows: [{ at: string }] }>('select clock_timestamp()::text as at')
    await db('mail_messages').delete()
    await db('mail_messages').insert(mail('after the mistake'))
    await db.raw('select pg_switch_wal()')
    const { rows: last } = await db.raw<{ rows: [{ name: string }] }>(
      'select pg_walfile_name(pg_current_wal_lsn() - 1) as name',
    )
    await expect.poll(() => existsSync(path.join(archive, last[0].name))).toBe(true)
    return now[0].at
  })
  await server.stop()
  const password = await readFile(path.join(lost, 'password'))
  await rm(lost, { recursive: true })

  await mkdir(found, { mode: 0o700 })
  await writeFile(path.join(found, 'password'), password, { mode: 0o600 })
  execFileSync('cp', ['-a', base, path.join(found, 'data')])
  const target = [`restore_command = 'cp ${archive}/%f %p'`, `recovery_target_time = '${moment}'`]
  await appendFile(
    path.join(found, 'data', 'postgresql.auto.conf'),
    [...target, `recovery_target_action = 'promote'`, ''].join('\n'),
  )
  await copyFile('/dev/null', path.join(found, 'data', 'recovery.signal'))
  const again = await startEmbedded({ dir: found, durable: true })
  afterFile(() => again.stop())
  const recovering = () =>
    within(again.url, (db) => db.raw<{ rows: [{ is: boolean }] }>('select pg_is_in_recovery() as is')).then(
      ({ rows }) => rows[0].is,
    )
  await expect.poll(recovering).toBe(false)

  const subjects = await within(again.url, (db) => db('mail_messages').orderBy('id').pluck('subject'))
  expect(subjects).toEqual(['after the backup', 'the last good one'])
  // A start of the program finds it whole.
  await migrate(again.url)
})
