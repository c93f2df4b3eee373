import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { root } from '../../src/config.ts'
import { column, columnsFor, FILE_ONLY, USUAL_COLUMNS, type ColumnId } from '../../src/lists/columns.ts'
import { aCase, actorsOf } from '../support/cases.ts'
import { Client, testServer } from '../support/client.ts'
import { testDatabase } from '../support/database.ts'
import { multiply } from '../support/multiply.ts'

const IDS = [...new Set([...columnsFor('owner'), ...columnsFor('installer')])]
let amir: Client, eva: Client

beforeAll(async () => {
  const db = await testDatabase()
  const { address } = await testServer()
  const people = actorsOf(db.world)
  const sent = await aCase.send(people.amir, await aCase(people.amir, 'NY01'))
  await multiply(db, sent, 1, { status: `'archived'`, turn: 'null' })
  ;[amir, eva] = (await Promise.all(['amir.haddad', 'eva.nordin'].map((name) => new Client(address).signIn(name)))) as [
    Client,
    Client,
  ]
})

const all = (pattern: RegExp, text: string) => [...text.matchAll(pattern)].map((match) => match[1]!)
const headsIn = (body: string) => all(/<th scope="col" class="head-(\w+)"/g, body)

describe.each(['installer', 'owner'] as const)('for the %s', (side) => {
  const get = async (address: string) => (await (side === 'owner' ? eva : amir).get(address)).body

  test('every column can be chosen, with a head, a width and a cell on each line', async () => {
    const ids = columnsFor(side)
    const body = await get(`/cases?group=none&${ids.map((id) => `cols=${id}`).join('&')}`)
    expect(headsIn(body)).toEqual(ids)
    expect(all(/name="cols" value="(\w+)" checked/g, body)).toEqual(ids.filter((id) => !column(id).fixed))
    const rows = /<table class="case-rows">.*?<\/table>/s.exec(body)![0]
    const widths = all(/<col class="col-(\w+)"/g, rows).filter((width) => width !== 'choose')
    expect(widths).toEqual(ids.map((id) => column(id).width))
    const cells = all(/class="cell-(\w+)(?: cell-\w+)?"/g, rows).filter((cell) => cell !== 'choose' && cell !== 'label')
    expect(cells).toEqual(ids.map((id) => column(id).cell))
  })

  test('every sort of a column orders the list, by its name in the address', async () => {
    for (const [id, { sort }] of IDS.map((id) => [id, column(id)] as const)) {
      if (!sort) continue
      const body = await get(`/cases?group=none&cols=${id}&sort=${sort.name}`)
      expect(body, id).toMatch(new RegExp(`class="head-${id}" aria-sort=ascending>`))
      const archived = await get(`/archive?cols=${id}&sort=${sort.name}`)
      expect(archived.includes(`class="head-${id}" aria-sort=`), id).toBe(!sort.openOnly)
    }
  })

  test('a file has its columns in an order that others rely on', async () => {
    const [head] = (await get('/cases/export?group=none&format=csv')).replace('\ufeff', '').split('\r\n')
    expect(head!.split(';')).toEqual([
      ...['Ärende', 'Status', 'Nätbolag', 'Företag', 'Jobbtyp', 'Anläggning', 'Beställare', 'Er referens'],
      ...['Anläggnings-ID', 'Mätarnummer', 'Nätområde', 'Ansvarig installatör', 'Handläggare', 'Förväntat färdig'],
      ...['Svar senast', 'Senast ändrad', 'Symboler', 'Medgivande till'],
    ])
  })
})

test('a default column is for both sides and reads nothing that the inbox and the search do not', () => {
  expect(USUAL_COLUMNS.filter((id) => column(id).side || column(id).sql)).toEqual([])
})

test('columns that share the name of a sort share the sort', () => {
  const sorts = new Map(IDS.map((id) => [column(id).sort?.name, column(id).sort]))
  expect(IDS.filter((id) => sorts.get(column(id).sort?.name) !== column(id).sort)).toEqual([])
})

test('every width is in the style sheet', () => {
  const css = readFileSync(path.join(root, 'public/css/lists.css'), 'utf8')
  const missing = (id: ColumnId) => !css.includes(`.col-${column(id).width} {`)
  expect(IDS.filter(missing)).toEqual([])
})

test('everything that a column says has its English', () => {
  const folder = path.join(root, 'locales')
  const english = readdirSync(folder).map((file) => readFileSync(path.join(folder, file), 'utf8'))
  const said = [...IDS.map(column), ...Object.values(FILE_ONLY)].flatMap(({ label, file, ...more }) => [
    ...[label, file && 'label' in file ? file.label : undefined],
    ...('heads' in more ? Object.values(more.heads ?? {}) : []),
    ...('none' in more ? [more.none] : []),
  ])
  expect(said.filter((text) => text !== undefined && !english.some((each) => each.includes(`"${text}": `)))).toEqual([])
})
