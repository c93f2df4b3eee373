import { beforeAll, expect, test } from 'vitest'
import { aCase, actorsOf } from '../support/cases.ts'
import { PASSWORD } from '../support/database.ts'
import { jpeg, pdf } from '../support/files.ts'
import { FACILITY, ORDERER } from '../support/notices.ts'
import { itIs, Person, setStage, type Stage } from '../support/story.ts'

let stage: Stage
beforeAll(async () => {
  itIs('2027-02-01')
  stage = await setStage()
})

const ref = '/cases/NEL-2027-000001'

/** Somebody whose browser runs no script at all. */
async function arrives(username: string): Promise<Person> {
  const person = await Person.comes(stage, { width: 1280, height: 900 }, { javaScriptEnabled: false })
  await person.signsIn(username, PASSWORD)
  return person
}

test('without script: a new case, a file, a note, a rejection and its correction', async () => {
  const amir = await arrives('amir.haddad')
  const eva = await arrives('eva.nordin')

  // 123 46 lies in two areas: the page says so, keeps what was chosen, and one is picked.
  await amir.goes('/inbox')
  await amir.page.locator('summary', { hasText: 'Ärenden' }).click()
  await amir.presses('Alla anmälningar')
  await amir.presses('Nytt ärende')
  await amir.sees('Sedan 1 januari ska värmepump, laddbox och batteri alltid föranmälas hos oss.')
  await amir.page.locator('summary', { hasText: 'Befintlig anläggning' }).click()
  await amir.page.locator('label', { hasText: 'Flytt av mätare' }).first().click()
  await amir.fills({ postcode: '123 46' })
  await amir.presses('Skapa anmälan')
  await amir.sees('Postnumret ligger i flera nätområden. Välj ett av dem.')
  expect(await amir.page.locator('label:has([name=job]:checked)').innerText()).toContain('Flytt av mätare')
  await amir.page.locator('label', { hasText: 'NRD' }).click()
  await amir.presses('Skapa anmälan')
  await amir.sees('2027-000001')

  // Saved with what there is; sending tells what lacks, by links to the fields.
  await amir.fills({ best_namn: 'Tolvan Tolvansson', best_id: '19121212-1213' })
  await amir.page.locator('.edit-save').click()
  await amir.sees('Personnumret stämmer inte. Kontrollera siffrorna.')
  expect(await amir.page.locator('[name=best_namn]').inputValue()).toBe('Tolvan Tolvansson')
  await amir.fills({ best_id: ORDERER.best_id })
  await amir.page.locator('.edit-save').click()
  await amir.sees('Sparat.')
  await amir.presses('Fyll i föranmälan')
  expect(await amir.page.locator('.edit-nav').innerText()).toContain('(något saknas)')
  await amir.page.locator('.edit-send').click()
  await amir.sees('Rätta')
  await amir.page.locator('a[href="#best_adress"]').first().click()
  await amir.fills({
    ...ORDERER,
    ...FACILITY,
    matarnummer: 'MT-48211',
    servis_berors: 'nej',
    mat_placering_bef: 'inomhus',
    mat_placering: 'fasad',
    fardigdatum: '2027-03-15',
    intygande: true,
  })
  await amir.attaches('SIT', 'situationsplan.pdf', 'application/pdf', pdf)
  await amir.sends('Skicka föranmälan')
  expect(await amir.status()).toContain('För godkännande')
  await amir.presses('Ny notering')
  await amir.fills({ subject: 'Nyckel', body: 'Nyckeln ligger hos grannen.', audience: 'shared' })
  await amir.presses('Spara notering')
  await amir.sees('Noteringen är sparad.')

  // Eva reads, looks at the file beside the case, and rejects.
  await eva.goes('/inbox')
  await eva.presses('NEL-2027-000001')
  await eva.sees('Nyckeln ligger hos grannen.')
  await eva.presses('Ta ärende')
  await eva.page.locator('#files a[href*="file="]').first().click()
  await eva.page.locator('#viewer h2', { hasText: 'situationsplan.pdf' }).waitFor()
  await eva.goes(ref)
  const rejection = eva.page.locator('details.reject')
  await rejection.locator('summary').first().click()
  await rejection.getByLabel('Bilaga saknas eller är oläslig').check()
  await eva.page.locator('[name=attachments][value=FOT]').check()
  await eva.fills({ 'words.file.FOT': 'Ta det mot gatan.' })
  await eva.fills({ comment: 'Foto av ny mätarplats saknas' })
  await rejection.getByRole('button', { name: 'Avvisa' }).click()
  await eva.sees('Avvisad föranmälan')

  // Amir is led to what is to be put right, does it, and sends again.
  await amir.goes('/inbox')
  await amir.presses('NEL-2027-000001')
  await amir.sees('Foto av ny mätarplats saknas')
  await amir.presses('Rätta')
  await amir.sees('Det här ska du rätta')
  await amir.sees('Ta det mot gatan.')
  await amir.fills({ intygande: true })
  await amir.attaches('FOT', 'matarplats.jpg', 'image/jpeg', jpeg)
  await amir.sends('Skicka föranmälan')
  expect(await amir.status()).toContain('För godkännande')
  await eva.goes(ref)
  expect(await eva.page.locator('.changed').innerText()).toContain('matarplats.jpg')
  await eva.presses('Godkänn')
  expect(await eva.status()).toContain('Installationsmedgivande')
  await amir.goes(`${ref}/log`)
  for (const step of ['Föranmälan avvisad', 'Notering skriven', 'Bilaga tillagd: matarplats.jpg']) await amir.sees(step)
  await amir.leaves()
  await eva.leaves()
})

