import { INSTANTS } from './rowTypes.ts'

/** A row that PostgreSQL gave as JSON (to_jsonb, json_agg), where time stamps are strings: as pg gives rows. */
// eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters -- what the row is, the query says
export function fromJson<Row>(row: Record<string, unknown>): Row {
  const entries = Object.entries(row).map(([name, value]) => [
    name,
    typeof value === 'string' && INSTANTS.includes(name) ? new Date(value) : value,
  ])
  return Object.fromEntries(entries) as Row
}
