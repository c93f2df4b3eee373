import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { lookerAfter, turningDays, type Away } from '../../src/inbox/standIns.ts'
import type { CaseRow } from '../../src/db/rowTypes.ts'
import { aCase, actorsOf } from '../support/cases.ts'
import { Client, testServer } from '../support/client.ts'
import { testDatabase, type TestDatabase } from '../support/database.ts'

const away = (user_id: number, cover_id: number, from_on = '2027-06-01', to_on = '2027-06-30'): Away => ({
  user_id,
  cover_id,
  from_on,
  to_on,
})

test.each<[what: string, rows: Away[], person: number, expected: number | null]>([
  ['the stand-in', [away(1, 2)], 1, 2],
  ['the stand-in’s, who is away too', [away(1, 2), away(2, 3)], 1, 3],
  ['and so on', [away(1, 2), away(2, 3), away(3, 4)], 1, 4],
  ['not on other days', [away(1, 2), away(2, 3, '2027-07-01', '2027-07-09')], 1, 2],
  ['the other of two stand-ins', [away(1, 2), away(1, 4), away(2, 1)], 1, 4],
  ['nobody, where two stand in for each other', [away(1, 2), away(2, 1)], 1, null],
  ['nobody, in a larger circle', [away(1, 2), away(2, 3), away(3, 1)], 2, null],
])('who looks after the cases: %s', (_what, rows, person, expected) => {
  expect(lookerAfter(rows, person, '2027-06-15')).toBe(expected)
})

test('the days on which that can change', () => {
  const [one, two] = [away(1, 2), away(2, 3, '2027-06-10', '2027-06-12')]
  expect(turningDays([one, two, away(5, 6, '2027-08-01')], one)).toEqual(['2027-06-01', '2027-06-10'])
})

describe('over HTTP', () => {
  let db: TestDatabase
  let people: ReturnType<typeof actorsOf>
  const who: Record<string, Client> = {}
  beforeAll(async () => {
    db = await testDatabase()
    people = actorsOf(db.world)
    const { address } = await testServer()
    const names = [
      'amir.haddad',
      'sofia.lindqvist',
      'karin.bergstrom',
      'mira.dahl',
      'eva.nordin',
      'johan.ek',
      'lena.frost',
    ]
    for (const name of names) who[name.split('.')[0]!] = await new Client(address).signIn(name)
  })
  beforeEach(() => db.owner('absences').delete())

  const today = new Date().toISOString().slice(0, 10)
  const LAST = '2099-01-01'
  const idOf = (name: string) =>
    String(db.world.users[Object.keys(db.world.users).find((each) => each.startsWith(`${name}.`))!])
  async function goes(name: string, cover: string, from = today) {
    const page = await who[name]!.get('/inbox/absence')
    return who[name]!.submit('/inbox/absence', page, { user: idOf(name), cover: idOf(cover), from, to: LAST })
  }
  const saidTo = async (name: string) => (await who[name]!.get('/inbox/absence')).body
  const covered = async (name: string) => {
    const { body } = await who[name]!.get('/inbox')
    return body.split('<h2>För kollegor som är borta</h2>')[1]?.split('<details class="case-group"')[0] ?? ''
  }
  const badge = async (name: string) =>
    Number(/<span class="badge">(\d+)/.exec((await who[name]!.get('/search')).body)?.[1] ?? 0)

  test('an installer is away: the stand-in has what waits for them, counted and in the lists, and nobody of another company', async () => {
    const kase: CaseRow = await aCase.reject(
      people.eva,
      await aCase.send(people.amir, await aCase(people.amir, 'NY01')),
    )
    const before = await badge('sofia')
    expect((await goes('amir', 'sofia')).location).toBe('/inbox/absence')
    expect(await saidTo('amir')).toContain('Sofia Lindqvist vikarierar')
    expect(await saidTo('mira')).not.toContain('Sofia')
    expect(await covered('sofia')).toContain(kase.ref)
    expect(await badge('sofia')).toBe(before + 1)
    const list = (await who['sofia']!.get('/cases?group=none&turn=me')).body
    expect(list).toContain(kase.ref)
    expect(await covered('karin')).toBe('')
    // Theirs all the while.
    expect((await who['amir']!.get('/inbox')).body).toContain(kase.ref)
  })

  test('a stand-in who is away is said as it is saved and on the page, and theirs looks after the cases', async () => {
    const kase = await aCase.send(people.amir, await aCase(people.amir, 'NY01'))
    await db.owner('cases').where({ id: kase.id }).update({ handler_id: people.eva.userId, handler_name: 'Eva Nordin' })
    await goes('johan', 'lena')
    await goes('eva', 'johan')
    const page = await saidTo('eva')
    expect(page).toContain(`Johan Ek är också borta från ${today}. Då tar Lena Frost hand om ärendena.`)
    expect(page).toContain(`från ${today} Lena Frost i stället, för vikarien är också borta`)
    expect(await covered('lena')).toContain(kase.ref)
  })

  test('who goes away while they stand in for somebody is told who does it then', async () => {
    await goes('eva', 'johan')
    await goes('johan', 'lena')
    expect(await saidTo('johan')).toContain('Under tiden vikarierar Lena Frost för Eva Nordin också.')
  })

  test.each([
    ['two for each other', [['eva', 'johan']], ['johan', 'eva']],
    [
      'three in a circle',
      [
        ['eva', 'johan'],
        ['johan', 'lena'],
      ],
      ['lena', 'eva'],
    ],
  ] as const)('a circle is not saved: %s', async (_what, first, last) => {
    for (const [name, cover] of first) await goes(name, cover)
    const refused = await goes(last[0], last[1])
    expect(refused.status).toBe(422)
    expect(refused.body).toContain('Då är alla borta samtidigt')
    expect(await db.owner('absences')).toHaveLength(first.length)
  })

  test('but on other days the two can be away in turn', async () => {
    const away = async (name: string, cover: string, from: string, to: string) => {
      const page = await who[name]!.get('/inbox/absence')
      return who[name]!.submit('/inbox/absence', page, { cover: idOf(cover), from, to })
    }
    await away('eva', 'johan', '2098-01-01', '2098-01-31')
    const next = await away('johan', 'eva', '2098-02-01', '2098-02-20')
    expect(next.status).toBe(303)
  })

  test('where the stand-in has left, the administrators read in their inbox that nobody looks after the cases', async () => {
    await goes('amir', 'sofia')
    expect((await who['karin']!.get('/inbox')).body).not.toContain('Ingen tar hand om')
    await db.owner('users').where({ id: people.sofia.userId }).update({ active: false })
    expect((await who['karin']!.get('/inbox')).body).toContain('Ingen tar hand om ärendena åt Amir Haddad')
    expect(await saidTo('karin')).toContain('tar ingen hand om ärendena')
    await db.owner('users').where({ id: people.sofia.userId }).update({ active: true })
  })
})
