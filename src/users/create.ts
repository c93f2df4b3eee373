import type { UserRow } from '../db/rowTypes.ts'
import { SETS, type PermissionSet } from '../domain/rights.ts'
import type { Translate } from '../language/i18n.ts'
import type { z } from 'zod'
import { tellAdmins, tenantOf } from '../sign-in/accounts/alerts.ts'
import { record, type Asking } from '../sign-in/accounts/events.ts'
import { asSystem, type Tx } from '../db/actor.ts'
import { alikeAtOwners, alikeFacts, alikeInTenant, tellImitated, type Alike } from '../sign-in/accounts/names.ts'
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

export type New = { name: string; username: string }[]

/** One mail to each administrator, however many were made at once. @returns who may be taken for whom */
export async function tellOfNew(tx: Tx, actor: Admin, people: New, req: Asking): Promise<Alike[]> {
  const made = await idsOf(tx, people)
  const alike = await alikeInTenant(tx, tenantOf(actor), made)
  await tellAdmins(tx, tenantOf(actor), {
    what: (t) =>
      made.length === 1
        ? t('{person} är upplagd som användare', { person: made[0]!.name })
        : t('{n} användare är upplagda från en fil', { n: made.length }),
    facts: (t) => [...rightsFacts(t, actor, made), ...alikeFacts(t, alike)],
    by: actor.name,
    req,
  })
  return alike
}

/** To the network owners whose people a company's new people may be taken for. */
export async function tellOwnersOfNew(actor: Admin, people: New): Promise<void> {
  if (actor.side !== 'installer') return
  await asSystem('auth', async (tx) => {
    const alike = await alikeAtOwners(tx, actor.companyId, await idsOf(tx, people))
    await tellImitated(tx, { ...tenantOf(actor), tenant: actor.tenantName }, alike)
  })
}

type Made = Pick<UserRow, 'id' | 'name' | 'is_admin' | 'permission_sets'>

function idsOf(tx: Tx, people: New): Promise<Made[]> {
  const usernames = people.map(({ username }) => username)
  return tx('users').whereIn('username', usernames).orderBy('id').select('id', 'name', 'is_admin', 'permission_sets')
}

/** What the new ones may do, of the first fifty: an account that nobody expected shows here. */
function rightsFacts(t: Translate, { side }: Admin, made: Made[]): { label: string; value: string }[] {
  const rightsOf = ({ is_admin: isAdmin, permission_sets: sets }: Made) =>
    [
      ...(isAdmin ? [t('Administratör')] : []),
      ...(side === 'owner' ? sets.map((set) => t(SETS[set].label)) : [t('Installatör')]),
    ].join(', ')
  return made.slice(0, 50).map((person) => ({
    label: t('Behörighet'),
    value: made.length === 1 ? rightsOf(person) : `${person.name}: ${rightsOf(person)}`,
  }))
}
