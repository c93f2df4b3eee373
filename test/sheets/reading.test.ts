import { writeFile } from 'node:fs/promises'
import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import writeXlsxFile from 'write-excel-file/node'
import { ZipFile } from 'yazl'
import { beforeAll, describe, expect, test } from 'vitest'
import { readLines } from '../../src/configuration/areaFile.ts'
import { jobType } from '../../src/domain/forms/catalogue/jobs.ts'
import { renumber, unknownColumns } from '../../src/domain/forms/repeatingGroups.ts'
import { fieldsOf } from '../../src/domain/forms/schema.ts'
import { tableOf } from '../../src/domain/forms/table.ts'
import { readFacilities } from '../../src/facilities/csv.ts'
import { rowsOfFile, textOfFile } from '../../src/sheets/read.ts'
import { textOf } from '../../src/text/encoding.ts'
import { columnsIn } from '../../src/text/headings.ts'
import { readPeople, unknownIn } from '../../src/users/csv.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'sheets-'))
})
let serial = 0
async function file(content: string | Uint8Array): Promise<string> {
  const name = path.join(folder, String(serial++))
  await writeFile(name, content)
  return name
}
async function facilitiesOf(content: string | Uint8Array) {
  const lines = []
  let unknown: string[] = []
  for await (const line of readFacilities(await file(content), (headings) => (unknown = headings))) lines.push(line)
  return { lines, unknown }
}
async function book(rows: (string | number | Date | boolean | null)[][]): Promise<string> {
  const name = path.join(folder, `${serial++}.xlsx`)
  const cells = rows.map((row) =>
    row.map((value) =>
      value === null
        ? null
        : value instanceof Date
          ? { value, type: Date, format: 'yyyy-mm-dd' }
          : { value, type: value.constructor as StringConstructor },
    ),
  )
  await writeXlsxFile(cells as never).toFile(name)
  return name
}

const swedish = 'Namn;E-post;Telefon\r\nÅsa Öberg;asa.oberg@bergstroms.example;070-174 06 21\r\n'
const latin1 = (text: string) => Buffer.from(text, 'latin1')
const MAC: Record<string, number> = { å: 0x8c, ä: 0x8a, ö: 0x9a, Å: 0x81, Ä: 0x80, Ö: 0x85 }
const DOS: Record<string, number> = { å: 0x86, ä: 0x84, ö: 0x94, Å: 0x8f, Ä: 0x8e, Ö: 0x99 }
const coded = (text: string, table: Record<string, number>) =>
  Buffer.from(Array.from(text, (sign) => table[sign] ?? sign.charCodeAt(0)))
const utf16 = (text: string, big: boolean, mark: boolean) => {
  const bytes = Buffer.from((mark ? '\uFEFF' : '') + text, 'utf16le')
  return big ? bytes.swap16() : bytes
}

describe('a file is read in whatever letters it is written', () => {
  test.each<[string, Uint8Array]>([
    ['UTF-8', Buffer.from(swedish)],
    ['UTF-8 with a mark', Buffer.from(`\uFEFF${swedish}`)],
    ['UTF-16 of Windows', utf16(swedish, false, true)],
    ['UTF-16 of the Mac', utf16(swedish, true, true)],
    ['UTF-16 without a mark', utf16(swedish, false, false)],
    ['UTF-16, big end first, without a mark', utf16(swedish, true, false)],
    ['Windows-1252', latin1(swedish)],
    ['MacRoman', coded(swedish, MAC)],
  ])('%s', (_how, bytes) => {
    const [row, ...rest] = readPeople(textOf(bytes))
    expect(rest).toEqual([])
    expect(row!.person).toMatchObject({ name: 'Åsa Öberg', email: 'asa.oberg@bergstroms.example' })
  })

  test.each<[string, Uint8Array]>([
    ['MS-DOS', coded('Namn;Ort\r\nTolvan;Göteborg\r\nEva;Växjö\r\n', DOS)],
    ['two kinds at once', Buffer.concat([latin1('Namn;Öberg\r\n'), coded('Åsa;Ö\r\n', MAC)])],
    ['an old workbook', Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1])],
    ['a PDF', Buffer.from('%PDF-1.4\n')],
    ['a picture', Buffer.from([0xff, 0xd8, 0xff, 0xe0])],
  ])('%s is refused in a sentence', (_how, bytes) => {
    expect(() => textOf(bytes)).toThrow(/Spara den som CSV UTF-8 eller som xlsx/)
  })
})

