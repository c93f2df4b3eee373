import type { MailPace } from '../db/rowTypes.ts'

const STRENGTH: Record<MailPace, number> = { never: 0, daily: 1, now: 2 }

/** The more frequent of a person's choice and their company's minimum. */
export function stronger(wanted: MailPace, minimum: MailPace): MailPace {
  return STRENGTH[wanted] >= STRENGTH[minimum] ? wanted : minimum
}

/** The choices that the minimum leaves. */
export function allowed(minimum: MailPace): MailPace[] {
  return (['now', 'daily', 'never'] as const).filter((pace) => STRENGTH[pace] >= STRENGTH[minimum])
}
