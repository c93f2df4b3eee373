import { perform } from '../cases/workflow/perform.ts'
import { asActor, type OwnerActor, type Tx } from '../db/actor.ts'
import type { CaseRow } from '../db/rowTypes.ts'
import { membersFor, NOT_OF_TEAM } from '../teams/queries.ts'
import { Conflict, HttpError } from '../web/errors.ts'
import { maskTexts } from '../text/mask.ts'
import type { Translate } from '../language/i18n.ts'
import { inputFor, readCases, wordsFor, type Wish } from './actions.ts'
import { DEEDS } from '../domain/workflow/status.ts'

/** A case as it was chosen; with a version when it has been shown what will happen. */
export interface Chosen {
  ref: string
  version?: number
}

/** What happens, or happened, with one case: done, nothing (it is so already), refused with the rule's own words. */
export interface Outcome extends Pick<CaseRow, 'ref' | 'job_name' | 'address' | 'version'> {
  result: 'done' | 'same' | 'refused'
  text: string
}

/** Thrown to take everything back; carries what was seen. */
class DryRun extends Error {
  readonly outcomes: Outcome[]

  constructor(outcomes: Outcome[]) {
    super('rolled back')
    this.outcomes = outcomes
  }
}

/** The moves themselves, made and taken back: what is shown is what the rules will say, because they have just said it. */
export async function tryOut(actor: OwnerActor, chosen: Chosen[], wish: Wish, t: Translate): Promise<Outcome[]> {
  const done = asActor(actor, async (tx) => {
    const cases = await readCases(
      tx,
      chosen.map(({ ref }) => ref),
    )
    const outcomes: Outcome[] = []
    for (const each of inOrder(chosen, cases)) {
      const own = (inner: Tx) => one(inner, actor, each, wish, t)
      outcomes.push(
        await tx
          .transaction((savepoint) => own(Object.assign(savepoint, { now: tx.now })))
          .catch((error: unknown) => refusedOutcome(error, each)),
      )
    }
    throw new DryRun(outcomes)
  })
  return done.catch((error: unknown) => {
    if (error instanceof DryRun) return error.outcomes
    throw error
  })
}

/**
 * Each case in a transaction of its own: one that cannot be moved keeps no other back.
 * @param batch names the deed, so that it can be taken back as a whole (undo.ts)
 */
export async function carryOut(
  actor: OwnerActor,
  chosen: Chosen[],
  wish: Wish,
  batch: string,
  t: Translate,
): Promise<Outcome[]> {
  const cases = await asActor(actor, (tx) =>
    readCases(
      tx,
      chosen.map(({ ref }) => ref),
    ),
  )
  const outcomes: Outcome[] = []
  for (const each of inOrder(chosen, cases)) {
    const doing = asActor(actor, (tx) => one(tx, actor, each, wish, t, batch))
    outcomes.push(await doing.catch((error: unknown) => refusedOutcome(error, each)))
  }
  return outcomes
}

export interface Case {
  kase: CaseRow
  version: number
}

/** In the order they were chosen; of what is not the reader's nothing is said. */
export function inOrder(chosen: Chosen[], cases: Map<string, CaseRow>): Case[] {
  return chosen.flatMap(({ ref, version }) => {
    const kase = cases.get(ref)
    return kase ? [{ kase, version: version ?? kase.version }] : []
  })
}

async function one(
  tx: Tx,
  actor: OwnerActor,
  { kase, version }: Case,
  wish: Wish,
  t: Translate,
  batch?: string,
): Promise<Outcome> {
  const input = inputFor(wish, kase, actor)
  if (!input) return outcomeOf(kase, 'same', t('Ingen ändring'))
  // As when one case is handed over: an area with a team is that team's.
  const team = input.handler ? await membersFor(tx, kase.area_id) : null
  if (team?.has(input.handler!.id) === false) throw new Conflict(NOT_OF_TEAM)
  const { move, seconds } = DEEDS[wish.deed]
  const after = await perform(tx, actor, kase.ref, move, {
    ...input,
    version,
    ...(batch !== undefined && { undoable: { seconds, batch } }),
  })
  return outcomeOf(kase, 'done', wordsFor(wish, kase, after, t))
}

export function refusedOutcome(error: unknown, { kase }: Case): Outcome {
  if (!(error instanceof HttpError) || error.status >= 500) throw error
  return outcomeOf(kase, 'refused', error.message)
}

export function outcomeOf(
  { ref, job_name, address, version }: CaseRow,
  result: Outcome['result'],
  text: string,
): Outcome {
  return maskTexts({ ref, job_name, address, version, result, text })
}
