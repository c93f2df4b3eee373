import type { Access } from './queries.ts'
import type { Support } from '../db/actor.ts'

declare module '../web/partials.ts' {
  interface Partials {
    'partials/support-banner': { support: Support; tenant: string }
    'partials/support-list': { list: Access[]; endAt: string; named: boolean }
  }
}
