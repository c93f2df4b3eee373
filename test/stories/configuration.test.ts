import { beforeAll, expect, test } from 'vitest'
import { aCase, actorsOf } from '../support/cases.ts'
import { PASSWORD } from '../support/database.ts'
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
  await lena.sees('Inget. Jobbtypen är som i katalogen.')
  await lena.page.locator('summary', { hasText: 'Föranmälan › Övrigt' }).click()
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

test('fields are dragged into order where there is a pointer, and moved by the menu of the row where there is no script', async () => {
  const at = '/owner/configuration/jobs/LA02'
  const open = (who: Person) => who.page.locator('summary', { hasText: 'Föranmälan › Beställare' }).click()
  const FIRST_FIVE = `[...document.querySelectorAll('[id^="row-best_"]')].slice(0, 5).map((row) => row.id.slice(4))`
  const order = (who: Person) => who.page.evaluate<string[]>(FIRST_FIVE)
  const lena = await Person.arrives(stage, 'lena.frost')
  await lena.goes(at)
  const height = await lena.page.evaluate<number>('document.documentElement.scrollHeight')
  // All of it was ten windows long.
  expect(height).toBeLessThan(2_500)
  await open(lena)
  const [first, second, third, fourth] = await order(lena)
  const middle = async (id: string) => {
    const { x, y, width, height: tall } = (await lena.page.locator(`[id="row-${id}"] [data-grip]`).boundingBox())!
    return { x: x + width / 2, y: y + tall / 2 }
  }
  const [from, to] = [await middle(first!), await middle(third!)]
  const drags = async (drop: 'let go' | 'Escape') => {
    await lena.page.mouse.move(from.x, from.y)
    await lena.page.mouse.down()
    await lena.page.mouse.move(from.x, (from.y + to.y) / 2, { steps: 4 })
    await lena.page.mouse.move(to.x, to.y + 8, { steps: 4 })
    await expect.poll(async () => (await order(lena)).slice(0, 4)).toEqual([second, third, first, fourth])
    if (drop === 'Escape') await lena.page.keyboard.press('Escape')
    await lena.page.mouse.up()
  }
  await drags('Escape')
  await expect.poll(async () => (await order(lena)).slice(0, 3)).toEqual([first, second, third])
  await drags('let go')
  await expect.poll(() => lena.page.locator('[data-moved]').innerText()).toMatch(/plats 3 av \d+$/)
  await lena.page.reload()
  expect((await order(lena)).slice(0, 4)).toEqual([second, third, first, fourth])

  // Without script: no grips, the menu does it, and the fold that it lies in is open again.
  const plain = await Person.comes(stage, { width: 390, height: 844 }, { javaScriptEnabled: false })
  await plain.signsIn('lena.frost', PASSWORD)
  await plain.goes(at)
  expect(await plain.page.locator('[data-grip]:visible').count()).toBe(0)
  await plain.page.locator('summary', { hasText: 'Konfiguration: Jobbtyper' }).click()
  await expect.poll(() => plain.page.getByRole('link', { name: 'Regler och tider' }).isVisible()).toBe(true)
  await open(plain)
  const row = plain.page.locator(`[id="row-${first!}"]`)
  await row.locator('summary').click()
  await row.getByRole('button', { name: 'Flytta först' }).click()
  await plain.page.waitForLoadState('load')
  expect((await order(plain)).slice(0, 3)).toEqual([first, second, third])
  await expect.poll(() => plain.page.locator(`[id="row-${first!}"]`).isVisible()).toBe(true)
  await plain.page.fill('#q', 'offert')
  await plain.page.getByRole('button', { name: 'Sök', exact: true }).click()
  await plain.sees(/\d+ träff(ar)? på ”offert”/)
  await plain.sees('Digital offert')
  for (const person of [lena, plain]) await person.leaves()
})
