import path from 'node:path'
import { readFile } from 'node:fs/promises'
import type { Page } from 'playwright-core'
import { beforeAll, expect, test, afterAll, describe } from 'vitest'
import { root } from '../../src/config.ts'
import { newContext } from '../support/chromium.ts'
import { arrives, filledIn, PAGES, setPages } from '../support/everyPage.ts'
import type { Stage } from '../support/story.ts'

let stage: Stage
let axe: string
beforeAll(async () => {
  stage = await setPages()
  axe = await readFile(path.join(root, 'node_modules/axe-core/axe.min.js'), 'utf8')
})

interface Violation {
  id: string
  nodes: { html: string; failureSummary: string }[]
}

/** WCAG 2.2 AA, as far as a machine can tell. */
async function faults(page: Page): Promise<string[]> {
  await page.evaluate(axe)
  const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']
  const { violations } = (await page.evaluate(
    `axe.run({ runOnly: ${JSON.stringify(tags)}, resultTypes: ['violations'] })`,
  )) as {
    violations: Violation[]
  }
  return violations.flatMap(({ id, nodes }) =>
    nodes.slice(0, 3).map((node) => `${id}: ${node.html.slice(0, 160)} ${node.failureSummary.slice(0, 200)}`),
  )
}

/**
 * What a page has that HTML or its readers do not take, as it was sent: forms that nothing sends, headings without words,
 * two things of one id, two landmarks of one name.
 */
const MALFORMED = `(async () => {
  const page = new DOMParser().parseFromString(await (await fetch(location.href)).text(), 'text/html')
  const all = (selector) => [...page.querySelectorAll(selector)]
  const twice = (names) => names.filter((name, at) => names.indexOf(name) !== at)
  const sends = ({ tagName, type }) => type === 'submit' && ['BUTTON', 'INPUT'].includes(tagName)
  const nameOf = (mark) =>
    mark.getAttribute('aria-label') ?? page.getElementById(mark.getAttribute('aria-labelledby'))?.textContent.trim() ?? ''
  return [
    ...all('form').filter((form) => ![...form.elements].some(sends)).map((form) => 'nothing sends ' + form.action),
    ...all('h1, h2, h3, h4, h5, h6').filter((each) => each.textContent.trim() === '').map((each) => 'no words in ' + each.outerHTML),
    ...twice(all('[id]').map(({ id }) => id)).map((id) => 'two of id ' + id),
    ...twice(all('nav, aside, search, section[aria-label], section[aria-labelledby]').map((mark) => mark.tagName + ' ' + nameOf(mark)))
      .map((mark) => 'two landmarks ' + mark),
  ]
})()`

/** What does not fit a small phone (WCAG 1.4.10): the page itself, or words that are cut. */
const TOO_WIDE = `(() => {
  const cut = [...document.querySelectorAll('.segment, .button, .track-label, .status, .tag')].filter(
    (each) => each.checkVisibility() && getComputedStyle(each).display !== 'inline' && each.scrollWidth > each.clientWidth + 1)
  const page = document.documentElement.scrollWidth
  return [...(page > innerWidth ? ['the page is ' + page] : []), ...cut.map((each) => 'cut: ' + each.textContent.trim())]
})()`
const SMALL = { width: 320, height: 568 }

const LOOKS = [
  { name: 'on a desk, light, Swedish', viewport: { width: 1280, height: 900 }, colorScheme: 'light', lang: 'sv' },
  { name: 'on a phone, dark, English', viewport: { width: 390, height: 844 }, colorScheme: 'dark', lang: 'en' },
] as const

describe.each(LOOKS)(
  'axe finds nothing, the HTML is sound and no page scrolls sideways, at 320 px either, $name',
  (look) => {
    describe.each([...new Set(PAGES.map(([username]) => username))])('%s', (who) => {
      let page: Page
      beforeAll(async () => {
        page = await arrives(who, look)
      })
      afterAll(() => page.context().close())

      const addresses = PAGES.filter(([username]) => username === who).map(([, address]) => address)
      test.each(addresses)('%s', async (address) => {
        await page.goto(filledIn(address))
        expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(look.viewport.width)
        if (!address.includes('999999')) expect(await page.locator('html').getAttribute('lang')).toBe(look.lang)
        expect(await faults(page)).toEqual([])
        expect(await page.evaluate(MALFORMED)).toEqual([])
        await page.setViewportSize(SMALL)
        expect(await page.evaluate(TOO_WIDE)).toEqual([])
        await page.setViewportSize(look.viewport)
      })
    })
  },
)

test.each(LOOKS)('axe finds nothing in what is opened and answered $name', async (look) => {
  const page = await arrives('eva.nordin', look)
  const found = async (state: string) => (await faults(page)).map((fault) => `${state}: ${fault}`)

  // The filter over its list, with something chosen.
  await page.goto('/cases?group=none&status=submitted')
  await page.locator('[data-filter]').click()
  await page.locator('dialog[open] input[name=status]:checked').first().waitFor()
  expect(await found('the open filter')).toEqual([])

  // What is said of a case from paper before it is registered: something wrong, something left out, something to read.
  await page.goto('/owner/register')
  await page.locator(`[name=company][value="${stage.db.world.companies['Bergströms']}"]`).check()
  const job = page.locator('label', { hasText: 'LA01' }).first()
  await job.locator('xpath=ancestor::details/summary').click()
  await job.click()
  await page.locator('[name=postcode]').fill('123 45')
  await Promise.all([page.waitForEvent('load'), page.locator('main button.primary').last().click()])
  await page.locator('select[name=sakr_bef]').selectOption('16')
  await page.locator('select[name=ladd_effekt]').selectOption('22')
  await page.locator('[name=ladd_antal]').fill('1')
  await page.locator('label:has([name=ladd_lastbalans][value=nej])').click()
  await Promise.all([page.waitForEvent('load'), page.locator('main button.primary').last().click()])
  await page.locator('.findings').waitFor()
  expect(await found('the findings of a paper case')).toEqual([])
  await page.context().close()
})

test('axe does find what is wrong where something is', async () => {
  const page = await (await newContext()).newPage()
  await page.setContent('<html><body><img src="x"><button></button></body></html>')
  expect((await faults(page)).join()).toMatch(/image-alt.*button-name|button-name.*image-alt/s)
  await page.context().close()
})
