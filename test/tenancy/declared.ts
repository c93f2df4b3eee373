import { API_ROOMS } from '../../src/api/routes.ts'
import { ROOMS } from '../../src/app.ts'
import { health } from '../../src/web/health.ts'
import { declare, type Page, type Whom } from '../../src/web/routes.ts'

export type Route = [method: 'GET' | 'POST', path: string, whom: Whom]

/** Every page of the program, as it is declared where it is added, and what menus ask. */
export const { list: DECLARED, may } = declare([health, ...ROOMS])

export const ROUTES = DECLARED.map(({ method, path, for: whom }): Route => [method as Route[0], path, whom])

/** Every address of the API, which keys open (test/api). */
export const API_DECLARED: readonly Page[] = declare(API_ROOMS).list
