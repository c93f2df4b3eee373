import { mkdtemp, readFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import writeXlsxFile from 'write-excel-file/node'
import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { Client, hidden, testServer, type Answer } from '../support/client.ts'
import { testDatabase, type TestDatabase } from '../support/database.ts'

// Every page that takes a sheet reads it by the same reader, whatever program wrote it.

let db: TestDatabase, address: string, lena: Client, karin: Client
beforeAll(async () => {
  db = await testDatabase()
  address = (await testServer()).address
})
beforeEach(async () => {
  await db.owner('rate_limits').delete()
  lena = await new Client(address).signIn('lena.frost')
  karin = await new Client(address).signIn('karin.bergstrom')
})

type Rows = string[][]
type Wrote = (rows: Rows) => Promise<Uint8Array<ArrayBuffer>>
const bytes = (data: ArrayLike<number>) => new Uint8Array(data)
const lines = (rows: Rows, sign: string, quote = '') =>
  rows.map((row) => row.map((cell) => quote + cell + quote).join(sign)).join('\r\n') + '\r\n'
const MAC: Record<string, number> = { å: 0x8c, ä: 0x8a, ö: 0x9a, Å: 0x81, Ä: 0x80, Ö: 0x85 }
const DOS: Record<string, number> = { å: 0x86, ä: 0x84, ö: 0x94, Å: 0x8f, Ä: 0x8e, Ö: 0x99 }
const coded = (text: string, table: Record<string, number>) =>
  bytes(Array.from(text, (sign) => table[sign] ?? sign.charCodeAt(0)))

const WROTE: Record<string, Wrote> = {
  'UTF-8 with a mark': async (rows) => bytes(Buffer.from(`\uFEFF${lines(rows, ';')}`)),
  'UTF-16 of Excel, as Unicode text': async (rows) => bytes(Buffer.from(`\uFEFF${lines(rows, '\t')}`, 'utf16le')),
  'Windows-1252 with sep=': async (rows) => bytes(Buffer.from(`sep=;\r\n${lines(rows, ';')}`, 'latin1')),
  MacRoman: async (rows) => coded(lines(rows, ';'), MAC),
  'quotes and commas': async (rows) => bytes(Buffer.from(lines(rows, ',', '"'))),
  'titles above, and formulas of text': async (rows) =>
    bytes(
      Buffer.from(
        `Våra uppgifter;;\r\nUtskrift 2027-02-01\r\n\r\n${lines(rows, ';').replaceAll(/(?<=^|;)(\d[\d ]*)(?=;|\r)/gm, '="$1"')}`,
      ),
    ),
  'a workbook': async (rows) => {
    const name = path.join(await mkdtemp(path.join(tmpdir(), 'doors-')), 'bok.xlsx')
    await writeXlsxFile(rows.map((row) => row.map((value) => ({ value, type: String })))).toFile(name)
    return bytes(await readFile(name))
  },
}

interface Door {
  rows: Rows
  posts: (file: File) => Promise<Answer>
  good: string
}
const posts = async (who: Client, at: string, file: File, more: Record<string, string>) =>
  who.post(at, { ...hidden((await who.get(at)).body), ...more, file })
const follow = async (who: Client, answer: Answer) => (answer.status === 303 ? who.get(answer.location) : answer)

const DOORS: Record<string, Door> = {
  people: {
    rows: [
      ['Namn', 'E-post', 'Mobil'],
      ['Åsa Öberg', 'asa.oberg@bergstroms.example', '070-174 06 21'],
      ['Bo Ek', 'bo.ek@bergstroms.example', '070-174 06 22'],
    ],
    posts: (file) => posts(karin, '/company/users/import', file, { do: 'show' }),
    good: '2 rader kan läggas upp',
  },
  postnummer: {
    rows: [
      ['Nätområde', 'Från', 'Till'],
      ['NRD', '123 45', '123 49'],
      ['nrf', '12346', '12346'],
    ],
    posts: (file) => posts(lena, '/owner/configuration/areas/import', file, { do: 'show' }),
    good: '2 rader går att läsa.',
  },
  facilities: {
    rows: [
      ['EAN-kod', 'Serienummer', 'Gatuadress', 'Postnr', 'Ort', 'Huvudsäkring', 'Antal faser'],
      ['735999000100000012', '12345678', 'Södra Vägen 1', '123 45', 'Norrådal', '3x20 A', '3 fas'],
      ['735999000100000029', '12345679', 'Åvägen 2', 'SE-123 45', 'Norrådal', '25,0', 'trefas'],
    ],
    posts: async (file) => {
      await db.owner('facility_imports').delete()
      const { _key } = hidden((await lena.get('/owner/facilities')).body)
      return follow(lena, await lena.post('/owner/facilities/import', { _key: _key!, file }))
    },
    good: '2 rader går att läsa in',
  },
  'the register of companies': {
    rows: [
      ['Företag', 'Organisationsnummer', 'E-post'],
      ['Åkes El', '559999-0016', 'info@akesel.example'],
      ['Östra El', '559999\u20110024', 'info@ostrael.example'],
    ],
    posts: async (file) => {
      await lena.proves()
      const page = await lena.get('/owner/companies')
      return follow(lena, await lena.post('/owner/companies/register', { ...hidden(page.body), file }))
    },
    good: 'Registret är inläst: 2 företag.',
  },
}

describe.each(Object.entries(DOORS))('%s', (_what, { rows, posts, good }) => {
  test.each(Object.entries(WROTE))('as %s', async (_how, wrote) => {
    // What the older letters have no sign for stands in none of their files.
    const written = /MacRoman|1252/.test(_how)
      ? rows.map((row) => row.map((cell) => cell.replaceAll('\u2011', '-')))
      : rows
    const answer = await posts(new File([await wrote(written)], 'fil.csv'))
    expect(answer.body).toContain(good)
    expect(answer.body).not.toContain('behöver rättas')
  })

  test.each<[string, () => Uint8Array<ArrayBuffer>]>([
    ['letters of MS-DOS', () => coded(`${lines(rows, ';')}Göteborg;Växjö;Åmål\r\n`, DOS)],
    ['an old workbook', () => bytes([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1])],
    ['a PDF', () => bytes(Buffer.from('%PDF-1.4\n'))],
  ])('%s are refused in a sentence', async (_how, content) => {
    const answer = await posts(new File([content()], 'fil.csv'))
    expect(answer.body).toContain('Spara den som CSV UTF-8 eller som xlsx')
  })
})

test.each([
  ['facilities', '735999E+12 7,35999E+17', 'EAN;Ort\r\n7,35999E+17;Norrådal\r\n'],
  ['people', 'a telephone', 'Namn;E-post;Telefon\r\nBo Ek;bo.ek@bergstroms.example;4,67017E+10\r\n'],
  ['the register of companies', 'no number is left', 'Företag;Orgnr\r\nÅkes El;5,6E+09\r\n'],
])('%s: what a spreadsheet has rounded is explained (%s)', async (door, _what, text) => {
  const answer = await DOORS[door]!.posts(new File([text], 'fil.csv'))
  expect(answer.body).toContain('Kalkylarket har gjort om numret')
})
