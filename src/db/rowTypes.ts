// Generated from the database by npm run db:describe (printRows.ts, columnTypes.ts). Not edited.

import type { Answers, Before, BulkOutcome, CalendarDate, Change, DecisionRules, Entry, EventDetails, Flow, JobType, Move, OrderSheet, PermissionSet, RejectionReason, SentFile, StandardText, Status, Table, ToldOrder, Undoable } from './columnTypes.ts'

export type ScanState = 'unscanned' | 'waiting' | 'clean' | 'infected'

export type HoldReason = 'customer' | 'grid' | 'permit' | 'quote' | 'other'

export type Audience = 'all' | 'owner' | 'company'

export type MailPace = 'now' | 'daily' | 'never'

export type OrderKind = 'mount' | 'swap' | 'remove' | 'connect' | 'disconnect' | 'inspect' | 'other'

export type OrderState = 'created' | 'released' | 'reported' | 'cancelled'

export interface AbsenceRow {
  id: number
  owner_id: number | null
  user_id: number
  cover_id: number
  from_on: CalendarDate
  to_on: CalendarDate
  created_at: Date
  company_id: number | null
}

export interface AgreementAcceptanceRow {
  company_id: number
  version: number
  accepted_at: Date
  accepted_name: string
  user_id: number | null
}

export interface AgreementRow {
  version: number
  body_sv: string
  body_en: string
  published_at: Date
}

export interface AlertRow {
  id: number
  case_id: number
  user_id: number
  owner_id: number | null
  company_id: number | null
  kind: 'late' | 'escalated' | 'order' | 'temporary' | 'returned' | 'consent' | 'draft' | 'deviation' | 'proposal' | 'left'
  about: string
  words: string
  words_by: string
  at: Date
  opened_at: Date | null
}

export interface ApiKeyRow {
  id: number
  user_id: number
  company_id: number | null
  owner_id: number | null
  client_id: string
  name: string
  contact_id: number
  scopes: string[]
  created_at: Date
  created_by_name: string
  expires_at: Date
  last_used_at: Date | null
  last_address: string | null
  revoked_at: Date | null
  revoked_by_name: string | null
}

export interface ApiSecretRow {
  hash: Buffer
  key_id: number
  company_id: number | null
  owner_id: number | null
  kind: 'secret' | 'token'
  scopes: string[] | null
  created_at: Date
  expires_at: Date
}

export interface AppliedFileRow {
  file: string
  checksum: string
  drops: string[]
  contracts: string | null
  applied_at: Date
}

export interface AreaPostcodeRow {
  area_id: number
  owner_id: number
  postcode_from: string
  postcode_to: string
}

export interface AreaRow {
  id: number
  owner_id: number
  code: string
  name: string
  email: string | null
  ended_at: Date | null
}

export interface AttachmentChunkRow {
  attachment_id: number
  owner_id: number
  company_id: number | null
  sent: boolean
  audience: string
  seq: number
  bytes: Buffer
}

export interface AttachmentRow {
  id: number
  case_id: number
  owner_id: number
  company_id: number | null
  sent: boolean
  audience: Audience
  side: 'installer' | 'owner'
  kind: string
  name: string
  media_type: string
  size: number
  sha256: Buffer
  uploaded_at: Date
  uploaded_by: number
  uploaded_by_name: string
  deleted_at: Date | null
  outdated_at: Date | null
  on_record: boolean
  outdated_by_name: string | null
  scan: ScanState
  scan_said: string | null
  picture: 'none' | 'waiting' | 'made' | 'own' | 'failed'
}

export interface BulkDeedRow {
  id: string
  user_id: number
  owner_id: number
  deed: string
  back: string
  total: number
  at: Date
  until: Date
  outcomes: BulkOutcome[]
  undone: BulkOutcome[] | null
}

export interface CaseCounterRow {
  owner_id: number
  year: number
  last: number
}

export interface EventRow {
  id: number
  case_id: number
  owner_id: number
  company_id: number | null
  sent: boolean
  audience: Audience
  at: Date
  side: 'installer' | 'owner' | 'operator' | 'system'
  actor_id: number | null
  actor_name: string
  action: string
  from_status: Status | null
  to_status: Status | null
  revision: number | null
  comment: string | null
  details: EventDetails
}

export interface CaseInternalRow {
  case_id: number
  owner_id: number
  sent: boolean
  consent: Answers
}