describe('people', () => {
  test.each([
    ['a line that says the separator', `sep=;\r\n${swedish}`],
    ['titles above the headings', `Medarbetare, våren 2027;;\r\n\r\n${swedish}`],
    ['formulas of text', 'Namn;E-post;Telefon\n="Åsa Öberg";="asa.oberg@bergstroms.example";="070-174 06 21"\n'],
    ['apostrophes', "Namn;E-post;Telefon\nÅsa Öberg;asa.oberg@bergstroms.example;'0701740621\n"],
    [
      'a name in two columns',
      'Efternamn;Förnamn;Mailadress;Mobilnr\nÖberg;Åsa;asa.oberg@bergstroms.example;0701740621\n',
    ],
    ['bars', 'Namn|E-post|Telefon\nÅsa Öberg|asa.oberg@bergstroms.example|0701740621\n'],
  ])('with %s', (_how, text) => {
    const [row, ...rest] = readPeople(text)
    expect([rest, row!.errors]).toEqual([[], {}])
    expect(row!.person).toMatchObject({ name: 'Åsa Öberg', phone: '+46701740621' })
  })

  test('the file that Excel wrote with sep= gives its two people, on their lines', () => {
    const bytes = latin1(
      'sep=;\r\nNamn;E-post;Telefon\r\nÅsa Öberg;asa.oberg@bergstroms.example;070-174 06 21\r\nBo Ek;bo.ek@bergstroms.example;070-174 06 22\r\n',
    )
    expect(readPeople(textOf(bytes)).map(({ line, person }) => [line, person?.name])).toEqual([
      [3, 'Åsa Öberg'],
      [4, 'Bo Ek'],
    ])
  })

  test('a heading that is not known is named', () => {
    expect(unknownIn('Namn;E-post;Skonummer\nBo Ek;bo@b.example;44')).toEqual(['Skonummer'])
  })
})

describe('facilities', () => {
  const right = {
    facilityId: '735999000100000012',
    meterNumber: '12345678',
    address: 'Södra Vägen 1',
    postcode: '12345',
    city: 'Norrby',
    fuse: 20,
    phases: '3',
  }
  test.each<[string, string | Uint8Array]>([
    [
      'a line that says the separator, in Windows-1252',
      latin1(
        'sep=;\r\nAnläggnings-ID;Mätarnummer;Adress;Postnummer;Ort;Säkring (A);Faser\r\n735999000100000012;12345678;Södra Vägen 1;123 45;Norrby;20;3\r\n',
      ),
    ],
    [
      'titles, other names, marks and units',
      'Register;2027-01-01\n\nEAN-kod;Mätarnr;Gatuadress;Postnr;Postort;Huvudsäkring;Antal faser\n="735999000100000012";\'12345678;Södra Vägen 1;SE-123 45;Norrby;3x20 A;3 fas\n',
    ],
    [
      'commas and quotes',
      '"anl_id","meter","address","zip","city","ampere","fas"\n"735999000100000012","12345678","Södra Vägen 1","12345","Norrby","20,0","trefas"\n',
    ],
  ])('with %s', async (_how, content) => {
    const { lines, unknown } = await facilitiesOf(content)
    expect(lines).toMatchObject([{ facility: right }])
    expect(unknown).toEqual([])
  })

  test('in a workbook, numbers, days and titles as they stand there; what Excel has rounded is explained', async () => {
    const name = await book([
      ['Register'],
      ['EAN', 'Mätarnr', 'Adress', 'Postnr', 'Ort', 'Säkring', 'Faser', 'Inläst'],
      ['735999000100000012', 12345678, 'Södra Vägen 1', 12345, 'Norrby', 20, 3, new Date('2027-04-15')],
      [735999000100000000, 1, null, null, null, null, null, null],
    ])
    const lines = []
    let unknown: string[] = []
    for await (const line of readFacilities(name, (headings) => (unknown = headings))) lines.push(line)
    expect(lines[0]).toMatchObject({ facility: right })
    expect(lines[1]).toMatchObject({
      problem: {
        line: 4,
        errors: { facilityId: expect.stringContaining('Kalkylarket har gjort om numret') as string },
      },
    })
    expect(unknown).toEqual(['Inläst'])
  })
})

