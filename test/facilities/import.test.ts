import { beforeAll, beforeEach, expect, test } from 'vitest'
import { readConfig } from '../../src/config.ts'
import { setClock } from '../../src/db/actor.ts'
import { gs1CheckDigit } from '../../src/domain/forms/identifiers/gs1.ts'
import { drainMail } from '../../src/worker/worker.ts'
import { Client, hidden, testServer, type Answer } from '../support/client.ts'
import { testDatabase, type TestDatabase } from '../support/database.ts'
import { LINEAR, processorTimeWith } from '../support/patience.ts'

let db: TestDatabase
let address: string
let lena: Client
beforeAll(async () => {
  db = await testDatabase()
  address = (await testServer()).address
})
beforeEach(async () => {
  await db.owner('facility_imports').delete()
  lena = await new Client(address).signIn('lena.frost')
})

const home = '/owner/facilities'
const idOf = (serial: number) => {
  const bare = `735999000${String(serial).padStart(8, '0')}`
  return bare + gs1CheckDigit(bare)
}
const [FIRST, SECOND, THIRD] = [idOf(1), idOf(2), idOf(3)]

async function reads(content: string | Uint8Array<ArrayBuffer>, who = lena): Promise<Answer> {
  const { _key } = hidden((await who.get(home)).body)
  return who.post(`${home}/import`, { _key: _key!, file: new File([content], 'register.csv', { type: 'text/csv' }) })
}
async function uses(read: Answer): Promise<Answer> {
  const page = await lena.get(read.location)
  return lena.submit(`${read.location}/use`, page, {})
}
const numbers = () =>
  db
    .owner('facilities as f')
    .join('facility_imports as i', 'i.id', 'f.import_id')
    .where({ 'i.status': 'current' })
    .orderBy('f.facility_id')
    .pluck('f.facility_id')
const differences = ({ body }: Answer) =>
  [...body.matchAll(/<dd>([\d\u00a0]+)<\/dd>/g)].map(([, n]) => Number(n!.replace(/\D/g, '')))
const rows = ({ body }: Answer) =>
  [
    ...(/problems-title[\s\S]*?<\/table>/.exec(body)?.[0] ?? '').matchAll(/<tr><th[^>]*>(\d+)<\/th>([\s\S]*?)<\/tr>/g),
  ].map(([, line, cells]) => [Number(line), ...[...cells!.matchAll(/<td>([^<]*)</g)].map(([, cell]) => cell)])

test('a file is read, what would change is shown, and only then it becomes the register', async () => {
  setClock('2027-02-01T09:00:00Z')
  lena = await new Client(address).signIn('lena.frost')
  const read = await reads(`Anläggnings-ID;Mätarnummer;Adress\n${FIRST};MT-0001;A 1\n${SECOND};MT-0002;A 2\n`)
  expect(read.status).toBe(303)
  expect(await numbers()).toEqual([])
  expect(differences(await lena.get(read.location))).toEqual([2, 0, 0, 0])
  expect((await lena.get(home)).body).toContain('register.csv är läst men inte i bruk.')
  expect((await uses(read)).location).toBe(home)
  expect(await numbers()).toEqual([FIRST, SECOND])
  expect((await lena.get(home)).body).toContain('register.csv, i bruk 2027-02-01 10:00 av Lena Frost')

  const next = await reads(`Anläggnings-ID;Mätarnummer;Adress\n${SECOND};MT-0002;A 2 B\n${THIRD};MT-0003;A 3\n`)
  const page = await lena.get(next.location)
  expect(differences(page)).toEqual([1, 1, 1, 2])
  expect(page.body).toContain('Mer än var femte anläggning försvinner')
  expect(await numbers()).toEqual([FIRST, SECOND])
  await uses(next)
  expect(await numbers()).toEqual([SECOND, THIRD])
  // Of what was replaced the file's name is left, and no rows.
  expect(await db.owner('facilities').count('* as n').first()).toEqual({ n: 2 })
  expect((await lena.get(next.location)).status).toBe(404)
  setClock('')
})

