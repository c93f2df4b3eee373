import * as configuration from './configuration.ts'
import { ROOMS } from '../../../src/app.ts'
import { health } from '../../../src/web/health.ts'
import { declare } from '../../../src/web/routes.ts'
import type { Route } from './kinds.ts'

/** The pages that are declared where they are added (src/web/routes.ts). */
export const DECLARED = declare([health, ...ROOMS]).list

/** Every other route of the program and whom it is for. One that is not here fails the first test of tenancy/walk.test.ts. */
export const LISTED: Route[] = [['GET', '/', 'party'], ...configuration.routes]

export const ROUTES: Route[] = [
  ...DECLARED.map(({ method, path, for: whom }): Route => [method, path, whom]),
  ...LISTED,
]
