import { z } from 'zod'
import type { Actor, Tx } from '../../db/actor.ts'
import { inList } from '../../db/literals.ts'
import { CLOSED, statuses } from '../../domain/workflow/status.ts'
import { HttpError } from '../../web/errors.ts'
import { readCursor, writeCursor } from '../../web/cursors.ts'
import type { Translate } from '../../language/i18n.ts'
import { LONG } from '../../db/timeouts.ts'
import { maskTexts } from '../../text/mask.ts'
import { SUMMARY_COLUMNS, summaryOf, type SummaryRow, type ToldPage } from './tell.ts'

export const ChangesQuery = z.strictObject({
  cursor: z.string().optional().meta({ description: 'Where the call before ended.' }),
  updated_since: z.iso.datetime({ offset: true }).optional().meta({
    description: 'Where to begin without a cursor: what has changed since then.',
    example: '2027-02-03T08:00:00Z',
  }),
  status: z.enum(statuses as [string, ...string[]]).optional(),
  limit: z
    .string()
    .regex(/^([1-9]\d?|100)$/)
    .default('100')
    .meta({ description: '1–100.' }),
})

interface Listed extends SummaryRow {
  owner_code: string
  owner_name: string
  area: string | null
  /** PostgreSQL's own text: a Date would lose the microseconds. */
  at: string
}

/**
 * The time of a change is that of the transaction's beginning, and the change is seen when it is committed: what began
 * before the list was read, and was committed after, is behind the cursor. So the last page's cursor goes back by as long as
 * a transaction can take, and a change may be told twice, never not at all.
 */
const OVERLAP = LONG.statement + LONG.idleInTransaction

/**
 * Cases by when they last changed, the oldest change first; one statement. Two partial indexes hold the open and the closed
 * (cases_owner_open, cases_owner_closed_text and the company's): each is read from the cursor on, and no further than the page.
 */
export async function listChanged(
  tx: Tx,
  actor: Actor,
  query: z.output<typeof ChangesQuery>,
  t: Translate,
): Promise<ToldPage> {
  const limit = Number(query.limit)
  const begun = query.cursor === undefined ? null : readCursor(query.cursor, 'timestamptz', 'bigint', 'timestamptz')
  if (query.cursor !== undefined && !begun) throw new HttpError(400, 'Pekaren (cursor) är ingen av våra.')
  const start = written(new Date(query.updated_since ?? FIRST))
  const [at, id, since] = begun ?? [start, 0, written(tx.now)]
  const columns = SUMMARY_COLUMNS.map((column) => `c.${column}`).join(', ')
  const part = (condition: string) => `(select ${columns}, c.area_id from cases c
    where ${condition}${actor.side === 'owner' ? ' and submitted_at is not null' : ''}
      and (last_event_at, id) > (:at::timestamptz, :id::bigint)${query.status ? ' and status = :status' : ''}
    order by last_event_at, id limit ${limit + 1})`
  const { rows } = await tx.raw<{ rows: Listed[] }>(
    `select c.*, o.code as owner_code, o.name as owner_name, a.code || ' ' || a.name as area,
       to_char(c.last_event_at at time zone 'UTC', 'YYYY-MM-DD HH24:MI:SS.US') || '+00' as at
     from (${part(`status not ${inList(CLOSED)}`)} union all ${part(`status ${inList(CLOSED)}`)}) c
     join owners o on o.id = c.owner_id left join areas a on a.id = c.area_id
     order by c.last_event_at, c.id limit ${limit + 1}`,
    { at, id, ...(query.status && { status: query.status }) } as never,
  )
  const page = rows.slice(0, limit)
  const hasMore = rows.length > limit
  const last = page.at(-1)
  const here: [string, number] = last ? [last.at, last.id] : [at, id]
  const next = hasMore ? [...here, since] : [...earlier(here, since, at, id), written(tx.now)]
  return {
    cases: page.map((row) =>
      // As every list (cases/caseLines.ts): what is typed as text may hold a personal number, a meter's may look like one.
      summaryOf(
        { ...maskTexts(row), meter_number: row.meter_number },
        { owner: { code: row.owner_code, name: row.owner_name }, area: row.area, t },
      ),
    ),
    cursor: writeCursor(next),
    has_more: hasMore,
  }
}

/** Where the next round of questions begins: at the last row, or earlier, but never before this round began. */
function earlier(here: [string, number], since: string, at: string, id: number): [string, number] {
  const back = written(new Date(Date.parse(since.replace(' ', 'T').replace(/\+00$/, 'Z')) - OVERLAP))
  if (here[0] <= back) return here
  return back > at ? [back, 0] : [at, id]
}

const FIRST = Date.parse('0001-01-01T00:00:00Z')

/** '2027-02-03 14:05:06.123+00' */
function written(moment: Date): string {
  // PostgreSQL knows no year 0.
  const [date = '', time = ''] = new Date(Math.max(moment.getTime(), FIRST)).toISOString().split('T')
  return `${date} ${time.replace('Z', '+00')}`
}
