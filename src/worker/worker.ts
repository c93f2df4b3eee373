import { EventEmitter } from 'node:events'
import type pg from 'pg'
import { setTimeout as sleep } from 'node:timers/promises'
import { Logger, run, runOnce, type Runner, type RunnerOptions, type TaskList } from 'graphile-worker'
import type { Config } from '../config.ts'
import { connectQueue } from '../db/bare.ts'
import { log } from '../log.ts'
import { Leases } from './leases.ts'
import { gaugeQueue } from './gauges.ts'
import { tasksWith } from './tasks.ts'
import { openPostman } from '../mail/transport.ts'

export interface Worker {
  /** Graceful shutdown: finishes running jobs and takes no more. */
  stop(): Promise<void>
  /** The queue answered a moment ago, and due jobs are being done. */
  isReady(): boolean
}

/** How often jobs in hand are renewed and stalls looked for; a worker not heard of for this many rounds is not ready. */
const ROUND = 4_000
const ROUNDS = 4
/** After a death of the runner. */
const AGAIN = 500

/**
 * Runs queued jobs until stopped, and starts anew whenever graphile-worker dies; never throws for a database that is away.
 * In production without SMTP_URL it logs that and runs everything except mail, which stays in the queue.
 */
export async function startWorker(ownerUrl: string, config: Config): Promise<Worker> {
  const postman = openPostman(config)
  if (!postman) log.warn('SMTP_URL is not set: mails stay in the queue until it is')
  const over = new AbortController()
  const leases = new Leases()
  const events = new EventEmitter()
  leases.learnPools(events)
  const taskList = leases.watched(tasksWith(postman, over.signal))
  const queue = connectQueue(ownerUrl, 10)
  let runner = null as Runner | null
  let died = new AbortController()
  const begin = async () => {
    try {
      const options = { ...optionsOf(taskList), events, pgPool: queue }
      const begun = await run({ ...options, concurrency: 4, pollInterval: 2_000, crontab: CRONTAB })
      runner = begun
      const over = () => {
        if (runner !== begun) return
        runner = null
        died.abort()
      }
      begun.promise.then(over, over)
      // A restart may have fixed the cause, so mails do not wait out a back-off of hours.
      await begun.addJob('mail-again', {}, { jobKey: 'mail-again' })
    } catch (error) {
      log.error({ err: error }, 'the worker could not be started and is tried again')
    }
  }

  const pool = connectQueue(ownerUrl, 1)
  // What the one before us left is free before anybody looks for work.
  await leases.keep(pool).catch(() => undefined)
  await begin()

  const tasks = Object.keys(taskList)
  let heard = performance.now()
  const stopping = new AbortController()
  const watched = (async () => {
    for (;;) {
      const signal = AbortSignal.any([stopping.signal, died.signal])
      await sleep(ROUND, undefined, { signal }).catch(() => undefined)
      if (died.signal.aborted) await sleep(AGAIN, undefined, { signal: stopping.signal }).catch(() => undefined)
      if (stopping.signal.aborted) return
      died = new AbortController()
      const stalled = await look(pool, leases, tasks).catch(() => null)
      if (stalled === false) heard = performance.now()
      if (runner && !stalled) continue
      log.error('the worker stands still and is started again')
      // Not awaited: a dead runner's promise may never settle.
      void runner?.stop().catch(() => undefined)
      await begin()
    }
  })()

  return {
    isReady: () => performance.now() - heard < ROUND * ROUNDS,
    async stop() {
      stopping.abort()
      await watched
      const ended = (async () => {
        await runner?.stop().catch(() => undefined)
        await queue.end()
      })()
      await Promise.race([ended, sleep(10_000, undefined, { ref: false })])
      over.abort()
      await pool.end()
      postman?.close()
    },
  }
}

// Cron lines are in UTC. Tasks that depend on the Swedish date run hourly and do nothing until it changes.
const CRONTAB = [
  '* * * * * publish-due',
  '* * * * * approve-by-rule',
  '* * * * * scan-waiting',
  '* * * * * pictures',
  '5 * * * * end-holds',
  '10 * * * * alerts',
  '15 * * * * archive-closed',
  '* * * * * digests',
  '20 * * * * sweep-exports',
  '20 1 * * * forget-lookups',
  '40 1 * * * retention',
  '40 2 * * * closed-values',
].join('\n')

const STALLED = `select exists (select from graphile_worker.jobs where locked_at is null and attempts < max_attempts
    and task_identifier = any($1) and run_at < now() - interval '8 seconds')
  and not exists (select from graphile_worker.jobs where locked_at is not null) as stalled`

/**
 * One round of the watchdog.
 * @returns whether jobs are due but none is running. Trap: connections cut at the wrong moment kill graphile's workers one
 * by one while its runner carries on
 */
async function look(pool: pg.Pool, leases: Leases, tasks: string[]): Promise<boolean> {
  await leases.keep(pool)
  await gaugeQueue(pool)
  const { rows } = await pool.query<{ stalled: boolean }>(STALLED, [tasks])
  return rows[0]!.stalled
}

/** Runs the jobs that are due and returns: for tests and one-off commands. */
export async function drainMail(ownerUrl: string, config: Config): Promise<void> {
  const postman = openPostman(config)
  const queue = connectQueue(ownerUrl, 10)
  try {
    await runOnce({ ...optionsOf(tasksWith(postman)), pgPool: queue })
  } finally {
    await queue.end()
    postman?.close()
  }
}

function optionsOf(taskList: TaskList): RunnerOptions {
  // A delay of 0 instead of none makes graphile retry recording a job's result. Without it a connection cut at that moment
  // is an unhandled rejection, which ends the process.
  const worker = { completeJobBatchDelay: 0, failJobBatchDelay: 0 }
  return { noHandleSignals: true, logger, taskList, preset: { worker } }
}

const LEVELS = { error: 'warn', warning: 'warn', info: 'debug', debug: 'debug' } as const

// Messages only: graphile's metadata holds whole jobs and errors, with addresses. Failed tasks log for themselves.
const logger = new Logger(() => (level, message) => {
  log[message.startsWith('Failed task') ? 'debug' : LEVELS[level]](`mail worker: ${message}`)
})
