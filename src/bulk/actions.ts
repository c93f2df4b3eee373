import type { OwnerActor, Tx } from '../db/actor.ts'
import type { CaseRow } from '../db/rowTypes.ts'
import type { MoveInput } from '../cases/workflow/moveRequest.ts'
import { DEEDS, STATUSES, targetOf, UNDO_SECONDS, type Deed, type Move } from '../domain/workflow/status.ts'
import { markChanges, HOLD_REASONS, MARKS } from '../cases/symbols/symbols.ts'
import type { NewNote } from '../notes/write.ts'
import type { Translate } from '../language/i18n.ts'

/** What can be done to many cases at once: moves, and a note. */
export type BulkDeed = Deed | 'note'
export const BULK: Record<BulkDeed, { label: string; seconds: number; move: Move | null }> = {
  ...DEEDS,
  note: { label: 'Ny notering', seconds: UNDO_SECONDS, move: null },
}

/** The groups of symbols that a handläggare sets; '' leaves a case as it is, 'none' takes the symbol away. */
export type Marking = Partial<Record<keyof typeof MARKS | 'documented', string>>

/** Who gets the cases: a colleague, a team (whose people see what nobody of them has taken), or nobody. */
export interface Receiver {
  handler: { id: number; name: string } | null
  team: { id: number; name: string } | null
}

export type Wish =
  | { deed: 'take' }
  | { deed: 'archive' }
  | { deed: 'accept' }
  | { deed: 'assign'; to: Receiver }
  | { deed: 'mark'; marking: Marking }
  | { deed: 'hold'; hold: NonNullable<MoveInput['hold']> | null; comment: string }
  | { deed: 'note'; note: NewNote }

type MoveWish = Exclude<Wish, { deed: 'note' }>

/** What the move of one case carries; null when the case is so already. */
export function inputFor(wish: MoveWish, kase: CaseRow, actor: OwnerActor): MoveInput | null {
  switch (wish.deed) {
    case 'archive':
    case 'accept':
      return kase.status === targetOf(DEEDS[wish.deed].move, kase) ? null : {}
    case 'mark':
      return marksFor(wish.marking, kase)
    case 'hold': {
      const { hold, comment } = wish
      const isSo = (hold?.reason ?? null) === kase.hold_reason && (hold?.until ?? null) === kase.hold_until
      return isSo ? null : { hold, comment: comment || null }
    }
    case 'take':
    case 'assign': {
      const handler = wish.deed === 'assign' ? wish.to.handler : { id: actor.userId, name: actor.name }
      return kase.handler_id === (handler?.id ?? null) ? null : { handler }
    }
  }
}

function marksFor(marking: Marking, kase: CaseRow): MoveInput | null {
  const groups = (Object.keys(MARKS) as (keyof typeof MARKS)[]).filter((group) => marking[group])
  const chosen = groups.map((group) => [group, marking[group] === 'none' ? null : marking[group]])
  const marks: NonNullable<MoveInput['marks']> = {
    ...(Object.fromEntries(chosen) as Partial<CaseRow>),
    ...(marking.documented && { documented: marking.documented === 'yes' }),
  }
  const changes = markChanges(kase, marks)
  return changes.length === 0 ? null : { marks, details: { changes } }
}

/** What changes with the case, in words: 'Ej tilldelad blir Eva Nordin'. */
export function wordsFor(deed: BulkDeed, before: CaseRow, after: CaseRow, t: Translate): string {
  const becomes = (from: string, to: string) => t('{from} blir {to}', { from, to })
  switch (deed) {
    case 'archive':
    case 'accept':
      return becomes(t(STATUSES[before.status].label), t(STATUSES[after.status].label))
    case 'mark':
      return markChanges(before, after)
        .map(({ label, from, to }) => {
          const words = !from ? t(to) : !to ? t('{from} tas bort', { from: t(from) }) : becomes(t(from), t(to))
          return `${t(label)}: ${words}`
        })
        .join(', ')
    case 'hold':
      return becomes(heldInWords(before, t), heldInWords(after, t))
    case 'note':
      return t('En notering')
    default:
      return becomes(before.handler_name ?? t('Ej tilldelad'), after.handler_name ?? t('Ej tilldelad'))
  }
}

function heldInWords({ hold_reason: reason, hold_until: until }: CaseRow, t: Translate): string {
  if (reason === null) return t('Inget väntläge')
  const why = t(HOLD_REASONS[reason])
  return until === null
    ? t('Väntläge: {reason}', { reason: why })
    : t('Väntläge: {reason}, till {until}', { reason: why, until })
}

/** The cases as they are now, by their references; those that are not the reader's are not there. */
export async function readCases(tx: Tx, refs: string[]): Promise<Map<string, CaseRow>> {
  const rows = await tx<CaseRow>('cases').whereIn('ref', refs).select('*')
  return new Map(rows.map((row) => [row.ref, row]))
}
