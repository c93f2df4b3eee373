import type { Page } from 'playwright-core'
import { beforeAll, expect, test } from 'vitest'
import type { CaseRow } from '../../src/db/rowTypes.ts'
import { aCase, actorsOf } from '../support/cases.ts'
import { PASSWORD } from '../support/database.ts'
import { itIs, Person, setStage, type Stage } from '../support/story.ts'

let stage: Stage
beforeAll(async () => {
  itIs('2027-02-01')
  stage = await setStage()
})

/** In another tab of the same browser. */
async function signsOut(who: Person): Promise<void> {
  const tab = await who.page.context().newPage()
  await tab.goto('/inbox')
  await tab.evaluate(`document.querySelector('form[action="/sign-out"]').requestSubmit()`)
  await tab.waitForURL('**/sign-in')
  await tab.close()
}

async function signsIn(page: Page, username: string): Promise<void> {
  await page.fill('[name=username]', username)
  await page.fill('[name=password]', PASSWORD)
  await page.getByRole('button', { name: 'Logga in', exact: true }).click()
}

test('an installer whose session ends while writing loses nothing', async () => {
  const kase = await aCase(actorsOf(stage.db.world).amir, 'NY01')
  const stored = async () => (await stage.db.owner<CaseRow>('cases').where({ id: kase.id }).first())!.notice
  const amir = await Person.arrives(stage, 'amir.haddad')
  amir.page.setDefaultTimeout(15_000)
  const said = amir.page.locator('[data-autosaved]')
  await amir.goes(`/cases/${kase.ref}/edit`)
  await signsOut(amir)
  await amir.fills({ anl_adress: 'Skrivna gatan 7' })
  await expect.poll(() => said.innerText()).toMatch(/^Du är utloggad\. Logga in i en ny flik$/)
  await amir.sees('Det du har skrivit är kvar på sidan men inte sparat.')
  await amir.photographs('signed-out-1280')

  // In the new tab one comes to the case; the page that waited saves itself.
  const [tab] = await Promise.all([
    amir.page.context().waitForEvent('page'),
    said.getByRole('link', { name: 'Logga in i en ny flik' }).click(),
  ])
  await signsIn(tab, 'amir.haddad')
  await tab.waitForURL(`**/cases/${kase.ref}/edit`)
  await tab.close()
  await amir.page.bringToFront()
  await amir.page.evaluate(`dispatchEvent(new Event('focus'))`)
  await expect.poll(() => said.innerText()).toMatch(/^Sparat/)
  expect((await stored())['anl_adress']).toBe('Skrivna gatan 7')
  await amir.doesNotSee('Du är utloggad')

  // Or Spara, and the page to sign in at.
  await signsOut(amir)
  await amir.fills({ anl_adress: 'Skrivna gatan 8' })
  await amir.presses('Spara')
  await amir.page.waitForURL('**/sign-in?next=*')
  await amir.sees('kommer tillbaka när du har loggat in')
  await signsIn(amir.page, 'amir.haddad')
  await amir.page.waitForURL(`**/cases/${kase.ref}/edit?kept=1`)
  expect(await amir.page.locator('[name=anl_adress]').inputValue()).toBe('Skrivna gatan 8')
  await amir.sees('Det du skrev innan du loggades ut är tillbaka')
  await amir.photographs('back-1280')
  await expect.poll(async () => (await stored())['anl_adress']).toBe('Skrivna gatan 8')
  await amir.leaves()
})

test('a handläggare’s rejection waits for its writer, and for nobody else', async () => {
  const people = actorsOf(stage.db.world)
  const kase = await aCase.send(people.amir, await aCase(people.amir, 'NY01'))
  const eva = await Person.arrives(stage, 'eva.nordin', { width: 390, height: 844 })
  eva.page.setDefaultTimeout(15_000)
  await eva.goes(`/cases/${kase.ref}`)
  await eva.page.locator('details.reject > summary').click()
  await eva.page.locator('[name=codes]').first().check()
  await eva.fills({ comment: 'Situationsplanen saknar mått till fasaden.' })
  await signsOut(eva)
  await eva.page.locator('details.reject form button.danger').click()
  await eva.page.waitForURL('**/sign-in?next=*')
  const address = eva.page.url()
  await signsIn(eva.page, 'johan.ek')
  await eva.page.waitForURL(`**/cases/${kase.ref}?kept=1`)
  await eva.doesNotSee('Det du skrev innan')
  expect(await eva.page.locator('[name=comment]').inputValue()).toBe('')
  await signsOut(eva)
  await eva.page.goto(address)
  await signsIn(eva.page, 'eva.nordin')
  await eva.page.waitForURL(`**/cases/${kase.ref}?kept=1`)
  expect(await eva.page.locator('[name=comment]').inputValue()).toBe('Situationsplanen saknar mått till fasaden.')
  expect(await eva.page.locator('[name=codes]').first().isChecked()).toBe(true)
  await eva.photographs('rejection-back-390')
  await eva.page.locator('details.reject form button.danger').click()
  await expect.poll(() => eva.status()).toContain('Avvisad')
  await eva.leaves()
})

test('a block too long to be read of somebody unknown stays on its page', async () => {
  const kase = await aCase(actorsOf(stage.db.world).amir, 'NY04')
  const amir = await Person.arrives(stage, 'amir.haddad')
  amir.page.setDefaultTimeout(15_000)
  await amir.goes(`/cases/${kase.ref}/edit`)
  await amir.page.evaluate(`document.getElementById('_rows.rader').value = 'Lgh 1\\t1001\\n'.repeat(9000)`)
  await signsOut(amir)
  await amir.presses('Spara')
  await amir.sees('Det du har skrivit är kvar på sidan men inte sparat.')
  expect((await amir.page.locator('[id="_rows.rader"]').inputValue()).length).toBeGreaterThan(90_000)
  await amir.leaves()
})
