import { missingFiles } from '../form/check.ts'
import type { Tx } from '../../db/actor.ts'
import { inList } from '../../db/literals.ts'
import type { CaseRow, ScanState } from '../../db/rowTypes.ts'
import type { Answers, Flow, JobType } from '../../domain/forms/definition.ts'
import { forNotice } from '../../domain/forms/resolvedForms.ts'
import type { CompletionFacts } from '../../domain/workflow/simpleCompletion.ts'
import { RETURNED, SENDS } from '../../domain/workflow/status.ts'
import type { Translate } from '../../language/i18n.ts'
import { opens } from '../../scan/scanner.ts'

/** A färdiganmälan as it was sent, with what became of it, and what stands on its case now. */
export interface SentCompletion {
  id: number
  ref: string
  version: number
  revision: number
  job_code: string
  job_name: string
  flow: Flow
  company_name: string
  manual: boolean
  /** The company may still send to the owner. */
  connected: boolean
  facility_count: number
  sent_at: Date
  sent_from: CaseRow['status'] | null
  details: { accepted?: unknown[]; overruled?: unknown[] }
  notice: Answers
  completion: Answers
  files: { kind: string; scan: ScanState }[]
  job: JobType
  held: boolean
  removal_requested: boolean
  note_waits: boolean
  preparation: CaseRow['preparation']
  invoicing: CaseRow['invoicing']
  reopened: boolean
  open_deviation: boolean
  four_eyes: boolean
}

/**
 * SQL: of the cases `c` that suit, what was sent last as a färdiganmälan; more columns and joins may follow.
 * @param live as the case stands now; else as it stood when it was sent, for a trial
 */
export const sentCompletions = (live: boolean, columns = '', joins = '') => `select c.id, c.ref, c.version, s.revision,
    c.job_code, c.job_name, c.flow, c.company_name, c.company_id is null or c.manual as manual,
    exists (select from connections x where x.company_id = c.company_id and x.owner_id = c.owner_id
      and x.status = 'approved') as connected,
    c.facility_count, s.at as sent_at, s.from_status as sent_from, s.details,
    ${live ? 'c.notice, c.completion' : 'r.notice, r.completion'},
    j.definition as job, ${
      live
        ? `c.hold_reason is not null as held, c.removal_requested, c.note_for_owner is not null as note_waits,
    c.preparation, c.invoicing, c.previous_status is not distinct from 'closed' as reopened,
    exists (select from work_orders w where w.case_id = c.id and w.outcome = 'deviating' and w.settled_at is null) as open_deviation,
    coalesce((select json_agg(json_build_object('kind', a.kind, 'scan', a.scan)) from attachments a where a.case_id = c.id
      and a.side = 'installer' and a.deleted_at is null and a.outdated_at is null), '[]') as files,
    app.four_eyes(c.owner_id) as four_eyes`
        : `false as held, false as removal_requested, false as note_waits, null as preparation, null as invoicing,
    false as reopened, false as open_deviation,
    coalesce((select jsonb_agg(a || '{"scan": "clean"}') from jsonb_array_elements(r.attachments) a), '[]') as files,
    false as four_eyes`
    }${columns}
  from cases c
  join lateral (select e.id, e.at, e.details, e.revision, e.from_status from case_events e
    where e.case_id = c.id and e.to_status = 'completed' and e.action ${inList(SENDS)}
      ${live ? '' : `and e.from_status is distinct from 'completion_rejected'`} order by e.id desc limit 1) s on true
  join case_revisions r on r.case_id = c.id and r.revision = s.revision
  join job_types j on j.id = c.job_type_id ${joins}`

/** Of the cases with these ids that wait with a färdiganmälan. */
export async function waitingCompletions(tx: Tx, ids: number[]): Promise<SentCompletion[]> {
  const { rows } = await tx.raw<{ rows: SentCompletion[] }>(
    `${sentCompletions(true)} where c.id = any(?) and c.status = 'completed'`,
    [ids] as never,
  )
  return rows
}

export function completionFacts(sent: SentCompletion, t: Translate): CompletionFacts {
  const { details, completion, notice, files } = sent
  const job = forNotice(sent.job, notice)
  const answers = { ...notice, ...completion }
  // A direct notification asks for the files of both parts at once.
  const slots = sent.flow === 'D' ? [job.notice, job.completion] : [job.completion]
  const there = files.map(({ kind }) => ({ kind, side: 'installer' as const, outdated_at: null }))
  const lacking = slots.flatMap((form) => Object.keys(missingFiles(form, answers, there, t)))
  const labels = new Map(slots.flatMap((form) => form.attachments.map(({ kind, label }) => [`file.${kind}`, t(label)])))
  return {
    deviates: completion['y_avvikelse'] === true,
    warnings: (details.accepted?.length ?? 0) + (details.overruled?.length ?? 0),
    missingFiles: lacking.map((name) => labels.get(name) ?? name),
    unopenedFile: files.some((file) => !opens(file)),
    facilities: sent.facility_count,
    isReturned: sent.sent_from !== null && RETURNED.includes(sent.sent_from),
    isReopened: sent.reopened,
    wantsPerson: sent.flow === 'D' && notice['manuell_hantering'] === true,
    held: sent.held,
    removalRequested: sent.removal_requested,
    openQuestion: sent.note_waits,
    inPreparation: sent.preparation !== null && sent.preparation !== 'done',
    quoteOpen: sent.invoicing === 'quote_sent',
    openDeviation: sent.open_deviation,
    fourEyes: sent.four_eyes,
  }
}
