import type { Tx } from '../../db/actor.ts'
import type { CaseRow, ProposalRow } from '../../db/rowTypes.ts'

// Four eyes: where the network owner wants it, one handläggare proposes a consent and another confirms it. The guard of
// that name (guards.ts) keeps the rule on every road; perform() then takes what was proposed and nothing else.

/** By the rules that hold today, not those of the version the case began with: the rule binds people, not the form. */
export async function fourEyesOn(tx: Tx, ownerId: number): Promise<boolean> {
  const { rows } = await tx.raw<{ rows: [{ asked: boolean }] }>('select app.four_eyes(?) as asked', [ownerId])
  return rows[0].asked
}

/** SQL: the proposal that holds where case `c` stands; one that was made before it left this station holds no longer. */
export const STANDING = `select p.case_id, p.move, p.user_id, p.user_name, p.at, p.consent, p.internal
  from case_proposals p join cases c on c.id = p.case_id and c.status_since = p.status_since where p.case_id = :id`

export async function standingProposal(tx: Tx, kase: Pick<CaseRow, 'id'>): Promise<ProposalRow | null> {
  const { rows } = await tx.raw<{ rows: ProposalRow[] }>(STANDING, { id: kase.id })
  return rows[0] ?? null
}
