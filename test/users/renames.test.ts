import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { MailRow } from '../../src/db/rowTypes.ts'
import { newKey } from '../../src/web/once.ts'
import { Client, testServer } from '../support/client.ts'
import { testDatabase, type TestDatabase } from '../support/database.ts'

// Issue 14: a person renames itself to a colleague, or to somebody at the network owner.

let db: TestDatabase
let karin: Client
let amir: Client
let lena: Client
beforeAll(async () => {
  db = await testDatabase()
  const { address } = await testServer()
  karin = await (await new Client(address).signIn('karin.bergstrom')).proves()
  amir = await new Client(address).signIn('amir.haddad')
  lena = await (await new Client(address).signIn('lena.frost')).proves()
})
beforeEach(async () => {
  for (const table of ['rate_limits', 'mail_messages', 'security_events']) await db.owner(table).delete()
  await db.owner('users').where({ username: 'amir.haddad' }).update({ name: 'Amir Haddad' })
})

const renames = (who: Client, name: string) =>
  who.post('/profile', { name, phone: '', locale: 'sv', start_page: '/inbox' })
const letters = () =>
  db.owner<MailRow>('mail_messages').orderBy('id').select('to_address', 'subject', 'text', 'template')
const KARIN = 'karin.bergstrom@bergstroms-elservice.example'
const LENA = 'lena.frost@nel.example'

describe('A11: a new name', () => {
  test('is told to the administrators with the old one and kept in the history, the person’s own too', async () => {
    expect((await renames(amir, 'Amir Haddad Berg')).status).toBe(303)
    const [letter, ...more] = await letters()
    expect(more).toEqual([])
    expect(letter).toMatchObject({ to_address: KARIN, subject: 'Amir Haddad heter nu Amir Haddad Berg i Elanmälan' })
    expect(letter!.text).toContain('Namnet står vid allt som personen gör.')
    expect(letter!.text).not.toContain('förväxlas')
    for (const [who, page] of [
      [karin, '/company/users/history'],
      [amir, '/profile/history'],
    ] as const) {
      expect((await who.get(page)).body).toContain('Namn ändrat: Amir Haddad → Amir Haddad Berg')
    }
    // Saved again as it is: no event, no mail.
    await renames(amir, 'Amir Haddad Berg')
    expect(await letters()).toHaveLength(1)
  })

  test.each([
    ['a colleague', 'Karin Bergström'],
    ['a colleague in other letters', 'Кarin Bergstrorn'.replace('rorn', 'röm')],
    ['a colleague in capitals', 'KARIN BERGSTRÖM'],
  ])('that may be taken for %s says for whom', async (_whom, name) => {
    await renames(amir, name)
    expect((await letters())[0]!.text).toContain(`Kan förväxlas: ${name} och Karin Bergström`)
  })

  test('that may be taken for somebody at a network owner is told on both sides, and not to owners it does not work with', async () => {
    await renames(amir, 'Evа Nordin')
    const told = await letters()
    expect(told.map(({ to_address }) => to_address)).toEqual([KARIN, LENA])
    expect(told[0]!.text).toContain('Evа Nordin och Eva Nordin (nätbolag, Norrådalens Elnät AB)')
    expect(told[1]!.subject).toBe('Evа Nordin heter nästan som Eva Nordin hos er')
    expect(told[1]!.text).toContain('Evа Nordin (installatör, Bergströms Elservice AB)')
    await db.owner('mail_messages').delete()
    await renames(amir, 'Petra Wallin')
    expect((await letters()).map(({ to_address }) => to_address)).toEqual([KARIN])
  })

  test('given by an administrator is told to the person as well', async () => {
    await karin.post(`/company/users/${db.world.users['amir.haddad']}`, {
      name: 'Amir H',
      email: 'amir.haddad@bergstroms-elservice.example',
      phone: '070-174 06 05',
      locale: 'sv',
    })
    const told = await letters()
    expect(told.map(({ to_address, template }) => [template, to_address])).toEqual([
      ['M23', KARIN],
      ['M16', 'amir.haddad@bergstroms-elservice.example'],
    ])
    expect(told[1]!.text).toContain('Karin Bergström har ändrat ditt namn från Amir Haddad till Amir H.')
    expect((await karin.get('/company/users/history')).body).toContain('Namn ändrat: Amir Haddad → Amir H')
  })

  test('of a handläggare, by themselves, is told to the owner’s administrators', async () => {
    const address = lena.address
    const mats = await new Client(address).signIn('mats.strand')
    // A montör's role can write neither history nor mail.
    expect((await renames(mats, 'Eva  Nordin')).status).toBe(303)
    const [letter] = await letters()
    expect(letter).toMatchObject({ to_address: LENA, subject: 'Mats Strand heter nu Eva Nordin i Elanmälan' })
    expect(letter!.text).toContain('Kan förväxlas: Eva Nordin och Eva Nordin')
    await renames(mats, 'Mats Strand')
  })

  test('is not changed all day long: each is a mail to others', async () => {
    const statuses = []
    for (const name of ['A', 'B', 'C', 'D', 'E', 'F']) statuses.push((await renames(amir, name)).status)
    expect(statuses).toEqual([303, 303, 303, 303, 303, 429])
  })

  test('of a new account that may be taken for another is told to who makes it, to all administrators, and to the owner', async () => {
    const answer = await karin.post('/company/users/new', {
      _key: newKey(),
      name: 'Sofia Lindqvist',
      email: 'sofia2@bergstroms-elservice.example',
      phone: '',
      locale: 'sv',
    })
    expect(answer.status).toBe(303)
    expect((await karin.get('/company/users')).body).toContain('Namnet kan förväxlas med Sofia Lindqvist.')
    expect((await letters())[0]!.text).toContain('Kan förväxlas: Sofia Lindqvist och Sofia Lindqvist')
    await db.owner('mail_messages').delete()
    const text = 'Namn;E-post\nEva Nordın;x@y.example\nOlle Palm;o@y.example'
    await karin.post('/company/users/import', { text, do: 'create', _key: newKey() })
    const told = await letters()
    expect(told.map(({ to_address }) => to_address)).toEqual([KARIN, LENA])
    expect(told[1]!.subject).toBe('Eva Nordın heter nästan som Eva Nordin hos er')
  })
})
