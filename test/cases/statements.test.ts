import { beforeAll, expect, test } from 'vitest'
import type { CaseRow } from '../../src/db/rowTypes.ts'
import { aCase, actorsOf } from '../support/cases.ts'
import { Client, testServer } from '../support/client.ts'
import { multiply } from '../support/multiply.ts'
import { testDatabase, type TestDatabase } from '../support/database.ts'
import { newKey } from '../../src/web/once.ts'

let db: TestDatabase
let address: string
beforeAll(async () => {
  db = await testDatabase()
  address = (await testServer()).address
})

/** How many statements are asked of the database, from the session to the commit. */
async function counted(work: () => Promise<{ status: number }>, expected: number): Promise<number> {
  let count = 0
  const on = () => (count += 1)
  db.web.on('query', on)
  const { status } = await work()
  db.web.off('query', on)
  expect(status).toBe(expected)
  return count
}
const CONSENT = {
  x_anl_id: '735999000100000012',
  x_matarsakring: '25',
  x_anslutningspunkt: 'KS-1042',
  x_matare: 'Elmätare',
  x_matmetod: 'direkt',
}
const statements = (who: Client, path: string) => counted(() => who.get(path), 200)

test('a case is created with few statements', async () => {
  const amir = await new Client(address).signIn('amir.haddad')
  const owner = db.world.owners.NEL
  const job = (await db.owner('job_types').where({ owner_id: owner, code: 'NY01' }).first('id')) as { id: number }
  const typed = { owner: String(owner), job: String(job.id), area: String(db.world.areas['NRD']) }
  const create = () => counted(() => amir.post('/cases/new', { _key: newKey(), ...typed }), 303)
  await create()
  // Session, begin, tenant; owner, job, areas; key twice; company, connection, number, case, log; key, commit.
  expect(await create()).toBeLessThanOrEqual(15)
})

test('a note and a decision, which promise mail, are written with few statements', async () => {
  const { amir: installer } = actorsOf(db.world)
  const eva = await new Client(address).signIn('eva.nordin')
  const note = async () => {
    const { ref } = await aCase.send(installer, await aCase(installer, 'NY01'))
    const typed = { _key: newKey(), subject: 'Port', body: 'Kod 4711', audience: 'shared' }
    return counted(() => eva.post(`/cases/${ref}/notes`, typed), 303)
  }
  const approve = async () => {
    const { ref } = await aCase.send(installer, await aCase(installer, 'NY01'))
    const page = await eva.get(`/cases/${ref}`)
    return counted(() => eva.submit(`/cases/${ref}/approve`, page, CONSENT), 303)
  }
  await note()
  await approve()
  // Session, begin, tenant; key twice; case, note with case; owner, who gets it, mail, log; key, commit.
  expect(await note()).toBeLessThanOrEqual(13)
  expect(await approve()).toBeLessThanOrEqual(18)
})

test('a case page asks as much of the database for a case with a long story as for a new one', async () => {
  const { amir, eva } = actorsOf(db.world)
  const fresh = await aCase.send(amir, await aCase(amir, 'NY01'))
  let old: CaseRow = await aCase.send(amir, await aCase(amir, 'NY01', { note: 'Ring först' }))
  for (let round = 0; round < 4; round += 1) {
    await aCase.note(eva, old, 'all', `Notering ${round}`)
    old = await aCase.move(amir, await aCase.reject(eva, old), 'resubmit')
  }
  for (const username of ['amir.haddad', 'eva.nordin']) {
    const who = await new Client(address).signIn(username)
    // Session, begin, tenant, the case, what hangs on it, commit: also when it is opened for the first time and its notes
    // are unread, which is written down.
    for (const round of ['first', 'again'])
      for (const { ref } of [fresh, old])
        expect(await statements(who, `/cases/${ref}`), `${username} ${round}`).toBeLessThanOrEqual(6)
    const few = await statements(who, `/cases/${fresh.ref}`)
    expect(await statements(who, `/cases/${old.ref}`)).toBe(few)
  }
})

test('a list asks as much of the database for fifty cases as for five, however it is grouped', async () => {
  const { amir } = actorsOf(db.world)
  const kase = await aCase.send(amir, await aCase(amir, 'NY01'))
  const people = await Promise.all(['amir.haddad', 'eva.nordin'].map((name) => new Client(address).signIn(name)))
  const paths = [
    '/cases/mine?group=none',
    ...['status', 'expected', 'type', 'job', 'owner', 'company', 'area', 'handler', 'none'].map(
      (group) => `/cases?group=${group}`,
    ),
    `/cases?group=none&q=berg&status=submitted&symbol=note&owner=${kase.owner_id}&handler=none`,
    '/archive?group=status',
    '/archive?q=berg',
    '/archive?q=finns-inte&group=status',
    '/search?q=Tolvan',
  ]
  const countAll = async () => {
    const counts: Record<string, number> = {}
    for (const [at, who] of people.entries())
      for (const path of paths) counts[`${at} ${path}`] = await statements(who, path)
    return counts
  }
  await multiply(db, kase, 4)
  await multiply(db, kase, 5, { status: `'archived'`, turn: 'null' })
  await countAll()
  const few = await countAll()
  await multiply(db, kase, 50)
  await multiply(db, kase, 50, { status: `'archived'`, turn: 'null' })
  expect(await countAll()).toEqual(few)
  // Session, begin, tenant, frame, lines, commit.
  for (const [page, count] of Object.entries(few))
    if (/ \/(cases|archive)/.test(page)) expect(count, page).toBeLessThanOrEqual(6)
})
