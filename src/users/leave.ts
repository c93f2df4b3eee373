import type { Request, Response } from 'express'
import { z } from 'zod'
import { tellAdmins, tenantOf } from '../sign-in/accounts/alerts.ts'
import { record } from '../sign-in/accounts/events.ts'
import { asksProof } from '../sign-in/accounts/recentProof.ts'
import { listColleagues } from '../cases/workflow/queries.ts'
import { asActor, type Tx } from '../db/actor.ts'
import { flash } from '../web/flash.ts'
import { emptyForm } from '../web/forms.ts'
import { partyOf } from '../web/guards.ts'
import { id } from '../web/ids.ts'
import { keyOf, newKey, once } from '../web/once.ts'
import type { Form } from '../web/pages.ts'
import { routes } from '../web/routes.ts'
import { render } from '../web/views.ts'
import { PersonPath, USERS } from './forms.ts'
import { handOverCases, handOverResponsibility, takeoversOf, type Heir } from './handover.ts'
import { countOrdersOf, getPerson, openCasesOf, otherAdmins, type Admin, type Person } from './queries.ts'

/**
 * Letting go of one's cases, at …/users: /:id/leave closes the account with it, and can be opened again; /:id/hand-over at
 * a network owner does not, for who is away for long or no longer decides.
 */
export const leave = routes(USERS, { proof: asksProof() })
const handOver = routes('/owner/users', { for: 'ownerAdmin', proof: 'cases, no account' })

/** To one colleague, or among a network owner's people to nobody: then the team takes them from its inbox. */
const Leaving = z.object({
  to: z
    .union([z.literal('nobody'), id()])
    .nullable()
    .catch(null),
})

leave.get('/:id/leave', {}, async (req, res) => showPage(req, res, true, emptyForm))
leave.post('/:id/leave', {}, async (req, res) => settle(req, res, true))
handOver.get('/:id/hand-over', {}, async (req, res) => showPage(req, res, false, emptyForm))
handOver.post('/:id/hand-over', {}, async (req, res) => settle(req, res, false))
leave.use(handOver)

interface Settled {
  taken: number
  left: number
  heir: Heir | null
}

async function settle(req: Request, res: Response, closes: boolean): Promise<void> {
  const actor = partyOf(req)
  const { id } = PersonPath.parse(req.params)
  const { to } = Leaving.parse(req.body)
  const done: { settled?: Settled } = {}
  const errors = await asActor(actor, async (tx): Promise<Form['errors'] | null> => {
    const person = await getPerson(tx, id)
    if (closes && person.is_admin && (await otherAdmins(tx, actor, id)) === 0) {
      return { to: 'Det måste finnas minst en administratör.' }
    }
    const heir = (await listColleagues(tx, actor)).find((each) => each.id === to && each.id !== id) ?? null
    const toNobody = actor.side === 'owner' && to === 'nobody'
    const open = await openCasesOf(tx, actor, id)
    if (open.count > 0 && !heir && !toNobody) return { to: 'Välj vem som tar över ärendena.' }
    await once(tx, actor, keyOf(req), async () => {
      done.settled = { heir, ...(await letGo(tx, actor, id, open.refs, heir)) }
      if (closes) await close(tx, actor, person, req)
      return req.baseUrl
    })
    return null
  })
  if (errors) return showPage(req, res.status(422), closes, { values: req.body as Form['values'], errors })
  if (done.settled) say(res, closes, done.settled)
  res.redirect(303, closes && id === actor.userId ? '/' : req.baseUrl)
}

async function letGo(tx: Tx, actor: Admin, id: number, refs: string[], heir: Heir | null) {
  if (actor.side === 'owner') return handOverCases(tx, actor, id, heir)
  if (heir) await handOverResponsibility(tx, actor, refs, heir)
  return { taken: refs.length, left: 0 }
}

async function close(tx: Tx, actor: Admin, person: Person, req: Request): Promise<void> {
  // What a montör has not reported goes back to those who send people out.
  if (actor.side === 'owner') {
    await tx('work_orders')
      .where({ fitter_id: person.id })
      .whereIn('state', ['created', 'released'])
      .update({ fitter_id: null, fitter_name: null })
  }
  await tellAdmins(tx, tenantOf(actor), {
    what: (t) => t('Kontot för {person} är stängt', { person: person.name }),
    by: actor.name,
    req,
  })
  await tx('users').where({ id: person.id }).update({ active: false, deactivated_at: tx.now })
  await record(tx, person.id, 'deactivated', { req, by: actor })
}

/** What happened, in numbers. */
function say(res: Response, closes: boolean, { taken, left, heir }: Settled): void {
  const { t } = res.locals
  const words = [
    ...(closes ? [t('Kontot är stängt.')] : []),
    ...(taken > 0
      ? [t('{n} ärende gick till {name}.|{n} ärenden gick till {name}.', { n: taken, name: heir!.name })]
      : []),
    ...(left > 0 ? [t('{n} ärende är inte tilldelat någon.|{n} ärenden är inte tilldelade någon.', { n: left })] : []),
  ]
  if (words.length > 0) flash(res, 'success', words.join(' '))
}

leave.post('/:id/leave/undo', {}, async (req, res) => {
  const actor = partyOf(req)
  const { id } = PersonPath.parse(req.params)
  const name = await asActor(actor, async (tx) => {
    const person = await getPerson(tx, id)
    await tx('users').where({ id }).update({ active: true, deactivated_at: null })
    await record(tx, id, 'activated', { req, by: actor })
    await tellAdmins(tx, tenantOf(actor), {
      what: (t) => t('Kontot för {person} är öppnat igen', { person: person.name }),
      by: actor.name,
      req,
    })
    return person.name
  })
  flash(res, 'success', '{name} kan logga in igen med sitt gamla lösenord, eller få nya inloggningsuppgifter.', {
    name,
  })
  res.redirect(303, req.baseUrl)
})

async function showPage(req: Request, res: Response, closes: boolean, form: Form): Promise<void> {
  const actor = partyOf(req)
  const { id } = PersonPath.parse(req.params)
  const { t } = res.locals
  const page = await asActor(actor, async (tx) => {
    const people = (await listColleagues(tx, actor)).filter((each) => each.id !== id)
    const open = await openCasesOf(tx, actor, id)
    const takers = actor.side === 'owner' && open.count > 0 ? await takeoversOf(tx, id, people) : null
    return {
      person: await getPerson(tx, id),
      open,
      orders: actor.side === 'owner' && closes ? await countOrdersOf(tx, id) : 0,
      heirs: (takers ?? people.map((each) => ({ ...each, takes: open.count }))).map(({ id: value, name, takes }) => ({
        value: String(value),
        label:
          takes === open.count ? name : t('{name}: {takes} av {n}, resten till ingen', { name, takes, n: open.count }),
      })),
    }
  })
  const { person, open } = page
  await render(res, 'users/leave', {
    title: closes
      ? t('Stäng kontot för {name}', { name: person.name })
      : t('Lämna över ärenden från {name}', { name: person.name }),
    side: actor.side,
    base: req.baseUrl,
    closes,
    ...page,
    heirs: [
      ...page.heirs,
      ...(actor.side === 'owner'
        ? [{ value: 'nobody', label: t('Ingen: alla {n} blir ej tilldelade', { n: open.count }) }]
        : []),
    ],
    isMe: id === actor.userId,
    form: { ...form, values: { to: id === actor.userId ? '' : String(actor.userId), ...form.values } },
    key: newKey(),
  })
}
