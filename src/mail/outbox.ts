import { tenantsOf } from '../cases/workflow/queries.ts'
import type { MailName } from '../domain/workflow/status.ts'
import type { Tx } from '../db/actor.ts'
import type { CaseRow, UserRow } from '../db/rowTypes.ts'
import type { About, Doer } from './about.ts'
import { newMessageId, oneLine } from './addresses.ts'
import { audienceOf, readersOf } from './recipients.ts'
import { drawMail } from './templates.ts'

export { setMailOrigin } from './addresses.ts'

/**
 * Transactional outbox: inserts the mails of a decision in the deciding transaction, so no commit means no mail. Recipients
 * and text are fixed here, so that a later change of address or setting does not alter them.
 * @returns the number of mails; 0 when the company or the owner has switched them off
 */
export async function promiseMail(tx: Tx, name: MailName, kase: CaseRow, about: About): Promise<number> {
  const readers = await readersOf(tx, name, kase, about)
  if (readers.length === 0) return 0
  const doer = about.doer === undefined ? await doerOf(tx) : about.doer
  const rows = []
  for (const reader of readers) {
    const { entry, ...mail } = await drawMail({ name, kase, about, reader, doer, at: tx.now })
    const isGathered = reader.pace === 'daily' || about.together === true
    rows.push({
      ...tenantsOf(kase),
      audience: audienceOf(name),
      template: name,
      to_address: oneLine(reader.email),
      to_name: reader.name === null ? null : oneLine(reader.name),
      user_id: reader.userId,
      status: isGathered ? ('gathered' as const) : ('queued' as const),
      send_after: later(reader.after, about.notBefore ?? null),
      ...mail,
      entry: isGathered ? JSON.stringify(entry) : null,
      gather_until: reader.pace === 'now' && about.together === true ? (about.notBefore ?? tx.now) : null,
      message_id: newMessageId(),
    })
  }
  // No `returning`: an installer may insert mail to the owner but not read it. A trigger queues the rows.
  await tx('mail_messages').insert(rows)
  return rows.length
}

function later(one: Date | null, other: Date | null): Date | null {
  return one && other ? (one > other ? one : other) : (one ?? other)
}

/** Who acts, for 'Eva Nordin (nätbolag, Norrådalens Elnät AB)'; null for the platform. */
async function doerOf(tx: Tx): Promise<Doer | null> {
  const doer = await tx<UserRow>('users').whereRaw('id = app.user_id()').first('name', 'kind')
  return doer ? { name: doer.name, side: doer.kind === 'owner' ? 'owner' : 'installer' } : null
}
