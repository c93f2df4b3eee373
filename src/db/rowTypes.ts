import type { PermissionSet } from '../domain/rights.ts'
import type { Change } from '../domain/forms/present.ts'
import type { Answers, Flow, JobType } from '../domain/forms/definition.ts'
import type { Move, Status } from '../domain/workflow/status.ts'

// One type per table, as pg gives the rows: bigint and numeric as number, date as 'YYYY-MM-DD', timestamptz as Date.

export interface OwnerRow {
  id: number
  code: string
  name: string
  phone: string | null
  email: string | null
  opening_hours: string | null
  information: string | null
  completion_lead_days: number
  consent_months: number
  strict_area: boolean
  withdrawal_allowed: boolean
  consent_revocable: boolean
  mail_received: boolean
  mail_withdrawn: boolean
  mail_hold: boolean
  /** Taken out of use by an operator: what there is can be read, nothing new is sent. */
  deactivated_at: Date | null
  /** What stands behind 'Hämta anl-data'. */
  facility_source: 'off' | 'register' | 'service'
  /** How old the check of a company at Elsäkerhetsverket may be (V21); null: never told. */
  register_check_months: number | null
  /** Whether a company that is blocked or has ended may finish what it has begun. */
  finish_when_stopped: boolean
}

export interface AreaRow {
  id: number
  owner_id: number
  code: string
  name: string
  email: string | null
  /** No longer the owner's: old cases name it, new ones cannot. */
  ended_at: Date | null
}

export interface CompanyRow {
  id: number
  name: string
  org_number: string
  address: string | null
  postcode: string | null
  city: string | null
  phone: string | null
  email: string | null
  status: 'waiting' | 'active' | 'blocked'
  password_policy: object
  two_step_required: boolean
  mail_minimum: MailPace
  compliance_name: string | null
  compliance_type: 'A' | 'AL' | 'B' | null
  mail_enabled: boolean
  mail_approved: boolean
  mail_notice_rejected: boolean
  mail_completion_approved: boolean
  mail_completion_rejected: boolean
}

export interface UserRow {
  id: number
  username: string
  kind: 'installer' | 'owner' | 'operator'
  company_id: number | null
  owner_id: number | null
  name: string
  phone: string | null
  email: string | null
  locale: 'sv' | 'en'
  is_admin: boolean
  /** Of a network owner's people; of no account for others. */
  permission_sets: PermissionSet[]
  active: boolean
  start_page: string
  created_at: Date
  has_password: boolean
  password_changed_at: Date | null
  invited_at: Date | null
  deactivated_at: Date | null
  mail_pace: MailPace
  /** 'HH:MM:SS', both or neither. */
  quiet_from: string | null
  quiet_to: string | null
}

/** How decisions reach a person: at once, gathered once a day, or not by mail. */
export type MailPace = 'now' | 'daily' | 'never'

export interface ConnectionRow {
  company_id: number
  owner_id: number
  status: 'draft' | 'applied' | 'approved' | 'refused' | 'blocked' | 'ended'
  reason: string | null
  message: string | null
  applied_at: Date | null
  decided_at: Date | null
  decided_by_name: string | null
  /** When the owner last looked the company up at Elsäkerhetsverket, 'YYYY-MM-DD'. */
  register_checked_on: string | null
  register_checked_by_name: string | null
  created_at: Date
}

export interface JobTypeRow {
  id: number
  configuration_id: number
  owner_id: number
  code: string
  name: string
  type_code: string
  type_name: string
  flow: Flow
  active: boolean
  position: number
  definition: JobType
}

