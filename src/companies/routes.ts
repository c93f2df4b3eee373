import { routes } from '../web/routes.ts'
import { applications } from './applications.ts'
import { connections } from './connections.ts'
import { details } from './details.ts'
import { companyMail } from './mail.ts'
import { confirmApplication } from './confirm.ts'
import { registration } from './registration.ts'

/** Companies: how they come in, their own pages, and what a network owner decides about them. */
export const companyPages = routes('/').use(
  confirmApplication,
  registration,
  details,
  connections,
  companyMail,
  applications,
)
