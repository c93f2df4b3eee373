import { z } from 'zod'
import { asksProof } from '../sign-in/accounts/recentProof.ts'
import { confirm } from '../sign-in/oidc/proposals.ts'
import { flash } from '../web/flash.ts'
import { operatorOf } from '../web/guards.ts'
import { id, longId } from '../web/ids.ts'
import { writeEvent } from './events.ts'
import { routes } from '../web/routes.ts'

/**
 * The second person for an owner's sign-in provider, where the owner has no other administrator who may be it:
 * /operator/owners/:id/provider. Who presses has called the owner, and writes down whom.
 */
export const ownerProvider = routes('/operator/owners', { for: 'operator', proof: asksProof() })

const Path = z.object({ id: id() })
const Confirming = z.object({
  seen: longId().catch(0),
  reason: z.string().trim().max(500).catch(''),
})

ownerProvider.post('/:id/provider', {}, async (req, res) => {
  const operator = operatorOf(req)
  const { id } = Path.parse(req.params)
  const { seen, reason } = Confirming.parse(req.body)
  if (reason.length < 10) flash(res, 'error', 'Skriv minst tio tecken om vem du ringde.')
  else {
    const by = { userId: operator.userId, name: operator.name, isOperator: true }
    await confirm(req, id, by, seen, (tx) => writeEvent(tx, operator, 'provider-confirmed', { owner_id: id, reason }))
    flash(res, 'success', 'Leverantören är ändrad.')
  }
  res.redirect(303, `/operator/owners/${id}`)
})
