import { beforeAll, expect, test } from 'vitest'
import { aCase, actorsOf } from '../support/cases.ts'
import { Client, hidden, testServer } from '../support/client.ts'
import { testDatabase, type TestDatabase } from '../support/database.ts'

let db: TestDatabase
let lena: Client, eva: Client, johan: Client
beforeAll(async () => {
  db = await testDatabase()
  const { address } = await testServer()
  lena = await new Client(address).signIn('lena.frost')
  eva = await new Client(address).signIn('eva.nordin')
  johan = await new Client(address).signIn('johan.ek')
})

const idOf = (username: string) => String(db.world.users[username])

test('a team answers for its nätområden: a case there is given to its members alone, until the team is gone', async () => {
  const { amir } = actorsOf(db.world)
  const kase = await aCase.send(amir, await aCase(amir, 'NY01'))
  const page = await lena.get('/owner/teams/new')
  const made = await lena.submit('/owner/teams/new', page, {
    name: 'Team Norrådal',
    areas: String(db.world.areas['NRD']),
    members: [idOf('johan.ek'), idOf('mats.strand')],
  })
  expect([made.status, made.location]).toEqual([303, '/owner/teams'])
  const list = (await lena.get('/owner/teams')).body
  for (const word of ['Team Norrådal', 'NRD Norrådal', 'Johan Ek, Mats Strand']) expect(list).toContain(word)

  const asked = await eva.get(`/cases/${kase.ref}/assign`)
  expect(asked.body).toContain('Johan Ek')
  expect(/<option value="\d+"[^>]*>Eva Nordin/.test(asked.body)).toBe(false)
  const refused = await eva.post(`/cases/${kase.ref}/assign`, { ...hidden(asked.body) })
  expect([refused.status, refused.body.includes('sköts av ett team')]).toEqual([422, true])
  const take = await johan.get(`/cases/${kase.ref}`)
  expect((await johan.post(`/cases/${kase.ref}/assign`, hidden(take.body))).status).toBe(303)

  const { id } = (await db.owner('teams').first('id')) as { id: number }
  expect((await lena.post(`/owner/teams/${id}/remove`, {})).status).toBe(303)
  const again = await eva.get(`/cases/${kase.ref}/assign`)
  expect((await eva.post(`/cases/${kase.ref}/assign`, { ...hidden(again.body) })).status).toBe(303)
})

test('a team has a name that no other has, and no people or areas of another owner', async () => {
  const creates = async (typed: Record<string, string | string[]>) =>
    lena.submit('/owner/teams/new', await lena.get('/owner/teams/new'), typed)
  const empty = await creates({ name: ' ', members: idOf('eva.nordin') })
  expect([empty.status, empty.body.includes('Ge teamet ett namn.')]).toEqual([422, true])
  expect(empty.body).toMatch(new RegExp(`value="${idOf('eva.nordin')}" checked`))
  await creates({ name: 'Väst', members: [idOf('petra.wallin')], areas: [String(db.world.areas['VKS'])] })
  const taken = await creates({ name: 'Väst' })
  expect([taken.status, taken.body.includes('Det finns redan ett team med det namnet.')]).toEqual([422, true])
  expect(await db.owner('team_members')).toEqual([])
  expect(await db.owner('team_areas')).toEqual([])
  // Nothing of what was refused is kept, and its key is good for the same form with another name.
  const saved = await lena.submit('/owner/teams/new', taken, { name: 'Öst' })
  const once = await lena.submit('/owner/teams/new', taken, { name: 'Öst' })
  expect([saved.status, once.status, once.location]).toEqual([303, 303, '/owner/teams'])
  expect(await db.owner('teams').orderBy('id').pluck('name')).toEqual(['Väst', 'Öst'])
  const { id } = (await db.owner('teams').where({ name: 'Öst' }).first('id')) as { id: number }
  const renamed = await lena.submit(`/owner/teams/${id}`, await lena.get(`/owner/teams/${id}`), { name: 'Väst' })
  expect([renamed.status, /value="Väst"/.test(renamed.body)]).toEqual([422, true])
  expect((await lena.submit('/owner/teams/999999', await lena.get('/owner/teams/new'), { name: 'Syd' })).status).toBe(
    404,
  )
})

test('nobody is told of a page that is not theirs, in whatever way they ask for it', async () => {
  for (const method of ['HEAD', 'OPTIONS', 'PUT']) {
    const { status } = await fetch(`${lena.address}/owner/teams`, { method, redirect: 'manual' })
    // Without a person csrf() lets it through, and it comes to the sign-in.
    expect([method, status]).toEqual([method, 303])
  }
})