test('what is written in the decision panel is there again when the case has been taken', async () => {
  const { amir } = actorsOf(stage.db.world)
  const eva = await arrives('eva.nordin')
  const value = (name: string) => eva.page.locator(`.decision [name="${name}"]`).first().inputValue()

  const first = await aCase.send(amir, await aCase(amir, 'NY01'))
  await eva.goes(`/cases/${first.ref}`)
  await eva.fills({ x_anslutningspunkt: 'KS-7', x_anl_id: FACILITY.anl_id })
  await eva.presses('Ta ärende')
  await eva.sees('Det du skrev är kvar. Det är inte skickat.')
  expect(await value('x_anslutningspunkt')).toBe('KS-7')
  expect((await stage.db.owner('cases').where({ ref: first.ref }).first('handler_id')) as object).toEqual({
    handler_id: actorsOf(stage.db.world).eva.userId,
  })
  await eva.page.locator('.decide > button.primary').click()
  await expect.poll(() => eva.status()).toContain('Installationsmedgivande')
  await eva.sees('KS-7')

  const second = await aCase.send(amir, await aCase(amir, 'NY01'))
  await eva.goes(`/cases/${second.ref}`)
  await eva.page.locator('details.reject > summary').click()
  await eva.page.locator('.reject [name=codes]').first().check()
  await eva.fills({ comment: 'Situationsplanen saknar mått till fasaden.' })
  await eva.presses('Ta ärende')
  await eva.sees('Det du skrev är kvar. Det är inte skickat.')
  expect(await value('comment')).toBe('Situationsplanen saknar mått till fasaden.')
  expect(await eva.page.locator('.reject [name=codes]').first().isChecked()).toBe(true)
  await eva.leaves()
})

test('nor is it lost by what is pressed beside the panel: symbols, files, a proposal that is taken back', async () => {
  const { amir } = actorsOf(stage.db.world)
  const eva = await arrives('eva.nordin')
  const value = (name: string) => eva.page.locator(`.decision [name="${name}"]`).first().inputValue()
  const kase = await aCase.send(amir, await aCase(amir, 'NY01'))
  const isBack = async (name: string, text: string) => {
    await eva.sees('Det du skrev är kvar. Det är inte skickat.')
    expect(await value(name)).toBe(text)
  }
  await eva.goes(`/cases/${kase.ref}`)
  await eva.fills({ x_anslutningspunkt: 'KS-8' })
  await eva.page.locator('details.marks > summary').click()
  await eva.page.locator('details.marks select').first().selectOption({ index: 1 })
  await eva.presses('Spara symboler')
  await isBack('x_anslutningspunkt', 'KS-8')
  expect(await eva.page.locator('details.marks > summary').innerText()).not.toContain('inga satta')

  await eva.page.locator('details.upload > summary').click()
  await eva.fills({ kind: 'OVR' })
  await eva.page.locator('[name=file]').setInputFiles({ name: 'karta.pdf', mimeType: 'application/pdf', buffer: pdf })
  await eva.presses('Ladda upp')
  await isBack('x_anslutningspunkt', 'KS-8')
  await eva.sees('karta.pdf')

  // What is open decides which of the two is posted along.
  await eva.page.locator('details.reject > summary').click()
  await eva.fills({ comment: 'Situationsplanen saknar mått till fasaden.' })
  await eva.page.locator('.file-delete > summary').click()
  await eva.page.locator('.file-delete button:visible').click()
  await isBack('comment', 'Situationsplanen saknar mått till fasaden.')
  await eva.sees('Bilagan är borttagen.')
  const stored = (await stage.db.owner('cases').where({ ref: kase.ref }).first('status', 'preparation')) as object
  expect(stored).toMatchObject({ status: 'submitted' })
  await eva.leaves()
})

test('without script a file of 21 MB brings the form back with what was typed, and a smaller one is saved', async () => {
  const { amir: installer } = actorsOf(stage.db.world)
  const draft = await aCase(installer, 'NY01')
  const amir = await arrives('amir.haddad')
  await amir.goes(`/cases/${draft.ref}/edit`)
  const rare = { anl_adress: 'Skrivet för hand 21' }
  await amir.fills(rare)
  const large = Buffer.concat([pdf, Buffer.alloc(21_000_000)])
  await amir.attaches('SIT', 'stor.pdf', 'application/pdf', large)
  await amir.page.locator('.edit-save').click()
  await amir.sees('Filen är för stor. Högst 20')
  expect(await amir.page.locator('[name=anl_adress]').inputValue()).toBe(rare.anl_adress)
  await amir.attaches('SIT', 'lagom.pdf', 'application/pdf', pdf)
  await amir.page.locator('.edit-save').click()
  await amir.sees('Sparat.')
  await amir.sees('lagom.pdf')
  await amir.sees(rare.anl_adress)
  await amir.leaves()
})
