import type { InstallerActor, Tx } from '../../db/actor.ts'
import type { CaseRow, SittingRow } from '../../db/rowTypes.ts'
import { type Change, changesBetween } from '../../domain/forms/present.ts'
import type { Answers, JobType } from '../../domain/forms/definition.ts'
import type { Translate } from '../../language/i18n.ts'
import { perform } from '../workflow/perform.ts'
import { movesFor, SAVING, type Move } from '../../domain/workflow/status.ts'

/** How long one may be away from the form and still sit there. */
const PAUSE = 30 * 60_000

export interface Parts {
  notice?: Answers
  completion?: Answers
}

export interface Saving {
  kase: CaseRow
  job: JobType
  parts: Parts
  t: Translate
}

/** Saving what is written at this status, where the case is with those who write it. */
export function savingMove(actor: InstallerActor, kase: CaseRow): Move | undefined {
  return movesFor(actor, kase).find((move) => SAVING.includes(move))
}

/** What a save would change, in words, for the log. */
export function changesToSave(before: Required<Parts>, job: JobType, parts: Parts, t: Translate): Change[] {
  return [
    ...(parts.notice ? changesBetween(job.notice, before.notice, parts.notice, t) : []),
    ...(parts.completion ? changesBetween(job.completion, before.completion, parts.completion, t) : []),
  ]
}

/**
 * Saves, by button or while one writes. The log gets one row for each time somebody sits down with the form (docs/domain.md
 * 2.6): the first save writes it, and those that follow make its account whole, from what stood there before the sitting
 * to what stands there now. Whatever else happens to the case ends the sitting; the database lets nobody go on with it.
 */
export async function saveSitting(tx: Tx, actor: InstallerActor, move: Move, saving: Saving): Promise<CaseRow> {
  const { kase, job, parts, t } = saving
  const open = await openSitting(tx, actor, kase)
  const before = open?.before ?? { notice: kase.notice, completion: kase.completion }
  const changes = JSON.stringify(changesToSave(before, job, parts, t))
  const saved = await perform(tx, actor, kase.ref, move, { version: kase.version, ...parts, unlogged: Boolean(open) })
  if (open) {
    await tx('case_sittings').where({ event_id: open.event_id }).update({ changes, saved_at: tx.now })
  } else {
    const event_id = tx('case_events').where({ case_id: kase.id, actor_id: actor.userId }).max('id')
    const who = { case_id: kase.id, company_id: actor.companyId, user_id: actor.userId }
    await tx('case_sittings').insert({ event_id, ...who, before: JSON.stringify(before), changes })
  }
  return saved
}

function openSitting(tx: Tx, actor: InstallerActor, kase: CaseRow): Promise<SittingRow | undefined> {
  return tx<SittingRow>('case_sittings')
    .where({ case_id: kase.id, user_id: actor.userId })
    .whereNotNull('before')
    .where('saved_at', '>', new Date(tx.now.getTime() - PAUSE))
    .first('event_id', 'before')
}
