import type { Locator } from 'playwright-core'
import { beforeAll, expect, test } from 'vitest'
import type { CaseRow } from '../../src/db/rowTypes.ts'
import { rowsOf } from '../../src/domain/forms/schema.ts'
import { PASSWORD } from '../support/database.ts'
import { itIs, Person, setStage, type Stage } from '../support/story.ts'

let stage: Stage
beforeAll(async () => {
  itIs('2027-02-01')
  stage = await setStage()
})

const cell = (who: Person, row: number, key: string) => who.page.locator(`[name="rader.${row}.${key}"]`)
const column = (who: Person, key: string): Promise<string[]> =>
  who.page.evaluate(`[...document.querySelectorAll('[name^="rader."][name$=".${key}"]')].map((each) => each.value)`)
const focused = (who: Person): Promise<string> => who.page.evaluate('document.activeElement.name')
const scrolled = (who: Person): Promise<number> => who.page.evaluate('scrollY')

async function pastes(who: Person, at: Locator, text: string): Promise<void> {
  await at.focus()
  await who.page.evaluate(`(() => {
    const clipboardData = new DataTransfer()
    clipboardData.setData('text/plain', ${JSON.stringify(text)})
    document.activeElement.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }))
  })()`)
}

test('forty flats as in a spreadsheet: pasted anywhere, undone, by keyboard', async () => {
  const amir = await Person.arrives(stage, 'amir.haddad')
  await amir.begins('Ny anläggning', 'Flerbostadshus, flera mätplatser', { postcode: '123 45' })
  const names = Array.from({ length: 40 }, (_, row) => `Lgh ${1001 + row}`)
  await amir.fills({ best_namn: 'Bostadsrättsföreningen Kvarnen' })
  await pastes(amir, cell(amir, 0, 'anl_benamning'), names.map((name) => `${name}\t${name.slice(4)}`).join('\n'))
  await expect.poll(() => column(amir, 'lgh_nr')).toEqual(names.map((name) => name.slice(4)))
  expect(await amir.page.locator('.grid-field legend .count').innerText()).toBe('40')
  expect(await focused(amir)).toBe('rader.0.anl_benamning')

  // A column of its own, from the row it is pasted in: nothing else moves, neither on the page nor in the form.
  await cell(amir, 37, 'sakr_ny').scrollIntoViewIfNeeded()
  const top = await scrolled(amir)
  await pastes(amir, cell(amir, 37, 'sakr_ny'), '20\n25\n17')
  await expect.poll(() => column(amir, 'sakr_ny').then((all) => all.slice(36))).toEqual(['', '20', '25', '17'])
  expect(await scrolled(amir)).toBe(top)
  expect(await focused(amir)).toBe('rader.37.sakr_ny')
  expect(await column(amir, 'anl_benamning')).toEqual(names)
  expect(await amir.page.locator('[name=best_namn]').inputValue()).toBe('Bostadsrättsföreningen Kvarnen')

  // What cannot be read is told in its own cell, while one writes.
  await expect.poll(() => amir.page.locator('.grid-cell.has-error').count()).toBe(1)
  expect(await cell(amir, 39, 'sakr_ny').getAttribute('aria-invalid')).toBe('true')

  // One press takes the last paste back.
  await amir.page.locator('[data-grid-undo]').click()
  expect(await column(amir, 'sakr_ny').then((all) => all.slice(36))).toEqual(['', '', '', ''])
  expect(await column(amir, 'anl_benamning')).toEqual(names)

  // As in a spreadsheet: Enter and the arrows go up and down, and Escape gives back what stood there.
  await cell(amir, 0, 'matarnummer').focus()
  await amir.page.keyboard.type('MT-1')
  await amir.page.keyboard.press('Enter')
  await amir.page.keyboard.type('MT-2')
  await amir.page.keyboard.press('ArrowUp')
  expect(await focused(amir)).toBe('rader.0.matarnummer')
  await amir.page.keyboard.type('MT-9')
  await amir.page.keyboard.press('Escape')
  expect(await column(amir, 'matarnummer').then((all) => all.slice(0, 3))).toEqual(['MT-1', 'MT-2', ''])
  expect(amir.page.url()).toContain('/edit')

  // What tells the flats apart is never filled down; what they share is.
  expect(
    await amir.page.evaluate(`[...document.querySelectorAll('thead [name=_fill]')].map((each) => each.value)`),
  ).toEqual(['rader.sakr_ny', 'rader.fas_ny', 'rader.mat_atgard'])
  await amir.fills({ 'rader.0.sakr_ny': '20' })
  await amir.presses('Fyll nedåt: Säkring efter')
  await expect.poll(() => column(amir, 'sakr_ny').then((all) => new Set(all))).toEqual(new Set(['20']))

  // A row less, a row more, and all of it is kept by itself.
  await amir.presses('Ta bort Anläggning 40')
  await expect.poll(() => column(amir, 'anl_benamning').then((all) => all.length)).toBe(39)
  await amir.presses('Lägg till rad')
  await expect.poll(() => focused(amir)).toBe('rader.39.anl_benamning')
  await amir.page.keyboard.type('Hiss')
  const stored = () => stage.db.owner<CaseRow>('cases').first('notice')
  await expect
    .poll(async () => rowsOf((await stored())!.notice['rader']!).at(-1))
    .toMatchObject({ anl_benamning: 'Hiss' })
  await amir.page.reload()
  expect(await column(amir, 'anl_benamning')).toEqual([...names.slice(0, 39), 'Hiss'])
  await amir.leaves()
})

