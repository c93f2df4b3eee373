import { Router } from 'express'
import { security } from '../sign-in/accounts/security.ts'
import { tenantSupport } from '../support/tenant.ts'
import { onlyAdmin } from '../web/guards.ts'
import { connections } from './connections.ts'
import { details } from './details.ts'
import { companyMail } from './mail.ts'

/** The pages of the company's administrator. */
export const company = Router()

company.use(onlyAdmin('installer'))
company.use('/connections', connections)
company.use('/mail', companyMail)
company.use('/security', security)
company.use('/support', tenantSupport)
company.use(details)
