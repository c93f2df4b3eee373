import { Router, type Request, type Response } from 'express'
import { z } from 'zod'
import { asksProof } from '../sign-in/accounts/recentProof.ts'
import { asActor, type OperatorActor, type Tx } from '../db/actor.ts'
import { writeEvent } from '../operator/events.ts'
import { NotFound } from '../web/errors.ts'
import { flash } from '../web/flash.ts'
import { emptyForm, readForm } from '../web/forms.ts'
import { operatorOf } from '../web/guards.ts'
import { longId } from '../web/ids.ts'
import { keyOf, newKey, once } from '../web/once.ts'
import type { Form } from '../web/pages.ts'
import { render } from '../web/views.ts'
import { tellOfSupport } from './letters.ts'
import { endOwn, listAccesses } from './queries.ts'

/** Support access: /operator/support. For an hour, with a reason, read-only, told to the tenant and kept in its log. */
export const support = Router()

const Query = z.object({ before: longId().nullable().catch(null) })
const Whom = z
  .string()
  .regex(/^(company|owner):[1-9]\d{0,8}$/, 'Välj hos vem.')
  .transform((text) => {
    const [kind, id] = text.split(':') as ['company' | 'owner', string]
    return { kind, id: Number(id) }
  })

const Begin = z.object({
  whom: z.string().pipe(Whom),
  reason: z.string().trim().min(10, 'Skriv minst tio tecken om varför.').max(500, 'Texten är för lång.'),
})

support.get('/', async (req, res) => {
  const { whom } = req.query
  await show(req, res, { ...emptyForm, values: typeof whom === 'string' ? { whom } : {} })
})

support.post('/', asksProof(), async (req, res) => {
  const operator = operatorOf(req)
  const input = readForm(Begin, req.body)
  if (!input.ok) return show(req, res.status(422), input.form)
  const session = req.session!.id
  const location = await asActor(operator, (tx) =>
    once(tx, operator, keyOf(req), async () => {
      await begin(tx, operator, session, input.data)
      return '/inbox'
    }),
  )
  res.redirect(303, location)
})

/** Ended from the banner, where the operator is a tenant's reader: hence not below the operator's own guard. */
export const endSupport = Router()

endSupport.post('/end', async (req, res, next) => {
  const { operator, session } = req
  if (!operator || !session) {
    next()
    return
  }
  await asActor(operator, (tx) => endOwn(tx, operator, session.id))
  flash(res, 'success', 'Supportåtkomsten är avslutad.')
  res.redirect(303, '/operator/support')
})

async function begin(
  tx: Tx,
  operator: OperatorActor,
  sessionId: number,
  { whom, reason }: z.output<typeof Begin>,
): Promise<void> {
  const tenant = await tenantOf(tx, whom)
  if (!tenant) throw new NotFound()
  const of = {
    company_id: whom.kind === 'company' ? whom.id : null,
    owner_id: whom.kind === 'owner' ? whom.id : null,
  }
  await endOwn(tx, operator, sessionId)
  await tx('support_accesses').insert({
    ...of,
    operator_id: operator.userId,
    operator_name: operator.name,
    reason,
    session_id: sessionId,
  })
  await writeEvent(tx, operator, 'support-begun', { ...of, subject: tenant.name, reason })
  await tellOfSupport(tx, operator, of, reason)
}

function tenantOf(tx: Tx, { kind, id }: z.output<typeof Whom>): Promise<{ name: string } | undefined> {
  return tx(kind === 'company' ? 'companies' : 'owners')
    .where({ id })
    .first('name')
}

async function show(req: Request, res: Response, form: Form): Promise<void> {
  const operator = operatorOf(req)
  const { before } = Query.parse(req.query)
  const whom = Whom.safeParse(form.values['whom'])
  const page = await asActor(operator, async (tx) => ({
    whom: whom.success ? ((await tenantOf(tx, whom.data))?.name ?? null) : null,
    ...(await listAccesses(tx, before)),
  }))
  await render(res, 'operator/support', { title: res.locals.t('Supportåtkomst'), form, key: newKey(), ...page })
}
