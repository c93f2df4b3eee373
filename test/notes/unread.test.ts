import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { CaseRow, MailRow } from '../../src/db/rowTypes.ts'
import { newKey } from '../../src/web/once.ts'
import { aCase, actorsOf } from '../support/cases.ts'
import { Client, testServer } from '../support/client.ts'
import { testDatabase, type TestDatabase } from '../support/database.ts'

let db: TestDatabase
let kase: CaseRow
const who: Record<string, Client> = {}
beforeAll(async () => {
  db = await testDatabase()
  const { address } = await testServer()
  for (const username of ['amir.haddad', 'sofia.lindqvist', 'eva.nordin', 'johan.ek'])
    who[username.split('.')[0]!] = await new Client(address).signIn(username)
})
beforeEach(async () => {
  const { amir } = actorsOf(db.world)
  kase = await aCase.send(amir, await aCase(amir, 'NY01'))
  await db.owner('mail_messages').delete()
})

const write = (name: string, audience: 'shared' | 'internal', body = 'Ring kunden först.') =>
  who[name]!.post(`/cases/${kase.ref}/notes`, { _key: newKey(), subject: 'Kund 191212121212', body, audience })
const UNREAD = 'Ärendet har en notering som du inte har läst'
const markedInList = async (name: string) => {
  const { body } = await who[name]!.get('/cases?group=none')
  const row = body.split('<tr>').find((each) => each.includes(kase.ref)) ?? ''
  return row.includes(UNREAD)
}
/** Opens the case: how many of its notes are marked as new. */
const opens = async (name: string) => ((await who[name]!.get(`/cases/${kase.ref}`)).body.match(/is-new/g) ?? []).length
const mails = () => db.owner<MailRow>('mail_messages').select()

describe('a note is unread', () => {
  test('for each person until that person has opened the case, and never for its author', async () => {
    await write('eva', 'shared')
    expect(await Promise.all(['amir', 'sofia', 'johan', 'eva'].map(markedInList))).toEqual([true, true, true, false])
    expect(await opens('amir')).toBe(1)
    expect(await opens('amir')).toBe(0)
    expect(await markedInList('amir')).toBe(false)
    expect(await markedInList('sofia')).toBe(true)
    await write('eva', 'shared')
    await write('sofia', 'internal')
    expect(await markedInList('amir')).toBe(true)
    expect(await opens('amir')).toBe(2)
    expect(await markedInList('amir')).toBe(false)
  })

  test('for nobody who may not read it', async () => {
    await write('eva', 'internal')
    expect(await Promise.all(['amir', 'johan'].map(markedInList))).toEqual([false, true])
    expect(await opens('amir')).toBe(0)
  })

  test('still when the case is only printed, or its log read: the note was not before anyone’s eyes', async () => {
    await write('eva', 'internal')
    await who['johan']!.get(`/cases/${kase.ref}/print`)
    await who['johan']!.get(`/cases/${kase.ref}/log`)
    expect(await markedInList('johan')).toBe(true)
  })
})

describe('the mail of a note (M11)', () => {
  test('goes to the responsible of one the owner shared, with its words but no personal number', async () => {
    await write('eva', 'shared')
    const [mail] = await mails()
    expect(mail).toMatchObject({ template: 'M11', to_address: 'amir.haddad@bergstroms-elservice.example' })
    expect(mail!.subject).toContain('Ny notering')
    for (const part of [mail!.text, mail!.html]) {
      expect(part).toContain('Ring kunden först.')
      expect(part).not.toContain('191212121212')
    }
  })

  test('goes to nobody of an internal note, or when mail is switched off', async () => {
    await write('eva', 'internal')
    await write('amir', 'internal')
    expect(await mails()).toEqual([])
    const company = () => db.owner('companies').where({ name: 'Bergströms Elservice AB' })
    await company().update({ mail_enabled: false })
    await write('eva', 'shared')
    await company().update({ mail_enabled: true })
    expect(await mails()).toEqual([])
  })

  test('goes once, however often the form is posted', async () => {
    const form = { _key: newKey(), subject: 'Ring', body: 'Ring kunden först.', audience: 'shared' }
    await Promise.all([1, 2, 3].map(() => who['eva']!.post(`/cases/${kase.ref}/notes`, form)))
    expect(await mails()).toHaveLength(1)
  })
})
