import type { Route } from './kinds.ts'

export const routes: Route[] = [
  ['GET', '/owner/facilities/', 'ownerAdmin'],
  ['POST', '/owner/facilities/source', 'ownerAdmin'],
  ['GET', '/owner/facilities/template.csv', 'ownerAdmin'],
  ['POST', '/owner/facilities/import', 'ownerAdmin'],
  ['GET', '/owner/facilities/imports/:id', 'ownerAdmin'],
  ['POST', '/owner/facilities/imports/:id/use', 'ownerAdmin'],
  ['POST', '/owner/facilities/imports/:id/discard', 'ownerAdmin'],
  ['GET', '/owner/facilities/lookups', 'ownerAdmin'],
  ['GET', '/owner/facilities/service/', 'ownerAdmin'],
  ['POST', '/owner/facilities/service/', 'ownerAdmin'],
  ['POST', '/owner/facilities/service/test', 'ownerAdmin'],
  ['POST', '/owner/facilities/service/remove', 'ownerAdmin'],
  ['POST', '/owner/companies/check-limit', 'ownerAdmin'],
  ['POST', '/owner/companies/:id/checked', 'ownerAdmin'],
]
/** Where the routers of these routes are mounted. */
export const mounts: string[] = ['/owner/facilities', '/owner/facilities/service']
