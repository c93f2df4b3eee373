import { z } from 'zod'
import { asActor } from '../db/actor.ts'
import { flash } from '../web/flash.ts'
import { partyOf } from '../web/guards.ts'
import { longId } from '../web/ids.ts'
import { routes } from '../web/routes.ts'
import { render } from '../web/views.ts'
import { endByTenant, listAccesses } from './queries.ts'

/** What the platform's operators have looked at with us, for our administrator: /company/support and /owner/support */
export const tenantSupport = routes(
  {
    '/company/support': { for: 'installerAdmin' },
    '/owner/support': { for: 'ownerAdmin' },
  },
  { proof: 'closes a door' },
)

const Query = z.object({ before: longId().nullable().catch(null) })

tenantSupport.get('/', { support: true }, async (req, res) => {
  const actor = partyOf(req)
  const { before } = Query.parse(req.query)
  const page = await asActor(actor, (tx) => listAccesses(tx, before))
  const { t } = res.locals
  await render(res, 'support/tenant', { title: t('Supportåtkomst'), side: actor.side, base: req.baseUrl, ...page })
})

tenantSupport.post('/:id/end', {}, async (req, res) => {
  const actor = partyOf(req)
  const { id } = z.object({ id: longId() }).parse(req.params)
  await asActor(actor, (tx) => endByTenant(tx, actor, id))
  flash(res, 'success', 'Supportåtkomsten är avslutad.')
  res.redirect(303, req.baseUrl)
})
