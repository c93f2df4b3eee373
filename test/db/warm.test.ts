import { expect, test } from 'vitest'
import { useDatabase } from '../../src/db/actor.ts'
import { connect } from '../../src/db/bare.ts'
import { webUrl } from '../../src/db/roles.ts'
import { warm } from '../../src/warm.ts'
import { afterFile } from '../support/cleanup.ts'
import { testDatabase } from '../support/database.ts'

test('at the start what most pages ask for is prepared, as both sides ask it', async () => {
  const db = await testDatabase()
  const one = connect(await webUrl(db.ownerUrl), { max: 1 })
  useDatabase(one, one)
  afterFile(() => one.destroy())
  await warm()
  const { rows } = await one.raw<{ rows: { name: string; statement: string }[] }>(
    'select * from pg_prepared_statements',
  )
  for (const part of ['session_actor', 'owner_inbox', 'installer_inbox', 'order by c.place', 'as area'])
    expect(
      rows.filter(({ statement }) => statement.includes(part)),
      part,
    ).not.toEqual([])
  for (const role of ['owner', 'installer'])
    expect(rows.filter(({ name }) => name.endsWith(`.${role}`)).length, role).toBeGreaterThan(4)
})
