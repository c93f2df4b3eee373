import type { Flow } from '../forms/definition.ts'
import { can, type Mover, type Right } from '../rights.ts'

/** The nine statuses of docs/domain.md 2.3: the label people read, whose turn it is, and the tint it is drawn in. */
export const STATUSES = {
  draft: { label: 'Ej skickat', turn: 'installer', tint: 'neutral', icon: 'pencil' },
  submitted: { label: 'För godkännande', turn: 'owner', tint: 'blue', icon: 'clock' },
  notice_rejected: { label: 'Avvisad föranmälan', turn: 'installer', tint: 'red', icon: 'alert' },
  consented: { label: 'Installationsmedgivande', turn: 'installer', tint: 'green', icon: 'check-circle' },
  completed: { label: 'Färdiganmälan', turn: 'owner', tint: 'violet', icon: 'send' },
  completion_rejected: { label: 'Avvisad färdiganmälan', turn: 'installer', tint: 'red', icon: 'alert' },
  closed: { label: 'Arkiverad av näthandläggare', turn: 'owner', tint: 'neutral', icon: 'archive' },
  archived: { label: 'Arkiverad', turn: null, tint: 'neutral', icon: 'archive' },
  cancelled: { label: 'Avbruten', turn: null, tint: 'neutral', icon: 'x-circle' },
} as const satisfies Record<string, { label: string; turn: 'installer' | 'owner' | null; tint: string; icon: string }>

export type Status = keyof typeof STATUSES
export const statuses = Object.keys(STATUSES) as Status[]

/** The statuses in the order people work: what came back first, drafts last. */
export const ORDER: readonly Status[] = [
  'notice_rejected',
  'completion_rejected',
  'consented',
  'submitted',
  'completed',
  'draft',
  'closed',
  'cancelled',
  'archived',
]

/** Cases that people still work on; the rest list under Arkiverade. */
export const ACTIVE = ['submitted', 'notice_rejected', 'consented', 'completed', 'completion_rejected'] as const
export const CLOSED = ['closed', 'archived', 'cancelled'] as const

/** What must be posted with a move; the zod schemas stand in cases/workflow/forms.ts. */
export type MoveForm =
  | 'none'
  | 'notice'
  | 'completion'
  | 'both'
  | 'consent'
  | 'rejection'
  | 'reason'
  | 'optionalReason'
  | 'assignment'
  | 'hold'
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
  | 'recentlyCancelled'
  | 'withdrawalAllowed'
  | 'revocationAllowed'
  | 'fourEyes'

/** What follows from a move beside the new status; the code of each stands in cases/workflow/effects.ts. */
export type Effect =
  | 'send'
  | 'unsend'
  | 'startClock'
  | 'consent'
  | 'voidConsent'
  | 'releaseOrder'
  | 'cancelOrder'
  | 'countRejection'
  | 'requestRemoval'
  | 'refuseRemoval'
  | 'assign'
  | 'hold'
  | 'reassign'
  | 'mark'
  | 'clearHold'

export type MailName =
  'M01' | 'M02' | 'M03' | 'M04' | 'M05' | 'M06' | 'M07' | 'M08' | 'M09' | 'M10' | 'M11' | 'M18' | 'M21'

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
}

const ALL: readonly Flow[] = ['F', 'D', 'G']
const UNARCHIVED = ['submitted', 'notice_rejected', 'consented', 'completed', 'completion_rejected'] as const

