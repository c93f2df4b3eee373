import type { AbsenceRow as Stored } from '../db/rowTypes.ts'

export type Away = Pick<Stored, 'user_id' | 'cover_id' | 'from_on' | 'to_on'>

const isAway = (row: Away, person: number, day: string) =>
  row.user_id === person && row.from_on <= day && day <= row.to_on

/**
 * Who looks after somebody's cases on a day: the stand-in, else where that one is away too theirs, and so on, as
 * app.covered_by follows it; null: all are away, and nobody does.
 */
export function lookerAfter(rows: readonly Away[], person: number, day: string): number | null {
  const seen = new Set<number>()
  let now = [person]
  while (now.length > 0) {
    const covers = rows.filter((row) => now.some((each) => isAway(row, each, day))).map((row) => row.cover_id)
    const there = covers.find((each) => each !== person && !rows.some((row) => isAway(row, each, day)))
    if (there !== undefined) return there
    now = covers.filter((each) => !seen.has(each))
    for (const each of now) seen.add(each)
  }
  return null
}

/** The days of an absence on which something changes: its first, and those on which others of them begin to be away. */
export function turningDays(rows: readonly Away[], { from_on: from, to_on: to }: Away): string[] {
  const begun = rows.map((row) => row.from_on).filter((day) => day > from && day <= to)
  return [from, ...new Set(begun)]
}
