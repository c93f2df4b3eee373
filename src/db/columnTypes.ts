import type { Knex } from 'knex'
import type { Change } from '../domain/forms/present.ts'
import type { Answers } from '../domain/forms/definition.ts'
import type { Called } from '../domain/forms/pointed.ts'

// What the catalogue cannot tell of a column: read by printRows.ts, which writes rowTypes.ts.

export type { Answers, Flow, JobType } from '../domain/forms/definition.ts'
export type { Change } from '../domain/forms/present.ts'
export type { PermissionSet } from '../domain/rights.ts'
export type { Move, Status, Undoable } from '../domain/workflow/status.ts'

/** 'YYYY-MM-DD': pg gives a date as it is written (bare.ts), an instant as a Date. 'infinity' is a date as well. */
export type CalendarDate = string

/** The type of a jsonb column, or of text whose words are ours and no constraint's. Other jsonb is `unknown`. */
export const COLUMN_TYPES: Record<string, string> = {
  'bulk_deeds.outcomes': 'BulkOutcome[]',
  'bulk_deeds.undone': 'BulkOutcome[]',
  'case_events.details': 'EventDetails',
  'case_events.from_status': 'Status',
  'case_events.to_status': 'Status',
  'case_internals.consent': 'Answers',
  'case_proposals.consent': 'Answers',
  'case_proposals.internal': 'Answers',
  'case_proposals.move': 'Move',
  'case_revisions.attachments': 'SentFile[]',
  'case_revisions.completion': 'Answers',
  'case_revisions.notice': 'Answers',
  'case_sittings.before': 'Before',
  'case_sittings.changes': 'Change[]',
  'case_undos.internal': 'Answers',
  'case_undos.move': 'Undoable',
  'cases.completion': 'Answers',
  'cases.consent': 'Answers',
  'cases.flow': 'Flow',
  'cases.notice': 'Answers',
  'cases.previous_status': 'Status',
  'companies.password_policy': 'object',
  'configurations.rejection_reasons': 'RejectionReason[]',
  'configurations.standard_texts': 'StandardText[]',
  'configurations.rules': 'DecisionRules',
  'exports.result': 'object',
  'job_types.definition': 'JobType',
  'mail_messages.entry': 'Entry',
  'owners.fuse_intervals': 'number[][]',
  'owners.password_policy': 'object',
  'unsent_answers.completion': 'Answers',
  'unsent_answers.notice': 'Answers',
  'users.permission_sets': 'PermissionSet[]',
  'work_orders.sheet': 'OrderSheet',
  'work_orders.told': 'ToldOrder',
}

/** A name for a check constraint's words, by a column that has it: every column with the same words gets the name. */
export const NAMED_UNIONS: Record<string, string> = {
  'cases.hold_reason': 'HoldReason',
  'attachments.scan': 'ScanState',
  'notes.audience': 'Audience',
  'users.mail_pace': 'MailPace',
  'work_orders.kind': 'OrderKind',
  'work_orders.state': 'OrderState',
}

/** Names of rows that are not the table's in the singular. */
export const ROW_NAMES: Record<string, string> = {
  case_events: 'EventRow',
  case_proposals: 'ProposalRow',
  case_revisions: 'RevisionRow',
  case_sittings: 'SittingRow',
  document_templates: 'TemplateRow',
  mail_messages: 'MailRow',
  work_orders: 'OrderRow',
}

export interface EventDetails {
  /** A rejection: coded reasons, and what it points at. */
  codes?: string[]
  points?: Point[]
  /** The same as it was logged once: keys of fields, and kinds of attachments. */
  fields?: string[]
  attachments?: string[]
  /** Of a resend: what was pointed at and stands as it stood. */
  untouched?: Point[]
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

/** Something that a rejection points at, by the name of its input, and what is said to be wrong there; '' for nothing. */
export interface Point {
  name: string
  called: Called
  words: string
}

/** A file as a sending names it. */
export interface SentFile {
  id: number
  kind: string
  name: string
}

/** What the answers were before somebody wrote. */
export interface Before {
  notice: Answers
  completion: Answers
}

export interface RejectionReason {
  code: string
  text: string
  /** In which phase it can be given. */
  phase: 'notice' | 'completion' | 'both'
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

/** What a montör is told of the case beside the order itself (work-orders/instructions.ts). */
export interface OrderSheet {
  address: string | null
  postcode: string | null
  facility: string | null
  facility_id: string | null
  meter: string | null
  fuse: string | null
  /** The installer's own, at the work; orders from before it was asked for have none. */
  reading?: string | null
  contact: string | null
  phone: string | null
  /** From when the installer says that it is ready. */
  ready_on: string | null
  remarks: string | null
  installer: string
  installer_phone: string | null
}

/** What the montör was last told of an order (work-orders/orderMail.ts). */
export interface ToldOrder {
  fitter: number | null
  state: 'created' | 'released' | 'reported' | 'cancelled'
  planned_on: string | null
  kind: string
}

/** Of a table's columns: `needed` have no default, `computed` are PostgreSQL's to write, `json` are written as JSON text. */
type Kind = 'needed' | 'computed' | 'json'
type Of<Kinds, K extends Kind> = Kinds extends Record<K, infer Columns> ? Columns : never

type Value<T> = T | (T extends Date ? string : never) | Knex.Raw | Knex.QueryBuilder
type Written<Row, Kinds, C extends keyof Row> = Value<
  C extends Of<Kinds, 'json'> ? string | Extract<Row[C], null> : Row[C]
>

type Writable<Row, Kinds> = {
  [C in Exclude<keyof Row, Of<Kinds, 'computed'>>]?: Written<Row, Kinds, C>
}

/**
 * A table to knex: what it gives, and what may be written to it. Arrays must be JSON text in a jsonb column, for pg writes
 * them as PostgreSQL's own.
 */
export type Table<Row extends object, Kinds = object> = Knex.CompositeTableType<
  Row,
  Writable<Row, Kinds> & { [C in Extract<keyof Row, Of<Kinds, 'needed'>>]: Written<Row, Kinds, C> },
  Writable<Row, Kinds>
>

/** How something that was done to many cases went with one of them (src/bulk). */
export interface BulkOutcome {
  id: number
  result: 'done' | 'same' | 'refused'
  text: string
}
