import { addWorkdays, holidayName, isDate, isWorkday } from '../../calendar/workdays.ts'
import type { Answers } from '../definition.ts'
import { termsOf } from '../terms.ts'
import { BOTH, error, NOTICE, rowsIn, str, warning, type Asked, type Rule, type Said } from './rule.ts'

/** Dates of work and visits. */
export const dateRules: Rule[] = [
  { code: 'V11', phases: NOTICE, check: temporaryTooLong },
  { code: 'V12', phases: BOTH, check: tooSoon },
  { code: 'V13', phases: BOTH, check: notWorkdays },
  { code: 'I01', phases: NOTICE, check: endsBeforeStart },
  { code: 'Q01', phases: NOTICE, check: connectedBeforeDone },
]

/** The limit is the owner's. TI04 is an application for more time, so it only warns. */
function temporaryTooLong({ job, notice }: Asked): Said | null {
  const most = termsOf(job).temporaryMonths
  const [start, end] = [str(notice['till_start']), str(notice['till_slut'])]
  if (most === null || start === null || end === null || end <= monthsLater(start, most)) return null
  const params = { params: { n: most } }
  return job.code === 'TI04'
    ? warning('till_slut', 'Mer än {n} månader från start kräver att nätbolaget tillåter det.', params)
    : error(
        'till_slut',
        'Nätbolaget låter en tillfällig anläggning vara inkopplad i högst {n} månader. Välj en tidigare dag.',
        params,
      )
}

/** The day of arrival is not counted (docs/domain.md 1.4, 4.11). */
function tooSoon({ job, phase, notice, completion, today, context }: Asked): Said[] {
  const days = phase === 'notice' ? job.leadDays : context.owner.completionLeadDays
  const earliest = addWorkdays(today, days)
  const params = { params: { n: days, date: earliest } }
  if (phase === 'notice') {
    const done = str(notice['fardigdatum'])
    return done !== null && done < earliest
      ? [warning('fardigdatum', 'Nätbolaget behöver normalt {n} vardagar, till {date}.', params)]
      : []
  }
  return datesOf(completion, VISITS.completion).flatMap(([field, ready]) => {
    return ready < earliest
      ? [warning(field, 'Nätbolaget behöver {n} vardagar och kan tidigast komma {date}.', params)]
      : []
  })
}

/** Fields with the day of a visit by the owner, or of completed work. */
const VISITS = {
  notice: ['fardigdatum', 'onskad_ink', 'till_start', 'till_slut', 'frankoppling_datum', 'avs_datum'],
  completion: ['y_klar_matare', 'y_klar_tillk'],
}

function notWorkdays({ phase, ...asked }: Asked): Said[] {
  return datesOf(asked[phase], VISITS[phase]).flatMap(([field, date]) => {
    if (!isDate(date) || isWorkday(date)) return []
    const holiday = holidayName(date)
    if (holiday) return [warning(field, '{date} är {holiday}. Välj en vardag.', { params: { date, holiday } })]
    const saturday = new Date(date).getUTCDay() === 6
    const message = saturday ? '{date} är en lördag. Välj en vardag.' : '{date} är en söndag. Välj en vardag.'
    return [warning(field, message, { params: { date } })]
  })
}

/** The dates given in these fields, by input name, including those in rows. */
function datesOf(answers: Answers, fields: string[]): [field: string, date: string][] {
  const named = [
    ...fields.map((field) => [field, answers[field]] as const),
    ...rowsIn(answers, 'y_rader').flatMap((row, i) =>
      fields.map((field) => [`y_rader.${i}.${field}`, row[field]] as const),
    ),
  ]
  return named.flatMap(([name, answer]) => {
    const date = str(answer)
    return date === null ? [] : [[name, date]]
  })
}

function endsBeforeStart({ notice }: Asked): Said | null {
  const [start, end] = [str(notice['till_start']), str(notice['till_slut'])]
  return start !== null && end !== null && end <= start
    ? error('till_slut', 'Slutdagen ska ligga efter startdagen.')
    : null
}

function connectedBeforeDone({ notice }: Asked): Said | null {
  const [done, wished] = [str(notice['fardigdatum']), str(notice['onskad_ink'])]
  return done !== null && wished !== null && wished < done
    ? error('onskad_ink', 'Inkopplingen kan inte vara före det förväntade färdigdatumet.')
    : null
}

/** The same day n months later, clamped to the last day of the month. */
export function monthsLater(date: string, months: number): string {
  const [year, month, day] = date.split('-').map(Number) as [number, number, number]
  const last = new Date(Date.UTC(year, month + months, 0)).getUTCDate()
  return new Date(Date.UTC(year, month - 1 + months, Math.min(day, last))).toISOString().slice(0, 10)
}
