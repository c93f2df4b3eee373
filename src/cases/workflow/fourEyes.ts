import type { Tx } from '../../db/actor.ts'
import { fromJson } from '../../db/json.ts'
import type { CaseRow, ProposalRow } from '../../db/rowTypes.ts'

// Four eyes: where the network owner wants it, one handläggare proposes a consent and another confirms it. The guard of
// that name (guards.ts) keeps the rule on every road; perform() then takes what was proposed and nothing else.

/** By the rules that hold today, not those of the version the case began with: the rule binds people, not the form. */
export async function fourEyesOn(tx: Tx, ownerId: number): Promise<boolean> {
  const { rows } = await tx.raw<{ rows: [{ asked: boolean }] }>('select app.four_eyes(?) as asked', [ownerId])
  return rows[0].asked
}

/** Whether two decide on the case, and what one of them has proposed. */
export interface Eyes {
  asked: boolean
  proposal: StandingProposal | null
}

export async function eyesOn(tx: Tx, kase: Pick<CaseRow, 'id' | 'owner_id'>): Promise<Eyes> {
  const { rows } = await tx.raw<{ rows: [{ asked: boolean; proposal: Record<string, unknown> | null }] }>(
    `select asked, case when asked then (select to_jsonb(p) from (${STANDING}) p) end as proposal
     from (select app.four_eyes(:owner) as asked) rule`,
    { owner: kase.owner_id, id: kase.id },
  )
  const { asked, proposal } = rows[0]
  return { asked, proposal: proposal && fromJson<StandingProposal>(proposal) }
}

/** SQL: the proposal that holds where case `c` stands; one that was made before it left this station holds no longer. */
export const STANDING = `select p.case_id, p.move, p.user_id, p.user_name, p.at, p.consent, p.internal,
    coalesce(p.user_id in (select app.one_hand(c.owner_id, app.user_id())), false) as same_hand
  from case_proposals p join cases c on c.id = p.case_id and c.status_since = p.status_since where p.case_id = :id`

/** same_hand: whoever asks is no second person beside the one who proposed (sql/functions/one_hand.sql). */
export type StandingProposal = ProposalRow & { same_hand: boolean }

export async function standingProposal(tx: Tx, kase: Pick<CaseRow, 'id'>): Promise<StandingProposal | null> {
  const { rows } = await tx.raw<{ rows: StandingProposal[] }>(STANDING, { id: kase.id })
  return rows[0] ?? null
}
