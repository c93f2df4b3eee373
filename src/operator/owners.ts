import type { Request, Response } from 'express'
import { z } from 'zod'
import { tellAdminsOfOwn } from '../sign-in/accounts/alerts.ts'
import { record } from '../sign-in/accounts/events.ts'
import { asksProof } from '../sign-in/accounts/recentProof.ts'
import { countUse } from '../web/rateLimits.ts'
import { asActor } from '../db/actor.ts'
import { showPhone } from '../domain/forms/identifiers/phone.ts'
import { Conflict } from '../web/errors.ts'
import { flash } from '../web/flash.ts'
import { formPage } from '../web/formPage.ts'
import { emptyForm, readForm } from '../web/forms.ts'
import { operatorOf } from '../web/guards.ts'
import { id } from '../web/ids.ts'
import { keyOf, newKey, once } from '../web/once.ts'
import type { Form } from '../web/pages.ts'
import { routes } from '../web/routes.ts'
import { render } from '../web/views.ts'
import { addOwner, inviteAdmin, takenBy } from './addOwner.ts'
import { listOperatorEvents, writeEvent } from './events.ts'
import { FirstAdmin, NewOwner, SECTIONS } from './ownerForms.ts'
import { inUse } from './inUse.ts'
import { getOwnerDetails, listOwnerLines, proposedProvider } from './ownerQueries.ts'
import { ownerProvider } from './provider.ts'

/** The network owners of the platform: /operator/owners */
export const owners = routes('/operator/owners', { for: 'operator', proof: asksProof() })

owners.get('/', {}, async (req, res) => {
  const list = await asActor(operatorOf(req), listOwnerLines)
  await render(res, 'operator/owners', { title: res.locals.t('Nätbolag'), list })
})

owners.form(
  '/new',
  {},
  formPage({
    actor: operatorOf,
    view: 'operator/new-owner',
    schema: NewOwner,
    load: () => null,
    draw: ({ t }) => ({ title: t('Nytt nätbolag'), sections: SECTIONS }),
    save: async ({ tx, actor, req, base }, wanted) => {
      const errors = await takenBy(tx, wanted)
      if (Object.keys(errors).length > 0) return { errors }
      const { name, admin_name: admin } = wanted
      const to = `${base}/${await addOwner(tx, actor, wanted, req)}`
      return { to, said: ['{name} finns nu. Inloggningsuppgifter är på väg till {admin}.', { name, admin }] }
    },
  }),
)

owners.use(inUse, ownerProvider)

const OwnerPath = z.object({ id: id() })

owners.get('/:id', {}, async (req, res) => showOwner(req, res, emptyForm))

/** The first administrator, put right while nobody of the owner has come in: a new name or address, and a new link. */
owners.post('/:id/admin', {}, async (req, res) => {
  const operator = operatorOf(req)
  const { id } = OwnerPath.parse(req.params)
  const input = readForm(FirstAdmin, req.body)
  if (!input.ok) return showOwner(req, res.status(422), input.form)
  if ((await countUse('first-invitation', String(id), 5, 3600)) > 0) {
    flash(res, 'error', 'Uppgifterna har skickats fem gånger den senaste timmen. Vänta en stund.')
    res.redirect(303, `/operator/owners/${id}`)
    return
  }
  const location = await asActor(operator, (tx) =>
    once(tx, operator, keyOf(req), async () => {
      const { owner, admin } = await getOwnerDetails(tx, id)
      if (!admin || owner.in_use) throw new Conflict('Nätbolaget har loggat in och sköter nu sina användare själv.')
      const { admin_name: name, admin_email: email } = input.data
      if (name !== admin.name || email !== admin.email) {
        await tx('users').where({ id: admin.id }).update({ name, email })
        if (name !== admin.name)
          await record(tx, admin.id, 'name-changed', { req, by: operator, names: { before: admin.name, after: name } })
        await writeEvent(tx, operator, 'admin-corrected', { owner_id: id, subject: name })
      }
      const words = { person: name, owner: owner.name }
      await tellAdminsOfOwn(tx, req, (t) => t('Nya uppgifter till {person}, första administratör hos {owner}', words))
      await inviteAdmin(tx, operator, { id: admin.id, owner_id: id, name }, req)
      return `/operator/owners/${id}`
    }),
  )
  flash(res, 'success', 'Nya inloggningsuppgifter är på väg.')
  res.redirect(303, location)
})

async function showOwner(req: Request, res: Response, form: Form): Promise<void> {
  const { id } = OwnerPath.parse(req.params)
  const page = await asActor(operatorOf(req), async (tx) => ({
    ...(await getOwnerDetails(tx, id)),
    events: (await listOperatorEvents(tx, { owner_id: id })).events,
    proposal: await proposedProvider(tx, id),
  }))
  const known = page.admin ? { admin_name: page.admin.name, admin_email: page.admin.email ?? '' } : {}
  await render(res, 'operator/owner', {
    title: page.owner.name,
    ...page,
    owner: { ...page.owner, phone: page.owner.phone && showPhone(page.owner.phone) },
    form: { ...form, values: { ...known, ...form.values } },
    key: newKey(),
    fields: SECTIONS[2]!.fields,
  })
}
