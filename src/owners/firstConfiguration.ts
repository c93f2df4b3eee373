import type { Knex } from 'knex'
import { JOB_TYPES } from '../forms/catalogue/jobs.ts'
import { rejectionReasons } from './reasons.ts'
import { standardTexts } from './standardTexts.ts'

/** Version 1 of a network owner's configuration: the whole master catalogue, and the reasons and standard texts that everybody begins with. */
export async function publishCatalogue(tx: Knex, ownerId: number): Promise<void> {
  const [configuration] = (await tx('configurations')
    .insert({
      owner_id: ownerId,
      version: 1,
      rejection_reasons: JSON.stringify(rejectionReasons),
      standard_texts: JSON.stringify(standardTexts),
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
