import type { Route } from './kinds.ts'

export const routes: Route[] = [
  ...['/cases', '/cases/mine', '/archive'].flatMap((list): Route[] => [
    ['GET', `${list}/`, 'party'],
    ['GET', `${list}/filter`, 'party'],
    ['GET', `${list}/export`, 'party'],
  ]),
]
/** Where the routers of these routes are mounted. */
export const mounts: string[] = ['/cases', '/cases/mine', '/archive']
