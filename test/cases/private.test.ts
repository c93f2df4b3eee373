import { beforeAll, expect, test } from 'vitest'
import { asActor } from '../../src/db/actor.ts'
import type { CaseRow, EventRow, MailRow, SittingRow } from '../../src/db/rowTypes.ts'
import { perform } from '../../src/cases/workflow/perform.ts'
import { newKey } from '../../src/web/once.ts'
import { aCase, actorsOf } from '../support/cases.ts'
import { Client, testServer } from '../support/client.ts'
import { testDatabase, type TestDatabase } from '../support/database.ts'

// What each side keeps to itself, and what is personal, by the words that stand for it.
const COMPANYS = 'Kunden betalar dåligt'
const OWNERS = 'Kolla lasten på station tolv'
const UNSENT = 'Inte skickat än'
const PERSONAL = ['19121212-1212', '191212121212', '121212-1212']

let db: TestDatabase
let kase: CaseRow
let amir: Client, eva: Client
beforeAll(async () => {
  db = await testDatabase()
  const { address } = await testServer()
  const people = actorsOf(db.world)
  amir = await new Client(address).signIn('amir.haddad')
  eva = await new Client(address).signIn('eva.nordin')
  kase = await aCase(people.amir, 'NY01')
  await note(amir, 'internal', COMPANYS)
  // Free text in which somebody writes a personal number; then the number itself is changed.
  const notice = { ...kase.notice, upplysningar: 'Kunden är 19121212-1212.' }
  kase = await asActor(people.amir, (tx) => perform(tx, people.amir, kase.ref, 'save', { notice }))
  await write('best_id', '18800101-0985')
  kase = await row()
  kase = await aCase.send(people.amir, kase)
  await note(eva, 'internal', OWNERS)
  await eva.post(`/cases/${kase.ref}/reject`, {
    _key: newKey(),
    codes: 'KOMP',
    comment: 'Numret 19121212-1212 stämmer inte, kontrollera.',
  })
  await write('best_namn', UNSENT)
})

const row = async () => (await db.owner<CaseRow>('cases').where({ ref: kase.ref }).first())!
const note = (who: Client, audience: string, body: string) =>
  who.post(`/cases/${kase.ref}/notes`, { _key: newKey(), subject: 'Obs', body, audience })

/** Saves one field through the form, all else as it stood there. */
async function write(field: string, value: string): Promise<void> {
  const page = await amir.get(`/cases/${kase.ref}/edit`)
  const values: Record<string, string> = {}
  for (const [, name, text] of page.body.matchAll(/<input class="input[^>]*name="([^"]+)" value="([^"]*)"/g))
    values[name!] = text!
  for (const [, name, text] of page.body.matchAll(/name="([^"]+)" value="([^"]*)" checked/g)) values[name!] = text!
  const { version } = await row()
  const answer = await amir.post(`/cases/${kase.ref}/edit`, {
    _key: newKey(),
    _do: 'save',
    ...values,
    _version: String(version),
    [field]: value,
  })
  expect(answer.status, answer.body.slice(0, 2000)).toBe(303)
}

const pages = ['', '/print', '/log', '/log?what=notes', '/log?what=saves']

test.each(pages)('the owner finds nothing of the company’s own in /cases/:ref%s', async (page) => {
  const { status, body } = await eva.get(`/cases/${kase.ref}${page}`)
  expect(status).toBe(200)
  for (const secret of [COMPANYS, UNSENT]) expect(body).not.toContain(secret)
})

test.each(pages)('the company finds nothing of the owner’s own in /cases/:ref%s', async (page) => {
  const { status, body } = await amir.get(`/cases/${kase.ref}${page}`)
  expect(status).toBe(200)
  expect(body).not.toContain(OWNERS)
})

test('a print has no internal note, not even the reader’s own', async () => {
  expect((await amir.get(`/cases/${kase.ref}`)).body).toContain(COMPANYS)
  expect((await amir.get(`/cases/${kase.ref}/print`)).body).not.toContain(COMPANYS)
  expect((await eva.get(`/cases/${kase.ref}`)).body).toContain(OWNERS)
  expect((await eva.get(`/cases/${kase.ref}/print`)).body).not.toContain(OWNERS)
})

test('the log tells that a personal number changed, and masks both; in free text and reasons too', async () => {
  const events = await db.owner<EventRow>('case_events').where({ case_id: kase.id })
  const sittings = await db.owner<SittingRow>('case_sittings').where({ case_id: kase.id })
  const changes = [...events.map(({ details }) => details), ...sittings].flatMap((each) => each.changes ?? [])
  expect(changes.map((change) => change.key)).toEqual(expect.arrayContaining(['best_id', 'best_namn']))
  for (const number of [...PERSONAL, '0985']) expect(JSON.stringify(changes)).not.toContain(number)
  const { body } = await amir.get(`/cases/${kase.ref}/log`)
  for (const number of PERSONAL) expect(body).not.toContain(number)
})

test('no mail of the case holds a note of one side, an unsent word or a personal number', async () => {
  await note(eva, 'shared', 'Ring om 19121212-1212.')
  const mails = await db.owner<MailRow>('mail_messages').where({ case_id: kase.id })
  expect(mails.map((mail) => mail.template).sort()).toEqual(['M02', 'M11'])
  for (const mail of mails) {
    for (const secret of [COMPANYS, OWNERS, UNSENT, ...PERSONAL])
      expect(mail.subject + mail.text + mail.html).not.toContain(secret)
  }
})
