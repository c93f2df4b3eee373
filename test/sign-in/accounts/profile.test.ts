import { beforeAll, beforeEach, expect, test } from 'vitest'
import { drainMail } from '../../../src/worker/worker.ts'
import { deviceOf } from '../../../src/profile/devices.ts'
import { postOffice, type PostOffice } from '../../mail/postOffice.ts'
import { Client, testServer } from '../../support/client.ts'
import { PASSWORD, testDatabase, type TestDatabase } from '../../support/database.ts'

const NEW = 'tågresan till kiruna'

let db: TestDatabase
let address: string
let office: PostOffice
beforeAll(async () => {
  db = await testDatabase()
  address = (await testServer()).address
  office = await postOffice()
})
beforeEach(async () => {
  await db.owner('rate_limits').delete()
  office.letters.length = 0
})

const lettersTo = async (to: string) => {
  await drainMail(db.ownerUrl, office.config)
  return office.letters.filter((letter) => [letter.to].flat().some((each) => each?.text.includes(to)))
}
const signedIn = (username: string) => new Client(address).signIn(username)

test('one says what one is called, how one is reached, which language, and where to begin', async () => {
  const amir = await signedIn('amir.haddad')
  const page = await amir.get('/profile')
  expect(page.body).toContain('070-174 06 05')
  const typed = { name: 'Amir H. Haddad', phone: '08-465 004 05', locale: 'en', start_page: '/cases/mine' }
  expect((await amir.submit('/profile', page, typed)).location).toBe('/profile')
  expect((await amir.get('/')).location).toBe('/cases/mine')
  const after = await amir.get('/profile')
  expect(after.body).toContain('<html lang="en">')
  expect(after.body).toContain('08-465 004 05')
  const wrong = await amir.submit('/profile', after, { ...typed, name: '', phone: 'ring' })
  expect(wrong.status).toBe(422)
  expect(wrong.body).toContain('Enter your name.')
  expect(wrong.body).toContain('value="ring"')
})

test('a start page of the other side, or of nobody, is no start page', async () => {
  const eva = await signedIn('eva.nordin')
  const typed = { name: 'Eva Nordin', phone: '', locale: 'sv' }
  for (const start_page of ['/cases/mine', 'https://evil.example', '/cases/NEL-2026-000001']) {
    await eva.post('/profile', { ...typed, start_page })
    expect((await eva.get('/')).location).toBe('/inbox')
  }
})

test('changing the password takes the old one, ends every other session and tells the person', async () => {
  const sofia = await signedIn('sofia.lindqvist')
  const elsewhere = await signedIn('sofia.lindqvist')
  const page = await sofia.get('/profile/password')
  const change = (typed: Record<string, string>) => sofia.submit('/profile/password', page, typed)
  expect((await change({ current: 'gissning', password: NEW, repeat: NEW })).body).toContain(
    'inte ditt nuvarande lösenord',
  )
  expect((await change({ current: PASSWORD, password: 'kort', repeat: 'kort' })).status).toBe(422)
  expect((await change({ current: PASSWORD, password: PASSWORD, repeat: PASSWORD })).body).toContain(
    'haft lösenordet förut',
  )
  const token = sofia.cookie('session')
  expect((await change({ current: PASSWORD, password: NEW, repeat: NEW })).status).toBe(303)
  expect(sofia.cookie('session')).not.toBe(token)
  expect((await sofia.get('/inbox')).status).toBe(200)
  expect((await elsewhere.get('/inbox')).status).toBe(303)
  expect((await lettersTo('sofia.lindqvist@')).map(({ subject }) => subject)).toEqual([
    'Ditt lösenord till Elanmälan är bytt',
  ])
  expect((await sofia.get('/profile/history')).body).toContain('Lösenord bytt')
})

