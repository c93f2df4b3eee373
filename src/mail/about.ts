import type { HoldReason } from '../db/rowTypes.ts'

/** Data of a mail beside the case itself. */
export interface About {
  ownerName: string
  comment?: string | null
  /** Texts of the rejection reasons. */
  reasons?: string[]
  /** The mailbox of the case's area, and the owner's switches for it. */
  areaEmail?: string | null
  ownerMailReceived?: boolean
  ownerMailWithdrawn?: boolean
  /** M10: nothing sets it yet. */
  ownerMailHold?: boolean
  /** Who acts: nobody is mailed about what they did themselves. */
  doerId?: number | null
  holdReason?: HoldReason | null
  holdUntil?: string | null
  /** Until then the decision can be undone, so the mail is held back. */
  notBefore?: Date | null
  /** Bulk action: one mail covers all its cases. */
  together?: boolean
}