export interface CasePresenceRow {
  case_id: number
  owner_id: number
  sent: boolean
  user_id: number
  writing: boolean
  seen_at: Date
}

export interface ProposalRow {
  case_id: number
  owner_id: number
  sent: boolean
  move: Move
  status_since: Date
  user_id: number
  user_name: string
  at: Date
  consent: Answers
  internal: Answers
}

export interface CaseReadRow {
  case_id: number
  user_id: number
  day: CalendarDate
  owner_id: number | null
  company_id: number | null
  user_name: string
  at: Date
}

export interface RevisionRow {
  case_id: number
  owner_id: number
  company_id: number | null
  sent: boolean
  revision: number
  at: Date
  sent_by: number | null
  notice: Answers
  completion: Answers
  attachments: SentFile[]
}

export interface CaseSearchRow {
  case_id: number
  side: 'company' | 'owner'
  place: string
  at: Date
  marks: string
  doc: string
}

export interface SittingRow {
  event_id: number
  case_id: number
  company_id: number
  user_id: number
  saved_at: Date
  before: Before | null
  changes: Change[]
}

export interface CaseSymbolRow {
  case_id: number
  owner_id: number
  company_id: number | null
  sent: boolean
  symbol: string
}

export interface CaseUndoRow {
  case_id: number
  owner_id: number
  sent: boolean
  user_id: number
  at: Date
  move: Undoable
  version: number
  before: unknown
  internal: Answers
  last_event: number
  last_mail: number
  until: Date
  batch: string | null
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
  status: 'draft' | 'submitted' | 'notice_rejected' | 'consented' | 'completed' | 'completion_rejected' | 'closed' | 'archived' | 'cancelled'
  previous_status: Status | null
  status_since: Date
  turn: 'installer' | 'owner' | null
  turn_since: Date
  due_on: CalendarDate | null
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
  consent_on: CalendarDate | null
  consent_valid_to: CalendarDate | null
  reference: string | null
  title: string | null
  address: string | null
  orderer: string | null
  facility_id: string | null
  meter_number: string | null
  expected_on: CalendarDate | null
  rejected_count: number
  removal_requested: boolean
  manual: boolean
  hold_reason: HoldReason | null
  hold_until: CalendarDate | null
  held_at: Date | null
  preparation: 'requested' | 'ongoing' | 'done' | null
  work_order: 'created' | 'reported' | 'cancelled' | null
  work_order_released: boolean
  invoicing: 'not_billable' | 'quote_sent' | 'quote_ordered' | 'invoiced' | 'paid' | null
  customer_service: 'requested' | 'done' | 'registered' | null
  documented: boolean
  transformer: boolean
  copied_from_id: number | null
  created_at: Date
  last_event_at: Date
  facility_count: number
  ordered_rows: number[]
  line_text: string | null
  ruled_revision: number
  open_orders: number
  preparation_since: Date | null
  prepared_by: string | null
  service_since: Date | null
  transformer_by_hand: boolean | null
  company_org_number: string | null
  company_contact: string | null
  days_left: number | null
  expected_by: CalendarDate
  due_by: CalendarDate
  place_line: string
  orderer_line: string
  identity_erased_at: Date | null
  erased_at: Date | null
  note_for_owner: number | null
  note_for_installer: number | null
  consent_revoked_at: Date | null
  row_names: string[] | null
}

export interface CertificateChunkRow {
  certificate_id: number
  company_id: number
  owner_id: number
  seq: number
  bytes: Buffer
}

export interface CertificateRow {
  id: number
  company_id: number
  owner_id: number
  name: string
  media_type: string
  size: number
  sha256: Buffer
  uploaded_at: Date
  uploaded_by_name: string
  scan: ScanState
  scan_said: string | null
}

export interface ClosedValueRow {
  owner_id: number | null
  company_id: number | null
  field: 'type' | 'job' | 'company' | 'owner' | 'area' | 'handler' | 'responsible'
  value: string
  name: string
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
  compliance_name: string | null
  compliance_type: 'A' | 'AL' | 'B' | 'K' | null
  mail_enabled: boolean
  mail_approved: boolean
  mail_notice_rejected: boolean
  mail_completion_approved: boolean
  mail_completion_rejected: boolean
  status: 'waiting' | 'active' | 'blocked'
  created_at: Date
  password_policy: object
  two_step_required: boolean
  mail_minimum: MailPace
  wanted_name: string | null
  name_wanted_at: Date | null
  country: string
}