test('guessing the password of a browser left open stops at ten', async () => {
  const karin = await signedIn('karin.bergstrom')
  const statuses = []
  for (let i = 0; i < 11; i += 1) {
    statuses.push(
      (await karin.post('/profile/password', { current: `gissning ${i}`, password: NEW, repeat: NEW })).body,
    )
  }
  expect(statuses.at(-1)).toContain('För många försök')
  const right = await karin.post('/profile/password', { current: PASSWORD, password: NEW, repeat: NEW })
  expect(right.status).toBe(422)
})

test('one sees where one is signed in, and signs out there', async () => {
  const phone = await new Client(address).signIn('eva.nordin')
  const eva = await signedIn('eva.nordin')
  const stranger = await signedIn('lena.frost')
  const page = await eva.get('/profile/sessions')
  const ids = [...page.body.matchAll(/name="which" value="(\d+)"/g)].map((match) => match[1]!)
  expect(ids.length).toBeGreaterThan(0)
  expect((await eva.submit('/profile/sessions', page, { which: ids[0]!, current: 'fel' })).status).toBe(422)
  // Another's session is none of mine, whatever its number.
  await stranger.post('/profile/sessions', { which: ids[0]!, current: PASSWORD })
  expect((await phone.get('/inbox')).status).toBe(200)
  for (const id of ids) await eva.submit('/profile/sessions', page, { which: id, current: PASSWORD })
  expect((await phone.get('/inbox')).status).toBe(303)
  expect((await eva.get('/inbox')).status).toBe(200)
})

test('what happened at the door is there to be read: by oneself, and nobody else', async () => {
  await new Client(address).post('/sign-in', { username: 'petra.wallin', password: 'fel' })
  const petra = await signedIn('petra.wallin')
  await expect.poll(async () => (await petra.get('/profile/history')).body).toContain('Fel lösenord')
  const other = await signedIn('nils.aberg')
  expect((await other.get('/profile/history')).body).not.toContain('Fel lösenord')
})

test('a new address counts when a letter sent there is answered, and the old one is told', async () => {
  const lena = await signedIn('lena.frost')
  const page = await lena.get('/profile/email')
  expect(page.body).toContain('name="current"')
  const typed = { email: 'lena@ny.example', current: 'fel' }
  expect((await lena.submit('/profile/email', page, typed)).status).toBe(422)
  expect((await lena.submit('/profile/email', page, { ...typed, current: PASSWORD })).location).toBe('/profile')
  expect((await lena.get('/profile')).body).toContain('Väntar på att du bekräftar lena@ny.example')
  const [letter] = await lettersTo('lena@ny.example')
  const path = new URL(/https?:\S+\/email\/\S+/.exec(letter!.text!)![0]).pathname
  // A robot opens it; nothing changes.
  const opened = await new Client(address).get(path)
  expect(opened.body).toContain('lena@ny.example')
  expect((await lena.get('/profile')).body).toContain('lena.frost@nel.example')
  const anywhere = new Client(address)
  expect((await anywhere.submit(path, opened, {})).location).toBe('/sign-in')
  expect((await anywhere.get(path)).status).toBe(410)
  const after = (await db.owner('users').where({ username: 'lena.frost' }).first('email')) as { email: string }
  expect(after.email).toBe('lena@ny.example')
  expect((await lettersTo('lena.frost@nel.example')).map(({ subject }) => subject)).toEqual([
    'Din e-postadress i Elanmälan är bytt',
  ])
})

test.each([
  ['Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0', 'Firefox', 'Windows'],
  [
    'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605 (KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1',
    'Safari',
    'iPhone',
  ],
  [
    'Mozilla/5.0 (Linux; Android 15; Pixel 9) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Mobile Safari/537.36',
    'Chrome',
    'Android',
  ],
  [
    'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Safari/537.36 Edg/140.0',
    'Edge',
    'Windows',
  ],
  ['curl/8.0', null, null],
  [null, null, null],
])('%s is %s on %s', (agent, browser, system) => {
  expect(deviceOf(agent)).toEqual({ browser, system })
})
