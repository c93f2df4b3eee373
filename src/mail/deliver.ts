import { asSystem } from '../db/actor.ts'
import type { MailRow } from '../db/rowTypes.ts'
import { failureOf, type Failure } from './failures.ts'
import type { Postman } from './transport.ts'

export type Outcome = 'delivered' | 'nothing to do' | Failure

/** Mails with credentials: their text is erased after delivery. */
const OPENS_AN_ACCOUNT = new Set(['M12', 'M13', 'M15'])

/**
 * Delivers one mail (at least once). Its row is locked during the SMTP dialogue, a minute at most, so that no other worker
 * sends it concurrently; a crash releases the lock. A failure is stored before it is returned.
 * @param isLast the last attempt: a failure is final
 * @throws when another worker holds the row or the database is unreachable: retry later
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
