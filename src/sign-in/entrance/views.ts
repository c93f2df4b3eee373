import type { Proposal } from '../oidc/proposals.ts'
import type { Look } from './look.ts'
import type { WithForm } from '../../web/pages.ts'

/** Where two administrators are needed: what waits, and who may be the second. */
export interface TwoPeople {
  proposal: Proposal | null
  mayConfirm: boolean
  confirmers: string[]
}

declare module '../../web/pages.ts' {
  interface Views {
    'sign-in/provider': WithForm & { isSet: boolean; callback: string; four: TwoPeople | null }
  }
}

declare module '../../web/partials.ts' {
  interface Partials {
    'partials/owner-look': { look: Look }
  }
}
