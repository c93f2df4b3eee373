import { Router } from 'express'
import { configuration } from '../configuration/routes.ts'
import { providerSettings } from '../sign-in/oidc/settings.ts'
import { facilities } from '../facilities/routes.ts'
import { tenantSupport } from '../support/tenant.ts'
import { onlyAdmin } from '../web/guards.ts'

/** What the network owner's administrator decides about companies, people and ways in. */
export const owner = Router()

owner.use(onlyAdmin('owner'))
owner.get('/', (_req, res) => res.redirect(303, '/owner/companies'))
owner.use('/configuration', configuration)
owner.use('/facilities', facilities)
owner.use('/entrance/provider', providerSettings)
// Once pages of their own, parts of the draft since: old links lead there.
for (const [was, now] of [
  ['/entrance', '/look'],
  ['/security', '/passwords'],
  ['/templates', '/templates'],
] as const) {
  owner.get(was, (_req, res) => res.redirect(303, `/owner/configuration${now}`))
}
owner.use('/support', tenantSupport)