test('each row that is wrong is told by line, column and why; the others are good', async () => {
  const read = await reads(
    [
      'EAN;mätarnr;Postnr;Säkring;Faser;Lgh;Kundens namn',
      `${FIRST};MT-1;12345;20;3;1001;Tolvan Tolvansson`,
      '735999000100000013;MT-1001;12345;20;3;;x',
      '7,35999E+17;MT-1002;12345;20;3;;x',
      `${SECOND};MT-1003;1234;tjugo;2;12;x`,
      `${FIRST};MT-1004;12345;20;3;;x`,
      ';MT-1005;12345;20;3;;x',
      `${THIRD};MT-1006;;;;;x`,
    ].join('\r\n'),
  )
  const page = await lena.get(read.location)
  expect(page.body).toContain('2 rader går att läsa in')
  expect(page.body).toContain('5 rader är fel')
  expect(page.body).toContain('Kolumner som inte läses: Kundens namn')
  expect(rows(page)).toEqual([
    [3, 'Anläggnings-ID', 'Kontrollera siffrorna i anläggnings-ID, kontrollsiffran stämmer inte.'],
    [4, 'Anläggnings-ID', 'Kalkylarket har gjort om numret. Formatera kolumnen som text och spara filen igen.'],
    [5, 'Postnummer', 'Postnummer ska ha 5 siffror, till exempel 123 45.'],
    [5, 'Lägenhetsnummer', 'Lägenhetsnummer har fyra siffror, t.ex. 1001.'],
    [5, 'Säkring (A)', 'Ange säkringen i ampere, t.ex. 20.'],
    [5, 'Faser', 'Ange 1 eller 3 faser.'],
    [6, 'Anläggnings-ID', 'Samma anläggnings-ID som på rad 2.'],
    [7, 'Anläggnings-ID', 'Ange anläggnings-ID.'],
  ])
  await uses(read)
  expect(await numbers()).toEqual([FIRST, THIRD])
  expect(JSON.stringify(await db.owner('facilities'))).not.toContain('Tolvansson')
  expect(JSON.stringify(await db.owner('facility_imports'))).not.toContain('Tolvansson')
})

test.each([
  ['nothing', '\n', 'Filen är tom.'],
  ['no heading', `${FIRST};MT-1001\n`, 'Första raden ska ha rubriker, och en av dem Anläggnings-ID.'],
  ['a quotation mark alone', `Anläggnings-ID;Adress\n${FIRST};"A 1\n`, 'Ett citattecken saknar sitt par.'],
])('a file with %s is refused in words, and the register stays', async (_what, text, words) => {
  await uses(await reads(`Anläggnings-ID\n${FIRST}\n`))
  const answer = await reads(text)
  expect(answer.status).toBe(422)
  expect(answer.body).toContain(words)
  expect(answer.body).toContain('href="#file"')
  expect(await numbers()).toEqual([FIRST])
})

test('no file at all, and a file without one good row, change nothing', async () => {
  const { _key } = hidden((await lena.get(home)).body)
  expect((await lena.post(`${home}/import`, { _key: _key! })).body).toContain('Välj en fil.')
  const read = await reads(`Anläggnings-ID\n123\n`)
  expect((await lena.get(read.location)).body).not.toContain('Ta i bruk')
  expect((await lena.post(`${read.location}/use`, { _key: 'k'.repeat(24) })).status).toBe(409)
})

