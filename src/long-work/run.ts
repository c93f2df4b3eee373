import type { TaskList } from 'graphile-worker'
import { z } from 'zod'
import { asActor, type Tx } from '../db/actor.ts'
import { Busy } from '../db/shares.ts'
import { log } from '../log.ts'
import { personOf } from '../sign-in/accounts/sessions.ts'
import { CannotBeDone, GOING, type Asker, type Outcome, type WorkKind, type WorkRow } from './work.ts'

/** A piece of work in the worker's hands. */
export interface InHand {
  id: number
  actor: Asker
  input: unknown
  /** What was uploaded with it, piece by piece. */
  pieces: () => AsyncGenerator<Buffer>
  /** To be called every few seconds, where the work may be left. @throws Cancelled */
  progress: (done: number, total?: number) => Promise<void>
}

/**
 * Does it, in the one transaction that also says that it is ready: a worker that dies has done nothing, and the next begins
 * anew. What follows when it is saved is `after`. @throws CannotBeDone
 */
export type Doing = (tx: Tx, work: InHand) => Promise<Outcome & { after?: () => Promise<void> }>

/** The person has thought better of it: what was done is undone. */
class Cancelled extends Error {}

const Job = z.object({ id: z.number().int().positive(), userId: z.number().int().positive() })
const LONG = { kind: 'long' } as const
/** While another of the tenant's is in hand, in milliseconds. */
export const AGAIN = 2_000

/** The worker's task for all kinds but exports, which are files and tell of themselves (lists/exportTask.ts). */
export function longWorkTask(doings: Record<Exclude<WorkKind, 'export'>, Doing>): TaskList {
  return {
    'long-work': async (payload, { job, addJob }) => {
      const { id, userId } = Job.parse(payload)
      const actor = await personOf(userId)
      if (!actor || actor.side === 'operator') return
      const begun = await begin(id, actor)
      if (begun === 'later') {
        await addJob('long-work', payload, { runAt: new Date(Date.now() + AGAIN), maxAttempts: 3 })
        return
      }
      if (begun)
        await doIt(begun, actor, doings[begun.kind as Exclude<WorkKind, 'export'>], job.attempts >= job.max_attempts)
    },
  }
}

type Begun = Pick<WorkRow, 'id' | 'kind'> & { input: unknown }

/** Takes it in hand where it is its tenant's turn; null: it is done or cancelled. */
export function begin(id: number, actor: Asker): Promise<Begun | 'later' | null> {
  return asActor(
    actor,
    async (tx) => {
      // One after the other: two of a tenant must not both find it free.
      await tx.raw(`select pg_advisory_xact_lock(hashtext('long-work'), ?)`, [actor.ownerId ?? -actor.companyId!])
      const { rows } = await tx.raw<{ rows: [{ ahead: number; busy: boolean }] }>('select * from app.work_ahead(?)', [
        id,
      ])
      if (rows[0].busy) return 'later'
      const begun = await tx('exports')
        .where({ id })
        .whereIn('status', [...GOING])
        .update({ status: 'running', done: 0, heard_at: tx.raw('clock_timestamp()') })
        .returning(['id', 'kind', 'input'])
      return (begun as Begun[])[0] ?? null
    },
    LONG,
  )
}

async function doIt(begun: Begun, actor: Asker, doing: Doing, isLast: boolean): Promise<void> {
  const { id } = begun
  try {
    const after = await asActor(
      actor,
      async (tx) => {
        const work: InHand = { id, actor, input: begun.input, pieces: () => piecesOf(tx, id), progress }
        const { after, ...outcome } = await doing(tx, work)
        const result = JSON.stringify(outcome)
        const ready = await tx('exports')
          .where({ id, status: 'running' })
          .update({ status: 'ready', input: '{}', result })
        if (ready === 0) throw new Cancelled()
        await tx('export_chunks').where({ export_id: id }).delete()
        return after
      },
      LONG,
    )
    await after?.().catch((error: unknown) => log.error({ err: error, work: id }, 'after long work'))
  } catch (error) {
    if (error instanceof Cancelled) return
    if (error instanceof CannotBeDone) return end({ said: error.message, params: error.params })
    log.warn({ err: error, work: id }, 'long work went wrong')
    if (isLast) await end({ said: 'Det gick inte. Felet är loggat, försök igen om en stund.' })
    throw error
  }

  /** In a transaction of its own, for others to see while the work's is open. */
  async function progress(done: number, total?: number): Promise<void> {
    const going = await asActor(
      actor,
      (tx) =>
        tx('exports')
          .where({ id, status: 'running' })
          .update({ done, heard_at: tx.raw('clock_timestamp()'), ...(total !== undefined && { total }) }),
      LONG,
    ).catch((error: unknown) => {
      // The tenant's other long work has the connections: told next time.
      if (error instanceof Busy) return null
      throw error
    })
    if (going === 0) throw new Cancelled()
  }

  async function end(result: Outcome): Promise<void> {
    await asActor(
      actor,
      async (tx) => {
        await tx('exports')
          .where({ id, status: 'running' })
          .update({ status: 'failed', input: '{}', result: JSON.stringify(result) })
        await tx('export_chunks').where({ export_id: id }).delete()
      },
      LONG,
    )
  }
}

async function* piecesOf(tx: Tx, id: number): AsyncGenerator<Buffer> {
  for (let seq = 0; ; seq += 1) {
    const piece = await tx('export_chunks').where({ export_id: id, seq }).first('bytes')
    if (!piece) return
    yield piece.bytes
  }
}
