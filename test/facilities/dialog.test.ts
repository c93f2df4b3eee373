import { beforeAll, beforeEach, expect, test } from 'vitest'
import { setClock } from '../../src/db/actor.ts'
import type { CaseRow, EventRow } from '../../src/db/rowTypes.ts'
import { forgetLookups } from '../../src/facilities/tasks.ts'
import { aCase, actorsOf } from '../support/cases.ts'
import { Client, hidden, testServer, type Answer } from '../support/client.ts'
import { testDatabase, type TestDatabase } from '../support/database.ts'
import { seedRegister } from './register.ts'

let db: TestDatabase
let address: string
let amir: Client
let kase: CaseRow
beforeAll(async () => {
  db = await testDatabase()
  address = (await testServer()).address
  await seedRegister(db)
})
beforeEach(async () => {
  await db.owner('rate_limits').delete()
  amir = await new Client(address).signIn('amir.haddad')
  kase = await aCase(actorsOf(db.world).amir, 'LA01')
})

const KNOWN = { _by: 'facility', _asked: '735 999 000 100 000 029', _overwrite: 'nej' }
const at = (rest = '') => `/cases/${kase.ref}/facility${rest}`
const asks = (who: Client, typed: Record<string, string>) => who.post(at(), { _part: 'answer', ...typed })
const codeIn = ({ body }: Answer) => Number(/Statuskod (\d{3})/.exec(body)?.[1])
const hitIn = ({ body }: Answer) => hidden(body)['_hit']!
/** The row of the table for a field: what is typed, what the owner has, what happens. */
function rowOf({ body }: Answer, label: string): string[] {
  const row =
    new RegExp(`<th scope="row">${label.replace(/[()]/g, '\\$&')}</th>([\\s\\S]*?)</tr>`).exec(body)?.[1] ?? ''
  return [...row.matchAll(/<td[^>]*>([\s\S]*?)<\/td>/g)].map(([, cell]) => cell!.replace(/<[^>]+>/g, ' ').trim())
}
const events = () =>
  db.owner<EventRow>('case_events').where({ case_id: kase.id }).whereLike('action', 'facility-%').orderBy('id')
const lookups = () =>
  db
    .owner('facility_lookups')
    .where({ case_id: kase.id })
    .orderBy('id')
    .select('key', 'asked', 'code', 'overwrite', 'user_name')

test('a facility is found by its number or its meter, and old stands against new before anything is written', async () => {
  const typed = { anl_adress: 'Kvarnvägen 2', anl_ort: '', anl_postnr: '12345', sakr_bef: '16' }
  const found = await asks(amir, { ...typed, ...KNOWN })
  expect(codeIn(found)).toBe(100)
  expect(rowOf(found, 'Anläggningsadress')).toEqual([
    'Kvarnvägen 2',
    'Kvarnvägen 12',
    expect.stringContaining('Behålls'),
  ])
  expect(rowOf(found, 'Anläggningens ort')).toEqual(['tomt', 'Norrådal', 'Fylls i'])
  expect(rowOf(found, 'Anläggningens postnummer')).toEqual(['123 45', '123 45', 'Lika'])
  expect(rowOf(found, 'Befintlig huvudsäkring')).toEqual(['16 A', '20 A', expect.stringContaining('Ersätts')])
  const byMeter = await asks(amir, { _by: 'meter', _asked: 'mt-48211' })
  expect(codeIn(byMeter)).toBe(100)
  expect(rowOf(byMeter, 'Anläggnings-ID \\(EAN\\)'.replaceAll('\\', ''))).toContain('735 999 000 100 000 029')
  expect((await db.owner<CaseRow>('cases').where({ id: kase.id }).first())!.version).toBe(kase.version)
})

