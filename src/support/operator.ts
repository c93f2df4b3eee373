import { z } from 'zod'
import { asksProof } from '../sign-in/accounts/recentProof.ts'
import { asActor, type OperatorActor, type Tx } from '../db/actor.ts'
import { writeEvent } from '../operator/events.ts'
import { Forbidden, NotFound } from '../web/errors.ts'
import { flash } from '../web/flash.ts'
import { formPage } from '../web/formPage.ts'
import { operatorOf } from '../web/guards.ts'
import { id, longId } from '../web/ids.ts'
import { routes } from '../web/routes.ts'
import { tellOfSupport } from './letters.ts'
import { endOwn, listAccesses } from './queries.ts'

/** Support access: /operator/support. For an hour, with a reason, read-only, told to the tenant and kept in its log. */
export const support = routes('/operator/support', { for: 'operator', proof: asksProof() })

const Query = z.object({ before: longId().nullable().catch(null) })
const Whom = z
  .string()
  .transform((text) => {
    const [kind, written] = text.split(':', 2)
    return { kind, id: text.split(':').length === 2 ? written : '' }
  })
  .pipe(z.object({ kind: z.enum(['company', 'owner'], 'Välj hos vem.'), id: id('Välj hos vem.') }))

const Begin = z.object({
  whom: z.string().pipe(Whom),
  reason: z.string().trim().min(10, 'Skriv minst tio tecken om varför.').max(500, 'Texten är för lång.'),
})

support.form(
  '/',
  {},
  formPage({
    actor: operatorOf,
    view: 'operator/support',
    schema: Begin,
    load: () => null,
    values: (_none, { req }) => (typeof req.query['whom'] === 'string' ? { whom: req.query['whom'] } : {}),
    draw: async ({ tx, req, t }, _none, { form }) => {
      const whom = Whom.safeParse(form.values['whom'])
      return {
        title: t('Supportåtkomst'),
        whom: whom.success ? ((await tenantOf(tx, whom.data))?.name ?? null) : null,
        ...(await listAccesses(tx, Query.parse(req.query).before)),
      }
    },
    save: async ({ tx, actor, req }, wanted) => {
      await begin(tx, actor, req.session!.id, wanted)
      return { to: '/inbox' }
    },
  }),
)

/** Ended from the banner, where the operator is a tenant's reader: hence not below the operator's own guard. */
export const endSupport = routes('/operator/support', { for: 'self', proof: 'closes a door' })

endSupport.post('/end', { support: true }, async (req, res) => {
  const { operator, session } = req
  if (!operator || !session) throw new Forbidden()
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
