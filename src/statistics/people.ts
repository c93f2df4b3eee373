import type { Tx } from '../db/actor.ts'
import { inList } from '../db/literals.ts'
import { localDate } from '../domain/calendar/workdays.ts'
import { USUAL } from '../domain/forms/terms.ts'
import { DECISIONS } from '../domain/workflow/status.ts'
import { STANDS } from '../cases/workflow/queries.ts'
import { calendar, workdays } from './times.ts'
import { AMONG, MOVED, rowsWanted, SINCE, UNTIL, WITH_OWNER, type Wanted } from './wanted.ts'

/** What a handläggare, or a team's areas, decided in the range and on time, and what lies there now. */
export interface Load {
  by: 'person' | 'team'
  /** null: decided by a rule, taken by nobody, in no team's area. */
  id: number | null
  name: string | null
  decided: number
  onTime: number
  waiting: number
  late: number
}

/** SQL: the days that the owner had, by the case's own version (domain/forms/terms.ts). */
const DAYS = `case when e.from_status = 'completed'
    then coalesce((j.definition->'terms'->>'completionDays')::int, ${USUAL.completionDays})
    else coalesce((j.definition->'terms'->>'decisionDays')::int, ${USUAL.decisionDays}) end`

/** SQL: the cases that wait for the owner. */
const WAITING_NOW = `select c.handler_id, c.handler_name, c.area_id,
    (c.hold_reason is null and c.due_on < :today)::int as late
  from cases c join job_types j on j.id = c.job_type_id where c.status ${WITH_OWNER} and ${AMONG}`

/**
 * On time: the vardagar from when the case came to the owner to the decision, those on hold left out, are no more than were
 * promised. Where the clock goes on after a return with what was left (restart 'remaining'), all rounds count.
 */
const DECIDED = `with decided as (
    select e.id, e.case_id, e.at, e.actor_id, e.actor_name, e.from_status as station, c.area_id, ${DAYS} as days,
      coalesce(j.definition->'terms'->>'restart', '${USUAL.restart}') = 'remaining' as goes_on
    from case_events e join cases c on c.id = e.case_id join job_types j on j.id = c.job_type_id
    where e.at >= ${SINCE} and e.at < ${UNTIL} and ${MOVED} and e.action ${inList(DECISIONS)} and ${AMONG} and ${STANDS}),
  steps as (
    select k.id as decision, e.id, e.action,
      e.to_status = k.station and e.from_status is distinct from k.station and e.action <> 'undo' as comes,
      e.to_status = k.station and not (e.action = 'hold' and coalesce((e.details->>'held')::boolean, true)) as counts,
      greatest((e.at at time zone 'Europe/Stockholm')::date, cast(:first as date)) as since,
      greatest((coalesce(lead(e.at) over (partition by k.id order by e.id), k.at) at time zone 'Europe/Stockholm')::date, cast(:first as date)) as until
    from decided k join case_events e on e.case_id = k.case_id and e.id < k.id and ${MOVED}),
  spent as (
    select k.id, k.actor_id, k.actor_name, k.area_id, k.days, coalesce(sum(${workdays('s.until')} - ${workdays('s.since')})
        filter (where s.counts and (k.goes_on or s.id >= (select max(b.id) from steps b where b.decision = k.id and b.comes))), 0) as taken
    from decided k left join steps s on s.decision = k.id
    group by k.id, k.actor_id, k.actor_name, k.area_id, k.days)`

export async function countLoad(tx: Tx, wanted: Wanted): Promise<Load[]> {
  const more = { today: localDate(tx.now), ...calendar(tx.now) }
  const people = await rowsWanted<Load>(
    tx,
    `${DECIDED}, now as (${WAITING_NOW}), per as (
       select actor_id as id, max(actor_name) as name, count(*)::int as decided, count(*) filter (where taken <= days)::int as ok, 0 as waiting, 0 as late
       from spent group by actor_id
       union all select handler_id, max(handler_name), 0, 0, count(*)::int, sum(late)::int from now group by handler_id)
     select 'person' as by, id, case when id is not null then max(name) end as name, sum(decided)::int as decided, sum(ok)::int as "onTime",
       sum(waiting)::int as waiting, sum(late)::int as late
     from per group by id order by id is null, max(name) collate public.swedish`,
    wanted,
    more,
  )
  const teams = await rowsWanted<Load>(
    tx,
    `${DECIDED}, now as (${WAITING_NOW}), per as (
       select x.team_id as id, count(*)::int as decided, count(*) filter (where taken <= days)::int as ok, 0 as waiting, 0 as late
       from spent s left join team_areas x on x.area_id = s.area_id group by x.team_id
       union all select x.team_id, 0, 0, count(*)::int, sum(n.late)::int from now n left join team_areas x on x.area_id = n.area_id group by x.team_id)
     select 'team' as by, t.id, t.name, coalesce(sum(decided), 0)::int as decided, coalesce(sum(ok), 0)::int as "onTime",
       coalesce(sum(waiting), 0)::int as waiting, coalesce(sum(late), 0)::int as late
     from per full join teams t on t.id = per.id group by t.id, t.name order by t.id is null, t.name collate public.swedish`,
    wanted,
    more,
  )
  // Without teams there is nothing to tell by team.
  return [...people, ...(teams.some(({ id }) => id !== null) ? teams : [])]
}

/** In whole percent; null where nothing was decided. */
export function onTimeShare({ decided, onTime }: Pick<Load, 'decided' | 'onTime'>): number | null {
  return decided === 0 ? null : Math.round((100 * onTime) / decided)
}
