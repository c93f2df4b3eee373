import { beforeAll, expect, test } from 'vitest'
import { setClock } from '../../src/db/actor.ts'
import type { CaseReadRow, CaseRow } from '../../src/db/rowTypes.ts'
import { afterFile } from '../support/cleanup.ts'
import { aCase, actorsOf } from '../support/cases.ts'
import { Client, testServer } from '../support/client.ts'
import { testDatabase, type TestDatabase } from '../support/database.ts'

let db: TestDatabase
let kase: CaseRow
let lena: Client, karin: Client, petra: Client, amir: Client, eva: Client

beforeAll(async () => {
  db = await testDatabase()
  await db.owner('users').where({ username: 'petra.wallin' }).update({ is_admin: true })
  const { address } = await testServer()
  const names = ['lena.frost', 'karin.bergstrom', 'petra.wallin', 'amir.haddad', 'eva.nordin']
  ;[lena, karin, petra, amir, eva] = (await Promise.all(names.map((name) => new Client(address).signIn(name)))) as [
    Client,
    Client,
    Client,
    Client,
    Client,
  ]
  const people = actorsOf(db.world)
  kase = await aCase.send(people.amir, await aCase(people.amir, 'NY01'))
})

const rows = () =>
  db.owner<CaseReadRow>('case_reads').where({ case_id: kase.id }).orderBy(['day', 'user_name']).select()

test('opening a case leaves one row per person and day, which the own administrator reads and nobody else', async () => {
  afterFile(() => setClock(''))
  for (const who of [eva, eva, amir]) await who.get(`/cases/${kase.ref}`)
  await eva.get(`/cases/${kase.ref}/print`)
  expect((await rows()).map(({ user_name }) => user_name)).toEqual(['Amir Haddad', 'Eva Nordin'])
  await petra.get(`/cases/${kase.ref}`)
  expect(await rows()).toHaveLength(2)
  setClock(new Date(Date.now() + 26 * 3_600_000).toISOString())
  await eva.get(`/cases/${kase.ref}`)
  setClock('')
  expect(await rows()).toHaveLength(3)

  const owners = (await lena.get('/owner/privacy/reads')).body
  expect(owners).toContain('Eva Nordin')
  expect(owners).not.toContain('Amir Haddad')
  const companys = (await karin.get(`/company/privacy/reads?number=${kase.number}`)).body
  expect(companys).toContain('Amir Haddad')
  expect(companys).not.toContain('Eva Nordin')
  expect((await petra.get('/owner/privacy/reads')).body).toContain('Inget att visa')
  expect((await eva.get('/owner/privacy/reads')).status).toBe(403)
  expect((await lena.get('/owner/privacy/reads?who=Johan')).body).toContain('Inget att visa')
  expect((await lena.get('/owner/privacy/reads?who=%25&from=2020-01-01&to=2020-01-02')).body).toContain(
    'Inget att visa',
  )
})

test('a long list goes on where the page ended', async () => {
  const { owner_id } = kase
  const user_id = db.world.users['johan.ek']!
  const days = Array.from({ length: 120 }, (_, n) => new Date(Date.UTC(2025, 0, 1 + n)))
  await db.owner('case_reads').insert(
    days.map((at) => ({
      case_id: kase.id,
      user_id,
      day: at.toISOString().slice(0, 10),
      owner_id,
      user_name: 'Johan Ek',
      at,
    })),
  )
  let path: string | undefined = '/owner/privacy/reads?who=Johan+Ek'
  let seen = 0
  for (let pages = 0; path && pages < 5; pages += 1) {
    const { body } = await lena.get(path)
    seen += body.match(/<th scope="row">Johan Ek/g)?.length ?? 0
    path = /href="(\/owner\/privacy\/reads\?[^"]*after=[^"]*)"/.exec(body)?.[1]?.replaceAll('&amp;', '&')
  }
  expect(seen).toBe(120)
})
