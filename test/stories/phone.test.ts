import { beforeAll, expect, test } from 'vitest'
import { jpeg } from '../support/files.ts'
import { FACILITY, ORDERER } from '../support/notices.ts'
import { aCase, actorsOf } from '../support/cases.ts'
import { itIs, Person, setStage, type Stage } from '../support/story.ts'

let stage: Stage
beforeAll(async () => {
  itIs('2027-02-01')
  stage = await setStage()
})

test('in a cellar: a new case on a phone, a section at a time, with a photo, to sent', async () => {
  const sofia = await Person.arrives(stage, 'sofia.lindqvist', { width: 390, height: 844 })
  const { page } = sofia
  await sofia.goes('/cases/new')
  await page.locator('summary', { hasText: 'Befintlig anläggning' }).tap()
  await page.locator('label', { hasText: 'BE07' }).tap()
  await sofia.fills({ postcode: '123 45' })
  await page.getByRole('button', { name: 'Skapa anmälan' }).tap()
  await page.waitForURL('**/edit')

  const left = new Map(
    Object.entries({
      ...ORDERER,
      ...FACILITY,
      matarnummer: 'MT-48211',
      mat_placering: 'fasad',
      fardigdatum: '2027-03-15',
      intygande: true,
    }),
  )
  const next = page.locator('[data-step-next]')
  for (let section = 0; section < 12; section += 1) {
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(390)
    for (const [name, value] of [...left]) {
      if (!(await page.locator(`[name="${name}"]`).first().locator('xpath=ancestor::section[1]').isVisible())) continue
      await sofia.fill(name, value)
      left.delete(name)
    }
    const camera = page.locator('[name="photo.FOT"]')
    if (await camera.locator('xpath=..').isVisible()) {
      // A finger gets a button that opens the camera at once.
      expect(await camera.getAttribute('capture')).toBe('environment')
      expect(await camera.getAttribute('accept')).toBe('image/*')
      await camera.setInputFiles({ name: 'central.jpg', mimeType: 'image/jpeg', buffer: jpeg })
      await sofia.sees('Sparad')
    }
    if (!(await next.isVisible())) break
    await next.tap()
  }
  expect([...left.keys()]).toEqual([])
  await Promise.all([page.waitForURL('**/review'), page.getByRole('button', { name: 'Granska och skicka' }).tap()])
  await sofia.sees('central.jpg')
  expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(390)
  await page.getByRole('button', { name: 'Skicka föranmälan' }).tap()
  await sofia.sees('Skickat till Norrådalens Elnät AB.')
  expect(await sofia.status()).toContain('För godkännande')
  expect(await stage.db.owner('attachments').pluck('kind')).toEqual(['FOT'])
  await sofia.leaves()
})

test('with the keyboard alone: from the form through the page that warns to sent', async () => {
  const { amir: actor } = actorsOf(stage.db.world)
  const { ref } = await aCase(actor, 'BE07')
  // A Saturday: something to be warned of.
  const kase = (await stage.db.owner('cases').where({ ref }).first('notice')) as { notice: object }
  await stage.db
    .owner('cases')
    .where({ ref })
    .update({ notice: JSON.stringify({ ...kase.notice, fardigdatum: '2027-03-20' }) })
  const amir = await Person.arrives(stage, 'amir.haddad')
  const { keyboard } = amir.page
  const reach = async (words: string) => {
    for (let presses = 0; presses < 200; presses += 1) {
      await keyboard.press('Tab')
      const here = (await amir.page.evaluate(
        `(() => { const at = document.activeElement; return at.closest('label')?.innerText || at.innerText || '' })()`,
      )) as string
      if (here.includes(words)) return
    }
    throw new Error(`${words} is not within reach of Tab`)
  }
  await amir.goes(`/cases/${ref}/edit`)
  await reach('Granska och skicka')
  await Promise.all([amir.page.waitForURL('**/review'), keyboard.press('Enter')])
  await amir.sees('2027-03-20 är en lördag. Välj en vardag.')
  for (const _ of await amir.page.locator('[name=accept]').all()) {
    await reach('Jag har sett detta')
    await keyboard.press('Space')
  }
  await reach('Skicka föranmälan')
  await Promise.all([amir.page.waitForURL(`**/cases/${ref}`), keyboard.press('Enter')])
  await amir.sees('Skickat till Norrådalens Elnät AB.')
  await amir.leaves()
})
