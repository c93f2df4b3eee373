import { randomBytes } from 'node:crypto'
import { inject } from 'vitest'
import { useDatabase } from '../../src/db/actor.ts'
import { connect, connectPools, type Database } from '../../src/db/bare.ts'
import { limitWebRole, webUrl } from '../../src/db/roles.ts'
import type { World } from '../../seeds/world.ts'
import { at, TEMPLATE } from './globalSetup.ts'
import { PATIENCE } from './patience.ts'
import { afterFile } from './cleanup.ts'

export { PASSWORD } from './globalSetup.ts'

export interface TestDatabase {
  /** Of the tables' owner: sees everything, for arranging and looking, never for the program. */
  owner: Database
  ownerUrl: string
  /** As the program: role app_web. */
  web: Database
  world: World
}

/** The program gives up on a database after some seconds: on a slow machine that must not look like a fault. */
function patient(db: Database): Database {
  const client = db.client as {
    pool: { acquireTimeoutMillis: number; createTimeoutMillis: number }
    connectionSettings: { connectionTimeoutMillis: number }
  }
  Object.assign(client.pool, { acquireTimeoutMillis: PATIENCE, createTimeoutMillis: PATIENCE })
  client.connectionSettings.connectionTimeoutMillis = PATIENCE
  return db
}

/** The time-outs of the role (src/db/timeouts.ts), for one database, so long that only what hangs meets them. */
const PATIENT_ROLE = ['statement_timeout', 'lock_timeout', 'idle_in_transaction_session_timeout']
  .map((name) => `alter role app_web in database :name: set ${name} = '${PATIENCE}'`)
  .join(';')

/** A database of this test file's own: a clone of the seeded one, or an empty one; gone when the file is done. */
export async function bareDatabase({
  migrated,
}: {
  migrated: boolean
}): Promise<{ owner: Database; ownerUrl: string; name: string }> {
  const serverUrl = inject('serverUrl')
  const name = `test_${randomBytes(6).toString('hex')}`
  const admin = patient(connect(serverUrl))
  await admin.raw(`create database ${name} ${migrated ? `template ${TEMPLATE}` : ''}`)
  const ownerUrl = at(serverUrl, name)
  const owner = patient(connect(ownerUrl))
  afterFile(async () => {
    await owner.destroy()
    await admin.raw(`drop database ${name} with (force)`)
    await admin.destroy()
  })
  return { owner, ownerUrl, name }
}

/** With the people of docs/domain.md chapter 9. `asInProduction`: with the program's own time-outs. */
export async function testDatabase({ asInProduction = false } = {}): Promise<TestDatabase> {
  const { owner, ownerUrl, name } = await bareDatabase({ migrated: true })
  if (!asInProduction) await owner.raw(PATIENT_ROLE.replaceAll(':name:', name))
  const pools = connectPools(await webUrl(ownerUrl))
  if (asInProduction) {
    // The template's are its own: settings of a database are not cloned.
    await limitWebRole((sql) => owner.raw(sql))
    useDatabase(pools.page, pools.long)
  } else useDatabase(patient(pools.page), patient(pools.long), { page: PATIENCE, long: PATIENCE })
  afterFile(() => pools.destroy())
  return { owner, ownerUrl, web: pools.page, world: inject('world') }
}
