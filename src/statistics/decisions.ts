import type { Tx } from '../db/actor.ts'
import { ask, MONTH, MOVED, OF_TYPE, SINCE, type Wanted } from './queries.ts'

const DECISIONS = `('approve', 'approveAndClose', 'autoApprove', 'acceptCompletion', 'reject', 'rejectCompletion')`

/** Nobody has taken it back (Ångra). */
const STANDS = `not exists (select from case_events u where u.case_id = e.case_id and u.action = 'undo' and (u.details->>'undoes')::bigint = e.id)`

/** Decisions and how many of them sent the case back, by month, company, job type or all together. */
export interface Decided {
  month: string | null
  company: string | null
  job: string | null
  n: number
  rejected: number
  /** Reason codes and how often each was given. */
  reasons: Record<string, number>
}

interface Key {
  month: string | null
  company_id: number | null
  company: string | null
  job: string | null
}

export async function countDecisions(tx: Tx, wanted: Wanted): Promise<Decided[]> {
  const from = `from case_events e join cases c on c.id = e.case_id join job_types j on j.id = c.job_type_id
     cross join lateral (select ${MONTH('e.at')} as month, coalesce(c.company_id, 0) as company_id, c.company_name as company,
       c.job_name as job, e.action in ('reject', 'rejectCompletion') as rejected) d
     where e.at >= ${SINCE} and ${MOVED} and e.action in ${DECISIONS} and ${OF_TYPE} and ${STANDS}`
  const counted = await ask<Key & Pick<Decided, 'n' | 'rejected'>>(
    tx,
    `select d.month, d.company_id, d.company, d.job, count(*)::int as n, count(*) filter (where d.rejected)::int as rejected
     ${from}
     group by grouping sets ((d.month), (d.company_id, d.company), (d.job), ()) having count(*) > 0
     order by n desc, d.company collate public.swedish, d.job collate public.swedish`,
    wanted,
  )
  const given = await ask<Key & { code: string; n: number }>(
    tx,
    `select g.month, g.company_id, g.company, g.job, code, count(*)::int as n
     from (select d.*, e.details ${from} and d.rejected) g, jsonb_array_elements_text(coalesce(g.details->'codes', '[]')) code
     group by grouping sets ((g.month, code), (g.company_id, g.company, code), (g.job, code), (code))`,
    wanted,
  )
  const reasons = new Map<string, Record<string, number>>()
  for (const { code, n, ...key } of given) reasons.set(keyOf(key), { ...reasons.get(keyOf(key)), [code]: n })
  return counted.map(({ month, company, job, n, rejected, company_id }) => ({
    month,
    company,
    job,
    n,
    rejected,
    reasons: reasons.get(keyOf({ month, company_id, company, job })) ?? {},
  }))
}

function keyOf({ month, company_id, company, job }: Key): string {
  return JSON.stringify([month, company_id, company, job])
}
