import { beforeAll, describe, expect, test } from 'vitest'
import type { CaseRow } from '../../src/db/rowTypes.ts'
import type { Listener } from '../../src/db/listen.ts'
import { aCase, actorsOf } from '../support/cases.ts'
import { Client, testServer } from '../support/client.ts'
import { testDatabase, type TestDatabase } from '../support/database.ts'
import { goLive, Stream } from '../support/live.ts'

let db: TestDatabase
let listener: Listener
let people: ReturnType<typeof actorsOf>
let signIn: (username: string) => Promise<Client>
let eva: Client, johan: Client, amir: Client, mira: Client, petra: Client

beforeAll(async () => {
  db = await testDatabase()
  const { address } = await testServer()
  people = actorsOf(db.world)
  signIn = (username) => new Client(address).signIn(username)
  eva = await signIn('eva.nordin')
  johan = await signIn('johan.ek')
  amir = await signIn('amir.haddad')
  mira = await signIn('mira.dahl')
  petra = await signIn('petra.wallin')
  listener = await goLive(db)
})

const aboutOf = (kase: Pick<CaseRow, 'ref'>) => (news: unknown) => (news as { ref: string }).ref === kase.ref
const newsOf = (stream: Stream, kase: Pick<CaseRow, 'ref'>) => stream.of('news').filter(aboutOf(kase))

/** A note, as its writer saves it. */
async function writes(who: Client, kase: CaseRow, audience: 'shared' | 'internal') {
  const form = await who.get(`/cases/${kase.ref}/notes/new`)
  const saved = await who.submit(`/cases/${kase.ref}/notes`, form, { subject: 'Skåp', body: 'Vilket?', audience })
  expect(saved.status).toBe(303)
}

test('what is sent is told to the network owner’s people, and to nobody of another tenant', async () => {
  const all = { eva, johan, amir, mira, petra }
  const streams = Object.fromEntries(
    await Promise.all(
      Object.entries(all).map(async ([name, who]): Promise<[string, Stream]> => [name, await Stream.opens(who)]),
    ),
  )
  const draft = await aCase(people.amir, 'NY01')
  const sent = await aCase.send(people.amir, draft)
  await expect.poll(() => newsOf(streams['eva']!, sent)).toMatchObject([{ arrived: true, mine: false }])
  await expect.poll(() => newsOf(streams['johan']!, sent)).toHaveLength(1)
  await expect.poll(() => newsOf(streams['amir']!, sent).at(-1)).toMatchObject({ mine: true })
  // After something that they are told of, so that what they were not told is known.
  const other = await aCase.send(people.mira, await aCase(people.mira, 'NY01'))
  await expect.poll(() => newsOf(streams['mira']!, other).length).toBeGreaterThan(0)
  expect(newsOf(streams['mira']!, sent)).toEqual([])
  expect(newsOf(streams['amir']!, other)).toEqual([])
  expect(streams['petra']!.of('news')).toEqual([])
  for (const stream of Object.values(streams)) stream.close()
})

test('a draft, and what one side notes for itself, is told to that side alone', async () => {
  const [owners, company] = [await Stream.opens(eva), await Stream.opens(amir)]
  const draft = await aCase(people.amir, 'NY01')
  await writes(amir, draft, 'shared')
  const kase = await aCase.send(people.amir, draft)
  await expect.poll(() => newsOf(company, draft).length).toBeGreaterThan(1)
  await expect.poll(() => newsOf(owners, kase)).toHaveLength(1)
  const told = newsOf(company, kase).length
  await writes(eva, kase, 'internal')
  await writes(eva, kase, 'shared')
  await expect.poll(() => newsOf(owners, kase)).toHaveLength(3)
  await expect.poll(() => newsOf(company, kase)).toHaveLength(told + 1)
  owners.close()
  company.close()
})

