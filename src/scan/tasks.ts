import type { TaskList } from 'graphile-worker'
import { z } from 'zod'
import { asSystem, type Tx } from '../db/actor.ts'
import { log } from '../log.ts'
import { filesWaiting } from '../metrics.ts'
import { ClamdAway, scanStream } from './clamd.ts'
import { scannerUrl } from './scanner.ts'

/** A stored file by the table that it stands in. */
const StoredFile = z.object({
  place: z.enum(['attachments', 'certificates', 'configuration_files', 'document_templates']),
  id: z.coerce.number().int().positive(),
})
type StoredFile = z.infer<typeof StoredFile>

/** In one round of a minute. */
const MOST = 200

export const scanTasks: TaskList = {
  /** A file that has just come. Where clamd is away it waits for the next round. */
  scan: async (payload) => {
    const url = scannerUrl()
    if (url !== null) await scanAll(url, [StoredFile.parse(payload)])
  },
  /** Each minute: what waited while clamd was away, then what was stored before it was switched on. */
  'scan-waiting': async () => {
    const url = scannerUrl()
    if (url === null) await release()
    else await scanAll(url, [...(await next('waiting')), ...(await next('unscanned'))])
    await gauge()
  },
}

/** One after another until clamd is away. */
async function scanAll(url: string, files: StoredFile[]): Promise<void> {
  try {
    for (const file of files) await scanFile(url, file)
  } catch (error) {
    if (!(error instanceof ClamdAway)) throw error
    log.warn({ files: files.length, reason: error.message }, 'clamd does not answer: files wait to be scanned')
  }
}

async function scanFile(url: string, { place, id }: StoredFile): Promise<void> {
  const verdict = await scanStream(url, chunksOf({ place, id }))
  const said = verdict.state === 'clean' ? null : verdict.said
  if (verdict.state !== 'clean') log.warn({ place, file: id, said }, `file ${verdict.state}`)
  const state = verdict.state === 'unread' ? 'waiting' : verdict.state
  await inWorker((tx) => tx.raw('select app.put_scan(?, ?, ?, ?)', [place, id, state, said as string]))
}

/** One chunk, one short transaction: clamd holds no connection. */
async function* chunksOf({ place, id }: StoredFile): AsyncGenerator<Buffer> {
  for (let seq = 0; ; seq += 1) {
    const { rows } = await inWorker((tx) =>
      tx.raw<{ rows: [{ bytes: Buffer | null }] }>('select app.chunk_to_scan(?, ?, ?) as bytes', [place, id, seq]),
    )
    if (rows[0].bytes === null) return
    yield rows[0].bytes
  }
}

async function next(state: 'waiting' | 'unscanned'): Promise<StoredFile[]> {
  const { rows } = await inWorker((tx) =>
    tx.raw<{ rows: unknown[] }>('select * from app.files_to_scan(?, ?)', [state, MOST]),
  )
  return z.array(StoredFile).parse(rows)
}

async function release(): Promise<void> {
  const { rows } = await inWorker((tx) => tx.raw<{ rows: [{ files: number }] }>('select app.release_scans() as files'))
  if (rows[0].files > 0) log.warn(rows[0], 'CLAMD_URL is not set any longer: files that waited open unscanned')
}

async function gauge(): Promise<void> {
  const { rows } = await inWorker((tx) =>
    tx.raw<{ rows: [{ waiting: number }] }>('select waiting from app.scan_counts()'),
  )
  filesWaiting.set(rows[0].waiting)
}

function inWorker<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
  return asSystem('worker', work)
}
