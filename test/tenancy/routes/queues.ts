import type { Route } from './kinds.ts'

export const routes: Route[] = [
  ['GET', '/cases/:ref/orders/new', 'owner'],
  ['POST', '/cases/:ref/orders/', 'owner'],
  ['GET', '/cases/:ref/orders/:order', 'owner'],
  ['POST', '/cases/:ref/orders/:order', 'owner'],
  ['POST', '/cases/:ref/orders/:order/cancel', 'owner'],
  ['POST', '/cases/:ref/orders/:order/settle', 'owner'],
]
/** Where the routers of these routes are mounted. */
export const mounts: string[] = ['/cases/:ref/orders']
