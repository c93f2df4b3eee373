import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { CaseRow, MailRow } from '../../src/db/rowTypes.ts'
import { newKey } from '../../src/web/once.ts'
import { aCase, actorsOf } from '../support/cases.ts'
import { Client, testServer } from '../support/client.ts'
import { testDatabase, type TestDatabase } from '../support/database.ts'

let db: TestDatabase
let people: ReturnType<typeof actorsOf>
let kase: CaseRow
const who: Record<string, Client> = {}
const NAMES = ['amir.haddad', 'sofia.lindqvist', 'karin.bergstrom', 'eva.nordin', 'johan.ek', 'lena.frost']
beforeAll(async () => {
  db = await testDatabase()
  people = actorsOf(db.world)
  const { address } = await testServer()
  for (const name of NAMES) who[name.split('.')[0]!] = await new Client(address).signIn(name)
})
beforeEach(async () => {
  for (const table of ['absences', 'team_members', 'team_areas', 'teams']) await db.owner(table).delete()
  await db.owner('note_reads').delete()
  await db.owner('cases').update({ note_for_owner: null, note_for_installer: null, seen_by_installer: true })
  await db.owner('users').update({ mail_pace: 'now' })
  kase = await aCase.send(people.amir, await aCase(people.amir, 'NY01'))
  kase = await aCase.approve(people.eva, kase)
  await given('eva.nordin')
  await who['amir']!.get(`/cases/${kase.ref}`)
  await db.owner('mail_messages').delete()
})

const given = (name: string | null) =>
  db
    .owner('cases')
    .where({ id: kase.id })
    .update({ handler_id: name === null ? null : db.world.users[name]!, handler_name: name })
const asks = (name: string, audience = 'shared', more = {}) =>
  who[name]!.post(`/cases/${kase.ref}/notes`, {
    _key: newKey(),
    subject: 'Får vi gräva?',
    body: 'Kan vi börja innan ni har svarat?',
    audience,
    ...more,
  })
const badge = (body: string) => Number(/<span class="badge">(\d+)/.exec(body)?.[1] ?? 0)
/** In which part of a person's inbox the case stands; null: in none. */
async function partOf(name: string): Promise<string | null> {
  const { body } = await who[name]!.get('/inbox')
  const part = body.split('<details class="case-group"').find((each) => each.includes(kase.ref))
  return part === undefined ? null : /<h2>([^<]+)/.exec(part)![1]!
}
const badgeOf = async (name: string) => badge((await who[name]!.get('/search')).body)
const mailed = async () =>
  ((await db.owner<MailRow>('mail_messages').where({ template: 'M24' }).select()) as MailRow[])
    .map(({ to_name: name, status }) => `${name!.split(' ')[0]} ${status}`)
    .sort()

