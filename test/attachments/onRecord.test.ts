import { beforeAll, describe, expect, test } from 'vitest'
import { asActor, type InstallerActor, type OwnerActor } from '../../src/db/actor.ts'
import type { AttachmentRow, CaseRow, EventRow, RevisionRow } from '../../src/db/rowTypes.ts'
import { perform } from '../../src/cases/workflow/perform.ts'
import { createOrders } from '../../src/work-orders/orders.ts'
import { newKey } from '../../src/web/once.ts'
import { aCase, actorsOf } from '../support/cases.ts'
import { Client, hidden, testServer } from '../support/client.ts'
import { testDatabase, type TestDatabase } from '../support/database.ts'
import { jpeg, pdf } from '../support/files.ts'

// What the other side has been shown stays readable to both; what has not been sent is shown to nobody else.

let db: TestDatabase
let people: ReturnType<typeof actorsOf>
let amir: Client, eva: Client, mats: Client
beforeAll(async () => {
  db = await testDatabase()
  people = actorsOf(db.world)
  await db.owner('owners').update({ consent_revocable: true })
  const { address } = await testServer()
  ;[amir, eva, mats] = (await Promise.all(
    ['amir.haddad', 'eva.nordin', 'mats.strand'].map((name) => new Client(address).signIn(name)),
  )) as [Client, Client, Client]
})

const submitted = async () => aCase.send(people.amir, await aCase(people.amir, 'NY01'))
const returned = async () => aCase.reject(people.eva, await submitted())
const consented = async () => aCase.approve(people.eva, await submitted())
const stored = async ({ id }: Pick<CaseRow, 'id'>) => (await db.owner<CaseRow>('cases').where({ id }).first())!
const filesOf = (kase: CaseRow) => db.owner<AttachmentRow>('attachments').where({ case_id: kase.id }).orderBy('id')
const at = (kase: CaseRow, id: number) => `/cases/${kase.ref}/attachments/${id}`

async function upload(who: Client, kase: CaseRow, name: string, content = pdf): Promise<AttachmentRow> {
  const file = new File([new Uint8Array(content)], name)
  const answer = await who.post(`/cases/${kase.ref}/attachments`, { _key: newKey(), kind: 'OVR', file })
  expect(answer.status).toBe(303)
  return (await filesOf(kase)).at(-1)!
}

const take = (who: Client, kase: CaseRow, id: number) => who.post(`${at(kase, id)}/delete`, { _key: newKey() })
const lastEvent = async (kase: CaseRow) =>
  (await db.owner<EventRow>('case_events').where({ case_id: kase.id }).orderBy('id', 'desc').first())!
const namedBy = async (kase: CaseRow) =>
  (await db.owner<RevisionRow>('case_revisions').where({ case_id: kase.id }).orderBy('revision', 'desc').first())!
    .attachments

