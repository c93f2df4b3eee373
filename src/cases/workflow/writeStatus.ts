import type { Tx } from '../../db/actor.ts'
import type { CaseRow } from '../../db/rowTypes.ts'
import { STATUSES, WAITING } from '../../domain/workflow/status.ts'

/** What every move of a case writes, whatever else it does. */
export const ALWAYS_WRITTEN = ['status', 'previous_status', 'status_since', 'turn', 'turn_since', 'due_on'] as const

/** What is written to a case: a time stamp also as PostgreSQL's own text, for a Date would lose its microseconds. */
export type CasePatch = { [C in keyof CaseRow]?: CaseRow[C] | (Date extends CaseRow[C] ? string : never) }

/** The only statement in the program that changes a case's status. `patch` has the last word. */
export async function moveCase(tx: Tx, kase: CaseRow, to: CaseRow['status'], patch: CasePatch): Promise<CaseRow> {
  const turn = STATUSES[to].turn
  const changed: CasePatch = {
    ...(to !== kase.status && { status: to, previous_status: kase.status, status_since: tx.now }),
    ...(turn !== kase.turn && { turn, turn_since: tx.now }),
    // The owner's clock runs only while there is something to decide.
    ...(!WAITING.includes(to) && { due_on: null }),
    ...patch,
    version: kase.version + 1,
    last_event_at: tx.now,
  }
  const [moved] = await tx<CaseRow>('cases').where({ id: kase.id }).update(asColumns(changed)).returning('*')
  return moved!
}

/** jsonb columns take text: pg would send a JavaScript array as a PostgreSQL one. */
function asColumns(patch: CasePatch): object {
  const jsonb = { notice: patch.notice, completion: patch.completion, consent: patch.consent }
  const texts = Object.entries(jsonb).filter(([, answers]) => answers !== undefined)
  return { ...patch, ...Object.fromEntries(texts.map(([column, answers]) => [column, JSON.stringify(answers)])) }
}
