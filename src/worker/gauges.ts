import type pg from 'pg'
import { queueJobs, queueOldest, queueSeen } from '../metrics.ts'

const STATES = ['waiting', 'later', 'running', 'retrying', 'stopped'] as const

type Task = Record<(typeof STATES)[number], number> & { task: string; oldest: number | null }

const TASKS = `select task, waiting, later, running, retrying, stopped,
    extract(epoch from now() - oldest)::float8 as oldest from app.queue_tasks()`

/** Tells the metrics how the queue is. */
export async function gaugeQueue(queue: pg.Pool): Promise<void> {
  const { rows } = await queue.query<Task>(TASKS)
  queueJobs.reset()
  queueOldest.reset()
  for (const row of rows) {
    for (const state of STATES) queueJobs.set({ task: row.task, state }, row[state])
    queueOldest.set({ task: row.task }, row.oldest ?? 0)
  }
  queueSeen.setToCurrentTime()
}
