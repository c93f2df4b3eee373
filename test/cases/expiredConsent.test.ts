import { afterEach, beforeAll, describe, expect, test } from 'vitest'
import { setClock } from '../../src/db/actor.ts'
import type { CaseRow, EventRow, MailRow } from '../../src/db/rowTypes.ts'
import { aCase, actorsOf } from '../support/cases.ts'
import { Client, hidden, testServer } from '../support/client.ts'
import { AT, changes, publishes } from '../support/configuration.ts'
import { testDatabase, type TestDatabase } from '../support/database.ts'

let db: TestDatabase
let people: ReturnType<typeof actorsOf>
let amir: Client, eva: Client, lena: Client
beforeAll(async () => {
  db = await testDatabase()
  people = actorsOf(db.world)
  const { address } = await testServer()
  ;[amir, eva, lena] = (await Promise.all(
    ['amir.haddad', 'eva.nordin', 'lena.frost'].map((name) => new Client(address).signIn(name)),
  )) as [Client, Client, Client]
})
afterEach(async () => {
  setClock('')
  await db.owner('owners').update({ expired_stops: false })
})

const stops = () => db.owner('owners').where({ id: db.world.owners.NEL }).update({ expired_stops: true })
const stored = async ({ id }: CaseRow) => (await db.owner<CaseRow>('cases').where({ id }).first())!
const consented = async () => aCase.approve(people.eva, await aCase.send(people.amir, await aCase(people.amir, 'NY01')))

/** With everything that a completion asks for, and a consent whose last day was yesterday. */
async function expired(): Promise<{ kase: CaseRow; day: string }> {
  const kase = await aCase.complete(people.amir, await consented())
  await db.owner.raw(
    `update cases set status = 'consented', turn = 'installer', due_on = null, consent_valid_to = app.today() - 1,
       seen_by_installer = true where id = ?`,
    [kase.id],
  )
  const row = await stored(kase)
  return { kase: row, day: row.consent_valid_to! }
}
async function sends({ ref }: CaseRow, accept: string[]) {
  // The page of what cannot be sent has no form: posted all the same, as by a page that was opened before.
  const said = {
    ...hidden((await amir.get(`/cases/${ref}/edit`)).body),
    ...hidden((await amir.get(`/cases/${ref}/review`)).body),
  }
  // The key of each posting is its own; ticks are repeated names.
  return amir.post(`/cases/${ref}/review`, { ...said, accept } as never)
}
const warned = (body: string) => [...body.matchAll(/name="accept" value="([^"]+)"/g)].map(([, rule]) => rule!)

