import { beforeAll, expect, test } from 'vitest'
import { aCase, actorsOf } from '../support/cases.ts'
import { itIs, Person, setStage, type Stage } from '../support/story.ts'

let stage: Stage
beforeAll(async () => {
  itIs('2027-02-01')
  stage = await setStage()
})

test('an administrator changes a help text, asks for a field and makes one, previews, publishes and goes back', async () => {
  const people = actorsOf(stage.db.world)
  const running = await aCase(people.amir, 'LA01')
  await aCase.send(people.amir, await aCase(people.amir, 'LA01'))
  const amir = await Person.arrives(stage, 'amir.haddad')
  const lena = await Person.arrives(stage, 'lena.frost', { width: 390, height: 844 })

  // On a phone: the job type, a field of it, everywhere it is.
  await lena.goes('/owner')
  await lena.presses('Konfiguration')
  await lena.sees('Inget utkast')
  await lena.presses('Till jobbtyperna')
  await lena.presses('LA01 Laddbox, småhus')
  await lena.presses('Upplysningar')
  await lena.fills({ help: 'Skriv var laddboxen sitter.', required: 'ja' })
  await lena.presses('Spara i utkastet')
  await lena.sees('Sparat i utkastet.')
  await lena.presses('Nytt eget fält')
  await lena.fills({
    section: 'notice.L',
    type: 'choice',
    label: 'Laddboxens skydd',
    options: 'Jordfelsbrytare A\nJordfelsbrytare B',
    required: 'ja',
  })
  await lena.presses('Spara i utkastet')
  await lena.sees('Ett av flera val')

  // The preview is the installer's own form, alive with the draft's conditions.
  await lena.goes('/owner/configuration/jobs/LA01/preview')
  await lena.sees('Laddboxens skydd')
  await lena.sees('Skriv var laddboxen sitter.')
  const born = lena.page.locator('.field:has([name=best_fodd])')
  expect(await born.isVisible()).toBe(false)
  await lena.fill('best_utan_pnr', true)
  expect(await born.isVisible()).toBe(true)

  // Nobody meets it yet.
  await begins(amir)
  await amir.doesNotSee('Laddboxens skydd')

  await lena.presses('Granska och publicera')
  await lena.sees('Laddboxens skydd')
  await lena.sees('nytt fält, ett av flera val')
  await lena.presses('Prova på tidigare ärenden')
  await lena.sees('Laddboxens skydd: Fyll i det här.')
  await lena.goes('/owner/configuration')
  await lena.fills({ note: 'Skydd för laddboxar' })
  await lena.presses('Publicera')
  await lena.proves()
  await lena.sees('Publicerat.')
  await lena.sees('Skydd för laddboxar')

  // What is new asks for it, what runs does not.
  await begins(amir)
  await amir.sees('Laddboxens skydd')
  await amir.sees('Skriv var laddboxen sitter.')
  await Promise.all([amir.page.waitForEvent('load'), amir.presses('Granska och skicka')])
  await amir.sees(/fyll i det här/i)
  expect(await amir.page.locator('.field.has-error', { hasText: 'Laddboxens skydd' }).count()).toBe(1)
  await amir.goes(`/cases/${running.ref}/edit`)
  await amir.doesNotSee('Laddboxens skydd')
  await amir.fills({ intygande: true })
  await amir.sends('Skicka föranmälan')
  await amir.sees('Skickat till Norrådalens Elnät AB.')

  // Back to how it was, as a new version; without script as with it.
  await lena.goes('/owner/configuration')
  await lena.presses('Återgå…')
  await lena.sees('Ändringar om ni återgår')
  await lena.presses('Återgå till version 1')
  await lena.sees('Version 1 gäller igen, som en ny version.')
  await lena.sees('återgång till version 1')
  await begins(amir)
  await amir.doesNotSee('Laddboxens skydd')
  for (const person of [amir, lena]) await person.leaves()
})

function begins(amir: Person): Promise<void> {
  return amir.begins('Elbilsladdning', 'Laddbox, småhus', { postcode: '12345' })
}
