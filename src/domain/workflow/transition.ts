import type { Flow } from '../forms/definition.ts'
import type { Right } from '../rights.ts'
import type { Status } from './statuses.ts'

// The columns of the move table (moves.ts).

/** What must be posted with a move; the zod schemas stand in cases/workflow/forms.ts. */
export type MoveForm =
  | 'none'
  | 'notice'
  | 'completion'
  | 'both'
  | 'consent'
  | 'acceptance'
  | 'rejection'
  | 'reason'
  | 'optionalReason'
  | 'assignment'
  | 'hold'
  | 'extension'
  | 'responsible'
  | 'marks'
  | 'newCase'

/** Conditions beyond status and side; the rule behind each stands in cases/workflow/guards.ts. */
export type Guard =
  | 'connected'
  | 'mayFinish'
  | 'ownerInUse'
  | 'contactable'
  | 'untouched'
  | 'notHeld'
  | 'quoteAnswered'
  | 'noOpenOrder'
  | 'orderIfConsented'
  | 'settled'
  | 'removalRequested'
  | 'notRequested'
  | 'recentlyCancelled'
  | 'consentLasts'
  | 'withdrawalAllowed'
  | 'revocationAllowed'
  | 'fourEyes'

/** What follows from a move beside the new status; the code of each stands in cases/workflow/effects.ts. */
export type Effect =
  | 'manual'
  | 'send'
  | 'unsend'
  | 'startClock'
  | 'consent'
  | 'voidConsent'
  | 'extendConsent'
  | 'releaseOrder'
  | 'countRejection'
  | 'requestRemoval'
  | 'endRemoval'
  | 'assign'
  | 'take'
  | 'hold'
  | 'reassign'
  | 'mark'
  | 'clearHold'
  | 'tell'

export type MailName =
  'M01' | 'M02' | 'M03' | 'M04' | 'M05' | 'M06' | 'M07' | 'M08' | 'M09' | 'M10' | 'M11' | 'M18' | 'M21' | 'M24'

export type Part = 'notice' | 'completion'

/** Where the button stands: edit form, review page, decision panel, symbols panel, or among the case page's own buttons. */
export type Place = 'form' | 'review' | 'decision' | 'symbols' | 'page' | 'nowhere'

/** There is an installer to mail; a person was named; the case is on hold. */
export type Told = 'mailed' | 'named' | 'held'

export interface Transition {
  /** The row of docs/domain.md 2.4. */
  row: `T${string}`
  by: readonly ('installer' | 'owner' | 'system')[]
  /** Only for an administrator of that side (A or N). */
  admin?: true
  /** What it takes of the owner's people, where it is not the right to decide. */
  right?: Right
  flow: readonly Flow[]
  /** null: the case does not exist yet. */
  from: readonly (Status | null)[]
  to: Status | 'same' | 'previous' | Partial<Record<Flow, Status>>
  /** The button. */
  label: string
  /** What the log says was done. */
  log: string
  form: MoveForm
  guards?: readonly Guard[]
  effects?: readonly Effect[]
  mail?: MailName
  /** Shown with care: red, and asked about before it is done. */
  grave?: true
  /** A decision that the one who made it can take back for a minute (cases/workflow/undo.ts). */
  undo?: true
  /** Which part is decided on, and how. */
  decides?: { part: Part; as: 'approved' | 'rejected' }
  place: Place
  /** In the log, and on the button. */
  icon: string
  /** On the button, where it is another. */
  buttonIcon?: string
  /** The button while the case is on hold. */
  labelWhenHeld?: string
  /** The next thing to do: never drawn as grave, and shown with the reason while it is refused. */
  primary?: true
  /** Done with one press, without a page that asks. */
  atOnce?: true
  /** The page that does it, before the case's reference; else the move's own (moveAddress). */
  opens?: string
  /** Offered on the edit form too. */
  onForm?: true
  /** Sent by a handläggare in the installer's place, of a case that came on paper or by telephone (T02). */
  onPaper?: true
  /** What will happen, said before it is done. */
  hint?: string
  /** Whether it can be taken back, said with the hint. */
  back?: string
  /** Said when it is done; else what the log says. */
  done?: string | { when: Told; yes: string; no: string }
  /** What can be done to many cases at once by this move, and for how many seconds it can be taken back. */
  bulk?: Readonly<Record<string, { label: string; seconds: number }>>
}
