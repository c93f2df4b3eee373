import { beforeAll, expect, test } from 'vitest'
import { itIs, lettersTo, Person, setStage, type Stage } from '../support/story.ts'

let stage: Stage
beforeAll(async () => {
  itIs('2027-02-01')
  stage = await setStage()
})

const OLLE = 'olle.palm@bergstroms.example'
const FIRST = 'tågresan till kiruna'
const SECOND = 'gul cykel i hallen'

test('S8: a person comes, forgets the password, and leaves', async () => {
  const karin = await Person.arrives(stage, 'karin.bergstrom')

  // Without an address there is nowhere to send the details; nothing typed is lost.
  await karin.goes('/company/users')
  await karin.presses('Ny användare')
  await karin.fills({ name: 'Olle Palm', phone: '070-174 06 30', invite: false })
  await karin.presses('Spara')
  await karin.proves()
  await karin.sees('Ange en e-postadress')
  expect(await karin.page.inputValue('[name=name]')).toBe('Olle Palm')
  await karin.fills({ email: OLLE })
  await karin.presses('Spara')
  await karin.sees('olle.palm')
  await karin.sees('Inte inbjuden än')
  const row = karin.page.locator('tr', { hasText: 'Olle Palm' })
  await karin.choosesInRow(row, 'Skicka inloggningsuppgifter')
  await karin.sees('Inloggningsuppgifter är på väg till Olle Palm.')

  // The letter's link asks for a password; the rules turn green one by one while he types.
  const [details] = await lettersTo(stage.office, OLLE, 1)
  expect(details!.text).toContain('olle.palm')
  const olle = await Person.comes(stage)
  await olle.goes(/https?:\S+\/invitation\/\S+/.exec(details!.text!)![0])
  const green = () => olle.page.locator('[data-rule][data-state=ok]').count()
  expect(await green()).toBe(0)
  await olle.page.locator('[name=password]').pressSequentially('tågresan')
  await expect.poll(green).toBe(1)
  await olle.page.locator('[name=password]').pressSequentially(' till kiruna')
  await expect.poll(green).toBe(3)
  await olle.fills({ repeat: FIRST })
  await olle.presses('Spara lösenord')
  await olle.sees('Välkommen till Elanmälan.')
  await olle.begins('Befintlig anläggning', 'Nedsäkring', { postcode: '123 45' })
  await olle.sees('2027-000001')

  // Forgotten: the same page for him as for nobody, and one letter.
  const visitor = await Person.comes(stage)
  const pages = []
  for (const username of ['olle.palm', 'finns.inte']) {
    await visitor.goes('/password/forgotten')
    await visitor.fills({ username })
    await visitor.presses('Skicka tillfälligt lösenord')
    pages.push(await visitor.page.locator('main').innerHTML())
  }
  expect(pages[0]).toBe(pages[1])
  const letters = await lettersTo(stage.office, OLLE, 2)
  const secret = /(?:[a-z2-9]{6}-){3}[a-z2-9]{6}/.exec(letters.at(-1)!.text!)![0]
  await olle.goes('/inbox')
  expect(olle.page.url()).toContain('/inbox')
  await visitor.signsIn('olle.palm', secret)
  expect(visitor.page.url()).toContain('/password/new')
  await visitor.goes('/inbox')
  expect(visitor.page.url()).toContain('/sign-in')
  await visitor.goes('/password/new')
  await visitor.fills({ password: SECOND, repeat: SECOND })
  await visitor.presses('Spara lösenord')
  await visitor.sees('Ditt nya lösenord gäller.')
  // The old session is over, and the temporary password with it.
  await olle.goes('/inbox')
  expect(olle.page.url()).toContain('/sign-in')
  await olle.signsIn('olle.palm', secret)
  await olle.sees('Fel användarnamn eller lösenord.')

  // He leaves: his draft goes to Karin, his open session ends, and no letter reaches him.
  await lettersTo(stage.office, OLLE, 3)
  await karin.goes('/company/users')
  await karin.presses('Olle Palm')
  await karin.presses('Stäng kontot')
  await karin.sees('2027-000001')
  await karin.presses('Stäng kontot')
  await karin.sees('Kontot är stängt')
  await visitor.goes('/inbox')
  expect(visitor.page.url()).toContain('/sign-in')
  await visitor.signsIn('olle.palm', SECOND)
  await visitor.sees('Fel användarnamn eller lösenord.')
  await karin.goes('/cases/mine')
  await karin.sees('2027-000001')
  await visitor.goes('/password/forgotten')
  await visitor.fills({ username: 'olle.palm' })
  await visitor.presses('Skicka tillfälligt lösenord')

  // The last administrator cannot remove herself.
  await karin.goes('/company/users')
  await karin.presses('Karin Bergström', karin.page.locator('.people-table'))
  await karin.presses('Stäng kontot')
  await karin.presses('Stäng kontot')
  await karin.sees('Det måste finnas minst en administratör.')
  await karin.goes('/inbox')
  expect(karin.page.url()).toContain('/inbox')
  await lettersTo(stage.office, OLLE, 3)
  for (const person of [karin, olle, visitor]) await person.leaves()
})
