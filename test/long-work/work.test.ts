import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { gs1CheckDigit } from '../../src/domain/forms/identifiers/gs1.ts'
import { begin, longWorkTask, type Doing } from '../../src/long-work/run.ts'
import { askForWork } from '../../src/long-work/work.ts'
import { asActor } from '../../src/db/actor.ts'
import { newKey } from '../../src/web/once.ts'
import { drainMail } from '../../src/worker/worker.ts'
import { PostOffice } from '../mail/postOffice.ts'
import { actorsOf } from '../support/cases.ts'
import { afterFile } from '../support/cleanup.ts'
import { Client, hidden, testServer, type Answer } from '../support/client.ts'
import { testDatabase, type TestDatabase } from '../support/database.ts'

let db: TestDatabase
let office: PostOffice
let address: string
let lena: Client, eva: Client, karin: Client
let people: ReturnType<typeof actorsOf>
beforeAll(async () => {
  db = await testDatabase()
  office = await new PostOffice().open()
  afterFile(() => office.close())
  address = (await testServer()).address
  people = actorsOf(db.world)
  lena = await (await new Client(address).signIn('lena.frost')).proves()
  eva = await new Client(address).signIn('eva.nordin')
  karin = await (await new Client(address).signIn('karin.bergstrom')).proves()
})
beforeEach(async () => {
  await db.owner('exports').delete()
  await db.owner.raw('delete from graphile_worker._private_jobs')
  await db.owner('facility_imports').delete()
})

const home = '/owner/facilities'
const idOf = (serial: number) => {
  const bare = `735999000${String(serial).padStart(8, '0')}`
  return bare + gs1CheckDigit(bare)
}
/** Some hundred kilobytes, with a mistake in the second row. */
const register = (rows = 3000) =>
  [
    'Anläggnings-ID;Mätarnummer;Adress',
    `${idOf(1)};MT-0001;Kvarnvägen 1`,
    '735999000100000013;MT-0002;Fel kontrollsiffra',
    ...Array.from({ length: rows }, (_, n) => `${idOf(n + 2)};MT-${n + 10_000};En lång väg med ett långt namn ${n}`),
  ].join('\n')
async function reads(content: string): Promise<Answer> {
  const { _key } = hidden((await lena.get(home)).body)
  return lena.post(`${home}/import`, { _key: _key!, file: new File([content], 'register.csv') })
}
const works = () => db.owner('exports').orderBy('id')
const drain = () => drainMail(db.ownerUrl, office.config)
/** Runs one job of the task by hand, as the worker would. */
async function runs(id: number, doing: Doing, attempts = 1): Promise<object[]> {
  const later: object[] = []
  const task = longWorkTask({ facilities: doing, people: doing, trial: doing })['long-work']!
  const { user_id: userId } = (await db.owner('exports').where({ id }).first('user_id'))!
  const helpers = {
    job: { attempts, max_attempts: 3 },
    addJob: (...asked: object[]) => Promise.resolve(later.push(asked)),
  }
  await task({ id, userId }, helpers as never)
  return later
}
const asked = (kind: 'facilities' | 'people' = 'facilities') =>
  asActor(people.lena, (tx) => askForWork(tx, people.lena, { kind, address: home, input: { name: 'register.csv' } }))