test('on a phone each flat is a card, and nothing is wider than the window', async () => {
  const amir = await Person.arrives(stage, 'amir.haddad', { width: 390, height: 844 })
  await amir.goes('/cases/NEL-2027-000001/edit#rader')
  await amir.page.locator('[name="rader.1.sakr_ny"]').scrollIntoViewIfNeeded()
  const [card, input] = [
    await amir.page.locator('.grid tbody tr').nth(1).boundingBox(),
    await cell(amir, 1, 'anl_id').boundingBox(),
  ]
  expect(card!.width).toBeGreaterThan(300)
  expect(input!.width).toBeGreaterThan(250)
  expect(await amir.page.evaluate('document.documentElement.scrollWidth')).toBe(390)
  await amir.leaves()
})

test('without script rows are pasted into a box of their own', async () => {
  const sofia = await Person.comes(stage, undefined, { javaScriptEnabled: false })
  await sofia.signsIn('sofia.lindqvist', PASSWORD)
  await sofia.begins('Ny anläggning', 'Flerbostadshus, flera mätplatser', { postcode: '123 45' })
  await sofia.page.locator('.grid-paste summary').click()
  await sofia.fills({ '_rows.rader': 'Benämning;Lägenhetsnummer;Faser\nLgh 1001;1001;3-fas\nLgh 1002;1002;3-fas' })
  await sofia.presses('Lägg in raderna')
  expect(await cell(sofia, 1, 'lgh_nr').inputValue()).toBe('1002')
  expect(await cell(sofia, 1, 'fas_ny').inputValue()).toBe('3')
  await sofia.leaves()
})

test('undo takes back what was pasted or filled, and leaves what was typed since', async () => {
  const amir = await Person.arrives(stage, 'amir.haddad')
  await amir.begins('Ny anläggning', 'Flerbostadshus, flera mätplatser', { postcode: '123 45' })
  const undo = amir.page.locator('[data-grid-undo]')
  await pastes(amir, cell(amir, 0, 'anl_benamning'), 'Lgh 1\t1\nLgh 2\t2\nLgh 3\t3')
  await expect.poll(() => column(amir, 'lgh_nr')).toEqual(['1', '2', '3'])

  // Over what stood there, and two rows more.
  await pastes(amir, cell(amir, 1, 'anl_benamning'), 'Butik A\nButik B\nButik C\nButik D')
  await expect.poll(() => column(amir, 'anl_benamning')).toEqual(['Lgh 1', 'Butik A', 'Butik B', 'Butik C', 'Butik D'])
  await amir.fills({ 'rader.0.matarnummer': 'MT-7', 'rader.2.anl_benamning': 'Tvättstuga' })
  await undo.click()
  expect(await column(amir, 'anl_benamning')).toEqual(['Lgh 1', 'Lgh 2', 'Tvättstuga'])
  expect(await column(amir, 'matarnummer')).toEqual(['MT-7', '', ''])
  expect(await amir.page.locator('.grid-field legend .count').innerText()).toBe('3')

  // What was typed in a row that the paste brought keeps that row, without what was pasted.
  await pastes(amir, cell(amir, 2, 'lgh_nr'), '30\n40\n50')
  await expect.poll(() => column(amir, 'lgh_nr')).toEqual(['1', '2', '30', '40', '50'])
  await amir.fills({ 'rader.3.anl_benamning': 'Hiss' })
  await undo.click()
  expect(await column(amir, 'lgh_nr')).toEqual(['1', '2', '3', ''])
  expect(await column(amir, 'anl_benamning')).toEqual(['Lgh 1', 'Lgh 2', 'Tvättstuga', 'Hiss'])

  await amir.page.locator('[name="rader.0.sakr_ny"]').selectOption('20')
  await amir.presses('Fyll nedåt: Säkring efter')
  await expect.poll(() => column(amir, 'sakr_ny')).toEqual(['20', '20', '20', '20'])
  await amir.page.locator('[name="rader.2.sakr_ny"]').selectOption('25')
  await undo.click()
  expect(await column(amir, 'sakr_ny')).toEqual(['20', '', '25', ''])

  // A row that was taken away comes back in its place, and what was typed below it meanwhile goes down with its own.
  await amir.presses('Ta bort Anläggning 2')
  await expect.poll(() => column(amir, 'anl_benamning')).toEqual(['Lgh 1', 'Tvättstuga', 'Hiss'])
  await amir.fills({ 'rader.1.matarnummer': 'MT-9' })
  await undo.click()
  expect(await column(amir, 'anl_benamning')).toEqual(['Lgh 1', 'Lgh 2', 'Tvättstuga', 'Hiss'])
  expect(await column(amir, 'matarnummer')).toEqual(['MT-7', '', 'MT-9', ''])
  await amir.leaves()
})
