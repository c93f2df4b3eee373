import type { Upload } from '../attachments/queries.ts'
import { splitAnswers } from '../cases/form/check.ts'
import type { Beginning } from '../cases/workflow/moveRequest.ts'
import { perform } from '../cases/workflow/perform.ts'
import type { OwnerActor, Tx } from '../db/actor.ts'
import type { CaseRow } from '../db/rowTypes.ts'
import type { Answers, Finding } from '../domain/forms/definition.ts'
import { initialAnswers } from '../domain/forms/repeatingGroups.ts'
import { prune } from '../domain/forms/schema.ts'
import type { Translate } from '../language/i18n.ts'
import type { ReceivedFile } from '../web/uploads.ts'
import { overruled } from './findings.ts'

export interface Paper extends Beginning {
  answers: Answers
  /** What was left out, and why. */
  blanks: string[]
  reason: string
  /** What the rules said and the handläggare let stand. */
  said: Finding[]
  files: Upload[]
}

/** A file by the slot of the form it was put in. */
export const inSlot = (file: ReceivedFile): Upload => ({ kind: file.field.replace(/^file\./, ''), file })

/** The page comes back without the files that were sent with it: said at each input, with what is wrong with the file. */
export function unsavedFiles(files: ReceivedFile[], t: Translate): Record<string, string> {
  return Object.fromEntries(files.map(({ field, problem }) => [field, problem ?? t('Filen är inte sparad.')]))
}

/**
 * T02: a case that came on paper or by telephone, sent as it is registered. Nobody is responsible for it at the company:
 * one that is known may take it over.
 * @throws Forbidden, RefusedFiles
 */
export async function registerCase(tx: Tx, actor: OwnerActor, paper: Paper): Promise<CaseRow> {
  const { answers, blanks, reason, said, files, ...beginning } = paper
  const { definition, flow } = beginning.job
  const parts = splitAnswers({ status: 'draft', flow }, definition, answers)
  return perform(tx, actor, beginning, 'register', {
    notice: parts.notice ?? {},
    completion: parts.completion ?? prune(definition.completion, initialAnswers(definition.completion)),
    comment: reason === '' ? null : reason,
    details: { blanks, overruled: overruled(said) },
    files,
  })
}
