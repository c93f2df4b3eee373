import type pg from 'pg'
import { setTimeout as sleep } from 'node:timers/promises'
import { Logger, run, runOnce, type RunnerOptions } from 'graphile-worker'
import type { Config } from '../config.ts'
import { connectQueue } from '../db/bare.ts'
import { log } from '../log.ts'
import { tasksWith } from './tasks.ts'
import { openPostman, type Postman } from '../mail/transport.ts'

export interface Worker {
  /** Graceful shutdown: finishes running jobs and takes no more. */
  stop(): Promise<void>
}

/**
 * Runs queued jobs until stopped, and restarts if graphile-worker dies. In production without SMTP_URL it logs that and
 * runs everything except mail, which stays in the queue.
 */
export async function startWorker(ownerUrl: string, config: Config): Promise<Worker> {
  const postman = openPostman(config)
  if (!postman) log.warn('SMTP_URL is not set: mails stay in the queue until it is')
  const queue = connectQueue(ownerUrl, 10)
  const options = { ...optionsOf(postman), pgPool: queue }
  const begin = async () => {
    const runner = await run({ ...options, concurrency: 4, pollInterval: 2_000, crontab: CRONTAB })
    // A restart may have fixed the cause, so mails do not wait out a back-off of hours.
    await runner.addJob('mail-again', {}, { jobKey: 'mail-again' })
    return runner
  }
  let runner = await begin()
  const stopping = new AbortController()
  const isStopping = () => stopping.signal.aborted

  const pool = connectQueue(ownerUrl, 1)
  const watched = (async () => {
    while (!isStopping()) {
      await Promise.race([
        runner.promise.catch(() => undefined),
        stalls(pool, Object.keys(options.taskList!), stopping.signal),
      ])
      if (isStopping()) return
      log.error('the mail worker stands still and is started again')
      // Not awaited: a dead runner's promise may never settle.
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
      const ended = (async () => {
        await runner.stop().catch(() => undefined)
        await queue.end()
      })()
      await Promise.race([ended, sleep(10_000, undefined, { ref: false })])
      await pool.end()
      postman?.close()
    },
  }
}

// Cron lines are in UTC. Tasks that depend on the Swedish date run hourly and do nothing until it changes.
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
 * Watchdog: resolves when jobs are due but none is running, or at `signal`. Trap: connections cut at the wrong moment kill
 * graphile's workers one by one while its runner carries on.
 */
async function stalls(pool: pg.Pool, tasks: string[], signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    await sleep(4_000, undefined, { signal }).catch(() => undefined)
    const answer = await pool.query<{ stalled: boolean }>(STALLED, [tasks]).catch(() => null)
    if (answer?.rows[0]?.stalled) return
  }
}

/** Runs the jobs that are due and returns: for tests and one-off commands. */
export async function drainMail(ownerUrl: string, config: Config): Promise<void> {
  const postman = openPostman(config)
  const queue = connectQueue(ownerUrl, 10)
  try {
    await runOnce({ ...optionsOf(postman), pgPool: queue })
  } finally {
    await queue.end()
    postman?.close()
  }
}

function optionsOf(postman: Postman | null): RunnerOptions {
  // A delay of 0 instead of none makes graphile retry recording a job's result. Without it a connection cut at that moment
  // is an unhandled rejection, which ends the process.
  const worker = { completeJobBatchDelay: 0, failJobBatchDelay: 0 }
  return { noHandleSignals: true, logger, taskList: tasksWith(postman), preset: { worker } }
}

const LEVELS = { error: 'warn', warning: 'warn', info: 'debug', debug: 'debug' } as const

// Messages only: graphile's metadata holds whole jobs and errors, with addresses. Failed tasks log for themselves.
const logger = new Logger(() => (level, message) => {
  log[message.startsWith('Failed task') ? 'debug' : LEVELS[level]](`mail worker: ${message}`)
})
