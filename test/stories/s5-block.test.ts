import { beforeAll, expect, test } from 'vitest'
import { pdf } from '../support/files.ts'
import { itIs, Person, setStage, type Stage } from '../support/story.ts'

let stage: Stage
beforeAll(async () => {
  itIs('2027-02-01')
  stage = await setStage()
})

const notice = {
  best_typ: 'foretag',
  best_id: '769999-0011',
  best_namn: 'Bostadsrättsföreningen Kvarnen',
  best_adress: 'Kvarnvägen 5',
  best_postnr: '123 45',
  best_ort: 'Norrådal',
  best_telefon: '070-174 06 20',
  best_epost: 'styrelsen@kvarnen.example',
  best_ar_fastighetsagare: 'ja',
  best_kontakt: 'Maja Kvarnström',
  anl_typ: 'flerbostadshus',
  anl_adress: 'Kvarnvägen 5',
  anl_postnr: '123 45',
  anl_ort: 'Norrådal',
  fastighet: 'Kvarnen 5',
  servis_atgard: true,
  arsforbr: '42 000',
  mat_placering: 'elrum',
  fardigdatum: '2027-06-15',
  intygande: true,
}

const FLATS = ['1001', '1002', '1101', '1102', '1201', '1202']
const ids = (fourth: string) => ['735999000100000104', '735999000100000111', '', fourth, '', '']
const sheet = FLATS.map((flat, i) => `Lgh ${flat}\t${flat}\t${ids('735999000100000104')[i]!}\t\t20\t3-fas`)

const HEADED = ['Benämning\tLägenhetsnummer\tAnläggnings-ID (EAN)\tMätarnummer\tSäkring efter\tFaser', ...sheet].join(
  '\n',
)

