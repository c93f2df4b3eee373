import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { perform } from '../../src/cases/workflow/perform.ts'
import { asActor, asOwnersRule, type OwnerActor } from '../../src/db/actor.ts'
import type { CaseRow, MailPace, MailRow, OrderRow } from '../../src/db/rowTypes.ts'
import { choicesLink } from '../../src/mail/addresses.ts'
import { sendDigests } from '../../src/mail/digest.ts'
import { setMailOrigin } from '../../src/mail/outbox.ts'
import { newsOf, tellFitters } from '../../src/work-orders/orderMail.ts'
import { cancelOrder, createOrders, planOrder, type Plan } from '../../src/work-orders/orders.ts'
import { drainMail } from '../../src/worker/worker.ts'
import { aCase, actorsOf } from '../support/cases.ts'
import { doneToMany } from '../support/bulk.ts'
import { Client, hidden, testServer } from '../support/client.ts'
import { testDatabase, type TestDatabase } from '../support/database.ts'
import { postOffice, type PostOffice } from './postOffice.ts'

let db: TestDatabase
let office: PostOffice
let address: string
let people: ReturnType<typeof actorsOf>
/** The link to their choices in a mail of today. */
const linkOf = async ({ userId }: OwnerActor) => {
  const { email } = (await db.owner('users').where({ id: userId }).first('email')) as { email: string }
  return choicesLink(userId, email, new Date())
}
beforeAll(async () => {
  db = await testDatabase()
  office = await postOffice()
  people = actorsOf(db.world)
  address = (await testServer()).address
  setMailOrigin('https://elanmalan.example')
})
beforeEach(async () => {
  await db.owner('mail_messages').delete()
  await db.owner.raw('delete from graphile_worker._private_jobs')
  await db.owner('users').update({ mail_pace: 'now', quiet_from: null, quiet_to: null })
  office.letters.length = 0
})

const sent = async (): Promise<CaseRow> => aCase.send(people.amir, await aCase(people.amir, 'NY01'))
const johan = () => ({ id: people.johan.userId, name: people.johan.name })
const assign = (by: OwnerActor, kase: CaseRow, handler: { id: number; name: string }) =>
  asActor(by, (tx) => perform(tx, by, kase.ref, 'assign', { handler }))
const chooses = (who: OwnerActor, pace: MailPace) =>
  db.owner('users').where({ id: who.userId }).update({ mail_pace: pace })
const mails = (template: string) => db.owner<MailRow>('mail_messages').where({ template }).orderBy('id').select()
const drain = async () => {
  await db.owner.raw('update graphile_worker._private_jobs set run_at = now()')
  await drainMail(db.ownerUrl, office.config)
}

describe('who is given a case (M21)', () => {
  test('by a colleague is told of it at once, with a link and a choice in the foot; who takes one is not', async () => {
    const kase = await sent()
    await assign(people.johan, kase, johan())
    expect(await mails('M21')).toEqual([])
    await assign(people.eva, kase, { id: people.eva.userId, name: people.eva.name })
    await assign(people.eva, kase, johan())
    await drain()
    const [letter] = office.letters.filter(({ subject }) => subject?.includes('Du är handläggare'))
    expect(letter!.subject).toBe(`[Norrådalens Elnät] Ärende ${kase.ref}: Du är handläggare`)
    expect(letter!.text).toContain('Eva Nordin (nätbolag, Norrådalens Elnät AB) lämnade ärendet till dig')
    expect(letter!.text).toContain(`https://elanmalan.example/cases/${kase.ref}`)
    expect(letter!.text).toContain(await linkOf(people.johan))
    expect(await mails('M21')).toHaveLength(1)
  })

  test('may have it gathered, or not at all, and the installer sees nothing of it', async () => {
    const kase = await sent()
    await chooses(people.johan, 'never')
    await assign(people.eva, kase, johan())
    expect(await mails('M21')).toEqual([])
    await chooses(people.johan, 'daily')
    await assign(people.lena, kase, johan())
    expect(await mails('M21')).toMatchObject([{ status: 'gathered', audience: 'owner', gather_until: null }])
    const seen = await asActor(people.amir, (tx) => tx('mail_messages').where({ template: 'M21' }))
    expect(seen).toEqual([])
  })

  test('among many gets one letter of all of them when it can be undone no longer', async () => {
    const cases = [await sent(), await sent(), await sent()]
    const eva = await new Client(address).signIn('eva.nordin')
    const deed = { deed: 'assign', handler: String(people.johan.userId) }
    const done = await doneToMany(eva, { ...deed, ref: cases.map(({ ref }) => ref) })
    expect(done.body).toContain('Gjort för 3 av 3 ärenden')
    expect(await sendDigests()).toBe(0)
    await db
      .owner('mail_messages')
      .where({ template: 'M21' })
      .update({ gather_until: new Date(0) })
    expect(await sendDigests()).toBe(1)
    await drain()
    const letters = office.letters.filter(({ to }) => [to].flat()[0]!.text.includes('johan'))
    expect(letters.map(({ subject }) => subject)).toEqual(['Elanmälan: 3 händelser i dina ärenden'])
    for (const { number } of cases) expect(letters[0]!.text).toContain(number)
    expect(letters[0]!.text).not.toContain('en gång om dagen')
  })
})

