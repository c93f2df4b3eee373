import type { ColumnHead } from '../lists/columnHeads.ts'
import type { Actor } from '../db/actor.ts'
import type { CaseGroup, CaseLine } from '../cases/views.ts'
import type { Page } from '../web/pages.ts'
import type { Where } from './queries.ts'
import type { Reason } from './reasons.ts'

declare module '../web/pages.ts' {
  interface Views {
    'search/index': Page & {
      q: string
      where: Where
      side: Actor['side']
      hits: { line: CaseLine; reasons: Reason[] }[]
      /** The same lines, for the legend. */
      groups: CaseGroup[]
      columns: ColumnHead[]
      /** '3 träffar', '100+ träffar'; '' before a search. */
      summary: string
      /** Shown instead of hits: how to search, or that there are none. */
      empty: { icon: string; title: string; text: string; action: { href: string; label: string } | null } | null
      nextPage: string | null
    }
  }
}