test('S5: six flats in one notice, pasted from a spreadsheet', async () => {
  const amir = await Person.arrives(stage, 'amir.haddad')
  const eva = await Person.arrives(stage, 'eva.nordin')
  await amir.begins('Ny anläggning', 'Flerbostadshus, flera mätplatser', { postcode: '123 45' })

  // Pasted into a cell as one pastes into any table.
  await amir.page.locator('[name="rader.0.anl_benamning"]').focus()
  await amir.page.evaluate(`(() => {
    const clipboardData = new DataTransfer()
    clipboardData.setData('text/plain', ${JSON.stringify(HEADED)})
    document.activeElement.dispatchEvent(
      new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }))
  })()`)
  await expect.poll(() => amir.page.locator('[name="rader.5.lgh_nr"]').inputValue()).toBe('1202')

  // One number stands twice: row 4 is told, and no other.
  await amir.fills(notice)
  await amir.attaches('SIT', 'situationsplan.pdf', 'application/pdf', pdf)
  await amir.attaches('ENL', 'enlinjeschema.pdf', 'application/pdf', pdf)
  await amir.sends('Skicka föranmälan')
  await amir.sees('Samma anläggnings-ID som på rad 1.')
  expect(await amir.page.locator('.grid-cell.has-error').count()).toBe(1)
  expect(await amir.page.locator('[name="rader.3.anl_id"]').getAttribute('aria-invalid')).toBe('true')
  await amir.fills({ 'rader.3.anl_id': '735 999 000 100 000 128' })

  // The list of flats is demanded.
  await amir.sends('Skicka föranmälan')
  await amir.sees('Bifoga')
  expect(await amir.page.locator('.error-summary').innerText()).toContain('Lägenhetsförteckning')
  await amir.attaches('LGH', 'lägenheter.pdf', 'application/pdf', pdf)
  await amir.sends('Skicka föranmälan')
  expect(await amir.status()).toContain('För godkännande')
  await amir.sees('Antal mätplatser')
  expect(await amir.page.locator('table.grid tbody tr').count()).toBe(6)

  // Eva reads them as a table, and consents to all at once.
  await eva.goes('/cases/NEL-2027-000001')
  await eva.sees('735 999 000 100 000 128')
  await eva.presses('Ta ärende')
  expect(await eva.symbols()).toContain('Anmälan innehåller flera anläggningar (blockanmälan)')
  await eva.fills({ x_anslutningspunkt: 'KS-2001' })
  await eva.presses('Godkänn')
  expect(await eva.status()).toContain('Installationsmedgivande')

  // Orders for five of the six: one is lacking, until it has its own too.
  await orders(eva, [1, 2, 3, 4, 5])
  expect(await eva.symbols()).toMatch(/Arbetsorder skapad[\s\S]*Arbetsorder saknas på en eller flera anläggningar/)
  await orders(eva, [6])
  expect(await eva.symbols()).toContain('Arbetsorder skapad')
  expect(await eva.symbols()).not.toContain('Arbetsorder saknas')

  // Done: a row for each flat, the first filled downwards.
  itIs('2027-06-14')
  await amir.goes('/cases/NEL-2027-000001/edit')
  expect(await amir.page.locator('[name="y_rader.5.y_sakr"]').count()).toBe(1)
  await amir.fills({ 'y_rader.0.y_klar_matare': '2027-06-22', 'y_rader.0.y_sakr': '20', 'y_rader.3.y_sakr': '25' })
  await amir.presses('Fyll nedåt: Klar för mätare')
  await expect.poll(() => amir.page.locator('[name="y_rader.5.y_klar_matare"]').inputValue()).toBe('2027-06-22')
  await amir.presses('Fyll nedåt: Monterad säkring')
  await expect.poll(() => amir.page.locator('[name="y_rader.5.y_sakr"]').inputValue()).toBe('20')
  expect(await amir.page.locator('[name="y_rader.5.y_klar_matare"]').inputValue()).toBe('2027-06-22')
  expect(await amir.page.locator('[name="y_rader.3.y_sakr"]').inputValue()).toBe('25')
  await amir.presses('Kopiera från beställare…')
  await amir.fills({
    y_utfort: '2027-06-14',
    y_klar_tillk: '2027-06-22',
    y_kontakt: 'Maja Kvarnström',
    y_telefon: '070-174 06 20',
    y_avvikelse: 'nej',
    y_egenkontroll: true,
  })
  await amir.presses('Granska och skicka')
  await amir.sees('Anmälan säger 20 A')
  await amir.presses('Tillbaka till formuläret')
  await amir.fills({ 'y_rader.3.y_sakr': '20' })
  await amir.sends('Skicka färdiganmälan')
  expect(await amir.status()).toContain('Färdiganmälan')
  await eva.goes('/cases/NEL-2027-000001')
  await eva.sees('2027-06-22')

  // Approved, so all six orders are out. One of those reported was not as it should be: it has to be seen to.
  await eva.presses('Godkänn färdiganmälan')
  expect(await eva.symbols()).toContain('Arbetsorder frisläppt')
  for (const row of [1, 2, 3, 5, 6]) await reports(eva, row, { outcome: 'done' })
  await reports(eva, 4, { outcome: 'deviating', report: 'Mätartavlan saknar plats för en till mätare.' })
  expect(await eva.symbols()).toContain('utförd med avvikelse')
  await eva.sees('En arbetsorder är öppen eller har en avvikelse.')
  await eva.page.locator('.order-lines li', { hasText: FLATS[3]! }).getByRole('link').click()
  await eva.sees('Mätartavlan saknar plats')
  await eva.presses('Avvikelsen är omhändertagen')
  expect(await eva.symbols()).toContain('Arbetsorder är avrapporterad')
  await eva.doesNotSee('En arbetsorder är öppen eller har en avvikelse.')
  await amir.leaves()
  await eva.leaves()
})

/** Makes an order for each of these facilities, on the page that offers those that have none. */
async function orders(who: Person, rows: number[]): Promise<void> {
  await who.presses('Ny arbetsorder')
  for (const box of await who.page.locator('[name=facilities]').all()) await box.uncheck()
  for (const row of rows) await who.page.getByRole('checkbox', { name: `Lgh ${FLATS[row - 1]!}` }).check()
  await who.fills({ kind: 'mount' })
  await who.presses('Skapa arbetsorder')
}

async function reports(who: Person, row: number, typed: Record<string, string>): Promise<void> {
  await who.goes('/cases/NEL-2027-000001')
  await who.page
    .locator('.order-lines li', { hasText: FLATS[row - 1]! })
    .getByRole('link')
    .click()
  await who.presses('Rapportera åt montören')
  await who.fills(typed)
  await who.presses('Skicka rapporten')
  await who.goes('/cases/NEL-2027-000001')
}
