import type { Tx } from '../db/actor.ts'
import type { CaseRow, EventRow } from '../db/rowTypes.ts'

/** The newest line of a case's log that the reader may read; 0 where there is none. */
export async function newestEvent(tx: Tx, kase: Pick<CaseRow, 'id'>): Promise<number> {
  const newest = await tx<EventRow>('case_events').where({ case_id: kase.id }).orderBy('id', 'desc').first('id')
  return newest?.id ?? 0
}
