import type { SymbolName } from './symbols.ts'
import { RETURNED, UNCONSENTED } from '../../domain/workflow/status.ts'
import { inList } from '../../db/literals.ts'

/** Somebody else's note that the one who asks has not had before their eyes, of the case whose id is given. */
export const unreadNote = (id: string): string => `exists (select from notes n where n.case_id = ${id}
  and n.author_id <> (select app.user_id()) and n.id > coalesce(
    (select r.read_to from note_reads r where r.case_id = ${id} and r.user_id = (select app.user_id())), 0))`

const ID = 'cases.id'
const REJECTED = `status ${inList(RETURNED)}`
const UNREAD = unreadNote(ID)
/** A person who has read all there is of notes has opened them or written them: those cases are few beside the archive. */
const READ = `${ID} in (select r.case_id from note_reads r where r.user_id = (select app.user_id())
  union all select n.case_id from notes n where n.author_id = (select app.user_id()))`

/** The symbols that a trigger keeps beside the case (table case_symbols), each looked up in an index. */
const kept = (symbol: string) =>
  `exists (select from case_symbols s where s.case_id = ${ID} and s.symbol = '${symbol}')`

/** When each symbol shows, as namesOf() in symbols.ts says it, for the database to look for (a test holds them alike). */
export const SYMBOL_CONDITIONS: Record<SymbolName, string> = {
  note: `not ${REJECTED} and ${READ} and not ${UNREAD}`,
  unread: `not ${REJECTED} and ${UNREAD}`,
  rejected: REJECTED,
  'preparation.requested': kept('preparation.requested'),
  'preparation.ongoing': kept('preparation.ongoing'),
  'preparation.done': kept('preparation.done'),
  block: kept('block'),
  'order.created': kept('order.created'),
  'order.released': kept('order.released'),
  'order.reported': kept('order.reported'),
  'order.cancelled': kept('order.cancelled'),
  'order.lacking': kept('order.lacking'),
  'invoicing.not_billable': kept('invoicing.not_billable'),
  'invoicing.quote_sent': kept('invoicing.quote_sent'),
  'invoicing.quote_ordered': kept('invoicing.quote_ordered'),
  'invoicing.invoiced': kept('invoicing.invoiced'),
  'invoicing.paid': kept('invoicing.paid'),
  manual: kept('manual'),
  returned: kept('returned'),
  'service.requested': kept('service.requested'),
  'service.done': kept('service.done'),
  'service.registered': kept('service.registered'),
  removal: `status <> 'cancelled' and ${kept('removal')}`,
  removed: `status = 'cancelled' and ${kept('removal')}`,
  revoked: `consent_revoked_at is not null and status ${inList(UNCONSENTED)}`,
  closed: `status = 'closed'`,
  held: 'hold_reason is not null and hold_until is null',
  heldUntil: 'hold_reason is not null and hold_until is not null',
  transformer: kept('transformer'),
  documented: kept('documented'),
  files: `exists (select from attachments a where a.case_id = ${ID} and a.deleted_at is null)`,
}
