import { z } from 'zod'
import { asActor, type Tx } from '../db/actor.ts'
import { flash } from '../web/flash.ts'
import { operatorOf } from '../web/guards.ts'
import { longId } from '../web/ids.ts'
import { keyOf, newKey, once } from '../web/once.ts'
import { routes } from '../web/routes.ts'
import { render } from '../web/views.ts'
import { writeEvent } from './events.ts'

/** The work that waits for the worker: /operator/queue. What a job carries is never shown. */
export const queue = routes('/operator/queue', { for: 'operator', proof: 'runs again what was asked for' })

export interface Task {
  task: string
  waiting: number
  later: number
  running: number
  retrying: number
  stopped: number
  oldest: Date | null
}

export interface FailedJob {
  id: number
  task: string
  key: string | null
  attempts: number
  max_attempts: number
  run_at: Date
  error: string
}

export async function listTasks(tx: Tx): Promise<Task[]> {
  return (await tx.raw<{ rows: Task[] }>('select * from app.queue_tasks()')).rows
}

const MOST_SHOWN = 200

queue.get('/', {}, async (req, res) => {
  const page = await asActor(operatorOf(req), async (tx) => ({
    tasks: await listTasks(tx),
    failed: (await tx.raw<{ rows: FailedJob[] }>('select * from app.queue_failures(?)', [MOST_SHOWN])).rows,
    now: tx.now,
  }))
  await render(res, 'operator/queue', { title: res.locals.t('Köer'), key: newKey(), most: MOST_SHOWN, ...page })
})

const id = longId()
const Jobs = z.object({ job: z.union([id, z.array(id)]).transform((value) => [value].flat()) })

queue.post('/retry', {}, async (req, res) => {
  const operator = operatorOf(req)
  const { job } = Jobs.parse(req.body)
  let n = 0
  await asActor(operator, (tx) =>
    once(tx, operator, keyOf(req), async () => {
      const { rows } = await tx.raw<{ rows: [{ n: number }] }>('select app.retry_jobs(?::bigint[]) as n', [job])
      n = rows[0].n
      if (n > 0) await writeEvent(tx, operator, 'jobs-retried', { subject: String(n) })
      return '/operator/queue'
    }),
  )
  if (n > 0) flash(res, 'success', '{n} jobb körs igen nu.|{n} jobb körs igen nu.', { n })
  else flash(res, 'info', 'Jobbet är redan klart eller pågår.')
  res.redirect(303, '/operator/queue')
})