test('every look-up has its status code, and is written down with who asked for what and nothing of the answer', async () => {
  expect(codeIn(await asks(amir, { ...KNOWN, _asked: '735999000100000036' }))).toBe(200)
  expect(codeIn(await asks(amir, { _by: 'meter', _asked: 'MT-DUBBEL' }))).toBe(201)
  expect(codeIn(await asks(amir, { ...KNOWN, _overwrite: 'ja' }))).toBe(100)
  const by = { user_name: 'Amir Haddad' }
  expect(await lookups()).toEqual([
    { key: 'facility', asked: '735999000100000036', code: 200, overwrite: false, ...by },
    { key: 'meter', asked: 'MT-DUBBEL', code: 201, overwrite: false, ...by },
    { key: 'facility', asked: '735999000100000029', code: 100, overwrite: true, ...by },
  ])
  expect((await events()).map(({ audience, details }) => [audience, details['name'], details['code']])).toEqual([
    ['company', '735 999 000 100 000 036', 200],
    ['company', 'MT-DUBBEL', 201],
    ['company', '735 999 000 100 000 029', 100],
  ])
  expect((await amir.get(`/cases/${kase.ref}/log?what=saves`)).body).toContain(
    'Anläggningsdata sökta: MT-DUBBEL, statuskod 201',
  )
})

test('a number that is none is told at the field, and nobody is asked', async () => {
  const answer = await asks(amir, { _by: 'facility', _asked: '735999000100000013' })
  expect([answer.status, codeIn(answer)]).toEqual([422, NaN])
  expect(answer.body).toContain('kontrollsiffran stämmer inte')
  expect(await lookups()).toEqual([])
})

test('Nej fills what is empty and always the identity; Ja overwrites; the log says which, with old and new', async () => {
  const typed = { anl_adress: 'Kvarnvägen 2', anl_ort: '', matarnummer: 'FEL-1', anl_id: '' }
  const _hit = hitIn(await asks(amir, { ...typed, ...KNOWN }))
  const write = async (_overwrite: string) =>
    (JSON.parse((await amir.post(at('/write'), { ...typed, _hit, _overwrite })).body) as { values: object }).values
  const filled = { anl_ort: 'Norrådal', matarnummer: 'MT-48211', anl_id: '735999000100000029', tekniskt_nr: 'T-1042' }
  expect(await write('nej')).toMatchObject(filled)
  expect(await write('nej')).not.toHaveProperty('anl_adress')
  expect(await write('ja')).toMatchObject({ ...filled, anl_adress: 'Kvarnvägen 12' })
  const last = (await events()).at(-1)!
  expect(last).toMatchObject({ action: 'facility-fetched', details: { overwrite: true } })
  expect(last.details.changes).toContainEqual({
    key: 'anl_adress',
    label: 'Anläggningsadress',
    from: 'Kvarnvägen 2',
    to: 'Kvarnvägen 12',
  })
})

test('what was found is written once, however often and from however many places the button is pressed', async () => {
  const _hit = hitIn(await asks(amir, KNOWN))
  const write = (_overwrite: string) => amir.post(at('/write'), { _hit, _overwrite })
  const answers = await Promise.all([write('nej'), write('nej'), write('nej'), write('nej')])
  expect(new Set(answers.map(({ status, body }) => `${status} ${body}`)).size).toBe(1)
  expect(answers[0]!.body).toContain('735999000100000029')
  const edit = await amir.get(`/cases/${kase.ref}/edit`)
  await amir.submit(`/cases/${kase.ref}/edit`, edit, { _hit, _overwrite: 'nej', _facility: 'write' })
  const written = async () => (await events()).filter(({ action }) => action === 'facility-fetched').length
  expect(await written()).toBe(1)
  await write('ja')
  expect(await written()).toBe(2)
  await amir.post(at('/write'), { _hit: hitIn(await asks(amir, KNOWN)), _overwrite: 'nej' })
  expect(await written()).toBe(3)
})

test('in English the table is English, and the log keeps what everybody can read in their own language', async () => {
  await db.owner('users').where({ username: 'amir.haddad' }).update({ locale: 'en' })
  amir = await new Client(address).signIn('amir.haddad')
  const found = await asks(amir, KNOWN)
  expect(found.body).toContain('The facility was found.')
  expect(rowOf(found, 'Facility address')).toContain('Kvarnvägen 12')
  await amir.post(at('/write'), { _hit: hitIn(found), _overwrite: 'nej' })
  await db.owner('users').where({ username: 'amir.haddad' }).update({ locale: 'sv' })
  expect((await events()).at(-1)!.details.changes!.map(({ label }) => label)).toContain('Anläggningsadress')
})

