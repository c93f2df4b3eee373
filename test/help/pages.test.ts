import { beforeAll, expect, test } from 'vitest'
import { topicNames } from '../../src/help/topics.ts'
import { Client, testServer } from '../support/client.ts'
import { testDatabase } from '../support/database.ts'

let address: string
beforeAll(async () => {
  await testDatabase()
  address = (await testServer()).address
})

test('help is for everybody, one’s own side first, and there is a way to it from every page', async () => {
  const stranger = new Client(address)
  expect((await stranger.get('/sign-in')).body).toContain('href="/help/account"')
  const page = await stranger.get('/help')
  expect(page.status).toBe(200)
  for (const name of topicNames) expect(page.body).toContain(`href="/help/${name}"`)
  expect(page.body).not.toContain('href="/symbols"')
  const eva = await new Client(address).signIn('eva.nordin')
  expect((await eva.get('/inbox')).body).toContain('href="/help/receive"')
  const own = (await eva.get('/help')).body
  expect(own.indexOf('/help/receive')).toBeLessThan(own.indexOf('/help/send'))
  expect(own).toContain('href="/symbols"')
})

test('what is looked for is found with its place, or said not to be there', async () => {
  const stranger = new Client(address)
  expect((await stranger.get('/help?q=fullmakt')).body).toContain('href="/help/attachments#fullmakt"')
  const none = (await stranger.get('/help?q=%3Cb%3Ezzz')).body
  expect(none).toContain('Inga träffar på ”&lt;b&gt;zzz”')
})

test.each([...topicNames, 'flows', 'statuses'])('/help/%s is a page in both languages', async (name) => {
  const stranger = new Client(address)
  const swedish = await stranger.get(`/help/${name}`)
  expect(swedish.status).toBe(200)
  await stranger.post('/language', { lang: 'en', back: '/help' })
  const english = await stranger.get(`/help/${name}`)
  expect(english.status).toBe(200)
  expect(english.body).not.toBe(swedish.body)
})

test('a page that there is no help about is not there', async () => {
  expect((await (await new Client(address).signIn('amir.haddad')).get('/help/nothing')).status).toBe(404)
})
