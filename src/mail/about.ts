import type { Point } from '../db/columnTypes.ts'
import type { HoldReason, OwnerRow } from '../db/rowTypes.ts'

/** Data of a mail beside the case itself. */
export interface About {
  ownerName: string
  comment?: string | null
  /** Texts of the rejection reasons. */
  reasons?: string[]
  /** What a rejection points at. */
  points?: Point[]
  /** The installer had asked for the case to be removed, and this answers it. */
  removalEnded?: boolean
  /** What the owner has switched on of M08, M09 and M10. */
  switches?: Pick<OwnerRow, 'mail_received' | 'mail_withdrawn' | 'mail_hold'>
  /** Who acts, where it is known: read from the database otherwise; null for the platform. */
  doer?: Doer | null
  /** Who acts: nobody is mailed about what they did themselves. */
  doerId?: number | null
  /** The last day of a consent that was extended. */
  validTo?: string | null
  holdReason?: HoldReason | null
  holdUntil?: string | null
  /** Until then the decision can be undone, so the mail is held back. */
  notBefore?: Date | null
  /** Bulk action: one mail covers all its cases. */
  together?: boolean
}

/** Of which side, for a name alone is anybody's. */
export interface Doer {
  name: string
  side: 'installer' | 'owner'
}
