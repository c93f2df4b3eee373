import { request } from 'node:http'
import { beforeAll, describe, expect, test } from 'vitest'
import type { CaseRow } from '../../src/db/rowTypes.ts'
import { newKey } from '../../src/web/once.ts'
import { aCase, actorsOf } from '../support/cases.ts'
import { Client, testServer, type Answer } from '../support/client.ts'
import { testDatabase, type TestDatabase } from '../support/database.ts'
import { tooFast } from '../support/growth.ts'
import { processorTimeWith } from '../support/patience.ts'

let db: TestDatabase, address: string, amir: Client, karin: Client, lena: Client, block: CaseRow
beforeAll(async () => {
  db = await testDatabase()
  address = (await testServer()).address
  const people = actorsOf(db.world)
  block = await aCase(people.amir, 'NY04')
  amir = await new Client(address).signIn('amir.haddad')
  karin = await new Client(address).signIn('karin.bergstrom')
  lena = await new Client(address).signIn('lena.frost')
})

const TYPE = { 'content-type': 'application/x-www-form-urlencoded', 'sec-fetch-site': 'same-origin' }

/** A body byte by byte: what an attacker sends is not spelled as a browser would. */
async function send(path: string, body: string, who?: Client): Promise<Response> {
  const cookie = who ? { cookie: `session=${who.cookie('session')!}` } : {}
  const answer = await fetch(address + path, {
    method: 'POST',
    redirect: 'manual',
    headers: { ...TYPE, ...cookie },
    body,
  })
  await answer.text()
  return answer
}

/** Letters as they are, so that a body holds as many as it can; only what has a meaning there is spelled. */
const raw = (text: string) => text.toWellFormed().replace(/[%&=+\0\r]/g, encodeURIComponent)

async function read(answer: Response) {
  const bytes = Buffer.from(await answer.arrayBuffer())
  return { bytes, body: bytes.toString() }
}

function multipart(path: string, who: Client | null, fill: (form: FormData) => void): Promise<Answer> {
  const form = new FormData()
  fill(form)
  const headers = { 'sec-fetch-site': 'same-origin', ...(who && { cookie: `session=${who.cookie('session')!}` }) }
  return fetch(address + path, { method: 'POST', redirect: 'manual', headers, body: form }).then(async (answer) => ({
    status: answer.status,
    headers: answer.headers,
    location: answer.headers.get('location') ?? '',
    ...(await read(answer)),
  }))
}

describe('the time that a request takes grows with its length, whatever letters it is made of', () => {
  // As many letters as the entrance takes, an eighth of them first.
  test.each<[string, number, (text: string) => Promise<unknown>]>([
    ['the name at sign-in', 3000, (text) => send('/sign-in', `password=x&username=${raw(text)}`)],
    ['the password at sign-in', 3000, (text) => send('/sign-in', `username=x&password=${raw(text)}`)],
    ['the name of a field', 3000, (text) => send('/sign-in', `${raw(text)}=x`)],
    ['a field of an application', 3000, (text) => multipart('/register', null, (form) => form.set('name', text))],
    ['the name of a file', 150, (text) => multipart('/register', null, (form) => form.set('certificate', file(text)))],
    ['an address', 150, (text) => new Client(address).get(`/sign-in?next=${encodeURIComponent(text.toWellFormed())}`)],
    ['a search', 150, (text) => amir.get(`/search?q=${encodeURIComponent(text.toWellFormed())}`)],
    ['a list', 150, (text) => amir.get(`/cases?q=${encodeURIComponent(text.toWellFormed())}&after=x`)],
    [
      'a note',
      30_000,
      (text) => send(`/cases/${block.ref}/notes`, `_key=${newKey()}&subject=x&body=${raw(text)}`, amir),
    ],
    [
      'the rows of a spreadsheet',
      15_000,
      (text) => send(`/cases/${block.ref}/edit`, `_paste=rader&_rows.rader=${raw(text)}`, amir),
    ],
    ['people pasted', 15_000, (text) => multipart('/company/users/import', karin, (form) => form.set('text', text))],
    [
      'a file of people',
      15_000,
      (text) => multipart('/company/users/import', karin, (form) => form.set('file', csv(text))),
    ],
    [
      'a file of areas',
      15_000,
      (text) => multipart('/owner/configuration/areas/import', lena, (form) => form.set('file', csv(text))),
    ],
    [
      'a file of facilities',
      15_000,
      (text) => multipart('/owner/facilities/import', lena, (form) => form.set('file', csv(text))),
    ],
  ])('%s', async (_what, n, ask) => {
    expect(await tooFast(n, ask, (work) => processorTimeWith(db.owner, work))).toEqual({})
  })

  const file = (name: string) => new File(['%PDF-1.4'], `${name.replace(/[\0\r]/g, ' ')}.pdf`)
  const csv = (text: string) => new File([`Namn;E-post\n${text}`], 'lista.csv')
})

