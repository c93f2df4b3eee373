import { beforeAll, expect, test } from 'vitest'
import type { CaseRow } from '../../src/db/rowTypes.ts'
import { pdf } from '../support/files.ts'
import { ORDERER } from '../support/notices.ts'
import { itIs, Person, setStage, type Stage } from '../support/story.ts'

// What the form says while one writes in it: what is saved, what cannot be read, and how far each section has come.

let stage: Stage
beforeAll(async () => {
  itIs('2027-02-01')
  stage = await setStage()
})

const stored = async () => (await stage.db.owner<CaseRow>('cases').orderBy('id', 'desc').first())!.notice
const said = (who: Person) => who.page.locator('[data-autosaved]').innerText()

test('what cannot be read is told at the field while one writes; the rest is saved', async () => {
  const amir = await Person.arrives(stage, 'amir.haddad')
  const { page } = amir
  await amir.begins('Ny anläggning', 'NY01', { postcode: '123 45' })
  const identity = page.locator('[name=best_id]')
  const message = page.locator('[data-says=best_id]')
  await identity.fill('19121212-1213')
  await page.locator('[name=best_namn]').fill('Tolvan Tolvansson')
  await page.locator('[name=best_namn]').press('End')
  await expect.poll(() => said(amir)).toMatch(/^Sparat 09:00, men inte Person- eller organisationsnummer$/)
  expect(await stored()).toMatchObject({ best_namn: 'Tolvan Tolvansson' })
  expect(await message.innerText()).toBe('Personnumret stämmer inte. Kontrollera siffrorna.')
  expect(await message.getAttribute('aria-live')).toBe('polite')
  expect(await identity.getAttribute('aria-invalid')).toBe('true')
  expect(await identity.getAttribute('aria-describedby')).toBe('best_id-help best_id-error')
  expect(await page.evaluate('document.activeElement.name')).toBe('best_namn')
  expect(await identity.inputValue()).toBe('19121212-1213')

  // Put right, it is saved, and the words are gone.
  await identity.fill('19121212-1212')
  await expect.poll(() => said(amir)).toBe('Sparat 09:00')
  expect(await message.innerText()).toBe('')
  expect(await identity.getAttribute('aria-invalid')).toBeNull()
  expect(await identity.getAttribute('aria-describedby')).toBe('best_id-help')
  await page.reload()
  expect(await identity.inputValue()).toContain('1212')
  expect(await page.locator('[name=best_namn]').inputValue()).toBe('Tolvan Tolvansson')
  await amir.leaves()
})

test('a day that is pasted as it was written is read, though the calendar takes its own form alone', async () => {
  const amir = await Person.arrives(stage, 'amir.haddad')
  const { page } = amir
  await amir.begins('Ny anläggning', 'NY01', { postcode: '123 45' })
  const day = page.locator('[name=fardigdatum]')
  const paste = async (text: string) => {
    await day.focus()
    await page.evaluate(`(() => {
      const clipboardData = new DataTransfer()
      clipboardData.setData('text/plain', ${JSON.stringify(text)})
      document.activeElement.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }))
    })()`)
  }
  await paste('2027-04-14')
  expect([await day.getAttribute('type'), await day.inputValue()]).toEqual(['date', '2027-04-14'])
  await paste('torsdag 15 april 2027')
  await expect.poll(() => stored()).toMatchObject({ fardigdatum: '2027-04-15' })
  await page.reload()
  expect([await day.getAttribute('type'), await day.inputValue()]).toEqual(['date', '2027-04-15'])
  await amir.leaves()
})

