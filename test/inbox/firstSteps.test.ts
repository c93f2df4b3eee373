import { beforeAll, expect, test } from 'vitest'
import { aCase, actorsOf } from '../support/cases.ts'
import { Client, testServer } from '../support/client.ts'
import { testDatabase, type TestDatabase } from '../support/database.ts'

let db: TestDatabase
let address: string
beforeAll(async () => {
  db = await testDatabase()
  address = (await testServer()).address
})

const inboxOf = async (username: string) => (await (await new Client(address).signIn(username)).get('/inbox')).body

test('a new tenant’s administrator sees what is left until the first case, and nobody else does', async () => {
  const karin = await inboxOf('karin.bergstrom')
  expect(karin).toContain('Kom igång')
  expect(karin).toContain('2 av 3 klart')
  expect(karin).toContain('href="/help/send"')
  expect(await inboxOf('amir.haddad')).not.toContain('Kom igång')

  const owner = db.world.owners['NEL']!
  await db.owner('owners').where({ id: owner }).update({ admission: 'closed' })
  const lena = await inboxOf('lena.frost')
  expect(lena).toContain('Se över och öppna')
  expect(lena).toContain('href="/owner/companies"')
  await db.owner('owners').where({ id: owner }).update({ admission: 'manual' })
  expect(await inboxOf('lena.frost')).not.toContain('Se över och öppna')
  expect(await inboxOf('eva.nordin')).not.toContain('Kom igång')
})

test('a draft is no first case; one that is sent ends the list on both sides', async () => {
  const { amir } = actorsOf(db.world)
  const draft = await aCase(amir, 'NY01')
  expect(await inboxOf('karin.bergstrom')).toContain('Kom igång')
  await aCase.send(amir, draft)
  expect(await inboxOf('karin.bergstrom')).not.toContain('Kom igång')
  expect(await inboxOf('lena.frost')).not.toContain('Kom igång')
})
