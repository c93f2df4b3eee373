import { randomBytes } from 'node:crypto'
import { beforeAll, describe, expect, test } from 'vitest'
import { setClock } from '../../src/db/actor.ts'
import type { AttachmentRow, CaseRow, EventRow } from '../../src/db/rowTypes.ts'
import { newKey } from '../../src/web/once.ts'
import { aCase, actorsOf } from '../support/cases.ts'
import { Client, testServer, type Answer } from '../support/client.ts'
import { testDatabase, type TestDatabase } from '../support/database.ts'
import { pdf } from '../support/files.ts'

let db: TestDatabase
let people: ReturnType<typeof actorsOf>
let amir: Client, mira: Client
beforeAll(async () => {
  setClock('2027-02-01T09:00:00+01:00')
  db = await testDatabase()
  people = actorsOf(db.world)
  const { address } = await testServer()
  amir = await new Client(address).signIn('amir.haddad')
  mira = await new Client(address).signIn('mira.dahl')
  await db
    .owner('connections')
    .insert({ company_id: people.amir.companyId, owner_id: db.world.owners.VKN, status: 'approved' })
})

async function copied(source: CaseRow, job: string, owner: 'NEL' | 'VKN' = 'NEL', more: Record<string, string> = {}) {
  const type = (await db.owner('job_types').where({ code: job, owner_id: db.world.owners[owner] }).first('id')) as {
    id: number
  }
  const answer = await amir.post('/cases/new', {
    _key: newKey(),
    owner: String(db.world.owners[owner]),
    job: String(type.id),
    area: String(db.world.areas[owner === 'NEL' ? 'NRD' : 'VKS']),
    copy: source.ref,
    ...more,
  })
  expect(answer.status, answer.body.slice(0, 500)).toBe(303)
  const ref = answer.location.split('/')[2]!
  const kase = (await db.owner<CaseRow>('cases').where({ ref }).first())!
  return { kase, edit: await amir.get(answer.location) }
}

/** What the page says did not come along: labels, and what stood there. */
const lostOf = (page: Answer): Record<string, string> => {
  const card = /class="card lost"[\s\S]*?<\/section>/.exec(page.body)?.[0] ?? ''
  const pairs = [...card.matchAll(/<dt>([^<]*)<\/dt><dd>([^<]*)/g)].map((match) => [match[1]!, match[2]!] as const)
  return Object.fromEntries(pairs)
}
const files = (kase: CaseRow) =>
  db.owner<AttachmentRow>('attachments').where({ case_id: kase.id, deleted_at: null }).orderBy('id')
const events = (kase: CaseRow, action: string) => db.owner<EventRow>('case_events').where({ case_id: kase.id, action })

