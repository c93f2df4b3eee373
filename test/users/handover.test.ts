import { afterAll, beforeAll, expect, test } from 'vitest'
import type { CaseRow } from '../../src/db/rowTypes.ts'
import { sendDigests } from '../../src/mail/digest.ts'
import { aCase, actorsOf } from '../support/cases.ts'
import { Client, hidden, testServer } from '../support/client.ts'
import { testDatabase, type TestDatabase } from '../support/database.ts'

let db: TestDatabase
let lena: Client
let people: ReturnType<typeof actorsOf>
let sent: CaseRow, consented: CaseRow, elsewhere: CaseRow
const ids = () => ({ eva: people.eva.userId, johan: people.johan.userId, lena: people.lena.userId })

/** Eva has three open cases: one to decide, one that waits for its installer, one in an area that a team looks after. */
beforeAll(async () => {
  db = await testDatabase()
  people = actorsOf(db.world)
  lena = await (await new Client((await testServer()).address).signIn('lena.frost')).proves()
  const { NEL } = db.world.owners
  sent = await aCase.send(people.amir, await aCase(people.amir, 'NY01'))
  consented = await aCase.approve(people.eva, await aCase.send(people.amir, await aCase(people.amir, 'NY01')))
  elsewhere = await aCase.send(people.amir, await aCase(people.amir, 'NY01'))
  const [area] = (await db.owner('areas').where({ owner_id: NEL }).whereNot({ id: sent.area_id! }).pluck('id')) as [
    number,
  ]
  await db.owner('cases').where({ id: elsewhere.id }).update({ area_id: area })
  const [team] = (await db.owner('teams').insert({ owner_id: NEL, name: 'Fjäll' }).returning('id')) as { id: number }[]
  await db.owner('team_areas').insert({ team_id: team!.id, owner_id: NEL, area_id: area })
  for (const user_id of [people.eva.userId, people.lena.userId])
    await db.owner('team_members').insert({ team_id: team!.id, owner_id: NEL, user_id })
})
afterAll(async () => {
  await db.owner('users').where({ id: ids().eva }).update({ active: true })
})

const gives = async () => {
  await db
    .owner('cases')
    .whereIn('id', [sent.id, consented.id, elsewhere.id])
    .update({ handler_id: ids().eva, handler_name: 'Eva Nordin' })
  await db.owner('mail_messages').delete()
}
const handlers = async () =>
  Promise.all(
    [sent, consented, elsewhere].map(
      async ({ id }) => ((await db.owner('cases').where({ id }).first('handler_name')) as CaseRow).handler_name,
    ),
  )

test('what is handed over goes to whom may have it, and the rest to nobody: said in numbers before and after', async () => {
  await gives()
  const path = `/owner/users/${ids().eva}/hand-over`
  const page = await lena.get(path)
  expect(page.body).toContain('3 öppna ärenden behöver en ny handläggare.')
  expect(page.body).toContain('Johan Ek: 2 av 3, resten till ingen')
  expect(page.body).toMatch(/>Lena Frost</)
  expect(page.body).toContain('Ingen: alla 3 blir ej tilldelade')
  const done = await lena.post(path, { ...hidden(page.body), to: String(ids().johan) })
  expect([done.status, done.location]).toEqual([303, '/owner/users'])
  expect(await handlers()).toEqual(['Johan Ek', 'Johan Ek', null])
  const told = (await lena.get('/owner/users')).body
  expect(told).toContain('2 ärenden gick till Johan Ek. 1 ärende är inte tilldelat någon.')
  // Every one of them has a row in its log that says who has it now.
  for (const { ref, who } of [
    { ref: sent.ref, who: 'Handläggare: Johan Ek' },
    { ref: consented.ref, who: 'Handläggare: Johan Ek' },
    { ref: elsewhere.ref, who: 'Handläggare borttagen' },
  ])
    expect((await lena.get(`/cases/${ref}`)).body).toContain(who)
  // Johan is told of the one he has to decide.
  expect(await sendDigests()).toBe(1)
  expect(await db.owner('users').where({ id: ids().eva, active: true })).toHaveLength(1)
})

test('who closes an account keeps the same rule, and may leave all to nobody', async () => {
  await gives()
  const path = `/owner/users/${ids().eva}/leave`
  const page = await lena.get(path)
  expect(page.body).toContain('Johan Ek: 2 av 3, resten till ingen')
  expect((await lena.post(path, { ...hidden(page.body), to: '' })).status).toBe(422)
  expect((await lena.post(path, { ...hidden(page.body), to: 'nobody' })).status).toBe(303)
  expect(await handlers()).toEqual([null, null, null])
  expect((await lena.get('/owner/users')).body).toContain('Kontot är stängt. 3 ärenden är inte tilldelade någon.')
  expect(await db.owner('users').where({ id: ids().eva, active: false })).toHaveLength(1)
  await lena.post(`${path}/undo`, {})
})

test('the right to decide is not taken from somebody with open cases, and the page leads to handing them over', async () => {
  await gives()
  const page = await lena.get(`/owner/users/${ids().eva}`)
  const typed = { ...hidden(page.body), name: 'Eva Nordin', email: 'eva@norradalen.example', locale: 'sv' }
  const refused = await lena.post(`/owner/users/${ids().eva}`, { ...typed, permission_sets: 'L' })
  expect([refused.status, refused.body.includes('Lämna först över 3 öppna ärenden.')]).toEqual([422, true])
  expect(refused.body).toContain(`/owner/users/${ids().eva}/hand-over`)
})

test('an installer’s people have no such page, and a stranger’s people are not there', async () => {
  const { address } = lena
  const karin = await (await new Client(address).signIn('karin.bergstrom')).proves()
  expect((await karin.get(`/company/users/${people.amir.userId}/hand-over`)).status).toBe(404)
  const petra = await new Client(address).signIn('petra.wallin')
  expect([403, 404]).toContain((await petra.get(`/owner/users/${ids().eva}/hand-over`)).status)
  expect([403, 404]).toContain((await petra.post(`/owner/users/${ids().eva}/hand-over`, { to: 'nobody' })).status)
})
