import fc from 'fast-check'
import { beforeAll, expect, test } from 'vitest'
import { contrast, inkOn } from '../../../src/sign-in/entrance/look.ts'
import { Client, testServer } from '../../support/client.ts'
import { AT, changes, noFile, publishes } from '../../support/configuration.ts'
import { PASSWORD, testDatabase, type TestDatabase } from '../../support/database.ts'

let db: TestDatabase
let address: string
beforeAll(async () => {
  db = await testDatabase()
  address = (await testServer()).address
})

// One white pixel.
const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8/5+hHgAHggJ/PchI7wAAAABJRU5ErkJggg==',
  'base64',
)
const file = (name: string, bytes: Buffer | string) =>
  new File([typeof bytes === 'string' ? bytes : new Uint8Array(bytes)], name)

test('whatever colour an owner chooses, the words on it can be read', () => {
  const part = fc.integer({ min: 0, max: 255 }).map((n) => n.toString(16).padStart(2, '0'))
  fc.assert(
    fc.property(part, part, part, (red, green, blue) => {
      const accent = `#${red}${green}${blue}`
      expect(contrast(accent, inkOn(accent))).toBeGreaterThanOrEqual(4.5)
    }),
  )
  expect(contrast('#000000', '#ffffff')).toBeCloseTo(21)
  expect(contrast('#767676', '#ffffff')).toBeCloseTo(4.54, 2)
})

test('an administrator gives the entrance words, colour and logo; whoever comes there sees them once they are published, and signs in', async () => {
  const lena = await new Client(address).signIn('lena.frost')
  expect((await lena.get('/owner/entrance')).location).toBe(`${AT}/look`)
  expect((await lena.get(`${AT}/look`)).body).toContain(`${address}/n/nel`)
  const typed = { entry_text: 'Välkommen till\nNorrådalen <b>', colour: 'own', accent: '#FFCC00' }
  expect((await changes(lena, '/look', { ...typed, logo: file('logo.png', PNG) })).status).toBe(303)
  // The draft shows how it would look, to its administrators alone.
  const draft = await lena.get(`${AT}/look`)
  expect(draft.body).toContain('Texten är svart, med kontrasten 13,8 till 1.')
  const [, picture] = /src="(\/owner\/configuration\/files\/\d+)"/.exec(draft.body) ?? []
  expect((await lena.get(picture!)).headers.get('content-type')).toBe('image/png')
  expect((await lena.get(`${AT}/look/look.css`)).body).toContain('--entrance: #ffcc00')
  const still = await new Client(address).get('/n/nel')
  expect(still.body).not.toMatch(/look\.css|\/logo|Välkommen/)
  const overview = (await lena.get(AT)).body
  for (const words of ['Logotyp', 'logo.png', '#ffcc00', 'Välkommen till']) expect(overview).toContain(words)
  expect((await publishes(lena)).status).toBe(303)

  const anyone = new Client(address)
  const entrance = await anyone.get('/n/NEL')
  expect(entrance.body).toContain('Välkommen till\nNorrådalen &lt;b&gt;')
  const sheet = await anyone.get(/href="(\/n\/nel\/look\.css[^"]*)"/.exec(entrance.body)![1]!)
  expect(sheet.body).toContain('--entrance: #ffcc00; --entrance-ink: #000000')
  expect(sheet.headers.get('cache-control')).toContain('immutable')
  const logo = await fetch(address + /src="(\/n\/nel\/logo[^"]*)"/.exec(entrance.body)![1]!)
  expect(logo.headers.get('content-type')).toBe('image/png')
  expect(logo.headers.get('content-security-policy')).toContain('sandbox')
  expect(Buffer.from(await logo.arrayBuffer()).equals(PNG)).toBe(true)

  const wrong = await anyone.post('/n/nel', { username: 'eva.nordin', password: 'gissning' })
  expect(wrong.status).toBe(422)
  expect(wrong.body).toContain('Fel användarnamn eller lösenord.')
  expect(wrong.body).toContain('Norrådalen &lt;b&gt;')
  const inside = await anyone.post('/n/nel?x=1', { username: 'eva.nordin', password: PASSWORD, next: '/archive' })
  expect([inside.status, inside.location]).toEqual([303, '/archive'])
  expect((await anyone.get('/n/nel')).location).toBe('/')

  await changes(lena, '/look', { entry_text: '', colour: 'ours', remove_logo: 'ja', logo: noFile })
  await publishes(lena)
  const plain = await new Client(address).get('/n/nel')
  expect(plain.body).not.toMatch(/look\.css|\/logo|Välkommen/)
  expect((await anyone.get('/n/nel/logo')).status).toBe(404)

  // Going back brings the logo with it.
  const [{ max }] = (await db.owner('configurations').where({ owner_id: db.world.owners.NEL }).max('version')) as [
    { max: number },
  ]
  const earlier = `${AT}/versions/${max - 1}`
  await lena.submit(`${earlier}/restore`, await lena.get(earlier), {})
  const again = await new Client(address).get('/n/nel')
  const back = await fetch(address + /src="(\/n\/nel\/logo[^"]*)"/.exec(again.body)![1]!)
  expect(Buffer.from(await back.arrayBuffer()).equals(PNG)).toBe(true)
})

test('what is no picture is none, whatever it is called; nothing typed is lost', async () => {
  const lena = await new Client(address).signIn('lena.frost')
  const typed = { entry_text: 'Kvar', colour: 'own', accent: '#123456' }
  const svg = '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
  for (const [logo, why] of [
    [file('logo.png', svg), 'png, jpg eller webp'],
    [file('logo.svg', svg), 'png, jpg eller webp'],
    [file('logo.png', Buffer.concat([PNG, Buffer.alloc(300_000)])), 'högst 300 kB'],
  ] as const) {
    const answer = await changes(lena, '/look', { ...typed, logo })
    expect(answer.status).toBe(422)
    expect(answer.body).toContain(why)
    expect(answer.body).toContain('Kvar')
    expect(answer.body).toContain('#123456')
  }
  const style = { ...typed, accent: '#123456} body{display:none' }
  expect((await changes(lena, '/look', { ...style, logo: noFile })).status).toBe(422)
  expect((await (await new Client(address).signIn('eva.nordin')).get(`${AT}/look`)).status).toBe(403)
})

test('an entrance is framed by nobody, and there is none for an owner that is not', async () => {
  const anyone = new Client(address)
  const { headers } = await anyone.get('/n/vkn')
  expect(headers.get('x-frame-options')).toBe('DENY')
  expect(headers.get('content-security-policy')).toContain("frame-ancestors 'none'")
  for (const path of ['/n/abc', '/n/abc/logo', '/n/abc/look.css', '/n/abc/provider', '/n/vkn/logo'])
    expect((await anyone.get(path)).status, path).toBe(404)
  expect((await anyone.get('/n/vkn/look.css')).body).toBe('')
  expect(db.world.owners.VKN).toBeGreaterThan(0)
})
