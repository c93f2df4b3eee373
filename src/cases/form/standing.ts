import type { Tx } from '../../db/actor.ts'
import type { Point } from '../../db/columnTypes.ts'
import type { CaseRow } from '../../db/rowTypes.ts'
import type { Answers, JobType } from '../../domain/forms/definition.ts'
import { leftAsItWas } from '../workflow/points.ts'
import type { CaseOwner } from '../workflow/queries.ts'
import { findingsFor } from './check.ts'
import type { Against } from './progress.ts'

/** What a form that is being written would meet if it were sent now, beside what is not filled in. */
export async function standingAgainst(
  tx: Tx,
  asked: { kase: CaseRow; job: JobType; owner: CaseOwner; answers: { notice?: Answers; completion?: Answers } },
): Promise<Against & { points: Point[] }> {
  const broken = (await findingsFor(tx, asked)).filter(({ severity }) => severity === 'error')
  const { points, untouched } = await leftAsItWas(tx, asked.kase, asked.job, asked.answers)
  return { broken: broken.map(({ field }) => field), untouched: untouched.map(({ name }) => name), points }
}
