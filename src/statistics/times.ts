import type { Tx } from '../db/actor.ts'
import { workdayCount } from './range.ts'
import { AMONG, rowsWanted, MONTH, MOVED, SINCE, UNTIL, WITH_OWNER, type Wanted } from './wanted.ts'
import { FINISHED, WITH_INSTALLER } from '../domain/workflow/status.ts'
import { inList } from '../db/literals.ts'

export type Party = 'owner' | 'installer' | 'hold'
export const PARTIES: Party[] = ['owner', 'installer', 'hold']

/** Vardagar that cases waited for each party: median and 80th percentile. */
export interface Times {
  month: string | null
  type: string | null
  job: string | null
  /** Code of the type or job type; null for the total. */
  code: string | null
  n: number
  median: Record<Party, number>
  p80: Record<Party, number>
}

/** Cases completed in the range, from first sending to completion; by month, by type and job type, by both, and in total (grouping sets). */
export async function measureTimes(tx: Tx, wanted: Wanted): Promise<Times[]> {
  const sums = PARTIES.map((party) => `coalesce(sum(d) filter (where party = '${party}'), 0)::int as ${party}`)
  const share = (p: number) =>
    PARTIES.map((party) => `'${party}', percentile_disc(${p}) within group (order by ${party})`).join(', ')
  return rowsWanted(
    tx,
    `with done as (
       select distinct on (e.case_id) e.case_id, e.id, ${MONTH('e.at')} as month, j.type_name as type, j.type_code, j.name as job, j.code as job_code
       from case_events e join cases c on c.id = e.case_id join job_types j on j.id = c.job_type_id
       where e.at >= ${SINCE} and e.at < ${UNTIL} and ${MOVED} and e.to_status = 'closed' and e.from_status <> 'closed'
         and c.status ${inList(FINISHED)} and ${AMONG}
       order by e.case_id, e.id desc),
     steps as (
       select k.*,
         case when e.action = 'hold' and coalesce((e.details->>'held')::boolean, true) then 'hold'
           when e.to_status ${WITH_OWNER} then 'owner'
           when e.to_status ${inList(WITH_INSTALLER)} then 'installer' end as party,
         greatest((e.at at time zone 'Europe/Stockholm')::date, cast(:first as date)) as since,
         greatest((lead(e.at) over (partition by k.case_id order by e.id) at time zone 'Europe/Stockholm')::date, cast(:first as date)) as until
       from done k join case_events e on e.case_id = k.case_id and e.id <= k.id and ${MOVED}),
     spent as (
       select case_id, month, type, type_code, job, job_code, ${sums.join(', ')}
       from (select *, ${workdays('until')} - ${workdays('since')} as d from steps) s
       group by case_id, month, type, type_code, job, job_code)
     select month, type, job, coalesce(type_code, job_code) as code, count(*)::int as n, jsonb_build_object(${share(0.5)}) as median, jsonb_build_object(${share(0.8)}) as p80
     from spent group by grouping sets ((month), (type, type_code), (job, job_code), (month, type, type_code), (month, job, job_code), ())
     having count(*) > 0 order by month, n desc, type collate public.swedish, job collate public.swedish`,
    wanted,
    calendar(tx.now),
  )
}

/** SQL: cumulative vardagar of a day, by array index into the counts of calendar(), without a search. */
export function workdays(day: string): string {
  return `(cast(:counts as int[]))[${day} - cast(:first as date) + 1]`
}

export function calendar(now: Date): object {
  const { days, counts } = workdayCount(now)
  return { counts, first: days[0] }
}
