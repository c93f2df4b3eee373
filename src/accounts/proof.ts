import type { Request } from 'express'
import { asSystem } from '../db/actor.ts'
import { actorOf } from '../web/guards.ts'
import { recordLater } from './events.ts'
import { verifyPassword } from './passwords.ts'
import { countUse } from './throttle.ts'

/**
 * Before something that decides who gets into an account (ASVS 7.5): is it the person, and not a browser they left open?
 * Their password says so. Who has none, for they come in by a passkey or their employer's provider, must have come in
 * within the last ten minutes.
 * @returns the message for the input, or null when it is them
 */
export async function proofMissing(req: Request, password: string): Promise<string | null> {
  const { userId, username } = actorOf(req)
  const wait = await countUse('proof', String(userId), 10, 900)
  if (wait > 0) return 'För många försök. Vänta en kvart.'
  const { hash, fresh } = await stateOf(userId, req.session!.id)
  if (hash === null) return fresh ? null : 'Logga ut och in igen, och gör det här inom tio minuter.'
  if (password === '') return 'Ange ditt nuvarande lösenord.'
  if (await verifyPassword(hash, password)) return null
  recordLater(req, req.res!, username, 'wrong-password')
  return 'Det är inte ditt nuvarande lösenord.'
}

async function stateOf(userId: number, sessionId: number): Promise<{ hash: string | null; fresh: boolean }> {
  return (await asSystem('auth', (tx) =>
    tx('users as u')
      .where({ 'u.id': userId })
      .first(
        'u.password_hash as hash',
        tx.raw(
          `exists (select from sessions s where s.id = ? and s.created_at > now() - interval '10 minutes') as fresh`,
          [sessionId],
        ),
      ),
  )) as { hash: string | null; fresh: boolean }
}
