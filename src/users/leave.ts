import { Router, type Request, type Response } from 'express'
import { z } from 'zod'
import { record } from '../accounts/events.ts'
import { perform } from '../cases/perform.ts'
import { listColleagues } from '../cases/queries.ts'
import { asActor, type Tx } from '../db/actor.ts'
import { flash } from '../web/flash.ts'
import { emptyForm } from '../web/forms.ts'
import { partyOf } from '../web/guards.ts'
import { keyOf, newKey, once } from '../web/once.ts'
import type { Form } from '../web/pages.ts'
import { render } from '../web/views.ts'
import { PersonPath } from './forms.ts'
import { getPerson, openCasesOf, otherAdmins, type Admin, type Person } from './queries.ts'

/** Closing an account, its cases handed over first, and opening it again: …/users/:id/leave */
export const leave = Router({ mergeParams: true })

const Leaving = z.object({ to: z.coerce.number().int().positive().max(2_000_000_000).nullable().catch(null) })

leave.get('/', async (req, res) => showPage(req, res, emptyForm))

leave.post('/', async (req, res) => {
  const actor = partyOf(req)
  const { id } = PersonPath.parse(req.params)
  const { to } = Leaving.parse(req.body)
  const outcome = await asActor(actor, async (tx): Promise<Form['errors'] | { done: string }> => {
    const person = await getPerson(tx, id)
    if (person.is_admin && (await otherAdmins(tx, actor, id)) === 0) {
      return { to: 'Det måste finnas minst en administratör.' }
    }
    const heir = (await listColleagues(tx, actor)).find((each) => each.id === to && each.id !== id)
    const open = await openCasesOf(tx, actor, id)
    if (open.count > 0 && !heir) return { to: 'Välj vem som tar över ärendena.' }
    return { done: await once(tx, actor, keyOf(req), () => close(tx, actor, person, open.refs, heir, req)) }
  })
  if (!('done' in outcome))
    return showPage(req, res.status(422), { values: req.body as Form['values'], errors: outcome })
  flash(res, 'success', 'Kontot är stängt och ärendena är överlämnade.')
  res.redirect(303, id === actor.userId ? '/' : outcome.done!)
})

/** Each case by the same move as when a person hands it over, so that log and rules hold; then the door. */
async function close(
  tx: Tx,
  actor: Admin,
  person: Person,
  refs: string[],
  heir: { id: number; name: string } | undefined,
  req: Request,
): Promise<string> {
  for (const ref of refs) {
    if (!heir) break
    if (actor.side === 'owner') await handOver(tx, actor, ref, heir)
    else await perform(tx, actor, ref, 'changeResponsible', { responsible: heir })
  }
  // What a montör has not reported goes back to those who send people out.
  if (actor.side === 'owner') {
    await tx('work_orders')
      .where({ fitter_id: person.id })
      .whereIn('state', ['created', 'released'])
      .update({ fitter_id: null, fitter_name: null })
  }
  await tx('users').where({ id: person.id }).update({ active: false, deactivated_at: tx.now })
  await record(tx, person.id, 'deactivated', { req, by: actor.name })
  return req.baseUrl.replace(/\/\d+\/leave$/, '')
}

/** A handläggare can be chosen only while the owner has the case; one that waits for its installer is nobody's until then. */
async function handOver(tx: Tx, actor: Admin, ref: string, heir: { id: number; name: string }): Promise<void> {
  const kase = (await tx('cases').where({ ref }).first('status')) as { status: string }
  if (kase.status === 'submitted' || kase.status === 'completed')
    await perform(tx, actor, ref, 'assign', { handler: heir })
  else await tx('cases').where({ ref }).update({ handler_id: heir.id, handler_name: heir.name })
}

leave.post('/undo', async (req, res) => {
  const actor = partyOf(req)
  const { id } = PersonPath.parse(req.params)
  const name = await asActor(actor, async (tx) => {
    const person = await getPerson(tx, id)
    await tx('users').where({ id }).update({ active: true, deactivated_at: null })
    await record(tx, id, 'activated', { req, by: actor.name })
    return person.name
  })
  flash(res, 'success', '{name} kan logga in igen med sitt gamla lösenord, eller få nya inloggningsuppgifter.', {
    name,
  })
  res.redirect(303, req.baseUrl.replace(/\/\d+\/leave$/, ''))
})

async function showPage(req: Request, res: Response, form: Form): Promise<void> {
  const actor = partyOf(req)
  const { id } = PersonPath.parse(req.params)
  const { person, open, colleagues } = await asActor(actor, async (tx) => ({
    person: await getPerson(tx, id),
    open: await openCasesOf(tx, actor, id),
    colleagues: await listColleagues(tx, actor),
  }))
  await render(res, 'users/leave', {
    title: res.locals.t('Stäng kontot för {name}', { name: person.name }),
    side: actor.side,
    base: req.baseUrl.replace(/\/\d+\/leave$/, ''),
    person,
    open,
    colleagues: colleagues.filter((each) => each.id !== id),
    isMe: id === actor.userId,
    form: { ...form, values: { to: id === actor.userId ? '' : String(actor.userId), ...form.values } },
    key: newKey(),
  })
}
