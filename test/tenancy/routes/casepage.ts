import type { Route } from './kinds.ts'

export const routes: Route[] = [
  ['GET', '/cases/:ref/review/', 'installer'],
  ['POST', '/cases/:ref/review/', 'installer'],
  ['POST', '/cases/:ref/attachments/:id/outdated', 'party'],
  ['GET', '/symbols/', 'self'],
  ['GET', '/templates/:id', 'party'],
]
/** Where the routers of these routes are mounted. */
export const mounts: string[] = ['/cases/:ref/review', '/symbols', '/templates']
