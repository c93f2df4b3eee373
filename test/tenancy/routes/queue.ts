import type { Route } from './kinds.ts'

export const routes: Route[] = [
  ['GET', '/inbox/next', 'owner'],
  ['GET', '/inbox/absence/', 'owner'],
  ['POST', '/inbox/absence/', 'owner'],
  ['POST', '/inbox/absence/:id/delete', 'owner'],
  ['POST', '/bulk/', 'owner'],
  ['POST', '/bulk/do', 'owner'],
  ['POST', '/bulk/undo', 'owner'],
]
/** Where the routers of these routes are mounted. */
export const mounts: string[] = ['/inbox', '/inbox/absence', '/bulk']