describe('what an installer asks while it has the case', () => {
  test('stands in the handler’s inbox and badge until they have read it, and is mailed at their pace', async () => {
    const before = await badgeOf('eva')
    expect(await partOf('eva')).toBe('Väntar på andra')
    await db.owner('users').where({ username: 'eva.nordin' }).update({ mail_pace: 'daily' })
    await asks('amir')
    expect(await mailed()).toEqual(['Eva gathered'])
    expect(await partOf('eva')).toBe('Olästa noteringar')
    expect(await badgeOf('eva')).toBe(before + 1)
    expect((await who['eva']!.get('/cases?group=none&turn=me')).body).toContain(kase.ref)
    expect(await partOf('johan')).toBeNull()
    // Printing it is not reading it; nor is a colleague’s reading.
    await who['johan']!.get(`/cases/${kase.ref}`)
    await who['eva']!.get(`/cases/${kase.ref}/print`)
    expect(await partOf('eva')).toBe('Olästa noteringar')
    await who['eva']!.get(`/cases/${kase.ref}`)
    expect(await partOf('eva')).toBe('Väntar på andra')
    expect(await badgeOf('eva')).toBe(before)
  })

  test.each(['cancelled', 'closed', 'notice_rejected'] as const)(
    'reaches them of a case that is %s too',
    async (status) => {
      const turn = status === 'closed' ? 'owner' : status === 'cancelled' ? null : 'installer'
      await db.owner('cases').where({ id: kase.id }).update({ status, turn, previous_status: 'submitted' })
      await asks('amir')
      expect(await partOf('eva')).toBe('Olästa noteringar')
      expect((await who['eva']!.get('/cases?group=none&turn=me')).body).toContain(kase.ref)
    },
  )

  test('is nobody’s when it is internal, and no mail', async () => {
    await asks('amir', 'internal')
    expect(await partOf('eva')).toBe('Väntar på andra')
    expect(await mailed()).toEqual([])
  })

  test('goes to the stand-in of a handler who is away', async () => {
    const [user, cover] = ['eva.nordin', 'johan.ek'].map((name) => db.world.users[name]!) as [number, number]
    const days = { from_on: '2020-01-01', to_on: '2099-01-01' }
    await db.owner('absences').insert({ owner_id: db.world.owners.NEL, user_id: user, cover_id: cover, ...days })
    await asks('amir')
    expect(await partOf('johan')).toBe('Olästa noteringar')
    expect(await mailed()).toEqual(['Eva queued', 'Johan queued'])
  })

  test('of what nobody has taken goes to the team of the area, until one of them has answered', async () => {
    await given(null)
    const { NEL } = db.world.owners
    const [team] = (await db.owner('teams').insert({ owner_id: NEL, name: 'Norr' }).returning('id')) as { id: number }[]
    const of = { team_id: team!.id, owner_id: NEL }
    await db.owner('team_areas').insert({ ...of, area_id: kase.area_id! })
    for (const name of ['eva.nordin', 'johan.ek'])
      await db.owner('team_members').insert({ ...of, user_id: db.world.users[name]! })
    await asks('amir')
    expect(await mailed()).toEqual(['Eva queued', 'Johan queued'])
    expect([await partOf('eva'), await partOf('johan')]).toEqual(['Olästa noteringar', 'Olästa noteringar'])
    // Read by one it still waits for the other; answered it waits for nobody.
    await who['johan']!.get(`/cases/${kase.ref}`)
    expect([await partOf('eva'), await partOf('johan')]).toEqual(['Olästa noteringar', null])
    await asks('johan')
    expect(await partOf('eva')).toBeNull()
    expect(await partOf('amir')).toBe('Olästa noteringar')
  })

  test('of what nobody has taken, where there is no team, reaches all who decide and nobody else', async () => {
    await given(null)
    await asks('amir')
    expect(await mailed()).toEqual(['Eva queued', 'Johan queued', 'Lena queued'])
    expect([await partOf('johan'), await partOf('lena')]).toEqual(['Olästa noteringar', 'Olästa noteringar'])
  })

  test('on a draft waits for nobody, and is there when the case is sent', async () => {
    kase = await aCase(people.amir, 'NY01', { note: 'Hunden är snäll.' })
    expect(await mailed()).toEqual([])
    kase = await aCase.send(people.amir, kase)
    expect(await partOf('eva')).toBe('Ej tilldelade')
    kase = await aCase.approve(people.johan, kase)
    await given('eva.nordin')
    expect(await partOf('eva')).toBe('Olästa noteringar')
  })
})