// The whole workflow (docs/domain.md 2.4). Buttons, guards, the log and the mails read this table and nothing else.
const table = {
  create:            { row: 'T01', by: ['installer'], flow: ALL, from: [null], to: 'draft', form: 'newCase', label: 'Skapa anmälan', log: 'Ärendet skapat', guards: ['connected'] },
  register:          { row: 'T02', by: ['owner'], right: 'register', flow: ALL, from: [null], to: { F: 'submitted', G: 'submitted', D: 'completed' }, form: 'newCase', label: 'Registrera manuellt', log: 'Manuellt registrerat av nätbolaget', effects: ['send', 'startClock'], mail: 'M07' },
  save:              { row: 'T03', by: ['installer'], flow: ALL, from: ['draft', 'notice_rejected', 'completion_rejected'], to: 'same', form: 'notice', label: 'Spara', log: 'Sparat' },
  submit:            { row: 'T04', by: ['installer'], flow: ['F', 'G'], from: ['draft'], to: 'submitted', form: 'notice', label: 'Skicka föranmälan', log: 'Föranmälan skickad', guards: ['ownerInUse', 'connected', 'contactable'], effects: ['send', 'startClock'], mail: 'M08' },
  submitDirect:      { row: 'T05', by: ['installer'], flow: ['D'], from: ['draft'], to: 'completed', form: 'both', label: 'Skicka färdiganmälan', log: 'Färdiganmälan skickad', guards: ['ownerInUse', 'connected', 'contactable'], effects: ['send', 'startClock'], mail: 'M08' },
  withdraw:          { row: 'T06', by: ['installer'], flow: ['F', 'G'], from: ['submitted'], to: 'draft', form: 'optionalReason', label: 'Återkalla', log: 'Föranmälan återkallad', guards: ['untouched', 'withdrawalAllowed'], effects: ['unsend', 'clearHold'], mail: 'M09', grave: true },
  assign:            { row: 'T07', by: ['owner'], flow: ALL, from: ['submitted', 'completed'], to: 'same', form: 'assignment', label: 'Ta ärende', log: 'Handläggare vald', effects: ['assign'], mail: 'M21', undo: true },
  approve:           { row: 'T08', by: ['owner'], flow: ['F'], from: ['submitted'], to: 'consented', form: 'consent', label: 'Godkänn', log: 'Föranmälan godkänd', guards: ['notHeld', 'quoteAnswered', 'fourEyes'], effects: ['consent'], mail: 'M01', undo: true },
  approveAndClose:   { row: 'T09', by: ['owner'], flow: ['G'], from: ['submitted'], to: 'closed', form: 'consent', label: 'Godkänn och arkivera', log: 'Godkänd och arkiverad', guards: ['notHeld', 'quoteAnswered', 'fourEyes'], effects: ['consent', 'releaseOrder'], mail: 'M01', undo: true },
  reject:            { row: 'T10', by: ['owner'], flow: ['F', 'G'], from: ['submitted'], to: 'notice_rejected', form: 'rejection', label: 'Avvisa', log: 'Föranmälan avvisad', effects: ['countRejection', 'clearHold'], mail: 'M02', grave: true, undo: true },
  resubmit:          { row: 'T11', by: ['installer'], flow: ['F', 'G'], from: ['notice_rejected'], to: 'submitted', form: 'notice', label: 'Skicka föranmälan', log: 'Föranmälan skickad igen', guards: ['ownerInUse', 'mayFinish', 'contactable'], effects: ['send', 'startClock'], mail: 'M08' },
  saveCompletion:    { row: 'T12', by: ['installer'], flow: ['F'], from: ['consented'], to: 'same', form: 'completion', label: 'Spara', log: 'Färdiganmälan sparad' },
  complete:          { row: 'T13', by: ['installer'], flow: ['F'], from: ['consented'], to: 'completed', form: 'completion', label: 'Skicka anmälan', log: 'Färdiganmälan skickad', guards: ['ownerInUse', 'mayFinish', 'contactable'], effects: ['send', 'startClock'], mail: 'M08' },
  revokeConsent:     { row: 'T14', by: ['owner'], admin: true, flow: ['F'], from: ['consented'], to: 'submitted', form: 'reason', label: 'Återta medgivande', log: 'Medgivande återtaget', guards: ['revocationAllowed'], effects: ['voidConsent', 'startClock'], mail: 'M03', grave: true, undo: true },
  acceptCompletion:  { row: 'T15', by: ['owner'], flow: ['F', 'D'], from: ['completed'], to: 'closed', form: 'none', label: 'Godkänn färdiganmälan', log: 'Färdiganmälan godkänd', guards: ['notHeld', 'fourEyes'], effects: ['releaseOrder'], mail: 'M04', undo: true },
  rejectCompletion:  { row: 'T16', by: ['owner'], flow: ['F', 'D'], from: ['completed'], to: 'completion_rejected', form: 'rejection', label: 'Avvisa', log: 'Färdiganmälan avvisad', effects: ['countRejection', 'clearHold'], mail: 'M05', grave: true, undo: true },
  recomplete:        { row: 'T17', by: ['installer'], flow: ['F', 'D'], from: ['completion_rejected'], to: 'completed', form: 'completion', label: 'Skicka anmälan', log: 'Färdiganmälan skickad igen', guards: ['ownerInUse', 'mayFinish', 'contactable'], effects: ['send', 'startClock'], mail: 'M08' },
  archive:           { row: 'T18', by: ['owner', 'system'], flow: ALL, from: ['closed'], to: 'archived', form: 'none', label: 'Slutarkivera', log: 'Slutarkiverat', guards: ['settled'], grave: true, undo: true },
  reopen:            { row: 'T19', by: ['owner'], admin: true, flow: ALL, from: ['closed'], to: { F: 'completed', D: 'completed', G: 'submitted' }, form: 'reason', label: 'Återöppna', log: 'Ärendet återöppnat', effects: ['startClock'], mail: 'M06', undo: true },
  discard:           { row: 'T20', by: ['installer'], flow: ALL, from: ['draft'], to: 'cancelled', form: 'none', label: 'Radera', log: 'Utkast raderat', grave: true },
  remove:            { row: 'T21', by: ['installer'], flow: ALL, from: ['notice_rejected', 'completion_rejected'], to: 'cancelled', form: 'optionalReason', label: 'Radera', log: 'Ärendet raderat av installatören', effects: ['requestRemoval', 'clearHold'], mail: 'M09', grave: true },
  abandon:           { row: 'T22', by: ['installer'], flow: ['F'], from: ['consented'], to: 'cancelled', form: 'reason', label: 'Radera', log: 'Ärendet raderat av installatören', guards: ['noOpenOrder'], effects: ['requestRemoval', 'clearHold'], mail: 'M09', grave: true },
  requestRemoval:    { row: 'T23', by: ['installer'], flow: ALL, from: ['submitted', 'completed', 'consented'], to: 'same', form: 'reason', label: 'Begär borttagning', log: 'Borttagning begärd', guards: ['orderIfConsented'], effects: ['requestRemoval'], mail: 'M09' },
  cancel:            { row: 'T24', by: ['owner'], flow: ALL, from: UNARCHIVED, to: 'cancelled', form: 'reason', label: 'Avbryt ärende', log: 'Ärendet avbrutet av nätbolaget', effects: ['cancelOrder', 'clearHold'], mail: 'M06', grave: true, undo: true },
  refuseRemoval:     { row: 'T25', by: ['owner'], flow: ALL, from: UNARCHIVED, to: 'same', form: 'reason', label: 'Avslå borttagning', log: 'Begäran om borttagning avslagen', guards: ['removalRequested'], effects: ['refuseRemoval'], mail: 'M06', undo: true },
  resume:            { row: 'T26', by: ['owner'], admin: true, flow: ALL, from: ['cancelled'], to: 'previous', form: 'reason', label: 'Återuppta', log: 'Ärendet återupptaget', guards: ['recentlyCancelled'], effects: ['refuseRemoval', 'startClock'], mail: 'M06', undo: true },
  hold:              { row: 'T27', by: ['owner', 'system'], flow: ALL, from: UNARCHIVED, to: 'same', form: 'hold', label: 'Väntläge', log: 'Väntläge ändrat', effects: ['hold'], mail: 'M10', undo: true },
  changeResponsible: { row: 'T28', by: ['installer'], flow: ALL, from: ['draft', ...UNARCHIVED, 'closed'], to: 'same', form: 'responsible', label: 'Byt ansvarig', log: 'Ansvarig installatör bytt', effects: ['reassign'], mail: 'M18' },
  copy:              { row: 'T29', by: ['installer'], flow: ALL, from: ['draft', ...UNARCHIVED, 'closed', 'cancelled'], to: 'same', form: 'newCase', label: 'Kopiera anmälan', log: 'Kopierad' },
  mark:              { row: 'T30', by: ['owner', 'system'], right: 'mark', flow: ALL, from: [...UNARCHIVED, 'closed'], to: 'same', form: 'marks', label: 'Ändra symboler', log: 'Symboler ändrade', effects: ['mark'], undo: true },
  autoApprove:       { row: 'T31', by: ['system'], flow: ['F', 'G'], from: ['submitted'], to: { F: 'consented', G: 'closed' }, form: 'none', label: 'Godkänd automatiskt', log: 'Godkänd automatiskt', guards: ['notHeld'], effects: ['consent', 'releaseOrder'], mail: 'M01' },
} as const satisfies Record<string, Transition> // prettier-ignore

