import { alertInWords, quoteOf, type Said } from '../alerts/words.ts'
import type { Actor, Tx } from '../db/actor.ts'
import type { StatementOptions } from '../db/prepared.ts'
import type { CaseRow } from '../db/rowTypes.ts'
import type { CaseLine } from './views.ts'
import { eyesOf, turnOf } from './page/turn.ts'
import { statusTag } from './statusTag.ts'
import { promoted } from './workflow/denormalised.ts'
import { cut } from '../text/cut.ts'
import { maskPersonalNumbers, maskTexts } from '../text/mask.ts'
import { unreadNote } from './symbols/conditions.ts'
import { symbolsOf } from './symbols/symbols.ts'
import { PROPOSAL_COLUMN } from './workflow/proposalsInLists.ts'
import type { Translate } from '../language/i18n.ts'

export const LINES_PER_PAGE = 50

/** A row as the lists read it: what a line shows, and whether there are notes and files that the reader may see. */
export type ListRow = CaseRow & {
  owner_name: string
  owner_gone: boolean
  has_notes: boolean
  has_unread: boolean
  file_count: number
  /** The part of the reader's inbox in which it waits for them; null: it does not. */
  waits: string | null
  /** What the reader is told of it and has not opened. */
  alert: Said | null
  /** A consent that waits for a second person; null to the installer. */
  proposal: CaseLine['proposal']
  /** What the company has written of its notice and not sent; null to the owner, who cannot read it. */
  rewritten: CaseRow['notice'] | null
}

export interface Wanted {
  /** A fixed SQL condition of ours, e.g. `status in ('submitted')`; values only as bindings. */
  where: string
  bindings?: (string | number)[]
  limit?: number
  order?: 'last_event_at desc, id desc' | 'due_on, id'
}

/** What the reader is told of it: what has happened before what is only reminded of. */
const ALERT = `(select json_build_object('kind', a.kind, 'about', a.about, 'words', a.words, 'words_by', a.words_by) from alerts a
  where a.case_id = c.id and a.user_id = (select app.user_id()) and a.opened_at is null
  order by a.kind in ('deviation', 'proposal', 'left') desc, a.id desc limit 1)`

// Everything but the answers, which can be large. The sub-selects run for the rows of one page, under row level security.
const COLUMNS = `c.id, c.owner_id, c.ref, c.number, c.status, c.flow, c.turn, c.turn_since, c.due_on, c.hold_reason,
  c.hold_until, c.seen_by_installer, c.handler_id, c.handler_name, c.responsible_id, c.responsible_name, c.company_name,
  c.job_name, c.reference, c.title, c.address, c.orderer, c.expected_on, c.last_event_at, c.preparation, c.work_order,
  c.work_order_released, c.invoicing, c.customer_service, c.documented, c.transformer, c.manual, c.rejected_count,
  c.removal_requested, c.consent_revoked_at, c.consent_valid_to, c.facility_count, c.ordered_rows, c.facility_id, c.meter_number, w.part as waits, ${ALERT} as alert, o.name as owner_name,
  o.deactivated_at is not null as owner_gone,
  exists (select from notes n where n.case_id = c.id) as has_notes, ${unreadNote('c.id')} as has_unread,
  (select count(*) from attachments a where a.case_id = c.id and a.deleted_at is null) as file_count`

const OWNERS = `${PROPOSAL_COLUMN}, null as rewritten`
const INSTALLERS = `null as proposal, (select u.notice from unsent_answers u where u.case_id = c.id) as rewritten`

/** The first of the cases that suit, newest event first unless told otherwise. */
export async function listCases(tx: Tx, side: Actor['side'], wanted: Wanted): Promise<ListRow[]> {
  const { where, bindings = [], limit = LINES_PER_PAGE + 1, order = 'last_event_at desc, id desc' } = wanted
  const found = `select *, row_number() over (order by ${order}) as place from cases where ${where} order by ${order} limit ?`
  return readCaseLines(tx, side, found, [...bindings, limit])
}

/** Whole lines for the rows that `found` selects from cases, in the order of its column `place`. */
export async function readCaseLines<Row extends ListRow = ListRow>(
  tx: Tx,
  side: Actor['side'],
  found: string,
  bindings: (string | number)[] | Record<string, string | number | string[]>,
  { more = '', options = {} }: { more?: string; options?: StatementOptions } = {},
): Promise<Row[]> {
  const { rows } = await tx
    .raw<{ rows: Row[] }>(
      `with c as materialized (${found})
       select ${COLUMNS}, ${side === 'owner' ? OWNERS : INSTALLERS}${more} from c join owners o on o.id = c.owner_id
         left join app.waiting_parts(array(select id from c)) w on w.case_id = c.id order by c.place`,
      bindings as never,
    )
    .options(options)
  return rows.map((row) => (row.rewritten ? { ...row, ...ownWords(row.rewritten) } : row))
}

/**
 * Its own company reads of a returned case what it says now, and not what is about to be replaced. The line alone does:
 * lists are ordered, grouped by expected day and searched by the columns, which hold what was sent, for the company too.
 * Its newer words would have to stand in columns of their own (place, orderer, day, the text that is searched), the day in
 * an index of its own, and each of those orders, groups and searches be written once for each side: too much for the few
 * cases of which such a word is another while they are returned, until they are sent again.
 */
function ownWords(notice: CaseRow['notice']) {
  const { transformer: _, ...words } = promoted(notice, '')
  return words
}

function toldOf(alert: Said, row: ListRow, t: Translate): string {
  const quote = quoteOf(alert)
  return maskPersonalNumbers(
    [alertInWords(alert, row, t), quote ? `”${cut(quote.text, 200)}”` : ''].filter(Boolean).join(' '),
  )
}

/** How many there are, but never counting further than `bound`: menus say '99+', groups '1000+'. */
export async function countCases(tx: Tx, where: string, bindings: (string | number)[], bound = 1000): Promise<number> {
  const { rows } = await tx.raw<{ rows: [{ n: number }] }>(
    `select count(*) as n from (select from cases where ${where} limit ?) c`,
    [...bindings, bound + 1],
  )
  return rows[0].n
}

/** Personal numbers are masked here, for every list, search result and exported file; a meter's number may look like one. */
export function lineOf(row: ListRow, actor: Actor, now: Date, t: Translate): CaseLine {
  return {
    ...maskTexts(row),
    meter_number: row.meter_number,
    ...('answers' in row && { answers: row.answers as NonNullable<CaseLine['answers']> }),
    tag: statusTag(row, t),
    told: row.alert && toldOf(row.alert, row, t),
    symbols: symbolsOf(row, { notes: row.has_notes, unread: row.has_unread, files: row.file_count }, t),
    whose: turnOf(row, eyesOf(actor), now, t),
  }
}
