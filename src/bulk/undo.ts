import { undo } from '../cases/workflow/undo.ts'
import { asActor, type OwnerActor } from '../db/actor.ts'
import type { Translate } from '../language/i18n.ts'
import { wordsFor } from './actions.ts'
import { addOutcome, casesOf, getReport } from './report.ts'
import { refusedOutcome } from './run.ts'

/**
 * Ångra of what was done to many: each case by the same rule as alone, and what nobody may take back is told of. Once:
 * pressed again it does nothing.
 * @throws NotFound for another's deed
 */
export async function takeBackTogether(actor: OwnerActor, id: string, t: Translate): Promise<void> {
  const begun = await asActor(actor, async (tx) => {
    const { deed, outcomes } = await getReport(tx, id)
    const first = await tx('bulk_deeds').where({ id, undone: null }).update({ undone: '[]' })
    const done = first === 0 ? [] : outcomes.filter(({ result }) => result === 'done')
    return { deed, done, cases: await casesOf(tx, done) }
  })
  for (const { id: caseId } of begun.done) {
    const kase = begun.cases.get(caseId)
    if (!kase) continue
    await asActor(actor, async (tx) => {
      const text = wordsFor(begun.deed, kase, await undo(tx, actor, kase.ref, id), t)
      await addOutcome(tx, id, 'undone', { id: caseId, result: 'done', text })
    }).catch(async (error: unknown) => {
      const refused = refusedOutcome(error, { kase, version: kase.version }, t)
      await asActor(actor, (tx) => addOutcome(tx, id, 'undone', refused))
    })
  }
}
