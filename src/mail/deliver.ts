import { setTimeout as sleep } from 'node:timers/promises'
import { asSystem, type Tx } from '../db/actor.ts'
import type { MailRow } from '../db/rowTypes.ts'
import { log } from '../log.ts'
import { failureOf, type Failure } from './failures.ts'
import type { Postman } from './transport.ts'

export type Outcome = 'delivered' | 'nothing to do' | Failure

/** Mails with credentials: their text is erased after delivery. */
const OPENS_AN_ACCOUNT = new Set(['M12', 'M13', 'M15'])

/** In this process, also when the database has lost the lock of their rows: whoever comes for one of these waits. */
const underWay = new Map<number, Promise<Outcome>>()

/**
 * Delivers one mail. Its row is locked during the SMTP dialogue, a minute at most, so that no other worker sends it
 * concurrently; a crash releases the lock. A failure is stored before it is returned. A mail that the server has accepted
 * is noted even if the database dies meanwhile: only the death of this process between the two sends it again, with the
 * same Message-ID (docs/operations.md).
 * @param isLast the last attempt: a failure is final
 * @param signal ends the waiting for the database
 * @throws when another worker holds the row or the database is unreachable: retry later
 */
export async function deliver(id: number, postman: Postman, isLast: boolean, signal?: AbortSignal): Promise<Outcome> {
  await underWay.get(id)?.catch(() => undefined)
  const delivery = tryOnce(id, postman, isLast, signal).finally(() => underWay.delete(id))
  underWay.set(id, delivery)
  return delivery
}

async function tryOnce(id: number, postman: Postman, isLast: boolean, signal?: AbortSignal): Promise<Outcome> {
  let accepted: MailRow | undefined
  const told = () => accepted && log.info({ mail: id, messageId: accepted.message_id }, 'mail delivered')
  try {
    const outcome = await asSystem('worker', async (tx): Promise<Outcome> => {
      const row = () => tx<MailRow>('mail_messages').where({ id })
      const mail = await row().andWhere({ status: 'queued' }).forUpdate().noWait().first()
      if (!mail) return 'nothing to do'
      const attempts = mail.attempts + 1
      try {
        await postman.send(mail)
      } catch (error) {
        const failure = failureOf(error)
        const status = failure.permanent || isLast ? 'failed' : 'queued'
        await row().update({ status, attempts, last_error: failure.code })
        if (status === 'failed') await digestedIn(tx, id).update({ status, last_error: failure.code })
        return failure
      }
      accepted = mail
      await note(tx, mail, postman)
      return 'delivered'
    })
    told()
    return outcome
  } catch (error) {
    if (!accepted) throw error
    await noteUntilItStands(accepted, postman, signal)
    told()
    return 'delivered'
  }
}

const digestedIn = (tx: Tx, id: number) => tx<MailRow>('mail_messages').where({ digest_id: id })

/** Once more is no harm: the commit may have stood though its answer was lost. */
async function note(tx: Tx, { id, attempts, template, to_address }: MailRow, { takesAway }: Postman): Promise<void> {
  // Another address: its person has left meanwhile, and the mail is on its way to somebody else.
  const noted = await tx<MailRow>('mail_messages')
    .where({ id, to_address, status: 'queued' })
    .update({
      status: 'delivered',
      attempts: attempts + 1,
      last_error: null,
      delivered_at: tx.now,
      ...(takesAway && OPENS_AN_ACCOUNT.has(template) && { text: '', html: '' }),
    })
  if (noted > 0) await digestedIn(tx, id).update({ status: 'delivered', delivered_at: tx.now })
}

async function noteUntilItStands(mail: MailRow, postman: Postman, signal?: AbortSignal): Promise<void> {
  log.warn({ mail: mail.id }, 'mail accepted, and noted when the database is back')
  for (;;) {
    await sleep(500, undefined, { signal })
    try {
      await asSystem('worker', (tx) => note(tx, mail, postman))
      return
    } catch (error) {
      log.debug({ err: error, mail: mail.id }, 'the database is still away')
    }
  }
}
