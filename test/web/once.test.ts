import { beforeAll, expect, test } from 'vitest'
import { asActor, type Tx } from '../../src/db/actor.ts'
import { newKey, once } from '../../src/web/once.ts'
import { actorsOf, aCase } from '../support/cases.ts'
import { Client, testServer } from '../support/client.ts'
import { testDatabase, type TestDatabase } from '../support/database.ts'

let db: TestDatabase
let people: ReturnType<typeof actorsOf>
beforeAll(async () => {
  db = await testDatabase()
  people = actorsOf(db.world)
})

test('eight posts of one form at the same moment do the work once, and all lead to where it led', async () => {
  const key = newKey()
  let [done, tries] = [0, 0]
  const work = async () => {
    done += 1
    // The others find the first on its way, and give their connection back.
    await expect.poll(() => tries).toBeGreaterThanOrEqual(8)
    return `/somewhere/${done}`
  }
  const post = () =>
    asActor(people.amir, (tx: Tx) => {
      tries += 1
      return once(tx, people.amir, key, work)
    })
  const locations = await Promise.all(Array.from({ length: 8 }, post))
  expect(done).toBe(1)
  expect(new Set(locations)).toEqual(new Set(['/somewhere/1']))
})

test('work that failed is not remembered: the next try does it', async () => {
  const key = newKey()
  let tries = 0
  const post = (work: () => Promise<string>) =>
    asActor(people.amir, (tx) => {
      tries += 1
      return once(tx, people.amir, key, work)
    })
  let waiting = Promise.resolve('')
  const broken = post(async () => {
    waiting = post(() => Promise.resolve('/second'))
    await expect.poll(() => tries).toBeGreaterThanOrEqual(2)
    throw new Error('broken')
  })
  await expect(broken).rejects.toThrow('broken')
  expect(await waiting).toBe('/second')
})

test('the same key is another person’s own', async () => {
  const key = newKey()
  const post = (who: typeof people.amir | typeof people.eva, to: string) =>
    asActor(who, (tx) => once(tx, who, key, () => Promise.resolve(to)))
  expect(await Promise.all([post(people.amir, '/amir'), post(people.eva, '/eva')])).toEqual(['/amir', '/eva'])
})

test.each([undefined, '', 'too-short', 'x'.repeat(65), "' or true --        "])(
  'a form with the key %j is refused',
  async (key) => {
    const post = asActor(people.amir, (tx) => once(tx, people.amir, key, () => Promise.resolve('/')))
    await expect(post).rejects.toMatchObject({ status: 422 })
  },
)

test('a double click on Spara notering leaves one note', async () => {
  const { address } = await testServer()
  const kase = await aCase(people.amir, 'NY01')
  const amir = await new Client(address).signIn('amir.haddad')
  const page = await amir.get(`/cases/${kase.ref}/notes/new`)
  const typed = { subject: 'Port', body: 'Portkoden är 1234', audience: 'shared' }
  const answers = await Promise.all([1, 2, 3].map(() => amir.submit(`/cases/${kase.ref}/notes`, page, typed)))
  expect(answers.map((answer) => [answer.status, answer.location])).toEqual(Array(3).fill([303, `/cases/${kase.ref}`]))
  expect(await db.owner('notes').where({ case_id: kase.id })).toHaveLength(1)
})

test('a key that one form has used up does another form’s work all the same', async () => {
  const { address } = await testServer()
  const amir = await new Client(address).signIn('amir.haddad')
  const cases = [await aCase(people.amir, 'NY01'), await aCase(people.amir, 'NY01')]
  const form = { _key: newKey(), subject: 'Nyckel', body: 'Bultar du?', audience: 'internal' }
  for (const { ref } of cases) {
    const answer = await amir.post(`/cases/${ref}/notes`, form)
    expect(answer.location).toContain(`/cases/${ref}`)
    // A trailing slash or capitals are the same form to Express.
    expect((await amir.post(`/cases/${ref}/Notes/`, form)).location).toBe(answer.location)
  }
  const notes = await db.owner('notes').whereIn(
    'case_id',
    cases.map(({ id }) => id),
  )
  expect(notes).toHaveLength(2)
})
