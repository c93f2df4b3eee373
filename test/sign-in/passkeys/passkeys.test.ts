import type { CDPSession } from 'playwright-core'
import { beforeAll, beforeEach, expect, test } from 'vitest'
import type { MailRow } from '../../../src/db/rowTypes.ts'
import { setMailOrigin } from '../../../src/mail/outbox.ts'
import { Client } from '../../support/client.ts'
import { PASSWORD } from '../../support/database.ts'
import { Person, setStage, type Stage } from '../../support/story.ts'

let stage: Stage
beforeAll(async () => {
  const set = await setStage()
  // A passkey is bound to a name, never to an address in numbers.
  stage = { ...set, address: set.address.replace('127.0.0.1', 'localhost') }
  setMailOrigin(stage.address)
})
beforeEach(async () => {
  await stage.db.owner('rate_limits').delete()
  await stage.db.owner('passkeys').delete()
})

const idOf = (username: string) => stage.db.world.users[username]!
const keys = (username: string) => stage.db.owner('passkeys').where({ user_id: idOf(username) })

interface Owner {
  who: Person
  cdp: CDPSession
  authenticatorId: string
}

/** Somebody in a browser whose machine has an authenticator, as Chromium pretends one. */
async function withAuthenticator(who: Person): Promise<Owner> {
  const cdp = await who.page.context().newCDPSession(who.page)
  await cdp.send('WebAuthn.enable')
  const options = {
    protocol: 'ctap2',
    transport: 'internal',
    hasResidentKey: true,
    hasUserVerification: true,
    isUserVerified: true,
    automaticPresenceSimulation: true,
  } as const
  const { authenticatorId } = await cdp.send('WebAuthn.addVirtualAuthenticator', { options })
  return { who, cdp, authenticatorId }
}

async function creates(username: string): Promise<Owner> {
  const owner = await withAuthenticator(await Person.arrives(stage, username))
  await owner.who.goes('/profile/two-step')
  const form = owner.who.page.locator('form[data-passkey]')
  await form.locator('[name=name]').fill('Jobbdatorn')
  await form.locator('[name=current]').fill(PASSWORD)
  await owner.who.presses('Skapa en passkey')
  await owner.who.sees('Passkeyn är sparad.')
  return owner
}

async function signsOut({ who }: Owner): Promise<void> {
  await who.page.context().clearCookies()
  await who.goes('/sign-in')
}

/** What the browser sends when it has signed, so that a test can send it once more or change it. */
async function overhears({ who }: Owner, path: string): Promise<() => string> {
  let body = ''
  await who.page.route(`**${path}`, async (route) => {
    body = route.request().postData() ?? ''
    await route.continue()
  })
  return () => body
}

test('a passkey is made with the password, opens the account alone, and is taken away again', async () => {
  const owner = await withAuthenticator(await Person.arrives(stage, 'amir.haddad'))
  const { who } = owner
  await who.goes('/profile/two-step')
  const form = who.page.locator('form[data-passkey]')
  await form.locator('[name=current]').fill('gissning')
  await form.getByRole('button').click()
  await who.sees('Det är inte ditt nuvarande lösenord.')
  expect(await keys('amir.haddad')).toEqual([])
  await form.locator('[name=name]').fill('Jobbdatorn')
  await form.locator('[name=current]').fill(PASSWORD)
  await who.presses('Skapa en passkey')
  await who.sees('Passkeyn är sparad.')
  await who.sees('Jobbdatorn')
  const letter = await stage.db.owner<MailRow>('mail_messages').where({ template: 'M16' }).orderBy('id', 'desc').first()
  expect(letter!.text).toContain('Jobbdatorn')

  await who.page.locator('summary', { hasText: 'Byt namn' }).click()
  await who.page.locator('[id^=name-]').fill('Datorn på kontoret')
  await who.presses('Spara', who.page.locator('form[action$="/passkeys/name"]'))
  await who.sees('Passkeyn heter nu så.')
  expect(await keys('amir.haddad')).toMatchObject([{ name: 'Datorn på kontoret' }])
  // Nobody else's, whatever is posted; a name of nothing is none.
  const stranger = new Client(stage.address)
  await stranger.signIn('mira.dahl')
  const [key] = await keys('amir.haddad')
  await stranger.post('/profile/two-step/passkeys/name', { id: key!.id, name: 'Mira' })
  await who.page.request.post('/profile/two-step/passkeys/name', { form: { id: key!.id, name: ' ' } })
  expect(await keys('amir.haddad')).toMatchObject([{ name: 'Datorn på kontoret' }])

  await signsOut(owner)
  await who.presses('Logga in med en passkey')
  await who.page.waitForURL('**/inbox')
  await who.goes('/profile/sessions')
  await who.sees('passkey')
  expect((await keys('amir.haddad').first<{ last_used_at: Date }>()).last_used_at).toBeInstanceOf(Date)

  await who.goes('/profile/two-step')
  await who.page.locator('summary', { hasText: 'Ta bort' }).click()
  await who.page.locator('[id^=remove-]').fill(PASSWORD)
  await who.presses('Ta bort passkeyn')
  await who.sees('Passkeyn är borttagen.')
  await signsOut(owner)
  await who.presses('Logga in med en passkey')
  await who.sees('Passkeyn kunde inte användas.')
  await who.leaves()
})

