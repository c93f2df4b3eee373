import type { Route } from './kinds.ts'

export const routes: Route[] = [
  ['GET', '/company/mail/', 'installerAdmin'],
  ['POST', '/company/mail/', 'installerAdmin'],
]
/** Where the routers of these routes are mounted. */
export const mounts: string[] = ['/company/mail']
