import type { Request, Response } from 'express'
import { asSystem, type Tx } from '../../db/actor.ts'
import { log } from '../../log.ts'

/** What is kept of what happens at the door; the words for them are in events' page (views/profile/history). */
export type SecurityEvent =
  | 'signed-in'
  | 'wrong-password'
  | 'wrong-code'
  | 'sessions-ended'
  | 'invited'
  | 'reset-asked'
  | 'password-changed'
  | 'email-changed'
  | 'email-restored'
  | 'two-step-on'
  | 'two-step-off'
  | 'recovery-used'
  | 'recovery-renewed'
  | 'provider-linked'
  | 'passkey-added'
  | 'passkey-removed'
  | 'created'
  | 'name-changed'
  | 'company-renamed'
  | 'deactivated'
  | 'activated'
  | 'made-admin'
  | 'not-admin'
  | 'rights-changed'
  | 'policy-changed'
  | 'provider-proposed'
  | 'provider-changed'
  | 'provider-removed'
  | 'provider-declined'
  | 'retention-changed'
  | 'audit-exported'
  | 'extract-made'
  | 'erased-on-request'
  | 'key-added'
  | 'key-rotated'
  | 'key-revoked'

/** From where: a request, or what is kept of one whose work is done later. */
export type Asking = Pick<Request, 'ip' | 'headers'>

interface Circumstances {
  /** Whose address and browser it was; none when the worker did it of itself. */
  req?: Asking
  method?: string
  /** The one who did it to somebody else; without an id it was no account of ours. */
  by?: { name: string; userId?: number }
  names?: { before: string; after: string }
}

/** Writes what happened to a person's account, in the transaction in which it happens. */
export async function record(
  tx: Tx,
  userId: number,
  event: SecurityEvent,
  { req, method, by, names }: Circumstances = {},
): Promise<void> {
  const agent = req?.headers['user-agent']?.slice(0, 200) ?? null
  await tx.raw(
    `insert into security_events (user_id, company_id, owner_id, event, method, address, user_agent, by_name, by_id,
       name_before, name_after)
     select id, company_id, owner_id, ?, ?, ?, ?, ?, ?, ?, ? from users where id = ?`,
    [
      event,
      method ?? null,
      req?.ip ?? null,
      agent,
      by?.name ?? null,
      by?.userId ?? null,
      names?.before ?? null,
      names?.after ?? null,
      userId,
    ],
  )
}

/** The same, by user name, once the answer is out: how long an answer took must not tell whether the name is anybody's. */
export function recordLater(req: Request, res: Response, username: string, event: SecurityEvent): void {
  res.once('close', () => {
    const work = asSystem('auth', async (tx) => {
      const user = await tx('users').where({ username: username.toLowerCase() }).first('id')
      if (user) await record(tx, user.id, event, { req })
    })
    work.catch((error: unknown) => log.error({ err: error }, 'a security event was not recorded'))
  })
}