test('after the password it is the second step, and one’s own alone will do', async () => {
  const owner = await creates('sofia.lindqvist')
  const { who } = owner
  await signsOut(owner)
  await who.fills({ username: 'sofia.lindqvist', password: PASSWORD })
  await who.presses('Logga in')
  await who.page.waitForURL('**/second-step')
  expect(await who.page.locator('[name=code]').count()).toBe(0)
  await who.presses('Använd en passkey')
  await who.page.waitForURL('**/inbox')
  await who.leaves()

  // Somebody who knows Amir's password, with a passkey of their own.
  await creates('amir.haddad').then(({ who: amir }) => amir.leaves())
  const mira = await creates('mira.dahl')
  await signsOut(mira)
  await mira.who.fills({ username: 'amir.haddad', password: PASSWORD })
  await mira.who.presses('Logga in')
  await mira.who.presses('Använd en passkey')
  await mira.who.sees('känner enheten inte igen dig')
  await mira.who.leaves()
})

test('what was signed is good once, in the browser that was asked, and never counts backwards', async () => {
  const owner = await creates('karin.bergstrom')
  const body = await overhears(owner, '/sign-in/passkey')
  await signsOut(owner)
  await owner.who.presses('Logga in med en passkey')
  await owner.who.page.waitForURL('**/inbox')
  const fields = Object.fromEntries(new URLSearchParams(body()))
  expect(fields['credential']).toContain('"signature"')
  const thief = new Client(stage.address)
  expect((await thief.post('/sign-in/passkey', fields)).location).toBe('/sign-in')
  await thief.post('/sign-in/passkey/options', {})
  expect((await thief.post('/sign-in/passkey', fields)).location).toBe('/sign-in')
  expect((await thief.get('/inbox')).status).toBe(303)

  await keys('karin.bergstrom').update({ counter: 1000 })
  await signsOut(owner)
  await owner.who.presses('Logga in med en passkey')
  await owner.who.sees('Passkeyn kunde inte användas.')
  for (const nonsense of ['', 'x', '{}', '{"id":"x","response":{}}'])
    expect((await thief.post('/sign-in/passkey', { credential: nonsense })).location).toBe('/sign-in')
  await owner.who.leaves()
})

test('a closed account is opened by no passkey, and an authenticator that does not know its person is not enough', async () => {
  const owner = await creates('johan.ek')
  await owner.cdp.send('WebAuthn.setUserVerified', { authenticatorId: owner.authenticatorId, isUserVerified: false })
  await signsOut(owner)
  await owner.who.presses('Logga in med en passkey')
  await owner.who.sees('känner enheten inte igen dig')
  await owner.cdp.send('WebAuthn.setUserVerified', { authenticatorId: owner.authenticatorId, isUserVerified: true })
  await stage.db.owner('users').where({ username: 'johan.ek' }).update({ active: false })
  await owner.who.presses('Logga in med en passkey')
  await owner.who.sees('Passkeyn kunde inte användas.')
  await stage.db.owner('users').where({ username: 'johan.ek' }).update({ active: true })
  await owner.who.leaves()
})

test('where a second step is demanded a passkey will do, and the last one stays', async () => {
  await stage.db.owner('owners').where({ code: 'VKN' }).update({ two_step_required: true })
  const owner = await withAuthenticator(await Person.comes(stage))
  const { who } = owner
  await who.signsIn('petra.wallin', PASSWORD)
  await who.page.waitForURL('**/enrol')
  await who.presses('Skapa en passkey')
  await who.page.waitForURL('**/inbox')
  await who.goes('/profile/two-step')
  await who.page.locator('summary', { hasText: 'Ta bort' }).click()
  await who.page.locator('[id^=remove-]').fill(PASSWORD)
  await who.presses('Ta bort passkeyn')
  await who.sees('Ordna ett annat först.')
  expect(await keys('petra.wallin')).toHaveLength(1)
  await who.leaves()
})

test('it shows who one is before somebody else’s account is changed, and nobody else’s passkey does', async () => {
  const owner = await creates('karin.bergstrom')
  const { who } = owner
  await stage.db.owner('sessions').update({ proven_at: null })
  const invites = async () => {
    await who.goes('/company/users')
    await who.choosesInRow(who.page.locator('tr', { hasText: 'Amir Haddad' }), 'Skicka inloggningsuppgifter')
    await who.sees('Bekräfta att det är du')
  }
  await invites()
  await owner.cdp.send('WebAuthn.setUserVerified', { authenticatorId: owner.authenticatorId, isUserVerified: false })
  await who.presses('Använd en passkey')
  await who.sees('känner enheten inte igen dig')
  await owner.cdp.send('WebAuthn.setUserVerified', { authenticatorId: owner.authenticatorId, isUserVerified: true })
  const body = await overhears(owner, '/invite')
  await who.photographs('proof-passkey-1280')
  await who.presses('Använd en passkey')
  await who.sees('Inloggningsuppgifter är på väg till Amir Haddad.')
  // What was signed once is good once.
  await stage.db.owner('sessions').update({ proven_at: null })
  const token = (await who.page.context().cookies()).find((each) => each.name === 'session')!.value
  const thief = new Client(stage.address)
  thief.carry('session', token)
  const fields = Object.fromEntries(new URLSearchParams(body()))
  expect(fields['proof_credential']).toContain('"signature"')
  const again = await thief.post(`/company/users/${idOf('amir.haddad')}/invite`, fields)
  expect([again.status, again.body.includes('data-proof')]).toEqual([422, true])
  await who.leaves()
})
