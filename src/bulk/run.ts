import { CHANGED } from '../cases/workflow/moveRequest.ts'
import { perform } from '../cases/workflow/perform.ts'
import { lockCase } from '../cases/workflow/queries.ts'
import { completionFacts, waitingCompletions } from '../cases/workflow/sentCompletions.ts'
import type { BulkOutcome } from '../db/columnTypes.ts'
import { asActor, type OwnerActor, type Tx } from '../db/actor.ts'
import type { CaseRow } from '../db/rowTypes.ts'
import { objectionsTo, type Objection } from '../domain/workflow/simpleCompletion.ts'
import { writeNote } from '../notes/write.ts'
import { membersFor, NOT_OF_TEAM, teamsFor } from '../teams/queries.ts'
import { Conflict, HttpError } from '../web/errors.ts'
import { maskTexts } from '../text/mask.ts'
import type { Translate } from '../language/i18n.ts'
import { BULK, inputFor, readCases, wordsFor, type Wish } from './actions.ts'
import { addOutcome } from './report.ts'

/** A case as it was chosen; with a version when it has been shown what will happen. */
export interface Chosen {
  ref: string
  version?: number
}

/** What happens, or happened, with one case: done, nothing (it is so already), refused with the rule's own words. */
export interface Outcome extends Pick<CaseRow, 'ref' | 'job_name' | 'address' | 'version'>, Omit<BulkOutcome, 'id'> {}

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
      const kept = await tx
        .transaction((savepoint) => own(Object.assign(savepoint, { now: tx.now, tenant: tx.tenant })))
        .catch((error: unknown) => refusedOutcome(error, each, t))
      outcomes.push(shown(each.kase, kept))
    }
    throw new DryRun(outcomes)
  })
  return done.catch((error: unknown) => {
    if (error instanceof DryRun) return error.outcomes
    throw error
  })
}

/**
 * Each case in a transaction of its own: one that cannot be moved keeps no other back. How it went is written with it.
 * @param batch names the deed, so that it can be taken back as a whole (undo.ts)
 */
export async function carryOut(actor: OwnerActor, chosen: Chosen[], wish: Wish, batch: string, t: Translate) {
  const cases = await asActor(actor, (tx) =>
    readCases(
      tx,
      chosen.map(({ ref }) => ref),
    ),
  )
  for (const each of inOrder(chosen, cases)) {
    await asActor(actor, async (tx) => {
      await addOutcome(tx, batch, 'outcomes', await one(tx, actor, each, wish, t, batch))
    }).catch(async (error: unknown) => {
      const refused = refusedOutcome(error, each, t)
      await asActor(actor, (tx) => addOutcome(tx, batch, 'outcomes', refused))
    })
  }
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
): Promise<BulkOutcome> {
  const { id } = kase
  const { move, seconds } = BULK[wish.deed]
  const together = batch !== undefined && { seconds, batch }
  if (wish.deed === 'note') {
    const locked = await lockCase(tx, kase.ref)
    if (locked.version !== version) throw new Conflict(CHANGED)
    await writeNote(tx, actor, locked, wish.note, together || undefined)
    return { id, result: 'done', text: wordsFor('note', kase, kase, t) }
  }
  const input = inputFor(wish, kase, actor)
  if (!input) return { id, result: 'same', text: t('Ingen ändring') }
  const reason = wish.deed === 'accept' ? await notSimple(tx, kase, t) : null
  if (reason !== null) return { id, result: 'refused', text: reason }
  await isForThem(tx, kase, wish, input.handler)
  const after = await perform(tx, actor, kase.ref, move!, {
    ...input,
    version,
    ...(together && { undoable: together }),
  })
  return { id, result: 'done', text: wordsFor(wish.deed, kase, after, t) }
}

const UNREAD: Objection = { reason: 'Färdiganmälan går inte att läsa' }

/** Asked of the locked case: what is written meanwhile waits for the answer. What is no färdiganmälan perform() refuses. */
async function notSimple(tx: Tx, { ref, id }: CaseRow, t: Translate): Promise<string | null> {
  const { status } = await lockCase(tx, ref)
  if (status !== 'completed') return null
  const [sent] = await waitingCompletions(tx, [id])
  const against = sent ? objectionsTo(completionFacts(sent, t)) : [UNREAD]
  return against.length === 0 ? null : `${against.map(({ reason, params }) => t(reason, params)).join('. ')}.`
}

/** As when one case is handed over: an area with a team is that team's. @throws Conflict */
async function isForThem(tx: Tx, kase: CaseRow, wish: Wish, handler: { id: number } | null | undefined) {
  const team = handler ? await membersFor(tx, kase.area_id) : null
  if (team?.has(handler!.id) === false) throw new Conflict(NOT_OF_TEAM)
  if (wish.deed !== 'assign' || wish.to.team === null) return
  if (!(await teamsFor(tx, kase.area_id)).has(wish.to.team.id)) throw new Conflict('Teamet sköter inte nätområdet.')
}

export function refusedOutcome(error: unknown, { kase }: Case, t: Translate): BulkOutcome {
  if (!(error instanceof HttpError) || error.status >= 500) throw error
  return { id: kase.id, result: 'refused', text: t(error.message) }
}

export function shown(
  { ref, job_name, address, version }: CaseRow,
  { result, text }: Omit<BulkOutcome, 'id'>,
): Outcome {
  return maskTexts({ ref, job_name, address, version, result, text })
}
