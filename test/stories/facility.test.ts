import { readFile } from 'node:fs/promises'
import path from 'node:path'
import type { Page } from 'playwright-core'
import { beforeAll, expect, test } from 'vitest'
import { root } from '../../src/config.ts'
import type { CaseRow } from '../../src/db/rowTypes.ts'
import { seedRegister } from '../facilities/register.ts'
import { itIs, Person, setStage, type Stage } from '../support/story.ts'

let stage: Stage
beforeAll(async () => {
  itIs('2027-02-01')
  stage = await setStage()
  await seedRegister(stage.db)
})

/** WCAG 2.2 AA of what is open, as far as a machine can tell. */
async function faults(page: Page): Promise<string[]> {
  await page.evaluate(await readFile(path.join(root, 'node_modules/axe-core/axe.min.js'), 'utf8'))
  const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']
  return page.evaluate(
    `axe.run('dialog', { runOnly: ${JSON.stringify(tags)} }).then(({ violations }) => violations.map(({ id, nodes }) => id + ': ' + nodes[0].html))`,
  )
}

const answer = '[data-facility-answer]'
const value = (who: Person, name: string) => who.page.locator(`form#edit [name="${name}"]`).first().inputValue()
const rowOf = (who: Person, label: string) => who.page.locator('.facility-table tr', { hasText: label }).innerText()
const stored = async () => (await stage.db.owner<CaseRow>('cases').orderBy('id', 'desc').first())!.notice

test('S10: facility data over the form, by keyboard: no hit, then old against new; Nej keeps, Ja overwrites', async () => {
  const amir = await Person.arrives(stage, 'amir.haddad')
  await amir.begins('Elbilsladdning', 'LA01', { postcode: '123 45' })
  await amir.fills({ anl_adress: 'Kvarnvägen 2', matarnummer: 'MT-00000' })
  const { page } = amir
  await page.getByRole('button', { name: 'Hämta anl-data' }).focus()
  await page.keyboard.press('Enter')
  const dialog = page.getByRole('dialog', { name: 'Hämta anl-data' })
  await dialog.waitFor()
  // It begins with the number that stands in the form.
  expect(await page.locator('[name=_asked]').inputValue()).toBe('MT-00000')
  await page.keyboard.press('Enter')
  await expect.poll(() => page.locator(answer).innerText()).toContain('Statuskod 200')
  expect(await page.getByRole('button', { name: 'Uppdatera och Stäng' }).isVisible()).toBe(false)
  await page.keyboard.press('Escape')
  expect(await dialog.isVisible()).toBe(false)
  expect(await page.evaluate('document.activeElement.textContent')).toContain('Hämta anl-data')
  expect([await value(amir, 'anl_adress'), await value(amir, 'matarnummer')]).toEqual(['Kvarnvägen 2', 'MT-00000'])

  await amir.presses('Hämta anl-data')
  await page.locator('label.segment', { hasText: 'Mätarnummer' }).click()
  await page.locator('[name=_asked]').fill('MT-48211')
  await page.keyboard.press('Enter')
  await expect.poll(() => page.locator(answer).innerText()).toContain('Statuskod 100')
  expect(await rowOf(amir, 'Anläggningsadress')).toMatch(/Kvarnvägen 2\s+Kvarnvägen 12\s+Behålls/)
  expect(await rowOf(amir, 'Mätarnummer')).toMatch(/MT-00000\s+MT-48211\s+Ersätts alltid/)
  expect(await rowOf(amir, 'Tekniskt nummer')).toMatch(/tomt\s+T-1042\s+Fylls i/)
  await page.locator('label.segment', { hasText: /^Ja$/ }).and(page.locator('dialog label')).click()
  expect(await rowOf(amir, 'Anläggningsadress')).toMatch(/Ersätts/)
  await page.locator('label.segment', { hasText: /^Nej$/ }).and(page.locator('dialog label')).click()
  expect(await faults(page)).toEqual([])
  await amir.photographs('facility-dialog')
  await amir.presses('Uppdatera och Stäng')
  await expect.poll(() => value(amir, 'tekniskt_nr')).toBe('T-1042')
  expect([await value(amir, 'anl_adress'), await value(amir, 'matarnummer')]).toEqual(['Kvarnvägen 2', 'MT-48211'])
  // As after any other typing the form saves itself.
  await expect.poll(stored).toMatchObject({ matarnummer: 'MT-48211', sakr_bef: 20, fas_bef: '3' })

  await amir.presses('Hämta anl-data')
  await page.keyboard.press('Enter')
  await expect.poll(() => page.locator(answer).innerText()).toContain('Statuskod 100')
  await page.locator('label.segment', { hasText: /^Ja$/ }).and(page.locator('dialog label')).click()
  await amir.presses('Uppdatera och Stäng')
  await expect.poll(() => value(amir, 'anl_adress')).toBe('Kvarnvägen 12')
  await expect.poll(stored).toMatchObject({ anl_adress: 'Kvarnvägen 12' })
  await amir.leaves()
})

