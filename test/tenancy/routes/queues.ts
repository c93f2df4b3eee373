import type { Route } from './kinds.ts'

export const routes: Route[] = [
  ['GET', '/owner/preparation/', 'owner'],
  ['POST', '/owner/preparation/:ref', 'owner'],
  ['GET', '/owner/preparation/:ref/network/', 'owner'],
  ['POST', '/owner/preparation/:ref/network/', 'owner'],
  ['GET', '/owner/service/', 'owner'],
  ['POST', '/owner/service/:ref', 'owner'],
  ['GET', '/owner/orders/', 'owner'],
  ['GET', '/owner/orders/:order', 'owner'],
  ['POST', '/owner/orders/:order', 'owner'],
  ['GET', '/owner/orders/:order/photos/:file', 'owner'],
  ['GET', '/owner/register/', 'owner'],
  ['POST', '/owner/register/', 'owner'],
  ['POST', '/owner/register/form', 'owner'],
  ['GET', '/owner/register/:ref/', 'owner'],
  ['POST', '/owner/register/:ref/', 'owner'],
  ['GET', '/cases/:ref/orders/new', 'owner'],
  ['POST', '/cases/:ref/orders/', 'owner'],
  ['GET', '/cases/:ref/orders/:order', 'owner'],
  ['POST', '/cases/:ref/orders/:order', 'owner'],
  ['POST', '/cases/:ref/orders/:order/cancel', 'owner'],
  ['POST', '/cases/:ref/orders/:order/settle', 'owner'],
]
/** Where the routers of these routes are mounted. */
export const mounts: string[] = [
  '/owner/preparation',
  '/owner/preparation/:ref/network',
  '/owner/service',
  '/owner/orders',
  '/owner/register',
  '/owner/register/:ref',
  '/cases/:ref/orders',
]
