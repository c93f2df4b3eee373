import { launchBrowser } from './test/support/chromium.ts'
const PW='nordanvind-över-fjället'
const b = await launchBrowser()
for (const [w,n] of [[1280,'d'],[390,'m']] as const) {
const c = await b.newContext({ baseURL: 'http://localhost:3100', locale:'sv-SE', viewport:{width:w, height: 844} })
const p = await c.newPage(); p.on('pageerror', e => console.log('ERR', e.message)); p.setDefaultTimeout(8000)
await p.goto('/sign-in'); await p.fill('[name=username]','amir.haddad'); await p.fill('[name=password]',PW); await p.getByRole('button',{name:'Logga in',exact:true}).first().click(); await p.waitForLoadState('load')
await p.goto('/cases?status=draft&group=none'); const href = await p.locator('.cell-case a').first().getAttribute('href'); await p.goto(href+'/edit')
await p.fill('[name=er_referens]', 'Order 99'+w); await p.waitForTimeout(2500); await p.screenshot({path:`/tmp/shots/auto-${n}.png`})
}
await b.close(); process.exit(0)
