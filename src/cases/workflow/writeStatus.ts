import type { Tx } from '../../db/actor.ts'
import type { CaseRow } from '../../db/rowTypes.ts'
import { localDate } from '../../domain/calendar/workdays.ts'
import { STATUSES, WAITING } from '../../domain/workflow/status.ts'
import { doerOf, type Before, type Beginning, type By } from './moveRequest.ts'

// The only statements in the program that set a case's status. In both `patch`, what the move's effects write, has the last word.

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

/** Its number, its form as the owner has it today, and what T01 or T02 begin with. */
export async function insertCase(
  tx: Tx,
  by: By,
  { owner, job, areaId, company, copiedFromId }: Beginning,
  to: CaseRow['status'],
  patch: Partial<CaseRow>,
): Promise<CaseRow> {
  const number = await nextNumber(tx, owner.id)
  const row: Partial<CaseRow> = {
    ...company,
    owner_id: owner.id,
    number,
    ref: `${owner.code}-${number}`,
    job_type_id: job.id,
    flow: job.flow,
    type_name: job.type_name,
    job_code: job.code,
    job_name: job.name,
    area_id: areaId,
    copied_from_id: copiedFromId ?? null,
    created_by: doerOf(by).userId!,
    created_at: tx.now,
    last_event_at: tx.now,
    status: to,
    status_since: tx.now,
    turn: STATUSES[to].turn,
    turn_since: tx.now,
    ...patch,
  }
  const [kase] = await tx<CaseRow>('cases').insert(asColumns(row)).returning('*')
  return kase!
}

/** Nothing has happened to it: what guards and effects of T01 and T02 read of a case, and no more. */
export function notThereYet({ owner, job, areaId, company }: Beginning): Before {
  const { company_id, company_name } = company
  const whose = { owner_id: owner.id, company_id, company_name, area_id: areaId }
  const about = { job_type_id: job.id, flow: job.flow, job_code: job.code, notice: {}, completion: {}, consent: {} }
  return {
    ...whose,
    ...about,
    status: null,
    sent: false,
    submitted_at: null,
    revision: 0,
    days_left: null,
  } as Partial<Before> as Before
}

/** '2027-000001': per owner and year. */
async function nextNumber(tx: Tx, ownerId: number): Promise<string> {
  const year = Number(localDate(tx.now).slice(0, 4))
  const { rows } = await tx.raw<{ rows: [{ n: number }] }>('select app.next_case_number(?, ?) as n', [ownerId, year])
  return `${year}-${String(rows[0].n).padStart(6, '0')}`
}

/** jsonb columns take text: pg would send a JavaScript array as a PostgreSQL one. */
function asColumns(patch: CasePatch): object {
  const jsonb = { notice: patch.notice, completion: patch.completion, consent: patch.consent }
  const texts = Object.entries(jsonb).filter(([, answers]) => answers !== undefined)
  return { ...patch, ...Object.fromEntries(texts.map(([column, answers]) => [column, JSON.stringify(answers)])) }
}
