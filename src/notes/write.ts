import type { z } from 'zod'
import type { Note } from '../cases/workflow/forms.ts'
import { getCase, getOwner, insertEvent } from '../cases/workflow/queries.ts'
import type { InstallerActor, OwnerActor, Tx } from '../db/actor.ts'
import type { Audience } from '../db/rowTypes.ts'
import { promiseMail } from '../mail/outbox.ts'
import { Conflict } from '../web/errors.ts'
import { insertNote } from './queries.ts'

type Author = InstallerActor | OwnerActor
type Wanted = z.output<typeof Note>

export function audienceFor(actor: Author, audience: Wanted['audience']): Audience {
  const own = actor.side === 'owner' ? 'owner' : 'company'
  return audience === 'shared' ? 'all' : own
}

/**
 * A note, its line in the log and the mail to the other side.
 * @throws NotFound, Conflict for what is archived
 */
export async function writeNote(tx: Tx, actor: Author, ref: string, wanted: Wanted): Promise<void> {
  const { subject, body } = wanted
  const audience = audienceFor(actor, wanted.audience)
  const kase = await getCase(tx, ref)
  if (kase.status === 'archived') throw new Conflict('Ärendet är slutarkiverat och kan inte ändras.')
  await insertNote(tx, actor, kase, { subject, body, audience })
  if (kase.sent && audience === 'all') {
    const mail = actor.side === 'owner' ? 'M11' : 'M24'
    const { name: ownerName } = await getOwner(tx, kase.owner_id)
    const doer = { name: actor.name, side: actor.side }
    await promiseMail(tx, mail, kase, { ownerName, doer, comment: `${subject}\n${body}` })
  }
  // What is written on a draft is the company's own business until it is sent.
  await insertEvent(tx, kase, actor, { action: 'note', audience: kase.sent ? audience : 'company' })
}
