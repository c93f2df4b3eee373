import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { perform } from '../../src/cases/workflow/perform.ts'
import { propose } from '../../src/cases/workflow/proposals.ts'
import { asActor, type OwnerActor } from '../../src/db/actor.ts'
import type { CaseRow, MailRow } from '../../src/db/rowTypes.ts'
import { newKey } from '../../src/web/once.ts'
import { aCase, actorsOf } from '../support/cases.ts'
import { changes, publishes } from '../support/configuration.ts'
import { Client, testServer } from '../support/client.ts'
import { testDatabase, type TestDatabase } from '../support/database.ts'

// Issue 14: four eyes by one person with a second account of their own making.

let db: TestDatabase
let people: ReturnType<typeof actorsOf>
let lena: Client
let address: string
beforeAll(async () => {
  db = await testDatabase()
  people = actorsOf(db.world)
  address = (await testServer()).address
  await db.owner('users').where({ username: 'eva.nordin' }).update({ is_admin: true })
  lena = await (await new Client(address).signIn('lena.frost')).proves()
  await changes(lena, '/rules', { fourEyes: 'ja' })
  await publishes(lena)
})
beforeEach(async () => {
  for (const table of ['rate_limits', 'mail_messages', 'security_events']) await db.owner(table).delete()
  await db.owner('users').where({ username: 'johan.ek' }).update({ email: 'johan.ek@nel.example' })
})

const id = (username: string) => db.world.users[username]!
const actorOf = async (username: string): Promise<OwnerActor> => {
  const row = (await db.owner('users').where({ username }).first('id', 'name')) as { id: number; name: string }
  return { ...people.eva, userId: row.id, username, name: row.name }
}
const proposed = async (by: OwnerActor): Promise<CaseRow> => {
  const kase = await aCase.send(people.amir, await aCase(people.amir, 'NY01'))
  await asActor(by, (tx) => propose(tx, by, kase.ref, { consent: { x_anslutningspunkt: 'KS-1' } }))
  return kase
}
const confirms = (by: OwnerActor, kase: CaseRow) => asActor(by, (tx) => perform(tx, by, kase.ref, 'approve', {}))
const REFUSED = 'En annan kollega måste bekräfta'
/** As the program writes it down when one does it to the other's account. */
const done = async (by: string, to: string, event = 'created', days = 0) => {
  await db.owner('security_events').insert({
    user_id: id(to),
    owner_id: db.world.owners.NEL,
    event,
    by_id: id(by),
    by_name: by,
    at: db.owner.raw('now() - make_interval(days => ?)', [days]),
  })
}
const creates = (name: string, more: object = {}) =>
  lena.post('/owner/users/new', {
    _key: newKey(),
    name,
    email: `${name.toLowerCase().replace(' ', '.')}@nel.example`,
    phone: '',
    permission_sets: ['H'],
    ...more,
  })
const letters = () => db.owner<MailRow>('mail_messages').where({ template: 'M23' }).orderBy('id')

