import { beforeAll, expect, test } from 'vitest'
import { aCase, actorsOf } from '../support/cases.ts'
import { Person, setStage, type Stage } from '../support/story.ts'

let stage: Stage

beforeAll(async () => {
  stage = await setStage()
  const { amir } = actorsOf(stage.db.world)
  await aCase.send(amir, await aCase(amir, 'NY01', { note: 'Grindkod 4711' }))
})

test('Eva presses / on any page, types what she remembers, and sees the case and why', async () => {
  const eva = await Person.arrives(stage, 'eva.nordin')
  await eva.goes('/archive')
  await eva.page.keyboard.press('/')
  await eva.page.keyboard.type('grindkod tolvan')
  await eva.page.keyboard.press('Enter')
  await eva.sees('Notering: Obs: Grindkod 4711')
  expect(await eva.page.locator('.hits mark').allInnerTexts()).toEqual(expect.arrayContaining(['Grindkod', 'Tolvan']))
  // In a field a stroke is a stroke.
  await eva.page.locator('#q').press('End')
  await eva.page.keyboard.type(' 1/2')
  expect(await eva.page.inputValue('#q')).toBe('grindkod tolvan 1/2')
  await eva.leaves()
})

test('the key can be turned off, and stays so', async () => {
  const eva = await Person.arrives(stage, 'eva.nordin')
  await eva.goes('/search')
  await eva.page.getByLabel('Tangenten / leder till sökrutan').uncheck()
  await eva.goes('/cases')
  await eva.page.keyboard.press('/')
  expect(await eva.page.locator('#top-q:focus').count()).toBe(0)
  await eva.leaves()
})

test('on a phone the loupe leads to the page, and a word there to the case', async () => {
  const amir = await Person.arrives(stage, 'amir.haddad', { width: 390, height: 800 })
  await amir.presses('Sök ärenden')
  await amir.page.fill('#q', 'Bergsvägen')
  await amir.page.keyboard.press('Enter')
  await amir.page.locator('.hits .cell-case a').click()
  await amir.sees('Bergsvägen 3')
  await amir.leaves()
})
