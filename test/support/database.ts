import { randomBytes } from 'node:crypto'
import { inject } from 'vitest'
import { useDatabase } from '../../src/db/actor.ts'
import { connect, type Database } from '../../src/db/bare.ts'
import { webUrl } from '../../src/db/roles.ts'
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

/** A database of this test file's own, with the people of domain.md chapter 9; gone when the file is done. */
export async function testDatabase(): Promise<TestDatabase> {
  const serverUrl = inject('serverUrl')
  const name = `test_${randomBytes(6).toString('hex')}`
  const admin = patient(connect(serverUrl))
  await admin.raw(`create database ${name} template ${TEMPLATE}`)
  const ownerUrl = at(serverUrl, name)
  const owner = patient(connect(ownerUrl))
  const web = patient(connect(webUrl(ownerUrl)))
  useDatabase(web)

  afterFile(async () => {
    await web.destroy()
    await owner.destroy()
    await admin.raw(`drop database ${name} with (force)`)
    await admin.destroy()
  })
  return { owner, ownerUrl, web, world: inject('world') }
}
