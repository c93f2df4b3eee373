import { beforeAll, describe, expect, test } from 'vitest'
import { createCase } from '../../src/cases/workflow/create.ts'
import { perform } from '../../src/cases/workflow/perform.ts'
import { getOwner } from '../../src/cases/workflow/queries.ts'
import { asActor } from '../../src/db/actor.ts'
import type { AttachmentRow, CaseRow, EventRow, JobTypeRow } from '../../src/db/rowTypes.ts'
import type { Answers } from '../../src/domain/forms/definition.ts'
import { aCase, actorsOf } from '../support/cases.ts'
import { Client, hidden, testServer } from '../support/client.ts'
import { testDatabase, type TestDatabase } from '../support/database.ts'
import { pdf } from '../support/files.ts'

let db: TestDatabase
let people: ReturnType<typeof actorsOf>
let amirs: Client
beforeAll(async () => {
  db = await testDatabase()
  people = actorsOf(db.world)
  amirs = await new Client((await testServer()).address).signIn('amir.haddad')
})

const pageOf = async ({ ref }: CaseRow) => (await amirs.get(`/cases/${ref}`)).body
const trackOf = (body: string) => /<ol class="track"[\s\S]*?<\/ol>/.exec(body)![0]

describe('the track', () => {
  test('says corrected of what was sent again, not of what was rejected and taken away', async () => {
    const sent = await aCase.send(people.amir, await aCase(people.amir, 'NY01'))
    const rejected = await aCase.reject(people.eva, sent)
    const again = await aCase.move(people.amir, rejected, 'resubmit')
    expect(trackOf(await pageOf(again))).toContain('Avvisad, rättad')
    const removed = await aCase.move(
      people.amir,
      await aCase.reject(people.eva, again),
      'remove',
      'Kunden ångrade sig.',
    )
    const track = trackOf(await pageOf(removed))
    expect(track).not.toContain('rättad')
    expect(track).toContain('Avvisad föranmälan')
    expect(track.match(/aria-current/g)).toHaveLength(1)
    expect(track).toMatch(/Avbruten<span class="visually-hidden"> \(här är ärendet nu\)/)
  })
})

/** A copy to a job of the same owner: what it has, and what it says did not follow. */
async function copied(source: CaseRow, code: string): Promise<{ kase: CaseRow; lost: Record<string, string> }> {
  return asActor(people.amir, async (tx) => {
    const owner = await getOwner(tx, source.owner_id)
    const job = (await tx<JobTypeRow>('job_types').where({ owner_id: owner.id, code }).first())!
    const wanted = { owner, job, areaId: source.area_id!, reference: '', source }
    const { kase } = await createCase(tx, people.amir, wanted)
    const made = (await tx<EventRow>('case_events').where({ case_id: kase.id, action: 'create' }).first())!
    const lost = (made.details['lost'] ?? []) as { label: string; value: string }[]
    return { kase, lost: Object.fromEntries(lost.map(({ label, value }) => [label, value])) }
  })
}
async function draft(code: string, more: Answers): Promise<CaseRow> {
  const kase = await aCase(people.amir, code)
  return asActor(people.amir, (tx) =>
    perform(tx, people.amir, kase.ref, 'save', { notice: { ...kase.notice, ...more } }),
  )
}

describe('a copy names every answer that did not follow', () => {
  test('also a no, the form’s own first answer, and one that the new job does not offer', async () => {
    const source = await draft('BE03', {
      servis_berors: false,
      mat_placering: 'inomhus',
      matmetod: 'direkt',
      mat_atgard: 'plombera',
    })
    const { kase, lost } = await copied(source, 'NY01')
    expect(lost).toMatchObject({
      'Berörs inkommande kabel?': 'Nej',
      Mätarplacering: 'Inomhus (befintlig)',
      'Åtgärd på mätare': 'Plombera om',
      'Befintlig huvudsäkring': '25 A',
    })
    expect(kase.notice['matmetod'], 'what follows is not told').toBe('direkt')
    expect(lost).not.toHaveProperty('Mätmetod')
  })

  test('of rows the cells, of a table without a place how many rows', async () => {
    const rader = ['1001', '1002'].map((flat) => ({
      anl_benamning: `Lgh ${flat}`,
      lgh_nr: flat,
      sakr_ny: 20,
      fas_ny: '3',
      mat_atgard: 'satta_upp',
    }))
    const source = await draft('NY04', { rader, mat_antal: 2 })
    const { kase, lost } = await copied(source, 'BE07')
    expect(kase.notice['rader']).toHaveLength(2)
    expect(lost['Åtgärd på mätare']).toBe('Sätta upp')
    expect((await copied(source, 'LA01')).lost).toMatchObject({ Anläggningar: '2 rader' })
  })

  test('and nothing of a section that nobody filled in', async () => {
    const { lost } = await copied(await draft('BE03', {}), 'RE02')
    expect(Object.keys(lost)).not.toContain('Mätmetod')
    expect(Object.keys(lost)).not.toContain('Åtgärd på mätare')
  })
})

test('what the form began with is not printed as given where nobody answered the section', async () => {
  const edit = async ({ ref }: CaseRow) => (await amirs.get(`/cases/${ref}/edit`)).body
  const kase = await draft('BE03', {})
  expect(kase.notice).not.toHaveProperty('matmetod')
  for (const path of ['', '/print'])
    expect((await amirs.get(`/cases/${kase.ref}${path}`)).body).not.toContain('Direktmätning')
  expect(await edit(kase), 'the form begins so all the same').toMatch(/value="direkt" checked|value="direkt" selected/)
  const told = await draft('BE03', { matmetod: 'direkt', mat_placering: 'fasad' })
  expect((await amirs.get(`/cases/${told.ref}/print`)).body).toContain('Direktmätning')
})

test('what a file shows is chosen by whoever attaches it', async () => {
  const kase = await aCase.send(people.amir, await aCase(people.amir, 'NY01'))
  const page = await amirs.get(`/cases/${kase.ref}`)
  const select = /<select id="kind"[\s\S]*?<\/select>/.exec(page.body)![0]
  expect(select).toMatch(/^<select id="kind" name="kind"[^>]* required>\s*<option value="">Välj<\/option>/)
  const file = new File([pdf], 'schema.pdf', { type: 'application/pdf' })
  const count = async () =>
    Number(
      (await db.owner<AttachmentRow>('attachments').where({ case_id: kase.id }).count<{ n: string }[]>('* as n'))[0]!.n,
    )
  const before = await count()
  await amirs.post(`/cases/${kase.ref}/attachments`, { ...hidden(page.body), kind: '', file })
  expect((await amirs.get(`/cases/${kase.ref}`)).body).toContain('Välj vad bilagan visar.')
  expect(await count()).toBe(before)
  await amirs.post(`/cases/${kase.ref}/attachments`, {
    ...hidden((await amirs.get(`/cases/${kase.ref}`)).body),
    kind: 'ENL',
    file,
  })
  expect(await count()).toBe(before + 1)
})