describe('postnummer', () => {
  const content = { areas: [{ code: 'NRD', name: 'N', email: null, postcodes: [] }] } as never
  test.each([
    ['quotes', '"Nätområde";"Från";"Till"\n"NRD";"123 45";"123 49"\n'],
    ['a line that says the separator', 'sep=;\r\nNätområde;Från;Till\r\nNRD;123 45;123 49\r\n'],
    ['the columns in another order', 'Fr.o.m.;T.o.m.;Områdeskod\n123 45;123 49;nrd\n'],
    ['titles above', 'Våra områden\n\nNätområde;Från;Till\nNRD;123 45;123 49\n'],
    ['no headings', "NRD;'12345;12349\n"],
  ])('with %s', (_how, text) => {
    expect(readLines(text, content)).toMatchObject([{ code: 'NRD', from: '12345', to: '12349', error: '' }])
  })
})

describe('rows of a block', () => {
  const { notice } = jobType('BE01')
  const grid = fieldsOf(notice).find(({ key }) => key === 'rader')!
  test.each([
    [
      'with headings of one’s own',
      'Lägenhet\tEAN\tMätarnr\tNuv. säkring\tNy säkring\tFaser\r\nLgh 1101\t735999000100000012\t12345678\t16\t25\t3\r\n',
    ],
    [
      'below a title, with a heading that says one of two by what the others say',
      'Kvarnen\n\nLgh;GSRN;Mätare;Säkring;Önskad säkring;Antal faser\nLgh 1101;="735999000100000012";\'12345678;16 A;3x25;3 fas\n',
    ],
  ])('%s', (_how, text) => {
    expect(tableOf(grid, text)).toEqual([
      {
        anl_benamning: 'Lgh 1101',
        lgh_nr: 'Lgh 1101',
        anl_id: '735999000100000012',
        matarnummer: '12345678',
        sakr_bef: expect.stringContaining('16') as string,
        sakr_ny: expect.stringContaining('25') as string,
        fas_ny: '3',
      },
    ])
  })

  test('a heading that is not known, or could be two columns, is named and shifts nothing', () => {
    const body = { _paste: 'rader', '_rows.rader': 'EAN\tSäkring\tKund\tFaser\n735999000100000012\t20\tTolvan\t3' }
    expect(unknownColumns(notice, body)).toEqual({ rader: ['Säkring', 'Kund'] })
    expect(renumber(notice, body)).toMatchObject({ 'rader.0.anl_id': '735999000100000012', 'rader.0.fas_ny': '3' })
  })
})

test('of two headings for the same column the one in our words is read, and the other told', () => {
  expect(columnsIn(['Gata', 'Adress'], { address: ['Adress', 'gata'] })).toEqual({
    columns: [null, 'address'],
    unknown: ['Gata'],
  })
})

describe('a workbook', () => {
  test('becomes text whose lines are those of the sheet', async () => {
    const name = await book([['Namn', 'E-post'], [], ['Bo; Ek', 'bo@b.example'], [17.2, true]])
    expect((await textOfFile(name)).split('\r\n')).toEqual([
      'Namn;E-post',
      '',
      '"Bo; Ek";bo@b.example',
      '17,2;SANT',
      '',
    ])
  })

  test('that unpacks to more than any sheet, or is no workbook, is refused in a sentence', async () => {
    const pack = async (entries: [string, Buffer][]) => {
      const zip = new ZipFile()
      for (const [name, bytes] of entries) zip.addBuffer(bytes, name)
      zip.end()
      const pieces: Buffer[] = []
      for await (const piece of zip.outputStream) pieces.push(piece as Buffer)
      return file(Buffer.concat(pieces))
    }
    const read = async (name: string) => {
      for await (const row of rowsOfFile(name)) expect(row).toBeUndefined()
    }
    const bomb = await pack([['xl/worksheets/sheet1.xml', Buffer.alloc(130_000_000, 0x20)]])
    await expect(read(bomb)).rejects.toThrow('Arbetsboken är för stor.')
    await expect(read(await pack([['readme.txt', Buffer.from('x')]]))).rejects.toThrow('Arbetsboken går inte att läsa.')
    await expect(read(await file('PK\u0003\u0004 and no more'))).rejects.toThrow('Arbetsboken går inte att läsa.')
  })
})
