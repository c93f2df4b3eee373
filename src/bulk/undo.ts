import { undo } from '../cases/workflow/undo.ts'
import { asActor, type OwnerActor } from '../db/actor.ts'
import type { Translate } from '../language/i18n.ts'
import { readCases, wordsFor, type Wish } from './actions.ts'
import { inOrder, outcomeOf, refusedOutcome, type Outcome } from './run.ts'

/** Ångra of what was done to many: each case by the same rule as alone, and what nobody may take back is told of. */
export async function takeBackTogether(
  actor: OwnerActor,
  refs: string[],
  wish: Wish,
  batch: string,
  t: Translate,
): Promise<Outcome[]> {
  const cases = await asActor(actor, (tx) => readCases(tx, refs))
  const chosen = refs.map((ref) => ({ ref }))
  const outcomes: Outcome[] = []
  for (const each of inOrder(chosen, cases)) {
    const { kase } = each
    const undoing = asActor(actor, async (tx) =>
      outcomeOf(kase, 'done', wordsFor(wish, kase, await undo(tx, actor, kase.ref, batch), t)),
    )
    outcomes.push(await undoing.catch((error: unknown) => refusedOutcome(error, each)))
  }
  return outcomes
}
