import type { BrowserContextOptions, Page } from 'playwright-core'
import { beforeAll, expect, test } from 'vitest'
import { newContext, testBrowser } from '../support/chromium.ts'
import { aCase, actorsOf } from '../support/cases.ts'
import { testServer } from '../support/client.ts'
import { PASSWORD, testDatabase, type TestDatabase } from '../support/database.ts'
import { multiply } from '../support/multiply.ts'

let db: TestDatabase
let address: string

beforeAll(async () => {
  db = await testDatabase()
  address = (await testServer()).address
  await testBrowser()
  const { amir } = actorsOf(db.world)
  const sent = await aCase.send(amir, await aCase(amir, 'NY01'))
  // Eight groups of twenty-five: the last ones come folded.
  await multiply(db, sent, 200, { job_name: `'Jobb ' || n % 8`, expected_on: `date '2027-01-01' + n` })
})

async function open(username: string, options: BrowserContextOptions = {}): Promise<Page> {
  const context = await newContext({ viewport: { width: 1280, height: 900 }, ...options })
  const page = await context.newPage()
  await page.goto(`${address}/sign-in`)
  await page.fill('[name=username]', username)
  await page.fill('[name=password]', PASSWORD)
  await page.press('[name=password]', 'Enter')
  await page.waitForURL((url) => !url.pathname.startsWith('/sign-in'))
  return page
}
const groupOf = (page: Page, title: string) =>
  page.locator('.case-group', { has: page.getByRole('heading', { name: title }) })

test('a folded group fetches its lines when it is opened, and more when asked', async () => {
  const page = await open('amir.haddad')
  await page.goto(`${address}/cases?group=job`)
  const last = groupOf(page, 'Jobb 7')
  expect(await last.locator('.count').textContent()).toBe('25')
  expect(await last.locator('tr').count()).toBe(0)
  await last.locator('summary').press('Enter')
  await last.locator('tbody tr').first().waitFor()
  expect(await last.locator('tbody tr').count()).toBe(25)

  const first = groupOf(page, 'Jobb 0')
  expect(await first.locator('tbody tr').count()).toBe(20)
  await first.getByRole('link', { name: 'Visa fler i Jobb 0' }).click()
  await first.locator('tbody tr').nth(24).waitFor()
  expect(await first.locator('tbody tr').count()).toBe(25)
  expect(await first.getByRole('link', { name: /Visa fler/ }).count()).toBe(0)
  // Who goes by keyboard stands on the first of the new lines.
  expect(await page.evaluate(`document.activeElement.closest('tr').rowIndex`)).toBe(21)
  const numbers = await first.locator('.cell-case a').allTextContents()
  expect(new Set(numbers).size).toBe(25)
  await page.context().close()
})

test('without script the same groups are pages of their own', async () => {
  const page = await open('amir.haddad', { javaScriptEnabled: false })
  await page.goto(`${address}/cases?group=job`)
  await groupOf(page, 'Jobb 7').locator('summary').click()
  await groupOf(page, 'Jobb 7').getByRole('link', { name: 'Visa Jobb 7' }).click()
  expect(await page.locator('.case-rows tbody tr').count()).toBe(25)
  await page.getByRole('link', { name: 'Jobbtyp: Jobb 7' }).click()
  await page.getByRole('link', { name: 'Filter' }).click()
  await page.getByLabel('Jobb 3').check()
  await page.getByRole('button', { name: 'Visa ärenden' }).click()
  expect(await page.locator('.case-rows tbody tr').count()).toBe(25)
  await page.getByRole('link', { name: 'Förväntat färdig', exact: true }).click()
  expect(new URL(page.url()).search).toBe('?group=none&sort=expected&job=Jobb+3')
  await page.context().close()
})

