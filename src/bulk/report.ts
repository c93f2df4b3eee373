import type { OwnerActor, Tx } from '../db/actor.ts'
import type { BulkOutcome } from '../db/columnTypes.ts'
import type { CaseRow } from '../db/rowTypes.ts'
import { NotFound } from '../web/errors.ts'
import { BULK, type BulkDeed } from './actions.ts'

export interface Report {
  id: string
  deed: BulkDeed
  back: string
  total: number
  until: Date
  outcomes: BulkOutcome[]
  undone: BulkOutcome[] | null
}

const WEEK = 7 * 86_400_000

/** Begins the report of a deed; those of more than a week ago go. */
export async function beginReport(
  tx: Tx,
  actor: OwnerActor,
  begun: Pick<Report, 'id' | 'deed' | 'back' | 'total'>,
): Promise<void> {
  const { userId: user_id, ownerId: owner_id } = actor
  await tx('bulk_deeds')
    .where('at', '<', new Date(tx.now.getTime() - WEEK))
    .delete()
  const until = new Date(tx.now.getTime() + BULK[begun.deed].seconds * 1000)
  await tx('bulk_deeds').insert({ ...begun, user_id, owner_id, at: tx.now, until })
}

export async function addOutcome(tx: Tx, id: string, column: 'outcomes' | 'undone', kept: BulkOutcome): Promise<void> {
  await tx('bulk_deeds')
    .where({ id })
    .update({ [column]: tx.raw(`?? || ?::jsonb`, [column, JSON.stringify([kept])]) })
}

/** @throws NotFound for a stranger's, as for nobody's */
export async function getReport(tx: Tx, id: string): Promise<Report> {
  const report = (await tx('bulk_deeds').where({ id }).first()) as Report | undefined
  if (!report) throw new NotFound()
  return report
}

/** The cases of a report, by id. */
export async function casesOf(tx: Tx, kept: BulkOutcome[]): Promise<Map<number, CaseRow>> {
  const ids = kept.map(({ id }) => id)
  const rows = await tx<CaseRow>('cases').whereIn('id', ids).select('*')
  return new Map(rows.map((row) => [row.id, row]))
}
