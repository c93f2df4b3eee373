import { beforeAll, expect, test } from 'vitest'
import { gs1CheckDigit } from '../../src/domain/forms/identifiers/gs1.ts'
import { itIs, Person, setStage, type Stage } from '../support/story.ts'

let stage: Stage
beforeAll(async () => {
  itIs('2027-02-01')
  stage = await setStage()
})

const idOf = (serial: number) => {
  const bare = `735999000${String(serial).padStart(8, '0')}`
  return bare + gs1CheckDigit(bare)
}
/** As a customer system writes it: columns of its own, and here and there a row that is wrong. */
const csv = (...rows: string[]) =>
  Buffer.from(`\uFEFF${['Anläggnings-ID;Mätarnummer;Anläggningsadress;Postnummer;Ort;Kund', ...rows].join('\r\n')}\r\n`)
const GOOD = [
  `${idOf(4001)};MT-4001;Kvarnvägen 1;123 45;Norrådal;Tolvan Tolvansson`,
  `${idOf(4002)};MT-4002;Kvarnvägen 2;123 45;Norrådal;Tolvan Tolvansson`,
]
const WRONG = [
  `${idOf(4003).slice(0, 17)}${(Number(idOf(4003).at(-1)) + 1) % 10};MT-4003;Kvarnvägen 3;123 45;Norrådal;`,
  `${idOf(4004)};MT-4004;Kvarnvägen 4;12;Norrådal;`,
  `${idOf(4001)};MT-4005;Kvarnvägen 5;123 45;Norrådal;`,
]

test('a network owner reads its facilities from a file, is told what is wrong row by row, and an installer finds them', async () => {
  const lena = await Person.arrives(stage, 'lena.frost')
  const chooses = (buffer: Buffer) =>
    lena.page.locator('[name=file]').setInputFiles({ name: 'kundsystem.csv', mimeType: 'text/csv', buffer })
  const reads = async (buffer: Buffer) => {
    await lena.goes('/owner/facilities')
    await chooses(buffer)
    await Promise.all([lena.page.waitForURL('**/imports/*'), lena.presses('Läs filen')])
  }
  await lena.goes('/owner/facilities')
  await lena.sees('Registret är tomt.')
  await lena.presses('Läs filen')
  await lena.sees('Välj en fil.')

  // Half of the file is wrong: each row says what and in which column, and the register is still empty.
  await reads(csv(...GOOD, ...WRONG))
  await lena.sees('2 rader går att läsa in, 3 rader är fel')
  await lena.sees('Kolumner som inte läses: Kund')
  const rows = (await lena.page.locator('[aria-labelledby=problems-title] tbody tr').allInnerTexts()).map((row) =>
    row.replaceAll(/\s+/g, ' ').trim(),
  )
  expect(rows).toEqual([
    '4 Anläggnings-ID Kontrollera siffrorna i anläggnings-ID, kontrollsiffran stämmer inte.',
    '5 Postnummer Postnummer ska ha 5 siffror, till exempel 123 45.',
    '6 Anläggnings-ID Samma anläggnings-ID som på rad 2.',
  ])
  await lena.presses('Kasta filen')
  await lena.sees('Registret är som det var.')

  // Put right, read again, looked at, taken into use: only then anybody finds them.
  await reads(csv(...GOOD))
  await lena.sees('2 rader går att läsa in')
  await lena.doesNotSee('Att rätta')
  await lena.doesNotSee('Tolvansson')
  await lena.presses('Ta i bruk')
  await lena.sees('Registret är bytt: 2 anläggningar.')
  await lena.page.locator('label', { hasText: 'Ur registret här' }).click()
  await lena.presses('Spara')
  await lena.sees('Installatörerna kan hämta uppgifter.')
  await lena.page.locator('main [name=q]').fill('Kvarnvägen 2')
  await lena.page.keyboard.press('Enter')
  await lena.sees('MT-4002')

  const amir = await Person.arrives(stage, 'amir.haddad')
  await amir.begins('Elbilsladdning', 'LA01', { postcode: '123 45' })
  await amir.presses('Hämta anl-data')
  await amir.page.locator('label.segment', { hasText: 'Mätarnummer' }).click()
  await amir.page.locator('[name=_asked]').fill('MT-4002')
  await amir.page.keyboard.press('Enter')
  await amir.sees('Statuskod 100')
  await amir.presses('Uppdatera och Stäng')
  await expect.poll(() => amir.page.locator('form#edit [name=anl_adress]').first().inputValue()).toBe('Kvarnvägen 2')

  await lena.goes('/owner/facilities')
  await lena.sees('MT-4002')
  await lena.leaves()
  await amir.leaves()
})

test('on a phone the rows that are wrong are read without scrolling sideways', async () => {
  const lena = await Person.arrives(stage, 'lena.frost', { width: 390, height: 844 })
  await lena.goes('/owner/facilities')
  await lena.page.locator('[name=file]').setInputFiles({ name: 'fel.csv', mimeType: 'text/csv', buffer: csv(...WRONG) })
  await Promise.all([lena.page.waitForURL('**/imports/*'), lena.presses('Läs filen')])
  await lena.sees('Att rätta')
  expect(await lena.page.evaluate('document.documentElement.scrollWidth')).toBe(390)
  await lena.leaves()
})

test.each([1280, 390])(
  'a large file waits its turn on a page that can be left, and leads on by itself (%i px)',
  async (width) => {
    const lena = await Person.arrives(stage, 'lena.frost', { width, height: 844 })
    // Something else of the network owner's is in a worker's hands.
    const other = await stage.db.owner.transaction(async (tx) => {
      // Without a job of its own, which our worker would do at once.
      await tx.raw('set local session_replication_role = replica')
      const [row] = (await tx('exports')
        .insert({
          user_id: stage.db.world.users['eva.nordin']!,
          owner_id: stage.db.world.owners.NEL,
          address: '/cases',
          format: 'csv',
          language: 'sv',
          total: 5000,
          status: 'running',
          created_at: '2027-02-01T08:00:00Z',
          heard_at: tx.raw(`now() + interval '1 hour'`),
        })
        .returning('id')) as [{ id: number }]
      return row
    })
    const large = csv(
      ...GOOD,
      ...Array.from({ length: 2500 }, (_, n) => `${idOf(n + 5000)};MT-${n + 50_000};En lång väg ${n};12345;Norrådal;`),
    )
    await lena.goes('/owner/facilities')
    await lena.page
      .locator('[name=file]')
      .setInputFiles({ name: 'kundsystem.csv', mimeType: 'text/csv', buffer: large })
    await Promise.all([lena.page.waitForURL('**/work/*'), lena.presses('Läs filen')])
    await lena.sees('I kö, 1 före.')
    expect(await lena.page.evaluate('document.documentElement.scrollWidth')).toBe(width)
    await lena.goes('/owner/facilities')
    await lena.sees('En fil läses in.')
    await lena.page.getByRole('link', { name: 'Visa hur det går' }).click()
    await lena.page.waitForURL('**/work/*')
    await stage.db.owner('exports').where({ id: other.id }).delete()
    await lena.page.waitForURL('**/imports/*')
    await lena.sees('Filen är läst.')
    await lena.sees('2502 rader går att läsa in')
    await lena.leaves()
  },
)
