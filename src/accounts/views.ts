import type { DemoPerson, WithForm } from '../web/pages.ts'
import type { Entry } from '../oidc/entry.ts'

export interface AccountViews {
  /** `entry`: the network owner through whose own entrance one came. */
  'accounts/sign-in': WithForm & { next: string; people: DemoPerson[]; password: string | null; entry: Entry | null }
}
