import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { asActor, asSystem, pooled, useDatabase, type Tx } from '../../src/db/actor.ts'
import { connectPools } from '../../src/db/bare.ts'
import { webUrl } from '../../src/db/roles.ts'
import { LONG, PAGE } from '../../src/db/timeouts.ts'
import { log } from '../../src/log.ts'
import { newKey, once } from '../../src/web/once.ts'
import { actorsOf, aCase } from '../support/cases.ts'
import { Client, testServer, type Answer } from '../support/client.ts'
import { testDatabase, type TestDatabase } from '../support/database.ts'
import { Proxy } from '../support/proxy.ts'

let db: TestDatabase
let people: ReturnType<typeof actorsOf>
let amir: Client
let mira: Client
let eva: Client
beforeAll(async () => {
  db = await testDatabase({ asInProduction: true })
  people = actorsOf(db.world)
  const { address } = await testServer()
  amir = await new Client(address).signIn('amir.haddad')
  mira = await new Client(address).signIn('mira.dahl')
  eva = await new Client(address).signIn('eva.nordin')
})
beforeEach(() => {
  vi.spyOn(log, 'error').mockImplementation(() => undefined)
})

const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => 'done',
    (error: unknown) => (error as { code?: string }).code,
  )
const statuses = (answers: Answer[]) => [...new Set(answers.map(({ status }) => status))].sort()

describe('time-outs in the database', () => {
  const limits = async (tx: Tx) => {
    const names = ['statement_timeout', 'lock_timeout', 'idle_in_transaction_session_timeout']
    const { rows } = await tx.raw<{ rows: { name: string; setting: number }[] }>(
      'select name, setting::int from pg_settings where name = any(?)',
      [names],
    )
    return names.map((name) => rows.find((row) => row.name === name)?.setting)
  }
  const asList = ({ statement, lock, idleInTransaction }: typeof PAGE) => [statement, lock, idleInTransaction]

  test('hold for every door, and without one', async () => {
    expect(await asActor(people.amir, limits)).toEqual(asList(PAGE))
    expect(await asActor(people.eva, limits)).toEqual(asList(PAGE))
    expect(await asSystem('auth', limits)).toEqual(asList(PAGE))
    expect(await limits(pooled() as unknown as Tx)).toEqual(asList(PAGE))
    expect(await asSystem('worker', limits)).toEqual(asList(LONG))
    expect(await asActor(people.amir, limits, { kind: 'long' })).toEqual(asList(LONG))
    expect(await asActor(people.amir, limits)).toEqual(asList(PAGE))
  })

  test('end a statement that takes too long, and the door opens again', async () => {
    expect(await codeOf(asActor(people.amir, (tx) => tx.raw('select pg_sleep(60)')))).toBe('57014')
    expect((await amir.get('/inbox')).status).toBe(200)
  })
})

test('one locked row holds up its own case alone: 503 with Retry-After there, 200 everywhere else', async () => {
  const kase = await aCase(people.amir, 'NY01')
  const path = `/cases/${kase.ref}/notes`
  const page = await amir.get(`${path}/new`)
  const holder = await db.owner.transaction()
  await holder('cases').where({ id: kase.id }).forUpdate()
  let isWaiting = true
  const write = (n: number) =>
    amir.submit(path, page, { _key: newKey(), subject: 'Port', body: `Kod ${n}`, audience: 'shared' })
  const blocked = Promise.all(Array.from({ length: 30 }, (_, n) => write(n))).finally(() => (isWaiting = false))
  await sleep(500)
  // While all of a tenant's share of the connections waits for the row, the others work.
  expect(isWaiting).toBe(true)
  expect(statuses(await Promise.all([mira.get('/inbox'), eva.get('/inbox'), eva.get('/readyz')]))).toEqual([200])
  const answers = await blocked
  expect(statuses(answers)).toEqual([503])
  expect(answers.every(({ headers }) => Number(headers.get('retry-after')) > 0)).toBe(true)
  await holder.rollback()
  expect((await write(31)).status).toBe(303)
})

test('who waits for the first of two equal posts holds no connection and no lock meanwhile', async () => {
  const key = newKey()
  let release = () => {}
  const held = new Promise<void>((resolve) => (release = resolve))
  const post = (work: () => Promise<string>) => asActor(people.amir, (tx) => once(tx, people.amir, key, work))
  const first = post(async () => {
    await held
    return '/first'
  })
  await sleep(100)
  const others = Array.from({ length: 40 }, () => post(() => Promise.resolve('/again')))
  await sleep(500)
  const waiting = await db.owner('pg_locks').where({ granted: false, locktype: 'advisory' })
  expect(waiting).toEqual([])
  expect((await amir.get('/inbox')).status).toBe(200)
  release()
  expect(new Set(await Promise.all([first, ...others]))).toEqual(new Set(['/first']))
})

test('200 lists at once share the connections: readiness and others’ pages answer, who must wait too long is told', async () => {
  const kase = await aCase(people.mira, 'NY01')
  let done = 0
  const lists = Promise.all(Array.from({ length: 200 }, () => amir.get('/cases').finally(() => (done += 1))))
  await expect.poll(() => done).toBeGreaterThan(0)
  const [ready, page] = await Promise.all([amir.get('/readyz'), mira.get(`/cases/${kase.ref}`)])
  expect([ready.status, page.status]).toEqual([200, 200])
  const answers = await lists
  const refused = answers.filter(({ status }) => status !== 200)
  expect(statuses(refused).every((status) => status === 503)).toBe(true)
  expect(refused.every(({ headers }) => headers.has('retry-after'))).toBe(true)
})

test('connections that the server cuts are replaced at once', async () => {
  await Promise.all(Array.from({ length: 20 }, () => amir.get('/inbox')))
  await db.owner.raw(`select pg_terminate_backend(pid) from pg_stat_activity where usename = 'app_web'
    and datname = current_database()`)
  await sleep(200)
  expect(statuses(await Promise.all(Array.from({ length: 20 }, () => amir.get('/inbox'))))).toEqual([200])
})

describe('a silent database', () => {
  let proxy: Proxy
  afterAll(() => {
    useDatabase(db.web)
    proxy.close()
  })

  test('is told as 503 and is back within ten seconds of healing, whatever was on the way', async () => {
    const url = await webUrl(db.ownerUrl)
    proxy = new Proxy(new URL(url))
    const pools = connectPools(await proxy.open(url))
    useDatabase(pools.page, pools.long)
    try {
      expect(statuses(await Promise.all(Array.from({ length: 20 }, () => amir.get('/inbox'))))).toEqual([200])
      proxy.silence()
      const during = await Promise.all(
        Array.from({ length: 40 }, async (_, n) => {
          await sleep(n * 300)
          return amir.get('/inbox')
        }),
      )
      expect(statuses(during)).toEqual([503])
      proxy.heal()
      const healed = Date.now()
      await expect.poll(async () => (await amir.get('/inbox')).status).toBe(200)
      // Measured: 0.08 s. The time-outs make it some ten seconds at most; the bound leaves room for a busy machine.
      expect((Date.now() - healed) / 1000).toBeLessThan(20)
      expect(statuses(await Promise.all(Array.from({ length: 20 }, () => amir.get('/inbox'))))).toEqual([200])
    } finally {
      proxy.heal()
      await pools.destroy()
    }
  })
})
