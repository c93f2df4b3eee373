import type { Page } from '../web/pages.ts'
import type { WorkRow } from './work.ts'

declare module '../web/pages.ts' {
  interface Views {
    'long-work/progress': Page & {
      work: WorkRow
      going: boolean
      /** Of the tenant's, before this one. */
      ahead: number
      /** Why it came to nothing. */
      said: string | null
    }
  }
}
