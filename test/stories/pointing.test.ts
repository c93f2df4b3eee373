import { expect, test } from 'vitest'
import { aCase, actorsOf } from '../support/cases.ts'
import { itIs, Person, setStage } from '../support/story.ts'

test('Eva points at two values by key on a phone; Amir puts one right, is warned of the other, and both sides read it', async () => {
  itIs('2027-02-01')
  const stage = await setStage()
  const { amir: installer } = actorsOf(stage.db.world)
  const kase = await aCase.send(installer, await aCase(installer, 'NY01'))
  const phone = { width: 390, height: 844 }
  const [eva, amir] = await Promise.all([
    Person.arrives(stage, 'eva.nordin', phone),
    Person.arrives(stage, 'amir.haddad'),
  ])
  const at = `/cases/${kase.ref}`
  await eva.goes(at)
  const box = (value: string) => eva.page.locator(`[name=fields][value=${value}]`)
  // Only while one rejects are there boxes in the case.
  expect(await box('best_telefon').isVisible()).toBe(false)
  await eva.page.locator('details.reject > summary').click()
  await eva.page.getByRole('link', { name: 'Visa uppgifterna' }).click()
  await box('best_telefon').focus()
  await eva.page.keyboard.press('Space')
  await eva.page.keyboard.type('Numret går till en annan.')
  await box('fastighet').focus()
  await eva.page.keyboard.press('Space')
  await eva.page.keyboard.type('Berget 1:24 enligt kartan.')
  await eva.photographs('point-1-case')
  await eva.page.locator('#notice .point-back a').click()
  await expect
    .poll(() => eva.page.locator('.pointed').innerText())
    .toBe('Telefon: Numret går till en annan.\nFastighetsbeteckning: Berget 1:24 enligt kartan.')
  await eva.page.getByLabel('Bilaga saknas eller är oläslig').check()
  await eva.fills({ comment: 'Se det jag har markerat.' })
  await eva.photographs('point-2-panel')
  await eva.page.locator('.reject-send button').click()
  await expect.poll(() => eva.status()).toContain('Avvisad')

  await amir.goes(`${at}/edit`)
  const field = amir.page.locator('.field', { has: amir.page.locator('[name=best_telefon]') })
  await amir.photographs('point-3-form')
  await amir.page.getByRole('link', { name: 'Telefon' }).first().click()
  expect(await field.locator('.remark').innerText()).toContain('Numret går till en annan.')
  await amir.photographs('point-4-field')
  const count = await amir.page.locator('.edit-nav li.is-fix').count()
  expect(count).toBe(2)
  await amir.fills({ best_telefon: '070-174 06 99' })
  await expect.poll(() => amir.page.locator('.edit-nav li.is-fix').count()).toBe(1)
  await amir.page.getByRole('link', { name: 'Fastighetsbeteckning' }).first().click()
  await amir.fills({ matarnummer: 'EGEN-1', intygande: true })
  await amir.presses('Granska och skicka')
  await amir.sees('Kontrollera och skicka')
  await amir.photographs('point-5-review')
  const findings = amir.page.locator('.findings')
  expect(await findings.innerText()).toContain('Berget 1:24 enligt kartan.')
  expect(await findings.innerText()).not.toContain('Numret går till en annan.')
  for (const tick of await findings.locator('[name=accept]').all()) await tick.check()
  await amir.presses('Skicka föranmälan')
  await expect.poll(() => amir.status()).toContain('För godkännande')
  await amir.sees('Utpekat men oförändrat: Fastighetsbeteckning: Berget 1:24 enligt kartan.')

  await eva.goes(at)
  const changed = await eva.page.locator('.changed').innerText()
  expect(changed).toMatch(/Utpekat men oförändrat\s+Fastighetsbeteckning: Berget 1:24 enligt kartan\./)
  expect(changed).toContain('070-174 06 99')
  await eva.photographs('point-6-again')
  for (const person of [eva, amir]) await person.leaves()
})
