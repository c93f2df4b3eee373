import type { Actor, Tx } from '../../db/actor.ts'
import type { Change, EventDetails, RejectionReason } from '../../db/columnTypes.ts'
import { fromJson } from '../../db/json.ts'
import type { Audience, CaseRow, EventRow, JobTypeRow, MailRow, OwnerRow } from '../../db/rowTypes.ts'
import type { JobType } from '../../domain/forms/definition.ts'
import { forNotice } from '../../domain/forms/resolvedForms.ts'
import { NotFound } from '../../web/errors.ts'
import { keepJob, keptJob } from './keptJobs.ts'

// No query here names a tenant to keep others out: row level security has already hidden their cases.

export async function getCase(tx: Tx, ref: string): Promise<CaseRow> {
  return (await tx<CaseRow>('cases').where({ ref }).first()) ?? noSuchCase()
}

export async function lockCase(tx: Tx, ref: string): Promise<CaseRow> {
  return (await tx<CaseRow>('cases').where({ ref }).forUpdate().first()) ?? noSuchCase()
}

/** The case, locked, and what it needs of its owner. */
export async function lockWithOwner(tx: Tx, ref: string): Promise<{ kase: CaseRow; owner: CaseOwner }> {
  const { rows } = await tx.raw<{ rows: (CaseRow & { owner: Record<string, unknown> })[] }>(LOCKED, [ref])
  const { owner, ...kase } = rows[0] ?? noSuchCase()
  return { kase, owner: fromJson<CaseOwner>(owner) }
}

export function noSuchCase(): never {
  throw new NotFound('Ärendet finns inte')
}

/** The forms of a case, as they stand for what it is about. */
export async function getJob(tx: Tx, kase: Pick<CaseRow, 'job_type_id' | 'notice'>): Promise<JobType> {
  const known = keptJob(tx, kase.job_type_id)
  if (known) return forNotice(known, kase.notice)
  const row = await tx<JobTypeRow>('job_types').where({ id: kase.job_type_id }).first('definition')
  if (!row) throw new Error(`Job type ${kase.job_type_id} of a case is out of reach`)
  return forNotice(keepJob(tx, kase.job_type_id, row.definition), kase.notice)
}

/** What a case needs of its network owner. */
export type CaseOwner = Pick<OwnerRow, (typeof OWNER_COLUMNS)[number]>

export async function getOwner(tx: Tx, id: number): Promise<CaseOwner> {
  const owner = await tx('owners')
    .where({ id })
    .first(...OWNER_COLUMNS)
  if (!owner) throw new NotFound('Nätbolaget finns inte')
  return owner
}

// Named one by one: an installer may read these and no others.
export const OWNER_COLUMNS = [
  'id',
  'code',
  'name',
  'phone',
  'email',
  'opening_hours',
  'information',
  'completion_lead_days',
  'consent_months',
  'strict_area',
  'withdrawal_allowed',
  'consent_revocable',
  'mail_received',
  'mail_withdrawn',
  'mail_hold',
  'deactivated_at',
  'facility_source',
  'register_check_months',
  'finish_when_stopped',
  'expired_stops',
  'quote_may_wait',
] as const

/** SQL: an owner `o` as jsonb, as CaseOwner has it. */
export const OWNER_OBJECT = `jsonb_build_object(${OWNER_COLUMNS.map((column) => `'${column}', o.${column}`).join(', ')})`

const LOCKED = `select c.*, ${OWNER_OBJECT} as owner
  from cases c join owners o on o.id = c.owner_id where c.ref = ? for update of c`

export interface CasePerson {
  role: 'responsible' | 'handler'
  user_id: number
  name: string
  phone: string | null
  email: string | null
  active: boolean
}

export type LogRow = EventRow & {
  /** What the sitting at the form that it tells of came to (cases/form/editingSession.ts). */
  sitting?: Change[] | null
}

/** SQL: the decision of event `e` has not been undone (Ångra). */
export const STANDS = `not exists (select from case_events u where u.case_id = e.case_id and u.action = 'undo' and (u.details->>'undoes')::bigint = e.id)`

/** The log as it is read: LogRow. */
export const LOG = `(select e.*, s.changes as sitting from case_events e left join case_sittings s on s.event_id = e.id)`

export function listEvents(tx: Tx, caseId: number): Promise<EventRow[]> {
  return tx<EventRow>(tx.raw(`${LOG} as log`))
    .where({ case_id: caseId })
    .orderBy('id', 'desc')
    .limit(500)
}

export type CaseMail = Pick<
  MailRow,
  'id' | 'to_name' | 'to_address' | 'subject' | 'status' | 'created_at' | 'send_after' | 'delivered_at' | 'last_error'
>

export type { RejectionReason }

export async function listReasons(tx: Tx, jobTypeId: number): Promise<RejectionReason[]> {
  const row = (await tx('job_types')
    .join('configurations', 'configurations.id', 'job_types.configuration_id')
    .where('job_types.id', jobTypeId)
    .first('rejection_reasons')) as { rejection_reasons: RejectionReason[] } | undefined
  return row?.rejection_reasons ?? []
}

/** Those of the own side who can have a case: of a network owner's people the ones who decide. */
export function listColleagues(tx: Tx, actor: Actor): Promise<{ id: number; name: string }[]> {
  const people = tx('users').where({ active: true, company_id: actor.companyId, owner_id: actor.ownerId })
  if (actor.side === 'owner') void people.whereRaw(`(is_admin or 'H' = any(permission_sets))`)
  return people.orderByRaw('name collate public.swedish').select('id', 'name')
}

/** One row of the log, which no request can change afterwards. */
export async function insertEvent(
  tx: Tx,
  kase: Pick<CaseRow, 'id' | 'owner_id' | 'company_id' | 'sent'>,
  by: { side: EventRow['side']; userId: number | null; name: string },
  event: Pick<EventRow, 'action'> &
    Partial<Pick<EventRow, 'from_status' | 'to_status' | 'revision' | 'comment'>> & {
      audience: Audience
      details?: EventDetails
    },
): Promise<void> {
  await tx('case_events').insert({
    ...tenantsOf(kase),
    side: by.side,
    actor_id: by.userId,
    actor_name: by.name,
    action: event.action,
    audience: event.audience,
    from_status: event.from_status ?? null,
    to_status: event.to_status ?? null,
    revision: event.revision ?? null,
    comment: event.comment ?? null,
    details: JSON.stringify(event.details ?? {}),
  })
}

/** What every row that hangs on a case carries, so that its policy is an equality. */
export function tenantsOf(kase: Pick<CaseRow, 'id' | 'owner_id' | 'company_id' | 'sent'>) {
  return { case_id: kase.id, owner_id: kase.owner_id, company_id: kase.company_id, sent: kase.sent }
}