describe('a copy', () => {
  test('has what its form has room for, and names the rest by label and value, numbers masked', async () => {
    const source = await aCase(people.amir, 'NY01')
    const { kase, edit } = await copied(source, 'OV02')
    expect(kase.notice['best_namn']).toBe('Tolvan Tolvansson')
    expect(kase.notice['anl_adress']).toBe(source.notice['anl_adress'])
    const lost = lostOf(edit)
    expect(lost['Beräknad årsförbrukning']).toMatch(/^18\s000\skWh$/)
    expect(lost['Önskad huvudsäkring / mätarsäkring']).toBe('25 A')
    expect(Object.keys(lost)).not.toContain('sakr_ny')
    expect(JSON.stringify(lost)).not.toContain('19121212-1212')
    expect(edit.body).toContain(`href="/cases/${source.ref}"`)
  })

  test('begins anew: no dates, no declaration, no number, consent, note or mark of the first', async () => {
    const source = await aCase.approve(
      people.eva,
      await aCase.send(people.amir, await aCase(people.amir, 'NY01', { note: 'Obs' })),
    )
    const { kase } = await copied(source, 'NY01')
    expect(kase).toMatchObject({
      status: 'draft',
      revision: 0,
      handler_id: null,
      consent: {},
      consent_number: null,
      submitted_at: null,
      rejected_count: 0,
      completion: {},
    })
    for (const key of ['fardigdatum', 'intygande']) expect(kase.notice[key] ?? false, key).toBe(false)
    expect(await db.owner('notes').where({ case_id: kase.id })).toEqual([])
    expect(await files(kase)).toEqual([])
  })

  test('is told in the log of both, and each page leads to the other', async () => {
    const source = await aCase(people.amir, 'NY01')
    const { kase } = await copied(source, 'NY01')
    expect((await events(source, 'copy'))[0]!.details).toMatchObject({ copiedTo: kase.ref })
    expect((await events(kase, 'create'))[0]!.details).toMatchObject({ copiedFrom: source.ref })
    expect((await amir.get(`/cases/${source.ref}`)).body).toContain(`href="/cases/${kase.ref}"`)
    expect((await amir.get(`/cases/${kase.ref}`)).body).toContain(`href="/cases/${source.ref}"`)
  })

  test('brings the own attachments when asked to, byte for byte, and not those that hold no longer', async () => {
    const source = await aCase(people.amir, 'NY01')
    const big = Buffer.concat([pdf, randomBytes(1_500_000)])
    await amir.post(`/cases/${source.ref}/attachments`, {
      _key: newKey(),
      kind: 'ENL',
      file: new File([new Uint8Array(big)], 'schema.pdf'),
    })
    const sent = await aCase.send(people.amir, source)
    const [first] = await files(sent)
    await amir.post(`/cases/${sent.ref}/attachments/${first!.id}/outdated`, { _key: newKey() })
    const { kase } = await copied(sent, 'NY01', 'NEL', { files: 'ja' })
    const came = await files(kase)
    expect(came.map(({ kind, name, size }) => ({ kind, name, size }))).toEqual([
      { kind: 'ENL', name: 'schema.pdf', size: big.length },
    ])
    const bytes = (await db
      .owner('attachment_chunks')
      .where({ attachment_id: came[0]!.id })
      .orderBy('seq')
      .pluck('bytes')) as Buffer[]
    expect(Buffer.concat(bytes).equals(big)).toBe(true)
    expect((await amir.get(`/cases/${kase.ref}/attachments/${came[0]!.id}`)).status).toBe(200)
  })

  test('to another network owner leaves the facility id behind, in the rows of a block too', async () => {
    const one = await aCase(people.amir, 'BE02')
    const { kase, edit } = await copied(one, 'BE02', 'VKN')
    expect(kase.ref).toMatch(/^VKN-/)
    expect(kase.notice['anl_id']).toBeUndefined()
    expect(lostOf(edit)['Anläggnings-ID (EAN)']).toBe('735 999 000 100 000 029')

    const block = await aCase(people.amir, 'NY04')
    const rows = [1, 2].map((n) => ({
      anl_benamning: `Lgh ${n}`,
      lgh_nr: `100${n}`,
      anl_id: '735999000100000104',
      sakr_ny: 20,
    }))
    await db
      .owner('cases')
      .where({ id: block.id })
      .update({ notice: JSON.stringify({ ...block.notice, rader: rows }) })
    const here = (await copied(block, 'NY04')).kase
    expect(here.notice['rader']).toMatchObject(rows)
    expect(here.facility_count).toBe(2)
    const there = (await copied(block, 'NY04', 'VKN')).kase
    expect(there.notice['rader']).toEqual(rows.map(({ anl_id: _, ...row }) => row))
  })

  test('of a connection is the disconnection of that very case', async () => {
    const source = await aCase(people.amir, 'TI01')
    expect((await copied(source, 'TI02')).kase.notice['till_arende']).toBe(source.ref)
    expect((await copied(source, 'TI02', 'VKN')).kase.notice['till_arende']).toBeUndefined()
  })

  test('is of one’s own cases alone, and of none that is finally archived', async () => {
    const source = await aCase(people.amir, 'NY01')
    expect((await mira.get(`/cases/new?copy=${source.ref}`)).status).toBe(404)
    const closed = await aCase.move(
      people.eva,
      await aCase.send(people.amir, await aCase(people.amir, 'BE02')),
      'acceptCompletion',
    )
    const archived = await aCase.move(people.eva, closed, 'archive')
    const answer = await amir.get(`/cases/new?copy=${archived.ref}`)
    expect(answer.status).toBe(409)
    expect(answer.body).toContain('Ett slutarkiverat ärende kan inte kopieras.')
  })
})
