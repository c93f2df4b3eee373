import type { Form, Page } from '../web/pages.ts'
import type { BulkDeed } from './actions.ts'
import type { Outcome } from './run.ts'

/** What is asked before it can be shown what will happen: drawn as any field. */
export interface AskedField {
  key: string
  label: string
  type: 'choice' | 'date' | 'text' | 'longText'
  /** In the reader's words already. */
  options?: { value: string; label: string }[]
  help?: string
}

declare module '../web/pages.ts' {
  interface Views {
    'bulk/ask': Page & {
      deed: BulkDeed
      back: string
      refs: string[]
      /** As posted on: the reference, with the version once it has been shown what will happen. */
      chosen: string[]
      count: number
      fields: AskedField[]
      carried: [name: string, value: string][]
      form: Form
      /** What will happen with each; null until it is said what to do. */
      outcomes: Outcome[] | null
      key: string
    }
    'bulk/done': Page & {
      id: string
      back: string
      /** How many were chosen: fewer are told of while it is still going on. */
      total: number
      outcomes: Outcome[]
      /** What was taken back, and what stands because somebody has touched it since. */
      undone: Outcome[] | null
      /** For how long it can be taken back; null: no longer, or it has been. */
      seconds: number | null
    }
  }
}

declare module '../web/partials.ts' {
  interface Partials {
    'partials/bulk-bar': { back: string }
  }
}
