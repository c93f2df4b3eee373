import { parse } from 'csv-parse/sync'
import { beforeAll, describe, expect, test } from 'vitest'
import { drainMail } from '../../src/worker/worker.ts'
import type { CaseRow } from '../../src/db/rowTypes.ts'
import { PostOffice } from '../mail/postOffice.ts'
import { aCase, actorsOf } from '../support/cases.ts'
import { Client, testServer } from '../support/client.ts'
import { testDatabase, type TestDatabase } from '../support/database.ts'
import { multiply } from '../support/multiply.ts'
import { afterFile } from '../support/cleanup.ts'

let db: TestDatabase
let office: PostOffice
let amir: Client, sofia: Client, mira: Client, eva: Client
let sent: CaseRow

beforeAll(async () => {
  db = await testDatabase()
  office = await new PostOffice().open()
  afterFile(() => office.close())
  const { address } = await testServer()
  const people = actorsOf(db.world)
  sent = await aCase.send(people.amir, await aCase(people.amir, 'NY01'))
  await aCase.note(people.eva, sent, 'owner', 'Kunden är besvärlig')
  await aCase.note(people.amir, sent, 'company', 'Fakturera dubbelt')
  await db.owner('cases').where({ id: sent.id }).update({ reference: '=HYPERLINK("http://elak.example")', title: '+1' })
  await aCase(people.amir, 'NY01')
  ;[amir, sofia, mira, eva] = (await Promise.all(
    ['amir.haddad', 'sofia.lindqvist', 'mira.dahl', 'eva.nordin'].map((name) => new Client(address).signIn(name)),
  )) as [Client, Client, Client, Client]
})

const records = (body: string) =>
  parse(body, { bom: true, delimiter: ';', columns: true, relax_column_count: false }) as Record<string, string>[]

describe('a short list', () => {
  test('is a file at once, as a Swedish Excel opens it, with nothing that could be a formula', async () => {
    const answer = await amir.get('/cases/export?group=none&format=csv')
    expect(answer.status).toBe(200)
    expect(answer.headers.get('content-disposition')).toMatch(/^attachment; filename="alla-anmalningar-\d{4}-\d\d-\d\d\.csv"$/)
    const rows = records(answer.body)
    expect(rows).toHaveLength(2)
    const row = rows.find((each) => each['Ärende'] === sent.ref)!
    expect(row).toMatchObject({
      Status: 'För godkännande',
      Beställare: 'Tolvan Tolvansson',
      Nätbolag: 'Norrådalens Elnät AB',
    })
    expect(row['Er referens']).toBe(`'=HYPERLINK("http://elak.example")`)
    expect(row['Symboler']).toContain('bilaga')
  })

  test('has what the list is filtered to, in its order', async () => {
    expect(records((await amir.get('/cases/export?status=draft&format=csv')).body)).toHaveLength(1)
    expect(records((await eva.get('/cases/export?format=csv')).body)).toHaveLength(1)
    expect(records((await mira.get('/cases/export?format=csv')).body)).toHaveLength(0)
  })

  test('tells nothing of notes, answers or personal numbers', async () => {
    for (const who of [amir, eva]) {
      const { body } = await who.get('/cases/export?format=csv')
      expect(body).not.toMatch(/besvärlig|dubbelt|19?121212/)
    }
  })

  test('is an Excel file of text', async () => {
    const answer = await amir.get('/cases/export?format=xlsx')
    expect(answer.headers.get('content-type')).toContain('spreadsheetml')
    expect(answer.body.startsWith('PK')).toBe(true)
  })

  test('is offered with how many cases there are', async () => {
    const { body } = await amir.get('/cases/export?status=draft')
    expect(body).toContain('Listan har 1 ärende.')
    expect(body).toContain('href="/cases/export?group=none&amp;status=draft&amp;format=csv"')
    expect((await mira.get('/archive/export')).body).toContain('Listan är tom')
  })
})

describe('a long list', () => {
  beforeAll(() => multiply(db, sent, 1200))

  test.each(['csv', 'xlsx'])(
    'is made in the background, says how far it is, and is its owner’s alone (%s)',
    async (format) => {
      // Too long for a file at once: the page of choices instead.
      expect((await amir.get('/cases/export?group=none&format=csv')).headers.get('content-type')).toContain('text/html')
      const { location } = await amir.post('/exports', { address: '/cases?group=none&sort=number', format })
      const waiting = await amir.get(location)
      expect(waiting.headers.get('refresh')).toBe('2')
      expect(waiting.body).toContain('0 av 1202 ärenden')
      expect((await amir.get(`${location}/file`)).status).toBe(404)

      await drainMail(db.ownerUrl, office.config)

      const ready = await amir.get(location)
      expect(ready.headers.get('refresh')).toBeNull()
      expect(ready.body).toContain('Filen är klar: 1202 ärenden.')
      const file = await amir.get(`${location}/file`)
      if (format === 'csv') {
        const rows = records(file.body)
        expect(new Set(rows.map((row) => row['Ärende'])).size).toBe(1202)
        const numbers = rows.map((row) => row['Ärende'])
        expect(numbers).toEqual(numbers.toSorted())
      } else expect(file.body.startsWith('PK')).toBe(true)
      for (const other of [sofia, mira, eva]) {
        expect((await other.get(location)).status).toBe(404)
        expect((await other.get(`${location}/file`)).status).toBe(404)
      }
    },
  )

  test('is not made for somebody whose account is closed meanwhile', async () => {
    const { location } = await sofia.post('/exports', { address: '/cases', format: 'csv' })
    await db.owner('users').where({ username: 'sofia.lindqvist' }).update({ active: false })
    await drainMail(db.ownerUrl, office.config)
    const id = Number(location.split('/').at(-1))
    expect(await db.owner('exports').where({ id }).first('status')).toEqual({ status: 'waiting' })
    expect(await db.owner('export_chunks').where({ export_id: id })).toEqual([])
  })
})

test('exports have an end: one asked for twice is one, two at a time, thirty a day, each person by themselves', async () => {
  await db.owner('exports').delete()
  const ask = async (who: Client, address: string) => (await who.post('/exports', { address, format: 'csv' })).location
  const at = (n: number) => `/cases?group=none&q=${n}`
  const twice = await Promise.all([1, 2, 3].map(() => ask(amir, at(1))))
  expect(new Set(twice).size).toBe(1)
  expect(await Promise.all([2, 3, 4].map((n) => ask(amir, at(n))))).toContain('/cases/export')
  expect(await db.owner('exports')).toHaveLength(2)
  expect((await amir.get('/cases/export')).body).toContain('Vänta tills dina andra exporter är klara.')
  expect(await ask(eva, at(1))).toMatch(/^\/exports\/\d+$/)
  await db.owner('exports').update({ status: 'ready' })
  const done = (await db.owner('exports').first('user_id', 'address', 'format', 'language', 'total', 'status'))!
  await db.owner('exports').insert(Array.from({ length: 28 }, () => done))
  expect(await ask(amir, at(5))).toBe('/cases/export')
  expect((await amir.get('/cases/export')).body).toContain('så många exporter som går på ett dygn')
})

test('a file is thrown away after a day', async () => {
  await db.owner('exports').update({ created_at: db.owner.raw(`now() - interval '25 hours'`) })
  await db.owner.raw(`select graphile_worker.add_job('sweep-exports')`)
  await drainMail(db.ownerUrl, office.config)
  expect(await db.owner('exports')).toEqual([])
  expect(await db.owner('export_chunks')).toEqual([])
})
