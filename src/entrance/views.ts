import type { WithForm } from '../web/pages.ts'

export interface EntranceViews {
  'entrance/provider': WithForm & { isSet: boolean; callback: string }
}
