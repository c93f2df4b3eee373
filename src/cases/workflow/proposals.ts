import { fourEyesOn, standingProposal } from './fourEyes.ts'
import type { OwnerActor, Tx } from '../../db/actor.ts'
import type { CaseRow } from '../../db/rowTypes.ts'
import type { Answers } from '../../domain/forms/definition.ts'
import { Conflict } from '../../web/errors.ts'
import { refusal } from './guards.ts'
import { CHANGED } from './moveRequest.ts'
import { getOwner, insertEvent, lockCase } from './queries.ts'
import { CONSENTS, movesFor, TRANSITIONS, type Move } from '../../domain/workflow/status.ts'

interface Proposed {
  version?: number
  consent?: Answers
  internal?: Answers
}

/**
 * Lays a consent before a colleague; one that is there already is replaced, and is then the one's who changed it. The
 * company sees nothing of it.
 * @throws Conflict as perform() does
 */
export async function propose(tx: Tx, by: OwnerActor, ref: string, proposed: Proposed): Promise<void> {
  const kase = await lockCase(tx, ref)
  const move = consentOf(by, kase, proposed.version)
  const owner = await getOwner(tx, kase.owner_id)
  const guards = (TRANSITIONS[move].guards ?? []).filter((guard) => guard !== 'fourEyes')
  const reason = await refusal(guards, { tx, kase, owner, by })
  if (reason !== null) throw new Conflict(reason)
  if (!(await fourEyesOn(tx, kase.owner_id))) throw new Conflict('Ni godkänner utan förslag. Ladda om sidan.')

  const before = await standingProposal(tx, kase)
  await tx.raw(
    `insert into case_proposals (case_id, owner_id, sent, move, status_since, user_id, user_name, at, consent, internal)
     select id, owner_id, sent, :move, status_since, :user, :name, app.now(), :consent, :internal from cases where id = :id
     on conflict (case_id) do update set (move, status_since, user_id, user_name, at, consent, internal)
       = row (excluded.move, excluded.status_since, excluded.user_id, excluded.user_name, excluded.at, excluded.consent,
              excluded.internal)`,
    {
      id: kase.id,
      move,
      user: by.userId,
      name: by.name,
      consent: JSON.stringify(proposed.consent ?? {}),
      internal: JSON.stringify(proposed.internal ?? {}),
    },
  )
  // As a decision does (effect 'take'): who proposes on what nobody has taken handles it.
  if (kase.handler_id === null)
    await tx('cases').where({ id: kase.id }).update({ handler_id: by.userId, handler_name: by.name })
  await logged(tx, by, kase, before ? 'proposal-changed' : 'proposal')
}

/** One's own is taken back; a colleague's is turned down, and they are told, with the reason (src/alerts). */
export async function withdrawProposal(
  tx: Tx,
  by: OwnerActor,
  ref: string,
  { version, comment }: { version?: number; comment?: string } = {},
): Promise<void> {
  const kase = await lockCase(tx, ref)
  consentOf(by, kase, version)
  const proposal = await standingProposal(tx, kase)
  if (!proposal) throw new Conflict(CHANGED)
  await tx('case_proposals').where({ case_id: kase.id }).delete()
  if (proposal.user_id === by.userId) return logged(tx, by, kase, 'proposal-withdrawn')
  await logged(tx, by, kase, 'proposal-refused', { comment, proposer: proposal.user_id })
}

function consentOf(by: OwnerActor, kase: CaseRow, version: number | undefined): Move {
  const move = movesFor(by, kase).find((each) => CONSENTS.includes(each))
  if (version !== undefined && version !== kase.version) throw new Conflict(CHANGED)
  if (!move) throw new Conflict(CHANGED)
  return move
}

/** A new version: who has the page of another proposal before them cannot confirm this one unread. */
async function logged(
  tx: Tx,
  by: OwnerActor,
  kase: CaseRow,
  action: string,
  refused?: { comment: string | undefined; proposer: number },
): Promise<void> {
  await tx('cases')
    .where({ id: kase.id })
    .update({ version: kase.version + 1 })
  await insertEvent(tx, kase, by, {
    action,
    audience: 'owner',
    ...(refused && { comment: refused.comment || null, details: { proposer: refused.proposer } }),
  })
}
