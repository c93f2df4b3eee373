import { parse } from 'csv-parse/sync'
import readXlsx from 'read-excel-file/node'
import { beforeAll, expect, test } from 'vitest'
import { change } from '../../src/configuration/draft.ts'
import { publishDraft } from '../../src/configuration/publish.ts'
import { asActor } from '../../src/db/actor.ts'
import type { CaseRow } from '../../src/db/rowTypes.ts'
import { aCase, actorsOf } from '../support/cases.ts'
import { Client, testServer } from '../support/client.ts'
import { testDatabase, type TestDatabase } from '../support/database.ts'
import { multiply } from '../support/multiply.ts'

let db: TestDatabase
let eva: Client, amir: Client
let people: ReturnType<typeof actorsOf>
let sent: CaseRow

beforeAll(async () => {
  db = await testDatabase()
  const { address } = await testServer()
  people = actorsOf(db.world)
  const { lena } = people
  await asActor(lena, async (tx) => {
    await change(tx, lena, {
      part: () => null,
      stamp: undefined,
      work: (content) => {
        for (const job of content.jobs.filter(({ code }) => code === 'NY01'))
          job.notice.sections[0]!.fields.push({ key: 'egen_diarie', label: 'Diarienummer', type: 'text' })
      },
    })
    await publishDraft(tx, lena, '')
  })
  sent = await aCase.send(people.amir, await aCase(people.amir, 'NY01'))
  const more = { egen_diarie: '00417', sakr_ny: 25, anl_id: '735999000100000029', best_pnr: '191212121212' }
  await db.owner.raw(
    `update cases set notice = notice || ?::jsonb, expected_on = '2027-05-03', facility_id = ? where id = ?`,
    [JSON.stringify(more), more.anl_id, sent.id],
  )
  eva = await new Client(address).signIn('eva.nordin')
  amir = await new Client(address).signIn('amir.haddad')
})

const records = (body: string) => parse(body, { bom: true, delimiter: ';', columns: true }) as Record<string, string>[]
const OWN = 'cols=case&cols=place&cols=facility&cols=date&cols=n.sakr_ny&cols=n.egen_diarie&cols=n.anl_id'
const nameOf = (headers: Headers) => /filename="([^"]+)"/.exec(headers.get('content-disposition')!)![1]

test('what a form asks, the owner’s own fields too, is chosen as a column and stands in the list', async () => {
  const page = await eva.get('/cases/columns?group=none&q=Berg&cols=case&cols=n.egen_diarie')
  expect(page.body).toContain('value="n.sakr_ny"')
  expect(page.body).toMatch(/value="n.egen_diarie" checked[^>]*> <span>Diarienummer/)
  expect(page.body).toContain('name="q" value="Berg"')
  const list = await eva.get(`/cases?group=none&${OWN}`)
  expect(list.body).toContain('Diarienummer')
  expect(list.body).toContain('00417')
  expect(list.body).toContain('25 A')
  expect((await amir.get(`/cases?group=none&${OWN}`)).body).toContain('00417')
  // What is no field is nothing.
  expect((await eva.get(`/cases?group=none&cols=case&cols=n.x'y&cols=n.finns_ej&cols=z.a`)).status).toBe(200)
})

test('a file has the columns one sees, in CSV safe in Excel, under a name that says the view', async () => {
  const answer = await eva.get(`/cases/export?group=none&status=submitted&${OWN}&format=csv`)
  const [row] = records(answer.body)
  expect(Object.keys(row!)).toEqual([
    ...['Ärende', 'Er referens', 'Anläggning', 'Beställare', 'Anläggnings-ID', 'Förväntat färdig', 'Senast ändrad'],
    ...['Önskad huvudsäkring / mätarsäkring (A)', 'Diarienummer', 'Anläggnings-ID (EAN)'],
  ])
  expect(row).toMatchObject({ 'Anläggnings-ID': '735 999 000 100 000 029', Diarienummer: `'00417` })
  expect(Object.entries(row!).find(([head]) => head.endsWith('(A)'))![1]).toBe('25')
  expect(row!['Förväntat färdig']).toBe('2027-05-03')
  expect(answer.body).not.toContain('735999000100000029')
  expect(nameOf(answer.headers)).toMatch(/^alla-anmalningar-for-godkannande-\d{4}-\d\d-\d\d\.csv$/)
})