describe('a register that is large', () => {
  test('is read by the worker, whose progress is a page; its mistakes are shown row by row as ever', async () => {
    const { status, location } = await reads(register())
    expect([status, /^\/work\/\d+$/.test(location)]).toEqual([303, true])
    const waiting = await lena.get(location)
    expect([waiting.status, waiting.headers.get('refresh')]).toEqual([200, '2'])
    expect(waiting.body).toContain('Börjar strax.')
    expect((await lena.get(home)).body).toContain(`href="${location}"`)
    expect(await db.owner('facility_imports')).toEqual([])
    for (const other of [eva, karin]) expect((await other.get(location)).status).toBe(404)

    await drain()

    const ready = await lena.get(location)
    expect(ready.location).toMatch(/^\/owner\/facilities\/imports\/\d+$/)
    const page = await lena.get(ready.location)
    expect(page.body).toContain('kontrollsiffran')
    expect(await db.owner('facility_imports').first('good', 'bad', 'status')).toEqual({
      good: 3001,
      bad: 1,
      status: 'read',
    })
    expect(await works()).toMatchObject([{ status: 'ready', done: 3002, input: {} }])
    // The file is not kept.
    expect(await db.owner('export_chunks')).toEqual([])
    // Whoever comes back finds what came of it.
    expect((await lena.get(location)).location).toBe(ready.location)
  })

  test('that cannot be read is told in words, and not tried again', async () => {
    const { location } = await reads(register().replace('Anläggnings-ID', 'Nummer'))
    await drain()
    const page = await lena.get(location)
    expect([page.status, page.headers.get('refresh')]).toEqual([200, null])
    expect(page.body).toContain('Första raden ska ha rubriker, och en av dem Anläggnings-ID.')
    expect(await works()).toMatchObject([{ status: 'failed' }])
    expect(await db.owner('graphile_worker._private_jobs').where({ attempts: 1 })).toEqual([])
  })

  test('is asked for once, however often the button is pressed', async () => {
    const { _key } = hidden((await lena.get(home)).body)
    const press = () => lena.post(`${home}/import`, { _key: _key!, file: new File([register()], 'register.csv') })
    const answers = await Promise.all([press(), press(), press()])
    expect(new Set(answers.map(({ location }) => location)).size).toBe(1)
    expect(await works()).toHaveLength(1)
    const again = await reads(register())
    expect([again.status, again.body.includes('Vänta tills det är klart, eller avbryt det.')]).toEqual([409, true])
  })

  test('that is small is read at once', async () => {
    expect((await reads(register(20))).location).toMatch(/^\/owner\/facilities\/imports\/\d+$/)
    expect(await works()).toEqual([])
  })
})

describe('long work', () => {
  /** Leaves a row behind that is there only if the work was done. */
  const leaves = (name: string, meanwhile: (progress: (done: number) => Promise<void>) => Promise<void>): Doing => {
    return async (tx, { actor, progress }) => {
      await tx('facility_imports').insert({ owner_id: actor.ownerId!, file_name: name, read_by_name: name })
      await meanwhile(progress)
      return { to: home, said: 'Filen är läst.' }
    }
  }
  const left = () => db.owner('facility_imports').pluck('file_name')

  test('is cancelled while it waits, and while it is done: nothing of it is left', async () => {
    const first = await asked()
    expect((await lena.post(`/work/${first}/cancel`, {})).location).toBe(home)
    await drain()
    expect(await works()).toMatchObject([{ status: 'cancelled' }])

    const second = await asked()
    await runs(
      second,
      leaves('half', async (progress) => {
        await progress(10)
        expect((await lena.get(`/work/${second}`)).body).toContain('10 rader är lästa')
        expect((await eva.post(`/work/${second}/cancel`, {})).status).toBe(404)
        expect((await lena.post(`/work/${second}/cancel`, {})).status).toBe(303)
        await progress(20)
      }),
    )
    expect(await left()).toEqual([])
    expect((await lena.get(`/work/${second}`)).body).toContain('Det är avbrutet.')
  })

  test('cancelled at the last moment is not done either', async () => {
    const id = await asked()
    const cancels = async () => {
      expect((await lena.post(`/work/${id}/cancel`, {})).status).toBe(303)
    }
    await runs(id, leaves('late', cancels))
    expect([await left(), (await works())[0]!.status]).toEqual([[], 'cancelled'])
  })

  test('that a worker died with is done by the next, once', async () => {
    const id = await asked()
    // Killed in the middle: it had been taken in hand, and its transaction is gone with the worker.
    expect(await begin(id, people.lena)).toMatchObject({ id })
    await runs(
      id,
      leaves('done', () => Promise.resolve()),
    )
    await runs(
      id,
      leaves('done again', () => Promise.resolve()),
    )
    expect(await left()).toEqual(['done'])
  })

  test('that nobody has in hand any more is told within two hours', async () => {
    const id = await asked()
    await begin(id, people.lena)
    await db
      .owner('exports')
      .where({ id })
      .update({ heard_at: db.owner.raw(`now() - interval '61 minutes'`) })
    await db.owner.raw('delete from graphile_worker._private_jobs')
    await db.owner.raw(`select graphile_worker.add_job('sweep-exports')`)
    await drain()
    const page = await lena.get(`/work/${id}`)
    expect([page.headers.get('refresh'), page.body.includes('Det gick inte.')]).toEqual([null, true])
  })

  test('whose database connection is cut is tried again, and after the third time told', async () => {
    const id = await asked()
    const cut = leaves('cut', async () => {
      await db.owner.raw(`select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database()
        and state = 'idle in transaction' and usename = 'app_web'`)
    })
    await expect(runs(id, cut)).rejects.toThrow()
    expect((await lena.get(`/work/${id}`)).headers.get('refresh')).toBe('2')
    await expect(runs(id, cut, 3)).rejects.toThrow()
    expect((await lena.get(`/work/${id}`)).body).toContain('Det gick inte. Felet är loggat, försök igen om en stund.')
    expect(await left()).toEqual([])
  })

  test('of a tenant is done one at a time; who waits is told how many are before, and goes on when a worker is gone', async () => {
    const [first, second] = [await asked(), await asked('people')]
    expect((await lena.get(`/work/${second}`)).body).toContain('I kö, 1 före.')
    expect(await begin(first, people.lena)).toMatchObject({ id: first })
    const later = await runs(
      second,
      leaves('second', () => Promise.resolve()),
    )
    expect(later).toMatchObject([['long-work', { id: second }, { maxAttempts: 3 }]])
    expect(await left()).toEqual([])
    // Other tenants do not wait for it.
    const other = await asActor(people.karin, (tx) =>
      askForWork(tx, people.karin, { kind: 'people', address: '/company/users/import', input: {} }),
    )
    expect(await begin(other, people.karin)).toMatchObject({ id: other })
    await db
      .owner('exports')
      .where({ id: first })
      .update({ heard_at: db.owner.raw(`now() - interval '61 seconds'`) })
    expect(
      await runs(
        second,
        leaves('second', () => Promise.resolve()),
      ),
    ).toEqual([])
    expect(await left()).toEqual(['second'])
  })
})

