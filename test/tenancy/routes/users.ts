import type { Route } from './kinds.ts'

const pages: [Route[0], string][] = [
  ['GET', '/'],
  ['GET', '/new'],
  ['POST', '/new'],
  ['GET', '/import/'],
  ['POST', '/import/'],
  ['GET', '/import/template.csv'],
  ['GET', '/history/'],
  ['GET', '/:id'],
  ['POST', '/:id'],
  ['POST', '/:id/invite'],
  ['POST', '/:id/sign-out'],
  ['POST', '/:id/two-step-off'],
  ['GET', '/:id/leave'],
  ['POST', '/:id/leave'],
  ['POST', '/:id/leave/undo'],
  ['GET', '/:id/hand-over'],
  ['POST', '/:id/hand-over'],
]

// One router for the people of either side.
export const routes: Route[] = [
  ...pages.map(([method, path]): Route => [method, `/company/users${path}`, 'installerAdmin']),
  ...pages.map(([method, path]): Route => [method, `/owner/users${path}`, 'ownerAdmin']),
]
/** Where the routers of these routes are mounted. */
export const mounts: string[] = [
  '/company/users',
  '/company/users/import',
  '/company/users/history',
  '/owner/users',
  '/owner/users/import',
  '/owner/users/history',
]
