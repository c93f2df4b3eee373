import { beforeAll, expect, test } from 'vitest'
import type { CaseRow } from '../../src/db/rowTypes.ts'
import { aCase, actorsOf } from '../support/cases.ts'
import { Client, testServer } from '../support/client.ts'
import { testDatabase, type TestDatabase } from '../support/database.ts'
import { multiply } from '../support/multiply.ts'

let db: TestDatabase
let eva: Client, johan: Client, lena: Client, petra: Client

beforeAll(async () => {
  db = await testDatabase()
  const { address } = await testServer()
  const people = actorsOf(db.world)
  const sent = await aCase.send(people.amir, await aCase(people.amir, 'NY01'))
  const of = (id: number, name: string) => ({ handler_id: String(id), handler_name: `'${name}'` })
  const mine = of(people.eva.userId, 'Eva Nordin')
  await multiply(db, sent, 3, { ...mine, due_on: `app.today() + (array[4, -2, 1])[n]` })
  await multiply(db, sent, 1, { ...mine, hold_reason: `'grid'`, held_at: 'now()' })
  await multiply(db, sent, 2, { ...mine, status: `'consented'`, turn: `'installer'`, due_on: 'null' })
  await multiply(db, sent, 2, { ...of(people.johan.userId, 'Johan Ek'), due_on: 'app.today() + n' })
  ;[eva, johan, lena, petra] = (await Promise.all(
    ['eva.nordin', 'johan.ek', 'lena.frost', 'petra.wallin'].map((name) => new Client(address).signIn(name)),
  )) as [Client, Client, Client, Client]
})

/** The parts of the inbox: title and the cases' numbers in order. */
function partsOf(body: string): Record<string, string[]> {
  const parts = body.split('<details class="case-group"').slice(1)
  return Object.fromEntries(
    parts.map((part) => [
      /<h2>([^<]+)<\/h2>/.exec(part)![1]!,
      [...part.matchAll(/<a class="num"[^>]*>([^<]+)</g)].map((match) => match[1]!),
    ]),
  )
}
const badge = (body: string) => Number(/<span class="badge">(\d+)/.exec(body)?.[1] ?? 0)

test('the overdue come first, what waits for others is folded and not counted', async () => {
  const { body } = await eva.get('/inbox')
  const parts = partsOf(body)
  expect(Object.keys(parts)).toEqual(['Mina', 'Ej tilldelade', 'Väntar på andra'])
  const due = (await db.owner('cases').whereIn('ref', parts['Mina']!).select('ref', 'due_on')) as CaseRow[]
  const days = parts['Mina']!.map((number) => due.find((row) => row.ref === number)!.due_on!)
  expect(days).toEqual(days.toSorted())
  expect(parts['Mina']).toHaveLength(3)
  expect(parts['Väntar på andra']).toHaveLength(3)
  expect(badge(body)).toBe(4)
  expect(body).toContain('4 ärenden väntar på dig')
})

test('from case to case: the next due, then from the first again, then what nobody has', async () => {
  const order = partsOf((await eva.get('/inbox')).body)['Mina']!
  const free = partsOf((await eva.get('/inbox')).body)['Ej tilldelade']!
  const next = async (ref: string) => (await eva.get(`/inbox/next?after=${ref}`)).location.split('/').at(-1)
  expect(await next(order[0]!)).toBe(order[1])
  expect(await next(order[1]!)).toBe(order[2])
  expect(await next(order[2]!)).toBe(order[0])
  expect(await next('NEL-2000-000000')).toBe(order[0])
  // Lena has none of her own.
  expect((await lena.get('/inbox/next')).location).toBe(`/cases/${free[0]}`)
  expect((await petra.get(`/inbox/next?after=${order[0]}`)).location).toBe('/inbox')
})

