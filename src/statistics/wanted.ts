import type { Tx } from '../db/actor.ts'
import { UNNAMED } from '../db/prepared.ts'
import type { Range } from './range.ts'
import { WAITING } from '../domain/workflow/status.ts'
import { inList } from '../db/literals.ts'

/** The page's filters; null: all. */
export interface Wanted {
  range: Range
  /** Code of one installation type. */
  type: string | null
  /** Code of one job type. */
  job: string | null
  area: number | null
  company: number | null
}

// Row level security leaves out other owners' cases and drafts. Every query is bounded by the range and uses the index
// case_events_moves or cases_owner_submitted; aliases: `c` the case, `j` its job type, `e` an event.

const midnight = (day: string) => `cast(cast(${day} as date) as timestamp) at time zone 'Europe/Stockholm'`
export const MONTH = (column: string) => `to_char(${column} at time zone 'Europe/Stockholm', 'YYYY-MM')`
export const SINCE = midnight(':from')
export const UNTIL = midnight(':to')
export const MOVED = `(e.from_status is distinct from e.to_status or e.action = 'hold')`
export const WITH_OWNER = inList(WAITING)
export const AMONG = `(cast(:type as text) is null or j.type_code = :type) and (cast(:job as text) is null or j.code = :job)
  and (cast(:area as int) is null or c.area_id = :area) and (cast(:company as int) is null or c.company_id = :company)`

export async function rowsWanted<Row>(tx: Tx, sql: string, wanted: Wanted, more: object = {}): Promise<Row[]> {
  const { range, ...chosen } = wanted
  const values = { from: range.from, to: range.to, ...chosen, ...more }
  return (await tx.raw<{ rows: Row[] }>(sql, values as never).options(UNNAMED)).rows
}
