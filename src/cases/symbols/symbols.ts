import type { CaseRow } from '../../db/rowTypes.ts'
import type { Change } from '../../domain/forms/present.ts'
import type { Symbol } from './views.ts'
import type { Translate } from '../../language/i18n.ts'
import { HOLD_REASONS, MARKS, SYMBOLS } from './table.ts'
import { isRevoked, RETURNED } from '../../domain/workflow/status.ts'

export { HOLD_REASONS, MARKS, SYMBOLS } from './table.ts'

type Marked = Pick<
  CaseRow,
  | 'status'
  | 'preparation'
  | 'work_order'
  | 'work_order_released'
  | 'invoicing'
  | 'customer_service'
  | 'documented'
  | 'transformer'
  | 'manual'
  | 'rejected_count'
  | 'removal_requested'
  | 'consent_revoked_at'
  | 'hold_reason'
  | 'hold_until'
  | 'facility_count'
  | 'ordered_rows'
>

/** What a reader may know of beside the row: counted under row level security, so an internal note shows to its side alone. */
export interface Seen {
  notes: boolean
  /** Somebody else's note, newer than what the reader has read. */
  unread: boolean
  files: number
}

export type SymbolName = keyof typeof SYMBOLS

/** The symbols of a case: the one place that says when each shows. */
export function symbolsOf(kase: Marked, seen: Seen, t: Translate): Symbol[] {
  return namesOf(kase, seen).map((name) => {
    const { icon, tone, title } = SYMBOLS[name]
    return { icon, tone, title: t(title, paramsOf(name, kase, seen, t)) }
  })
}

/** Of a group of states at most one shows, but for work orders, where some can be lacking beside. */
export function namesOf(kase: Marked, seen: Seen): SymbolName[] {
  const rejected = RETURNED.includes(kase.status)
  const names: (SymbolName | false)[] = [
    rejected ? 'rejected' : seen.unread ? 'unread' : seen.notes && 'note',
    kase.preparation !== null && `preparation.${kase.preparation}`,
    kase.facility_count > 1 && 'block',
    kase.work_order !== null && orderOf(kase.work_order, kase.work_order_released),
    lacksOrders(kase) && 'order.lacking',
    kase.invoicing !== null && `invoicing.${kase.invoicing}`,
    kase.manual && 'manual',
    kase.rejected_count > 0 && 'returned',
    kase.customer_service !== null && `service.${kase.customer_service}`,
    kase.removal_requested && (kase.status === 'cancelled' ? 'removed' : 'removal'),
    isRevoked(kase) && 'revoked',
    kase.status === 'closed' && 'closed',
    kase.hold_reason !== null && (kase.hold_until === null ? 'held' : 'heldUntil'),
    kase.transformer && 'transformer',
    kase.documented && 'documented',
    seen.files > 0 && 'files',
  ]
  return names.filter((name) => name !== false)
}

function orderOf(order: NonNullable<CaseRow['work_order']>, released: boolean): SymbolName {
  return order === 'created' && released ? 'order.released' : `order.${order}`
}

/** Some of the facilities of a block have an order and some have none. */
function lacksOrders({ facility_count: count, ordered_rows: ordered }: Marked): boolean {
  return count > 1 && ordered.length > 0 && ordered.length < count
}

function paramsOf(
  name: SymbolName,
  kase: Marked,
  seen: Seen,
  t: Translate,
): Record<string, string | number> | undefined {
  if (name === 'returned') return { n: kase.rejected_count }
  if (name === 'files') return { n: seen.files }
  if (kase.hold_reason === null || (name !== 'held' && name !== 'heldUntil')) return undefined
  return { reason: t(HOLD_REASONS[kase.hold_reason]), date: kase.hold_until ?? '' }
}

type SetByHand = Pick<CaseRow, 'transformer_by_hand'>

/** What a setting of symbols by hand changes, old beside new, for the log. */
export function markChanges(before: Marked & SetByHand, after: Partial<Marked & SetByHand>): Change[] {
  const groups = (Object.keys(MARKS) as (keyof typeof MARKS)[]).map((key) => {
    if (after[key] === undefined) return { key, label: MARKS[key].label, from: '', to: '' }
    const states: Record<string, string> = MARKS[key].states
    const inWords = (state: string | null | undefined) => (state ? states[state]! : '')
    return { key, label: MARKS[key].label, from: inWords(before[key]), to: inWords(after[key]) }
  })
  const yesNo = (said: boolean) => (said ? 'Ja' : 'Nej')
  const documented = { from: yesNo(before.documented), to: yesNo(after.documented ?? before.documented) }
  const said = (state: boolean | null) => (state === null ? '' : yesNo(state))
  const { transformer_by_hand: by = before.transformer_by_hand } = after
  return [
    ...groups,
    { key: 'documented', label: 'Dokumenterat', ...documented },
    { key: 'transformer_by_hand', label: 'Trafo', from: said(before.transformer_by_hand), to: said(by) },
  ].filter(({ from, to }) => from !== to)
}
