import type { JobType } from './definition.ts'
import { fuseLadder } from './identifiers/fuses.ts'

/** What a network owner decides about a job type beside its forms: written on each version, kept by its cases. */
export interface Terms {
  /** The fuses that can be chosen, in ampere. */
  ladder: number[]
  /** Within one of them a fuse is changed without consent (BE01, rule V08). */
  intervals: number[][]
  /** Vardagar that the owner gives itself to answer a föranmälan, and a färdiganmälan. */
  decisionDays: number
  completionDays: number
  /** What the clock does when a case that was sent back comes again. */
  restart: Restart
  /** How long a temporary facility may stay connected (V11); null: as long as it takes. */
  temporaryMonths: number | null
}

/** From the beginning, or on with the days that were left. */
export type Restart = (typeof RESTARTS)[number]
export const RESTARTS = ['anew', 'remaining'] as const

/** As a network owner begins, and what a job type of the catalogue alone is read by. */
export const USUAL: Terms = {
  ladder: [...fuseLadder],
  intervals: [[16, 20, 25], [35], [50, 63]],
  decisionDays: 10,
  completionDays: 5,
  restart: 'anew',
  temporaryMonths: 12,
}

export function termsOf(job: Pick<JobType, 'terms'>): Terms {
  // A version from before one of them came to be is read as it was then.
  return { ...USUAL, ...job.terms }
}

/** How many vardagar the owner has to answer what was sent. */
export function answerDays(job: Pick<JobType, 'terms'>, sentAs: string): number {
  const { decisionDays, completionDays } = termsOf(job)
  return sentAs === 'completed' ? completionDays : decisionDays
}
