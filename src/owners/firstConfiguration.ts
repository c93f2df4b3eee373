import type { Knex } from 'knex'
import { JOB_TYPES } from '../domain/forms/catalogue/jobs.ts'
import { rejectionReasons } from './reasons.ts'
import { standardTexts } from './standardTexts.ts'
import { USUAL, type Terms } from '../domain/forms/terms.ts'

/**
 * Version 1 of a network owner's configuration: the whole master catalogue, with the reasons and standard texts that
 * everybody begins with. In force from now, or from a day long gone where a test's clock may say anything.
 */
export async function publishCatalogue(tx: Knex, ownerId: number, from?: Date): Promise<void> {
  const [configuration] = await tx('configurations')
    .insert({
      owner_id: ownerId,
      version: 1,
      rejection_reasons: JSON.stringify(rejectionReasons),
      standard_texts: JSON.stringify(standardTexts),
      ...(from && { published_at: from }),
    })
    .returning('id')
  const terms = await termsNow(tx, ownerId)
  await tx('job_types').insert(
    JOB_TYPES.map((job, position) => ({
      configuration_id: configuration!.id,
      owner_id: ownerId,
      code: job.code,
      name: job.name,
      type_code: job.type.code,
      type_name: job.type.name,
      flow: job.flow,
      position,
      definition: JSON.stringify({ ...job, terms }),
    })),
  )
}

/** As the owner's row has it from the beginning: what the platform gives, or a seed says. */
async function termsNow(tx: Knex, ownerId: number): Promise<Terms> {
  const row = (await tx('owners')
    .where({ id: ownerId })
    .first('fuse_ladder', 'fuse_intervals', 'decision_days', 'completion_days'))!
  return {
    ladder: row.fuse_ladder,
    intervals: row.fuse_intervals,
    decisionDays: row.decision_days,
    completionDays: row.completion_days,
    restart: USUAL.restart,
    temporaryMonths: USUAL.temporaryMonths,
  }
}