test('only what was found can be written as fetched: not forged, not another case’s, not yesterday’s', async () => {
  const _hit = hitIn(await asks(amir, KNOWN))
  const write = async (hit: string, path = at('/write')) => (await amir.post(path, { _hit: hit })).status
  const [text = '', signature = ''] = _hit.split('.')
  const forged = Buffer.from(Buffer.from(text, 'base64url').toString().replace('Kvarnvägen 12', 'Annangatan 1'))
  expect(await write(`${forged.toString('base64url')}.${signature}`)).toBe(422)
  expect(await write('')).toBe(422)
  const other = await aCase(actorsOf(db.world).amir, 'LA01')
  expect(await write(_hit, `/cases/${other.ref}/facility/write`)).toBe(422)
  expect(await write(_hit)).toBe(200)
  setClock(new Date(Date.now() + 2 * 3_600_000).toISOString())
  amir = await new Client(address).signIn('amir.haddad')
  expect(await write(_hit)).toBe(422)
  setClock('')
})

test('forty an hour for a person and two hundred for a company; a refused one is told, and not all of them logged', async () => {
  for (let n = 0; n < 40; n++) expect(codeIn(await asks(amir, KNOWN))).toBe(100)
  for (let n = 0; n < 8; n++) expect(codeIn(await asks(amir, KNOWN))).toBe(302)
  const codes = (await lookups()).map(({ code }: { code: number }) => code)
  expect(codes.filter((code) => code === 302)).toHaveLength(5)
  const sofia = await new Client(address).signIn('sofia.lindqvist')
  expect(codeIn(await asks(sofia, KNOWN))).toBe(100)
  await db.owner('rate_limits').whereLike('key', 'facility-company:%').update({ points: 200 })
  expect(codeIn(await asks(sofia, KNOWN))).toBe(302)
})

test('who asked for what is forgotten after thirteen months', async () => {
  await asks(amir, KNOWN)
  setClock(new Date(Date.now() + 380 * 86_400_000).toISOString())
  expect(await forgetLookups()).toBe(0)
  setClock(new Date(Date.now() + 400 * 86_400_000).toISOString())
  expect(await forgetLookups()).toBeGreaterThan(0)
  setClock('')
  expect(await lookups()).toEqual([])
})

test('nothing is offered, asked or shown where the owner has it off or has shut the company out', async () => {
  const pair = { company_id: db.world.companies.Bergströms, owner_id: db.world.owners.NEL }
  const edit = () => amir.get(`/cases/${kase.ref}/edit`)
  expect((await edit()).body).toContain('Hämta anl-data')
  await db.owner('owners').where({ id: pair.owner_id }).update({ facility_source: 'off' })
  expect((await edit()).body).not.toContain('Hämta anl-data')
  expect(codeIn(await asks(amir, KNOWN))).toBe(301)
  await db.owner('owners').where({ id: pair.owner_id }).update({ facility_source: 'register' })
  await db.owner('connections').where(pair).update({ status: 'blocked' })
  expect(codeIn(await asks(amir, KNOWN))).toBe(300)
  await db.owner('connections').where(pair).update({ status: 'approved' })
  expect(codeIn(await asks(amir, KNOWN))).toBe(100)
  const sent = await aCase.send(actorsOf(db.world).amir, kase)
  expect((await amir.post(`/cases/${sent.ref}/facility`, KNOWN)).status).toBe(409)
})

