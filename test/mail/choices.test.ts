import { afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { setClock, asActor } from '../../src/db/actor.ts'
import type { CaseRow, MailPace, MailRow } from '../../src/db/rowTypes.ts'
import { perform } from '../../src/cases/workflow/perform.ts'
import { choicesLink, isChoicesLink } from '../../src/mail/addresses.ts'
import { sendDigests } from '../../src/mail/digest.ts'
import { setMailOrigin } from '../../src/mail/outbox.ts'
import { drainMail } from '../../src/worker/worker.ts'
import { aCase, actorsOf } from '../support/cases.ts'
import { Client, hidden, testServer } from '../support/client.ts'
import { testDatabase, type TestDatabase } from '../support/database.ts'
import { postOffice, type PostOffice } from './postOffice.ts'

let db: TestDatabase
let office: PostOffice
let address: string
let people: ReturnType<typeof actorsOf>
beforeAll(async () => {
  db = await testDatabase()
  office = await postOffice()
  people = actorsOf(db.world)
  address = (await testServer()).address
  setMailOrigin('https://elanmalan.example')
})

const amirs = () => db.owner('users').where({ id: people.amir.userId })
const company = () => db.owner('companies').where({ id: people.amir.companyId })
beforeEach(async () => {
  await db.owner('mail_messages').delete()
  await db.owner.raw('delete from graphile_worker._private_jobs')
  await amirs().update({ mail_pace: 'now', quiet_from: null, quiet_to: null, active: true })
  await company().update({ mail_minimum: 'never' })
  office.letters.length = 0
  office.refusals = []
})
afterEach(() => setClock(''))

const itIs = (wall: string) => setClock(`${wall}+01:00`)
const sent = async (): Promise<CaseRow> => aCase.send(people.amir, await aCase(people.amir, 'NY01'))
const rejected = async (comment?: string) => aCase.reject(people.eva, await sent(), comment)
const mails = () => db.owner<MailRow>('mail_messages').orderBy('id').select()
const chooses = (pace: MailPace, quiet: [string, string] | [] = []) =>
  amirs().update({ mail_pace: pace, quiet_from: quiet[0] ?? null, quiet_to: quiet[1] ?? null })
/** The queue goes by the clock on the wall, the tests by their own: what is on it is due. */
const drain = async () => {
  await db.owner.raw('update graphile_worker._private_jobs set run_at = now()')
  await drainMail(db.ownerUrl, office.config)
}

test('who gathers gets one letter at seven with all that happened, once, with reasons, comments and links', async () => {
  await chooses('daily')
  itIs('2027-02-01T15:00:00')
  const first = await rejected('Foto av mätarplatsen saknas. 19121212-1212')
  const second = await rejected('Fel säkring.')
  await drain()
  expect(office.letters).toEqual([])
  itIs('2027-02-02T06:59:00')
  expect(await sendDigests()).toBe(0)
  itIs('2027-02-02T07:00:00')
  const late = await rejected('Efter sju.')
  expect((await Promise.all([sendDigests(), sendDigests()])).reduce((sum, n) => sum + n)).toBe(1)
  expect((await mails()).map(({ template, status }) => `${template} ${status}`)).toEqual([
    'M02 digested',
    'M02 digested',
    'M02 gathered',
    'M17 queued',
  ])
  await drain()
  expect(office.letters).toHaveLength(1)
  const [letter] = office.letters
  expect(letter!.subject).toBe('Elanmälan: 2 händelser i dina ärenden')
  for (const part of [letter!.text!, letter!.html as string]) {
    for (const { ref, number } of [first, second]) {
      expect(part).toContain(number)
      expect(part).toContain(`https://elanmalan.example/cases/${ref}`)
    }
    for (const words of ['Hej Amir,', 'Avvisad föranmälan', 'Bilaga saknas', 'Foto av mätarplatsen', 'Fel säkring.'])
      expect(part).toContain(words)
    expect(part).not.toContain(late.ref)
    expect(part).not.toContain('1212-1212')
    expect(part).not.toMatch(/undefined|null/)
  }
  const after = await mails()
  expect(after.map(({ status }) => status)).toEqual(['delivered', 'delivered', 'gathered', 'delivered'])
  expect(after[0]!.delivered_at).toBeInstanceOf(Date)
})

test('a digest that is refused for good says so at each of its cases', async () => {
  await chooses('daily')
  itIs('2027-02-01T15:00:00')
  const kase = await rejected()
  itIs('2027-02-02T08:00:00')
  await sendDigests()
  office.refusals = [{ code: 550, message: 'no such user' }] as unknown as typeof office.refusals
  await drain()
  expect((await mails()).map(({ status }) => status)).toEqual(['failed', 'failed'])
  const page = await (await new Client(address).signIn('amir.haddad')).get(`/cases/${kase.ref}`)
  expect(page.body).toContain('Kom inte fram')
})

test.each<[string, string, [string, string], string | null]>([
  ['over midnight, before it', '2027-02-01T23:00:00', ['21:00', '07:00'], '2027-02-02T06:00:00.000Z'],
  ['over midnight, after it', '2027-02-02T05:00:00', ['21:00', '07:00'], '2027-02-02T06:00:00.000Z'],
  ['within a day', '2027-02-01T12:30:00', ['12:00', '13:00'], '2027-02-01T12:00:00.000Z'],
  ['at their end', '2027-02-02T07:00:00', ['21:00', '07:00'], null],
  ['outside them', '2027-02-01T15:00:00', ['21:00', '07:00'], null],
  ['the night the clocks go forward', '2027-03-27T23:30:00', ['22:00', '06:00'], '2027-03-28T04:00:00.000Z'],
])('quiet hours %s', async (_, wall, quiet, until) => {
  await chooses('now', quiet)
  itIs(wall)
  await rejected()
  const [mail] = await mails()
  expect(mail!.send_after?.toISOString() ?? null).toBe(until)
  const [job] = (await db.owner('graphile_worker.jobs').where({ task_identifier: 'mail' }).select('run_at')) as {
    run_at: Date
  }[]
  if (until !== null) expect(job!.run_at.toISOString()).toBe(until)
})

test('a consent taken back is told at once, whatever is chosen', async () => {
  await chooses('never', ['00:00', '23:00'])
  itIs('2027-02-01T15:00:00')
  const consented = await aCase.approve(people.eva, await sent())
  await asActor(people.lena, (tx) =>
    perform(tx, people.lena, consented.ref, 'revokeConsent', {
      comment: 'Fel anläggning.',
      version: consented.version,
    }),
  )
  const [mail] = await mails()
  expect(mail).toMatchObject({ template: 'M03', status: 'queued', send_after: null, user_id: people.amir.userId })
})

test('never is never, but not less than the company asks for', async () => {
  await chooses('never')
  await rejected()
  expect(await mails()).toEqual([])
  await company().update({ mail_minimum: 'daily' })
  await rejected()
  expect((await mails()).map(({ status }) => status)).toEqual(['gathered'])
})

test('what waits for one who leaves goes to the company at once', async () => {
  await chooses('daily')
  await rejected()
  await chooses('now', ['00:00', '23:59'])
  await rejected()
  await amirs().update({ active: false })
  await drain()
  const box = ((await company().first('email')) as { email: string }).email
  expect(office.letters.map(({ to }) => [to].flat()[0]!.value[0]!.address)).toEqual([box, box])
  expect(office.letters[0]!.headers.has('list-unsubscribe')).toBe(false)
})

test('in the profile one chooses when, within what the company allows; nothing typed is lost', async () => {
  const amir = await new Client(address).signIn('amir.haddad')
  await company().update({ mail_minimum: 'daily' })
  const page = await amir.get('/profile/mail')
  expect(page.body).not.toContain('value="never"')
  const posts = (typed: Record<string, string>) => amir.post('/profile/mail', { ...hidden(page.body), ...typed })
  expect((await posts({ mail_pace: 'never', quiet_from: '', quiet_to: '' })).status).toBe(422)
  const half = await posts({ mail_pace: 'daily', quiet_from: '21:00', quiet_to: '' })
  expect(half.status).toBe(422)
  expect(half.body).toContain('Välj både när de börjar')
  expect(half.body).toMatch(/value="21:00" selected/)
  expect((await posts({ mail_pace: 'daily', quiet_from: '21:00', quiet_to: '07:00' })).status).toBe(303)
  expect(await amirs().first('mail_pace', 'quiet_from', 'quiet_to')).toEqual({
    mail_pace: 'daily',
    quiet_from: '21:00:00',
    quiet_to: '07:00:00',
  })
})

test('the link in the foot changes nothing when opened, and one answer when posted, also by the mail program', async () => {
  await rejected()
  await drain()
  const [letter] = office.letters
  const listed = letter!.headers.get('list') as { unsubscribe: { url: string } }
  const link = listed.unsubscribe.url
  expect(letter!.text).toContain(`Välj när du får mejl: ${link}`)
  expect(letter!.headers.get('list-unsubscribe-post') ?? 'List-Unsubscribe=One-Click').toBe(
    'List-Unsubscribe=One-Click',
  )
  const path = new URL(link).pathname
  const nobody = new Client(address)
  const pace = async () => ((await amirs().first('mail_pace')) as { mail_pace: string }).mail_pace
  const page = await nobody.get(path)
  expect(page.status).toBe(200)
  expect(page.body).not.toMatch(/Amir|Haddad|bergstroms/)
  expect(await pace()).toBe('now')
  expect((await nobody.post(path, { ...hidden(page.body), mail_pace: 'daily' })).status).toBe(303)
  expect(await pace()).toBe('daily')
  // RFC 8058, 3.2: no cookie, no Origin, none of our fields; either kind of body; a redirect is not followed.
  const multipart = new FormData()
  multipart.set('List-Unsubscribe', 'One-Click')
  for (const body of [new URLSearchParams({ 'List-Unsubscribe': 'One-Click' }), multipart]) {
    await chooses('now')
    const oneClick = await fetch(address + path, { method: 'POST', redirect: 'manual', body })
    expect(oneClick.status).toBe(200)
    expect(await oneClick.text()).not.toMatch(/Amir|Haddad|bergstroms/)
    expect(await pace()).toBe('never')
  }
  const withFile = new FormData()
  withFile.set('file', new Blob(['x']), 'x.txt')
  expect((await fetch(address + path, { method: 'POST', body: withFile })).status).toBe(422)
})

test('a link ends with a year, and with the address it was sent to', async () => {
  itIs('2027-02-01T15:00:00')
  await rejected()
  await drain()
  const { unsubscribe } = office.letters[0]!.headers.get('list') as { unsubscribe: { url: string } }
  const { pathname } = new URL(unsubscribe.url)
  const asked = async () => (await new Client(address).get(pathname)).status
  itIs('2028-02-01T12:00:00')
  expect(await asked()).toBe(200)
  itIs('2028-02-03T12:00:00')
  expect(await asked()).toBe(404)
  itIs('2027-02-01T15:00:00')
  const { email } = (await amirs().first('email')) as { email: string }
  await amirs().update({ email: 'nagon.annan@bergstroms.example' })
  expect(await asked()).toBe(404)
  await amirs().update({ email })
  expect(await asked()).toBe(200)
})

test('only a link of ours, for its own person, is one', async () => {
  const { email } = (await amirs().first('email')) as { email: string }
  const now = new Date()
  const [, day, signature] = new URL(choicesLink(people.amir.userId, email, now)).pathname.split('.')
  const nobody = new Client(address)
  for (const link of [
    `${people.sofia.userId}.${day}.${signature}`,
    `${people.amir.userId}.${Number(day) + 1}.${signature}`,
    `${people.amir.userId}.${day}.`,
    `${people.amir.userId}.${signature}`,
    'x.y.z',
    `0${people.amir.userId}.${day}.${signature}`,
  ]) {
    expect(isChoicesLink(link, email, now)).toBe(false)
    expect((await nobody.get(`/mail-choices/${link}`)).status).toBe(404)
  }
})