test('who is away keeps the cases, and the stand-in has them in the inbox', async () => {
  const today = new Date().toISOString().slice(0, 10)
  const form = await johan.get('/inbox/absence')
  const wrong = await johan.submit('/inbox/absence', form, { cover: '', from: today, to: '2020-01-01' })
  expect(wrong.status).toBe(422)
  expect(wrong.body).toContain('Välj en kollega.')
  const saved = await johan.submit('/inbox/absence', form, {
    cover: String(db.world.users['eva.nordin']),
    from: today,
    to: '2099-01-01',
    // Whom it is about is for an administrator to say.
    user: String(db.world.users['lena.frost']),
  })
  expect(saved.location).toBe('/inbox/absence')
  const { body } = await eva.get('/inbox')
  expect(partsOf(body)['För kollegor som är borta']).toHaveLength(2)
  expect(badge(body)).toBe(6)
  expect((await eva.get('/inbox/absence')).body).toContain('Eva Nordin vikarierar')
  expect((await petra.get('/inbox/absence')).body).not.toContain('Johan')
  const id = /absence\/(\d+)\/delete/.exec((await johan.get('/inbox/absence')).body)![1]!
  expect((await eva.post(`/inbox/absence/${id}/delete`, {})).status).toBe(404)
  expect((await petra.post(`/inbox/absence/${id}/delete`, {})).status).toBe(404)
  expect((await lena.post(`/inbox/absence/${id}/delete`, {})).status).toBe(303)
  expect(badge((await eva.get('/inbox')).body)).toBe(4)
})

test('a stand-in with no cases of their own is led to the colleague’s before those nobody has', async () => {
  const form = await lena.get('/inbox/absence')
  const { 'johan.ek': away, 'lena.frost': cover } = db.world.users
  const days = { from: new Date().toISOString().slice(0, 10), to: '2099-01-01' }
  await lena.submit('/inbox/absence', form, { user: String(away), cover: String(cover), ...days })
  const covered = partsOf((await lena.get('/inbox')).body)['För kollegor som är borta']!
  expect(covered).toHaveLength(2)
  expect((await lena.get('/inbox/next')).location).toBe(`/cases/${covered[0]}`)
  await db.owner('absences').delete()
})

test('a team’s members have its areas first, and nobody else’s team’s at all', async () => {
  const { NEL } = db.world.owners
  const [north, south] = (await db
    .owner('teams')
    .insert([
      { owner_id: NEL, name: 'Norr' },
      { owner_id: NEL, name: 'Söder' },
    ])
    .returning('id')) as { id: number }[]
  const { area_id } = (await db.owner('cases').where({ owner_id: NEL }).first('area_id')) as { area_id: number }
  await db.owner('team_areas').insert({ team_id: north!.id, owner_id: NEL, area_id })
  await db.owner('team_members').insert([
    { team_id: north!.id, owner_id: NEL, user_id: db.world.users['eva.nordin']! },
    { team_id: south!.id, owner_id: NEL, user_id: db.world.users['johan.ek']! },
  ])
  const inbox = async (who: Client) => partsOf((await who.get('/inbox')).body)
  const evas = await inbox(eva)
  expect(evas['Mitt team']).toHaveLength(1)
  expect(evas['Ej tilldelade']).toEqual([])
  expect(evas['Kollegor i teamet']).toHaveLength(2)
  expect(badge((await eva.get('/inbox')).body)).toBe(4)
  // What one looks after for a colleague stands there alone.
  await db.owner('absences').insert({
    owner_id: NEL,
    user_id: db.world.users['johan.ek']!,
    cover_id: db.world.users['eva.nordin']!,
    from_on: '2020-01-01',
    to_on: '2099-01-01',
  })
  const covering = await inbox(eva)
  expect(covering['För kollegor som är borta']).toHaveLength(2)
  expect(covering['Kollegor i teamet']).toBeUndefined()
  await db.owner('absences').delete()
  // Johan’s team has other areas; Lena has no team and sees to all.
  expect((await inbox(johan))['Ej tilldelade']).toEqual([])
  expect(badge((await johan.get('/inbox')).body)).toBe(2)
  expect((await inbox(lena))['Ej tilldelade']).toHaveLength(1)
  expect((await lena.get('/inbox/next')).location).toBe(`/cases/${evas['Mitt team']![0]}`)
})
