import type { Page, WithForm } from '../web/pages.ts'
import type { Team } from './queries.ts'

export interface Choice {
  id: number
  label: string
}

declare module '../web/pages.ts' {
  interface Views {
    'teams/list': Page & { teams: Team[] }
    'teams/edit': WithForm & { team: { id: number; name: string } | null; areas: Choice[]; people: Choice[] }
  }
}