test('in Excel days are days and numbers numbers, and long identifiers keep every digit as text', async () => {
  const { bytes } = await eva.get(`/cases/export?group=none&${OWN}&format=xlsx`)
  const [{ data }] = (await readXlsx(bytes)) as unknown as [{ data: unknown[][] }]
  const [head, row] = data as [string[], unknown[]]
  const of = (name: string) => row[head.findIndex((each) => each.startsWith(name))]
  expect(of('Anläggnings-ID')).toBe('735999000100000029')
  expect(of('Diarienummer')).toBe('00417')
  expect(of('Förväntat färdig')).toEqual(new Date('2027-05-03T00:00:00Z'))
  expect(row[head.findIndex((each) => each.endsWith('(A)'))]).toBe(25)
  expect(of('Senast ändrad')).toBeInstanceOf(Date)
})

test('all columns are to be had beside, the saved view gives the file its name, and identities stay masked', async () => {
  const page = await eva.get(`/cases/export?group=none&${OWN}`)
  expect(page.body).toContain('Filen får kolumnerna du ser:')
  const [, other] = /href="(\/cases\/export[^"]*file=all[^"]*)"/.exec(page.body)!
  const all = await eva.get(`${other!.replaceAll('&amp;', '&')}&format=csv`)
  expect(Object.keys(records(all.body)[0]!)).toContain('Medgivande till')
  const address = '/cases?group=none&status=submitted&cols=case&cols=n.best_pnr&cols=n.best_id'
  await eva.post('/views', { address, name: 'Att göra på måndag' })
  const file = await eva.get(`${address.replace('/cases?', '/cases/export?')}&format=csv`)
  expect(nameOf(file.headers)).toMatch(/^att-gora-pa-mandag-\d{4}/)
  expect(file.body).not.toMatch(/121212-?1212/)
})

test('what only the owner reads is a column for the owner alone', async () => {
  const internal = await db.owner.raw<{ rows: { key: string }[] }>(
    `select f->>'key' as key from job_types j, jsonb_array_elements(j.definition->'consent'->'sections') s, jsonb_array_elements(s->'fields') f
     where (f->>'ownerOnly')::boolean and f->>'type' <> 'group' limit 1`,
  )
  const { key } = internal.rows[0]!
  await db
    .owner('case_internals')
    .insert({
      case_id: sent.id,
      owner_id: sent.owner_id,
      sent: true,
      consent: JSON.stringify({ [key]: 'Hemlig station' }),
    })
  const at = `/cases/export?group=none&cols=case&cols=x.${key}&format=csv`
  expect((await eva.get(at)).body).toContain('Hemlig station')
  const theirs = await amir.get(at)
  expect(theirs.status).toBe(200)
  expect(theirs.body).not.toContain('Hemlig')
  expect((await amir.get('/cases/columns')).body).not.toContain(`x.${key}"`)
})

test('rows of a block stand one after another', async () => {
  await multiply(db, sent, 1, {
    notice: `c.notice || '{"rader": [{"anl_id": "735999000100000012"}, {"anl_id": "735999000100000029"}]}'`,
    number: `'2031-777777'`,
    ref: `'NEL-2031-777777'`,
  })
  const page = await eva.get('/cases/columns')
  const [, id] = /value="(n\.rader\.anl_id\w*)"/.exec(page.body)!
  const file = await eva.get(`/cases/export?group=none&q=NEL-2031-777777&cols=case&cols=${id!}&format=csv`)
  expect(file.body).toContain('735 999 000 100 000 012; 735 999 000 100 000 029')
})
