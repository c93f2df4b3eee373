import type { Route } from './kinds.ts'

export const routes: Route[] = [
  ['GET', '/cases/:ref/review/', 'installer'],
  ['POST', '/cases/:ref/review/', 'installer'],
  ['GET', '/symbols/', 'self'],
]
/** Where the routers of these routes are mounted. */
export const mounts: string[] = ['/cases/:ref/review', '/symbols']
