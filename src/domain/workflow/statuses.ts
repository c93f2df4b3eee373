import type { Flow } from '../forms/definition.ts'

interface StatusFacts {
  /** What people read. */
  label: string
  turn: 'installer' | 'owner' | null
  tint: string
  icon: string
  /** Where the case lists: not sent yet, worked on, or under Arkiverade. */
  stage: 'draft' | 'active' | 'closed'
  /** Rejected: the station of the ordinary road that it was sent back from. */
  returnedFrom?: 'submitted' | 'completed'
}

/** The nine statuses of docs/domain.md 2.3. Every list of statuses below is derived from this one. */
export const STATUSES = {
  draft: { label: 'Ej skickat', turn: 'installer', tint: 'neutral', icon: 'pencil', stage: 'draft' },
  submitted: { label: 'För godkännande', turn: 'owner', tint: 'blue', icon: 'clock', stage: 'active' },
  notice_rejected: {
    label: 'Avvisad föranmälan',
    turn: 'installer',
    tint: 'red',
    icon: 'alert',
    stage: 'active',
    returnedFrom: 'submitted',
  },
  consented: {
    label: 'Installationsmedgivande',
    turn: 'installer',
    tint: 'green',
    icon: 'check-circle',
    stage: 'active',
  },
  completed: { label: 'Färdiganmälan', turn: 'owner', tint: 'violet', icon: 'send', stage: 'active' },
  completion_rejected: {
    label: 'Avvisad färdiganmälan',
    turn: 'installer',
    tint: 'red',
    icon: 'alert',
    stage: 'active',
    returnedFrom: 'completed',
  },
  closed: { label: 'Arkiverad av näthandläggare', turn: 'owner', tint: 'neutral', icon: 'archive', stage: 'closed' },
  archived: { label: 'Arkiverad', turn: null, tint: 'neutral', icon: 'archive', stage: 'closed' },
  cancelled: { label: 'Avbruten', turn: null, tint: 'neutral', icon: 'x-circle', stage: 'closed' },
} as const satisfies Record<string, StatusFacts>

export type Status = keyof typeof STATUSES
export const statuses = Object.keys(STATUSES) as Status[]

const facts: Record<Status, StatusFacts> = STATUSES
const those = (holds: (status: StatusFacts) => boolean): readonly Status[] =>
  statuses.filter((status) => holds(facts[status]))

// In SQL: `status ${inList(CLOSED)}` (db/literals.ts); partial indexes have these lists in their predicates.

/** Cases that people still work on; the rest list under Arkiverade. */
export const ACTIVE = those(({ stage }) => stage === 'active')
export const CLOSED = those(({ stage }) => stage === 'closed')
/** With the network owner, to be decided on: its clock runs. */
export const WAITING = those(({ stage, turn }) => stage === 'active' && turn === 'owner')
/** Sent, and with the installer again. */
export const WITH_INSTALLER = those(({ stage, turn }) => stage === 'active' && turn === 'installer')
export const RETURNED = those(({ returnedFrom }) => returnedFrom !== undefined)
/** Nothing is added to the case any more. */
export const FINAL = those(({ stage, turn }) => stage === 'closed' && turn === null)
/** The work was approved to the end. */
export const FINISHED: readonly Status[] = CLOSED.filter((status) => status !== 'cancelled')

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

/** Stations that the shorter flows leave out (docs/domain.md 2.2); the database refuses them too. */
export const LEFT_OUT: Record<Flow, readonly Status[]> = {
  F: [],
  D: ['submitted', 'notice_rejected', 'consented'],
  G: ['consented', 'completed', 'completion_rejected'],
}

/** The ordinary road of a flow (docs/domain.md 2.2), station by station. */
export function roadOf(flow: Flow): Status[] {
  return statuses.filter(
    (status) => status !== 'cancelled' && !RETURNED.includes(status) && !LEFT_OUT[flow].includes(status),
  )
}

/** The station of the road that a status belongs to. */
export function stationOf(status: Status): Status {
  return facts[status].returnedFrom ?? status
}

/** The notice is sent, and not consented to. */
export const UNCONSENTED = statuses.filter((status) => stationOf(status) === 'submitted')
/** Consented to, in the flow that has a consent, and not archived for good. */
export const GRANTED = statuses.filter(
  (status) => roadOf('F').indexOf(stationOf(status)) >= roadOf('F').indexOf('consented') && !FINAL.includes(status),
)

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

/** What writing at this status is for, as the button that opens the form says it. */
export function writingLabel({ status, flow }: { status: Status; flow: Flow }): string {
  if (RETURNED.includes(status)) return 'Rätta'
  return status === 'consented' || flow === 'D' ? 'Fyll i färdiganmälan' : 'Fyll i föranmälan'
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
  const isAnswered = flow === 'G' && FINISHED.includes(status) && Object.keys(consent).length > 0
  return number !== null || isAnswered
}

/** The consent's last day has passed, and the work is not told to be done. */
export function hasExpired(
  { consent_valid_to: to, status }: { consent_valid_to: string | null; status: Status | null },
  today: string,
): boolean {
  return status === 'consented' && to !== null && to < today
}

/** The owner has withdrawn its consent (T14) and given no new one: the work must stand still. */
export function isRevoked({
  consent_revoked_at: at,
  status,
}: {
  consent_revoked_at: Date | null
  status: Status
}): boolean {
  return at !== null && UNCONSENTED.includes(status)
}
