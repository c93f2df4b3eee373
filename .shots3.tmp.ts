import { launchBrowser } from './test/support/chromium.ts'
const PW='nordanvind-över-fjället'
const b = await launchBrowser()
for (const [w,n] of [[1280,'d'],[390,'m']] as const) {
const c = await b.newContext({ baseURL: 'http://localhost:3100', locale:'sv-SE', viewport:{width:w, height: 844} })
const p = await c.newPage(); p.on('pageerror', e => console.log('ERR', e.message)); p.setDefaultTimeout(8000)
await p.goto('/sign-in'); await p.fill('[name=username]','amir.haddad'); await p.fill('[name=password]',PW); await p.getByRole('button',{name:'Logga in',exact:true}).first().click(); await p.waitForLoadState('load')
await p.goto('/cases/new?owner=1'); await p.locator('summary',{hasText:'Ny anläggning'}).click(); await p.locator('label',{hasText:'Flerbostadshus, flera mätplatser'}).first().click(); await p.fill('[name=postcode]','12345').catch(()=>0)
await p.getByRole('button',{name:'Skapa anmälan'}).click(); await p.waitForLoadState('load')
if (n==='d') {
await p.locator('summary',{hasText:'Klistra in rader'}).click()
await p.fill('textarea[name="_rows.rader"]', ['1001','1002','1101','1102','1201','1202'].map((x,i)=>`Lgh ${x}\t${x}\t${['735999000100000104','','','735999000100000104','',''][i]}\t\t20\t3`).join('\n'))
await p.getByRole('button',{name:'Lägg in raderna'}).click(); await p.waitForLoadState('load')
await p.locator('#rader').screenshot({path:'/tmp/shots/grid1.png'})
await p.getByRole('button',{name:/Skicka föranmälan/}).first().click(); await p.waitForLoadState('load')
await p.locator('#rader').screenshot({path:'/tmp/shots/grid2.png'})
await p.goto(p.url().replace(/\/edit.*/,'')); await p.screenshot({path:'/tmp/shots/grid3.png',fullPage:true})
} else { await p.screenshot({path:'/tmp/shots/grid4.png'}); for (let i=0;i<2;i++) { await p.locator('[data-step-next]').click(); await p.waitForTimeout(200)}; await p.screenshot({path:'/tmp/shots/grid4.png', fullPage:true}) }
}
await b.close(); process.exit(0)
