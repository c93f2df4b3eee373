import { addMonths } from '../cases/effects.ts'
import { isWorkday, localDate } from '../calendar/workdays.ts'

/** Whole calendar months. */
export interface Range {
  /** 'YYYY-MM', oldest first. */
  months: string[]
  /** First day of the first. */
  from: string
  /** The day after the last. */
  to: string
}

/** So many months back one may look; the working days of all of them are counted (workdayCount). */
export const BACK = 36

/** So many months, of which the last is the running one or `until`. */
export function rangeOf(now: Date, count: number, until: string | null = null): Range {
  const running = localDate(now).slice(0, 7)
  const oldest = addMonths(`${running}-01`, -BACK).slice(0, 7)
  const last = `${until !== null && until >= oldest && until <= running ? until : running}-01`
  const months = Array.from({ length: count }, (_, i) => addMonths(last, i - count + 1).slice(0, 7))
  return { months, from: `${months[0]!}-01`, to: addMonths(last, 1) }
}

/** From this month to the running one. */
export function monthsUntil(now: Date, first: string): string[] {
  const months: string[] = []
  const running = localDate(now).slice(0, 7)
  for (let month = first; month <= running; month = addMonths(`${month}-01`, 1).slice(0, 7)) months.push(month)
  return months
}

/**
 * Each day from `years` back until today with the number of vardagar up to and with it, so that SQL counts working days
 * as workdaysBetween() does: the day of arrival is not counted, that of leaving is. What is older begins with the first day.
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