test('a handläggare goes by keys alone: chooses lines, sees what will happen, takes them, and goes to the next', async () => {
  const page = await open('eva.nordin')
  await page.goto(`${address}/symbols`)
  await page.keyboard.press('g')
  await page.keyboard.press('i')
  await page.waitForURL('**/inbox')
  await page.keyboard.press('?')
  const box = page.getByRole('dialog', { name: 'Kortkommandon' })
  expect(await box.getByText('Nästa och föregående rad').isVisible()).toBe(true)
  await page.keyboard.press('Escape')
  expect(await page.locator('#bulk').isVisible()).toBe(false)
  await page.keyboard.press('j')
  await page.keyboard.press('x')
  await page.keyboard.press('j')
  await page.keyboard.press('j')
  await page.keyboard.press('k')
  await page.keyboard.press('x')
  expect(await page.locator('#bulk output').textContent()).toBe('Valda: 2')
  await page.locator('#bulk').getByRole('button', { name: 'Ta', exact: true }).press('Enter')
  await page.getByText('Ej tilldelad blir Eva Nordin').first().waitFor()
  await page.getByRole('button', { name: 'Genomför för 2 ärenden' }).press('Enter')
  await page.getByText('Gjort för 2 av 2 ärenden').waitFor()
  const taken = await db.owner('cases').where({ handler_name: 'Eva Nordin' }).pluck('ref')
  expect(taken).toHaveLength(2)
  // Nobody's keys are taken while writing.
  await page.goto(`${address}/cases`)
  await page.locator('#q').pressSequentially('x?jg')
  expect(await page.locator('#q').inputValue()).toBe('x?jg')
  await page.context().close()
})

test('on a phone nothing is wider than the page, and the menus of the list are in reach', async () => {
  const page = await open('amir.haddad', { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true })
  for (const path of [
    '/cases',
    '/cases?group=expected&symbol=files&status=submitted',
    '/cases/filter',
    '/cases/export',
    '/inbox',
  ]) {
    await page.goto(address + path)
    expect(await page.evaluate('document.documentElement.scrollWidth'), path).toBe(390)
  }
  await page.goto(`${address}/cases`)
  for (const name of ['Vyer', 'Kolumner']) {
    await page.locator('.list-menus summary', { hasText: name }).tap()
    const box = (await page.locator('.list-menus .menu[open] .menu-list').boundingBox())!
    expect(box.x, name).toBeGreaterThanOrEqual(0)
    expect(box.x + box.width, name).toBeLessThanOrEqual(390)
    await page.locator('.list-menus .menu[open] summary').tap({ force: true })
  }
  await page.context().close()
})

test.each([1280, 390])(
  'the filter opens over the list at %i px, Esc gives the focus back, and what is chosen is a chip',
  async (width) => {
    const page = await open('amir.haddad', { viewport: { width, height: 844 } })
    await page.goto(`${address}/cases?group=none`)
    const button = page.getByRole('link', { name: 'Filter' })
    await button.press('Enter')
    const sheet = page.getByRole('dialog', { name: 'Filter' })
    await sheet.waitFor()
    expect(new URL(page.url()).pathname).toBe('/cases')
    await page.keyboard.press('Escape')
    await sheet.waitFor({ state: 'hidden' })
    expect(await page.evaluate(`document.activeElement.matches('a[data-filter]')`)).toBe(true)

    await button.press('Enter')
    await sheet.getByLabel('För godkännande').check()
    await sheet.getByRole('button', { name: 'Visa ärenden' }).click()
    await page.waitForURL(/status=submitted/)
    const chip = page.locator('.chip', { hasText: 'Status: För godkännande' })
    await chip.click()
    await page.waitForURL((url) => !url.search.includes('status='))
    expect(await chip.count()).toBe(0)
    await page.context().close()
  },
)

test('without script the filter is a page of its own', async () => {
  const page = await open('amir.haddad', { javaScriptEnabled: false })
  await page.goto(`${address}/cases`)
  await page.getByRole('link', { name: 'Filter' }).click()
  expect(new URL(page.url()).pathname).toBe('/cases/filter')
  await page.context().close()
})
