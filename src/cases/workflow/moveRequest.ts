import type { Actor } from '../../db/actor.ts'
import type { EventDetails } from '../../db/columnTypes.ts'
import type { CaseRow, HoldReason } from '../../db/rowTypes.ts'
import type { Answers } from '../../domain/forms/definition.ts'
import type { Markable } from '../../domain/rights.ts'
import type { Together } from './undo.ts'

/** A signed-in person, or the platform acting by a rule that the log must name. */
export type By = Actor | { side: 'system'; rule: string; isAdmin: false }

/** What a move carries; already checked by its form (cases/workflow/forms.ts). */
export interface MoveInput {
  /** The version the page was drawn from: a case that has moved on since is not touched. */
  version?: number
  comment?: string | null
  notice?: Answers
  completion?: Answers
  consent?: Answers
  /** The part of it that only the owner reads (fields marked ownerOnly). */
  internal?: Answers
  handler?: { id: number; name: string } | null
  responsible?: { id: number; name: string }
  /** null ends the hold. */
  hold?: { reason: HoldReason; until: string | null } | null
  marks?: Partial<Pick<CaseRow, Markable>>
  details?: EventDetails
  /** Saved again in a sitting that the log tells of already (cases/form/editingSession.ts). */
  unlogged?: boolean
  /** Rejection reasons in words, for the mail. */
  reasons?: string[]
  /** Decided on a page that offers Ångra next: the mail waits for as long as that can be pressed. */
  undoable?: boolean | Together
  /** One of many that are handed over at once: told in one mail. */
  together?: boolean
}

/** The version that was expected is not the case's any more (optimistic lock). */
export const CHANGED = 'Ärendet har redan ändrats sedan du öppnade det.'

export function actorOf(by: By) {
  return by.side === 'system'
    ? { side: by.side, userId: null, name: by.rule }
    : { side: by.side, userId: by.userId, name: by.name }
}
