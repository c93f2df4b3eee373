import type { Tx } from '../../db/actor.ts'
import type { CaseRow } from '../../db/rowTypes.ts'
import type { Answers } from '../../domain/forms/definition.ts'
import { noSuchCase } from './queries.ts'
import { editableParts } from '../../domain/workflow/status.ts'

// The row of a sent case holds what was sent last: whoever reads `cases` reads that, on either side. What the installer has
// written since lies in unsent_answers, which no role of the network owner can read; only code of the installer's asks here.

/** Each part by itself; null: nothing since the last sending. */
export interface Unsent {
  notice: Answers | null
  completion: Answers | null
}

/** A case as its own company has it: what it has written and not sent goes before what was sent. */
export function withUnsent(kase: CaseRow, unsent: Partial<Unsent> | undefined): CaseRow {
  return {
    ...kase,
    notice: unsent?.notice ?? (isRewritten(kase) ? uncertified(kase.notice) : kase.notice),
    completion: unsent?.completion ?? kase.completion,
  }
}

/** A notice that was sent and is being written anew. */
function isRewritten(kase: CaseRow): boolean {
  return kase.sent && editableParts(kase).includes('notice')
}

/** That what is said is true is promised anew at every sending (docs/domain.md 3.2 R). */
export function uncertified(notice: Answers): Answers {
  return notice['intygande'] === true ? { ...notice, intygande: false } : notice
}

/** getCase for the installer: with what it has written and not sent. */
export async function getWritten(tx: Tx, ref: string): Promise<CaseRow> {
  const { rows } = await tx.raw<{ rows: (CaseRow & { unsent: Unsent | null })[] }>(
    `select c.*, to_jsonb(u) as unsent from cases c left join unsent_answers u on u.case_id = c.id where c.ref = ?`,
    [ref],
  )
  const { unsent, ...kase } = rows[0] ?? noSuchCase()
  return withUnsent(kase, unsent ?? undefined)
}

/** What several cases of the company say beyond what was sent, by their ids. */
export async function listUnsent(tx: Tx, ids: number[]): Promise<Map<number, Unsent>> {
  const rows = await tx('unsent_answers').whereIn('case_id', ids)
  return new Map(rows.map((row) => [row.case_id, row]))
}

export async function keepUnsent(
  tx: Tx,
  kase: CaseRow,
  parts: { notice?: Answers; completion?: Answers },
): Promise<void> {
  const texts = Object.entries(parts).map(([part, answers]) => [part, JSON.stringify(answers)] as const)
  await tx('unsent_answers')
    .insert({ case_id: kase.id, company_id: kase.company_id!, ...Object.fromEntries(texts) })
    .onConflict('case_id')
    .merge(Object.keys(parts) as (keyof typeof parts)[])
}

/** What a sending from here sends of what the company has written. */
export async function partsToSend(tx: Tx, kase: CaseRow): Promise<{ notice?: Answers; completion?: Answers }> {
  const written = withUnsent(kase, (await listUnsent(tx, [kase.id])).get(kase.id))
  return Object.fromEntries(editableParts(kase).map((part) => [part, written[part]]))
}
