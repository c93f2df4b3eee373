import type { Look } from './look.ts'
import type { WithForm } from '../web/pages.ts'

declare module '../web/pages.ts' {
  interface Views {
    'entrance/provider': WithForm & { isSet: boolean; callback: string }
  }
}

declare module '../web/partials.ts' {
  interface Partials {
    'partials/owner-look': { look: Look }
  }
}
