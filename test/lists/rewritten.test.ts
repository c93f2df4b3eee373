import { beforeAll, expect, test } from 'vitest'
import { perform } from '../../src/cases/workflow/perform.ts'
import { asActor } from '../../src/db/actor.ts'
import { aCase, actorsOf } from '../support/cases.ts'
import { Client, testServer } from '../support/client.ts'
import { testDatabase, type TestDatabase } from '../support/database.ts'
import { multiply } from '../support/multiply.ts'

let db: TestDatabase
let amir: Client, eva: Client

beforeAll(async () => {
  db = await testDatabase()
  const { address } = await testServer()
  const people = actorsOf(db.world)
  const sent = await aCase.send(people.amir, await aCase(people.amir, 'NY01'))
  const kase = await aCase.reject(people.eva, sent)
  const notice = { ...kase.notice, anl_adress: 'Nyvägen 9', best_namn: 'Nyköparen Nilsson' }
  await asActor(people.amir, (tx) => perform(tx, people.amir, kase.ref, 'save', { notice }))
  // Opened, or they would be news in the inbox.
  const archived = { status: `'archived'`, turn: 'null', seen_by_installer: 'true' }
  await multiply(db, sent, 2, archived)
  await multiply(db, sent, 3, {
    ...archived,
    owner_id: String(db.world.owners.VKN),
    job_type_id: `(select id from job_types j where j.owner_id = ${db.world.owners.VKN} and j.code = c.job_code)`,
    area_id: 'null',
    // Who rejected it handles it, and is the other owner's.
    handler_id: 'null',
    handler_name: 'null',
    ref: `'VKN-2032-' || lpad(n::text, 6, '0')`,
    number: `'2032-' || lpad(n::text, 6, '0')`,
  })
  ;[amir, eva] = (await Promise.all(['amir.haddad', 'eva.nordin'].map((name) => new Client(address).signIn(name)))) as [
    Client,
    Client,
  ]
})

test.each(['/cases', '/cases?group=none', '/inbox', '/cases/export?format=csv'])(
  'in %s a returned case says to its company what it says now, to the owner what was sent',
  async (path) => {
    const own = (await amir.get(path)).body
    expect(own).toContain('Nyvägen 9')
    expect(own).toContain('Nyköparen Nilsson')
    const owners = (await eva.get(path)).body
    expect(owners).not.toMatch(/Nyvägen|Nyköparen/)
    if (path !== '/inbox') expect(owners).toContain('Bergsvägen 3')
  },
)

test('who has archives at several network owners chooses one, and Till arkiv shows it', async () => {
  const { body } = await amir.get('/archive')
  const form = /<form class="archive-of".*?<\/form>/s.exec(body)![0]
  expect([...form.matchAll(/<option value="(\d*)"/g)].map(([, value]) => value)).toEqual([
    '',
    ...[db.world.owners.NEL, db.world.owners.VKN].map(String),
  ])
  expect(form).toContain('Till arkiv')
  const refs = async (path: string) =>
    [...(await amir.get(path)).body.matchAll(/<a class="num" href="\/cases\/(\w+)-/g)].map(([, code]) => code)
  expect(await refs(`/archive?owner=${db.world.owners.VKN}`)).toEqual(['VKN', 'VKN', 'VKN'])
  // All of them, and no chip for a choice that was not made.
  expect(await refs('/archive?owner=')).toHaveLength(5)
  expect((await amir.get('/archive?owner=')).body).not.toContain('class="chip"')
  expect((await eva.get('/archive')).body).not.toContain('archive-of')
})

test('beside the title stands how many are active and how many wait for the reader', async () => {
  const { body } = await amir.get('/cases/mine')
  expect(body).toContain('1 aktivt, <a href="/cases?group=none&amp;turn=me">1 väntar på dig</a>')
  expect((await amir.get('/cases?status=submitted')).body).not.toContain('väntar på dig</a>')
})
