import type { z } from 'zod'
import { editableForm, splitAnswers } from '../../cases/form/check.ts'
import { changesToSave, savingMove, saveSitting } from '../../cases/form/editingSession.ts'
import { CHANGED } from '../../cases/workflow/moveRequest.ts'
import type { InstallerActor, Tx } from '../../db/actor.ts'
import type { CaseRow } from '../../db/rowTypes.ts'
import type { JobType } from '../../domain/forms/definition.ts'
import { renumber } from '../../domain/forms/repeatingGroups.ts'
import { readDraft } from '../../domain/forms/schema.ts'
import { readContext } from '../../domain/forms/terms.ts'
import type { Translate } from '../../language/i18n.ts'
import { Conflict } from '../../web/errors.ts'
import { faultsOf, invalid } from '../problem.ts'
import { typedAnswers } from './answers.ts'
import type { Answers } from './schemas.ts'

/**
 * What the edit form does with Spara: the same form, rules, sitting and move.
 * @throws Problem 422, Conflict for what cannot be written now
 */
export async function writeAnswers(
  tx: Tx,
  actor: InstallerActor,
  kase: CaseRow,
  job: JobType,
  given: z.output<typeof Answers>,
  t: Translate,
): Promise<void> {
  const move = savingMove(actor, kase)
  if (!move) throw new Conflict(CHANGED)
  const form = editableForm(kase, job)
  const stored = { ...kase.notice, ...kase.completion }
  const { body, faults } = typedAnswers(form, stored, given, '/answers')
  const typed = renumber(form, body, kase.notice)
  const { answers, errors } = readDraft(form, typed, stored, readContext(job, tx, t))
  const wrong = [...faults.map((fault) => ({ ...fault, detail: t(fault.detail) })), ...faultsOf(errors, '/answers')]
  if (wrong.length > 0) throw invalid(wrong)
  const parts = splitAnswers(kase, job, answers)
  if (changesToSave(kase, job, parts, t).length > 0) await saveSitting(tx, actor, move, { kase, job, parts, t })
}
