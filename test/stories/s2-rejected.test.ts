import { beforeAll, expect, test } from 'vitest'
import { jpeg, pdf } from '../support/files.ts'
import { FACILITY, ORDERER } from '../support/notices.ts'
import { itIs, lettersTo, Person, setStage, type Stage } from '../support/story.ts'

let stage: Stage
beforeAll(async () => {
  itIs('2027-02-01')
  stage = await setStage()
})

const ref = '/cases/NEL-2027-000001'
const sofias = 'sofia.lindqvist@bergstroms-elservice.example'

test('S2: a rejection and its correction', async () => {
  const sofia = await Person.arrives(stage, 'sofia.lindqvist')
  const eva = await Person.arrives(stage, 'eva.nordin')

  // Sofia sends a move of the meter without a photo.
  await sofia.begins('Befintlig anläggning', 'Flytt av mätare', { postcode: '123 45' })
  await sofia.fills({
    ...ORDERER,
    ...FACILITY,
    matarnummer: 'MT-48211',
    servis_berors: 'nej',
    mat_placering_bef: 'inomhus',
    mat_placering: 'fasad',
    fardigdatum: '2027-03-15',
    intygande: true,
  })
  await sofia.attaches('SIT', 'situationsplan.pdf', 'application/pdf', pdf)
  await sofia.sends('Skicka föranmälan')
  expect(await sofia.status()).toContain('För godkännande')

  // Eva takes it. A rejection without words is refused, and says so.
  await eva.goes(ref)
  await eva.presses('Ta ärende')
  await eva.sees('dag 0 av 10')
  const rejection = eva.page.locator('details.reject')
  await rejection.locator('summary').first().click()
  await rejection.getByRole('button', { name: 'Avvisa' }).click()
  await eva.sees('Välj minst en orsak')
  expect(await eva.status()).toContain('För godkännande')
  await rejection.getByLabel('Bilaga saknas eller är oläslig').check()
  await rejection.getByRole('button', { name: 'Avvisa' }).click()
  await eva.sees('Skriv minst tio tecken')
  expect(await rejection.getByLabel('Bilaga saknas eller är oläslig').isChecked()).toBe(true)
  await eva.page.locator('[name=attachments][value=FOT]').check()
  await eva.page.locator('[name=fields][value=mat_placering]').check()
  await eva.fills({ 'words.mat_placering': 'Skåpet syns från gatan.' })
  await expect.poll(() => rejection.locator('.pointed').innerText()).toContain('Skåpet syns från gatan.')
  await eva.fills({ comment: 'Foto av ny mätarplats saknas' })
  await rejection.getByRole('button', { name: 'Avvisa' }).click()
  expect(await eva.status()).toContain('Avvisad föranmälan')
  expect(await eva.symbols()).toContain('Har varit avvisat 1 gång')

  // M02 with the reason; the case in Sofia's inbox with a red note; the owner's clock stands still.
  const [letter] = await lettersTo(stage.office, sofias, 1)
  expect(letter!.subject).toBe('[Norrådalens Elnät] Ärende NEL-2027-000001: Avvisad föranmälan')
  expect(letter!.text).toContain('Foto av ny mätarplats saknas')
  expect(letter!.text).toContain('Bilaga saknas eller är oläslig')
  const row = (await stage.db.owner('cases').first('due_on', 'rejected_count')) as object
  expect(row).toEqual({ due_on: null, rejected_count: 1 })
  await sofia.goes('/inbox')
  await sofia.sees('2027-000001')
  await sofia.presses('NEL-2027-000001')
  await sofia.sees('Foto av ny mätarplats saknas')
  expect(await sofia.symbols()).toContain('Avvisad – läs orsaken i noteringen')
  expect(await sofia.page.locator('.note').first().innerText()).toContain('Foto av ny mätarplats saknas')

  // She corrects what was pointed at; type, job and owner are not hers to change any more.
  await sofia.presses('Rätta')
  await sofia.sees('Det här ska du rätta')
  expect(await sofia.page.locator('.field.has-remark .remark').innerText()).toContain('Skåpet syns från gatan.')
  expect(await sofia.page.locator('[name=job], [name=owner], [name=area]').count()).toBe(0)
  expect(await sofia.page.getByRole('link', { name: 'Mätarplacering' }).first().getAttribute('href')).toContain(
    '#mat_placering',
  )
  await sofia.fills({ mat_placering: 'tomtgrans', intygande: true })
  await sofia.attaches('FOT', 'matarplats.jpg', 'image/jpeg', jpeg)
  await sofia.sends('Skicka föranmälan')
  expect(await sofia.status()).toContain('För godkännande')
  await sofia.sees('(Eva Nordin)')

  // Eva sees what changed, old beside new, and what it was rejected for.
  await eva.goes('/inbox')
  await eva.presses('NEL-2027-000001')
  const changed = await eva.page.locator('.changed').innerText()
  expect(changed).toContain('Fasadmätarskåp')
  expect(changed).toContain('Mätarskåp i tomtgräns')
  expect(changed).toContain('matarplats.jpg')
  expect(changed).toContain('Bilaga saknas eller är oläslig')
  expect(changed).not.toContain('Tolvan')

  // The company does not want that mail any more: the second rejection is told in the inbox alone.
  const karin = await Person.arrives(stage, 'karin.bergstrom')
  await karin.goes('/company/mail')
  await karin.fills({ mail_notice_rejected: false })
  await karin.presses('Spara')
  await karin.sees('Inställningarna är sparade')
  await rejection.locator('summary').first().click()
  await rejection.getByLabel('Mätarplaceringen är inte godkänd').check()
  await eva.fills({ comment: 'Skåpet måste stå innanför tomtgränsen.' })
  await rejection.getByRole('button', { name: 'Avvisa' }).click()
  expect(await eva.symbols()).toContain('Har varit avvisat 2 gånger')
  await sofia.goes('/inbox')
  await sofia.sees('2027-000001')
  expect((await stage.db.owner('mail_messages').where({ template: 'M02' })).length).toBe(1)

  // Corrected once more and approved: the red is gone, that it was rejected is not.
  await sofia.goes(`${ref}/edit`)
  await sofia.fills({ mat_placering: 'mark', intygande: true })
  await sofia.sends('Skicka föranmälan')
  await eva.goes(ref)
  await eva.presses('Godkänn')
  expect(await eva.status()).toContain('Installationsmedgivande')
  const symbols = await eva.symbols()
  expect(symbols).toContain('Har varit avvisat 2 gånger')
  expect(symbols).not.toContain('läs orsaken')
  const letters = await lettersTo(stage.office, sofias, 2)
  expect(letters[1]!.subject).toContain('2027-000001')
  for (const person of [sofia, eva, karin]) await person.leaves()
})
