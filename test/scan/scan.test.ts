import { mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { JobHelpers } from 'graphile-worker'
import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { fileChunk } from '../../src/attachments/store.ts'
import { putCertificate } from '../../src/companies/certificates.ts'
import { readConfig } from '../../src/config.ts'
import { asActor } from '../../src/db/actor.ts'
import type { AttachmentRow, CaseRow } from '../../src/db/rowTypes.ts'
import { useScanner } from '../../src/scan/scanner.ts'
import { scanTasks } from '../../src/scan/tasks.ts'
import { newKey } from '../../src/web/once.ts'
import { drainMail } from '../../src/worker/worker.ts'
import { aCase, actorsOf } from '../support/cases.ts'
import { aClamd, hasClamd, MOST, SIGNATURE, type Clamd } from '../support/clamd.ts'
import { afterFile } from '../support/cleanup.ts'
import { Client, hidden, testServer } from '../support/client.ts'
import { AT, changes, publishes } from '../support/configuration.ts'
import { testDatabase, type TestDatabase } from '../support/database.ts'
import { jpeg, pdf } from '../support/files.ts'
import { anOperator } from '../support/operator.ts'
import { file, infected } from './files.ts'

let db: TestDatabase
let address: string
let people: ReturnType<typeof actorsOf>
let sent: CaseRow
let amir: Client, eva: Client, olle: Client
beforeAll(async () => {
  db = await testDatabase()
  address = (await testServer()).address
  people = actorsOf(db.world)
  sent = await aCase.send(people.amir, await aCase(people.amir, 'NY01'))
  amir = await new Client(address).signIn('amir.haddad')
  eva = await new Client(address).signIn('eva.nordin')
  ;({ olle } = await anOperator(db, address))
  afterFile(() => useScanner(null))
})

const newest = async (kase: CaseRow) =>
  (await db.owner<AttachmentRow>('attachments').where({ case_id: kase.id }).orderBy('id', 'desc').first())!
const fileOf = async (id: number) => (await db.owner<AttachmentRow>('attachments').where({ id }).first())!
async function attaches(who: Client, kase: CaseRow, what: File): Promise<AttachmentRow> {
  const answer = await who.post(`/cases/${kase.ref}/attachments`, { _key: newKey(), kind: 'OVR', file: what })
  expect(answer.status).toBe(303)
  return newest(kase)
}
/** The jobs that are due; mail stays. */
const work = () => drainMail(db.ownerUrl, { ...readConfig(), SMTP_URL: undefined, production: true })
/** What the worker does each minute. */
const round = async () => scanTasks['scan-waiting']!({}, {} as JobHelpers)
const waysTo = (kase: CaseRow, { id }: AttachmentRow) =>
  ['', '?show=1', '?preview=1'].map((how) => `/cases/${kase.ref}/attachments/${id}${how}`)
const administrator = async () => ({ lena: await new Client(address).signIn('lena.frost') })
const pair = () => ({ company_id: db.world.companies.Bergströms, owner_id: db.world.owners.NEL })
const chunks = async ({ id }: AttachmentRow) =>
  (await db.owner('attachment_chunks').where({ attachment_id: id })).length

test('without clamd files open at once, which the operator’s page says; what waited before opens unscanned', async () => {
  useScanner(null)
  const stored = await attaches(amir, sent, file('utan.pdf'))
  expect(stored.scan).toBe('unscanned')
  expect((await eva.get(waysTo(sent, stored)[0]!)).body).toBe(pdf.toString())
  await db.owner('attachments').where({ id: stored.id }).update({ scan: 'waiting' })
  expect((await eva.get(waysTo(sent, stored)[0]!)).status).toBe(409)
  await round()
  expect((await eva.get(waysTo(sent, stored)[0]!)).status).toBe(200)
  expect((await olle.get('/operator')).body).toContain('Filer kontrolleras inte')
})

describe.skipIf(!hasClamd)('with the real clamd', () => {
  let clamd: Clamd
  beforeAll(async () => {
    clamd = await aClamd()
  })
  beforeEach(async () => {
    useScanner(clamd.unix)
    await round()
  })

  test('a file opens from no entrance until it is clean, and then byte for byte', async () => {
    const kase = await aCase.send(people.amir, await aCase(people.amir, 'NY01'))
    const photo = await attaches(amir, kase, file('skåp.jpg', jpeg))
    for (const who of [amir, eva]) {
      for (const way of [...waysTo(kase, photo), `/cases/${kase.ref}/attachments/all.zip`]) {
        const answer = await who.get(way)
        expect([answer.status, way]).toEqual([409, way])
        expect(answer.body).toContain('Filen kontrolleras mot skadlig kod.')
      }
      const page = (await who.get(`/cases/${kase.ref}?file=${photo.id}`)).body
      expect(page).toContain('Kontrolleras')
      expect(page).not.toMatch(new RegExp(`(href|src|data)="[^"]*attachments/${photo.id}`))
    }
    expect(await asActor(people.eva, (tx) => fileChunk(tx, photo.id, 0))).toBeUndefined()
    await work()
    expect(await newest(kase)).toMatchObject({ scan: 'clean', scan_said: null })
    expect(await asActor(people.eva, (tx) => fileChunk(tx, photo.id, 0))).toEqual(jpeg)
    for (const way of [...waysTo(kase, photo), `/cases/${kase.ref}/attachments/all.zip`])
      expect([(await eva.get(way)).status, way]).toEqual([200, way])
    expect((await eva.get(`/cases/${kase.ref}`)).body).not.toContain('Kontrolleras')
  })

  test('an infected one is taken away, opens from no entrance, and both sides are told', async () => {
    const kase = await aCase.send(people.amir, await aCase(people.amir, 'NY01'))
    const good = await attaches(amir, kase, file('bra.pdf'))
    const bad = await attaches(amir, kase, file('ritning.pdf', infected))
    await work()
    const kept = await newest(kase)
    expect(kept).toMatchObject({ scan: 'infected', scan_said: SIGNATURE, sha256: bad.sha256 })
    expect(await chunks(bad)).toBe(0)
    for (const who of [amir, eva]) {
      for (const way of waysTo(kase, bad)) {
        const answer = await who.get(way)
        expect([answer.status, way]).toEqual([409, way])
        expect(answer.body).toContain('skadlig kod')
      }
      const page = (await who.get(`/cases/${kase.ref}`)).body
      expect(page).toContain('Skadlig kod, borttagen')
      expect(page).toContain('Bilaga borttagen, den innehöll skadlig kod: ritning.pdf')
      const zip = (await who.get(`/cases/${kase.ref}/attachments/all.zip`)).body
      expect(zip).toContain('bra.pdf')
      expect(zip).not.toContain('ritning.pdf')
    }
    expect((await amir.get(waysTo(kase, good)[0]!)).status).toBe(200)
    const back = await amir.post(`/cases/${kase.ref}/attachments/${bad.id}/outdated`, { _key: newKey() })
    expect(back.status).toBe(409)
    await work()
    await round()
    const told = await db.owner('case_events').where({ case_id: kase.id, action: 'file-infected' })
    expect(told).toMatchObject([{ audience: 'all', side: 'system' }])
  })

  test('what one side has not sent is told to that side alone, and is not sent', async () => {
    const draft = await aCase(people.amir, 'NY01')
    const bad = await attaches(amir, draft, file('ritning.pdf', infected))
    await work()
    expect(await db.owner('case_events').where({ case_id: draft.id, action: 'file-infected' })).toMatchObject([
      { audience: 'company' },
    ])
    const edit = await amir.get(`/cases/${draft.ref}/edit`)
    expect(edit.body).toContain('Skadlig kod, borttagen')
    const review = `/cases/${draft.ref}/review`
    const words = 'ritning.pdf innehöll skadlig kod. Ta bort den ur anmälan'
    const page = await amir.get(review)
    expect(page.body).toContain(words)
    // Posted all the same, as by a page that was opened before: this one has no form.
    const refused = await amir.post(review, hidden(edit.body))
    expect(refused.status).toBe(422)
    expect(refused.body).toContain(words)
    await amir.post(`/cases/${draft.ref}/attachments/${bad.id}/delete`, { _key: newKey() })
    expect((await amir.get(review)).body).not.toContain('skadlig kod')
  })

  test('a certificate and the files of a network owner open, and are published, when they are clean', async () => {
    const { lena } = await administrator()
    const karin = await new Client(address).signIn('karin.bergstrom')
    const kept = await changes(lena, '/templates/new', {
      title: 'Fullmakt',
      validFrom: '2026-01-01',
      validTo: '',
      file: file('fullmakt.pdf'),
    })
    expect([kept.status, kept.location]).toEqual([303, `${AT}/templates`])
    const [stored] = (await db.owner('configuration_files').orderBy('id', 'desc').limit(1)) as { id: number }[]
    const at = `${AT}/files/${stored!.id}`
    expect((await lena.get(at)).status).toBe(409)
    expect((await publishes(lena)).status).toBe(409)
    const onDisk = path.join(await mkdtemp(path.join(tmpdir(), 'scan-')), 'intyg')
    await writeFile(onDisk, pdf)
    const received = { field: 'certificate', name: 'intyg.pdf', path: onDisk, size: pdf.length }
    await asActor(people.amir, (tx) => putCertificate(tx, pair(), received, 'Amir'))
    const certificate = (await db.owner('certificates').orderBy('id', 'desc').first('id')) as { id: number }
    const its = `/company/connections/certificates/${certificate.id}`
    expect((await karin.get(its)).status).toBe(409)
    await work()
    expect((await karin.get(its)).body).toBe(pdf.toString())
    expect((await lena.get(at)).body).toBe(pdf.toString())
    expect((await publishes(lena)).status).toBe(303)
    const published = (await db.owner('document_templates').orderBy('id', 'desc').first()) as {
      id: number
      scan: string
    }
    expect(published.scan).toBe('clean')
    expect((await amir.get(`/templates/${published.id}`)).body).toBe(pdf.toString())
  })

  test('an infected template is published by nobody, and one that was is offered no longer', async () => {
    const { lena } = await administrator()
    useScanner(null)
    const form = { title: 'Blankett', validFrom: '2026-01-01', validTo: '', file: file('blankett.pdf', infected) }
    await changes(lena, '/templates/new', form)
    expect((await publishes(lena)).status).toBe(303)
    const { id } = (await db.owner('document_templates').orderBy('id', 'desc').first('id')) as { id: number }
    expect((await amir.get(`/templates/${id}`)).status).toBe(200)
    useScanner(clamd.unix)
    await round()
    expect((await amir.get(`/templates/${id}`)).status).toBe(404)
    await changes(lena, '/templates/new', { ...form, title: 'En till', file: file('till.pdf', infected) })
    await work()
    const refused = await publishes(lena)
    expect(refused.status).toBe(409)
    expect(refused.body).toContain('skadlig kod')
  })

  test('while clamd is away files wait, the operator sees how many, and they open when it is back', async () => {
    await clamd.stop()
    const stored = await attaches(amir, sent, file('väntar.pdf'))
    await work()
    await round()
    expect((await fileOf(stored.id)).scan).toBe('waiting')
    expect((await eva.get(waysTo(sent, stored)[0]!)).status).toBe(409)
    const page = (await olle.get('/operator')).body
    expect(page).toContain('Svarar inte')
    expect(page).toContain('1 fil väntar')
    await clamd.start()
    await round()
    expect((await eva.get(waysTo(sent, stored)[0]!)).body).toBe(pdf.toString())
    expect((await olle.get('/operator')).body).toContain('Ingen fil väntar.')
  })

  test('what clamd cannot read waits, is said, and is in no other file’s way', async () => {
    const large = await attaches(amir, sent, file('stor.pdf', Buffer.concat([pdf, Buffer.alloc(MOST * 2)])))
    const after = await attaches(amir, sent, file('efter.pdf'))
    await round()
    expect((await fileOf(large.id)).scan).toBe('waiting')
    expect((await fileOf(large.id)).scan_said).not.toBeNull()
    expect((await fileOf(after.id)).scan).toBe('clean')
    expect((await olle.get('/operator')).body).toContain('1 fil kunde clamd inte läsa.')
    await db.owner('attachments').where({ id: large.id }).update({ scan: 'clean', scan_said: null })
  })

  test('what was stored before clamd was switched on opens as it did, and is scanned', async () => {
    useScanner(null)
    const bad = await attaches(amir, sent, file('gammal.pdf', infected))
    const good = await attaches(amir, sent, file('gammal2.pdf'))
    useScanner(clamd.tcp)
    expect((await eva.get(waysTo(sent, good)[0]!)).status).toBe(200)
    await round()
    expect([(await fileOf(bad.id)).scan, (await fileOf(good.id)).scan]).toEqual(['infected', 'clean'])
    expect(await chunks(bad)).toBe(0)
  })
})
