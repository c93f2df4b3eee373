import { beforeAll, expect, test } from 'vitest'
import { pdf } from '../support/files.ts'
import { FACILITY, ORDERER } from '../support/notices.ts'
import { itIs, Person, setStage, type Stage } from '../support/story.ts'

let stage: Stage
beforeAll(async () => {
  itIs('2027-02-01')
  stage = await setStage()
})

const FIRM = {
  name: 'Öbergs El',
  // An enskild firma has its owner's own number.
  org_number: '19121212-1212',
  address: 'Industrigatan 1',
  postcode: '123 45',
  city: 'Norrådal',
  phone: '08-465 004 40',
  email: 'asa@oberg.example',
  compliance_name: 'Åsa Öberg',
  compliance_type: 'A',
  admin_name: 'Åsa Öberg',
  admin_phone: '070-174 06 40',
  admin_email: 'asa@oberg.example',
  agreement: true,
}
const NUMBER = /1212-?1212/

test('a firm of one person registers, is let in, and sends; its number is masked as the personal number it is', async () => {
  const asa = await Person.comes(stage, { width: 390, height: 844 })
  await asa.goes('/register')
  await asa.fills({ ...FIRM, near: '123 45' })
  await asa.presses('Hitta nätbolag')
  await asa.sees('Nätbolag på postnumret: Norrådalens Elnät AB.')
  await asa.page.check('[name=agreement]')
  await asa.page.setInputFiles('[name=certificate]', { name: 'intyg.pdf', mimeType: 'application/pdf', buffer: pdf })
  await asa.presses('Sänd ansökan')
  await asa.sees('Tack för ansökan')

  const lena = await Person.arrives(stage, 'lena.frost')
  await lena.goes('/owner/companies')
  await lena.presses('Öbergs El')
  await lena.sees('19121212-****')
  await lena.doesNotSee(NUMBER)
  await lena.presses('Godkänn')
  await expect
    .poll(() => stage.office.letters.filter(({ text }) => text?.includes('/invitation/')).length)
    .toBeGreaterThan(0)
  const invitation = stage.office.letters.find(({ text }) => text?.includes('/invitation/'))!
  await asa.goes(/https?:\S+\/invitation\/\S+/.exec(invitation.text!)![0])
  await asa.fills({ password: 'tågresan till kiruna', repeat: 'tågresan till kiruna' })
  await asa.presses('Spara lösenord')

  await asa.goes('/cases/new')
  await asa.page.locator('summary', { hasText: 'Elbilsladdning' }).click()
  await asa.page.locator('label', { hasText: 'LA01' }).first().click()
  await asa.fills({ postcode: '123 45' })
  await asa.presses('Skapa anmälan')
  const ref = /NEL-2027-\d{6}/.exec(asa.page.url())![0]
  await asa.leaves()

  // She goes on at her desk, where the whole form is one page.
  const desk = await Person.comes(stage)
  await desk.signsIn('asa.oberg', 'tågresan till kiruna')
  await desk.goes(`/cases/${ref}/edit`)
  await desk.fills({
    ...ORDERER,
    ...FACILITY,
    sakr_bef: '20',
    ladd_effekt: '11',
    ladd_lastbalans: 'nej',
    fardigdatum: '2027-03-15',
    intygande: true,
  })
  await desk.sends('Skicka föranmälan')
  await desk.sees('Skickat till Norrådalens Elnät AB.')

  const eva = await Person.arrives(stage, 'eva.nordin')
  await eva.goes(`/cases/${ref}`)
  await eva.sees('Öbergs El')
  for (const letter of stage.office.letters) expect(`${letter.subject} ${letter.text}`).not.toMatch(NUMBER)
  for (const person of [lena, desk, eva]) await person.leaves()
})
