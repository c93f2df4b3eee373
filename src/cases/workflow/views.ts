import type { CaseRow } from '../../db/rowTypes.ts'
import type { Move } from '../../domain/workflow/status.ts'
import type { WithForm } from '../../web/pages.ts'
import type { MoveConflict } from '../page/views.ts'
import type { ReadyText } from '../page/standardTexts.ts'

declare module '../../web/pages.ts' {
  interface Views {
    'cases/move': WithForm & {
      kase: CaseRow
      move: Move
      label: string
      text: string
      grave: boolean
      needsReason: boolean
      /** For a text: the reason, or one that may be left out. */
      asks: boolean
      /** Why it cannot be done as the case stands: there is no button to press. */
      why: string | null
      colleagues: { id: number; name: string }[]
      texts: ReadyText[]
      present: string | null
      conflict: MoveConflict | null
    }
  }
}
