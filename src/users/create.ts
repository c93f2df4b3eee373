import type { PermissionSet } from '../domain/rights.ts'
import type { z } from 'zod'
import { tellAdmins, tenantOf } from '../sign-in/accounts/alerts.ts'
import { record, type Asking } from '../sign-in/accounts/events.ts'
import type { Tx } from '../db/actor.ts'
import type { Created } from './forms.ts'
import type { Admin } from './queries.ts'
import { freeUsername, usernameOf } from './username.ts'

/** A new person of the administrator's tenant, with a user name of their own; invited when that was wished for. */
export async function createUser(tx: Tx, actor: Admin, wanted: z.output<typeof Created>, req: Asking): Promise<string> {
  const { username: typed, invite, permission_sets: sets, ...person } = wanted
  // Whoever comes from a file is handläggare until somebody says otherwise.
  const tenant =
    actor.side === 'owner'
      ? { owner_id: actor.ownerId, permission_sets: (sets.length > 0 ? sets : ['H']) as PermissionSet[] }
      : { company_id: actor.companyId }
  const tried: string[] = []
  while (tried.length < 100) {
    const username = await freeUsername(tx, typed || usernameOf(person.name), tried)
    // Taken meanwhile, or by somebody earlier in the same file: nothing is written then, and the next one is tried.
    const rows = await tx('users')
      .insert({ ...person, username, kind: actor.side, ...tenant })
      .onConflict('username')
      .ignore()
      .returning('id')
    if (rows[0]) {
      await record(tx, rows[0].id, 'created', { req, by: actor })
      if (invite) await sendDetails(tx, actor, rows[0].id, req)
      return username
    }
    tried.push(username)
  }
  throw new Error('no free user name')
}

/** The worker makes the link and the mail; the promise is part of this transaction. */
export async function sendDetails(tx: Tx, actor: Admin, id: number, req: Asking): Promise<void> {
  await tx.raw('select app.enqueue_invitation(?)', [id])
  await tx('users').where({ id }).update({ invited_at: tx.now })
  await record(tx, id, 'invited', { req, by: actor })
}

/** One mail to each administrator, however many were made at once. */
export function tellOfNew(tx: Tx, actor: Admin, names: string[], req: Asking): Promise<void> {
  return tellAdmins(tx, tenantOf(actor), {
    what: (t) =>
      names.length === 1
        ? t('{person} är upplagd som användare', { person: names[0]! })
        : t('{n} användare är upplagda från en fil', { n: names.length }),
    by: actor.name,
    req,
  })
}
