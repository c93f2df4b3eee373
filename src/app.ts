import compression from 'compression'
import express, { type Express } from 'express'
import { apiKeys } from './api/keys/routes.ts'
import { apiPage } from './api/page.ts'
import { api, API_ADDRESS, problems } from './api/routes.ts'
import { bulk } from './bulk/routes.ts'
import { cases } from './cases/routes.ts'
import { legend } from './cases/symbols/legend.ts'
import { companyPages } from './companies/routes.ts'
import { configuration } from './configuration/routes.ts'
import type { Config } from './config.ts'
import { help } from './help/routes.ts'
import { helpAt } from './help/topics.ts'
import { inbox } from './inbox/routes.ts'
import { exports } from './lists/export.ts'
import { listAt } from './lists/routes.ts'
import { savedViews } from './lists/savedViews.ts'
import { longWork } from './long-work/routes.ts'
import { live } from './live/routes.ts'
import { facilities } from './facilities/routes.ts'
import { mailChoices, footChoices } from './mail/choices.ts'
import { manual } from './manual-registration/routes.ts'
import { mailbox, mailboxIsOpen } from './mail/routes.ts'
import { operator } from './operator/routes.ts'
import { owner } from './owners/routes.ts'
import { privacy } from './privacy/routes.ts'
import { profile } from './profile/routes.ts'
import { home } from './profile/startPages.ts'
import type { Demo } from './sign-in/accounts/routes.ts'
import { keeper, personTag } from './sign-in/accounts/keptForms.ts'
import { signIn } from './sign-in/routes.ts'
import { search } from './search/routes.ts'
import { statistics } from './statistics/routes.ts'
import { supportGate } from './support/gate.ts'
import { endSupport } from './support/operator.ts'
import { tenantSupport } from './support/tenant.ts'
import { preparation, service } from './queues/worklists.ts'
import { templateFiles } from './templates/routes.ts'
import { teams } from './teams/routes.ts'
import { users } from './users/routes.ts'
import { ownOrders } from './work-orders/ownOrders.ts'
import { MUNICIPALITIES } from './domain/forms/identifiers/municipalities.ts'
import { assets } from './web/assets.ts'
import { csrf } from './web/csrf.ts'
import { errorPage, notFound } from './web/errors.ts'
import { cleanBody } from './web/forms.ts'
import { signedIn } from './web/guards.ts'
import { headers } from './web/headers.ts'
import { measured, traced } from './web/measure.ts'
import { health } from './web/health.ts'
import { inTime } from './web/inTime.ts'
import { locals, personal } from './web/locals.ts'
import { requestLog } from './web/requestLog.ts'
import { session } from './sign-in/accounts/sessionCookie.ts'
import { readablePath, readQuery } from './web/parameters.ts'
import { declare, type Room } from './web/routes.ts'
import { openUploads } from './web/uploads.ts'

/** The map of the program: every page, in the order in which they are asked whether an address is theirs. */
export const ROOMS: Room[] = [
  home,
  signIn,
  profile,
  mailChoices,
  footChoices,
  inbox,
  listAt('mine'),
  listAt('all'),
  cases,
  listAt('archive'),
  savedViews,
  exports,
  longWork,
  live,
  bulk,
  search,
  help,
  apiPage,
  legend,
  templateFiles,
  companyPages,
  users,
  apiKeys,
  teams,
  tenantSupport,
  privacy,
  statistics,
  facilities,
  preparation,
  service,
  ownOrders,
  manual,
  configuration,
  owner,
  endSupport,
  operator,
]

/** Every middleware and router in order: the map of the program. What stands below signedIn needs a person. */
export function createApp({ config, demo }: { config: Config; demo: { password: string } | null }): Express {
  openUploads()
  const app = express()
  const pages = declare(mailboxIsOpen(config) ? [...ROOMS, mailbox] : ROOMS, keeper)
  const origin = config.PUBLIC_URL ? new URL(config.PUBLIC_URL).origin : undefined
  const https = origin?.startsWith('https:') ?? false
  // No page is kept by a browser (src/web/headers.ts), so a hash of each would be compared with nothing.
  app
    .disable('x-powered-by')
    .disable('etag')
    .set('trust proxy', config.TRUST_PROXY)
    .set('secure', https)
    .set('query parser', readQuery)
  app.set('demo', demo satisfies Demo)

  app.use(requestLog(config), traced, measured)
  app.use(headers(https))
  // Before the session, which needs the database.
  app.use(declare([health]).router)
  app.use(compression())
  app.use('/assets', assets)
  app.use(locals({ demo: demo !== null, helpAt, suggestions: { municipality: MUNICIPALITIES } }))
  app.use(readablePath)
  app.use(api())
  app.use(csrf(origin))
  // Before the body: how much of it is read depends on who asks.
  app.use(session)
  app.use(inTime())
  app.use(personal((actor, path, method) => pages.may(actor, path, method) ?? false, personTag))
  app.use(cleanBody, traced)
  app.use(supportGate)
  app.use(pages.router)
  // Whether an address is nobody's page is told to nobody who is not signed in.
  app.use(signedIn, notFound)
  app.use(API_ADDRESS, problems)
  app.use(errorPage)
  return app
}
