import { readFile } from 'node:fs/promises'
import path from 'node:path'
import type { Page } from 'playwright-core'
import { beforeAll, expect, test } from 'vitest'
import { root } from '../../src/config.ts'
import { choicesLink } from '../../src/mail/addresses.ts'
import { aCase, actorsOf } from '../support/cases.ts'
import { createOrders } from '../../src/subflows/orders.ts'
import { perform } from '../../src/cases/perform.ts'
import { asActor } from '../../src/db/actor.ts'
import { setStage, type Stage } from '../support/story.ts'
import { PASSWORD } from '../support/database.ts'

let stage: Stage
let axe: string
/** A case of each kind by the name of its state. */
const refs: Record<string, string> = {}

beforeAll(async () => {
  stage = await setStage()
  axe = await readFile(path.join(root, 'node_modules/axe-core/axe.min.js'), 'utf8')
  const { amir, eva, mats } = actorsOf(stage.db.world)
  const sent = (job = 'NY01') => aCase(amir, job, { note: 'Hunden är snäll.' }).then((kase) => aCase.send(amir, kase))
  refs['block'] = (await aCase(amir, 'NY04')).ref
  refs['draft'] = (await aCase(amir, 'NY01')).ref
  refs['submitted'] = (await sent()).ref
  refs['rejected'] = (await aCase.reject(eva, await sent())).ref
  refs['resent'] = (await aCase.move(amir, await aCase.reject(eva, await sent()), 'resubmit')).ref
  refs['consented'] = (await aCase.approve(eva, await sent())).ref
  refs['completed'] = (await aCase.complete(amir, await aCase.approve(eva, await sent()))).ref
  refs['closed'] = (await aCase.move(eva, await sent('BE02'), 'acceptCompletion')).ref
  await asActor(eva, async (tx) => {
    const marks = { preparation: 'ongoing', customer_service: 'requested' } as const
    await perform(tx, eva, refs['closed']!, 'mark', { marks })
    const fitter = { id: mats.userId, name: mats.name }
    await createOrders(tx, eva, refs['closed']!, [1], {
      kind: 'swap',
      fitter,
      planned_on: '2026-01-01',
      access: 'Portkod 1234',
    })
    refs['order'] = String(((await tx('work_orders').first('id')) as { id: number }).id)
  })
})

const PAGES: [who: string, path: () => string][] = [
  ['', () => '/sign-in'],
  ['', () => '/password/forgotten'],
  ['', () => '/password/sent'],
  ['', () => '/invitation/ingen'],
  ['amir.haddad', () => '/inbox'],
  ['amir.haddad', () => '/cases'],
  ['amir.haddad', () => '/cases?group=none'],
  ['amir.haddad', () => '/cases?q=finns-inte'],
  ['amir.haddad', () => '/archive'],
  ['amir.haddad', () => '/cases/new'],
  ['amir.haddad', () => `/cases/${refs['draft']}`],
  ['amir.haddad', () => `/cases/${refs['draft']}/edit`],
  ['amir.haddad', () => `/cases/${refs['rejected']}`],
  ['amir.haddad', () => `/cases/${refs['rejected']}/edit`],
  ['amir.haddad', () => `/cases/${refs['consented']}`],
  ['amir.haddad', () => `/cases/${refs['consented']}/edit`],
  ['amir.haddad', () => `/cases/${refs['submitted']}/withdraw`],
  ['amir.haddad', () => `/cases/${refs['submitted']}/change-responsible`],
  ['amir.haddad', () => `/cases/${refs['closed']}/print`],
  ['amir.haddad', () => `/cases/${refs['closed']}/log`],
  ['amir.haddad', () => `/cases/${refs['closed']}/notes/new`],
  ['amir.haddad', () => '/cases/NEL-2026-999999'],
  ['amir.haddad', () => `/cases/${refs['block']}/edit`],
  ['amir.haddad', () => `/cases/${refs['block']}`],
  ['amir.haddad', () => '/profile'],
  ['amir.haddad', () => '/profile/email'],
  ['amir.haddad', () => '/profile/mail'],
  ['', () => new URL(choicesLink(stage.db.world.users['amir.haddad']!)).pathname],
  ['amir.haddad', () => '/profile/password'],
  ['amir.haddad', () => '/profile/sessions'],
  ['amir.haddad', () => '/profile/history'],
  ['karin.bergstrom', () => '/company/mail'],
  ['karin.bergstrom', () => '/company/security'],
  ['lena.frost', () => '/owner/security'],
  ['lena.frost', () => '/owner/entrance'],
  ['lena.frost', () => '/owner/entrance/provider'],
  ['', () => '/n/nel'],
  ['', () => '/register'],
  ['', () => '/register/done'],
  ['karin.bergstrom', () => '/company'],
  ['karin.bergstrom', () => '/company/connections'],
  ['karin.bergstrom', () => '/company/users'],
  ['karin.bergstrom', () => '/company/users/new'],
  ['karin.bergstrom', () => '/company/users/import'],
  ['lena.frost', () => '/owner/companies'],
  ['lena.frost', () => `/owner/companies/${stage.db.world.companies['Bergströms']}`],
  ['lena.frost', () => '/owner/users'],
  ['amir.haddad', () => '/profile/two-step'],
  ['amir.haddad', () => '/search'],
  ['amir.haddad', () => '/search?q=tolvansson&in=both'],
  ['eva.nordin', () => '/search?q=tolvansson&in=both'],
  ['eva.nordin', () => '/inbox'],
  ['eva.nordin', () => '/cases'],
  ['eva.nordin', () => `/cases/${refs['submitted']}`],
  ['eva.nordin', () => `/cases/${refs['resent']}`],
  ['eva.nordin', () => `/cases/${refs['completed']}`],
  ['eva.nordin', () => `/cases/${refs['closed']}`],
  ['eva.nordin', () => `/cases/${refs['closed']}/orders/new`],
  ['eva.nordin', () => `/cases/${refs['closed']}/orders/${refs['order']}`],
  ['eva.nordin', () => '/owner/orders'],
  ['mats.strand', () => '/owner/orders'],
  ['mats.strand', () => `/owner/orders/${refs['order']}`],
  ['eva.nordin', () => '/owner/register'],
  ['britt.olsson', () => '/owner/preparation'],
  ['britt.olsson', () => `/owner/preparation/${refs['submitted']}/network`],
  ['kerstin.lund', () => '/owner/service'],
  ['lena.frost', () => '/owner/teams'],
  ['lena.frost', () => '/owner/teams/new'],
]

