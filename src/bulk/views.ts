import type { Page } from '../web/pages.ts'
import type { Deed } from '../domain/workflow/status.ts'
import type { Outcome } from './run.ts'

export interface MarkChoice {
  name: string
  label: string
  value: string
  options: { value: string; label: string }[]
}

declare module '../web/pages.ts' {
  interface Views {
    'bulk/ask': Page & {
      deed: Deed
      back: string
      refs: string[]
      /** As posted on: the reference, with the version once it has been shown what will happen. */
      chosen: string[]
      count: number
      people: { id: number; name: string }[]
      marks: MarkChoice[]
      handler: number | null
      /** What will happen with each; null until it is said what to do. */
      outcomes: Outcome[] | null
    }
    'bulk/done': Page & {
      back: string
      deed: Deed
      outcomes: Outcome[]
      /** Names what was done, and for how long it can be taken back. */
      batch: string
      seconds: number
    }
    'bulk/undone': Page & { back: string; outcomes: Outcome[] }
  }
}

declare module '../web/partials.ts' {
  interface Partials {
    'partials/bulk-bar': { back: string }
  }
}
