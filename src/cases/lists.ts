import type { Actor, Tx } from '../db/actor.ts'
import type { CaseRow } from '../db/rows.ts'
import type { CaseLine } from '../web/pages.ts'
import { eyesOf, turnOf } from './clock.ts'
import { symbolsOf } from './symbols.ts'
import type { Translate } from '../web/i18n.ts'

export const PAGE = 50

/** A row as the lists read it: what a line shows, and whether there are notes and files that the reader may see. */
export type ListRow = CaseRow & { owner_name: string; has_notes: boolean; has_unread: boolean; file_count: number }

/** Where a list goes on: just after this row. */
export interface Cursor {
  at: Date
  id: number
}

export interface Wanted {
  /** A fixed SQL condition of ours, e.g. `status in ('submitted')`; values only as bindings. */
  where: string
  bindings?: (string | number)[]
  q?: string
  after?: Cursor | null
  limit?: number
  order?: 'last_event_at desc, id desc' | 'due_on, id'
}

/** Somebody else's note that the one who asks has not had before their eyes. */
const UNREAD = `exists (select from notes n where n.case_id = c.id and n.author_id <> app.user_id() and n.id > coalesce(
    (select r.read_to from note_reads r where r.case_id = c.id and r.user_id = app.user_id()), 0))`

// Everything but the answers, which can be large. The sub-selects run for the rows of one page, under row level security.
const COLUMNS = `c.id, c.owner_id, c.ref, c.number, c.status, c.flow, c.turn, c.turn_since, c.due_on, c.hold_reason,
  c.hold_until, c.seen_by_installer, c.handler_id, c.handler_name, c.responsible_id, c.responsible_name, c.company_name,
  c.job_name, c.reference, c.title, c.address, c.orderer, c.expected_on, c.last_event_at, c.preparation, c.work_order,
  c.work_order_released, c.invoicing, c.customer_service, c.documented, c.transformer, c.manual, c.rejected_count,
  c.removal_requested, c.facility_count, c.ordered_rows, o.name as owner_name, exists (select from notes n where n.case_id = c.id) as has_notes,
  ${UNREAD} as has_unread,
  (select count(*) from attachments a where a.case_id = c.id and a.deleted_at is null) as file_count`

/** One page of cases, newest event first unless told otherwise; keyset paging on (last_event_at, id). */
export async function listCases(tx: Tx, wanted: Wanted): Promise<ListRow[]> {
  const { where, bindings = [], q = '', after = null, limit = PAGE + 1, order = 'last_event_at desc, id desc' } = wanted
  const conditions = [`(${where})`]
  const values: (string | number | Date)[] = [...bindings]
  if (q !== '') {
    // One concatenation: whatever the person remembers of the case, in any of what its line shows.
    conditions.push(`concat_ws(' ', number, reference, title, address, orderer, job_name, company_name) ilike ?`)
    values.push(`%${q.replace(/[\\%_]/g, '\\$&')}%`)
  }
  if (after) {
    conditions.push('(last_event_at, id) < (?, ?)')
    values.push(after.at, after.id)
  }
  const { rows } = await tx.raw<{ rows: ListRow[] }>(
    `select ${COLUMNS}
     from (select * from cases where ${conditions.join(' and ')} order by ${order} limit ?) c
     join owners o on o.id = c.owner_id
     order by ${order.replace(/(\w+_\w+|\bid\b)/g, 'c.$1')}`,
    [...values, limit],
  )
  return rows
}

/** How many there are, but never counting further than `bound`: menus say '99+', groups '1000+'. */
export async function countCases(tx: Tx, where: string, bindings: (string | number)[], bound = 1000): Promise<number> {
  const { rows } = await tx.raw<{ rows: [{ n: number }] }>(
    `select count(*) as n from (select from cases where ${where} limit ?) c`,
    [...bindings, bound + 1],
  )
  return rows[0].n
}

/** How many active cases stand in each status, in one statement. */
export async function countByStatus(
  tx: Tx,
  where: string,
  bindings: (string | number)[],
): Promise<Map<string, number>> {
  const { rows } = await tx.raw<{ rows: { status: string; n: number }[] }>(
    `select status, count(*) as n from cases where ${where} group by status`,
    bindings,
  )
  return new Map(rows.map((row) => [row.status, row.n]))
}

export function lineOf(row: ListRow, actor: Actor, now: Date, t: Translate): CaseLine {
  return {
    ...row,
    symbols: symbolsOf(row, { notes: row.has_notes, unread: row.has_unread, files: row.file_count }, t),
    whose: turnOf(row, eyesOf(actor), now, t),
  }
}
