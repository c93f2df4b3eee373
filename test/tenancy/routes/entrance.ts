import type { Route } from './kinds.ts'

export const routes: Route[] = [
  ['GET', '/n/:owner', 'anyone'],
  ['POST', '/n/:owner', 'anyone'],
  ['GET', '/n/:owner/look.css', 'anyone'],
  ['GET', '/n/:owner/logo', 'anyone'],
  ['GET', '/n/:owner/provider/', 'anyone'],
  ['GET', '/n/:owner/provider/callback', 'anyone'],
  ['GET', '/owner/entrance', 'ownerAdmin'],
  ['GET', '/owner/entrance/provider/', 'ownerAdmin'],
  ['POST', '/owner/entrance/provider/', 'ownerAdmin'],
  ['POST', '/owner/entrance/provider/test', 'ownerAdmin'],
  ['POST', '/owner/entrance/provider/remove', 'ownerAdmin'],
  ['POST', '/owner/entrance/provider/confirm', 'ownerAdmin'],
  ['POST', '/owner/entrance/provider/decline', 'ownerAdmin'],
]
/** Where the routers of these routes are mounted. */
export const mounts: string[] = ['/n', '/n/:owner/provider', '/owner/entrance/provider']
