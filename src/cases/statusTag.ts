import type { CaseRow } from '../db/rowTypes.ts'
import type { Translate } from '../language/i18n.ts'
import { STATUSES, WAITING } from '../domain/workflow/status.ts'

export interface StatusTag {
  label: string
  tint: string
  icon: string
  /** '(Eva Nordin)' beside För godkännande. */
  detail: string
}

export function statusTag(kase: Pick<CaseRow, 'status' | 'handler_name'>, t: Translate): StatusTag {
  const { label, tint, icon } = STATUSES[kase.status]
  const handled = WAITING.includes(kase.status)
  return { label: t(label), tint, icon, detail: handled && kase.handler_name ? `(${kase.handler_name})` : '' }
}
