import { addMonths } from '../cases/effects.ts'
import { isWorkday, localDate } from '../calendar/workdays.ts'

/** Whole calendar months, the running one last. */
export interface Range {
  /** 'YYYY-MM', oldest first. */
  months: string[]
  /** First day of the first. */
  from: string
}

export function rangeOf(now: Date, count: number): Range {
  const first = `${localDate(now).slice(0, 7)}-01`
  const months = Array.from({ length: count }, (_, i) => addMonths(first, i - count + 1).slice(0, 7))
  return { months, from: `${months[0]!}-01` }
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