describe('a file that a sending names', () => {
  test.each<[string, () => Promise<CaseRow>]>([
    ['of a returned notice', returned],
    ['of a consented case', consented],
  ])(
    '%s is marked Inaktuell when its installer deletes it: readable to both, told by whom, not gone',
    async (_what, begin) => {
      const kase = await begin()
      const [plan] = await filesOf(kase)
      const before = await namedBy(kase)
      expect(before.map(({ id }) => id)).toEqual([plan!.id])
      expect((await take(amir, kase, plan!.id)).status).toBe(303)
      expect((await amir.get(`/cases/${kase.ref}`)).body).toContain('Bilagan är markerad som inaktuell.')
      for (const who of [amir, eva]) {
        const { status, body } = await who.get(at(kase, plan!.id))
        expect([status, body.startsWith('%PDF')]).toEqual([200, true])
        const page = (await who.get(`/cases/${kase.ref}`)).body
        expect(page).toContain('Inaktuella (1)')
        expect(page).toMatch(/Inaktuell sedan [^<]*, Amir Haddad/)
        expect((await who.get(`/cases/${kase.ref}/print`)).body).toContain(', Inaktuell')
      }
      const event = (await db
        .owner<EventRow>('case_events')
        .where({ case_id: kase.id, action: 'file-outdated' })
        .first())!
      expect(event).toMatchObject({ audience: 'all', actor_name: 'Amir Haddad', details: { name: plan!.name } })
      expect(await namedBy(kase)).toEqual(before)
      // Once more is no second mark, and it can be taken back.
      await take(amir, kase, plan!.id)
      expect(await db.owner('case_events').where({ case_id: kase.id, action: 'file-outdated' })).toHaveLength(1)
      expect((await amir.post(`${at(kase, plan!.id)}/outdated`, { _key: newKey() })).status).toBe(303)
      expect((await filesOf(kase))[0]).toMatchObject({ outdated_at: null, outdated_by_name: null })
    },
  )

  test('ticked in the form is marked, too, and is not the attachment that the next sending must have', async () => {
    const kase = await returned()
    const [plan] = await filesOf(kase)
    const edit = await amir.get(`/cases/${kase.ref}/edit`)
    expect(edit.body).toContain(`value="${plan!.id}"`)
    await amir.post(`/cases/${kase.ref}/edit`, { ...hidden(edit.body), _do: 'save', remove_file: String(plan!.id) })
    expect((await filesOf(kase))[0]).toMatchObject({ deleted_at: null, outdated_by_name: 'Amir Haddad' })
    const review = await amir.get(`/cases/${kase.ref}/review`)
    expect(review.body).toContain(`href="/cases/${kase.ref}/edit#file.SIT"`)
    const again = await amir.get(`/cases/${kase.ref}/edit`)
    expect(again.body).not.toContain(`name="remove_file" value="${plan!.id}"`)
    // Another takes its place; what was sent first still names the first.
    const other = await upload(amir, kase, 'ny-plan.pdf')
    await asActor(people.amir, (tx) => perform(tx, people.amir, kase.ref, 'resubmit'))
    expect((await namedBy(kase)).map(({ id }) => id)).toEqual([other.id])
    const first = (await db.owner<RevisionRow>('case_revisions').where({ case_id: kase.id, revision: 1 }).first())!
    expect(first.attachments.map(({ id }) => id)).toEqual([plan!.id])
    expect((await eva.get(at(kase, plan!.id))).status).toBe(200)
  })

  test('is not deleted by a withdrawal either: it was sent once', async () => {
    const kase = await submitted()
    const [plan] = await filesOf(kase)
    await aCase.move(people.amir, kase, 'withdraw')
    await take(amir, kase, plan!.id)
    expect((await filesOf(kase))[0]).toMatchObject({ deleted_at: null })
    expect((await filesOf(kase))[0]!.outdated_at).not.toBeNull()
  })

  test('cannot be deleted by the role of any request, nor hidden again', async () => {
    const kase = await consented()
    const [plan] = await filesOf(kase)
    const set = (by: InstallerActor | OwnerActor, row: object) =>
      asActor(by, (tx) => tx('attachments').where({ id: plan!.id }).update(row))
    for (const by of [people.amir, people.eva])
      await expect(set(by, { deleted_at: new Date() })).rejects.toThrow('row-level security')
    for (const by of [people.amir, people.eva]) {
      for (const row of [{ audience: 'company' }, { on_record: false }, { name: 'annan.pdf' }])
        await expect(set(by, row)).rejects.toThrow('permission denied')
      for (const table of ['attachments', 'attachment_chunks', 'case_revisions'])
        await expect(asActor(by, (tx) => tx(table).delete())).rejects.toThrow('permission denied')
    }
  })
})

