import { beforeAll, expect, test } from 'vitest'
import { getWholeCase } from '../../src/cases/page/caseQuery.ts'
import { OWNER_COLUMNS } from '../../src/cases/workflow/queries.ts'
import { asActor, type InstallerActor, type OwnerActor } from '../../src/db/actor.ts'
import { createOrders } from '../../src/work-orders/orders.ts'
import { aCase, actorsOf } from '../support/cases.ts'
import { testDatabase, type TestDatabase } from '../support/database.ts'

let db: TestDatabase
let amir: InstallerActor, eva: OwnerActor, mats: OwnerActor
beforeAll(async () => {
  db = await testDatabase()
  ;({ amir, eva, mats } = actorsOf(db.world))
})

test('what hangs on a case is read as its own tables give it, time stamps as dates', async () => {
  const kase = await aCase.complete(amir, await aCase.approve(eva, await aCase.send(amir, await aCase(amir, 'NY01'))))
  const plan = { kind: 'mount' as const, fitter: { id: mats.userId, name: mats.name }, planned_on: null, access: '' }
  await asActor(eva, (tx) => createOrders(tx, eva, kase.ref, [1], plan))
  const at = new Date('2027-03-04T05:06:07.089Z')
  await db.owner('work_orders').update({ released_at: at, photos: db.owner.raw(`'{1,22}'`) })
  await db.owner('owners').where({ id: eva.ownerId }).update({ deactivated_at: at, deactivated_reason: 'Har lämnat.' })
  const whole = await asActor(eva, (tx) => getWholeCase(tx, eva, kase.ref))

  const ofCase = { case_id: kase.id }
  expect(whole.owner).toEqual(await db.owner('owners').where({ id: eva.ownerId }).first(OWNER_COLUMNS))
  expect(whole.owner.deactivated_at).toEqual(at)
  expect(whole.orders).toEqual(await db.owner('work_orders').where(ofCase))
  expect(whole.orders[0]).toMatchObject({ released_at: at, photos: [1, 22] })
  expect(whole.revisions).toEqual(await db.owner('case_revisions').where(ofCase).orderBy('revision', 'desc').limit(2))
  const events = whole.events.map(({ id, at: when }) => ({ id, at: when }))
  expect(events).toEqual(
    await db
      .owner('case_events')
      .where(ofCase)
      .whereNot('audience', 'company')
      .orderBy('id', 'desc')
      .select('id', 'at'),
  )
})
