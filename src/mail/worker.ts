import { setTimeout as sleep } from 'node:timers/promises'
import { Logger, run, runOnce, type RunnerOptions } from 'graphile-worker'
import type { Config } from '../config.ts'
import { log } from '../web/log.ts'
import { tasksWith } from './tasks.ts'
import { openPostman, type Postman } from './transport.ts'

export interface Worker {
  /** Finishes the mails in hand, takes no more. */
  stop(): Promise<void>
}

/**
 * Sends promised mails until it is stopped, and starts itself again should the queue give up. In production without
 * SMTP_URL it says so and sends nothing: mails wait in the queue.
 */
export async function startWorker(ownerUrl: string, config: Config): Promise<Worker> {
  const postman = openPostman(config)
  if (!postman) {
    log.warn('SMTP_URL is not set: mails stay in the queue until it is')
    return { stop: () => Promise.resolve() }
  }
  const options = optionsOf(ownerUrl, postman)
  const begin = async () => {
    const runner = await run({ ...options, concurrency: 4, pollInterval: 2_000, crontab: '* * * * * mail-rescue' })
    // Whoever restarts has perhaps mended something: nobody should wait out a back-off of hours.
    await runner.addJob('mail-again', {}, { jobKey: 'mail-again' })
    return runner
  }
  let runner = await begin()
  const stopping = new AbortController()
  const isStopping = () => stopping.signal.aborted

  // The queue gives up when the database goes away in the middle of a job.
  const watched = (async () => {
    for (;;) {
      await runner.promise.catch(() => undefined)
      if (isStopping()) return
      log.error('the mail worker ended by itself and is started again')
      await sleep(5_000, undefined, { signal: stopping.signal }).catch(() => undefined)
      if (isStopping()) return
      runner = await begin().catch(() => runner)
      if (isStopping()) await runner.stop().catch(() => undefined)
    }
  })()

  return {
    async stop() {
      stopping.abort()
      await runner.stop().catch(() => undefined)
      await watched
      postman.close()
    },
  }
}

/** Sends what is due now and comes back: for tests and one-off commands. */
export async function drainMail(ownerUrl: string, config: Config): Promise<void> {
  const postman = openPostman(config)
  if (!postman) return
  try {
    await runOnce(optionsOf(ownerUrl, postman))
  } finally {
    postman.close()
  }
}

function optionsOf(ownerUrl: string, postman: Postman): RunnerOptions {
  return { connectionString: ownerUrl, noHandleSignals: true, logger, taskList: tasksWith(postman) }
}

const LEVELS = { error: 'warn', warning: 'warn', info: 'debug', debug: 'debug' } as const

// Messages only: what graphile hands along holds whole jobs and errors. A failed task is told by the task itself.
const logger = new Logger(() => (level, message) => {
  log[message.startsWith('Failed task') ? 'debug' : LEVELS[level]](`mail worker: ${message}`)
})