test('without script all that is typed goes along to the page and comes back, written, cancelled or wrong', async () => {
  const edit = await amir.get(`/cases/${kase.ref}/edit`)
  // What cannot be read, such as a date in words, is as typed as anything.
  const typed = { anl_adress: 'Kvarnvägen 2', fardigdatum: 'i vår', upplysningar: 'Två rader\nmed "citat" & <tecken>' }
  const opened = await amir.submit(`/cases/${kase.ref}/edit`, edit, { ...typed, anl_ort: '', _facility: 'open' })
  expect(opened.status).toBe(200)
  expect(opened.body).toContain('<h1>Hämta anl-data</h1>')
  const kept = (page: Answer) => {
    const { fardigdatum, upplysningar } = hidden(page.body)
    return [fardigdatum, upplysningar]
  }
  const words = ['i vår', 'Två rader\nmed &#34;citat&#34; &amp; &lt;tecken&gt;']
  expect(kept(opened)).toEqual(words)

  const wrong = await amir.submit(at(), opened, { _by: 'meter', _asked: '!', ...typed })
  expect(wrong.status).toBe(422)
  expect(wrong.body).toContain('Mätarnummer ska ha 4–20 tecken')
  const found = await amir.submit(at(), wrong, { ...KNOWN, ...typed, anl_ort: '' })
  expect(codeIn(found)).toBe(100)
  expect(kept(found)).toEqual(words)

  for (const _facility of ['cancel', 'write']) {
    const back = await amir.submit(`/cases/${kase.ref}/edit`, found, { ...typed, _overwrite: 'nej', _facility })
    expect(back.status).toBe(200)
    expect(back.body).toContain('value="i vår"')
    expect(back.body).toContain('&lt;tecken&gt;')
    expect(back.body).toContain('value="Kvarnvägen 2"')
    expect(back.body.includes('value="T-1042"')).toBe(_facility === 'write')
    expect(back.body.includes('Läs igenom och spara')).toBe(_facility === 'write')
  }
  expect((await db.owner<CaseRow>('cases').where({ id: kase.id }).first())!.version).toBe(kase.version)
})

test('a colleague who saved meanwhile is not overwritten by what comes back from the page', async () => {
  const edit = await amir.get(`/cases/${kase.ref}/edit`)
  const found = await amir.submit(at(), edit, { ...KNOWN, anl_adress: 'Amirs gata 1' })
  const sofia = await new Client(address).signIn('sofia.lindqvist')
  const hers = await sofia.get(`/cases/${kase.ref}/edit`)
  await sofia.submit(`/cases/${kase.ref}/edit`, hers, { anl_adress: 'Sofias gata 1', _do: 'save' })
  const back = await amir.submit(`/cases/${kase.ref}/edit`, found, { _facility: 'write' })
  expect(back.status).toBe(409)
  expect(back.body).toContain('Sofias gata 1')
  expect(back.body).toContain('value="Amirs gata 1"')
  expect(back.body).toContain('value="T-1042"')
})

test('in a blockanmälan it goes into the row that is chosen', async () => {
  kase = await aCase(actorsOf(db.world).amir, 'LA02')
  const found = await asks(amir, { ...KNOWN, _row: '1', 'rader.0.anl_id': '735999000100000104', 'rader.1.anl_id': '' })
  const written = await amir.post(at('/write'), { _hit: hitIn(found), _row: '1', _overwrite: 'nej' })
  const { values } = JSON.parse(written.body) as { values: Record<string, string> }
  expect(values).toMatchObject({ 'rader.1.anl_id': '735999000100000029', 'rader.1.sakr_bef': '20' })
  expect(Object.keys(values).some((name) => name.startsWith('rader.0'))).toBe(false)
})

test('where several facilities are allowed it goes into the form until there are rows, and then into the row', async () => {
  kase = await aCase(actorsOf(db.world).amir, 'BE06')
  const writes = async (typed: Record<string, string>): Promise<Record<string, string>> => {
    const found = await asks(amir, { ...KNOWN, ...typed })
    const written = await amir.post(at('/write'), { ...typed, _hit: hitIn(found), _overwrite: 'nej' })
    return (JSON.parse(written.body) as { values: Record<string, string> }).values
  }
  expect(await writes({})).toMatchObject({ anl_id: '735999000100000029' })
  const rows = await writes({ 'rader.0.anl_benamning': 'Butik', 'rader.1.anl_benamning': 'Hiss', _row: '1' })
  expect(rows).toMatchObject({ 'rader.1.anl_id': '735999000100000029' })
  expect(rows).not.toHaveProperty('anl_id')
})
