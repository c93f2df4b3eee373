import type { OwnerActor, Tx } from '../db/actor.ts'
import type { CaseRow } from '../db/rowTypes.ts'
import type { MoveInput } from '../cases/workflow/moveRequest.ts'
import { STATUSES, type Deed } from '../domain/workflow/status.ts'
import { markChanges, MARKS } from '../cases/symbols/symbols.ts'
import type { Translate } from '../language/i18n.ts'

/** The groups of symbols that a handläggare sets; '' leaves a case as it is, 'none' takes the symbol away. */
export type Marking = Partial<Record<keyof typeof MARKS | 'documented', string>>

export interface Wish {
  deed: Deed
  handler: { id: number; name: string } | null
  marking: Marking
}

/** What the move of one case carries; null when the case is so already. */
export function inputFor(wish: Wish, kase: CaseRow, actor: OwnerActor): MoveInput | null {
  if (wish.deed === 'archive') return {}
  if (wish.deed === 'mark') return marksFor(wish.marking, kase)
  const handler = wish.deed === 'take' ? { id: actor.userId, name: actor.name } : wish.handler!
  return kase.handler_id === handler.id ? null : { handler }
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
export function wordsFor(wish: Wish, before: CaseRow, after: CaseRow, t: Translate): string {
  const becomes = (from: string, to: string) => t('{from} blir {to}', { from, to })
  if (wish.deed === 'archive') return becomes(t(STATUSES[before.status].label), t(STATUSES[after.status].label))
  if (wish.deed === 'mark') {
    const said = markChanges(before, after).map(({ label, from, to }) => {
      const words = !from ? t(to) : !to ? t('{from} tas bort', { from: t(from) }) : becomes(t(from), t(to))
      return `${t(label)}: ${words}`
    })
    return said.join(', ')
  }
  return becomes(before.handler_name ?? t('Ej tilldelad'), after.handler_name ?? t('Ej tilldelad'))
}

/** The cases as they are now, by their references; those that are not the reader's are not there. */
export async function readCases(tx: Tx, refs: string[]): Promise<Map<string, CaseRow>> {
  const rows = await tx<CaseRow>('cases').whereIn('ref', refs).select('*')
  return new Map(rows.map((row) => [row.ref, row]))
}
