import { randomBytes } from 'node:crypto'
import { afterAll, inject } from 'vitest'
import { hashPassword } from '../../src/accounts/passwords.ts'
import { setClock, useDatabase } from '../../src/db/actor.ts'
import { connect, connectPools, type Database } from '../../src/db/bare.ts'
import { webUrl } from '../../src/db/roles.ts'
import { seedWorld, type World } from '../../seeds/world.ts'
import { at } from './globalSetup.ts'

export const PASSWORD = 'nordanvind över fjället 7'

export interface TestDatabase {
  /** Of the tables' owner: sees everything, for arranging and looking, never for the program. */
  owner: Database
  ownerUrl: string
  /** As the program: role app_web. */
  web: Database
  world: World
}

/** A database of this test file's own: a clone of the migrated one, or an empty one; gone when the file is done. */
export async function bareDatabase({
  migrated,
}: {
  migrated: boolean
}): Promise<{ owner: Database; ownerUrl: string }> {
  const serverUrl = inject('serverUrl')
  const name = `test_${randomBytes(6).toString('hex')}`
  const admin = connect(serverUrl)
  await admin.raw(`create database ${name} ${migrated ? 'template elanmalan_template' : ''}`)
  const ownerUrl = at(serverUrl, name)
  const owner = connect(ownerUrl)
  afterAll(async () => {
    await owner.destroy()
    await admin.raw(`drop database ${name} with (force)`)
    await admin.destroy()
  })
  return { owner, ownerUrl }
}

/** With the people of docs/domain.md chapter 9. */
export async function testDatabase(): Promise<TestDatabase> {
  const { owner, ownerUrl } = await bareDatabase({ migrated: true })
  const pools = connectPools(webUrl(ownerUrl))
  useDatabase(pools.page, pools.long)
  afterAll(async () => {
    setClock('')
    await pools.destroy()
  })
  const world = await seedWorld(owner, await hashPassword(PASSWORD))
  return { owner, ownerUrl, web: pools.page, world }
}
