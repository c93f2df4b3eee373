import { launchBrowser } from './test/support/chromium.ts'
const PW='nordanvind-över-fjället'
const list = JSON.parse(process.argv[2]!) as [string,string,string][]
const b = await launchBrowser()
for (const [width,name] of [[1280,'d'],[390,'m']] as const) {
  const who = new Map<string, any>()
  for (const [user,path,file] of list) {
    let page = who.get(user)
    if (!page) { const c = await b.newContext({ baseURL: process.argv[3] ?? 'http://localhost:3100', locale:'sv-SE', viewport:{width, height: 900}}); page = await c.newPage(); who.set(user,page)
      if (user) { await page.goto('/sign-in'); await page.fill('[name=username]',user); await page.fill('[name=password]',PW); await page.getByRole('button',{name:'Logga in', exact:true}).first().click(); await page.waitForLoadState('load') } }
    await page.goto(path); await page.screenshot({ path: `/tmp/shots/${file}-${name}.png`, fullPage: true })
  }
}
await b.close(); process.exit(0)
