import { setTimeout as sleep } from 'node:timers/promises'
import { Logger, run, runOnce, type RunnerOptions } from 'graphile-worker'
import pg from 'pg'
import type { Config } from '../config.ts'
import { log } from '../web/log.ts'
import { tasksWith } from './tasks.ts'
import { openPostman, type Postman } from './transport.ts'

export interface Worker {
  /** Finishes the mails in hand, takes no more. */
  stop(): Promise<void>
}

/**
 * Does what is on the queue until it is stopped, and starts itself again should the queue give up. In production without
 * SMTP_URL it says so and does all but send mail, which waits in the queue.
 */
export async function startWorker(ownerUrl: string, config: Config): Promise<Worker> {
  const postman = openPostman(config)
  if (!postman) log.warn('SMTP_URL is not set: mails stay in the queue until it is')
  const options = optionsOf(ownerUrl, postman)
  const begin = async () => {
    const runner = await run({ ...options, concurrency: 4, pollInterval: 2_000, crontab: CRONTAB })
    // Whoever restarts has perhaps mended something: nobody should wait out a back-off of hours.
    await runner.addJob('mail-again', {}, { jobKey: 'mail-again' })
    return runner
  }
  let runner = await begin()
  const stopping = new AbortController()
  const isStopping = () => stopping.signal.aborted

  const pool = new pg.Pool({ connectionString: ownerUrl, max: 1 })
  pool.on('error', () => undefined)
  const watched = (async () => {
    while (!isStopping()) {
      await Promise.race([
        runner.promise.catch(() => undefined),
        stalls(pool, Object.keys(options.taskList!), stopping.signal),
      ])
      if (isStopping()) return
      log.error('the mail worker stands still and is started again')
      // Not waited for: what has died does not always say so.
      void runner.stop().catch(() => undefined)
      runner = await begin().catch((error: unknown) => {
        log.error({ err: error }, 'the mail worker could not be started again')
        return runner
      })
      await sleep(2_000, undefined, { signal: stopping.signal }).catch(() => undefined)
    }
  })()

  return {
    async stop() {
      stopping.abort()
      await watched
      await Promise.race([runner.stop().catch(() => undefined), sleep(10_000, undefined, { ref: false })])
      await pool.end()
      postman?.close()
    },
  }
}

// UTC. What has a day in Sweden is asked for every hour, and does nothing until it is that day.
const CRONTAB = [
  '* * * * * mail-rescue',
  '* * * * * publish-due',
  '* * * * * approve-by-rule',
  '5 * * * * end-holds',
  '15 * * * * archive-closed',
  '* * * * * digests',
  '20 * * * * sweep-exports',
  '20 1 * * * forget-lookups',
].join('\n')

const STALLED = `select exists (select from graphile_worker.jobs where locked_at is null and attempts < max_attempts
    and task_identifier = any($1) and run_at < now() - interval '8 seconds')
  and not exists (select from graphile_worker.jobs where locked_at is not null) as stalled`

/**
 * Comes back when something is due and nobody has anything in hand, or when `signal` says stop. Trap: connections cut in
 * the wrong moment kill graphile's workers one by one while its runner goes on as if nothing had happened.
 */
async function stalls(pool: pg.Pool, tasks: string[], signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    await sleep(4_000, undefined, { signal }).catch(() => undefined)
    const answer = await pool.query<{ stalled: boolean }>(STALLED, [tasks]).catch(() => null)
    if (answer?.rows[0]?.stalled) return
  }
}

/** Does what is due now and comes back: for tests and one-off commands. */
export async function drainMail(ownerUrl: string, config: Config): Promise<void> {
  const postman = openPostman(config)
  try {
    await runOnce(optionsOf(ownerUrl, postman))
  } finally {
    postman?.close()
  }
}

function optionsOf(ownerUrl: string, postman: Postman | null): RunnerOptions {
  // With a delay of 0 instead of none, graphile retries to write down what became of a job. Without it a connection cut
  // in that moment is a rejection that nobody handles, and takes the whole process with it.
  const worker = { completeJobBatchDelay: 0, failJobBatchDelay: 0 }
  return { connectionString: ownerUrl, noHandleSignals: true, logger, taskList: tasksWith(postman), preset: { worker } }
}

const LEVELS = { error: 'warn', warning: 'warn', info: 'debug', debug: 'debug' } as const

// Messages only: what graphile hands along holds whole jobs and errors. A failed task is told by the task itself.
const logger = new Logger(() => (level, message) => {
  log[message.startsWith('Failed task') ? 'debug' : LEVELS[level]](`mail worker: ${message}`)
})
