import { beforeAll, expect, test } from 'vitest'
import { aCase, actorsOf } from '../support/cases.ts'
import { pdf } from '../support/files.ts'
import { itIs, lettersTo, Person, setStage, type Stage } from '../support/story.ts'

let stage: Stage
beforeAll(async () => {
  itIs('2027-02-01')
  stage = await setStage()
})

const OFFICE = 'kontoret@bergstroms-elservice.example'
const certificate = { name: 'intyg 2019.pdf', mimeType: 'application/pdf', buffer: pdf }
const NEW = {
  name: 'Nya Elfirman AB',
  org_number: '559999-0065',
  address: 'Industrigatan 1',
  postcode: '123 45',
  city: 'Norrådal',
  phone: '08-465 004 40',
  email: 'info@nyaelfirman.example',
  compliance_name: 'Åsa Öberg',
  compliance_type: 'A',
  admin_name: 'Åsa Öberg',
  admin_phone: '070-174 06 40',
  admin_email: 'asa@nyaelfirman.example',
  agreement: true,
}

test('S7: a second and a third network owner; who is not connected sees nothing', async () => {
  const karin = await Person.arrives(stage, 'karin.bergstrom')
  const petra = await Person.arrives(stage, 'petra.wallin')
  const amir = await Person.arrives(stage, 'amir.haddad')
  // S1's case, with a file: what neither Petra nor Mira may find.
  const { amir: sender } = actorsOf(stage.db.world)
  const kase = await aCase.send(sender, await aCase(sender, 'NY01'))
  const [drawing] = (await stage.db.owner('attachments').where({ case_id: kase.id }).pluck('id')) as number[]

  // Ny ansökan offers those one has not applied to.
  await karin.goes('/company')
  await karin.presses('Nätbolag')
  const offered = await karin.page.locator('section[aria-labelledby=apply-title]').innerText()
  expect(offered).toContain('Västkustens Nät AB')
  expect(offered).toContain('Sjöbygdens Energi Nät AB')
  expect(offered).not.toContain('Norrådalens')
  await chooses(karin, 'Västkustens Nät AB')
  await karin.page.setInputFiles('[name=certificate]', certificate)
  await karin.fills({ message: 'Vi ska bygga en laddplats i Västerskär.' })
  await karin.presses('Sänd ansökan')
  await karin.sees('Ansökan är sänd till Västkustens Nät AB.')
  expect(await karin.page.locator('section[aria-labelledby=apply-title]').innerText()).not.toContain('Västkustens')
  const [received] = await lettersTo(stage.office, OFFICE, 1)
  expect(received!.subject).toContain('Ansökan mottagen')
  await amir.goes('/cases/new')
  await amir.doesNotSee('Västkustens')

  // Petra reads that another owner knows them, and refuses; the reason reaches the company.
  await petra.goes('/owner')
  await petra.presses('Bergströms Elservice AB')
  await petra.sees('Redan godkänt hos ett annat nätbolag.')
  await petra.doesNotSee('Norrådalens')
  await petra.sees('Karin Bergström')
  await petra.doesNotSee('Amir')
  const file = await petra.page.locator('a[href*="/certificates/"]').getAttribute('href')
  expect((await petra.page.request.get(file!)).headers()['content-type']).toBe('application/pdf')
  await petra.page.locator('summary', { hasText: 'Avslå ansökan' }).click()
  await petra.fills({ reason: 'kort' })
  await petra.page.locator('form[action$="/refuse"] button').click()
  await petra.sees('Skriv minst tio tecken')
  await petra.fills({ reason: 'Intyget är från 2019.' })
  await petra.page.locator('form[action$="/refuse"] button').click()
  await petra.sees('Ansökan är avslagen')
  const letters = await lettersTo(stage.office, OFFICE, 2)
  expect(letters[1]!.subject).toContain('Ansökan avslagen')
  expect(letters[1]!.text).toContain('Intyget är från 2019.')
  await petra.sees('Historik')
  await amir.goes('/cases/new')
  await amir.doesNotSee('Västkustens')

  // Refused, one may apply again; approved, one may notify there.
  await karin.goes('/company/connections')
  await karin.sees('Intyget är från 2019.')
  await chooses(karin, 'Västkustens Nät AB')
  await karin.page.setInputFiles('[name=certificate]', { ...certificate, name: 'intyg 2027.pdf' })
  await karin.presses('Sänd ansökan')
  await petra.goes('/owner/companies')
  await petra.presses('Bergströms Elservice AB')
  await petra.presses('Godkänn')
  await petra.sees('Företaget är godkänt och har fått besked.')
  expect((await lettersTo(stage.office, OFFICE, 4))[3]!.subject).toContain('Ansökan godkänd')
  await amir.goes('/cases/new')
  await amir.sees('Västkustens Nät AB')

  // SJB takes who is known elsewhere, at once.
  await karin.goes('/company/connections')
  await chooses(karin, 'Sjöbygdens Energi Nät AB')
  await karin.presses('Sänd ansökan')
  await karin.sees('Ni är godkända hos Sjöbygdens Energi Nät AB')
  expect((await lettersTo(stage.office, OFFICE, 5))[4]!.subject).toContain('Ansökan godkänd')
  await amir.goes('/cases/new')
  await amir.sees('Sjöbygdens Energi Nät AB')
  const nils = await Person.arrives(stage, 'nils.aberg')
  expect((await nils.goes(`/cases/${kase.ref}`))?.status()).toBe(404)

  // What is another's is not there.
  const mira = await Person.arrives(stage, 'mira.dahl')
  expect((await mira.goes(file!))?.status()).toBe(403)
  for (const stranger of [petra, mira]) {
    for (const path of ['', '/print', '/log', `/attachments/${drawing!}`, '/attachments/all.zip'])
      expect((await stranger.goes(`/cases/${kase.ref}${path}`))?.status(), path).toBe(404)
    for (const where of ['active', 'archive', 'both']) {
      await stranger.goes(`/search?q=Tolvansson&in=${where}`)
      await stranger.doesNotSee('2027-000001')
      await stranger.doesNotSee('Tolvan Tolvansson')
    }
  }
  await karin.goes('/search?q=Tolvansson')
  await karin.sees('2027-000001')
  const lena = await Person.arrives(stage, 'lena.frost')
  expect((await lena.goes(file!))?.status()).toBe(404)

  // The same company cannot come twice, and is told nothing of who is there.
  const visitor = await Person.comes(stage)
  await visitor.goes('/sign-in')
  await visitor.presses('Registrera ditt företag')
  await visitor.fills({ ...NEW, org_number: '559999-0040' })
  await visitor.fills({ near: '123 45' })
  await visitor.presses('Hitta nätbolag')
  await visitor.sees('Nätbolag på postnumret: Norrådalens Elnät AB.')
  expect(await visitor.page.inputValue('[name=name]')).toBe('Nya Elfirman AB')
  await visitor.page.check('[name=agreement]')
  await visitor.presses('Sänd ansökan')
  await visitor.sees('Nätbolaget kräver ett behörighetsintyg')
  await visitor.page.setInputFiles('[name=certificate]', certificate)
  await visitor.presses('Sänd ansökan')
  await visitor.sees('Företaget är redan registrerat')
  await visitor.doesNotSee('Bergström')

  // A new one is let in by Lena, and its administrator gets her details.
  await visitor.fills({ org_number: NEW.org_number })
  await visitor.page.setInputFiles('[name=certificate]', certificate)
  await visitor.presses('Sänd ansökan')
  await visitor.sees('Tack för ansökan')
  await lettersTo(stage.office, NEW.email, 1)
  await lena.goes('/owner/companies')
  await lena.sees('Väntar på svar')
  await lena.presses('Nya Elfirman AB')
  await lena.doesNotSee('Redan godkänt hos ett annat nätbolag.')
  await lena.presses('Godkänn')
  const [details] = await lettersTo(stage.office, NEW.admin_email, 1)
  expect(details!.text).toContain('asa.oberg')
  await visitor.goes(/https?:\S+\/invitation\/\S+/.exec(details!.text!)![0])
  await visitor.fills({ password: 'tågresan till kiruna', repeat: 'tågresan till kiruna' })
  await visitor.presses('Spara lösenord')
  await visitor.goes('/cases/new')
  await visitor.sees('Norrådalens Elnät AB')
  for (const person of [karin, petra, amir, mira, nils, lena, visitor]) await person.leaves()
})

/** In a list that may be shown as a select or as buttons, as long as it is. */
async function chooses(person: Person, owner: string): Promise<void> {
  const select = person.page.locator('select[name=owner]')
  if ((await select.count()) > 0) {
    const value = await select.locator('option', { hasText: owner }).getAttribute('value')
    await select.selectOption(value)
  } else await person.page.locator('label', { hasText: owner }).last().click()
}
