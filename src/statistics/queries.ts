import { localDate, workdaysBetween } from '../calendar/workdays.ts'
import type { Tx } from '../db/actor.ts'
import { workdayCount, type Range } from './range.ts'

// Row security has already left out every other owner's cases and what was never sent. Everything is bounded by the range
// and read by case_events_moves or cases_owner_submitted.

export interface Wanted {
  range: Range
  /** Code of one installation type; null for all. */
  type: string | null
}

export const MONTH = (column: string) => `to_char(${column} at time zone 'Europe/Stockholm', 'YYYY-MM')`
export const SINCE = `cast(cast(:from as date) as timestamp) at time zone 'Europe/Stockholm'`
export const OF_TYPE = `(cast(:type as text) is null or j.type_code = :type)`
export const MOVED = `(e.from_status is distinct from e.to_status or e.action = 'hold')`
const WITH_OWNER = `in ('submitted', 'completed')`

export async function ask<Row>(tx: Tx, sql: string, { range, type }: Wanted, more: object = {}): Promise<Row[]> {
  return (await tx.raw<{ rows: Row[] }>(sql, { from: range.from, type, ...more } as never)).rows
}

export function listTypes(tx: Tx): Promise<{ code: string; name: string }[]> {
  return tx('job_types')
    .whereRaw('configuration_id = (select max(configuration_id) from job_types)')
    .groupBy('type_code', 'type_name')
    .orderByRaw('min(position)')
    .select('type_code as code', 'type_name as name')
}

export interface PerMonth {
  month: string
  n: number
}

/** Cases by the month in which they were first sent. */
export function countInflow(tx: Tx, wanted: Wanted): Promise<PerMonth[]> {
  return ask(
    tx,
    `select ${MONTH('c.submitted_at')} as month, count(*)::int as n
     from cases c join job_types j on j.id = c.job_type_id
     where c.submitted_at >= ${SINCE} and c.submitted_at <= app.now() and ${OF_TYPE} group by 1`,
    wanted,
  )
}

/** How many waited for the owner at the end of each month: today's, taken back through what came and went since. */
export async function countQueue(tx: Tx, wanted: Wanted): Promise<PerMonth[]> {
  const [now] = await ask<{ n: number }>(
    tx,
    `select count(*)::int as n from cases c join job_types j on j.id = c.job_type_id
     where c.status ${WITH_OWNER} and ${OF_TYPE}`,
    wanted,
  )
  const moved = await ask<PerMonth>(
    tx,
    `select ${MONTH('e.at')} as month,
       (count(*) filter (where e.to_status ${WITH_OWNER} and coalesce(e.from_status, '') not ${WITH_OWNER})
        - count(*) filter (where e.from_status ${WITH_OWNER} and e.to_status not ${WITH_OWNER}))::int as n
     from case_events e join cases c on c.id = e.case_id join job_types j on j.id = c.job_type_id
     where e.at >= ${SINCE} and ${MOVED} and ${OF_TYPE} group by 1`,
    wanted,
  )
  const net = new Map(moved.map(({ month, n }) => [month, n]))
  let left = now!.n
  return wanted.range.months
    .toReversed()
    .map((month) => {
      const line = { month, n: left }
      left -= net.get(month) ?? 0
      return line
    })
    .toReversed()
}

export type Party = 'owner' | 'installer' | 'hold'
export const PARTIES: Party[] = ['owner', 'installer', 'hold']

/** Vardagar that cases lay with each party: half of them at most `median`, four of five at most `p80`. */
export interface Times {
  month: string | null
  type: string | null
  n: number
  median: Record<Party, number>
  p80: Record<Party, number>
}

/** Of the cases that were done in the range, from first sending to done; by month, by type and all together. */
export async function measureTimes(tx: Tx, wanted: Wanted): Promise<Times[]> {
  const sums = PARTIES.map((party) => `coalesce(sum(d) filter (where party = '${party}'), 0)::int as ${party}`)
  const share = (p: number) =>
    PARTIES.map((party) => `'${party}', percentile_disc(${p}) within group (order by ${party})`).join(', ')
  return ask(
    tx,
    `with calendar as (select * from unnest(cast(:days as date[]), cast(:counts as int[])) as t (day, n)),
     done as (
       select distinct on (e.case_id) e.case_id, e.id, ${MONTH('e.at')} as month, j.type_name as type
       from case_events e join cases c on c.id = e.case_id join job_types j on j.id = c.job_type_id
       where e.at >= ${SINCE} and ${MOVED} and e.to_status = 'closed' and e.from_status <> 'closed'
         and c.status in ('closed', 'archived') and ${OF_TYPE}
       order by e.case_id, e.id desc),
     steps as (
       select k.case_id, k.month, k.type,
         case when e.action = 'hold' and coalesce((e.details->>'held')::boolean, true) then 'hold'
           when e.to_status ${WITH_OWNER} then 'owner'
           when e.to_status in ('notice_rejected', 'consented', 'completion_rejected') then 'installer' end as party,
         greatest((e.at at time zone 'Europe/Stockholm')::date, cast(:first as date)) as since,
         greatest((lead(e.at) over (partition by k.case_id order by e.id) at time zone 'Europe/Stockholm')::date, cast(:first as date)) as until
       from done k join case_events e on e.case_id = k.case_id and e.id <= k.id and ${MOVED}),
     spent as (
       select k.case_id, k.month, k.type, ${sums.join(', ')}
       from done k left join (
         select s.case_id, s.party, b.n - a.n as d from steps s
         join calendar a on a.day = s.since join calendar b on b.day = s.until) s using (case_id)
       group by k.case_id, k.month, k.type)
     select month, type, count(*)::int as n, jsonb_build_object(${share(0.5)}) as median, jsonb_build_object(${share(0.8)}) as p80
     from spent group by grouping sets ((month), (type), ()) having count(*) > 0 order by month, type collate public.swedish`,
    wanted,
    calendar(tx.now),
  )
}

function calendar(now: Date): object {
  const { days, counts } = workdayCount(now)
  return { days, counts, first: days[0] }
}

export interface Overdue {
  type: string
  n: number
  /** Vardagar past its day, the worst of them. */
  worst: number
}

/** What waits for the owner today and should have been answered. */
export async function countOverdue(tx: Tx, wanted: Wanted): Promise<Overdue[]> {
  const today = localDate(tx.now)
  const rows = await ask<{ type: string; n: number; oldest: string }>(
    tx,
    `select j.type_name as type, count(*)::int as n, min(c.due_on)::text as oldest
     from cases c join job_types j on j.id = c.job_type_id
     where c.status ${WITH_OWNER} and c.due_on < :today and c.hold_reason is null and ${OF_TYPE}
     group by j.type_name order by n desc, j.type_name collate public.swedish`,
    wanted,
    { today },
  )
  return rows.map(({ oldest, ...row }) => ({ ...row, worst: workdaysBetween(oldest, today) }))
}

/** The codes that this owner rejects with, in words: of the newest configuration, and of older ones what is not in it. */
export async function reasonWords(tx: Tx): Promise<Map<string, string>> {
  const lists = (await tx('configurations').orderBy('version').pluck('rejection_reasons')) as {
    code: string
    text: string
  }[][]
  return new Map(lists.flat().map(({ code, text }) => [code, text]))
}
