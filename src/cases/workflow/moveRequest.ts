import type { Actor } from '../../db/actor.ts'
import type { Upload } from '../../attachments/queries.ts'
import type { EventDetails, Point } from '../../db/columnTypes.ts'
import type { CaseRow, HoldReason, JobTypeRow } from '../../db/rowTypes.ts'
import type { CaseOwner } from './queries.ts'
import type { Answers } from '../../domain/forms/definition.ts'
import type { Markable } from '../../domain/rights.ts'
import type { Status } from '../../domain/workflow/status.ts'

/** A signed-in person, or the platform acting by a rule that the log must name. */
export type By = Actor | { side: 'system'; rule: string; isAdmin: false }

/** A case that is not there yet (T01, T02): whose it is, and by which form. */
export interface Beginning {
  owner: CaseOwner
  job: JobTypeRow
  areaId: number
  company: Pick<CaseRow, 'company_id' | 'company_name'> &
    Partial<Pick<CaseRow, 'company_org_number' | 'company_contact'>>
  copiedFromId?: number
}

/** A case as a move finds it; null where it is not there yet. */
export type Before = Omit<CaseRow, 'status'> & { status: Status | null }

/** For how long, and with which others, a deed can be taken back that was done to many cases at once. */
export interface Together {
  seconds: number
  batch: string
}

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
  /** The last day of a consent that is extended. */
  validTo?: string
  marks?: Partial<Pick<CaseRow, Markable>>
  details?: EventDetails
  /** They come with it, and count as sent with it. */
  files?: Upload[]
  /** Saved again in a sitting that the log tells of already (cases/form/editingSession.ts). */
  unlogged?: boolean
  /** Rejection reasons in words, for the mail. */
  reasons?: string[]
  /** What a rejection points at, for the mail. */
  points?: Point[]
  /** Decided on a page that offers Ångra next: the mail waits for as long as that can be pressed. */
  undoable?: boolean | Together
  /** One of many that are handed over at once: told in one mail. */
  together?: boolean
}

/** The version that was expected is not the case's any more (optimistic lock). */
export const ERASED = 'Ärendet är gallrat och kan inte ändras.'
export const CHANGED = 'Ärendet har redan ändrats sedan du öppnade det.'
/** It is as it was expected, and does not allow the move. */
export const NOT_NOW = 'Det går inte att göra med ärendet som det är nu.'

/** Who does it, as the log and the effects have it. */
export function doerOf(by: By) {
  return by.side === 'system'
    ? { side: by.side, userId: null, name: by.rule, isPerson: false }
    : { side: by.side, userId: by.userId, name: by.name, isPerson: by.key === undefined }
}
