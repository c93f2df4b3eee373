import type { OwnerActor, Tx } from '../db/actor.ts'
import type { CaseReadRow, CaseRow, LegalHoldRow } from '../db/rowTypes.ts'
import { likeOf } from '../text/like.ts'
import { readCursor } from '../web/cursors.ts'

export async function holdOf(tx: Tx, caseId: number): Promise<LegalHoldRow | null> {
  return (await tx<LegalHoldRow>('legal_holds').where({ case_id: caseId }).first()) ?? null
}

export async function setHold(tx: Tx, actor: OwnerActor, kase: CaseRow, reason: string): Promise<void> {
  const { id: case_id, owner_id, sent } = kase
  const by = { user_id: actor.userId, user_name: actor.name }
  await tx('legal_holds').insert({ case_id, owner_id, sent, reason, ...by })
}

export async function endHold(tx: Tx, { id }: CaseRow): Promise<void> {
  await tx('legal_holds').where({ case_id: id }).delete()
}

export type Hold = Pick<LegalHoldRow, 'reason' | 'at' | 'user_name'> & Pick<CaseRow, 'ref'>

export async function listHolds(tx: Tx): Promise<Hold[]> {
  return (await tx('legal_holds as h')
    .join('cases as c', 'c.id', 'h.case_id')
    .orderBy('h.at', 'desc')
    .limit(200)
    .select('c.ref', 'h.reason', 'h.at', 'h.user_name')) as Hold[]
}

export type ReadLine = Pick<CaseReadRow, 'at' | 'user_name'> & {
  ref: string | null
}

interface Sought {
  who: string
  number: string
  /** Days; '' for no bound. */
  from: string
  to: string
}

/** Newest first. A case that its installer has taken back is out of its owner's sight, and without a number. */
export async function listReads(tx: Tx, { who, number, from, to }: Sought, after: unknown, most: number) {
  const place = readCursor(after, 'timestamptz', 'bigint', 'int')
  const said: [string, ...(string | number)[]][] = [
    ...(who ? [['r.user_name ilike ?', `%${likeOf(who)}%`] as [string, string]] : []),
    ...(number ? [['c.ref ilike ?', `%${likeOf(number)}%`] as [string, string]] : []),
    ...(from ? [['r.day >= ?', from] as [string, string]] : []),
    ...(to ? [['r.day <= ?', to] as [string, string]] : []),
    ...(place
      ? [['(r.at, r.case_id, r.user_id) < (?::timestamptz, ?, ?)', ...place] as [string, ...(string | number)[]]]
      : []),
  ]
  const where = said.length > 0 ? `where ${said.map(([sql]) => sql).join(' and ')}` : ''
  const { rows } = await tx.raw<{ rows: (ReadLine & { place: string; case_id: number; user_id: number })[] }>(
    `select r.at, r.user_name, r.case_id, r.user_id, r.at::text as place, c.ref
     from case_reads r left join cases c on c.id = r.case_id ${where}
     order by r.at desc, r.case_id desc, r.user_id desc limit ${most}`,
    said.flatMap(([, ...values]) => values),
  )
  return rows
}
