import { localDate, workdaysBetween } from '../domain/calendar/workdays.ts'
import type { Tx } from '../db/actor.ts'
import { monthsUntil } from './range.ts'
import { AMONG, rowsWanted, MONTH, MOVED, SINCE, UNTIL, WITH_OWNER, type Wanted } from './wanted.ts'
import { CLOSED, RETURNED } from '../domain/workflow/status.ts'
import { inList } from '../db/literals.ts'

export interface PerMonth {
  month: string
  n: number
}

/** Cases by month of first sending. */
export function countInflow(tx: Tx, wanted: Wanted): Promise<PerMonth[]> {
  return rowsWanted(
    tx,
    `select ${MONTH('c.submitted_at')} as month, count(*)::int as n
     from cases c join job_types j on j.id = c.job_type_id
     where c.submitted_at >= ${SINCE} and c.submitted_at < ${UNTIL} and c.submitted_at <= app.now() and ${AMONG} group by 1`,
    wanted,
  )
}

/** Queue length at the end of each month, computed backwards from today's through what came and went since. */
export async function countQueue(tx: Tx, wanted: Wanted): Promise<PerMonth[]> {
  const [now] = await rowsWanted<{ n: number }>(
    tx,
    `select count(*)::int as n from cases c join job_types j on j.id = c.job_type_id
     where c.status ${WITH_OWNER} and ${AMONG}`,
    wanted,
  )
  const moved = await rowsWanted<PerMonth>(
    tx,
    `select ${MONTH('e.at')} as month,
       (count(*) filter (where e.to_status ${WITH_OWNER} and coalesce(e.from_status, '') not ${WITH_OWNER})
        - count(*) filter (where e.from_status ${WITH_OWNER} and e.to_status not ${WITH_OWNER}))::int as n
     from case_events e join cases c on c.id = e.case_id join job_types j on j.id = c.job_type_id
     where e.at >= ${SINCE} and ${MOVED} and ${AMONG} group by 1`,
    wanted,
  )
  const net = new Map(moved.map(({ month, n }) => [month, n]))
  let left = now!.n
  const { months } = wanted.range
  return monthsUntil(tx.now, months[0]!)
    .toReversed()
    .map((month) => {
      const line = { month, n: left }
      left -= net.get(month) ?? 0
      return line
    })
    .filter(({ month }) => months.includes(month))
    .toReversed()
}

export interface Overdue {
  type: string
  n: number
  /** Vardagar past the due date, the maximum. */
  worst: number
}

/** Overdue cases: they wait for the owner today, past their due date. */
export async function countOverdue(tx: Tx, wanted: Wanted): Promise<Overdue[]> {
  const today = localDate(tx.now)
  const rows = await rowsWanted<{ type: string; n: number; oldest: string }>(
    tx,
    `select j.type_name as type, count(*)::int as n, min(c.due_on)::text as oldest
     from cases c join job_types j on j.id = c.job_type_id
     where c.status ${WITH_OWNER} and c.due_on < :today and c.hold_reason is null and ${AMONG}
     group by j.type_name order by n desc, j.type_name collate public.swedish`,
    wanted,
    { today },
  )
  return rows.map(({ oldest, ...row }) => ({ ...row, worst: workdaysBetween(oldest, today) }))
}

/** Today's numbers, independent of the selected period. */
export interface Now {
  waiting: number
  late: number
  held: number
  returned: number
}

export async function countNow(tx: Tx, wanted: Wanted): Promise<Now> {
  const [row] = await rowsWanted<Now>(
    tx,
    `select count(*) filter (where c.status ${WITH_OWNER})::int as waiting,
       count(*) filter (where c.status ${WITH_OWNER} and c.hold_reason is null and c.due_on < :today)::int as late,
       count(*) filter (where c.hold_reason is not null)::int as held,
       count(*) filter (where c.status ${inList(RETURNED)})::int as returned
     from cases c join job_types j on j.id = c.job_type_id
     where c.status not ${inList(CLOSED)} and c.submitted_at is not null and ${AMONG}`,
    wanted,
    { today: localDate(tx.now) },
  )
  return row!
}

/** Texts of the owner's rejection codes: from the newest configuration that has each code. */
export async function reasonWords(tx: Tx): Promise<Map<string, string>> {
  const lists = (await tx('configurations').orderBy('version').pluck('rejection_reasons')) as {
    code: string
    text: string
  }[][]
  return new Map(lists.flat().map(({ code, text }) => [code, text]))
}
