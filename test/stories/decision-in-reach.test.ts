import { beforeAll, describe, expect, test } from 'vitest'
import { aCase, actorsOf } from '../support/cases.ts'
import { Person, setStage, type Stage } from '../support/story.ts'

// What a handläggare who decides sixty cases a day reaches without looking for it.

let stage: Stage
beforeAll(async () => {
  stage = await setStage()
})
const sent = async () => {
  const { amir } = actorsOf(stage.db.world)
  return `/cases/${(await aCase.send(amir, await aCase(amir, 'NY01'))).ref}`
}

describe.each([
  ['on a desk', { width: 1280, height: 720 }],
  ['on a phone', { width: 390, height: 780 }],
  ['on a small phone', { width: 320, height: 568 }],
])('%s', (_where, viewport) => {
  test('the red button is in sight as long as the rejection is open, however far it is scrolled', async () => {
    const eva = await Person.arrives(stage, 'eva.nordin', viewport)
    await eva.goes(await sent())
    await eva.page.locator('.reject > summary').click()
    const seen = () =>
      eva.page.evaluate(`(() => {
        const button = document.querySelector('.reject-send .button')
        const { x, y, width, height } = button.getBoundingClientRect()
        const on = document.elementFromPoint(x + width / 2, y + height / 2)
        return on !== null && button.contains(on)
      })()`)
    for (const stop of ['.reject > summary', '.pointing', '[name=comment]']) {
      await eva.page.locator(`.decision ${stop}`).first().scrollIntoViewIfNeeded()
      await expect.poll(seen).toBe(true)
    }
    await eva.leaves()
  })
})

test('the second skip link leads to the decision, and the focus is on the message after it', async () => {
  const eva = await Person.arrives(stage, 'eva.nordin')
  const { keyboard } = eva.page
  const focused = () => eva.page.evaluate('document.activeElement.textContent.trim()')
  await eva.goes(await sent())
  await keyboard.press('Tab')
  expect(await focused()).toBe('Hoppa till innehållet')
  await keyboard.press('Tab')
  expect(await focused()).toBe('Hoppa till beslutet')
  await keyboard.press('Enter')
  await expect.poll(() => eva.page.evaluate('document.activeElement.id')).toBe('decision')

  await eva.fills({ x_anl_id: '735999000100000012', x_anslutningspunkt: 'KS-1042' })
  await eva.presses('Godkänn')
  await eva.sees('Godkänd. Installatören får mejl.')
  expect(await focused()).toContain('Godkänd. Installatören får mejl.')
  await eva.leaves()
})

test('a letter alone takes no case; with Shift it does', async () => {
  const eva = await Person.arrives(stage, 'eva.nordin')
  await eva.goes(await sent())
  const mine = eva.page.locator('#decision').getByRole('button', { name: 'Ta ärende' })
  await eva.page.keyboard.press('t')
  // The list of keys opens after it, so the letter has been heard.
  await eva.page.keyboard.press('?')
  expect(await eva.page.locator('#shortcuts').innerText()).toMatch(/Shift\s*T\s*Ta ärende/)
  await eva.page.keyboard.press('Escape')
  expect(await mine.count()).toBe(1)
  await eva.page.keyboard.press('Shift+T')
  await eva.sees('Ärendet är ditt.')
  await eva.leaves()
})
