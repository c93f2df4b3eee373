import type { OwnerActor, Tx } from '../db/actor.ts'
import { inList } from '../db/literals.ts'
import type { CaseRow, CompanyRow, JobTypeRow } from '../db/rowTypes.ts'
import type { JobType } from '../domain/forms/definition.ts'
import { localDate } from '../domain/calendar/workdays.ts'
import { SENDING } from '../domain/workflow/status.ts'
import type { Translate } from '../language/i18n.ts'
import type { Content } from './content.ts'
import { chosen, MOST_TRIED, type TrialChoice } from './trialChoice.ts'
import { tryOn, type TrialFinding, type TriedCase } from './tryOn.ts'

export interface Sample {
  ref: string
  job: string
  company: string
  /** What would break, in words. */
  findings: TrialFinding[]
}

/** What came of a trial. */
export interface Tried {
  checked: number
  /** With anything to say of them, and how many would be stopped. */
  touched: number
  stopped: number
  /** Each finding once, the commonest first. */
  summary: (TrialFinding & { n: number })[]
  samples: Sample[]
  /** Picked numbers that are no case here. */
  unknown: string[]
}

const CHUNK = 100
const MOST_SAMPLES = 200
const MOST_LINES = 100

/** Tries the chosen cases on the draft, a hundred at a time. */
export async function tryChosen(
  tx: Tx,
  actor: OwnerActor,
  asked: { choice: TrialChoice; draft: Content; live: Content; t: Translate },
  progress: (done: number) => Promise<void> = () => Promise.resolve(),
): Promise<Tried> {
  const { choice, draft, live, t } = asked
  const most = choice.refs.length > 0 ? MOST_TRIED : choice.most
  const jobs = new Map<number, JobType>()
  const counts = new Map<string, TrialFinding & { n: number }>()
  const tried: Tried = { checked: 0, touched: 0, stopped: 0, summary: [], samples: [], unknown: [] }
  const found = new Set<string>()
  for (let before: number | null = null; tried.checked < most;) {
    const chunk = await nextCases(tx, actor, choice, before, Math.min(CHUNK, most - tried.checked), jobs)
    for (const kase of chunk) {
      const findings = tryOn(kase, draft, live, t)
      found.add(kase.ref)
      count(tried, counts, kase, findings, t)
    }
    await progress(tried.checked)
    if (chunk.length < CHUNK) break
    before = chunk.at(-1)!.id
  }
  tried.summary = [...counts.values()].toSorted((a, b) => b.n - a.n).slice(0, MOST_LINES)
  tried.unknown = choice.refs.filter((ref) => !found.has(ref))
  return tried
}

function count(
  tried: Tried,
  counts: Map<string, TrialFinding & { n: number }>,
  kase: TriedCase,
  findings: TrialFinding[],
  t: Translate,
): void {
  tried.checked += 1
  if (findings.length === 0) return
  tried.touched += 1
  if (findings.some(({ severity }) => severity === 'error')) tried.stopped += 1
  for (const key of new Set(findings.map(({ severity, text }) => `${severity} ${text}`))) {
    const line = counts.get(key) ?? { ...findings.find((each) => `${each.severity} ${each.text}` === key)!, n: 0 }
    line.n += 1
    counts.set(key, line)
  }
  if (tried.samples.length >= MOST_SAMPLES) return
  const job = `${kase.job_code} ${t(kase.job_name)}`
  tried.samples.push({ ref: kase.ref, job, company: kase.company_name, findings: findings.slice(0, 12) })
}

type Loaded = TriedCase & { id: number }
type Row = Pick<
  CaseRow,
  | 'id'
  | 'ref'
  | 'job_code'
  | 'job_name'
  | 'flow'
  | 'company_name'
  | 'company_id'
  | 'notice'
  | 'completion'
  | 'consent'
  | 'job_type_id'
  | 'submitted_at'
> & { area: string | null }