test('the list of sections follows what one writes and attaches', async () => {
  const amir = await Person.arrives(stage, 'amir.haddad')
  const { page } = amir
  await amir.begins('Ny anläggning', 'NY01', { postcode: '123 45' })
  const line = (key: string) => page.locator(`.edit-nav li:has([href="#section-${key}"])`)
  expect([await line('B').getAttribute('class'), await line('files').getAttribute('class')]).toEqual([
    'is-empty',
    'is-empty',
  ])
  await amir.fills({ best_namn: 'Tolvan Tolvansson' })
  await expect.poll(() => line('B').getAttribute('class')).toBe('is-missing')
  expect(await line('B').innerText()).toContain('(något saknas)')
  expect(await line('B').locator('use').getAttribute('href')).toMatch(/#alert$/)
  await amir.fills(ORDERER)
  await amir.attaches('SIT', 'situationsplan.pdf', 'application/pdf', pdf)
  await expect.poll(() => line('B').getAttribute('class')).toBe('is-done')
  await expect.poll(() => line('files').getAttribute('class')).toBe('is-done')
  expect(await line('files').innerText()).toContain('(klart)')
  // Drawn anew it says the same.
  await page.reload()
  expect([await line('B').getAttribute('class'), await line('files').getAttribute('class')]).toEqual([
    'is-done',
    'is-done',
  ])
  await amir.leaves()
})

test('on a phone the bars over the section do', async () => {
  const sofia = await Person.arrives(stage, 'sofia.lindqvist', { width: 390, height: 844 })
  const { page } = sofia
  await sofia.begins('Ny anläggning', 'NY01', { postcode: '123 45' })
  const bars = () =>
    page.evaluate(`[...document.querySelectorAll('.step-bars li')].map((each) => each.className)`) as Promise<string[]>
  await sofia.fills({ best_namn: 'Tolvan Tolvansson' })
  await expect.poll(() => said(sofia)).toBe('Sparat 09:00')
  await page.locator('[data-step-next]').tap()
  expect((await bars()).slice(0, 2)).toEqual(['is-missing', 'is-here'])
  // However short the section, its buttons are at the bottom of the window, and nothing stands under them.
  const box = (await page.locator('.edit-bar').boundingBox())!
  expect(Math.round(box.y + box.height)).toBe(844)
  expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(390)
  await sofia.leaves()
})

test('every field’s help is tied to its control; columns tell theirs by hover, focus and press', async () => {
  const amir = await Person.arrives(stage, 'amir.haddad')
  const { page } = amir
  await amir.begins('Ny anläggning', 'NY04', { postcode: '123 45' })
  const untied = await page.evaluate(`[...document.querySelectorAll('form#edit [id$="-help"]')].filter((help) => {
    const field = help.closest('.field')
    const controls = help.matches('[popover]')
      ? [...document.querySelectorAll('.grid-cell :is(.input, select)')].filter((each) => each.getAttribute('aria-describedby')?.includes(help.id)).slice(0, 1)
      : [...field.querySelectorAll('input:not([type=hidden]), select, textarea')].filter((each) => !each.name.endsWith('.blank') && !field.matches('.group'))
    const own = field.matches('[role], .group') ? [field, ...(field.matches('.group') ? [] : controls)] : controls
    return (help.matches('[popover]') ? controls : own).length === 0 ||
      (help.matches('[popover]') ? controls : own).some((each) => !(each.getAttribute('aria-describedby') ?? '').split(' ').includes(help.id))
  }).map((help) => help.id)`)
  expect(untied).toEqual([])

  const tip = page.locator('.grid [data-tip]').first()
  const text = page.locator('.grid [popover]').first()
  expect(await text.isVisible()).toBe(false)
  await tip.hover()
  await expect.poll(() => text.isVisible()).toBe(true)
  await page.mouse.move(5, 5)
  await expect.poll(() => text.isVisible()).toBe(false)
  await page.locator('#rader').focus()
  for (
    let presses = 0;
    presses < 4 && !(await page.evaluate(`document.activeElement.matches('[data-tip]')`));
    presses += 1
  )
    await page.keyboard.press('Tab')
  await expect.poll(() => text.isVisible()).toBe(true)
  await page.keyboard.press('Escape')
  await expect.poll(() => text.isVisible()).toBe(false)
  await tip.click()
  await expect.poll(() => text.isVisible()).toBe(true)
  await amir.photographs('column-help')
  await amir.leaves()
})
