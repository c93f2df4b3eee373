import {
  doerOf,
  CHANGED,
  NOT_NOW,
  ERASED,
  type Before,
  type Beginning,
  type By,
  type MoveInput,
} from './moveRequest.ts'
import { addAllFiles, listFiles } from '../../attachments/queries.ts'
import type { Tx } from '../../db/actor.ts'
import type { EventDetails } from '../../db/columnTypes.ts'
import type { CaseRow } from '../../db/rowTypes.ts'
import type { Answers } from '../../domain/forms/definition.ts'
import { promiseMail } from '../../mail/outbox.ts'
import { mayMark, type Markable } from '../../domain/rights.ts'
import { Conflict, Forbidden } from '../../web/errors.ts'
import { EFFECTS, LOGGED } from './effects.ts'
import { refusal } from './guards.ts'
import { promoted } from './denormalised.ts'
import { getJob, insertEvent, lockWithOwner, tenantsOf } from './queries.ts'
import { eyesOn, type StandingProposal } from './fourEyes.ts'
import { fits, isMoveOf, SAVING, standsIn, targetOf, TRANSITIONS, type Move } from '../../domain/workflow/status.ts'
import { keepUndo, snapshot, undoableUntil } from './undo.ts'
import { insertCase, moveCase, notThereYet } from './writeStatus.ts'
import { keepUnsent, partsToSend } from './unsent.ts'
import { leftAsItWas } from './points.ts'

/**
 * Lock, check, move, log, promise the mail: all of it or none of it.
 * @param at the case's reference, or what a case that is not there yet begins with (T01, T02)
 * @throws NotFound, Forbidden (not your kind of move), Conflict (the case has moved on, or a rule says no)
 */
export async function perform(
  tx: Tx,
  by: By,
  at: string | Beginning,
  move: Move,
  given: MoveInput = {},
): Promise<CaseRow> {
  const beginning = typeof at === 'string' ? null : at
  const locked = typeof at === 'string' ? await lockWithOwner(tx, at) : null
  const there = locked?.kase ?? null
  const kase: Before = there ?? notThereYet(beginning!)
  if (!(isMoveOf(by, move) || standsIn(by, kase, move)) || !marksOf(given).every((mark) => mayMark(by, mark))) {
    throw new Forbidden('Du har inte behörighet')
  }
  if (given.version !== undefined && given.version !== kase.version) throw new Conflict(CHANGED)
  if (!fits(move, kase)) throw new Conflict(given.version === undefined ? CHANGED : NOT_NOW)
  if (there?.erased_at) throw new Conflict(ERASED)

  const owner = beginning?.owner ?? locked!.owner
  const job = beginning?.job.definition ?? (await getJob(tx, kase))
  const { guards = [], effects = [], mail, undo } = TRANSITIONS[move]
  const eyes = guards.includes('fourEyes') ? await eyesOn(tx, kase) : undefined
  const reason = await refusal(guards, { tx, kase, owner, by, eyes })
  if (reason !== null) throw new Conflict(reason)

  const proposed = eyes?.proposal ? asProposed(eyes.proposal, given) : given
  // Of a sent case what the installer wrote becomes what is sent; by whom it is not, its words are out of reach.
  const sends = effects.includes('send')
  const written = sends && there?.sent && by.side === 'installer' ? await partsToSend(tx, there) : {}
  const input: MoveInput = { ...written, ...proposed }
  const left = sends && there ? (await leftAsItWas(tx, there, job, input)).untouched : []
  if (left.length > 0) input.details = { ...input.details, untouched: left }
  const isUnsent = kase.sent && !sends
  const to = targetOf(move, kase)
  const doing = { tx, kase, to, owner, job, input, doer: doerOf(by) }
  const patch: Partial<CaseRow> = isUnsent ? {} : answersOf(kase, input)
  for (const effect of effects) Object.assign(patch, await EFFECTS[effect](doing))
  const before =
    there && undo && input.undoable && by.side === 'owner'
      ? // The trafo follows from what is said by hand, in the database.
        await snapshot(tx, there, ['transformer', ...Object.keys(patch)])
      : null
  const together = typeof input.undoable === 'object' ? input.undoable : null
  const moved = there ? await moveCase(tx, there, to, patch) : await insertCase(tx, by, beginning!, to, patch)
  if (input.files && (by.side === 'installer' || by.side === 'owner')) await addAllFiles(tx, by, moved, input.files)

  if (isUnsent && (input.notice ?? input.completion)) await keepUnsent(tx, moved, partsOf(input))
  if (input.internal) await keepInternal(tx, moved, input.internal)
  if (sends) await freeze(tx, by, moved)
  if (!input.unlogged) await logMove(tx, by, move, kase, moved, input)
  if (before && by.side === 'owner') await keepUndo(tx, by.userId, move, moved, before, together)
  if (mail) {
    await promiseMail(tx, mail, moved, {
      ownerName: owner.name,
      comment: input.comment ?? null,
      reasons: input.reasons ?? [],
      points: input.points ?? [],
      removalEnded: kase.removal_requested && !moved.removal_requested,
      switches: owner,
      doer: by.side === 'system' ? null : { name: by.name, side: by.side === 'owner' ? 'owner' : 'installer' },
      doerId: by.side === 'system' ? null : by.userId,
      validTo: input.validTo ?? null,
      holdReason: moved.hold_reason,
      holdUntil: moved.hold_until,
      notBefore: before && undoableUntil(tx.now, together?.seconds),
      together: together !== null || input.together === true,
    })
  }
  return moved
}