const plan = (fitter: OwnerActor | null, planned_on: string | null = '2027-04-12'): Plan => ({
  kind: 'mount',
  fitter: fitter && { id: fitter.userId, name: fitter.name },
  planned_on,
  access: 'Portkod 1234. Personnummer 19121212-1212.',
})
async function ordered(by: OwnerActor = people.eva): Promise<{ kase: CaseRow; order: OrderRow }> {
  const kase = await aCase.approve(people.eva, await sent())
  await asActor(by, (tx) => createOrders(tx, by, kase.ref, [1], plan(people.mats)))
  return { kase, order: (await db.owner<OrderRow>('work_orders').where({ case_id: kase.id }).first())! }
}
const subjects = () => office.letters.map(({ subject }) => subject!.split(': ').at(-1))

describe('a montör (M22)', () => {
  test('who is given an order is told what, where, when and the way there, and no more', async () => {
    const { kase, order } = await ordered()
    await drain()
    const [letter] = office.letters.filter(({ subject }) => subject?.includes('Arbetsorder'))
    expect(letter!.subject).toBe(`[Norrådalens Elnät] Arbetsorder ${order.number}: Ny arbetsorder till dig`)
    for (const part of [letter!.text!, letter!.html as string]) {
      for (const words of ['Montera mätare', kase.address!, '2027-04-12', `/owner/orders/${order.id}`, 'Vänta'])
        expect(part).toContain(words)
      expect(part).not.toMatch(/Portkod|19121212|undefined|null/)
    }
    expect(letter!.text).toContain(await linkOf(people.mats))
    const page = await (await new Client(address).signIn('eva.nordin')).get(`/cases/${kase.ref}`)
    expect(page.body).toContain('Ny arbetsorder till dig')
  })

  test('is told when it is released, moved, given to another and called off; what changes twice is told once', async () => {
    const { kase, order } = await ordered()
    await drain()
    office.letters.length = 0
    await asActor(people.eva, (tx) => planOrder(tx, people.eva, kase.ref, order.id, plan(people.mats, '2027-04-13')))
    await asActor(people.eva, (tx) => planOrder(tx, people.eva, kase.ref, order.id, plan(people.mats, '2027-04-14')))
    await drain()
    expect(subjects()).toEqual(['Arbetsordern är ändrad'])
    expect(office.letters[0]!.text).toContain('2027-04-14')
    await aCase.move(people.eva, await aCase.complete(people.amir, kase), 'acceptCompletion')
    office.letters.length = 0
    await drain()
    expect(subjects()).toContain('Arbetsordern är frisläppt')
    office.letters.length = 0
    await asActor(people.eva, (tx) => planOrder(tx, people.eva, kase.ref, order.id, plan(null, '2027-04-14')))
    await drain()
    expect(subjects()).toEqual(['Arbetsordern är inte längre din'])
    office.letters.length = 0
    await asActor(people.eva, (tx) => planOrder(tx, people.eva, kase.ref, order.id, plan(people.mats, '2027-04-14')))
    await drain()
    office.letters.length = 0
    await asActor(people.eva, (tx) => cancelOrder(tx, people.eva, kase.ref, order.id, 'Kunden har ångrat sig.'))
    await drain()
    expect(subjects()).toEqual(['Arbetsordern är avbruten'])
    expect(office.letters[0]!.text).not.toContain('/owner/orders/')
  })

  test('is told of a case that is cancelled, not of one whose cancelling was undone in time, and once however often it is asked', async () => {
    const { kase, order } = await ordered()
    await drain()
    office.letters.length = 0
    const eva = await new Client(address).signIn('eva.nordin')
    const cancel = async () => {
      const page = await eva.get(`/cases/${kase.ref}/cancel`)
      const typed = { ...hidden(page.body), comment: 'Kunden har ångrat sig.' }
      expect((await eva.post(`/cases/${kase.ref}/cancel`, typed)).status).toBe(303)
    }
    await cancel()
    const page = await eva.get(`/cases/${kase.ref}`)
    expect((await eva.post(`/cases/${kase.ref}/undo`, hidden(page.body))).status).toBe(303)
    await drain()
    expect(subjects()).toEqual([])
    await cancel()
    const tell = () => asOwnersRule(kase.owner_id, (tx) => tellFitters(tx, order.id, null))
    await tell()
    await tell()
    expect((await mails('M22')).at(-1)!.subject).toContain('avbruten')
    expect(await mails('M22')).toHaveLength(2)
  })

  test('hears nothing of what they did themselves, of what they would not hear, or once they have left', async () => {
    await chooses(people.mats, 'never')
    await ordered()
    await drain()
    await chooses(people.mats, 'now')
    const { order } = await ordered()
    await asOwnersRule(order.owner_id, (tx) => tellFitters(tx, order.id, people.mats.userId))
    await drain()
    expect(await mails('M22')).toEqual([])
    await ordered()
    await db.owner.raw('update graphile_worker._private_jobs set run_at = now()')
    await db.owner('users').where({ id: people.mats.userId }).update({ active: false })
    await drainMail(db.ownerUrl, office.config)
    expect(await mails('M22')).toEqual([])
    await db.owner('users').where({ id: people.mats.userId }).update({ active: true })
  })
})

