import type { WithForm } from '../web/pages.ts'
import type { Look } from './look.ts'

export interface EntranceViews {
  'entrance/settings': WithForm & { look: Look; address: string }
  'entrance/provider': WithForm & { isSet: boolean; callback: string }
}
