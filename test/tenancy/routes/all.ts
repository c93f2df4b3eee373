import * as accounts from './accounts.ts'
import * as casepage from './casepage.ts'
import * as companies from './companies.ts'
import * as configuration from './configuration.ts'
import * as entrance from './entrance.ts'
import * as facility from './facility.ts'
import * as mail from './mail.ts'
import * as operators from './operator.ts'
import * as statistics from './statistics.ts'
import * as twostep from './twostep.ts'
import { ROOMS } from '../../../src/app.ts'
import { declare } from '../../../src/web/routes.ts'
import type { Route } from './kinds.ts'

/** The pages that are declared where they are added (src/web/routes.ts). */
export const DECLARED = declare(ROOMS).list

/** Every other route of the program and whom it is for. One that is not here fails the first test of tenancy/walk.test.ts. */
export const LISTED: Route[] = [
  ['GET', '/healthz', 'anyone'],
  ['GET', '/readyz', 'anyone'],
  ['GET', '/sign-in', 'anyone'],
  ['POST', '/sign-in', 'anyone'],
  ['POST', '/sign-out', 'anyone'],
  ['POST', '/language', 'anyone'],
  ['GET', '/', 'party'],
  ...accounts.routes,
  ...casepage.routes,
  ...companies.routes,
  ...configuration.routes,
  ...mail.routes,
  ...twostep.routes,
  ...entrance.routes,
  ...facility.routes,
  ...operators.routes,
  ...statistics.routes,
]

export const ROUTES: Route[] = [
  ...DECLARED.map(({ method, path, for: whom }): Route => [method, path, whom]),
  ...LISTED,
]
