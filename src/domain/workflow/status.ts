import type { Flow } from '../forms/definition.ts'
import { can, type Mover } from '../rights.ts'
import { moves, TRANSITIONS, type Move } from './moves.ts'
import { LEFT_OUT, type Status } from './statuses.ts'

// The face of the workflow: its two tables, and who may do what by them.
export * from './moves.ts'
export * from './statuses.ts'
export type * from './transition.ts'

export function isMoveOf(mover: Mover, move: Move): boolean {
  const { by, admin, right = 'decide' } = TRANSITIONS[move]
  const isSide = (by as readonly string[]).includes(mover.side) && (!admin || mover.isAdmin)
  return isSide && (mover.side !== 'owner' || can(mover, right))
}

/** A handläggare sends it in the installer's place, until somebody at a company has taken the case over. */
export function standsIn(mover: Mover, kase: { manual: boolean; responsible_id: number | null }, move: Move): boolean {
  return (
    kase.manual &&
    kase.responsible_id === null &&
    mover.side === 'owner' &&
    can(mover, 'register') &&
    TRANSITIONS[move].onPaper === true
  )
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

/** Where a move leads. */
export function targetOf(
  move: Move,
  at: { status: Status | null; previous_status: Status | null; flow: Flow },
): Status {
  const { to } = TRANSITIONS[move]
  if (to === 'same') return at.status!
  if (to === 'previous') return (at.previous_status ?? at.status)!
  return typeof to === 'string' ? to : to[at.flow]!
}

/** '/cases/NEL-2027-000001/accept-completion' */
export function moveAddress(ref: string, move: Move): string {
  return `/cases/${ref}/${move.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`
}