describe('after the last day of a consent', () => {
  test('the installer is warned, ticks that they know, and the network owner sees that they did', async () => {
    const { kase, day } = await expired()
    const review = (await amir.get(`/cases/${kase.ref}/review`)).body
    expect(review).toContain(`Medgivandet gick ut ${day}.`)
    const rules = warned(review)
    expect(rules).toContain('expired')
    expect(
      (
        await sends(
          kase,
          rules.filter((rule) => rule !== 'expired'),
        )
      ).status,
    ).toBe(422)
    expect((await stored(kase)).status).toBe('consented')
    expect((await sends(kase, rules)).status).toBe(303)
    expect((await stored(kase)).status).toBe('completed')
    const event = await db
      .owner<EventRow>('case_events')
      .where({ case_id: kase.id, action: 'complete' })
      .orderBy('id', 'desc')
      .first()
    expect(event!.details['accepted']).toContain('expired')
  })

  test('nothing is said while it holds, its last day included', async () => {
    const { kase } = await expired()
    await db.owner.raw('update cases set consent_valid_to = app.today() where id = ?', [kase.id])
    expect((await amir.get(`/cases/${kase.ref}/review`)).body).not.toContain('Medgivandet gick ut')
    await stops()
    expect((await amir.get(`/cases/${kase.ref}`)).body).not.toMatch(/gått ut|gick ut/)
  })

  test('where the network owner stops it, it is not sent, and the page says what can be done, until it is extended', async () => {
    await stops()
    const { kase, day } = await expired()
    const page = (await amir.get(`/cases/${kase.ref}`)).body
    expect(page).toContain('Be om det i en notering.')
    expect(page).toContain(`/cases/${kase.ref}/notes/new`)
    expect((await amir.get(`/cases/${kase.ref}/review`)).body).toContain(
      'Medgivandet har gått ut, och nätbolaget tar inte emot',
    )
    expect((await sends(kase, ['expired'])).status).toBe(422)
    expect((await stored(kase)).status).toBe('consented')

    const theirs = (await eva.get(`/cases/${kase.ref}`)).body
    expect(theirs).toContain('Färdiganmälan kan inte skickas förrän medgivandet är förlängt.')
    const at = `/cases/${kase.ref}/extend-consent`
    expect(theirs).toContain(at)
    for (const until of ['', day, '2020-01-01'])
      expect((await eva.post(at, { ...hidden((await eva.get(at)).body), until })).status, until).toBe(422)
    const until = new Date(Date.now() + 90 * 86_400_000).toISOString().slice(0, 10)
    expect((await eva.post(at, { ...hidden((await eva.get(at)).body), until, comment: '' })).status).toBe(303)
    expect(await stored(kase)).toMatchObject({ status: 'consented', consent_valid_to: until, seen_by_installer: false })
    const mail = await db.owner<MailRow>('mail_messages').where({ case_id: kase.id, template: 'M06' }).first()
    expect(mail!.text).toContain(`Det gäller till ${until}.`)
    expect((await amir.get(`/cases/${kase.ref}`)).body).toContain(`Medgivandet förlängt till ${until}`)
    expect((await sends(kase, [])).status).toBe(303)
  })

  test('what has come back is sent again whatever day it is', async () => {
    await stops()
    const { kase } = await expired()
    await db.owner.raw(`update cases set consent_valid_to = app.today() + 1 where id = ?`, [kase.id])
    const rejected = await aCase.reject(people.eva, await aCase.complete(people.amir, await stored(kase)))
    await db.owner.raw(`update cases set consent_valid_to = app.today() - 1 where id = ?`, [kase.id])
    expect((await aCase.move(people.amir, rejected, 'recomplete')).status).toBe('completed')
  })

  test('an extension can be undone, and is not made by an installer', async () => {
    const { kase, day } = await expired()
    const at = `/cases/${kase.ref}/extend-consent`
    const until = new Date(Date.now() + 9 * 86_400_000).toISOString().slice(0, 10)
    await eva.post(at, { ...hidden((await eva.get(at)).body), until })
    await eva.submit(`/cases/${kase.ref}/undo`, await eva.get(`/cases/${kase.ref}`), {})
    expect((await stored(kase)).consent_valid_to).toBe(day)
    expect((await amir.get(at)).status).toBe(403)
  })
})

test('the choice is the network owner’s, with its other rules, and off to begin with', async () => {
  expect((await lena.get(AT)).body).not.toContain('Färdiganmälan stoppas')
  await changes(lena, '/rules', { expired_stops: 'ja' })
  expect((await lena.get(AT)).body).toContain('Färdiganmälan stoppas när medgivandet har gått ut')
  await publishes(lena)
  expect(await db.owner('owners').where({ id: db.world.owners.NEL }).first('expired_stops')).toEqual({
    expired_stops: true,
  })
})

test('both sides list the consents that run out, one way from the inbox, with the day of each', async () => {
  await db.owner('cases').where({ status: 'consented' }).update({ status: 'archived', turn: null })
  const over = (await expired()).kase
  const [soon, later] = [await consented(), await consented()]
  await db.owner.raw('update cases set consent_valid_to = app.today() + 30 where id = ?', [soon.id])
  await db.owner.raw('update cases set consent_valid_to = app.today() + 31 where id = ?', [later.id])
  for (const who of [amir, eva]) {
    const [, href] = /href="([^"]+)">Medgivanden som går ut/.exec((await who.get('/inbox')).body)!
    const body = (await who.get(href!.replaceAll('&amp;', '&'))).body
    const [, passed = '', month = ''] = /Har gått ut<\/h2>([\s\S]*)Inom 30 dagar<\/h2>([\s\S]*)/.exec(body)!
    expect(passed).toContain(over.ref)
    expect(passed).toContain(`Medgivandet gick ut ${over.consent_valid_to!}`)
    expect(month).toContain(soon.ref)
    expect(body).not.toContain(later.ref)
    expect((await who.get('/cases?group=none&consent=later&cols=consent')).body).toContain(
      (await stored(later)).consent_valid_to,
    )
  }
})
