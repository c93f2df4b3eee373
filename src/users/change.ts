import type { Request } from 'express'
import type { z } from 'zod'
import { changeAddress } from '../sign-in/accounts/address.ts'
import { tellAdmins, tenantOf } from '../sign-in/accounts/alerts.ts'
import { record } from '../sign-in/accounts/events.ts'
import { asActor, asSystem, type Tx } from '../db/actor.ts'
import { partyOf } from '../web/guards.ts'
import type { Translate } from '../language/i18n.ts'
import type { Edited } from './forms.ts'
import { otherAdmins, type Admin, type Person } from './queries.ts'

/**
 * What an administrator wants changed of a person. The address comes last and by itself: the link by which its former
 * reader takes it back is no request's to write, and is made in the transaction that changes the address.
 * @returns whether nothing was done, for it would leave the tenant without an administrator
 */
export async function changeUser(req: Request, before: Person, wanted: z.output<typeof Edited>): Promise<boolean> {
  const actor = partyOf(req)
  const { permission_sets: sets, email, ...person } = wanted
  const hasSets = actor.side === 'owner' && sets.length > 0
  const isLast = await asActor(actor, async (tx) => {
    const drops = before.is_admin && before.active && !wanted.is_admin
    if (drops && (await otherAdmins(tx, actor, before.id)) === 0) return true
    // Before the change: who ceases to be an administrator is told too.
    await tellOfRights(tx, req, actor, before, wanted)
    await tx('users')
      .where({ id: before.id })
      .update({ ...person, ...(hasSets && { permission_sets: sets }) })
    return false
  })
  if (!isLast && before.email !== email) {
    await asSystem('auth', (tx) => changeAddress(tx, before.id, email, { req, by: actor }))
  }
  return isLast
}

async function tellOfRights(
  tx: Tx,
  req: Request,
  actor: Admin,
  before: Person,
  { is_admin, permission_sets: sets }: z.output<typeof Edited>,
): Promise<void> {
  const { id, name: person } = before
  if (before.is_admin !== is_admin) {
    await record(tx, id, is_admin ? 'made-admin' : 'not-admin', { req, by: actor })
    await tellAdmins(tx, tenantOf(actor), {
      what: (t) =>
        is_admin
          ? t('{person} blev administratör', { person })
          : t('{person} är inte längre administratör', { person }),
      by: actor.name,
      req,
    })
  }
  if (actor.side === 'owner' && sets.length > 0 && sets.join() !== before.permission_sets.join()) {
    await record(tx, id, 'rights-changed', { req, by: actor })
    const what = (t: Translate) => t('Behörigheten för {person} är ändrad', { person })
    await tellAdmins(tx, tenantOf(actor), { what, by: actor.name, req })
  }
}
