import { beforeAll, beforeEach, expect, test } from 'vitest'
import { setClock } from '../../src/db/actor.ts'
import type { CaseRow } from '../../src/db/rowTypes.ts'
import { newKey } from '../../src/web/once.ts'
import { aCase, actorsOf } from '../support/cases.ts'
import { Client, testServer } from '../support/client.ts'
import { testDatabase, type TestDatabase } from '../support/database.ts'

let db: TestDatabase
let amir: Client, sofia: Client, mira: Client, eva: Client
let kase: CaseRow
beforeAll(async () => {
  db = await testDatabase()
  const { address } = await testServer()
  amir = await new Client(address).signIn('amir.haddad')
  sofia = await new Client(address).signIn('sofia.lindqvist')
  mira = await new Client(address).signIn('mira.dahl')
  eva = await new Client(address).signIn('eva.nordin')
})
beforeEach(async () => {
  kase = await aCase(actorsOf(db.world).amir, 'NY01')
})

interface Kept {
  status: number
  version?: number
  words: string
  errors?: Record<string, string>
  progress?: Record<string, string>
}
const write = async (who: Client, version: number, typed: Record<string, string>): Promise<Kept> => {
  const fields = { _version: String(version), best_namn: 'Tolvan Tolvansson', ...typed }
  const answer = await who.post(`/cases/${kase.ref}/edit/autosave`, fields, { accept: 'application/json' })
  return answer.status === 200 || answer.body.startsWith('{')
    ? { ...(JSON.parse(answer.body) as Kept), status: answer.status }
    : { status: answer.status, words: '' }
}
const stored = async () => (await db.owner<CaseRow>('cases').where({ id: kase.id }).first())!
const saves = () =>
  db.owner('case_events').where({ case_id: kase.id, action: 'save' }).count<{ n: number }[]>('* as n').first()

test('what is written is saved, with the time, and the next save goes on from there', async () => {
  setClock('2027-02-01T09:42:00Z')
  const first = await write(amir, kase.version, { anl_adress: 'Nygatan 1' })
  expect(first).toMatchObject({ status: 200, words: 'Sparat 10:42' })
  const second = await write(amir, first.version!, { anl_adress: 'Nygatan 12' })
  expect((await stored()).notice['anl_adress']).toBe('Nygatan 12')
  expect(await write(amir, second.version!, { anl_adress: 'Nygatan 12' })).toMatchObject({ version: second.version })
  setClock('')
})

test('the log has one row for each sitting', async () => {
  setClock('2027-02-01T09:00:00Z')
  const before = (await saves()) as { n: number }
  let { version } = await write(amir, kase.version, { anl_adress: 'A 1' })
  for (const at of ['09:05', '09:10', '09:20']) {
    setClock(`2027-02-01T${at}:00Z`)
    version = (await write(amir, version!, { anl_adress: `A ${at}` })).version
  }
  expect(await saves()).toEqual({ n: before.n + 1 })
  setClock('2027-02-01T11:00:00Z')
  await write(amir, version!, { anl_adress: 'A 11' })
  expect(await saves()).toEqual({ n: before.n + 2 })
  setClock('')
})

test('what cannot be read is told at its field, the rest is saved, and what stood there before stays', async () => {
  const first = await write(amir, kase.version, { fardigdatum: '2099-05-03', anl_adress: 'Nygatan 1' })
  const kept = await write(amir, first.version!, { fardigdatum: 'i vår', best_postnr: '12', anl_adress: 'Nygatan 2' })
  expect(kept).toMatchObject({
    status: 200,
    words: expect.stringMatching(/^Sparat \d\d:\d\d, men inte Postnummer, Förväntat färdigdatum$/) as string,
    errors: { fardigdatum: 'Skriv ett datum som 2027-02-28.', best_postnr: expect.any(String) as string },
  })
  const { notice, version } = await stored()
  expect(version).toBe(kept.version)
  expect(notice).toMatchObject({ anl_adress: 'Nygatan 2', fardigdatum: '2099-05-03' })
  const asSaved = await amir.post(`/cases/${kase.ref}/edit`, {
    _version: String(version),
    fardigdatum: 'i vår',
    _key: newKey(),
  })
  // The same words as a Save says.
  expect(asSaved.status).toBe(422)
  expect(asSaved.body).toContain(kept.errors!['fardigdatum'])
  expect(asSaved.body).toContain('Läsbara uppgifter är sparade, men inte Förväntat färdigdatum.')
  const righted = await write(amir, (await stored()).version, { fardigdatum: '2099-05-04', anl_adress: 'Nygatan 2' })
  expect(righted.errors).toEqual({})
  expect((await stored()).notice['fardigdatum']).toBe('2099-05-04')
})

test('of rows, what can be read in each is saved', async () => {
  kase = await aCase(actorsOf(db.world).amir, 'NY04')
  const rows = (second: string) => ({
    'rader.0.lgh_nr': '1001',
    'rader.0.sakr_ny': '16',
    'rader.1.lgh_nr': '1002',
    'rader.1.sakr_ny': second,
  })
  const first = await write(amir, kase.version, rows('20'))
  const kept = await write(amir, first.version!, { ...rows('tjugo'), 'rader.1.lgh_nr': '1003' })
  expect(Object.keys(kept.errors!)).toEqual(['rader.1.sakr_ny'])
  expect((await stored()).notice['rader']).toMatchObject([
    { lgh_nr: '1001', sakr_ny: 16 },
    { lgh_nr: '1003', sakr_ny: 20 },
  ])
})

test('the answer tells how far each section has come, as the page drawn anew does', async () => {
  const kept = await write(amir, kase.version, { best_typ: 'privat', anl_adress: 'Nygatan 1' })
  expect(kept.progress).toMatchObject({ B: 'missing' })
  const page = await amir.get(`/cases/${kase.ref}/edit`)
  const drawn = [...page.body.matchAll(/id="section-(\w+)" data-step data-state="(\w+)"/g)].map(([, key, state]) => [
    key,
    state,
  ])
  expect(drawn.length).toBeGreaterThan(4)
  expect(Object.fromEntries(drawn)).toEqual(kept.progress)
})

test('nobody else’s work is overwritten', async () => {
  const theirs = await write(sofia, kase.version, { anl_adress: 'Sofias gata 1' })
  expect(theirs.status).toBe(200)
  expect(await write(amir, kase.version, { anl_adress: 'Amirs gata 1' })).toMatchObject({ status: 409 })
  expect((await stored()).notice['anl_adress']).toBe('Sofias gata 1')
})

test('nothing is asked for, nothing is sent, and it is nobody else’s to write', async () => {
  expect((await write(amir, kase.version, { best_namn: '' })).status).toBe(200)
  expect((await stored()).status).toBe('draft')
  expect((await write(mira, kase.version, {})).status).toBe(404)
  expect((await write(eva, kase.version, {})).status).toBe(403)
  const sent = await aCase.send(actorsOf(db.world).amir, await aCase(actorsOf(db.world).amir, 'NY01'))
  kase = sent
  expect((await write(amir, sent.version, { anl_adress: 'Efteråt 1' })).status).toBe(409)
  expect((await stored()).version).toBe(sent.version)
})