export type Move = keyof typeof table
export const TRANSITIONS: Record<Move, Transition> = table
export const moves = Object.keys(table) as Move[]

export function isMoveOf(mover: Mover, move: Move): boolean {
  const { by, admin, right = 'decide' } = TRANSITIONS[move]
  const isSide = (by as readonly string[]).includes(mover.side) && (!admin || mover.isAdmin)
  return isSide && (mover.side !== 'owner' || can(mover, right))
}

/** What a handläggare may send in an installer's place, of a case that came on paper or by telephone (T02). */
const ON_PAPER: readonly Move[] = ['resubmit', 'complete', 'recomplete']

export function standsIn(mover: Mover, kase: { manual: boolean }, move: Move): boolean {
  return kase.manual && mover.side === 'owner' && can(mover, 'register') && ON_PAPER.includes(move)
}

/** Stations that the shorter flows leave out (docs/domain.md 2.2); the database refuses them too. */
export const LEFT_OUT: Record<Flow, readonly Status[]> = {
  F: [],
  D: ['submitted', 'notice_rejected', 'consented'],
  G: ['consented', 'completed', 'completion_rejected'],
}

export function fits(move: Move, at: { status: Status | null; flow: Flow }): boolean {
  const { from, flow } = TRANSITIONS[move]
  if (at.status !== null && LEFT_OUT[at.flow].includes(at.status)) return false
  return from.includes(at.status) && flow.includes(at.flow)
}