export interface ConfigurationChangeRow {
  id: number
  owner_id: number
  at: Date
  actor_name: string
  action: 'change' | 'publish' | 'schedule' | 'unschedule' | 'discard' | 'restore'
  version: number | null
  details: unknown
}

export interface ConfigurationContentRow {
  configuration_id: number
  owner_id: number
  content: unknown
  rules: unknown
  published_by_name: string
  note: string
  restored_version: number | null
}

export interface ConfigurationDraftRow {
  owner_id: number
  content: unknown
  based_on: number
  publish_on: CalendarDate | null
  publish_note: string
  publish_by_name: string | null
  started_at: Date
  started_by_name: string
  changed_at: Date
  changed_by_name: string
}

export interface ConfigurationFileChunkRow {
  file_id: number
  owner_id: number
  seq: number
  bytes: Buffer
}

export interface ConfigurationFileRow {
  id: number
  owner_id: number
  name: string
  media_type: string
  size: number
  sha256: Buffer
  uploaded_at: Date
  uploaded_by_name: string
  scan: ScanState
  scan_said: string | null
}

export interface ConfigurationRow {
  id: number
  owner_id: number
  version: number
  published_at: Date
  rejection_reasons: RejectionReason[]
  standard_texts: StandardText[]
  rules: DecisionRules
}

export interface ConnectionEventRow {
  id: number
  company_id: number
  owner_id: number
  at: Date
  side: 'installer' | 'owner' | 'system'
  actor_name: string
  status: 'applied' | 'approved' | 'refused' | 'blocked' | 'ended'
  reason: string | null
}

export interface ConnectionRow {
  company_id: number
  owner_id: number
  status: 'draft' | 'applied' | 'approved' | 'refused' | 'blocked' | 'ended'
  reason: string | null
  decided_at: Date | null
  created_at: Date
  applied_at: Date | null
  message: string | null
  decided_by_name: string | null
  register_checked_on: CalendarDate | null
  register_checked_by_name: string | null
}

export interface DocumentTemplateChunkRow {
  template_id: number
  owner_id: number
  seq: number
  bytes: Buffer
}

export interface TemplateRow {
  id: number
  owner_id: number
  title: string
  help: string
  job_codes: string[]
  valid_from: CalendarDate
  valid_to: CalendarDate | null
  version: number
  name: string
  media_type: string
  size: number
  sha256: Buffer
  uploaded_at: Date
  uploaded_by_name: string
  ended_at: Date | null
  file_id: number
  code: string
  scan: ScanState
  scan_said: string | null
}

export interface ExportChunkRow {
  export_id: number
  user_id: number
  seq: number
  bytes: Buffer
}

export interface ExportRow {
  id: number
  user_id: number
  address: string
  format: 'csv' | 'xlsx' | null
  language: 'sv' | 'en'
  status: 'waiting' | 'running' | 'ready' | 'failed' | 'cancelled'
  total: number
  done: number
  created_at: Date
  kind: 'export' | 'facilities' | 'people' | 'trial'
  company_id: number | null
  owner_id: number | null
  input: unknown
  result: object | null
  heard_at: Date | null
}

export interface FacilityRow {
  import_id: number
  owner_id: number
  facility_id: string
  infeed_id: string | null
  meter_number: string | null
  technical_number: string | null
  address: string | null
  postcode: string | null
  city: string | null
  property: string | null
  municipality: string | null
  apartment: string | null
  fuse: number | null
  phases: '1' | '3' | null
}

export interface FacilityImportRow {
  id: number
  owner_id: number
  status: 'read' | 'current' | 'replaced'
  file_name: string
  read_at: Date
  read_by_name: string
  used_at: Date | null
  used_by_name: string | null
  good: number
  bad: number
  problems: unknown
  ignored: string[]
}

export interface FacilityLookupRow {
  id: number
  owner_id: number
  company_id: number
  case_id: number | null
  user_id: number
  user_name: string
  company_name: string
  at: Date
  source: 'off' | 'register' | 'service'
  key: 'facility' | 'meter'
  asked: string
  code: number
  overwrite: boolean
}

export interface FacilityServiceRow {
  owner_id: number
  address: string
  header: string
  secret: Buffer
  timeout_ms: number
  updated_at: Date
  updated_by_name: string
}

export interface HeldFormRow {
  token_hash: Buffer
  session_id: number
  held: Buffer
  expires_at: Date
}

