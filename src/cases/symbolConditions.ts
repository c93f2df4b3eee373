import type { SymbolName } from './symbols.ts'

/** Somebody else's note that the one who asks has not had before their eyes, of the case whose id is given. */
export const unreadNote = (id: string): string => `exists (select from notes n where n.case_id = ${id}
  and n.author_id <> app.user_id() and n.id > coalesce(
    (select r.read_to from note_reads r where r.case_id = ${id} and r.user_id = app.user_id()), 0))`

const ID = 'cases.id'
const REJECTED = `status in ('notice_rejected', 'completion_rejected')`
const NOTED = `exists (select from notes n where n.case_id = ${ID})`
const UNREAD = unreadNote(ID)

/** When each symbol shows, as namesOf() in symbols.ts says it, for the database to look for (a test holds them alike). */
export const SYMBOL_CONDITIONS: Record<SymbolName, string> = {
  note: `not ${REJECTED} and ${NOTED} and not ${UNREAD}`,
  unread: `not ${REJECTED} and ${UNREAD}`,
  rejected: REJECTED,
  'preparation.requested': `preparation = 'requested'`,
  'preparation.ongoing': `preparation = 'ongoing'`,
  'preparation.done': `preparation = 'done'`,
  block: 'facility_count > 1',
  'order.created': `work_order = 'created' and not work_order_released`,
  'order.released': `work_order = 'created' and work_order_released`,
  'order.reported': `work_order = 'reported'`,
  'order.cancelled': `work_order = 'cancelled'`,
  'order.lacking': 'cardinality(ordered_rows) between 1 and facility_count - 1',
  'invoicing.not_billable': `invoicing = 'not_billable'`,
  'invoicing.quote_sent': `invoicing = 'quote_sent'`,
  'invoicing.quote_ordered': `invoicing = 'quote_ordered'`,
  'invoicing.invoiced': `invoicing = 'invoiced'`,
  'invoicing.paid': `invoicing = 'paid'`,
  manual: 'manual',
  returned: 'rejected_count > 0',
  'service.requested': `customer_service = 'requested'`,
  'service.done': `customer_service = 'done'`,
  'service.registered': `customer_service = 'registered'`,
  removal: `removal_requested and status <> 'cancelled'`,
  removed: `removal_requested and status = 'cancelled'`,
  closed: `status = 'closed'`,
  held: 'hold_reason is not null and hold_until is null',
  heldUntil: 'hold_reason is not null and hold_until is not null',
  transformer: 'transformer',
  documented: 'documented',
  files: `exists (select from attachments a where a.case_id = ${ID} and a.deleted_at is null)`,
}
