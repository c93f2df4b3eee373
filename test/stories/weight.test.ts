import type { CDPSession, Page } from 'playwright-core'
import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { root } from '../../src/config.ts'
import { aCase, actorsOf } from '../support/cases.ts'
import { newContext } from '../support/chromium.ts'
import { PASSWORD } from '../support/database.ts'
import { setStage, type Stage } from '../support/story.ts'

// What a page costs somebody on a building site: requests, bytes over the wire, and that nothing moves while it comes.

let stage: Stage
const refs: Record<string, string> = {}

beforeAll(async () => {
  stage = await setStage()
  const { amir, eva } = actorsOf(stage.db.world)
  refs['draft'] = (await aCase(amir, 'NY01')).ref
  refs['submitted'] = (await aCase.send(amir, await aCase(amir, 'NY01'))).ref
  refs['rejected'] = (await aCase.reject(eva, await aCase.send(amir, await aCase(amir, 'NY01')))).ref
})

interface Weight {
  requests: number
  kB: number
}

/** Counts what the browser fetches while it goes to an address. */
async function weighs(page: Page, session: CDPSession, address: string): Promise<Weight> {
  let bytes = 0
  const fetched: string[] = []
  const cached = new Set<string>()
  const asked = ({ request }: { request: { url: string } }) => {
    if (request.url.startsWith('http')) fetched.push(request.url)
  }
  const fromCache = ({ requestId }: { requestId: string }) => {
    cached.add(requestId)
  }
  const done = ({ encodedDataLength }: { encodedDataLength: number }) => {
    bytes += encodedDataLength
  }
  session.on('Network.requestWillBeSent', asked)
  session.on('Network.requestServedFromCache', fromCache)
  session.on('Network.loadingFinished', done)
  await page.goto(address, { waitUntil: 'networkidle' })
  session.off('Network.requestWillBeSent', asked)
  session.off('Network.requestServedFromCache', fromCache)
  session.off('Network.loadingFinished', done)
  return { requests: fetched.length - cached.size, kB: Math.round(bytes / 100) / 10 }
}

/** Somebody whose browser has never been here: signed in by cookie, so that no page is seen before. */
async function comes(who: string): Promise<{ page: Page; session: CDPSession }> {
  const first = await newContext({ baseURL: stage.address })
  const door = await first.newPage()
  if (who !== '') {
    await door.goto('/sign-in')
    await door.fill('[name=username]', who)
    await door.fill('[name=password]', PASSWORD)
    await Promise.all([door.waitForURL((url) => url.pathname !== '/sign-in'), door.press('[name=password]', 'Enter')])
  }
  const context = await newContext({ baseURL: stage.address })
  await context.addCookies(await first.cookies())
  await first.close()
  const page = await context.newPage()
  const session = await context.newCDPSession(page)
  await session.send('Network.enable')
  return { page, session }
}

const VISITS: [who: string, first: string, later: string][] = [
  ['', '/sign-in', '/register'],
  ['amir.haddad', '/inbox', '/cases'],
  ['amir.haddad', '/cases/new', '/inbox'],
  ['amir.haddad', '/cases/{draft}/edit', '/cases/{rejected}/edit'],
  ['amir.haddad', '/cases/{rejected}', '/cases/{draft}'],
  ['eva.nordin', '/cases/{submitted}', '/cases/{rejected}'],
  ['lena.frost', '/owner/configuration/jobs/NY01', '/owner/configuration'],
  ['lena.frost', '/owner/facilities', '/owner/users'],
]
const filled = (address: string) => address.replace(/\{(\w+)\}/, (_hole, name: string) => refs[name]!)

const COUNT_SHIFTS = `globalThis.shifted = 0
  new PerformanceObserver((list) => {
    for (const { value, hadRecentInput } of list.getEntries()) if (!hadRecentInput) shifted += value
  }).observe({ type: 'layout-shift', buffered: true })`

describe.each(VISITS)('%s at %s', (who, first, later) => {
  test(`fetches at most ten files and 80 kB the first time, and at most 15 kB at ${later} after that`, async () => {
    const { page, session } = await comes(who)
    await page.addInitScript(COUNT_SHIFTS)
    const visit = await weighs(page, session, filled(first))
    const shift = await page.evaluate('shifted')
    const again = await weighs(page, session, filled(later))
    console.info(
      `${who} ${first}: ${visit.requests} files, ${visit.kB} kB, shift ${String(shift)}; ${later}: ${again.kB} kB`,
    )
    expect(visit.requests).toBeLessThanOrEqual(10)
    expect(visit.kB).toBeLessThanOrEqual(80)
    expect(again.kB).toBeLessThanOrEqual(15)
    expect(shift).toBeLessThanOrEqual(0.02)
    await page.context().close()
  })
})

test('every sign of our texts is in the font, ↔ too', async () => {
  const texts = readdirSync(path.join(root, 'locales')).map((file) =>
    readFileSync(path.join(root, 'locales', file), 'utf8'),
  )
  const signs = [...new Set(Array.from(texts.join('')))].filter((sign) => sign > ' ').join('')
  expect(signs).toContain('↔')
  const page = await (await newContext({ baseURL: stage.address })).newPage()
  await page.goto('/sign-in')
  // The engine's own account of which fonts drew the words.
  await page.evaluate(
    `document.body.replaceChildren(Object.assign(document.createElement('p'), { id: 'signs', textContent: ${JSON.stringify(signs)} }))`,
  )
  await page.evaluate('document.fonts.ready')
  const session = await page.context().newCDPSession(page)
  await session.send('DOM.enable')
  await session.send('CSS.enable')
  const { root: document } = await session.send('DOM.getDocument')
  const { nodeId } = await session.send('DOM.querySelector', { nodeId: document.nodeId, selector: '#signs' })
  const { fonts } = await session.send('CSS.getPlatformFontsForNode', { nodeId })
  expect(fonts.map(({ familyName }) => familyName.replace(/ .*/, ''))).toEqual(['Inter'])
  await page.context().close()
})