export interface JobTypeRow {
  id: number
  configuration_id: number
  owner_id: number
  code: string
  name: string
  type_code: string
  type_name: string
  flow: 'F' | 'D' | 'G'
  active: boolean
  position: number
  definition: JobType
}

export interface KeptFormRow {
  user_id: number
  page: string
  kept: Buffer
  expires_at: Date
}

export interface LegalHoldRow {
  case_id: number
  owner_id: number
  sent: boolean
  reason: string
  at: Date
  user_id: number
  user_name: string
}

export interface MailRow {
  id: number
  case_id: number | null
  owner_id: number | null
  company_id: number | null
  sent: boolean | null
  audience: 'all' | 'owner' | 'company' | 'none'
  template: string
  to_address: string
  to_name: string | null
  subject: string
  text: string
  html: string
  message_id: string
  status: 'queued' | 'delivered' | 'failed' | 'gathered' | 'digested' | 'cancelled'
  attempts: number
  last_error: string | null
  created_at: Date
  delivered_at: Date | null
  user_id: number | null
  send_after: Date | null
  entry: Entry | null
  digest_id: number | null
  gather_until: Date | null
}

export interface NoteReadRow {
  user_id: number
  case_id: number
  read_to: number
}

export interface NoteRow {
  id: number
  case_id: number
  owner_id: number
  company_id: number | null
  sent: boolean
  audience: Audience
  at: Date
  side: 'installer' | 'owner'
  author_id: number
  author_name: string
  subject: string
  body: string
}

export interface OidcIdentityRow {
  owner_id: number
  issuer: string
  subject: string
  user_id: number
  created_at: Date
}

export interface OidcRequestRow {
  state_hash: Buffer
  owner_id: number
  nonce: string
  verifier: string
  next: string
  expires_at: Date
  proof_session: number | null
}

export interface OneTimeLinkRow {
  token_hash: Buffer
  user_id: number
  purpose: 'invitation' | 'email' | 'email-back'
  email: string | null
  created_at: Date
  expires_at: Date
}

export interface OperatorEventRow {
  id: number
  at: Date
  user_id: number
  actor_name: string
  event: string
  owner_id: number | null
  company_id: number | null
  subject: string | null
  reason: string | null
}

export interface OwnerOidcRow {
  owner_id: number
  issuer: string
  client_id: string
  client_secret: Buffer
  label: string
  active: boolean
  updated_at: Date
  two_steps: boolean
}

export interface OwnerRow {
  id: number
  code: string
  name: string
  org_number: string
  gln: string | null
  phone: string | null
  email: string | null
  opening_hours: string | null
  information: string | null
  fuse_ladder: number[]
  fuse_intervals: number[][]
  decision_days: number
  completion_days: number
  completion_lead_days: number
  consent_months: number
  strict_area: boolean
  withdrawal_allowed: boolean
  consent_revocable: boolean
  mail_received: boolean
  mail_withdrawn: boolean
  certificate_required: boolean
  admission: 'manual' | 'known' | 'registered' | 'open' | 'closed'
  created_at: Date
  password_policy: object
  two_step_required: boolean
  entry_text: string | null
  accent: string | null
  logo: Buffer | null
  logo_type: 'image/png' | 'image/jpeg' | 'image/webp' | null
  facility_source: 'off' | 'register' | 'service'
  register_check_months: number | null
  logo_file: number | null
  deactivated_at: Date | null
  deactivated_reason: string | null
  finish_when_stopped: boolean
  mail_hold: boolean
  expired_stops: boolean
  remind_late: boolean
  remind_escalated: boolean
  remind_order: boolean
  remind_temporary: boolean
  remind_returned: boolean
  remind_consent: boolean
  quote_may_wait: boolean
}

export interface PasskeyChallengeRow {
  token_hash: Buffer
  user_id: number | null
  challenge: string
  expires_at: Date
}

export interface PasskeyRow {
  id: string
  user_id: number
  public_key: Buffer
  counter: number
  transports: string[]
  name: string
  created_at: Date
  last_used_at: Date | null
}

export interface PasswordHistoryRow {
  id: number
  user_id: number
  password_hash: string
  replaced_at: Date
}

export interface ProviderProposalRow {
  owner_id: number
  id: number
  user_id: number
  user_name: string
  at: Date
  removes: boolean
  issuer: string | null
  client_id: string | null
  client_secret: Buffer | null
  label: string | null
  active: boolean
  two_steps: boolean
}