test('says how many wait when it opens, and again when asked; with the newest line of a case', async () => {
  const kase = await aCase.send(people.amir, await aCase(people.amir, 'NY01'))
  const badge = (body: string) => /<span class="badge">(.*?)</.exec(body)?.[1]
  const page = await eva.get(`/cases/${kase.ref}`)
  const stream = await Stream.opens(eva)
  await expect.poll(() => stream.of('inbox')).toMatchObject([{ waiting: badge(page.body) }])
  const drawn = Number(/data-live-event="(\d+)"/.exec(page.body)?.[1])
  const state = JSON.parse((await eva.get(`/live/state?ref=${kase.ref}`)).body) as object
  expect(state).toMatchObject({ waiting: badge(page.body), event: drawn })
  await writes(amir, kase, 'shared')
  const newest = () => (newsOf(stream, kase).at(-1) as { event: number } | undefined)?.event ?? 0
  await expect.poll(newest).toBeGreaterThan(drawn)
  expect((await petra.get(`/live/state?ref=${kase.ref}`)).status).toBe(404)
  expect((await eva.get('/live/state?ref=x')).status).toBe(404)
  stream.close()
})

test('who comes back is told what came meanwhile, and that something was missed after too long', async () => {
  const since = Date.now()
  const first = await Stream.opens(eva)
  const kase = await aCase.send(people.amir, await aCase(people.amir, 'NY01'))
  await expect.poll(() => newsOf(first, kase)).toHaveLength(1)
  first.close()
  const back = await Stream.opens(eva, '', { 'last-event-id': String(since) })
  await expect.poll(() => newsOf(back, kase)).toHaveLength(1)
  expect(back.of('missed')).toEqual([])
  const late = await Stream.opens(eva, '', { 'last-event-id': String(since - 600_000) })
  await expect.poll(() => late.of('missed')).toHaveLength(1)
  expect(late.of('news')).toEqual([])
  back.close()
  late.close()
})

test('a session that ends takes its stream along, and no other', async () => {
  const away = await signIn('eva.nordin')
  const [ends, stays] = [await Stream.opens(away), await Stream.opens(eva)]
  await away.post('/sign-out', {})
  await expect.poll(() => ends.ended).toBe(true)
  expect(stays.ended).toBe(false)
  expect((await away.get('/live/state', { accept: 'application/json' })).status).toBe(401)
  stays.close()
})

test('one session holds at most four, the oldest gives way', async () => {
  const who = await signIn('johan.ek')
  const streams: Stream[] = []
  for (let at = 0; at < 5; at += 1) streams.push(await Stream.opens(who))
  await expect.poll(() => streams.map(({ ended }) => ended)).toEqual([true, false, false, false, false])
  for (const stream of streams) stream.close()
})

test('a page that follows does not keep its session alive', async () => {
  const who = await signIn('amir.haddad')
  await db.owner('sessions').update({ last_seen_at: db.owner.raw(`now() - interval '2 hours'`) })
  const quiet = () => db.owner('sessions').whereRaw(`last_seen_at < now() - interval '1 hour'`)
  const all = (await quiet()).length
  const stream = await Stream.opens(who)
  expect((await who.get('/live/state')).status).toBe(200)
  expect(await quiet()).toHaveLength(all)
  await who.get('/inbox')
  expect(await quiet()).toHaveLength(all - 1)
  stream.close()
})

test('is nobody’s before sign-in and no operator’s, and is not compressed or kept', async () => {
  expect((await new Client(eva.address).get('/live/state')).status).toBeGreaterThanOrEqual(300)
  const stream = await Stream.opens(eva)
  expect(Object.fromEntries(stream.headers)).toMatchObject({
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-store, no-transform',
    'x-accel-buffering': 'no',
  })
  expect(stream.headers.get('content-encoding')).toBeNull()
  stream.close()
})

describe('the line to the database', () => {
  test('comes back when it is cut, and says that something may have been missed', async () => {
    const stream = await Stream.opens(eva)
    await expect.poll(() => stream.of('inbox')).toHaveLength(1)
    await db.owner.raw(`select pg_terminate_backend(pid) from pg_stat_activity
      where application_name = 'elanmalan live' and datname = current_database()`)
    await expect.poll(() => stream.of('missed')).toHaveLength(1)
    const kase = await aCase.send(people.amir, await aCase(people.amir, 'NY01'))
    await expect.poll(() => newsOf(stream, kase)).toHaveLength(1)
    stream.close()
  })

  test('without one, nothing is followed', async () => {
    const stream = await Stream.opens(eva)
    await listener.stop()
    await expect.poll(() => stream.ended).toBe(true)
    expect((await Stream.opens(eva)).status).toBe(204)
    listener = await goLive(db)
    const again = await Stream.opens(eva)
    expect(again.status).toBe(200)
    again.close()
  })
})
