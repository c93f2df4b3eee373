import type { Actor } from '../db/actor.ts'
import type { ColumnHead } from '../lists/columnHeads.ts'
import type { CaseGroup } from '../cases/views.ts'
import type { FirstStep } from './firstSteps.ts'
import type { Page, WithForm } from '../web/pages.ts'

export interface AbsenceRow {
  id: number
  user_id: number
  cover_id: number
  name: string
  cover_name: string
  from_on: string
  to_on: string
  /** The stand-in is away too, from that day, and who looks after the cases then. */
  away: { from: string; by: string } | null
  /** From that day nobody looks after the cases. */
  nobody: string | null
  /** The reader may take it away. */
  mine: boolean
}

declare module '../web/pages.ts' {
  interface Views {
    'inbox/index': Page & {
      groups: CaseGroup[]
      side: Actor['side']
      columns: ColumnHead[]
      agreementWaits: boolean
      /** To administrators: whose cases nobody looks after today. */
      left: string[]
      /** What an administrator has yet to do before the first case. */
      steps: FirstStep[]
    }
    'inbox/absence': WithForm & {
      rows: AbsenceRow[]
      people: { id: number; name: string }[]
      today: string
    }
  }
}

declare module '../web/partials.ts' {
  interface Partials {
    'inbox/_first-steps': { steps: FirstStep[] }
  }
}