export interface RateLimitRow {
  key: string
  points: number
  expire: number | null
}

export interface RecoveryCodeRow {
  user_id: number
  code_hash: Buffer
  used_at: Date | null
}

export interface RegisterEntryRow {
  owner_id: number
  org_number: string
  read_on: CalendarDate
  read_by_name: string
  emails: string[]
}

export interface RegisterQuestionRow {
  token_hash: Buffer
  company_id: number
  owner_id: number
  email: string
  created_at: Date
  expires_at: Date
}

export interface RequestKeyRow {
  user_id: number
  key: string
  location: string
  created_at: Date
}

export interface RetentionRuleRow {
  id: number
  owner_id: number | null
  company_id: number | null
  kind: string
  days: number | null
  set_at: Date
  set_by_name: string
}

export interface RetentionRunRow {
  id: number
  owner_id: number | null
  company_id: number | null
  kind: string
  at: Date
  gone: number
}

export interface SavedViewRow {
  id: number
  user_id: number
  name: string
  address: string
  created_at: Date
}

export interface SecurityEventRow {
  id: number
  at: Date
  user_id: number
  company_id: number | null
  owner_id: number | null
  event: string
  method: string | null
  address: string | null
  user_agent: string | null
  by_name: string | null
  by_id: number | null
  name_before: string | null
  name_after: string | null
}

export interface SessionRow {
  token_hash: Buffer
  user_id: number
  created_at: Date
  last_seen_at: Date
  expires_at: Date
  user_agent: string | null
  id: number
  method: string
  address: string | null
  proven_at: Date | null
}

export interface SignInStepRow {
  token_hash: Buffer
  user_id: number
  step: 'second-step' | 'new-password' | 'enrol'
  method: string
  second_done: boolean
  must_change: boolean
  next: string
  tries: number
  created_at: Date
  expires_at: Date
}

export interface SupportAccessRow {
  id: number
  operator_id: number
  operator_name: string
  company_id: number | null
  owner_id: number | null
  reason: string
  session_id: number | null
  started_at: Date
  expires_at: Date
  ended_at: Date | null
  ended_by: string | null
}

export interface SupportViewRow {
  id: number
  access_id: number
  company_id: number | null
  owner_id: number | null
  at: Date
  path: string
}

export interface TeamAreaRow {
  team_id: number
  owner_id: number
  area_id: number
}

export interface TeamMemberRow {
  team_id: number
  owner_id: number
  user_id: number
}

export interface TeamRow {
  id: number
  owner_id: number
  name: string
  created_at: Date
}

export interface TemporaryPasswordRow {
  user_id: number
  secret_hash: Buffer
  created_at: Date
  expires_at: Date
}

export interface TotpSecretRow {
  user_id: number
  secret: Buffer
  confirmed_at: Date | null
  last_step: number
  created_at: Date
}

export interface UnsentAnswerRow {
  case_id: number
  company_id: number
  notice: Answers | null
  completion: Answers | null
}

export interface UserRow {
  id: number
  username: string
  password_hash: string | null
  kind: 'installer' | 'owner' | 'operator'
  company_id: number | null
  owner_id: number | null
  name: string
  phone: string | null
  email: string | null
  locale: 'sv' | 'en'
  is_admin: boolean
  active: boolean
  created_at: Date
  start_page: string
  password_changed_at: Date | null
  has_password: boolean
  invited_at: Date | null
  deactivated_at: Date | null
  mail_pace: MailPace
  quiet_from: string | null
  quiet_to: string | null
  permission_sets: PermissionSet[]
  alerts_off: string[]
  service: boolean
}

export interface OrderRow {
  id: number
  case_id: number
  owner_id: number
  sent: boolean
  number: string
  seq: number
  facility_row: number
  kind: OrderKind
  state: OrderState
  fitter_id: number | null
  fitter_name: string | null
  planned_on: CalendarDate | null
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
  told: ToldOrder | null
  removed_meter: string | null
  removed_reading: number | null
  removed_constant: number | null
  meter_constant: number | null
  removed_photos: number[]
  meter_photos: number[]
}