/** What this person may do to a case as it stands, guards aside. */
export function movesFor(mover: Mover, at: { status: Status; flow: Flow }): Move[] {
  return moves.filter((move) => isMoveOf(mover, move) && fits(move, at))
}

/** The parts an installer fills in at this status: phase 1, phase 2, or both at once in flow D (docs/domain.md 2.3). */
export function editableParts(kase: { status: Status; flow: Flow }): ('notice' | 'completion')[] {
  const parts: Partial<Record<Status, ('notice' | 'completion')[]>> = {
    draft: kase.flow === 'D' ? ['notice', 'completion'] : ['notice'],
    notice_rejected: ['notice'],
    consented: ['completion'],
    completion_rejected: kase.flow === 'D' ? ['notice', 'completion'] : ['completion'],
  }
  return parts[kase.status] ?? []
}

/** Where a move leads. */
export function targetOf(move: Move, at: { status: Status; previous_status: Status | null; flow: Flow }): Status {
  const { to } = TRANSITIONS[move]
  if (to === 'same') return at.status
  if (to === 'previous') return at.previous_status ?? at.status
  return typeof to === 'string' ? to : to[at.flow]!
}

/** There is an answer of the owner to be read: a consent that stands, or in flow G the values that were asked for. */
export function isGranted({
  consent_number: number,
  consent,
  flow,
  status,
}: {
  consent_number: string | null
  consent: object
  flow: Flow
  status: Status
}): boolean {
  const isAnswered = flow === 'G' && (status === 'closed' || status === 'archived') && Object.keys(consent).length > 0
  return number !== null || isAnswered
}

/** '/cases/NEL-2027-000001/accept-completion' */
export function moveAddress(ref: string, move: Move): string {
  return `/cases/${ref}/${move.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`
}
