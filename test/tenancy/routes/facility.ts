import type { Route } from './kinds.ts'

export const routes: Route[] = [
  ['GET', '/cases/:ref/facility/', 'installer'],
  ['POST', '/cases/:ref/facility/', 'installer'],
  ['POST', '/cases/:ref/facility/write', 'installer'],
]
/** Where the routers of these routes are mounted. */
export const mounts: string[] = ['/cases/:ref/facility']
