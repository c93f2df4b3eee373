import type { Route } from './kinds.ts'

export const routes: Route[] = [
  ['GET', '/password/forgotten', 'anyone'],
  ['POST', '/password/forgotten', 'anyone'],
  ['GET', '/password/sent', 'anyone'],
  ['GET', '/password/new', 'anyone'],
  ['POST', '/password/new', 'anyone'],
  ['POST', '/password/rules', 'anyone'],
  ['GET', '/invitation/:token', 'anyone'],
  ['POST', '/invitation/:token', 'anyone'],
  ['GET', '/email/:token', 'anyone'],
  ['POST', '/email/:token', 'anyone'],
  ['GET', '/profile/', 'self'],
  ['POST', '/profile/', 'party'],
  ['GET', '/profile/password', 'self'],
  ['POST', '/profile/password', 'self'],
  ['GET', '/profile/history', 'self'],
  ['GET', '/profile/sessions/', 'self'],
  ['POST', '/profile/sessions/', 'self'],
  ['GET', '/profile/email/', 'self'],
  ['POST', '/profile/email/', 'self'],
  ['GET', '/company/security/', 'installerAdmin'],
  ['POST', '/company/security/', 'installerAdmin'],
  ['GET', '/owner/security', 'ownerAdmin'],
]
/** Where the routers of these routes are mounted. */
export const mounts: string[] = ['/email', '/profile', '/profile/sessions', '/profile/email', '/company/security']
