import { localDate } from '../calendar/workdays.ts'
import type { Translate } from '../../language/i18n.ts'
import { fuseLadder } from './identifiers/fuses.ts'

/** What a network owner configures per job type beside its forms: stored with each published version and pinned by its cases. */
export interface Terms {
  /** Fuse sizes that can be chosen, in ampere. */
  ladder: number[]
  /** Intervals of fuse sizes within which a change needs no consent (BE01, rule V08). */
  intervals: number[][]
  /** Working days (vardagar) in which the owner promises to answer a föranmälan, and a färdiganmälan. */
  decisionDays: number
  completionDays: number
  /** How the due date is counted when a rejected case is sent again. */
  restart: Restart
  /** How many months a temporary facility may stay connected (V11); null: no limit. */
  temporaryMonths: number | null
}

/** 'anew': the full number of days; 'remaining': the days that were left at the rejection. */
export type Restart = (typeof RESTARTS)[number]
export const RESTARTS = ['anew', 'remaining'] as const

/** The defaults of a new network owner, and the terms of a bare catalogue job type. */
export const USUAL: Terms = {
  ladder: [...fuseLadder],
  intervals: [[16, 20, 25], [35], [50, 63]],
  decisionDays: 10,
  completionDays: 5,
  restart: 'anew',
  temporaryMonths: 12,
}

export function termsOf(job: { terms?: Terms }): Terms {
  // Versions published before a term existed lack it: the default is how they behaved.
  return { ...USUAL, ...job.terms }
}

/** What answers to a form are read by (values.ts): the day it is, the owner's fuses, and whose language errors are in. */
export function readContext(job: { terms?: Terms }, { now }: { now: Date }, t: Translate) {
  return { today: localDate(now), ladder: termsOf(job).ladder, t }
}

/** Working days the owner has to answer a case in this status. */
export function answerDays(job: { terms?: Terms }, sentAs: string): number {
  const { decisionDays, completionDays } = termsOf(job)
  return sentAs === 'completed' ? completionDays : decisionDays
}
