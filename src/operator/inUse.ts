import type { Request, Response } from 'express'
import { z } from 'zod'
import { tellAdmins } from '../sign-in/accounts/alerts.ts'
import { asksProof } from '../sign-in/accounts/recentProof.ts'
import { asActor } from '../db/actor.ts'
import { Conflict, NotFound } from '../web/errors.ts'
import { flash } from '../web/flash.ts'
import { emptyForm, readForm } from '../web/forms.ts'
import { operatorOf } from '../web/guards.ts'
import { id } from '../web/ids.ts'
import { keyOf, newKey, once } from '../web/once.ts'
import type { Form } from '../web/pages.ts'
import { routes } from '../web/routes.ts'
import { render } from '../web/views.ts'
import { writeEvent } from './events.ts'
import { getOwnerDetails } from './ownerQueries.ts'

/**
 * Takes a network owner out of use, and back: /operator/owners/:id/deactivate. Its people are out in the same moment
 * (app.end_owner_sessions) and no door opens for them (app.tenant_open); nothing new can be begun with it or sent to it
 * (cases/form/newCase.ts, the guard ownerInUse), and it is offered to nobody. Nothing is deleted.
 */
export const inUse = routes('/operator/owners', { for: 'operator', proof: asksProof() })

const OwnerPath = z.object({ id: id() })

const Deactivate = z.object({
  reason: z
    .string()
    .trim()
    .min(10, 'Skriv minst tio tecken om varför.')
    .max(1000, 'Texten är för lång.')
    .regex(/^[^\ufffd]*$/u, 'Texten innehåller tecken som inte går att spara.'),
  code: z.string().trim().toUpperCase(),
})

inUse.get('/:id/deactivate', {}, async (req, res) => show(req, res, emptyForm))

inUse.post('/:id/deactivate', {}, async (req, res) => {
  const operator = operatorOf(req)
  const { id } = OwnerPath.parse(req.params)
  const { owner } = await asActor(operator, (tx) => getOwnerDetails(tx, id))
  const input = readForm(Deactivate, req.body)
  const errors: Form['errors'] = input.ok
    ? input.data.code === owner.code
      ? {}
      : { code: 'Skriv kortnamnet som det står.' }
    : input.form.errors
  if (!input.ok || Object.keys(errors).length > 0)
    return show(req, res.status(422), { values: req.body as Form['values'], errors })
  const { reason } = input.data
  await settle(req, res, {
    event: 'owner-deactivated',
    set: (now) => ({ deactivated_at: now, deactivated_reason: reason }),
    reason,
    said: '{name} är avaktiverat. Ingen där kan logga in och inga ärenden tas emot.',
  })
})

inUse.post('/:id/reactivate', {}, async (req, res) => {
  await settle(req, res, {
    event: 'owner-reactivated',
    set: () => ({ deactivated_at: null, deactivated_reason: null }),
    said: '{name} är i bruk igen. Användarna får logga in på nytt.',
  })
})

interface Settling {
  event: 'owner-deactivated' | 'owner-reactivated'
  set: (now: Date) => { deactivated_at: Date | null; deactivated_reason: string | null }
  reason?: string
  said: string
}

/** Row and log in one. */
async function settle(req: Request, res: Response, { event, set, reason, said }: Settling): Promise<void> {
  const operator = operatorOf(req)
  const { id } = OwnerPath.parse(req.params)
  let name = ''
  const location = await asActor(operator, async (tx) => {
    const owner = await tx('owners').where({ id }).first('name')
    if (!owner) throw new NotFound()
    name = owner.name
    return once(tx, operator, keyOf(req), async () => {
      const changed = await tx('owners')
        .where({ id })
        .whereRaw(event === 'owner-deactivated' ? 'deactivated_at is null' : 'deactivated_at is not null')
        .update(set(tx.now))
      if (changed === 0) throw new Conflict('Någon annan hann före. Läs om sidan.')
      await writeEvent(tx, operator, event, { owner_id: id, subject: name, ...(reason && { reason }) })
      await tellAdmins(
        tx,
        { company_id: null, owner_id: id },
        {
          what: (t) =>
            event === 'owner-deactivated'
              ? t('{owner} är avaktiverat av Elanmälans drift', { owner: name })
              : t('{owner} är i bruk igen', { owner: name }),
          by: operator.name,
        },
      )
      return `/operator/owners/${id}`
    })
  })
  flash(res, 'success', said, { name })
  res.redirect(303, location)
}

async function show(req: Request, res: Response, form: Form): Promise<void> {
  const { id } = OwnerPath.parse(req.params)
  const { owner } = await asActor(operatorOf(req), (tx) => getOwnerDetails(tx, id))
  if (owner.deactivated_at) {
    res.redirect(303, `/operator/owners/${id}`)
    return
  }
  const title = res.locals.t('Avaktivera {name}', { name: owner.name })
  await render(res, 'operator/deactivate', { title, owner, form, key: newKey() })
}