describe('before it is known who asks', () => {
  test('a body of a hundred thousand bytes is read, and more is refused on a page in Swedish', async () => {
    const answer = await new Client(address).post('/sign-in', { username: 'x'.repeat(99_000), password: 'x' })
    expect(answer.status).toBe(422)
    for (const path of ['/sign-in', '/password/forgotten', '/n/nel', '/language', '/no/such/page']) {
      const heavy = await new Client(address).post(path, { username: 'x'.repeat(101_000) })
      expect([heavy.status, heavy.body], path).toEqual([
        413,
        expect.stringContaining('Uppgifterna är för stora för att skickas.'),
      ])
      expect(heavy.body).toContain('<html lang="sv">')
    }
  })

  test('a cookie that is no session does not open for more', async () => {
    const stranger = new Client(address)
    stranger.carry('session', 'x'.repeat(43))
    expect((await stranger.post('/cases/new', { reference: 'x'.repeat(101_000) })).status).toBe(413)
  })

  test('a form with files holds no more text, in values, names of fields and names of files together', async () => {
    const values = await multipart('/register', null, (form) => {
      for (let i = 0; i < 3; i += 1) form.set(`n${i}`, 'x'.repeat(40_000))
    })
    const names = await multipart('/register', null, (form) => {
      for (let i = 0; i < 100; i += 1) form.append('file', new File(['x'], `${'x'.repeat(2000)}.pdf`))
    })
    expect([values.status, values.body]).toEqual([
      413,
      expect.stringContaining('Uppgifterna är för stora för att skickas.'),
    ])
    expect([413, 422]).toContain(names.status)
    const long = await multipart('/register', null, (form) => form.set('x'.repeat(300), 'x'))
    expect(long.status).toBe(413)
  })

  test('hundreds of fields are refused before they are read', async () => {
    expect((await send('/sign-in', 'a=1&'.repeat(300))).status).toBe(413)
    const many = await multipart('/register', null, (form) => {
      for (let i = 0; i < 300; i += 1) form.set(`n${i}`, 'x')
    })
    expect(many.status).toBe(422)
  })

  test('an address and its headers hold sixteen thousand bytes', async () => {
    const status = await new Promise((resolve, reject) => {
      const sent = request(`${address}/sign-in?next=${'x'.repeat(20_000)}`, (answer) => {
        answer.resume()
        resolve(answer.statusCode)
      })
      sent.once('error', reject).end()
    })
    expect(status).toBe(431)
  })

  test('a field whose name is a place in a list of a thousand million is refused', async () => {
    for (const name of ['a[999999999]', 'a[b]', '__proto__[x]']) {
      const answer = await multipart('/register', null, (form) => form.set(name, 'x'))
      expect(answer.status, name).toBe(400)
    }
  })
})

describe('signed in', () => {
  test('a case’s form takes 500 rows with every column, and settings no more than a megabyte', async () => {
    const rows: Record<string, string> = {}
    for (let i = 0; i < 500; i += 1)
      for (let column = 0; column < 24; column += 1) rows[`rader.${i}.k${column}`] = 'x'.repeat(20)
    const page = await amir.get(`/cases/${block.ref}/edit`)
    const saved = await amir.submit(`/cases/${block.ref}/edit`, page, { ...rows, _do: 'save' })
    expect([200, 303, 422]).toContain(saved.status)
    const profile = await amir.post('/profile', { name: 'x'.repeat(1_100_000) })
    expect(profile.status).toBe(413)
    expect(profile.body).toContain('Uppgifterna är för stora för att skickas.')
  })

  test('names like __proto__ are names of fields and nothing else', async () => {
    const answer = await amir.post('/language', { __proto__x: '1', ['__proto__']: 'y', constructor: 'z', lang: 'sv' })
    expect(answer.status).toBe(303)
    expect(({} as Record<string, unknown>)['y']).toBeUndefined()
    expect((await amir.get('/cases?__proto__=x&constructor=y&status=__proto__&symbol=constructor')).status).toBe(200)
    expect((await amir.get('/cases/filter?symbol=__proto__&symbol=hittepa&type=toString')).status).toBe(200)
  })
})

test('somebody who is not signed in is led back to an address of any length, or to the beginning', async () => {
  const nobody = new Client(address)
  expect((await nobody.get('/cases?q=berget')).location).toBe(`/sign-in?next=${encodeURIComponent('/cases?q=berget')}`)
  expect((await nobody.get(`/cases?q=${'%C3%A5'.repeat(2000)}`)).location).toBe('/sign-in')
})
