import type { OwnerActor, Tx } from '../db/actor.ts'
import type { CaseRow, DecisionRules, ProposalRow } from '../db/rows.ts'
import type { Answers } from '../domain/forms/definition.ts'
import { Conflict } from '../web/errors.ts'
import { refusal } from './guards.ts'
import { CHANGED } from './perform.ts'
import { getOwner, insertEvent, lockCase } from './queries.ts'
import { movesFor, TRANSITIONS, type Move } from '../domain/workflow/status.ts'

// Four eyes: where the network owner wants it, one handläggare proposes a consent and another confirms it. The guard of
// that name (guards.ts) keeps the rule on every road; perform() then takes what was proposed and nothing else.

/** The moves that let an installer go on: what two people decide together. */
export const CONSENTS: readonly Move[] = ['approve', 'approveAndClose', 'acceptCompletion']

/** By the rules that hold today, not those of the version the case began with: the rule binds people, not the form. */
export async function fourEyesOn(tx: Tx, ownerId: number): Promise<boolean> {
  const row = (await tx('configurations')
    .where({ owner_id: ownerId })
    .whereNotNull('published_at')
    .orderBy('version', 'desc')
    .first('rules')) as { rules: DecisionRules } | undefined
  return row?.rules.fourEyes === true
}

/** SQL: the proposal that holds where case `c` stands; one that was made before it left this station holds no longer. */
export const STANDING = `select p.case_id, p.move, p.user_id, p.user_name, p.at, p.consent, p.internal
  from case_proposals p join cases c on c.id = p.case_id and c.status_since = p.status_since where p.case_id = :id`

export async function standingProposal(tx: Tx, kase: Pick<CaseRow, 'id'>): Promise<ProposalRow | null> {
  const { rows } = await tx.raw<{ rows: ProposalRow[] }>(STANDING, { id: kase.id })
  return rows[0] ?? null
}

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
  await logged(tx, by, kase, before ? 'proposal-changed' : 'proposal')
}

export async function withdrawProposal(tx: Tx, by: OwnerActor, ref: string, version?: number): Promise<void> {
  const kase = await lockCase(tx, ref)
  consentOf(by, kase, version)
  if (!(await standingProposal(tx, kase))) throw new Conflict(CHANGED)
  await tx('case_proposals').where({ case_id: kase.id }).delete()
  await logged(tx, by, kase, 'proposal-withdrawn')
}

function consentOf(by: OwnerActor, kase: CaseRow, version: number | undefined): Move {
  const move = movesFor(by, kase).find((each) => CONSENTS.includes(each))
  if (version !== undefined && version !== kase.version) throw new Conflict(CHANGED)
  if (!move) throw new Conflict(CHANGED)
  return move
}

/** A new version: who has the page of another proposal before them cannot confirm this one unread. */
async function logged(tx: Tx, by: OwnerActor, kase: CaseRow, action: string): Promise<void> {
  await tx('cases')
    .where({ id: kase.id })
    .update({ version: kase.version + 1 })
  await insertEvent(tx, kase, { side: by.side, userId: by.userId, name: by.name }, { action, audience: 'owner' })
}
