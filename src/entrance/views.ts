import type { Proposal } from '../oidc/proposals.ts'
import type { WithForm } from '../web/pages.ts'

/** Where two administrators are needed: what waits, and who may be the second. */
export interface TwoPeople {
  proposal: Proposal | null
  mayConfirm: boolean
  confirmers: string[]
}

export interface EntranceViews {
  'entrance/provider': WithForm & { isSet: boolean; callback: string; four: TwoPeople | null }
}
