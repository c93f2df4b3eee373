import { Counter, Gauge, Histogram, Registry, collectDefaultMetrics } from 'prom-client'

/** What Prometheus is told. Labels come from tables of the program (routes, tasks, outcomes), never from what people send. */
export const metrics = new Registry()

collectDefaultMetrics({ register: metrics })

export const requestSeconds = new Histogram({
  name: 'elanmalan_http_request_seconds',
  help: 'Time to answer, by method, route pattern and class of status',
  labelNames: ['method', 'route', 'status'] as const,
  buckets: [0.005, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
  registers: [metrics],
})

export const jobSeconds = new Histogram({
  name: 'elanmalan_job_seconds',
  help: 'Time that a job took, by task and how it ended',
  labelNames: ['task', 'outcome'] as const,
  buckets: [0.01, 0.1, 0.5, 1, 5, 10, 30, 60, 300],
  registers: [metrics],
})

export const mailTries = new Counter({
  name: 'elanmalan_mails_total',
  help: 'Tries to deliver a mail, by outcome',
  labelNames: ['outcome'] as const,
  registers: [metrics],
})

/** As the worker last saw its queue, each few seconds: a scrape never asks the database. */
export const queueJobs = new Gauge({
  name: 'elanmalan_queue_jobs',
  help: 'Jobs by task and state: waiting, later, running, retrying, stopped',
  labelNames: ['task', 'state'] as const,
  registers: [metrics],
})

export const queueOldest = new Gauge({
  name: 'elanmalan_queue_oldest_seconds',
  help: 'How long the oldest due job of a task has waited',
  labelNames: ['task'] as const,
  registers: [metrics],
})

export const queueSeen = new Gauge({
  name: 'elanmalan_queue_seen_timestamp_seconds',
  help: 'When the queue last answered the worker',
  registers: [metrics],
})

export const filesWaiting = new Gauge({
  name: 'elanmalan_files_waiting_for_scan',
  help: 'Files that do not open because they have not been scanned, as the worker counts them each minute',
  registers: [metrics],
})

/** What is asked of a connection pool at each scrape. */
export interface PoolState {
  used: () => number
  free: () => number
  waiting: () => number
}

let pools: Record<string, PoolState> = {}

/** The pools of this process, by name. */
export function watchPools(named: Record<string, PoolState>): void {
  pools = named
}

new Gauge({
  name: 'elanmalan_pool_connections',
  help: 'Connections to the database by pool and state, and who waits for one',
  labelNames: ['pool', 'state'] as const,
  registers: [metrics],
  collect() {
    for (const [pool, state] of Object.entries(pools)) {
      this.set({ pool, state: 'used' }, state.used())
      this.set({ pool, state: 'free' }, state.free())
      this.set({ pool, state: 'waiting' }, state.waiting())
    }
  },
})
