import type { Request } from 'express'
import type { z } from 'zod'
import { tellAdminsOfOwn } from '../sign-in/accounts/alerts.ts'
import { record } from '../sign-in/accounts/events.ts'
import type { OperatorActor, Tx } from '../db/actor.ts'
import { publishCatalogue } from '../owners/firstConfiguration.ts'
import { freeUsername, usernameOf } from '../users/username.ts'
import type { Form } from '../web/pages.ts'
import { writeEvent } from './events.ts'
import type { FirstAdmin, NewOwner } from './ownerForms.ts'

/**
 * A whole network owner at once: itself, closed for companies until its administrator opens it; the master catalogue as
 * version 1 of its configuration; its first area; and its first administrator with an invitation on the way.
 */
export async function addOwner(
  tx: Tx,
  operator: OperatorActor,
  wanted: z.output<typeof NewOwner>,
  req: Request,
): Promise<number> {
  const { admin_name, admin_email, area_code, area_name, postcodes, ...owner } = wanted
  const [{ id }] = (await tx('owners')
    .insert({ ...owner, admission: 'closed' })
    .returning('id')) as [{ id: number }]
  await publishCatalogue(tx, id)
  const [area] = (await tx('areas').insert({ owner_id: id, code: area_code, name: area_name }).returning('id')) as [
    { id: number },
  ]
  await tx('area_postcodes').insert(
    postcodes.map(([postcode_from, postcode_to]) => ({ area_id: area.id, owner_id: id, postcode_from, postcode_to })),
  )
  const admin = await addAdmin(tx, id, { admin_name, admin_email })
  await record(tx, admin, 'created', { req, by: operator })
  await writeEvent(tx, operator, 'owner-added', { owner_id: id, subject: owner.name })
  await inviteAdmin(tx, operator, { id: admin, owner_id: id, name: admin_name }, req)
  const words = { owner: owner.name, person: admin_name }
  await tellAdminsOfOwn(tx, req, (t) => t('{owner} är tillagt som nätbolag, med {person} som administratör', words))
  return id
}

/** A name that somebody takes in the same moment is passed by, as in src/users/create.ts. */
async function addAdmin(
  tx: Tx,
  ownerId: number,
  { admin_name: name, admin_email: email }: z.output<typeof FirstAdmin>,
): Promise<number> {
  const tried: string[] = []
  for (;;) {
    const username = await freeUsername(tx, usernameOf(name), tried)
    const rows = await tx('users')
      .insert({ username, name, email, kind: 'owner', owner_id: ownerId, is_admin: true })
      .onConflict('username')
      .ignore()
      .returning('id')
    if (rows[0]) return rows[0].id
    tried.push(username)
  }
}

/** The worker makes the link and the mail; nothing happens for somebody who has chosen a password already. */
export async function inviteAdmin(
  tx: Tx,
  operator: OperatorActor,
  admin: { id: number; owner_id: number; name: string },
  req: Request,
): Promise<void> {
  await tx.raw('select app.enqueue_first_invitation(?)', [admin.id])
  await tx('users').where({ id: admin.id }).update({ invited_at: tx.now })
  await record(tx, admin.id, 'invited', { req, by: operator })
  await writeEvent(tx, operator, 'admin-invited', { owner_id: admin.owner_id, subject: admin.name })
}

/** What another network owner has already; the platform's operator may be told, unlike anybody else. */
export async function takenBy(
  tx: Tx,
  { code, org_number, area_code }: Pick<z.output<typeof NewOwner>, 'code' | 'org_number' | 'area_code'>,
): Promise<Form['errors']> {
  const taken = (table: string, where: object) => tx(table).where(where).first('id') as Promise<object | undefined>
  const errors: Form['errors'] = {}
  if (await taken('owners', { code })) errors['code'] = 'Ett annat nätbolag har redan kortnamnet.'
  if (await taken('owners', { org_number })) errors['org_number'] = 'Nätbolaget finns redan.'
  if (await taken('areas', { code: area_code })) errors['area_code'] = 'Nätområdet hör till ett annat nätbolag.'
  return errors
}