const marksOf = (input: MoveInput) => Object.keys(input.marks ?? {}) as Markable[]

/** Where two decide, what the second confirms is what the first proposed, whatever else was posted. */
function asProposed({ user_name: name, at, consent, internal }: StandingProposal, given: MoveInput): MoveInput {
  return { ...given, consent, internal, details: { ...given.details, proposed: { name, at: at.toISOString() } } }
}

/** The columns that lists read follow the answers: of a draft what it says, of a sent case what was sent. */
function answersOf(kase: Before, input: MoveInput): Partial<CaseRow> {
  return { ...partsOf(input), ...(input.notice && promoted(input.notice, kase.job_code)) }
}

function partsOf({ notice, completion }: MoveInput): { notice?: Answers; completion?: Answers } {
  return { ...(notice && { notice }), ...(completion && { completion }) }
}

/** What was sent, as it was sent: the next round is compared with it. */
async function freeze(tx: Tx, by: By, kase: CaseRow): Promise<void> {
  const files = await listFiles(tx, kase.id)
  const sent = files
    .filter((file) => file.side === 'installer' && file.outdated_at === null)
    .map(({ id, kind, name }) => ({ id, kind, name }))
  await tx('case_revisions').insert({
    ...tenantsOf(kase),
    revision: kase.revision,
    sent_by: by.side === 'system' ? null : by.userId,
    notice: JSON.stringify(kase.notice),
    completion: JSON.stringify(kase.completion),
    attachments: JSON.stringify(sent),
  })
}

async function keepInternal(tx: Tx, kase: CaseRow, consent: Answers): Promise<void> {
  const row = { case_id: kase.id, owner_id: kase.owner_id, sent: kase.sent, consent: JSON.stringify(consent) }
  await tx('case_internals').insert(row).onConflict('case_id').merge(['consent'])
}

/** That the installer's request for removal was answered by the move, for the log; T25 says nothing else. */
function removalIn(before: Before, after: CaseRow): EventDetails {
  return before.removal_requested && !after.removal_requested ? { removalEnded: true } : {}
}

async function logMove(tx: Tx, by: By, move: Move, before: Before, after: CaseRow, input: MoveInput): Promise<void> {
  const { effects = [] } = TRANSITIONS[move]
  const isDraftWork = !after.sent || SAVING.includes(move)
  await insertEvent(tx, after, doerOf(by), {
    action: move,
    audience: isDraftWork ? 'company' : 'all',
    from_status: before.status,
    to_status: after.status,
    revision: after.revision,
    comment: input.comment ?? null,
    details: Object.assign(
      {},
      input.details,
      removalIn(before, after),
      ...effects.map((effect) => LOGGED[effect]?.(input)),
    ) as EventDetails,
  })
}
