import type { Route } from './kinds.ts'

export const routes: Route[] = [
  ['GET', '/owner/statistics/', 'owner'],
  ['GET', '/owner/statistics/export.csv', 'owner'],
  ['GET', '/owner/statistics/export.xlsx', 'owner'],
]
/** Where the routers of these routes are mounted. */
export const mounts: string[] = ['/owner/statistics']