export const INSTANTS: readonly string[] = ["accepted_at","applied_at","at","cancelled_at","changed_at","confirmed_at","consent_revoked_at","created_at","deactivated_at","decided_at","deleted_at","delivered_at","ended_at","erased_at","expires_at","gather_until","heard_at","held_at","identity_erased_at","invited_at","last_event_at","last_seen_at","last_used_at","name_wanted_at","opened_at","outdated_at","password_changed_at","preparation_since","proven_at","published_at","read_at","released_at","replaced_at","reported_at","revoked_at","saved_at","seen_at","send_after","service_since","set_at","settled_at","started_at","status_since","submitted_at","turn_since","until","updated_at","uploaded_at","used_at"]

declare module 'knex/types/tables.js' {
  interface Tables {
    absences: Table<AbsenceRow, { needed: 'user_id' | 'cover_id' | 'from_on' | 'to_on'; computed: 'id' }>
    agreement_acceptances: Table<AgreementAcceptanceRow, { needed: 'company_id' | 'version' | 'accepted_name' }>
    agreements: Table<AgreementRow, { needed: 'version' | 'body_sv' | 'body_en' }>
    alerts: Table<AlertRow, { needed: 'case_id' | 'user_id' | 'kind' | 'about'; computed: 'id' }>
    api_keys: Table<ApiKeyRow, { needed: 'user_id' | 'client_id' | 'name' | 'contact_id' | 'scopes' | 'created_by_name' | 'expires_at'; computed: 'id' }>
    api_secrets: Table<ApiSecretRow, { needed: 'hash' | 'key_id' | 'kind' | 'expires_at' }>
    applied_files: Table<AppliedFileRow, { needed: 'file' | 'checksum' }>
    area_postcodes: Table<AreaPostcodeRow, { needed: 'area_id' | 'owner_id' | 'postcode_from' | 'postcode_to' }>
    areas: Table<AreaRow, { needed: 'owner_id' | 'code' | 'name'; computed: 'id' }>
    attachment_chunks: Table<AttachmentChunkRow, { needed: 'attachment_id' | 'owner_id' | 'sent' | 'audience' | 'seq' | 'bytes' }>
    attachments: Table<AttachmentRow, { needed: 'case_id' | 'owner_id' | 'sent' | 'audience' | 'side' | 'kind' | 'name' | 'media_type' | 'size' | 'sha256' | 'uploaded_by' | 'uploaded_by_name'; computed: 'id' }>
    bulk_deeds: Table<BulkDeedRow, { needed: 'id' | 'user_id' | 'owner_id' | 'deed' | 'back' | 'total' | 'until'; json: 'outcomes' | 'undone' }>
    case_counters: Table<CaseCounterRow, { needed: 'owner_id' | 'year' | 'last' }>
    case_events: Table<EventRow, { needed: 'case_id' | 'owner_id' | 'sent' | 'audience' | 'side' | 'actor_name' | 'action'; computed: 'id'; json: 'details' }>
    case_internals: Table<CaseInternalRow, { needed: 'case_id' | 'owner_id' | 'sent'; json: 'consent' }>
    case_presence: Table<CasePresenceRow, { needed: 'case_id' | 'owner_id' | 'sent' | 'user_id' | 'writing' }>
    case_proposals: Table<ProposalRow, { needed: 'case_id' | 'owner_id' | 'sent' | 'move' | 'status_since' | 'user_id' | 'user_name'; json: 'consent' | 'internal' }>
    case_reads: Table<CaseReadRow, { needed: 'case_id' | 'user_id' | 'day' | 'user_name' }>
    case_revisions: Table<RevisionRow, { needed: 'case_id' | 'owner_id' | 'sent' | 'revision' | 'notice' | 'completion' | 'attachments'; json: 'notice' | 'completion' | 'attachments' }>
    case_search: Table<CaseSearchRow, { needed: 'case_id' | 'side' | 'place' | 'at' | 'marks' | 'doc' }>
    case_sittings: Table<SittingRow, { needed: 'event_id' | 'case_id' | 'company_id' | 'user_id' | 'changes'; json: 'before' | 'changes' }>
    case_symbols: Table<CaseSymbolRow, { needed: 'case_id' | 'owner_id' | 'sent' | 'symbol' }>
    case_undos: Table<CaseUndoRow, { needed: 'case_id' | 'owner_id' | 'sent' | 'user_id' | 'move' | 'version' | 'before' | 'internal' | 'last_event' | 'last_mail'; json: 'before' | 'internal' }>
    cases: Table<CaseRow, { needed: 'owner_id' | 'company_name' | 'number' | 'ref' | 'job_type_id' | 'flow' | 'type_name' | 'job_code' | 'job_name' | 'status' | 'created_by'; computed: 'id' | 'sent' | 'line_text' | 'expected_by' | 'due_by' | 'place_line' | 'orderer_line'; json: 'notice' | 'completion' | 'consent' }>
    certificate_chunks: Table<CertificateChunkRow, { needed: 'certificate_id' | 'company_id' | 'owner_id' | 'seq' | 'bytes' }>
    certificates: Table<CertificateRow, { needed: 'company_id' | 'owner_id' | 'name' | 'media_type' | 'size' | 'sha256' | 'uploaded_by_name'; computed: 'id' }>
    closed_values: Table<ClosedValueRow, { needed: 'field' | 'value' | 'name' }>
    companies: Table<CompanyRow, { needed: 'name' | 'org_number'; computed: 'id'; json: 'password_policy' }>
    configuration_changes: Table<ConfigurationChangeRow, { needed: 'owner_id' | 'actor_name' | 'action'; computed: 'id'; json: 'details' }>
    configuration_contents: Table<ConfigurationContentRow, { needed: 'configuration_id' | 'owner_id' | 'content' | 'rules' | 'published_by_name'; json: 'content' | 'rules' }>
    configuration_drafts: Table<ConfigurationDraftRow, { needed: 'owner_id' | 'content' | 'based_on' | 'started_by_name' | 'changed_by_name'; json: 'content' }>
    configuration_file_chunks: Table<ConfigurationFileChunkRow, { needed: 'file_id' | 'owner_id' | 'seq' | 'bytes' }>
    configuration_files: Table<ConfigurationFileRow, { needed: 'owner_id' | 'name' | 'media_type' | 'size' | 'sha256' | 'uploaded_by_name'; computed: 'id' }>
    configurations: Table<ConfigurationRow, { needed: 'owner_id' | 'version' | 'rejection_reasons'; computed: 'id'; json: 'rejection_reasons' | 'standard_texts' | 'rules' }>
    connection_events: Table<ConnectionEventRow, { needed: 'company_id' | 'owner_id' | 'side' | 'actor_name' | 'status'; computed: 'id' }>
    connections: Table<ConnectionRow, { needed: 'company_id' | 'owner_id' | 'status' }>
    document_template_chunks: Table<DocumentTemplateChunkRow, { needed: 'template_id' | 'owner_id' | 'seq' | 'bytes' }>
    document_templates: Table<TemplateRow, { needed: 'owner_id' | 'title' | 'valid_from' | 'name' | 'media_type' | 'size' | 'sha256' | 'uploaded_by_name' | 'file_id' | 'code'; computed: 'id' }>
    export_chunks: Table<ExportChunkRow, { needed: 'export_id' | 'seq' | 'bytes' }>
    exports: Table<ExportRow, { needed: 'address' | 'language' | 'total'; computed: 'id'; json: 'input' | 'result' }>
    facilities: Table<FacilityRow, { needed: 'import_id' | 'owner_id' | 'facility_id' }>
    facility_imports: Table<FacilityImportRow, { needed: 'owner_id' | 'file_name' | 'read_by_name'; computed: 'id'; json: 'problems' }>
    facility_lookups: Table<FacilityLookupRow, { needed: 'owner_id' | 'company_id' | 'user_id' | 'user_name' | 'company_name' | 'source' | 'key' | 'asked' | 'code' | 'overwrite'; computed: 'id' }>
    facility_services: Table<FacilityServiceRow, { needed: 'owner_id' | 'address' | 'header' | 'secret' | 'timeout_ms' | 'updated_by_name' }>
    held_forms: Table<HeldFormRow, { needed: 'token_hash' | 'session_id' | 'held' | 'expires_at' }>
    job_types: Table<JobTypeRow, { needed: 'configuration_id' | 'owner_id' | 'code' | 'name' | 'type_code' | 'type_name' | 'flow' | 'position' | 'definition'; computed: 'id'; json: 'definition' }>
    kept_forms: Table<KeptFormRow, { needed: 'user_id' | 'page' | 'kept' | 'expires_at' }>
    legal_holds: Table<LegalHoldRow, { needed: 'case_id' | 'owner_id' | 'sent' | 'reason' | 'user_id' | 'user_name' }>
    mail_messages: Table<MailRow, { needed: 'template' | 'to_address' | 'subject' | 'text' | 'html' | 'message_id'; computed: 'id'; json: 'entry' }>
    note_reads: Table<NoteReadRow, { needed: 'user_id' | 'case_id' | 'read_to' }>
    notes: Table<NoteRow, { needed: 'case_id' | 'owner_id' | 'sent' | 'audience' | 'side' | 'author_id' | 'author_name' | 'subject' | 'body'; computed: 'id' }>
    oidc_identities: Table<OidcIdentityRow, { needed: 'owner_id' | 'issuer' | 'subject' | 'user_id' }>
    oidc_requests: Table<OidcRequestRow, { needed: 'state_hash' | 'owner_id' | 'nonce' | 'verifier' | 'expires_at' }>
    one_time_links: Table<OneTimeLinkRow, { needed: 'token_hash' | 'user_id' | 'purpose' | 'expires_at' }>
    operator_events: Table<OperatorEventRow, { needed: 'user_id' | 'actor_name' | 'event'; computed: 'id' }>
    owner_oidc: Table<OwnerOidcRow, { needed: 'owner_id' | 'issuer' | 'client_id' | 'client_secret' | 'label' }>
    owners: Table<OwnerRow, { needed: 'code' | 'name' | 'org_number'; computed: 'id'; json: 'fuse_intervals' | 'password_policy' }>
    passkey_challenges: Table<PasskeyChallengeRow, { needed: 'token_hash' | 'challenge' | 'expires_at' }>
    passkeys: Table<PasskeyRow, { needed: 'id' | 'user_id' | 'public_key' | 'name' }>
    password_history: Table<PasswordHistoryRow, { needed: 'user_id' | 'password_hash'; computed: 'id' }>
    provider_proposals: Table<ProviderProposalRow, { needed: 'owner_id' | 'user_id' | 'user_name'; computed: 'id' }>
    rate_limits: Table<RateLimitRow, { needed: 'key' }>
    recovery_codes: Table<RecoveryCodeRow, { needed: 'user_id' | 'code_hash' }>
    register_entries: Table<RegisterEntryRow, { needed: 'owner_id' | 'org_number' | 'read_on' | 'read_by_name' }>
    register_questions: Table<RegisterQuestionRow, { needed: 'token_hash' | 'company_id' | 'owner_id' | 'email' | 'expires_at' }>
    request_keys: Table<RequestKeyRow, { needed: 'user_id' | 'key' | 'location' }>
    retention_rules: Table<RetentionRuleRow, { needed: 'kind' | 'set_by_name'; computed: 'id' }>
    retention_runs: Table<RetentionRunRow, { needed: 'kind' | 'gone'; computed: 'id' }>
    saved_views: Table<SavedViewRow, { needed: 'name' | 'address'; computed: 'id' }>
    security_events: Table<SecurityEventRow, { needed: 'user_id' | 'event'; computed: 'id' }>
    sessions: Table<SessionRow, { needed: 'token_hash' | 'user_id' | 'expires_at'; computed: 'id' }>
    sign_in_steps: Table<SignInStepRow, { needed: 'token_hash' | 'user_id' | 'step' | 'method' | 'expires_at' }>
    support_accesses: Table<SupportAccessRow, { needed: 'operator_id' | 'operator_name' | 'reason'; computed: 'id' }>
    support_views: Table<SupportViewRow, { needed: 'access_id' | 'path'; computed: 'id' }>
    team_areas: Table<TeamAreaRow, { needed: 'team_id' | 'owner_id' | 'area_id' }>
    team_members: Table<TeamMemberRow, { needed: 'team_id' | 'owner_id' | 'user_id' }>
    teams: Table<TeamRow, { needed: 'owner_id' | 'name'; computed: 'id' }>
    temporary_passwords: Table<TemporaryPasswordRow, { needed: 'user_id' | 'secret_hash' | 'expires_at' }>
    totp_secrets: Table<TotpSecretRow, { needed: 'user_id' | 'secret' }>
    unsent_answers: Table<UnsentAnswerRow, { needed: 'case_id' | 'company_id'; json: 'notice' | 'completion' }>
    users: Table<UserRow, { needed: 'username' | 'kind' | 'name'; computed: 'id' | 'has_password' }>
    work_orders: Table<OrderRow, { needed: 'case_id' | 'owner_id' | 'sent' | 'number' | 'seq' | 'kind' | 'created_by_name'; computed: 'id'; json: 'sheet' | 'told' }>
  }
}
