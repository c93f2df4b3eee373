import type { Page, WithForm } from '../web/pages.ts'
import type { Team } from './queries.ts'

interface Choice {
  id: number
  label: string
}

export interface TeamViews {
  'teams/list': Page & { teams: Team[] }
  'teams/edit': WithForm & { team: { id: number; name: string } | null; areas: Choice[]; people: Choice[] }
}