/** A chunk with its files, its days and its companies: so many statements, however many cases. */
async function nextCases(
  tx: Tx,
  actor: OwnerActor,
  choice: TrialChoice,
  before: number | null,
  limit: number,
  jobs: Map<number, JobType>,
): Promise<Loaded[]> {
  const wanted = chosen(tx, actor, choice).leftJoin('areas as a', 'a.id', 'c.area_id')
  if (before !== null) void wanted.where('c.id', '<', before)
  const rows = (await wanted
    .orderBy('c.id', 'desc')
    .limit(limit)
    .select(
      ...(['id', 'ref', 'job_code', 'job_name', 'flow', 'company_name', 'company_id'] as const).map((c) => `c.${c}`),
      ...(['notice', 'completion', 'consent', 'job_type_id', 'submitted_at'] as const).map((c) => `c.${c}`),
      'a.code as area',
    )) as Row[]
  if (rows.length === 0) return []
  const ids = rows.map(({ id }) => id)
  await readJobs(tx, rows, jobs)
  const sent = await sendingsOf(tx, ids)
  const companies = new Map(
    (
      (await tx<CompanyRow>('companies')
        .whereIn(
          'id',
          rows.flatMap(({ company_id: company }) => company ?? []),
        )
        .select('id', 'org_number', 'compliance_type')) as Pick<CompanyRow, 'id' | 'org_number' | 'compliance_type'>[]
    ).map((company) => [company.id, company]),
  )
  const files = (await tx('attachments')
    .whereIn('case_id', ids)
    .whereNull('deleted_at')
    .select('case_id', 'kind', 'side', 'outdated_at')) as (TriedCase['files'][number] & { case_id: number })[]
  return rows.map((row) => {
    const { days, accepted } = sent.get(row.id) ?? { days: dayOf(row.submitted_at ?? tx.now), accepted: [] }
    const company = companies.get(row.company_id ?? 0)
    return {
      ...row,
      job: jobs.get(row.job_type_id)!,
      files: files.filter((file) => file.case_id === row.id),
      days,
      accepted,
      company: {
        companyOrgNumber: company?.org_number ?? null,
        companyAuthorisation: company?.compliance_type ?? null,
      },
    }
  })
}

const dayOf = (at: Date) => ({ notice: localDate(at), completion: localDate(at) })

async function readJobs(tx: Tx, rows: Row[], jobs: Map<number, JobType>): Promise<void> {
  const unread = [...new Set(rows.map((row) => row.job_type_id))].filter((id) => !jobs.has(id))
  const read = (await tx<JobTypeRow>('job_types').whereIn('id', unread).select('id', 'definition')) as JobTypeRow[]
  for (const { id, definition } of read) jobs.set(id, definition)
}

/** When each part of each case was last sent, and which warnings were ticked then. */
async function sendingsOf(
  tx: Tx,
  ids: number[],
): Promise<Map<number, { days: TriedCase['days']; accepted: string[] }>> {
  const { rows } = await tx.raw<{
    rows: { case_id: number; part: 'notice' | 'completion'; at: Date; rules: unknown }[]
  }>(
    `select distinct on (case_id, part) case_id, part, at, rules
     from (select e.case_id, e.id, e.at, e.details->'accepted' as rules,
             case when e.to_status = 'completed' then 'completion' else 'notice' end as part
           from case_events e where e.case_id = any(?) and e.action ${inList(SENDING)}) sent
     order by case_id, part, id desc`,
    [ids] as never,
  )
  const sent = new Map<number, { days: TriedCase['days']; accepted: string[] }>()
  for (const { case_id: id, part, at, rules } of rows) {
    const known = sent.get(id) ?? { days: dayOf(at), accepted: [] }
    // Flow D sends both at once, as a completion.
    known.days[part] = localDate(at)
    if (Array.isArray(rules)) known.accepted.push(...rules.map(String))
    sent.set(id, known)
  }
  return sent
}
