import type { Terms } from './terms.ts'

/**
 * Forms are data. A job type has three of these: the notice (föranmälan, sections A–R of docs/domain.md 3.2), the consent
 * with network data (X) and the completion (färdiganmälan, Y). Rendering, validation, comparison and printing read this
 * shape and nothing else. Published definitions are never migrated, so changes must stay backward compatible.
 */
export interface FormDefinition {
  sections: Section[]
  /** What files are asked for, by the codes of docs/domain.md 3.4. */
  attachments: AttachmentSlot[]
  /** Cross-field rules by code (V01–V21 and the bounds of single job types); see domain/forms/rules.ts. */
  rules: string[]
}

export interface Section {
  /** Letter of docs/domain.md 3.2, unique within a definition: 'B' is Beställare. */
  key: string
  title: string
  help?: string
  /** An optional section starts collapsed; nothing in it is required until one of its fields is filled. */
  optional?: boolean
  when?: Condition
  fields: Field[]
}

export type FieldType =
  | 'text'
  | 'longText'
  | 'number'
  | 'choice'
  | 'choices'
  | 'yesNo'
  | 'tick'
  | 'date'
  | 'fuse'
  | 'facilityId'
  | 'meterNumber'
  | 'identity'
  | 'orgNumber'
  | 'gln'
  | 'postcode'
  | 'phone'
  | 'email'
  | 'group'

export interface Field {
  /** Key of the answer. Never renamed, since cases store it; unique within the definition, in a group within the group. */
  key: string
  label: string
  help?: string
  type: FieldType
  /** Required when sending, if shown: always, or under a condition. */
  required?: boolean | Condition
  /** Shown, and its answer kept, only when this holds. */
  when?: Condition
  /** choice, choices. */
  options?: Option[]
  /** number: shown after the field. */
  unit?: string
  min?: number
  max?: number
  /** number: how many decimals may be given, 0 when absent. */
  decimals?: number
  /** text, longText: default 200 and 2000. */
  maxLength?: number
  /** text: an anchored regular expression and its error message. */
  pattern?: { source: string; message: string }
  /** date: bounds relative to today, inclusive. */
  notBefore?: 'today' | '1900-01-01'
  notAfter?: 'today'
  /** May be left blank with a reason ('finns ej'), stored as { blank: reason } (docs/domain.md 4.6). */
  blankAllowed?: boolean
  /** Initial value of a new form. */
  initial?: Answer
  /** text: suggestions while typing, whose spelling is applied; other text is allowed. */
  suggest?: 'municipality'
  /** Default: the answer to that field of an earlier part. */
  startsAs?: string
  /** identity: which kinds of number are accepted; default both. */
  identity?: 'person' | 'organisation' | 'both'
  /** identity: shown as the VAT number that is made of it. */
  vat?: boolean
  /** Names: no digits. */
  noDigits?: boolean
  /** group: the fields of one row, and how many rows. */
  fields?: Field[]
  minRows?: number
  maxRows?: number
  /** What one row is called: 'Växelriktare'. */
  rowLabel?: string
  /** group: a grid that accepts rows pasted from a spreadsheet (blockanmälan). */
  grid?: boolean
  /** group: follows that group of an earlier part, one row for each of its rows; `given` fields are copied from it. */
  rowsOf?: string
  /** number: calculated, the number of rows of that group. */
  countOf?: string
  /** Calculated from other answers (domain/forms/calculated.ts). */
  reckoned?: 'generatorType'
  /** number: calculated from other numbers, an owner's own calculation. */
  formula?: Formula
  /** Read-only: copied from the row it follows. */
  given?: boolean
  /** In a grid: unique per row, so it is never filled down. */
  unique?: boolean
  /** Columns of the twelve-column form grid; default 6. */
  width?: 3 | 4 | 6 | 8 | 12
  /** Internal to the network owner: never shown to the installer (x_intern). */
  ownerOnly?: boolean
  /** Personal data: shown in full only on the case, masked elsewhere. */
  sensitive?: boolean
}

/**
 * What an owner lets be calculated. A term is a number, the key of a field, or 'group.column' for the sum of a column.
 * A sum is of those that are answered; anything else needs all of them.
 */
export interface Formula {
  op: 'sum' | 'difference' | 'product' | 'quotient'
  of: (string | number)[]
}

export interface Option {
  value: string
  label: string
}

export interface AttachmentSlot {
  /** SIT, ENL, EFF, DAT … (docs/domain.md 3.4). */
  kind: string
  label: string
  help?: string
  required?: boolean | Condition
}

/** A condition over the answers of the same definition (in a group: of the same row, then of the whole form). */
export type Condition =
  | { field: string; is: string | number | boolean }
  | { field: string; in: (string | number)[] }
  | { field: string; above: number }
  | { field: string; below: number }
  | { field: string; filled: boolean }
  | { all: Condition[] }
  | { any: Condition[] }
  | { not: Condition }

/** Answers as stored in jsonb: normalised, by field key. Unanswered fields are absent, not null or ''. */
export type Answer = string | number | boolean | string[] | { blank: string } | Answers[]
export interface Answers {
  [key: string]: Answer
}

/** One job type of one published configuration of one network owner (docs/domain.md 3.1). */
export interface JobType {
  /** NY01, BE02 … */
  code: string
  name: string
  /** Installationstyp. */
  type: { code: string; name: string }
  flow: Flow
  /** Vardagar (working days) the installer should be ahead of the expected completion date. */
  leadDays: number
  blockAllowed: boolean
  /** The owner's terms of the published version; the catalogue has none. */
  terms?: Terms
  notice: FormDefinition
  consent: FormDefinition
  completion: FormDefinition
}

/** F full, D direct completion, G approval only (docs/domain.md 2.2). */
export type Flow = 'F' | 'D' | 'G'

/** The result of a cross-field rule: an error blocks sending, a warning must be ticked. */
export interface Finding {
  rule: string
  severity: 'error' | 'warning'
  /** The field it is shown at; keys in groups as 'vr.0.vr_effekt'. */
  field: string
  /** Swedish sentence, the key of t(), with {names} from params. */
  message: string
  params?: Record<string, string | number>
  /** A job type that fits better: the page offers a copy (V06 → PR02, V08 → BE03). */
  suggestJob?: string
}
