import type { Tx } from '../db/actor.ts'
import type { CaseRow } from '../db/rowTypes.ts'
import { kindOf, type KindName } from './kinds.ts'

export type RipeCase = Pick<CaseRow, 'id' | 'ref' | 'job_name'> & { since: Date }

/** The cases that a rule would take something away from, oldest first. Under whose door it is asked says whose. */
export async function listRipe(tx: Tx, kind: KindName, days: number, most: number): Promise<RipeCase[]> {
  const { ripe, from } = kindOf(kind)
  if (ripe === null) return []
  const { rows } = await tx.raw<{ rows: RipeCase[] }>(
    `select id, ref, job_name, ${from} as since from cases where ${ripe} order by ${from}, id limit :most`,
    { days, most },
  )
  return rows
}

/** How many there are, never counting further than `bound`. */
export async function countRipe(tx: Tx, kind: KindName, days: number, bound: number): Promise<number> {
  const { ripe } = kindOf(kind)
  const what =
    ripe === null
      ? `(select 1 from security_events where at < app.now() - make_interval(days => :days)
          union all select 1 from case_reads where at < app.now() - make_interval(days => :days)) log`
      : `cases where ${ripe}`
  const { rows } = await tx.raw<{ rows: [{ n: number }] }>(
    `select count(*)::int as n from (select from ${what} limit :bound) counted`,
    { days, bound: bound + 1 },
  )
  return rows[0].n
}
