import { beforeAll, expect, test } from 'vitest'
import { PASSWORD } from '../support/database.ts'
import { itIs, Person, setStage, type Stage } from '../support/story.ts'

let stage: Stage
beforeAll(async () => {
  itIs('2027-02-01')
  stage = await setStage()
})

/** What an installer knows by heart or reads on the customer's invoice. */
const ANSWERS = {
  best_id: '19121212-1212',
  best_namn: 'Tolvan Tolvansson',
  best_adress: 'Kvarnvägen 12',
  best_postnr: '123 45',
  best_ort: 'Norrådal',
  best_telefon: '070-174 06 20',
  best_epost: 'tolvan@kund.example',
  anl_id: '735 999 000 100 000 029',
  sakr_bef: '20',
  ladd_effekt: '11',
  ladd_lastbalans: 'nej',
  fardigdatum: '2027-03-15',
  intygande: true,
}

test('a charger on a phone: at most fifteen answers from the form to sent', async () => {
  const sofia = await Person.arrives(stage, 'sofia.lindqvist', { width: 390, height: 844 })
  const { page } = sofia
  await sofia.begins('Elbilsladdning', 'LA01', { postcode: '123 45' })
  await page.waitForURL('**/edit')
  // The first step asks something: what is rarely asked comes last.
  expect(await page.locator('[data-step-title]').innerText()).toBe('Beställare')

  let given = 0
  const left = new Map(Object.entries(ANSWERS))
  const next = page.locator('[data-step-next]')
  for (let step = 0; step < 12; step += 1) {
    const same = page.getByRole('button', { name: 'Samma adress som beställaren' })
    if (await same.isVisible()) {
      await same.tap()
      given += 1
      expect(await page.locator('[name=anl_ort]').inputValue()).toBe('Norrådal')
    }
    for (const [name, value] of [...left]) {
      if (!(await page.locator(`[name="${name}"]`).first().locator('xpath=ancestor::section[1]').isVisible())) continue
      await sofia.fill(name, value)
      left.delete(name)
      given += 1
    }
    if (!(await next.isVisible())) break
    await next.tap()
  }
  expect([...left.keys()]).toEqual([])
  expect(given).toBeLessThanOrEqual(15)
  await Promise.all([page.waitForURL('**/review'), page.getByRole('button', { name: 'Granska och skicka' }).tap()])
  await page.getByRole('button', { name: 'Skicka föranmälan' }).tap()
  await sofia.sees('Skickat till Norrådalens Elnät AB.')
  await sofia.leaves()
})

test('without script the same address is copied by the server, and a fold with an answer stands open', async () => {
  const amir = await Person.comes(stage, { width: 1280, height: 900 }, { javaScriptEnabled: false })
  await amir.signsIn('amir.haddad', PASSWORD)
  await amir.begins('Elbilsladdning', 'LA01', { postcode: '12345' })
  const { page } = amir
  expect(await page.locator('[name=anl_postnr]').inputValue()).toBe('123 45')
  expect(await page.locator('.rare-fold[open]').count()).toBe(0)
  await amir.fills({ best_adress: 'Kvarnvägen 12', best_postnr: '12346', best_ort: 'Norrådal', ladd_fabrikat: 'Zap 3' })
  await amir.presses('Samma adress som beställaren')
  expect(await page.locator('[name=anl_adress]').inputValue()).toBe('Kvarnvägen 12')
  expect(await page.locator('[name=anl_postnr]').inputValue()).toBe('12346')
  expect(await page.locator('.rare-fold[open] [name=ladd_fabrikat]').inputValue()).toBe('Zap 3')
  await amir.leaves()
})
