import type { MailPace } from '../db/rows.ts'

const STRENGTH: Record<MailPace, number> = { never: 0, daily: 1, now: 2 }

/** Of what a person wants and what their company asks at the least, the one that brings more. */
export function stronger(wanted: MailPace, minimum: MailPace): MailPace {
  return STRENGTH[wanted] >= STRENGTH[minimum] ? wanted : minimum
}

/** What a person may choose under that minimum. */
export function allowed(minimum: MailPace): MailPace[] {
  return (['now', 'daily', 'never'] as const).filter((pace) => STRENGTH[pace] >= STRENGTH[minimum])
}