describe('A12: a proposal is not confirmed', () => {
  test('by an account that who proposed has made over the pages, nor the other way round', async () => {
    expect((await creates('Lena Skugga')).status).toBe(303)
    const shadow = await actorOf('lena.skugga')
    await expect(confirms(shadow, await proposed(people.lena))).rejects.toThrow(REFUSED)
    await expect(confirms(people.lena, await proposed(shadow))).rejects.toThrow(REFUSED)
    // Whoever had nothing to do with it is a second person.
    expect((await confirms(people.johan, await proposed(shadow))).status).toBe('consented')
    await expect(confirms(people.eva, await proposed(people.lena))).resolves.toMatchObject({ status: 'consented' })
  })

  test.each<[string, () => Promise<unknown> | PromiseLike<unknown>]>([
    ['of the same address', () => address_('Eva.Nordin@nel.example')],
    ['of the same mailbox behind a plus', () => address_('eva.nordin+2@nel.example')],
    ['made by who proposed', () => done('eva.nordin', 'johan.ek')],
    ['who made the account that proposed', () => done('johan.ek', 'eva.nordin')],
    ['whose address who proposed has changed', () => done('eva.nordin', 'johan.ek', 'email-changed')],
    ['that who proposed has let in again', () => done('eva.nordin', 'johan.ek', 'activated')],
    [
      'made by one that who proposed has made',
      async () => {
        await done('eva.nordin', 'britt.olsson')
        await done('britt.olsson', 'johan.ek')
      },
    ],
    [
      'made by the same person a few days ago',
      async () => {
        await done('lena.frost', 'eva.nordin', 'created', 3)
        await done('lena.frost', 'johan.ek', 'created', 2)
      },
    ],
  ])('by an account %s', async (_which, arrange) => {
    await arrange()
    await expect(confirms(people.johan, await proposed(people.eva))).rejects.toThrow(REFUSED)
  })

  const address_ = (email: string) => db.owner('users').where({ username: 'johan.ek' }).update({ email })

  test.each<[string, () => Promise<unknown>]>([
    ['made by who proposed, a month later', () => done('eva.nordin', 'johan.ek', 'created', 31)],
    [
      'made by the same person, a week later',
      async () => {
        await done('lena.frost', 'eva.nordin', 'created', 8)
        await done('lena.frost', 'johan.ek', 'created', 1)
      },
    ],
    ['that was sent account details by who proposed', () => done('eva.nordin', 'johan.ek', 'invited')],
  ])('but is by one %s', async (_which, arrange) => {
    await arrange()
    expect((await confirms(people.johan, await proposed(people.eva))).status).toBe('consented')
  })

  test('on the page, which says why instead of showing the button, and it does not wait in that person’s inbox', async () => {
    await done('eva.nordin', 'johan.ek')
    const johan = await new Client(address).signIn('johan.ek')
    const kase = await proposed(people.eva)
    const { body } = await johan.get(`/cases/${kase.ref}`)
    expect(body).toContain('Eva Nordin föreslår godkännande')
    expect(body).toContain(REFUSED)
    expect(body).not.toContain('Bekräfta och godkänn')
    const { rows } = await asActor(people.johan, (tx) =>
      tx.raw<{ rows: { part: string }[] }>('select part from app.owner_inbox(?, ?) where case_id = ?', [
        id('johan.ek'),
        db.world.owners.NEL,
        kase.id,
      ]),
    )
    expect(rows).toEqual([{ part: 'others' }])
    const own = await asActor(people.lena, (tx) =>
      tx.raw<{ rows: { part: string }[] }>('select part from app.owner_inbox(?, ?) where case_id = ?', [
        id('lena.frost'),
        db.world.owners.NEL,
        kase.id,
      ]),
    )
    expect(own.rows).toEqual([{ part: 'confirm' }])
  })
})

describe('A12: all administrators are told', () => {
  const BOTH = ['eva.nordin@nel.example', 'lena.frost@nel.example']

  test('of a new account, with what it may do, from a form and from a file', async () => {
    await creates('Nya Handen', { permission_sets: ['H', 'A'], is_admin: 'ja' })
    const told = await letters()
    // The new administrator is one of them.
    expect(told.map(({ to_address }) => to_address).sort()).toEqual([...BOTH, 'nya.handen@nel.example'])
    await db.owner('users').where({ username: 'nya.handen' }).update({ is_admin: false })
    expect(told[0]!.text).toContain('Behörighet: Administratör, Handläggare, Ansökningar')
    await db.owner('mail_messages').delete()
    const text = 'Namn;E-post\nFil Ett;f1@nel.example\nFil Två;f2@nel.example'
    await lena.post('/owner/users/import', { text, do: 'create', _key: newKey() })
    const [letter] = await letters()
    expect(letter!.text).toContain('Behörighet: Fil Ett: Handläggare')
    expect(letter!.text).toContain('Behörighet: Fil Två: Handläggare')
  })

  test('of new rights, and when the rule ends', async () => {
    await lena.post(`/owner/users/${id('mats.strand')}`, {
      name: 'Mats Strand',
      email: 'mats.strand@nel.example',
      phone: '',
      permission_sets: ['M', 'H'],
    })
    expect((await letters()).map(({ subject }) => subject)).toEqual(
      Array(2).fill('Behörigheten för Mats Strand är ändrad'),
    )
    await db.owner('mail_messages').delete()
    await changes(lena, '/rules', { fourEyes: 'nej' })
    await publishes(lena)
    const told = await letters()
    expect(told.map(({ to_address }) => to_address).sort()).toEqual(BOTH)
    expect(new Set(told.map(({ subject }) => subject))).toEqual(new Set(['En person räcker nu för att godkänna']))
  })
})
