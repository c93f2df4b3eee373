import type { Scope } from '../../domain/scopes.ts'
import { moves, SENDING, TRANSITIONS, type Move, type MoveForm } from '../../domain/workflow/status.ts'

export interface MoveOperation {
  move: Move
  /** 'accept-completion', as in the address of the page. */
  own: string
  side: 'installer' | 'owner'
  scope: Scope
  /** Written with answers before: the move only sends them. */
  sends: boolean
}

/** Done by PATCH, by POST of a new case, or on paper: no addresses of their own. */
const ELSEWHERE: readonly MoveForm[] = ['notice', 'completion', 'both', 'newCase']

/** Every move of the table that a key can make, each at its own address. */
export const moveOperations: MoveOperation[] = moves.flatMap((move): MoveOperation[] => {
  const { by, form, from } = TRANSITIONS[move]
  const side = by.find((each) => each !== 'system')
  const sends = SENDING.includes(move)
  if (side === undefined || from.includes(null) || (ELSEWHERE.includes(form) && !sends)) return []
  const own = move.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)
  return [{ move, own, side, sends, scope: scopeOf(move, side) }]
})

function scopeOf(move: Move, side: 'installer' | 'owner'): Scope {
  const { admin, right } = TRANSITIONS[move]
  if (side === 'installer') return 'cases:write'
  if (admin) return 'cases:admin'
  return right === 'mark' ? 'cases:mark' : 'cases:decide'
}
