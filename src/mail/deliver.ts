import { asSystem } from '../db/actor.ts'
import type { MailRow } from '../db/rows.ts'
import { failureOf, type Failure } from './failures.ts'
import type { Postman } from './transport.ts'

export type Outcome = 'delivered' | 'nothing to do' | Failure

/** What these say opens an account: once it is with its reader nobody else shall find it in our tables. */
const OPENS_AN_ACCOUNT = new Set(['M12', 'M13', 'M15'])

/**
 * Sends one mail at most once at a time. Its row is locked while the server is spoken to, a minute at the longest, so
 * that no other worker has it in hand; a crash gives the lock back. What went wrong is written before it is returned.
 * @param isLast no attempt will follow: a failure now is the end
 * @throws when another worker holds the row, or the database is away: try again later
 */
export async function deliver(id: number, postman: Postman, isLast: boolean): Promise<Outcome> {
  return asSystem('worker', async (tx) => {
    const row = () => tx<MailRow>('mail_messages').where({ id })
    const digested = () => tx<MailRow>('mail_messages').where({ digest_id: id })
    const mail = await row().andWhere({ status: 'queued' }).forUpdate().noWait().first()
    if (!mail) return 'nothing to do'
    const attempts = mail.attempts + 1
    try {
      await postman.send(mail)
    } catch (error) {
      const failure = failureOf(error)
      const status = failure.permanent || isLast ? 'failed' : 'queued'
      await row().update({ status, attempts, last_error: failure.code })
      if (status === 'failed') await digested().update({ status, last_error: failure.code })
      return failure
    }
    await row().update({ status: 'delivered', attempts, last_error: null, delivered_at: tx.now })
    await digested().update({ status: 'delivered', delivered_at: tx.now })
    if (postman.takesAway && OPENS_AN_ACCOUNT.has(mail.template)) await row().update({ text: '', html: '' })
    return 'delivered'
  })
}
