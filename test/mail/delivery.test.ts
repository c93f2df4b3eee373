import { setTimeout as sleep } from 'node:timers/promises'
import { EventEmitter } from 'node:events'
import type { JobHelpers } from 'graphile-worker'
import { beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { readConfig } from '../../src/config.ts'
import { asActor } from '../../src/db/actor.ts'
import type { CaseRow, MailRow } from '../../src/db/rowTypes.ts'
import { connectQueue } from '../../src/db/bare.ts'
import { deliver } from '../../src/mail/deliver.ts'
import type { Postman } from '../../src/mail/transport.ts'
import { Leases } from '../../src/worker/leases.ts'
import { perform } from '../../src/cases/workflow/perform.ts'
import { setMailOrigin } from '../../src/mail/outbox.ts'
import { drainMail, startWorker } from '../../src/worker/worker.ts'
import { aCase, actorsOf } from '../support/cases.ts'
import { testDatabase, type TestDatabase } from '../support/database.ts'
import { Proxy } from '../support/proxy.ts'
import { postOffice, type PostOffice } from './postOffice.ts'
import { PATIENCE } from '../support/patience.ts'

let db: TestDatabase
let office: PostOffice
let people: ReturnType<typeof actorsOf>
beforeAll(async () => {
  db = await testDatabase()
  office = await postOffice()
  people = actorsOf(db.world)
  setMailOrigin('https://elanmalan.example')
})

beforeEach(async () => {
  await db.owner('mail_messages').delete()
  await db.owner.raw('delete from graphile_worker._private_jobs')
  office.letters.length = 0
  office.refusals = []
  office.drops = 0
  office.slowness = 0
})

async function sentCase(): Promise<CaseRow> {
  return aCase.send(people.amir, await aCase(people.amir, 'NY01'))
}

async function rejected(comment?: string): Promise<CaseRow> {
  return aCase.reject(people.eva, await sentCase(), comment)
}

const mails = () => db.owner<MailRow>('mail_messages').orderBy('id').select()
const jobs = () => db.owner('graphile_worker.jobs').where({ task_identifier: 'mail' }).select()
const makeDue = () => db.owner.raw('update graphile_worker._private_jobs set run_at = now()')
const drain = () => drainMail(db.ownerUrl, office.config)

test('a decision that is rolled back sends nothing', async () => {
  const kase = await sentCase()
  const undone = asActor(people.eva, async (tx) => {
    await perform(tx, people.eva, kase.ref, 'reject', { comment: 'Situationsplanen saknas' })
    expect(await tx('mail_messages').where({ case_id: kase.id })).toHaveLength(1)
    throw new Error('strömmen gick')
  })
  await expect(undone).rejects.toThrow('strömmen gick')
  expect(await mails()).toEqual([])
  expect(await jobs()).toEqual([])
})

test('a decision that stands sends one mail, whole and in Swedish', async () => {
  const kase = await rejected('Foto av den nya mätarplatsen saknas. Ändra åäö ÅÄÖ.')
  await drain()
  await drain()
  expect(office.letters).toHaveLength(1)
  const [letter] = office.letters
  const [mail] = await mails()
  expect(letter!.subject).toBe(`[Norrådalens Elnät] Ärende ${kase.ref}: Avvisad föranmälan`)
  expect(letter!.to).toMatchObject({
    value: [{ name: 'Amir Haddad', address: people.amir.username + '@bergstroms-elservice.example' }],
  })
  expect(letter!.messageId).toBe(mail!.message_id)
  expect(letter!.messageId).toMatch(/^<mail-[0-9a-f-]{36}@elanmalan\.example>$/)
  expect(letter!.headers.get('auto-submitted')).toBe('auto-generated')
  for (const part of [letter!.text!, letter!.html as string]) {
    expect(part).toContain('Hej Amir,')
    expect(part).toContain('Eva Nordin (nätbolag, Norrådalens Elnät AB) avvisade din föranmälan')
    expect(part).toContain('Bilaga saknas eller är oläslig')
    expect(part).toContain('Ändra åäö ÅÄÖ.')
    expect(part).toContain(`https://elanmalan.example/cases/${kase.ref}`)
  }
  expect(letter!.attachments).toEqual([])
  expect(mail).toMatchObject({ status: 'delivered', attempts: 1, last_error: null })
  expect(mail!.delivered_at).toBeInstanceOf(Date)
})

test('a server that is away is tried again, and gets the mail once when it is back', async () => {
  await rejected()
  await office.close()
  await drain()
  expect(await mails()).toMatchObject([{ status: 'queued', attempts: 1, last_error: 'ESOCKET', delivered_at: null }])
  expect(await jobs()).toMatchObject([{ attempts: 1, locked_at: null }])
  await office.open()
  await makeDue()
  await drain()
  await drain()
  expect(office.letters).toHaveLength(1)
  expect(await mails()).toMatchObject([{ status: 'delivered', attempts: 2, last_error: null }])
  expect(await jobs()).toEqual([])
})

test('once the server is back nobody waits out the hours of a back-off', async () => {
  await rejected()
  await rejected()
  await office.close()
  await drain()
  await db.owner.raw(`update graphile_worker._private_jobs set run_at = now() + interval '2 hours'`)
  await office.open()
  const worker = await startWorker(db.ownerUrl, office.config)
  await expect.poll(() => office.letters.length).toBe(2)
  await worker.stop()
})

test('a mail refused for good is not tried again, and the case says why', async () => {
  const kase = await rejected()
  office.refusals = [{ code: 550, text: '5.1.1 amir.haddad@bergstroms-elservice.example unknown' }]
  await drain()
  expect(office.letters).toEqual([])
  expect(await mails()).toMatchObject([{ status: 'failed', attempts: 1, last_error: '550 5.1.1' }])
  expect(await jobs()).toEqual([])
  const shown = await asActor(people.eva, (tx) =>
    tx<MailRow>('mail_messages').where({ case_id: kase.id }).first('status'),
  )
  expect(shown).toEqual({ status: 'failed' })
})

test('a mail the server wants later is tried later', async () => {
  await rejected()
  office.refusals = [{ code: 451, text: '4.7.1 Greylisted' }]
  await drain()
  expect(await mails()).toMatchObject([{ status: 'queued', attempts: 1, last_error: '451 4.7.1' }])
  await makeDue()
  await drain()
  expect(office.letters).toHaveLength(1)
})

test('the last attempt says so', async () => {
  await rejected()
  await db.owner.raw('update graphile_worker._private_jobs set attempts = max_attempts - 1')
  office.refusals = [{ code: 451, text: '4.7.1 Greylisted' }]
  await drain()
  expect(await mails()).toMatchObject([{ status: 'failed', last_error: '451 4.7.1' }])
})

test('a line cut after the letter was read sends it again under the same Message-ID', async () => {
  await rejected()
  office.drops = 1
  await drain()
  expect(await mails()).toMatchObject([{ status: 'queued', attempts: 1, last_error: 'ECONNECTION' }])
  await makeDue()
  await drain()
  expect(office.letters).toHaveLength(2)
  expect(office.letters[1]!.messageId).toBe(office.letters[0]!.messageId)
  expect(await mails()).toMatchObject([{ status: 'delivered' }])
})

test('two workers share twenty mails and send each once', async () => {
  const kase = await sentCase()
  await asActor(people.eva, async (tx) => {
    for (let n = 0; n < 20; n += 1) {
      await tx('mail_messages').insert({
        case_id: kase.id,
        owner_id: kase.owner_id,
        company_id: kase.company_id,
        sent: true,
        template: 'M06',
        to_address: `nr${n}@kund.example`,
        subject: `Nummer ${n}`,
        text: 'Hej',
        html: '<p>Hej</p>',
        message_id: `<mail-${n}@elanmalan.example>`,
      })
    }
  })
  office.slowness = 30
  const workers = await Promise.all([startWorker(db.ownerUrl, office.config), startWorker(db.ownerUrl, office.config)])
  await expect.poll(() => jobs()).toEqual([])
  await Promise.all(workers.map((worker) => worker.stop()))
  expect(new Set(office.letters.map((letter) => letter.messageId)).size).toBe(20)
  expect(office.letters).toHaveLength(20)
})

test('a worker that is told to stop finishes the letter in its hand', async () => {
  office.slowness = 500
  await rejected()
  const worker = await startWorker(db.ownerUrl, office.config)
  await expect.poll(() => office.letters.length).toBe(1)
  await worker.stop()
  expect(await mails()).toMatchObject([{ status: 'delivered' }])
})

test('a mail in the hands of a worker that was killed is taken up by the next', async () => {
  await rejected()
  await db.owner.raw(
    `update graphile_worker._private_jobs set locked_by = 'killed', locked_at = now() - interval '31 seconds'`,
  )
  await drain()
  expect(office.letters).toEqual([])
  const worker = await startWorker(db.ownerUrl, office.config)
  await expect.poll(() => office.letters.length).toBe(1)
  await worker.stop()
})

test('a job that a living worker has in hand is renewed, and nobody takes it', async () => {
  await rejected()
  const leases = new Leases()
  const events = new EventEmitter()
  const queue = connectQueue(db.ownerUrl, 1)
  leases.learnPools(events)
  events.emit('pool:create', { workerPool: { id: 'mine' } })
  const [job] = (await jobs()) as { id: string }[]
  const lock = (by: string, age: string) =>
    db.owner.raw(`update graphile_worker._private_jobs set locked_by = ?, locked_at = now() - ?::interval`, [by, age])
  const holder = () => db.owner<{ locked_by: string | null }>('graphile_worker.jobs').first('locked_by')

  const inHand = leases.watched({
    mail: async () => {
      await lock('mine', '5 minutes')
      await leases.keep(queue)
      expect(await holder()).toEqual({ locked_by: 'mine' })
      // Renewed, so another process leaves it alone too.
      await new Leases().keep(queue)
      expect(await holder()).toEqual({ locked_by: 'mine' })
    },
  })
  await inHand['mail']!({}, { job } as unknown as JobHelpers)
  // Its end could not be recorded: ours, locked, and no longer in hand.
  await lock('mine', '6 seconds')
  await new Leases().keep(queue)
  expect(await holder()).toEqual({ locked_by: 'mine' })
  await leases.keep(queue)
  expect(await holder()).toEqual({ locked_by: null })
  await queue.end()
})

test('a mail that was accepted while the database died is noted when it is back, and sent once', async () => {
  await rejected()
  const [mail] = await mails()
  let sent = 0
  const postman: Postman = {
    async send() {
      sent += 1
      await db.owner.raw(
        `select pg_terminate_backend(pid) from pg_stat_activity where usename = 'app_web' and datname = current_database()`,
      )
    },
    close: () => undefined,
    takesAway: true,
  }
  const first = deliver(mail!.id, postman, false)
  await expect.poll(() => sent).toBe(1)
  // Freed meanwhile, its job has come to another's hand in the same process.
  await expect.poll(() => deliver(mail!.id, postman, false).catch(() => null)).toBe('nothing to do')
  expect(await first).toBe('delivered')
  expect(sent).toBe(1)
  expect(await mails()).toMatchObject([{ status: 'delivered', attempts: 1 }])
})

test('a mail that another worker has in hand is left alone, and not forgotten', async () => {
  await rejected()
  await db.owner.transaction(async (other) => {
    await other('mail_messages').forUpdate().select('id')
    await drain()
  })
  expect(office.letters).toEqual([])
  await makeDue()
  await drain()
  expect(office.letters).toHaveLength(1)
})

test('a worker whose connections are cut goes on by itself', async () => {
  const worker = await startWorker(db.ownerUrl, office.config)
  await db.owner.raw(
    `select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()`,
  )
  await vi.waitFor(() => rejected(), { timeout: PATIENCE })
  await expect.poll(() => office.letters.length).toBeGreaterThan(0)
  await worker.stop()
})

test('a worker whose database goes silent without a word goes on when it speaks again', async () => {
  const proxy = new Proxy(new URL(db.ownerUrl))
  const worker = await startWorker(await proxy.open(db.ownerUrl), office.config)
  try {
    proxy.silence()
    await sleep(12_000)
    proxy.heal()
    await rejected()
    await makeDue()
    await vi.waitFor(() => expect(office.letters).toHaveLength(1), { timeout: PATIENCE })
  } finally {
    await worker.stop()
    proxy.close()
  }
})

test('production without SMTP keeps the mail until there is a server', async () => {
  await rejected()
  const config = readConfig({
    NODE_ENV: 'production',
    DATABASE_URL: db.ownerUrl,
    PUBLIC_URL: 'https://elanmalan.example',
    SECRET_KEY: 'x'.repeat(32),
    LOG_LEVEL: 'silent',
  })
  // All else that is on the queue is done.
  await db.owner.raw(`select graphile_worker.add_job('sweep-exports')`)
  const worker = await startWorker(db.ownerUrl, config)
  await drainMail(db.ownerUrl, config)
  await worker.stop()
  expect(await mails()).toMatchObject([{ status: 'queued', attempts: 0 }])
  expect(await jobs()).toHaveLength(1)
  await drain()
  expect(office.letters).toHaveLength(1)
})

test('without SMTP a newcomer’s mail ends in the local mailbox', async () => {
  await rejected()
  await drainMail(db.ownerUrl, readConfig({ NODE_ENV: 'development', LOG_LEVEL: 'silent' }))
  expect(await mails()).toMatchObject([{ status: 'delivered' }])
  expect(office.letters).toEqual([])
})
