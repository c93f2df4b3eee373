import type { CaseRow } from '../db/rowTypes.ts'
import type { Answer } from '../domain/forms/definition.ts'
import type { StatusTag } from './statusTag.ts'
import type { Symbol } from './symbols/views.ts'

export interface Turn {
  text: string
  tone: 'yours' | 'theirs' | 'late' | 'none'
  /** It waits for the reader: it is counted by the badge. */
  yours: boolean
}

export interface CaseLine extends Pick<
  CaseRow,
  | 'id'
  | 'ref'
  | 'number'
  | 'status'
  | 'turn'
  | 'handler_name'
  | 'responsible_name'
  | 'company_name'
  | 'job_name'
  | 'reference'
  | 'title'
  | 'address'
  | 'orderer'
  | 'expected_on'
  | 'last_event_at'
  | 'due_on'
  | 'consent_valid_to'
  | 'facility_id'
  | 'meter_number'
> {
  owner_name: string
  /** What columns of a list read beyond this, by column; absent outside the lists. */
  extra?: Record<string, string | null>
  /** Answers of the forms that are columns of a list, by column; personal numbers are masked where they are shown. */
  answers?: Record<string, Answer | null> | null
  /** A consent that a handläggare has proposed and another is to confirm; null to the installer. */
  proposal: { name: string; mine: boolean } | null
  /** What the reader is told of the case, in a sentence; null: nothing new. */
  told: string | null
  tag: StatusTag
  symbols: Symbol[]
  whose: Turn
}

export interface CaseGroup {
  title: string
  /** Bounded: 1001 reads '1000+'. */
  count: number | null
  lines: CaseLine[]
  /** Said when the group holds nothing. */
  empty?: string
  /** Where the rest is: a page of it, and the lines alone for whoever can fetch them. */
  more?: { href: string; part: string; label: string }
  /** Nothing to do there now: it comes folded. */
  later?: true
  /** Its lines are not here yet: they are there. */
  folded?: { href: string }
}

declare module '../web/partials.ts' {
  interface Partials {
    'partials/status-tag': { status: StatusTag }
    'partials/legend': { groups: CaseGroup[] }
  }
}