export interface CaseRow {
  id: number
  owner_id: number
  company_id: number | null
  company_name: string
  number: string
  ref: string
  job_type_id: number
  flow: Flow
  type_name: string
  job_code: string
  job_name: string
  area_id: number | null
  status: Status
  previous_status: Status | null
  status_since: Date
  turn: 'installer' | 'owner' | null
  turn_since: Date
  due_on: string | null
  /** Vardagar that were left of the time to answer when it was sent back. */
  days_left: number | null
  version: number
  revision: number
  submitted_at: Date | null
  sent: boolean
  created_by: number
  responsible_id: number | null
  responsible_name: string | null
  handler_id: number | null
  handler_name: string | null
  seen_by_installer: boolean
  seen_by_owner: boolean
  notice: Answers
  completion: Answers
  consent: Answers
  consent_number: string | null
  consent_on: string | null
  consent_valid_to: string | null
  reference: string | null
  title: string | null
  address: string | null
  orderer: string | null
  facility_id: string | null
  meter_number: string | null
  expected_on: string | null
  rejected_count: number
  removal_requested: boolean
  manual: boolean
  hold_reason: HoldReason | null
  hold_until: string | null
  held_at: Date | null
  preparation: 'requested' | 'ongoing' | 'done' | null
  work_order: 'created' | 'reported' | 'cancelled' | null
  work_order_released: boolean
  invoicing: 'not_billable' | 'quote_sent' | 'quote_ordered' | 'invoiced' | 'paid' | null
  customer_service: 'requested' | 'done' | 'registered' | null
  documented: boolean
  transformer: boolean
  /** As a handläggare has said it; null: as it follows from the answers. */
  transformer_by_hand: boolean | null
  facility_count: number
  /** Rows of a block, counted from 1, that have a work order. */
  ordered_rows: number[]
  /** Orders that are not done with, and deviations that nobody has seen to. */
  open_orders: number
  preparation_since: Date | null
  prepared_by: string | null
  service_since: Date | null
  /** Of a company that the platform does not know (T02). */
  company_org_number: string | null
  company_contact: string | null
  copied_from_id: number | null
  /** The sending that rules for approval by themselves have looked at, 0 for none. */
  ruled_revision: number
  created_at: Date
  last_event_at: Date
}

export type HoldReason = 'customer' | 'grid' | 'permit' | 'quote' | 'other'

export type Audience = 'all' | 'owner' | 'company'

export interface EventRow {
  id: number
  case_id: number
  audience: Audience
  at: Date
  side: 'installer' | 'owner' | 'operator' | 'system'
  actor_id: number | null
  actor_name: string
  /** A transition of domain/workflow/status.ts, or 'note', 'file-added', 'print' … of cases/page/timeline.ts. */
  action: string
  from_status: Status | null
  to_status: Status | null
  revision: number | null
  comment: string | null
  details: EventDetails
  /** What a sitting at the form came to, where the log is read (LOG in cases/workflow/queries.ts). */
  sitting?: Change[] | null
}

/** Somebody at the form, from the first save until something else happens to the case. */
export interface SittingRow {
  event_id: number
  case_id: number
  company_id: number
  user_id: number
  saved_at: Date
  /** What the answers were when it began; null when it is over. */
  before: { notice: Answers; completion: Answers } | null
  changes: Change[]
}

export interface EventDetails {
  /** A rejection: coded reasons, and the fields and attachment kinds they point at. */
  codes?: string[]
  fields?: string[]
  attachments?: string[]
  /** A save or resend: what became what, in display form, personal numbers masked. */
  changes?: Change[]
  /** A consent that another person proposed. */
  proposed?: { name: string; at: string }
  /** Ångra: the row of the decision that was taken back. */
  undoes?: number
  /** Of a paper case: what the rules said, and the handläggare let stand. */
  overruled?: { message: string; params?: Record<string, string | number> }[]
  /** Of a hold: it began or was changed, or it ended. */
  held?: boolean
  [key: string]: unknown
}

/** A consent that waits for a second person (cases/workflow/proposals.ts). */
export interface ProposalRow {
  case_id: number
  move: Move
  user_id: number
  user_name: string
  at: Date
  consent: Answers
  internal: Answers
}

/** Words that a network owner's handläggare reuse; merge fields in braces. */
export interface StandardText {
  code: string
  title: string
  text: string
  use: 'approve' | 'reject' | 'cancel' | 'hold' | 'note' | 'any'
}

