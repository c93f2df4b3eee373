import type { Request } from 'express'
import type { z } from 'zod'
import { tellAdmins, tenantOf } from '../sign-in/accounts/alerts.ts'
import { record } from '../sign-in/accounts/events.ts'
import type { Tx } from '../db/actor.ts'
import type { Translate } from '../language/i18n.ts'
import type { Edited } from './forms.ts'
import { otherAdmins, type Admin, type Person } from './queries.ts'

/**
 * What an administrator wants changed of a person, but for address and name: whom those concern is told across tenants, in
 * the transactions that change them (changeAddress, changeName).
 * @returns whether nothing was done, for it would leave the tenant without an administrator
 */
export async function changeUser(
  tx: Tx,
  req: Request,
  actor: Admin,
  before: Person,
  { permission_sets: sets, email: _address, name: _name, ...person }: z.output<typeof Edited>,
): Promise<boolean> {
  const hasSets = actor.side === 'owner' && sets.length > 0
  const drops = before.is_admin && before.active && !person.is_admin
  if (drops && (await otherAdmins(tx, actor, before.id)) === 0) return true
  // Before the change: who ceases to be an administrator is told too.
  await tellOfRights(tx, req, actor, before, { is_admin: person.is_admin, permission_sets: sets })
  await tx('users')
    .where({ id: before.id })
    .update({ ...person, ...(hasSets && { permission_sets: sets }) })
  return false
}

async function tellOfRights(
  tx: Tx,
  req: Request,
  actor: Admin,
  before: Person,
  { is_admin, permission_sets: sets }: Pick<z.output<typeof Edited>, 'is_admin' | 'permission_sets'>,
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
