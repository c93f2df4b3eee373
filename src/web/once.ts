import { createHash, randomBytes } from 'node:crypto'
import type { Request } from 'express'
import { RunAgain, type Actor, type Tx } from '../db/actor.ts'
import { Invalid } from './errors.ts'

const KEY = /^[\w-]{16,64}$/

/** A one-time key for a form: 24 characters that fit in a hidden field. */
export function newKey(): string {
  return randomBytes(18).toString('base64url')
}

/**
 * The key that a posted form carried, bound to the address it was posted to: what one form has answered is no answer to
 * another that carries the same. undefined for what is no key of ours.
 */
export function keyOf(req: Request): string | undefined {
  const posted = (req.body as Record<string, unknown> | undefined)?.['_key']
  if (typeof posted !== 'string' || !KEY.test(posted)) return undefined
  const form = `${req.baseUrl}${req.path}`.toLowerCase().replace(/\/$/, '')
  return createHash('sha256').update(`${form} ${posted}`).digest('base64url')
}

/**
 * Does the work of a posted form once (idempotency key): a double click or reload waits for the first and gets its
 * location, without doing anything. The advisory lock is taken before looking, so that two at the same moment cannot
 * both find nothing; it and the stored location share the fate of the work's transaction.
 * @throws Invalid when the form carried no key, RunAgain while the first is on its way
 */
export async function once(
  tx: Tx,
  actor: Actor,
  key: string | undefined,
  work: () => Promise<string>,
): Promise<string> {
  const before = await answered(tx, actor, key)
  if (before !== null) return before
  const location = await work()
  await tx('request_keys').insert({ user_id: actor.userId, key: key!, location })
  return location
}

/**
 * Where the first posting of this form led, null when this is the first. While one is on its way the
 * transaction begins again (RunAgain): nobody waits for the lock with a connection in hand. Asked at the very beginning,
 * so that nothing before it is done twice.
 * @throws Invalid when the form carried no key, RunAgain while the first is on its way
 */
export async function answered(tx: Tx, actor: Actor, key: string | undefined): Promise<string | null> {
  if (key === undefined || !KEY.test(key)) {
    throw new Invalid('Sidan är för gammal. Ladda om den och försök igen.')
  }
  const { rows } = await tx.raw<{ rows: { mine: boolean }[] }>(
    'select pg_try_advisory_xact_lock(hashtextextended(?, ?)) as mine',
    [key, actor.userId],
  )
  if (!rows[0]!.mine) throw new RunAgain()
  // A statement of its own: it must see what whoever had the lock before has committed. Nobody reloads a week-old answer.
  const { rows: before } = await tx.raw<{ rows: { location: string }[] }>(
    `with swept as (delete from request_keys where user_id = :me and created_at < :old)
     select location from request_keys where user_id = :me and key = :key`,
    { me: actor.userId, key, old: new Date(tx.now.getTime() - 7 * 86_400_000) } as never,
  )
  return before[0]?.location ?? null
}
