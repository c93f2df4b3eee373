import type { Route } from './kinds.ts'

export const routes: Route[] = [['GET', '/search/', 'party']]
/** Where the routers of these routes are mounted. */
export const mounts: string[] = ['/search']