describe('a file of many people', () => {
  const posts = (first: string, n = 230) => {
    const lines = Array.from({ length: n }, (_, at) => `${first} Nummer${at};;${first}${at}@bergstroms.example`)
    const text = ['Namn;Användarnamn;E-post', ...lines].join('\n')
    return karin.post('/company/users/import', { _key: newKey(), text, do: 'create' })
  }
  const made = async (first: string) =>
    (await db.owner('users').whereLike('name', `${first} Nummer%`).pluck('id')).length

  test('is made by the worker, each with a line in the log that says from where', async () => {
    const { location } = await posts('Anna')
    expect(location).toMatch(/^\/work\/\d+$/)
    expect((await karin.get(location)).body).toContain('0 av 230 rader')
    expect(await made('Anna')).toBe(0)
    await drain()
    expect((await karin.get(location)).location).toBe('/company/users')
    expect((await karin.get('/company/users')).body).toContain('230 användare är upplagda.')
    expect(await made('Anna')).toBe(230)
    const log = await db
      .owner('security_events')
      .where({ event: 'created' })
      .whereNotNull('address')
      .whereNotNull('by_id')
    expect(log.length).toBeGreaterThanOrEqual(230)
  })

  test('is not made by somebody who is no administrator any more', async () => {
    const { location } = await posts('Berit')
    await db.owner('users').where({ username: 'karin.bergstrom' }).update({ is_admin: false })
    await drain()
    expect(await made('Berit')).toBe(0)
    // Whose role changes is signed out.
    karin = await new Client(address).signIn('karin.bergstrom')
    expect((await karin.get(location)).body).toContain('Du har inte behörighet')
    await db.owner('users').where({ username: 'karin.bergstrom' }).update({ is_admin: true })
    karin = await (await new Client(address).signIn('karin.bergstrom')).proves()
  })

  test('of two hundred is made at once', async () => {
    expect((await posts('Cia', 200)).location).toBe('/company/users')
    expect([await made('Cia'), await works()]).toEqual([200, []])
  })
})
