import type { Route } from './kinds.ts'

export const routes: Route[] = [
  ...['/cases', '/cases/mine', '/archive'].flatMap((list): Route[] => [
    ['GET', `${list}/`, 'party'],
    ['GET', `${list}/filter`, 'party'],
    ['GET', `${list}/export`, 'party'],
  ]),
  ['POST', '/views/', 'party'],
  ['POST', '/views/:id/delete', 'party'],
  ['POST', '/views/:id/rename', 'party'],
  ['POST', '/views/standard', 'party'],
  ['POST', '/exports/', 'party'],
  ['GET', '/exports/:id', 'party'],
  ['GET', '/exports/:id/file', 'party'],
]
/** Where the routers of these routes are mounted. */
export const mounts: string[] = ['/cases', '/cases/mine', '/archive', '/views', '/exports']
