import { readFileSync } from 'node:fs'
import { statfs } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { root } from '../config.ts'
import { asActor, type OperatorActor } from '../db/actor.ts'
import { answers, scannerUrl } from '../scan/scanner.ts'
import { listTasks } from './queue.ts'

/** Files that do not open yet and since when, those clamd could not read, and those of before that it has not seen. */
interface ScanCounts {
  waiting: number
  oldest: Date | null
  unread: number
  unscanned: number
}

/** How the platform is, in what somebody on call would ask for first. */
export interface Health {
  /** What the worker does each minute was last done then; null when no worker has ever run. */
  workerSeen: Date | null
  waiting: number
  retrying: number
  stopped: number
  oldestJob: Date | null
  oldestMail: Date | null
  failedMails: number
  /** How long the database took to answer a question, in milliseconds. */
  answered: number
  databaseBytes: number
  attachmentBytes: number
  /** Of the disk that uploads pass through; null where it cannot be told. */
  freeBytes: number | null
  /** null: files are not scanned. */
  scanner: { answers: boolean } | null
  files: ScanCounts
  owners: number
  companies: number
  blocked: number
  version: string
  node: string
  postgres: string
  now: Date
}

const SIZES = `select pg_database_size(current_database()) as "databaseBytes",
    pg_total_relation_size('attachment_chunks') as "attachmentBytes",
    current_setting('server_version') as postgres,
    app.worker_seen() as "workerSeen",
    (select min(created_at) from mail_messages where status = 'queued' and coalesce(send_after, created_at) <= app.now()) as "oldestMail",
    (select count(*)::int from mail_messages where status = 'failed' and digest_id is null) as "failedMails",
    (select count(*)::int from owners) as owners,
    count(*)::int as companies, count(*) filter (where status = 'blocked')::int as blocked
  from companies`

type Row = Omit<
  Health,
  'scanner' | 'files' | 'waiting' | 'retrying' | 'stopped' | 'oldestJob' | 'answered' | 'freeBytes' | 'version' | 'node'
>

export async function readHealth(operator: OperatorActor): Promise<Health> {
  const url = scannerUrl()
  const scanner = url === null ? null : { answers: await answers(url) }
  return asActor(operator, async (tx) => {
    const asked = performance.now()
    await tx.raw('select 1')
    const answered = performance.now() - asked
    const { rows } = await tx.raw<{ rows: [Row] }>(SIZES)
    const scan = await tx.raw<{ rows: [ScanCounts] }>('select * from app.scan_counts()')
    const tasks = await listTasks(tx)
    const sum = (of: 'waiting' | 'retrying' | 'stopped') => tasks.reduce((total, task) => total + task[of], 0)
    const oldest = tasks.flatMap((task) => task.oldest ?? []).sort((a, b) => a.getTime() - b.getTime())
    return {
      ...rows[0],
      scanner,
      files: scan.rows[0],
      waiting: sum('waiting'),
      retrying: sum('retrying'),
      stopped: sum('stopped'),
      oldestJob: oldest[0] ?? null,
      answered,
      freeBytes: await freeBytes(),
      version,
      node: process.version,
      now: tx.now,
    }
  })
}

const { version } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as { version: string }

/** Uploads are received in the temp folder before they go into the database. */
async function freeBytes(): Promise<number | null> {
  const disk = await statfs(tmpdir()).catch(() => null)
  return disk && disk.bavail * disk.bsize
}
