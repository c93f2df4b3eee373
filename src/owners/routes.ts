import { Router } from 'express'
import { security } from '../accounts/security.ts'
import { configuration } from '../configuration/routes.ts'
import { entranceSettings } from '../entrance/settings.ts'
import { facilities } from '../facilities/routes.ts'
import { tenantSupport } from '../support/tenant.ts'
import { ownerTemplates } from '../templates/routes.ts'
import { teams } from '../teams/routes.ts'
import { users } from '../users/routes.ts'
import { onlyAdmin } from '../web/guards.ts'

/** What the network owner's administrator decides about companies, people and ways in. */
export const owner = Router()

owner.use(onlyAdmin('owner'))
owner.get('/', (_req, res) => res.redirect(303, '/owner/companies'))
owner.use('/configuration', configuration)
owner.use('/facilities', facilities)
owner.use('/users', users)
owner.use('/teams', teams)
owner.use('/entrance', entranceSettings)
owner.use('/security', security)
owner.use('/templates', ownerTemplates)
owner.use('/support', tenantSupport)
