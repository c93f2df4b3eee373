import { beforeAll, expect, test } from 'vitest'
import { asActor } from '../../src/db/actor.ts'
import { keepJob, keptIds, keptJob } from '../../src/cases/workflow/keptJobs.ts'
import { getJob } from '../../src/cases/workflow/queries.ts'
import { aCase, actorsOf } from '../support/cases.ts'
import { testDatabase, type TestDatabase } from '../support/database.ts'

let db: TestDatabase
let people: ReturnType<typeof actorsOf>
beforeAll(async () => {
  db = await testDatabase()
  people = actorsOf(db.world)
})

test('the forms of a case are read once by each tenant, and kept for no other', async () => {
  const kase = await aCase.send(people.amir, await aCase(people.amir, 'NY01'))
  await asActor(people.eva, (tx) => getJob(tx, kase))
  await asActor(people.eva, (tx) => {
    expect(keptIds(tx)).toContain(kase.job_type_id)
    return Promise.resolve()
  })
  await asActor(people.petra, async (tx) => {
    expect(keptIds(tx)).not.toContain(kase.job_type_id)
    expect(keptJob(tx, kase.job_type_id)).toBeUndefined()
    await expect(getJob(tx, kase)).rejects.toThrow('out of reach')
  })
})

test('what is kept can be changed by nobody, and is bounded', async () => {
  const kase = await aCase(people.amir, 'NY01')
  await asActor(people.amir, async (tx) => {
    const job = await getJob(tx, kase)
    expect(() => job.notice.sections.push(job.notice.sections[0]!)).toThrow(TypeError)
    for (let id = 1_000_000; id < 1_000_400; id += 1) keepJob(tx, id, job)
    expect(keptIds(tx).length).toBeLessThanOrEqual(120)
    expect(keptJob(tx, kase.job_type_id)).toBeUndefined()
    expect(await getJob(tx, kase)).toEqual(job)
  })
})
