import { beforeAll, expect, test } from 'vitest'
import { jpeg, pdf } from '../support/files.ts'
import { FACILITY, ORDERER } from '../support/notices.ts'
import { itIs, lettersTo, Person, setStage, type Stage } from '../support/story.ts'

let stage: Stage
beforeAll(async () => {
  itIs('2027-02-01')
  stage = await setStage()
})

test('S9: a notice of the wrong type is copied to the right one, and withdrawn', async () => {
  const sofia = await Person.arrives(stage, 'sofia.lindqvist')
  const eva = await Person.arrives(stage, 'eva.nordin')

  await sofia.begins('Befintlig anläggning', 'Byte av elcentral', { postcode: '123 45' })
  await sofia.fills({
    ...ORDERER,
    ...FACILITY,
    matarnummer: 'MT-48211',
    sakr_bef: '16',
    sakr_ny: '35',
    mat_placering: 'fasad',
    fardigdatum: '2027-03-15',
    intygande: true,
  })
  await sofia.attaches('FOT', 'central.jpg', 'image/jpeg', jpeg)
  await sofia.sends('Skicka föranmälan')

  await eva.goes('/cases/NEL-2027-000001')
  await eva.presses('Ta ärende')
  const rejection = eva.page.locator('details.reject')
  await rejection.locator('summary').first().click()
  await rejection.getByLabel('Fel installationstyp eller jobbtyp').check()
  await eva.fills({ comment: 'Uppsäkring ska anmälas som BE03.' })
  await rejection.getByRole('button', { name: 'Avvisa' }).click()
  await eva.sees('Avvisad föranmälan')

  // The page says what to do: copy, and choose the right type.
  await sofia.goes('/inbox')
  await sofia.presses('NEL-2027-000001')
  await sofia.sees('Uppsäkring ska anmälas som BE03.')
  // Sending it as it is would not help: said there too.
  await sofia.goes('/cases/NEL-2027-000001/review')
  await sofia.sees('Nätbolaget säger att typen är fel')
  await sofia.presses('Kopiera och välj rätt typ')
  await sofia.page.locator('label', { hasText: 'Uppsäkring över intervall' }).first().click()
  await sofia.fills({ files: true })
  await sofia.presses('Skapa anmälan')
  await sofia.sees('2027-000002')
  await sofia.sees('Datum och intygande fyller du i på nytt.')
  expect(await sofia.page.locator('[name=sakr_ny]').first().inputValue()).toBe('35')
  // The attachment came along, since that was asked for.
  await sofia.sees('central.jpg')
  await sofia.fills({ servis_berors: 'nej', arsforbr: '18 000', fardigdatum: '2027-03-15', intygande: true })
  await sofia.attaches('EFF', 'effekt.pdf', 'application/pdf', pdf)
  await sofia.presses('Granska och skicka')
  await sofia.page.waitForURL('**/review')
  // Her own rejected case is still under way on the same facility: told, with its number.
  await sofia.sees('Ni har redan ett pågående ärende på anläggningen: NEL-2027-000001.')
  for (const box of await sofia.page.locator('[name=accept]').all()) await box.check()
  await sofia.presses('Skicka föranmälan')
  expect(await sofia.status()).toContain('För godkännande')

  // The old one: Rätta → Avbryt ärendet → confirm. It lies in the archive, wanted removed, with a link to the new.
  await sofia.goes('/cases/NEL-2027-000001/edit')
  await sofia.presses('Avbryt ärendet')
  await sofia.sees('Det går inte att ångra.')
  await sofia.fills({ comment: 'Anmäld som BE03 i stället.' })
  await sofia.page.locator('form.ask').getByRole('button', { name: 'Avbryt ärendet' }).click()
  await sofia.page.waitForLoadState('load')
  expect(await sofia.status()).toContain('Avbruten')
  expect(await sofia.symbols()).toContain('Installatören önskar att anmälan tas bort – ärendet är avbrutet')
  expect(await sofia.page.locator('.people').innerText()).toContain('2027-000002')
  expect((await sofia.goes('/cases/NEL-2027-000001/edit'))?.status()).toBe(409)
  await sofia.goes('/archive')
  await sofia.sees('2027-000001')
  expect(await sofia.page.locator('.symbols').first().innerText()).toContain('önskar att anmälan tas bort')
  const [told] = await lettersTo(stage.office, 'nrd@natanmalan.example', 1)
  expect(told!.subject).toContain('Avbrutet av installatören')
  expect(told!.text).not.toContain('19121212')

  // Eva finds the old one in her archive, with nothing to decide, and the new one in her inbox.
  await eva.goes('/archive')
  await eva.presses('NEL-2027-000001')
  expect(await eva.status()).toContain('Avbruten')
  expect(await eva.symbols()).toContain('Installatören önskar att anmälan tas bort')
  await eva.sees('Anmäld som BE03 i stället.')
  expect(await eva.page.getByRole('button', { name: 'Godkänn', exact: true }).count()).toBe(0)
  await eva.goes('/inbox')
  await eva.presses('NEL-2027-000002')
  await eva.presses('Ta ärende')
  await eva.fills({ x_anslutningspunkt: 'KS-7' })
  await eva.presses('Godkänn')
  expect(await eva.status()).toContain('Installationsmedgivande')
  await sofia.leaves()
  await eva.leaves()
})