test('on a phone the same button stands in the section, and the dialog fits', async () => {
  const sofia = await Person.arrives(stage, 'sofia.lindqvist', { width: 390, height: 844 })
  const { page } = sofia
  await sofia.begins('Elbilsladdning', 'LA01', { postcode: '123 45' })
  const button = page.getByRole('button', { name: 'Hämta anl-data' })
  for (let step = 0; step < 4 && !(await button.isVisible()); step++) await page.locator('[data-step-next]').click()
  await button.click()
  // A number that is none is told at the number, until another is typed.
  await page.locator('[name=_asked]').fill('735999000100000013')
  await page.locator('[data-facility-search]').click()
  const asked = page.locator('dialog .field', { has: page.locator('[name=_asked]') })
  await expect.poll(() => asked.innerText()).toContain('kontrollsiffran stämmer inte')
  expect(await faults(page)).toEqual([])
  await page.locator('[name=_asked]').fill('735999000100000029')
  expect(await asked.innerText()).not.toContain('kontrollsiffran')
  await page.locator('[data-facility-search]').click()
  await expect.poll(() => page.locator(answer).innerText()).toContain('Statuskod 100')
  // The choice that the table depends on is in sight above it.
  expect((await page.locator('dialog label.segment', { hasText: /^Ja$/ }).boundingBox())!.y).toBeGreaterThan(0)
  expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(390)
  const box = await page.getByRole('button', { name: 'Uppdatera och Stäng' }).boundingBox()
  expect(box!.y + box!.height).toBeLessThanOrEqual(844)
  await sofia.photographs('facility-dialog-390')
  await sofia.presses('Uppdatera och Stäng')
  await expect.poll(() => value(sofia, 'anl_adress')).toBe('Kvarnvägen 12')
  await sofia.leaves()
})

test('on a phone nothing of what is wrong with a file, or of who has asked, lies outside the window', async () => {
  const lena = await Person.arrives(stage, 'lena.frost', { width: 390, height: 844 })
  const { page } = lena
  await lena.goes('/owner/facilities')
  const file = 'Anläggnings-ID;Postnummer\n735999000100000036;12345\n735999000100000013;1234\n'
  await page.setInputFiles('[name=file]', { name: 'register.csv', mimeType: 'text/csv', buffer: Buffer.from(file) })
  await lena.presses('Läs filen')
  const inside = (what: string): Promise<boolean> =>
    page.evaluate(
      `[...document.querySelectorAll('${what}')].every((each) => each.getBoundingClientRect().right <= innerWidth)`,
    )
  await lena.sees('kontrollsiffran stämmer inte')
  expect(await inside('.is-cards td')).toBe(true)
  await lena.goes('/owner/facilities/lookups')
  await lena.sees('Bergströms Elservice AB')
  expect(await inside('.is-cards td')).toBe(true)
  await lena.leaves()
})

test('without script it is a page of its own, and nothing typed is lost on the way', async () => {
  const amir = await Person.comes(stage, { width: 1280, height: 900 }, { javaScriptEnabled: false })
  await amir.signsIn('amir.haddad', 'nordanvind över fjället 7')
  const { page } = amir
  const ref = (
    (await stage.db.owner('cases').where({ created_by: stage.db.world.users['amir.haddad']! }).first('ref')) as {
      ref: string
    }
  ).ref
  await amir.goes(`/cases/${ref}/edit`)
  await page.locator('[name=anl_adress]').fill('Kvarnvägen 2')
  await page.locator('[name=upplysningar]').fill('Hund på gården.\nRing först.')
  await page.locator('[name=tekniskt_nr]').fill('')
  await amir.presses('Hämta anl-data')
  await page.locator('h1', { hasText: 'Hämta anl-data' }).waitFor()
  await page.locator('label.segment', { hasText: 'Mätarnummer' }).click()
  await page.locator('[name=_asked]').fill('MT-48211')
  await amir.presses('Sök')
  await amir.sees('Statuskod 100')
  expect(await rowOf(amir, 'Anläggningsadress')).toMatch(/Kvarnvägen 2\s+Kvarnvägen 12\s+Behålls/)
  await page.locator('label.segment', { hasText: /^Ja$/ }).click()
  expect(await rowOf(amir, 'Anläggningsadress')).toMatch(/Ersätts/)
  await amir.photographs('facility-page')
  await amir.presses('Uppdatera och Stäng')
  await amir.sees('Uppgifterna är hämtade till formuläret. Läs igenom och spara.')
  expect(await value(amir, 'anl_adress')).toBe('Kvarnvägen 12')
  expect(await value(amir, 'tekniskt_nr')).toBe('T-1042')
  expect(await value(amir, 'upplysningar')).toBe('Hund på gården.\nRing först.')
  await page.locator('.edit-save').click()
  await amir.sees('Sparat.')
  expect(await stored()).toBeDefined()
  await amir.leaves()
})
