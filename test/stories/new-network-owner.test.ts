import { Secret, TOTP } from 'otpauth'
import { beforeAll, expect, test } from 'vitest'
import { addOperator } from '../../src/operator/addOperator.ts'
import { pdf } from '../support/files.ts'
import { FACILITY, ORDERER } from '../support/notices.ts'
import { itIs, lettersTo, Person, setStage, type Stage } from '../support/story.ts'

let stage: Stage
beforeAll(async () => {
  itIs('2027-02-01')
  stage = await setStage()
})

const OWNER = {
  name: 'Fjällnät AB',
  code: 'FJN',
  org_number: '559999-0073',
  email: 'natkund@fjallnat.example',
  area_code: 'FJL',
  area_name: 'Fjällen',
  postcodes: '83000-83099',
  admin_name: 'Frida Fjäll',
  admin_email: 'frida@fjallnat.example',
}
const COMPANY = {
  name: 'Toppens El AB',
  org_number: '559999-0065',
  address: 'Fjällvägen 1',
  postcode: '830 10',
  city: 'Fjällby',
  phone: '08-465 004 40',
  email: 'info@toppensel.example',
  compliance_name: 'Tore Topp',
  compliance_type: 'A',
  admin_name: 'Tore Topp',
  admin_phone: '070-174 06 40',
  admin_email: 'tore@toppensel.example',
}
const NEW = 'tågresan till kiruna'

/** As docs/new-network-owner.md tells it, step by step. */
test('from nothing to the first received case, by the operator and the owner’s administrator alone', async () => {
  // Once for the installation: somebody who runs the platform, made where the database is.
  const { link } = await addOperator({ name: 'Olle Operatör', email: 'olle@drift.example' })
  const olle = await Person.comes(stage)
  await chooses(olle, link)
  await olle.sees('Läs av bilden')
  const secret = (await olle.page.locator('code.secret').innerText()).replaceAll(/\s/g, '')
  await olle.fills({ code: new TOTP({ secret: Secret.fromBase32(secret) }).generate() })
  await olle.presses('Fortsätt')
  await olle.presses('Jag har sparat dem, logga in')
  await olle.page.waitForURL('**/operator')

  // 1. The operator adds the network owner; a slip of the finger is told at its field.
  await olle.presses('Nätbolag')
  await olle.presses('Nytt nätbolag')
  await olle.fills({ ...OWNER, org_number: '559999-0074' })
  await olle.presses('Lägg till nätbolaget')
  await olle.proves(NEW)
  await olle.sees('Organisationsnumret stämmer inte')
  await olle.fills({ org_number: OWNER.org_number })
  await olle.presses('Lägg till nätbolaget')
  await olle.sees('Fjällnät AB finns nu. Inloggningsuppgifter är på väg till Frida Fjäll.')
  await olle.sees('Inte öppnat för företag än')

  // 2. Its administrator chooses a password and looks about; nobody can apply yet.
  const [details] = await lettersTo(stage.office, OWNER.admin_email, 1)
  expect(details!.text).toContain('frida.fjall')
  const frida = await Person.comes(stage)
  await chooses(frida, linkIn(details!.text!))
  await frida.page.waitForURL('**/inbox')
  await frida.sees('Ni är inte öppna för företag än.')
  const tore = await Person.comes(stage)
  await tore.goes('/register')
  await tore.doesNotSee('Fjällnät')

  // 3. She opens for companies.
  await frida.presses('Se över och öppna')
  await frida.sees('Ni är inte öppna för nya företag')
  await frida.page.locator('label', { hasText: 'Alla företag godkänns direkt' }).click()
  await frida.presses('Spara')
  await frida.sees('Ni är öppna för företag. Alla godkänns direkt.')

  // 4. A company registers, is in at once, and sends.
  await tore.goes('/register')
  await tore.fills({ ...COMPANY, near: '830 10' })
  await tore.presses('Hitta nätbolag')
  await tore.sees('Nätbolag på postnumret: Fjällnät AB.')
  await tore.page.check('[name=agreement]')
  await tore.page.setInputFiles('[name=certificate]', { name: 'intyg.pdf', mimeType: 'application/pdf', buffer: pdf })
  await tore.presses('Sänd ansökan')
  await tore.sees('Tack för ansökan')
  const [theirs] = await lettersTo(stage.office, COMPANY.admin_email, 1)
  await chooses(tore, linkIn(theirs!.text!))
  await tore.begins('Elbilsladdning', 'LA01', { postcode: '830 10' })
  await tore.fills({
    ...ORDERER,
    ...FACILITY,
    anl_postnr: '830 10',
    sakr_bef: '20',
    ladd_antal: '1',
    ladd_effekt: '11',
    ladd_typ: 'ac',
    ladd_lastbalans: 'nej',
    fardigdatum: '2027-03-15',
    intygande: true,
  })
  await tore.sends('Skicka föranmälan')
  await tore.sees('Skickat till Fjällnät AB.')

  // 5. It lies in her inbox, and she can work it: she is handläggare too.
  await frida.goes('/inbox')
  await frida.sees('2027-000001')
  await frida.sees('Toppens El AB')
  await frida.presses('FJN-2027-000001')
  await frida.sees('För godkännande')
  await frida.presses('Ta ärende')
  await frida.sees('Frida Fjäll')

  // The operator sees that it works, and not what it is about.
  await olle.goes('/operator/owners')
  await olle.sees('Alla direkt')
  expect((await olle.goes('/cases/FJN-2027-000001'))?.status()).toBe(403)
  await olle.doesNotSee('Tolvan')
  for (const person of [olle, frida, tore]) await person.leaves()
})

const linkIn = (text: string) => /https?:\S+\/invitation\/\S+/.exec(text)![0]

async function chooses(person: Person, link: string): Promise<void> {
  await person.goes(link)
  await person.fills({ password: NEW, repeat: NEW })
  await person.presses('Spara lösenord')
}
