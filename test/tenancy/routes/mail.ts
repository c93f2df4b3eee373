import type { Route } from './kinds.ts'

export const routes: Route[] = [
  ['GET', '/company/mail/', 'installerAdmin'],
  ['POST', '/company/mail/', 'installerAdmin'],
  ['GET', '/profile/mail/', 'party'],
  ['POST', '/profile/mail/', 'party'],
  ['GET', '/mail-choices/:link', 'anyone'],
  ['POST', '/mail-choices/:link', 'anyone'],
]
/** Where the routers of these routes are mounted. */
export const mounts: string[] = ['/company/mail', '/profile/mail', '/mail-choices']
