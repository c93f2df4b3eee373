import * as casepage from './casepage.ts'
import * as configuration from './configuration.ts'
import * as deciding from './deciding.ts'
import * as facility from './facility.ts'
import * as lists from './lists.ts'
import * as queue from './queue.ts'
import * as queues from './queues.ts'
import * as search from './search.ts'
import { ROOMS } from '../../../src/app.ts'
import { health } from '../../../src/web/health.ts'
import { declare } from '../../../src/web/routes.ts'
import type { Route } from './kinds.ts'

/** The pages that are declared where they are added (src/web/routes.ts). */
export const DECLARED = declare([health, ...ROOMS]).list

/** Every other route of the program and whom it is for. One that is not here fails the first test of tenancy/walk.test.ts. */
export const LISTED: Route[] = [
  ['GET', '/', 'party'],
  ['GET', '/inbox/', 'party'],
  ['GET', '/cases/new/', 'installer'],
  ['POST', '/cases/new/', 'installer'],
  ['GET', '/cases/:ref', 'party'],
  ['GET', '/cases/:ref/print', 'party'],
  ['GET', '/cases/:ref/log/', 'party'],
  ['GET', '/cases/:ref/edit/', 'installer'],
  ['POST', '/cases/:ref/edit/', 'installer'],
  ['POST', '/cases/:ref/edit/autosave/', 'installer'],
  ['GET', '/cases/:ref/notes/new', 'party'],
  ['POST', '/cases/:ref/notes/', 'party'],
  ['POST', '/cases/:ref/attachments/', 'party'],
  ['GET', '/cases/:ref/attachments/all.zip', 'party'],
  ['GET', '/cases/:ref/attachments/:id', 'party'],
  ['POST', '/cases/:ref/attachments/:id/delete', 'party'],
  ['GET', '/cases/:ref/:move', 'party'],
  ['POST', '/cases/:ref/:move', 'party'],
  ...casepage.routes,
  ...lists.routes,
  ...configuration.routes,
  ...queue.routes,
  ...search.routes,
  ...deciding.routes,
  ...facility.routes,
  ...queues.routes,
]

export const ROUTES: Route[] = [
  ...DECLARED.map(({ method, path, for: whom }): Route => [method, path, whom]),
  ...LISTED,
]