describe('a file that has not been sent', () => {
  test.each<[string, (kase: CaseRow) => Promise<unknown>]>([
    ['while the case is returned', async () => undefined],
    ['when the case is cancelled', (kase) => aCase.move(people.eva, kase, 'cancel', 'Av skäl')],
    ['when the case is removed', (kase) => aCase.move(people.amir, kase, 'remove')],
  ])('is the company’s alone %s', async (_when, then) => {
    const kase = await returned()
    const file = await upload(amir, kase, 'osänd-skiss.pdf')
    await then(kase)
    for (const page of ['', '/print', '/log'])
      expect((await eva.get(`/cases/${kase.ref}${page}`)).body, page).not.toContain('osänd-skiss')
    for (const query of ['', '?show=1', '?preview=1'])
      expect((await eva.get(`${at(kase, file.id)}${query}`)).status).toBe(404)
    const seen = (by: InstallerActor | OwnerActor) =>
      asActor(by, async (tx) => {
        const chunks = (await tx('attachment_chunks').where({ attachment_id: file.id }).select('seq')) as object[]
        const rows = (await tx('attachments').where({ id: file.id }).select('id')) as object[]
        return chunks.length + rows.length
      })
    expect([await seen(people.amir), await seen(people.eva)]).toEqual([2, 0])
    const own = (await amir.get(`/cases/${kase.ref}`)).body
    expect(own).toContain('osänd-skiss.pdf')
    expect(own).toContain('Ej skickad')
  })

  test('of a completion that was begun stays so when its consent is revoked', async () => {
    const kase = await consented()
    const file = await upload(amir, kase, 'halvklar.pdf')
    await aCase.move(people.lena, kase, 'revokeConsent', 'Av skäl')
    expect((await eva.get(at(kase, file.id))).status).toBe(404)
    expect((await take(amir, kase, file.id)).status).toBe(409)
  })

  test('is read by the owner when it is sent, byte for byte, and then stays', async () => {
    const kase = await returned()
    const file = await upload(amir, kase, 'skiss.jpg', jpeg)
    await asActor(people.amir, (tx) => perform(tx, people.amir, kase.ref, 'resubmit'))
    expect((await eva.get(at(kase, file.id))).status).toBe(200)
    expect((await eva.get(`/cases/${kase.ref}`)).body).toContain('skiss.jpg')
    expect((await filesOf(kase)).at(-1)).toMatchObject({ audience: 'all', on_record: true })
    expect((await namedBy(kase)).map(({ id }) => id)).toContain(file.id)
  })

  test('can be deleted, bytes and all; the log of it is the company’s own', async () => {
    const kase = await returned()
    const file = await upload(amir, kase, 'fel.pdf')
    expect((await take(amir, kase, file.id)).status).toBe(303)
    expect((await amir.get(at(kase, file.id))).status).toBe(404)
    expect(await db.owner('attachment_chunks').where({ attachment_id: file.id })).toEqual([])
    expect(await lastEvent(kase)).toMatchObject({ action: 'file-removed', audience: 'company' })
  })

  test('of a copy is unsent, whatever it was in the case it comes from', async () => {
    const source = await submitted()
    const job = (await db.owner('job_types').where({ id: source.job_type_id }).first('id')) as { id: number }
    const answer = await amir.post('/cases/new', {
      _key: newKey(),
      copy: source.ref,
      owner: String(source.owner_id),
      job: String(job.id),
      area: String(source.area_id),
      files: 'ja',
    })
    expect(answer.status, answer.body.slice(0, 500)).toBe(303)
    const copy = (await db.owner<CaseRow>('cases').where({ copied_from_id: source.id }).first())!
    expect((await filesOf(copy)).map(({ audience, on_record }) => [audience, on_record])).toEqual([['company', false]])
  })
})

describe('what is added while the owner has the case', () => {
  test('is shown at once, and stays: a decision may rest on it', async () => {
    const kase = await submitted()
    const extra = await upload(amir, kase, 'komplettering.pdf')
    expect((await eva.get(at(kase, extra.id))).status).toBe(200)
    expect((await take(amir, kase, extra.id)).status).toBe(409)
    await aCase.approve(people.eva, kase)
    await take(amir, kase, extra.id)
    expect((await filesOf(kase)).at(-1)).toMatchObject({ deleted_at: null, outdated_by_name: 'Amir Haddad' })
  })

  test('by the owner itself can be taken away until something is decided, and is Inaktuell after that', async () => {
    const kase = await submitted()
    const wrong = await upload(eva, kase, 'fel-kund.pdf')
    expect((await take(eva, kase, wrong.id)).status).toBe(303)
    expect((await amir.get(at(kase, wrong.id))).status).toBe(404)
    const answer = await upload(eva, kase, 'villkor.pdf')
    await aCase.approve(people.eva, await stored(kase))
    await take(eva, kase, answer.id)
    expect((await amir.get(at(kase, answer.id))).status).toBe(200)
    expect((await filesOf(kase)).at(-1)).toMatchObject({ deleted_at: null, outdated_by_name: 'Eva Nordin' })
    const remove = asActor(people.eva, (tx) =>
      tx('attachments').where({ id: answer.id }).update({ deleted_at: new Date() }),
    )
    await expect(remove).rejects.toThrow('row-level security')
  })

  test('a photo that an order’s report shows stays with the report', async () => {
    const kase = await aCase.move(people.eva, await aCase.complete(people.amir, await consented()), 'acceptCompletion')
    const fitter = { id: people.mats.userId, name: people.mats.name }
    const plan = { kind: 'mount' as const, fitter, planned_on: null, access: '' }
    await asActor(people.eva, (tx) => createOrders(tx, people.eva, kase.ref, [1], plan))
    const order = (await db.owner('work_orders').where({ case_id: kase.id }).first('id')) as { id: number }
    const page = await mats.get(`/owner/orders/${order.id}`)
    const photo = new File([new Uint8Array(jpeg)], 'mätare.jpg')
    const report = { outcome: 'done', report: 'Klart', meter_number: 'MT-1', meter_reading: '0', photos: photo }
    const answer = await mats.post(`/owner/orders/${order.id}`, { ...hidden(page.body), ...report })
    expect(answer.status, answer.body.slice(0, 500)).toBe(303)
    const kept = (await filesOf(kase)).at(-1)!
    expect(kept).toMatchObject({ kind: 'FOT', audience: 'owner', on_record: true })
    await take(eva, kase, kept.id)
    expect((await eva.get(at(kase, kept.id))).status).toBe(200)
  })
})
