import type { Route } from './kinds.ts'

/** For the network owner's people; a company gets 403 whosever the case is. */
export const routes: Route[] = [
  ['POST', '/cases/:ref/undo', 'owner'],
  ['POST', '/cases/:ref/propose', 'owner'],
  ['POST', '/cases/:ref/withdraw-proposal', 'owner'],
  ['POST', '/cases/:ref/presence', 'owner'],
]
/** Where the routers of these routes are mounted. */
export const mounts: string[] = []
