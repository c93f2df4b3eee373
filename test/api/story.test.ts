import { beforeAll, expect, test } from 'vitest'
import { completionFor, consentFor, noticeFor } from '../../seeds/demoAnswers.ts'
import type { CaseRow, JobTypeRow } from '../../src/db/rowTypes.ts'
import { actorsOf, tolvan } from '../support/cases.ts'
import { Client, testServer } from '../support/client.ts'
import { testDatabase, type TestDatabase } from '../support/database.ts'
import { aCaller, type Caller, type Told } from './client.ts'

let db: TestDatabase
let orders: Caller, kis: Caller
let address: string
beforeAll(async () => {
  db = await testDatabase()
  address = (await testServer()).address
  const { karin, lena } = actorsOf(db.world)
  orders = await aCaller(address, karin)
  kis = await aCaller(address, lena)
})

const pdf = () =>
  new File([Buffer.from('%PDF-1.4\n%âãÏÓ\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF')], 'situationsplan.pdf')

/** Sends, and reads the warnings first where there are any, as a person ticks them. */
async function sends(ref: string, move: string): Promise<Told> {
  const first = await orders.post(`/cases/${ref}/moves/${move}`)
  if (first.status === 200) return first
  expect(first.body.errors, first.text).toEqual([])
  const accept = first.body.warnings.map(({ rule }) => rule)
  const sent = await orders.post(`/cases/${ref}/moves/${move}`, { accept })
  expect(sent.status, sent.text).toBe(200)
  return sent
}

test('S1 by the API alone: a draft is filled, gets its file, is sent, consented, completed, approved and archived', async () => {
  const { owners } = (await orders.get('/owners')).body
  expect(owners.map(({ code }) => code)).toContain('NEL')
  const { jobs, areas } = (await orders.get('/owners/NEL')).body
  expect(jobs.map(({ code }) => code)).toContain('NY01')
  expect(areas.map(({ code }) => code)).toContain('NRD')
  const job = (await orders.get('/owners/NEL/jobs/NY01')).body
  expect(job.notice.sections[0]!.fields.length).toBeGreaterThan(0)
  expect(JSON.stringify(job)).not.toContain('x_intern')

  const created = await orders.post('/cases', { owner: 'NEL', job: 'NY01', area: 'NRD', reference: 'Order 4471' })
  expect([created.status, created.body.status]).toEqual([201, 'draft'])
  const { ref } = created.body
  expect(created.headers.get('location')).toBe(`/api/v1/cases/${ref}`)
  // A draft is the company's own.
  expect((await kis.get(`/cases/${ref}`)).status).toBe(404)

  const row = (await db.owner<JobTypeRow>('job_types').where({ owner_id: db.world.owners.NEL, code: 'NY01' }).first())!
  const answers = noticeFor(row.definition, tolvan, new Date())
  const filled = await orders.patch(`/cases/${ref}`, { answers }, { 'if-match': created.headers.get('etag')! })
  expect(filled.body).toMatchObject({ ref, orderer: 'Tolvan Tolvansson', editable: ['notice'] })

  const lacking = await orders.post(`/cases/${ref}/moves/submit`)
  expect([lacking.status, lacking.headers.get('content-type')]).toEqual([
    422,
    'application/problem+json; charset=utf-8',
  ])
  expect(lacking.body.errors).toContainEqual({ pointer: '/files/SIT', detail: 'Bifoga Situationsplan.' })

  const file = await orders.upload(`/cases/${ref}/files`, pdf(), { kind: 'SIT' })
  expect([file.status, file.body.media_type]).toEqual([201, 'application/pdf'])

  expect((await sends(ref, 'submit')).body.status).toBe('submitted')

  const seen = await kis.get(`/cases/${ref}`)
  expect(seen.body).toMatchObject({ status: 'submitted', turn: 'owner', answers: { notice: { anl_ort: 'Norrådal' } } })
  const { files } = (await kis.get(`/cases/${ref}/files`)).body
  const got = await kis.get(`/cases/${ref}/files/${files[0]!.id}`)
  expect(got.text).toContain('%PDF-1.4')

  const refused = await kis.post(`/cases/${ref}/moves/reject`, { reasons: ['BIL'], comment: 'Kort' })
  expect([refused.status, refused.body.errors]).toEqual([
    422,
    [{ pointer: '/comment', detail: 'Skriv minst tio tecken, så att installatören vet vad som ska rättas.' }],
  ])
  const rejected = await kis.post(`/cases/${ref}/moves/reject`, {
    reasons: ['BIL'],
    comment: 'Situationsplanen går inte att läsa.',
    points: [{ name: 'fastighet', words: 'Beteckningen finns inte' }, { name: 'file.SIT' }],
  })
  expect(rejected.body).toMatchObject({ status: 'notice_rejected', handler: null })
  const back = (await orders.get(`/cases/${ref}`)).body
  expect(back.rejection).toMatchObject({
    by: 'API-nyckeln KIS (nätbolag, Norrådalens Elnät AB)',
    comment: 'Situationsplanen går inte att läsa.',
    reasons: [{ code: 'BIL' }],
    points: [
      { name: 'fastighet', label: 'Fastighetsbeteckning', words: 'Beteckningen finns inte' },
      { name: 'file.SIT', label: 'Situationsplan', words: '' },
    ],
  })
  // It is promised anew at each sending that all is right.
  expect((await orders.patch(`/cases/${ref}`, { answers: { intygande: true } })).status).toBe(200)
  expect((await sends(ref, 'resubmit')).body.status).toBe('submitted')

  const kase = (await db.owner<CaseRow>('cases').where({ ref }).first())!
  const consent = consentFor(row.definition, kase)
  const approved = await kis.post(`/cases/${ref}/moves/approve`, { consent })
  expect(approved.body).toMatchObject({ status: 'consented', consent: { number: `M-${ref}` } })

  const completion = completionFor(
    row.definition,
    (await db.owner<CaseRow>('cases').where({ ref }).first())!,
    tolvan,
    new Date(),
  )
  expect((await orders.patch(`/cases/${ref}`, { answers: completion })).status).toBe(200)
  expect((await sends(ref, 'complete')).body.status).toBe('completed')
  expect((await kis.post(`/cases/${ref}/moves/accept-completion`)).body.status).toBe('closed')
  expect((await kis.post(`/cases/${ref}/moves/archive`)).body.status).toBe('archived')

  const { body: log } = await (await new Client(address).signIn('eva.nordin')).get(`/cases/${ref}/log`)
  expect(log).toContain('API-nyckeln KIS (nätbolag, Norrådalens Elnät AB)')
  expect(log).toContain('API-nyckeln Ordersystem (installatör, Bergströms Elservice AB)')
})
