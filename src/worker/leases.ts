import type { EventEmitter } from 'node:events'
import type { TaskList, WorkerPool } from 'graphile-worker'
import type pg from 'pg'
import { z } from 'zod'
import { jobSeconds } from '../metrics.ts'
import { onBehalfOf } from '../trace.ts'

const OfRequest = z.object({ request: z.string() })

/** Of a job in hand, renewed each few seconds: whose is not renewed has been left by a process that is gone. */
const LEASE = '30 seconds'
/** After which a job of ours that is locked though its task is over is one whose end could not be recorded. */
const RECORDED = '5 seconds'

/**
 * Which jobs this process has in hand. Graphile locks a job until its end is recorded, and unlocks what a dead process
 * left after four hours; with a lease it is seconds.
 */
export class Leases {
  readonly #pools = new Set<string>()
  readonly #inHand = new Set<string>()

  /** Graphile locks jobs by the name of the worker pool; each start of the runner has a new one. */
  learnPools(events: EventEmitter): void {
    events.on('pool:create', ({ workerPool }: { workerPool: WorkerPool }) => this.#pools.add(workerPool.id))
  }

  /** The same tasks, whose jobs are in hand while they run, timed, and on behalf of the request that queued them. */
  watched(tasks: TaskList): TaskList {
    const watched = Object.entries(tasks).map(([name, task]): [string, typeof task] => [
      name,
      async (payload, helpers) => {
        this.#inHand.add(helpers.job.id)
        const stop = jobSeconds.startTimer({ task: name })
        let outcome = 'failed'
        try {
          await onBehalfOf(OfRequest.safeParse(payload).data?.request, () => task!(payload, helpers))
          outcome = 'done'
        } finally {
          stop({ outcome })
          this.#inHand.delete(helpers.job.id)
        }
      },
    ])
    return Object.fromEntries(watched)
  }

  /**
   * Renews what is in hand and frees what has been left. While the database is just up again its other workers get the
   * time of a lease to renew theirs.
   */
  async keep(queue: pg.Pool): Promise<void> {
    // The view graphile_worker.jobs cannot be written, and force_unlock_workers() would free what is in hand as well.
    const ours = [[...this.#inHand], [...this.#pools]]
    await queue.query(
      `update graphile_worker._private_jobs set locked_at = now() where id = any($1::bigint[]) and locked_by = any($2::text[])`,
      ours,
    )
    await queue.query(
      `update graphile_worker._private_jobs set locked_at = null, locked_by = null, run_at = greatest(run_at, now())
       where locked_at < now() - interval '${RECORDED}' and not (id = any($1::bigint[]) and locked_by = any($2::text[]))
         and (locked_by = any($2::text[]) or locked_at < now() - interval '${LEASE}'
           and pg_postmaster_start_time() < now() - interval '${LEASE}')`,
      ours,
    )
  }
}
