import { beforeAll, expect, test } from 'vitest'
import { PASSWORD } from '../support/database.ts'
import { Person, setStage, type Stage } from '../support/story.ts'

let stage: Stage
beforeAll(async () => {
  stage = await setStage()
})

test.each([
  ['on a desk', { width: 1280, height: 900 }],
  ['on a phone', { width: 390, height: 844 }],
])('who gets in is changed by who shows who they are, without script, %s', async (where, size) => {
  const name = `Olle Palm ${where === 'on a desk' ? 'Ett' : 'Två'}`
  const karin = await Person.comes(stage, size, { javaScriptEnabled: false })
  await karin.signsIn('karin.bergstrom', PASSWORD)
  await karin.goes('/company/users/new')
  await karin.fills({ name, email: 'olle.palm@bergstroms.example', phone: '070-174 06 30' })
  await karin.presses('Spara')
  await karin.sees('Bekräfta att det är du')
  await karin.photographs(`proof-${size.width}`)
  expect(await karin.page.evaluate('document.documentElement.scrollWidth').catch(() => size.width)).toBe(size.width)
  await karin.proves('gissning')
  await karin.sees('Det är inte ditt nuvarande lösenord.')
  await karin.photographs(`proof-wrong-${size.width}`)
  await karin.proves()
  await karin.sees(`${name} är upplagd`)

  // The next one within ten minutes is not asked about.
  await karin.choosesInRow(karin.page.locator('tr', { hasText: name }), 'Skicka inloggningsuppgifter')
  await karin.sees(`Inloggningsuppgifter är på väg till ${name}.`)
  await karin.presses('Säkerhetshändelser')
  await karin.sees('Kontot lades upp')
  await karin.photographs(`security-events-${size.width}`)
  await karin.leaves()
})
