import type { Route } from './kinds.ts'

export const routes: Route[] = [
  ['GET', '/register/', 'anyone'],
  ['POST', '/register/', 'anyone'],
  ['GET', '/register/done', 'anyone'],
  ['GET', '/company/', 'installerAdmin'],
  ['POST', '/company/', 'installerAdmin'],
  ['POST', '/company/agreement', 'installerAdmin'],
  ['GET', '/company/connections/', 'installerAdmin'],
  ['POST', '/company/connections/', 'installerAdmin'],
  ['GET', '/company/connections/:owner/end', 'installerAdmin'],
  ['POST', '/company/connections/:owner/end', 'installerAdmin'],
  ['GET', '/company/connections/certificates/:id', 'installerAdmin'],
  ['GET', '/owner/', 'ownerAdmin'],
  ['GET', '/owner/companies/', 'ownerAdmin'],
  ['GET', '/owner/companies/certificates/:file', 'ownerAdmin'],
  ['GET', '/owner/companies/:id', 'ownerAdmin'],
  ['POST', '/owner/companies/:id/approve', 'ownerAdmin'],
  ['POST', '/owner/companies/:id/refuse', 'ownerAdmin'],
  ['POST', '/owner/companies/:id/block', 'ownerAdmin'],
]
/** Where the routers of these routes are mounted. */
export const mounts: string[] = ['/register', '/company', '/company/connections', '/owner', '/owner/companies']