/** How decisions are made at a network owner; what is absent is done the plain way. */
export interface DecisionRules {
  /** A consent is proposed by one and confirmed by another. */
  fourEyes?: boolean
}

export interface RevisionRow {
  case_id: number
  revision: number
  at: Date
  sent_by: number | null
  notice: Answers
  completion: Answers
  attachments: { id: number; kind: string; name: string }[]
}

export interface NoteRow {
  id: number
  case_id: number
  audience: Audience
  at: Date
  side: 'installer' | 'owner'
  author_id: number
  author_name: string
  subject: string
  body: string
}

export interface AttachmentRow {
  id: number
  case_id: number
  audience: Audience
  side: 'installer' | 'owner'
  kind: string
  name: string
  media_type: string
  size: number
  uploaded_at: Date
  uploaded_by: number
  uploaded_by_name: string
  deleted_at: Date | null
  /** Sent, and said to hold no longer. */
  outdated_at: Date | null
  outdated_by_name: string | null
  /** A sending, a decision or a report has rested on it: it is never taken away. */
  on_record: boolean
}

/** A mail's entry in the reader's daily digest. */
export interface Entry {
  title: string
  lead: string[]
  reasons: string[]
  comment: string
  commentBy: string
  facts: string[]
  link: string | null
}

export interface MailRow {
  id: number
  case_id: number | null
  template: string
  to_address: string
  to_name: string | null
  subject: string
  text: string
  html: string
  message_id: string
  /** gathered: waits for the day's digest; digested: is in one that is on its way; cancelled: its decision was undone. */
  status: 'queued' | 'delivered' | 'failed' | 'gathered' | 'digested' | 'cancelled'
  user_id: number | null
  send_after: Date | null
  /** Of what was done to many at once: when it is told as one mail. */
  gather_until: Date | null
  digest_id: number | null
  entry: Entry | null
  attempts: number
  last_error: string | null
  created_at: Date
  delivered_at: Date | null
}

/** A document of the network owner to be filled in and sent along (mall). */
export interface TemplateRow {
  id: number
  owner_id: number
  title: string
  help: string
  /** Empty: for every job. */
  job_codes: string[]
  valid_from: string
  valid_to: string | null
  version: number
  name: string
  media_type: string
  size: number
  sha256: Buffer
  uploaded_at: Date
  uploaded_by_name: string
  ended_at: Date | null
}

/** What a montör is told of the case beside the order itself (work-orders/instructions.ts). */
export interface OrderSheet {
  address: string | null
  postcode: string | null
  facility: string | null
  facility_id: string | null
  meter: string | null
  fuse: string | null
  contact: string | null
  phone: string | null
  /** From when the installer says that it is ready. */
  ready_on: string | null
  remarks: string | null
  installer: string
  installer_phone: string | null
}

/** Work at the facility on a case's behalf (arbetsorder), for one facility of it. */
export interface OrderRow {
  id: number
  case_id: number
  owner_id: number
  sent: boolean
  number: string
  seq: number
  facility_row: number
  kind: 'mount' | 'swap' | 'remove' | 'connect' | 'disconnect' | 'inspect' | 'other'
  state: 'created' | 'released' | 'reported' | 'cancelled'
  fitter_id: number | null
  fitter_name: string | null
  planned_on: string | null
  access: string
  sheet: OrderSheet
  outcome: 'done' | 'deviating' | null
  report: string
  meter_number: string | null
  meter_reading: number | null
  photos: number[]
  created_at: Date
  created_by_name: string
  released_at: Date | null
  reported_at: Date | null
  reported_by_name: string | null
  cancelled_at: Date | null
  reason: string | null
  settled_at: Date | null
  settled_by_name: string | null
  /** What the montör was last told of it (work-orders/orderMail.ts). */
  told: { fitter: number | null; state: OrderRow['state']; planned_on: string | null; kind: OrderRow['kind'] } | null
}
