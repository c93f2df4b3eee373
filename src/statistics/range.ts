import { addMonths } from '../cases/workflow/effects.ts'
import { isWorkday, localDate } from '../domain/calendar/workdays.ts'

/** Whole calendar months. */
export interface Range {
  /** 'YYYY-MM', oldest first. */
  months: string[]
  /** First day of the first. */
  from: string
  /** The day after the last. */
  to: string
}

/** How many months back can be selected; their working days are all counted. */
export const BACK = 36

/** The given number of months, ending with the current one or `until`. */
export function rangeOf(now: Date, count: number, until: string | null = null): Range {
  const running = localDate(now).slice(0, 7)
  const oldest = addMonths(`${running}-01`, -BACK).slice(0, 7)
  const last = `${until !== null && until >= oldest && until <= running ? until : running}-01`
  const months = Array.from({ length: count }, (_, i) => addMonths(last, i - count + 1).slice(0, 7))
  return { months, from: `${months[0]!}-01`, to: addMonths(last, 1) }
}

/** From the given month to the current one. */
export function monthsUntil(now: Date, first: string): string[] {
  const months: string[] = []
  const running = localDate(now).slice(0, 7)
  for (let month = first; month <= running; month = addMonths(`${month}-01`, 1).slice(0, 7)) months.push(month)
  return months
}

/**
 * For each day from `years` ago until today the cumulative number of vardagar, so that SQL counts working days as
 * workdaysBetween() does: the first day is not counted, the last is. Earlier days are treated as the first.
 */
export function workdayCount(now: Date, years = 4): { days: string[]; counts: number[] } {
  const days: string[] = []
  const counts: number[] = []
  const last = localDate(now)
  let count = 0
  for (let at = Date.parse(addMonths(last, -12 * years)); at <= Date.parse(last); at += 86_400_000) {
    const day = new Date(at).toISOString().slice(0, 10)
    if (isWorkday(day)) count += 1
    days.push(day)
    counts.push(count)
  }
  return { days, counts }
}