interface Violation {
  id: string
  nodes: { html: string; failureSummary: string }[]
}

/** WCAG 2.2 AA, as far as a machine can tell. */
async function faults(page: Page): Promise<string[]> {
  await page.evaluate(axe)
  const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']
  const { violations } = (await page.evaluate(`axe.run({ runOnly: ${JSON.stringify(tags)} })`)) as {
    violations: Violation[]
  }
  return violations.flatMap(({ id, nodes }) =>
    nodes.slice(0, 3).map((node) => `${id}: ${node.html.slice(0, 160)} ${node.failureSummary.slice(0, 200)}`),
  )
}

const LOOKS = [
  { name: 'on a desk, light, Swedish', viewport: { width: 1280, height: 900 }, colorScheme: 'light', lang: 'sv' },
  { name: 'on a phone, dark, English', viewport: { width: 390, height: 844 }, colorScheme: 'dark', lang: 'en' },
] as const

test.each(LOOKS)(
  'axe finds nothing on any page $name, and no page scrolls sideways',
  { timeout: 180_000 },
  async (look) => {
    const found: string[] = []
    for (const who of new Set(PAGES.map(([username]) => username))) {
      const context = await stage.browser.newContext({
        baseURL: stage.address,
        viewport: look.viewport,
        colorScheme: look.colorScheme,
      })
      await context.addCookies([{ name: 'lang', value: look.lang, url: stage.address }])
      const page = await context.newPage()
      if (who !== '') {
        await stage.db.owner('users').where({ username: who }).update({ locale: look.lang })
        await page.goto('/sign-in')
        await page.fill('[name=username]', who)
        await page.fill('[name=password]', PASSWORD)
        await page.press('[name=password]', 'Enter')
        await page.waitForURL((url) => url.pathname !== '/sign-in')
      }
      for (const [, address] of PAGES.filter(([username]) => username === who)) {
        await page.goto(address())
        const width = (await page.evaluate('document.documentElement.scrollWidth')) as number
        if (width > look.viewport.width) found.push(`${address()} is ${width} px wide`)
        if (!address().includes('999999')) expect(await page.locator('html').getAttribute('lang')).toBe(look.lang)
        found.push(...(await faults(page)).map((fault) => `${who} ${address()}: ${fault}`))
      }
      await context.close()
    }
    expect(found).toEqual([])
  },
)

test('axe does find what is wrong where something is', async () => {
  const page = await stage.browser.newPage()
  await page.setContent('<html><body><img src="x"><button></button></body></html>')
  expect((await faults(page)).join()).toMatch(/image-alt.*button-name|button-name.*image-alt/s)
  await page.close()
})
