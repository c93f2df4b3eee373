import { beforeAll, describe, expect, test } from 'vitest'
import { createCase } from '../../src/cases/workflow/create.ts'
import { perform } from '../../src/cases/workflow/perform.ts'
import { getOwner } from '../../src/cases/workflow/queries.ts'
import { asActor } from '../../src/db/actor.ts'
import type { CaseRow, JobTypeRow, MailRow, OrderRow } from '../../src/db/rowTypes.ts'
import { createOrders } from '../../src/work-orders/orders.ts'
import { noticeFor } from '../../seeds/demoAnswers.ts'
import { aCase, actorsOf, tolvan } from '../support/cases.ts'
import { Client, testServer } from '../support/client.ts'
import { testDatabase, type TestDatabase } from '../support/database.ts'

let db: TestDatabase
let people: ReturnType<typeof actorsOf>
let amir: Client, eva: Client, mats: Client, lena: Client
/** The first case of the year at each of two network owners, and a copy. */
let here: CaseRow, there: CaseRow, copy: CaseRow, order: OrderRow
beforeAll(async () => {
  db = await testDatabase()
  people = actorsOf(db.world)
  const { address } = await testServer()
  const client = (username: string) => new Client(address).signIn(username)
  ;[amir, eva, mats, lena] = [
    await client('amir.haddad'),
    await client('eva.nordin'),
    await client('mats.strand'),
    await client('lena.frost'),
  ]
  here = await aCase.approve(people.eva, await aCase.send(people.amir, await aCase(people.amir, 'NY01')))
  there = await atVkn()
  copy = await asActor(people.amir, async (tx) => {
    const owner = await getOwner(tx, here.owner_id)
    const job = (await tx<JobTypeRow>('job_types').where({ id: here.job_type_id }).first())!
    const wanted = { owner, job, areaId: here.area_id!, reference: '', source: here }
    return (await createCase(tx, people.amir, wanted)).kase
  })
  const plan = {
    kind: 'mount' as const,
    fitter: { id: people.mats.userId, name: 'Mats' },
    planned_on: null,
    access: '',
  }
  await asActor(people.eva, (tx) => createOrders(tx, people.eva, here.ref, [1], plan))
  order = (await db.owner<OrderRow>('work_orders').where({ case_id: here.id }).first())!
})

async function atVkn(): Promise<CaseRow> {
  const pair = { company_id: db.world.companies['Bergströms'], owner_id: db.world.owners.VKN }
  await db.owner('connections').insert({ ...pair, status: 'approved' })
  return asActor(people.amir, async (tx) => {
    const owner = await getOwner(tx, pair.owner_id)
    const job = (await tx<JobTypeRow>('job_types').where({ owner_id: owner.id, code: 'NY01' }).first())!
    const area = (await tx('areas').where({ owner_id: owner.id }).first('id')) as { id: number }
    const wanted = { owner, job, areaId: area.id, reference: '', source: null }
    const { kase } = await createCase(tx, people.amir, wanted)
    const notice = { ...kase.notice, ...noticeFor(job.definition, tolvan, tx.now) }
    await perform(tx, people.amir, kase.ref, 'save', { notice })
    return perform(tx, people.amir, kase.ref, 'submit', {})
  })
}

/** What a page says, without what only machines read. */
const said = (html: string) => html.replace(/<(script|style)[\s\S]*?<\/\1>/g, '').replace(/<[^>]*>/g, ' ')
/** A case's number without whose it is; with it, the last part of a reference. */
const bare = (text: string) => text.match(/(?<![A-Z]-|\d)\d{4}-\d{6}(?!\d)/g) ?? []

test('the two cases have one number, and are told apart by the owner’s letters', () => {
  expect([here.number, here.ref, there.ref]).toEqual([there.number, `NEL-${here.number}`, `VKN-${here.number}`])
})

describe('on no page does a number stand without its owner', () => {
  test('for the installer', async () => {
    for (const path of [
      '/cases',
      '/cases/mine',
      '/inbox',
      `/search?in=both&q=${there.ref}`,
      `/cases?q=${there.ref}`,
      ...[here, there].flatMap(({ ref }) => [`/cases/${ref}`, `/cases/${ref}/print`, `/cases/${ref}/log`]),
      `/cases/${here.ref}/notes/new`,
      `/cases/${here.ref}/edit`,
      `/cases/${copy.ref}/edit`,
      `/cases/${copy.ref}`,
      `/cases/new?from=${here.ref}`,
    ]) {
      const { status, body } = await amir.get(path)
      expect([path, status]).toEqual([path, 200])
      expect(bare(said(body)), path).toEqual([])
    }
  })

  test('for the network owner and its montör', async () => {
    const at = `/cases/${here.ref}`
    for (const path of [
      '/cases',
      '/inbox',
      at,
      `${at}/print`,
      `${at}/log`,
      `${at}/orders/new`,
      `${at}/orders/${order.id}`,
    ])
      if (!path.endsWith('/new')) expect(bare(said((await eva.get(path)).body)), path).toEqual([])
    for (const path of ['/owner/orders', `/owner/orders/${order.id}`]) {
      const { status, body } = await mats.get(path)
      expect([path, status]).toEqual([path, 200])
      expect(said(body), path).toContain(`${here.ref}-1`)
      expect(bare(said(body)), path).toEqual([])
    }
    const reads = await lena.get(`/owner/privacy/reads?number=${here.number}`)
    expect(bare(said(reads.body))).toEqual([])
  })
})

test('nor in a mail, its subject first', async () => {
  const mails = await db.owner<MailRow>('mail_messages').whereIn('case_id', [here.id, there.id])
  expect(mails.length).toBeGreaterThan(0)
  for (const { subject, text, html } of mails)
    expect([bare(subject), bare(text), bare(said(html))], subject).toEqual([[], [], []])
  const consent = mails.find(({ template }) => template === 'M01')!
  expect(consent.subject).toContain(`Ärende ${here.ref}: `)
  expect(consent.text).toContain(`M-${here.ref}`)
})

test('a list and the search find either by its whole name, and both by what they share', async () => {
  const refs = (body: string) =>
    [...new Set(said(body).match(/(NEL|VKN)-\d{4}-\d{6}/g))].filter((ref) => ref !== copy.ref)
  for (const path of ['/cases?q=', '/search?in=both&q=']) {
    for (const wanted of [here.ref, there.ref, there.ref.toLowerCase()]) {
      const { body } = await amir.get(path + wanted)
      const results = body.slice(body.indexOf('<main'))
      expect(
        refs(results).filter((ref) => ref !== wanted.toUpperCase()),
        path + wanted,
      ).toEqual([])
      expect(refs(results), path + wanted).toContain(wanted.toUpperCase())
    }
    expect(refs((await amir.get(path + here.number)).body).sort(), path).toEqual([here.ref, there.ref])
  }
})
