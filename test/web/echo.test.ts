import { beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { cutTo, fit, fitForm } from '../../src/web/echo.ts'
import { newKey } from '../../src/web/once.ts'
import { aCase, actorsOf } from '../support/cases.ts'
import { Client, hidden, testServer, type Answer } from '../support/client.ts'
import { testDatabase } from '../support/database.ts'
import { anOperator } from '../support/operator.ts'
import { DECLARED } from '../tenancy/declared.ts'

let db: Awaited<ReturnType<typeof testDatabase>>
let address: string
let amir: Client
beforeAll(async () => {
  db = await testDatabase()
  address = (await testServer()).address
  amir = await new Client(address).signIn('amir.haddad')
})

/** The longest run of a letter that no page has in a row. */
const run = ({ body }: Answer) => Math.max(0, ...[...body.matchAll(/q+/g)].map(([run]) => run.length))
const drawn = ({ body }: Answer) => [...body.matchAll(/q{9,}/g)].reduce((sum, [run]) => sum + run.length, 0)
/** What can be typed on a page. */
const namesOf = ({ body }: Answer) => [
  ...new Set([...body.matchAll(/<(?:input|textarea|select)\b[^>]*\bname="([^"]+)"/g)].map(([, name]) => name!)),
]

describe('of what was typed', () => {
  const schema = z.object({
    name: z.string().trim().min(1).max(120),
    text: z.string().max(100_000).default('').catch(''),
    either: z.union([z.literal(''), z.string().max(1500)]).optional(),
    code: z.string().transform(Number),
  })
  const long = 'x'.repeat(500_000)

  test('twice what the field holds comes back, and at least two thousand characters', () => {
    const kept = fit({ name: long, text: long, either: long, code: long, other: ['short', long] }, schema)
    const lengths = Object.entries(kept).map(([name, value]) => [name, [value].flat().map((each) => each.length)])
    expect(Object.fromEntries(lengths)).toEqual({
      name: [2000],
      text: [200_000],
      either: [20_000],
      code: [20_000],
      other: [5, 20_000],
    })
    expect(fitForm({ values: kept, errors: {} }, false).values).toBe(kept)
    expect(fitForm({ values: { name: long }, errors: {} }, true).values['name']).toHaveLength(2000)
  })

  test('no sign is cut in two', () => {
    expect(cutTo(`${'a'.repeat(19_999)}👩`)).toBe('a'.repeat(19_999))
    expect(cutTo(`${'a'.repeat(19_998)}👩`)).toBe(`${'a'.repeat(19_998)}👩`)
  })
})

describe('whoever is not signed in', () => {
  const PAGES = DECLARED.filter(({ method, for: whom }) => method === 'POST' && whom === 'anyone').map(
    ({ path }) => path,
  )

  test.each(PAGES)('gets little back of ninety thousand letters posted to %s', async (path) => {
    await db.owner('rate_limits').delete()
    const client = new Client(address)
    const at = path.replace(':owner', 'nel').replace(/:\w+/, 'x'.repeat(43))
    const page = await client.get(at)
    for (const name of [...namesOf(page), 'username', 'password', 'email', 'next', 'lang', 'code']) {
      const answer = await client.post(at, { ...hidden(page.body), [name]: 'q'.repeat(90_000) })
      expect([name, drawn(answer) <= 4_000 && answer.status < 500]).toEqual([name, true])
    }
  })

  test('gets a message of a thousand letters back whole, and one of fifteen hundred to shorten it', async () => {
    const client = new Client(address)
    const page = hidden((await client.get('/register')).body)
    for (const length of [1000, 1500]) {
      expect(run(await client.post('/register', { ...page, message: 'q'.repeat(length) }))).toBe(length)
    }
  })
})

describe('signed in', () => {
  test('a name of half a megabyte comes back as two thousand letters', async () => {
    const answer = await amir.post('/profile', { _key: newKey(), name: 'q'.repeat(500_000) })
    expect([answer.status, drawn(answer)]).toEqual([422, 2000])
  })

  test('a case’s form gives back the longest text that a field can hold, and not a million letters', async () => {
    const kase = await aCase(actorsOf(db.world).amir, 'NY01')
    const at = `/cases/${kase.ref}/edit`
    const page = await amir.get(at)
    const enough = await amir.submit(at, page, { upplysningar: 'q'.repeat(10_000), fardigdatum: 'i vår', _do: 'save' })
    expect([enough.status, run(enough)]).toEqual([422, 10_000])
    const much = await amir.submit(at, page, { upplysningar: 'q'.repeat(1_000_000), fardigdatum: 'i vår', _do: 'save' })
    expect([much.status, drawn(much)]).toEqual([422, 20_000])
    const fetching = await amir.submit(at, page, { upplysningar: 'q'.repeat(1_000_000), _facility: 'open' })
    expect(drawn(fetching)).toBe(20_000)
  })

  test('an agreement of a hundred thousand letters is not lost for a mistake beside it', async () => {
    const { olle } = await anOperator(db, address)
    const page = await olle.get('/operator/agreements/new')
    const answer = await olle.submit('/operator/agreements/new', page, { body_sv: 'q'.repeat(100_000), body_en: '' })
    expect([answer.status, run(answer)]).toEqual([422, 100_000])
  })

  test('rows that are pasted come back to be mended, and a cell of half a megabyte not once more in the table', async () => {
    const karin = await (await new Client(address).signIn('karin.bergstrom')).proves()
    const text = `Namn;E-post\nq${'q'.repeat(499_999)};nej`
    const answer = await karin.post('/company/users/import', { _key: newKey(), text, do: 'show' })
    expect([answer.status, drawn(answer)]).toEqual([422, 500_300])
  })
})