describe('what the network owner writes', () => {
  test('stands in the inbox and badge of who is responsible until they have read it', async () => {
    const before = await badgeOf('amir')
    await asks('eva')
    expect(await partOf('amir')).toBe('Olästa noteringar')
    expect(await badgeOf('amir')).toBe(before + 1)
    expect(await partOf('sofia')).toBeNull()
    await who['sofia']!.get(`/cases/${kase.ref}`)
    expect(await partOf('amir')).toBe('Olästa noteringar')
    await who['amir']!.get(`/cases/${kase.ref}`)
    expect(await partOf('amir')).toBeNull()
    expect(await badgeOf('amir')).toBe(before)
  })

  test('of a case that nobody is responsible for waits for the company’s administrators', async () => {
    await db.owner('cases').where({ id: kase.id }).update({ responsible_id: null, responsible_name: null })
    await asks('eva')
    expect([await partOf('karin'), await partOf('amir')]).toEqual(['Olästa noteringar', null])
    await who['karin']!.get(`/cases/${kase.ref}`)
    expect(await partOf('karin')).toBeNull()
  })
})

describe('who may read a note', () => {
  const checked = (body: string) => /name="audience" value="(\w+)" checked/.exec(body)?.[1] ?? null

  test('is chosen by the writer: nothing is preselected, and nothing is saved without a choice', async () => {
    for (const name of ['amir', 'eva']) {
      expect(checked((await who[name]!.get(`/cases/${kase.ref}/notes/new`)).body)).toBeNull()
      const refused = await asks(name, '')
      expect(refused.status).toBe(422)
      expect(refused.body).toContain('Välj vem som får läsa.')
      expect(refused.body).toContain('Får vi gräva?')
    }
  })

  test('and an answer to the other side’s note goes to the other side', async () => {
    await asks('amir')
    const page = (await who['eva']!.get(`/cases/${kase.ref}`)).body
    const [answer] = /\/cases\/[^"]+\/notes\/new\?answer=\d+/.exec(page)!
    const form = await who['eva']!.get(answer)
    expect(checked(form.body)).toBe('shared')
    expect(form.body).toContain('Kan vi börja innan ni har svarat?')
    expect(form.body).toContain('value="Svar: Får vi gräva?"')
    // What was left out comes back as an answer.
    const again = await who['eva']!.submit(`/cases/${kase.ref}/notes`, form, {
      subject: 'Svar',
      audience: 'shared',
      body: '',
    })
    expect([again.status, checked(again.body)]).toEqual([422, 'shared'])
    await who['eva']!.submit(`/cases/${kase.ref}/notes`, form, {
      subject: 'Svar',
      audience: 'shared',
      body: 'Nej, vänta.',
    })
    const told = (await who['amir']!.get(`/cases/${kase.ref}`)).body
    expect(told).toContain('Nej, vänta.')
    expect(told).toContain('Delad med nätbolaget')
  })

  test('cannot be got wrong by answering one’s own, an internal or another case’s note', async () => {
    await asks('amir')
    await asks('sofia', 'internal')
    const ids = (await db.owner('notes').where({ case_id: kase.id }).orderBy('id').pluck('id')) as number[]
    expect((await who['amir']!.get(`/cases/${kase.ref}`)).body).not.toContain('?answer=')
    for (const id of [...ids, 'x', '999999999999999'])
      expect(checked((await who['amir']!.get(`/cases/${kase.ref}/notes/new?answer=${id}`)).body)).toBeNull()
    const { body } = await who['eva']!.get(`/cases/${kase.ref}/notes/new?answer=${ids[1]}`)
    expect([checked(body), body.includes('Kan vi börja')]).toEqual([null, false])
  })

  test('is said when it is saved, and beside it ever after', async () => {
    await asks('amir', 'internal')
    expect((await who['amir']!.get(`/cases/${kase.ref}`)).body).toContain(
      'Noteringen är sparad. Bara ditt företag kan läsa den.',
    )
    expect((await who['amir']!.get(`/cases/${kase.ref}`)).body).toContain('Intern, bara vårt företag')
    await asks('eva')
    expect((await who['eva']!.get(`/cases/${kase.ref}`)).body).toContain(
      'Noteringen är sparad. Båda sidor kan läsa den.',
    )
    expect((await who['eva']!.get(`/cases/${kase.ref}`)).body).toContain('Delad med installatören')
  })
})
