import { launchBrowser } from './support/chromium.ts'
const browser = await launchBrowser()
const base = 'http://127.0.0.1:3115'
const out = '/tmp/casepage-shots'
import { mkdirSync } from 'node:fs'
mkdirSync(out, { recursive: true })
async function as(who: string, width: number, dark = false) {
  const ctx = await browser.newContext({ baseURL: base, viewport: { width, height: width < 500 ? 844 : 900 }, colorScheme: dark ? 'dark' : 'light', hasTouch: width < 500, isMobile: width < 500 })
  const page = await ctx.newPage()
  await page.goto('/sign-in')
  await page.fill('[name=username]', who)
  await page.fill('[name=password]', 'nordanvind-över-fjället')
  await page.press('[name=password]', 'Enter')
  await page.waitForURL('**/inbox')
  return page
}
const shots = JSON.parse(process.argv[2]!) as [string, number, string, string, boolean?][]
const pages = new Map<string, any>()
for (const [who, width, url, name, dark] of shots) {
  const key = who + width + dark
  if (!pages.has(key)) pages.set(key, await as(who, width, dark))
  const page = pages.get(key)
  await page.goto(url)
  await page.screenshot({ path: `${out}/${name}.png`, fullPage: true })
}
await browser.close()
