import type { Knex } from 'knex'
import { JOB_TYPES } from '../forms/catalogue/jobs.ts'
import { rejectionReasons } from './reasons.ts'
import { standardTexts } from './standardTexts.ts'

/**
 * Version 1 of a network owner's configuration: the whole master catalogue, with the reasons and standard texts that
 * everybody begins with. In force from now, or from a day long gone where a test's clock may say anything.
 */
export async function publishCatalogue(tx: Knex, ownerId: number, from?: Date): Promise<void> {
  const [configuration] = (await tx('configurations')
    .insert({
      owner_id: ownerId,
      version: 1,
      rejection_reasons: JSON.stringify(rejectionReasons),
      standard_texts: JSON.stringify(standardTexts),
      ...(from && { published_at: from }),
    })
    .returning('id')) as { id: number }[]
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
      definition: JSON.stringify(job),
    })),
  )
}
