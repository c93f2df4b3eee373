import type { Route } from './kinds.ts'

export const routes: Route[] = [['GET', '/owner/templates', 'ownerAdmin']]
/** Where the routers of these routes are mounted. */
export const mounts: string[] = []
