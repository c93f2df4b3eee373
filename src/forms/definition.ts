import type { Terms } from './terms.ts'

/**
 * Forms are data. A network owner's job type carries three of these: the notice (föranmälan, sections A–R of docs/domain.md
 * 3.2), the consent with grid data (X) and the completion (färdiganmälan, Y). Everything that draws, checks, compares
 * or prints a form reads this shape and nothing else, so a published definition must stay readable for ever.
 */
export interface FormDefinition {
  sections: Section[]
  /** What files are asked for, by the codes of docs/domain.md 3.4. */
  attachments: AttachmentSlot[]
  /** Cross-field rules by code (V01–V21 and the bounds of single job types); see forms/rules.ts. */
  rules: string[]
}

export interface Section {
  /** Letter of docs/domain.md 3.2, unique within a definition: 'B' is Beställare. */
  key: string
  title: string
  help?: string
  /** An optional section starts folded and asks for nothing until one of its fields is filled. */
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
  /** Stable for ever: the key of the answer. Unique within a definition; within a group unique in the group. */
  key: string
  label: string
  help?: string
  type: FieldType
  /** Asked for when sending, if shown. `true`, or only under a condition. */
  required?: boolean | Condition
  /** Shown (and kept) only when this holds. */
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
  /** text: an anchored regular expression, with the words to say when it does not match. */
  pattern?: { source: string; message: string }
  /** date: bounds relative to today, inclusive. */
  notBefore?: 'today' | '1900-01-01'
  notAfter?: 'today'
  /** May be left blank with a reason: stored as { blank: reason } (honest blanks, docs/domain.md "finns ej"). */
  blankAllowed?: boolean
  /** Filled in for the person when the form is first shown. */
  initial?: Answer
  /** text: offered while one writes, and spelt as there; something else may be written. */
  suggest?: 'municipality'
  /** Filled in with the answer to that field of an earlier part, for the person to change. */
  startsAs?: string
  /** identity: which kinds of number pass; default both. */
  identity?: 'person' | 'organisation' | 'both'
  /** Names: no digits. */
  noDigits?: boolean
  /** group: the fields of one row, and how many rows. */
  fields?: Field[]
  minRows?: number
  maxRows?: number
  /** What one row is called: 'Växelriktare'. */
  rowLabel?: string
  /** group: drawn as a table that takes rows pasted from a spreadsheet (blockanmälan). */
  grid?: boolean
  /** group: one row for each row of that group, which is of an earlier part; keys of the same name are read from it. */
  rowsOf?: string
  /** number: how many rows that group has. Nobody types it. */
  countOf?: string
  /** Worked out from other answers (forms/reckoned.ts). Nobody types it. */
  reckoned?: 'generatorType'
  /** Shown, never typed: a key of the row it belongs to. */
  given?: boolean
  /** In a grid: tells the rows apart, so it is never filled down. */
  unique?: boolean
  /** Columns of the twelve-column form grid; default 6. */
  width?: 3 | 4 | 6 | 8 | 12
  /** Belongs to the network owner alone: never shown to the installer (x_intern). */
  ownerOnly?: boolean
  /** Personal number: shown in full only on the case, masked elsewhere. */
  sensitive?: boolean
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
  | { field: string; filled: boolean }
  | { all: Condition[] }
  | { any: Condition[] }
  | { not: Condition }

/** Answers as stored in jsonb: normalised, by field key. A value never given is absent, not null or ''. */
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
  /** Of a published version: what its owner decided beside the forms. The catalogue has none. */
  terms?: Terms
  notice: FormDefinition
  consent: FormDefinition
  completion: FormDefinition
}

/** F full, D direct completion, G approval only (docs/domain.md 2.2). */
export type Flow = 'F' | 'D' | 'G'

/** What a cross-field rule says: an error blocks sending, a warning wants a tick. */
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
