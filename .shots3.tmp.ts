import { launchBrowser } from './test/support/chromium.ts'
const PW='nordanvind-över-fjället'
const b = await launchBrowser()
const c = await b.newContext({ baseURL: 'http://localhost:3100', locale:'sv-SE', viewport:{width:1280, height: 844} })
const p = await c.newPage(); p.setDefaultTimeout(8000)
await p.goto('/sign-in'); await p.fill('[name=username]','amir.haddad'); await p.fill('[name=password]',PW); await p.getByRole('button',{name:'Logga in',exact:true}).first().click(); await p.waitForLoadState('load')
await p.goto('/cases/new?owner=1'); await p.locator('summary',{hasText:'Ny anläggning'}).click(); await p.locator('label',{hasText:'Flerbostadshus, flera mätplatser'}).first().click(); await p.fill('[name=postcode]','12345').catch(()=>0)
await p.getByRole('button',{name:'Skapa anmälan'}).click(); await p.waitForLoadState('load')
console.log(await p.evaluate(`[...document.querySelectorAll('*')].filter(e => e.getBoundingClientRect().right > 1285 && !e.closest('.grid-scroll table')).map(e => e.tagName + '.' + e.className + '#' + e.id + ' ' + Math.round(e.getBoundingClientRect().width)).slice(0,20).join('\\n')`))
await b.close(); process.exit(0)
