import type { Actor } from '../db/actor.ts'
import type { ColumnHead } from '../lists/columnHeads.ts'
import type { CaseGroup } from '../cases/views.ts'
import type { FirstStep } from './firstSteps.ts'
import type { Page, WithForm } from '../web/pages.ts'

export interface AbsenceRow {
  id: number
  user_id: number
  name: string
  cover_name: string
  from_on: string
  to_on: string
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