test('what is news: whoever had it, whoever has it, and what of it', () => {
  const now = { fitter: 1, state: 'created', planned_on: null, kind: 'mount' } as const
  expect(newsOf(null, now)).toEqual([{ fitter: 1, news: 'given' }])
  expect(newsOf(now, now)).toEqual([])
  expect(newsOf(now, { ...now, fitter: 2 })).toEqual([
    { fitter: 1, news: 'taken' },
    { fitter: 2, news: 'given' },
  ])
  expect(newsOf({ ...now, state: 'cancelled' }, now)).toEqual([{ fitter: 1, news: 'given' }])
  expect(newsOf(now, { ...now, state: 'reported' })).toEqual([])
  expect(newsOf(now, { ...now, kind: 'swap' })).toEqual([{ fitter: 1, news: 'moved' }])
})

test('an owner’s person chooses in the profile, or by the link in the foot, in words of their own', async () => {
  const mats = await new Client(address).signIn('mats.strand')
  const page = await mats.get('/profile/mail')
  expect(page.body).toContain('Ärenden och arbetsorder som någon annan ger mig')
  expect(page.body).not.toMatch(/medgivande|företag har bestämt/)
  const typed = { ...hidden(page.body), mail_pace: 'daily', quiet_from: '', quiet_to: '' }
  expect((await mats.post('/profile/mail', typed)).status).toBe(303)
  const pace = async () => (await db.owner('users').where({ id: people.mats.userId }).first('mail_pace')) as object
  expect(await pace()).toEqual({ mail_pace: 'daily' })
  const nobody = new Client(address)
  const link = new URL(await linkOf(people.mats)).pathname
  const foot = await nobody.get(link)
  expect(foot.body).toContain('Ärenden och arbetsorder')
  expect((await nobody.post(link, { ...hidden(foot.body), mail_pace: 'never' })).status).toBe(303)
  expect(await pace()).toEqual({ mail_pace: 'never' })
})