test('what an older program wrote is read as it was meant, with commas or tabs too; the template reads itself', async () => {
  const latin = new Uint8Array(Buffer.from(`Anläggnings-ID,Adress\r\n${FIRST},Ängsvägen 1\r\n`, 'latin1'))
  const read = await reads(latin)
  expect((await lena.get(read.location)).body).toContain('Ängsvägen 1')
  const tabs = await reads(`\uFEFFAdress\tAnläggnings-ID\nÅgatan 2\t${SECOND}\n`)
  expect((await lena.get(tabs.location)).body).toContain('Ågatan 2')
  const template = await lena.get(`${home}/template.csv`)
  expect(template.headers.get('content-disposition')).toContain('anlaggningar.csv')
  const own = await lena.get((await reads(template.body)).location)
  expect(own.body).toContain('1 rad går att läsa in')
  expect(own.body).not.toContain('Kolumner som inte läses')
  // The newest that was read is the one that waits; those before are gone.
  expect((await lena.get(tabs.location)).status).toBe(404)
})

test('forty thousand facilities are read, compared and found, in time that grows no quicker than the register', async () => {
  const register = async (size: number, first = 0) => {
    const lines = Array.from(
      { length: size },
      (_, n) => `${idOf(first + n)};MT-${n + 1000};Gatan ${n};12345;Norrådal;20;3`,
    )
    const asked = await reads(`Anläggnings-ID;Mätarnummer;Adress;Postnr;Ort;Säkring;Faser\n${lines.join('\n')}`)
    expect(asked.location).toMatch(/^\/work\//)
    // As large as this it is the worker's, and the page of the work leads on.
    await drainMail(db.ownerUrl, readConfig({ NODE_ENV: 'test', LOG_LEVEL: 'error' }))
    return lena.get(asked.location)
  }
  const small = await processorTimeWith(db.owner, async () => uses(await register(4_000, 90_000)))
  const large = await processorTimeWith(db.owner, async () => {
    const read = await register(40_000)
    expect(differences(await lena.get(read.location))[0]).toBe(40_000)
    await uses(read)
  })
  expect(large / small).toBeLessThan(LINEAR)
  expect((await lena.get(`${home}?q=MT-35000`)).body).toContain('Gatan 34000,')
  expect((await lena.get(`${home}?q=gatan+3999`)).body).toContain('Gatan 39990')
  expect((await lena.get(`${home}?q=finns+inte`)).body).toContain('Ingen anläggning i registret')
})

test('another owner’s administrator sees nothing of it and can use or throw away nothing', async () => {
  await uses(await reads(`Anläggnings-ID;Mätarnummer\n${FIRST};MT-1001\n`))
  const read = await reads(`Anläggnings-ID\n${SECOND}\n`)
  const petra = await new Client(address).signIn('petra.wallin')
  expect((await petra.get(`${home}?q=MT-1001`)).body).not.toContain('MT-1001</td>')
  for (const path of ['use', 'discard']) {
    const _key = hidden((await petra.get(home)).body)['_key']!
    expect((await petra.post(`${read.location}/${path}`, { _key })).status).toBe(404)
  }
  expect((await petra.get(read.location)).status).toBe(404)
  // Hers does not throw away Lena's either.
  await reads(`Anläggnings-ID\n${THIRD}\n`, petra)
  expect((await lena.get(read.location)).status).toBe(200)
  expect((await lena.post(`${read.location}/discard`, {})).status).toBe(303)
  expect(await numbers()).toEqual([FIRST])
})

test('what installers are offered is chosen, and cannot be what is not there', async () => {
  const choose = (source: string) => lena.post(`${home}/source`, { source })
  const chosen = async () => (await db.owner('owners').where({ code: 'NEL' }).first('facility_source')) as object
  expect((await choose('register')).body).toContain('Läs in ett register först.')
  expect((await choose('service')).body).toContain('Ställ in er tjänst först.')
  expect((await choose('annat')).status).toBe(422)
  expect(await chosen()).toEqual({ facility_source: 'off' })
  await uses(await reads(`Anläggnings-ID\n${FIRST}\n`))
  expect((await choose('register')).status).toBe(303)
  expect(await chosen()).toEqual({ facility_source: 'register' })
  await choose('off')
})
