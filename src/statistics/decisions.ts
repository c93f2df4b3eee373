import { STANDS } from '../cases/workflow/queries.ts'
import type { Tx } from '../db/actor.ts'
import { inList } from '../db/literals.ts'
import { DECISIONS, REJECTIONS } from '../domain/workflow/status.ts'
import { AMONG, rowsWanted, MONTH, MOVED, SINCE, UNTIL, type Wanted } from './wanted.ts'

/** Decisions and rejections, by month, company, job type, company and job type, and in total (grouping sets). */
export interface Decided {
  month: string | null
  company: string | null
  companyId: number | null
  job: string | null
  jobCode: string | null
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
  job_code: string | null
}

export async function countDecisions(tx: Tx, wanted: Wanted): Promise<Decided[]> {
  const from = `from case_events e join cases c on c.id = e.case_id join job_types j on j.id = c.job_type_id
     cross join lateral (select ${MONTH('e.at')} as month, coalesce(c.company_id, 0) as company_id, c.company_name as company,
       c.job_name as job, j.code as job_code, e.action ${inList(REJECTIONS)} as rejected) d
     where e.at >= ${SINCE} and e.at < ${UNTIL} and ${MOVED} and e.action ${inList(DECISIONS)} and ${AMONG} and ${STANDS}`
  const counted = await rowsWanted<Key & Pick<Decided, 'n' | 'rejected'>>(
    tx,
    `select d.month, d.company_id, d.company, d.job, d.job_code, count(*)::int as n, count(*) filter (where d.rejected)::int as rejected
     ${from}
     group by grouping sets ((d.month), (d.company_id, d.company), (d.job, d.job_code),
       (d.company_id, d.company, d.job, d.job_code), ()) having count(*) > 0
     order by n desc, d.company collate public.swedish, d.job collate public.swedish`,
    wanted,
  )
  const given = await rowsWanted<Key & { code: string; n: number }>(
    tx,
    `select g.month, g.company_id, g.company, g.job, g.job_code, code, count(*)::int as n
     from (select d.*, e.details ${from} and d.rejected) g, jsonb_array_elements_text(coalesce(g.details->'codes', '[]')) code
     group by grouping sets ((g.month, code), (g.company_id, g.company, code), (g.job, g.job_code, code),
       (g.company_id, g.company, g.job, g.job_code, code), (code))`,
    wanted,
  )
  const reasons = new Map<string, Record<string, number>>()
  for (const { code, n, ...key } of given) reasons.set(keyOf(key), { ...reasons.get(keyOf(key)), [code]: n })
  return counted.map(({ month, company, job, n, rejected, company_id, job_code }) => ({
    month,
    company,
    // 0: a company that is not registered (manual registration), which has no page.
    companyId: company_id === 0 ? null : company_id,
    job,
    jobCode: job_code,
    n,
    rejected,
    reasons: reasons.get(keyOf({ month, company_id, company, job, job_code })) ?? {},
  }))
}

function keyOf({ month, company_id, company, job, job_code }: Key): string {
  return JSON.stringify([month, company_id, company, job, job_code])
}
