import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import express from 'express'
import { beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { z } from 'zod'
import { root } from '../../src/config.ts'
import type { CaseRow } from '../../src/db/rowTypes.ts'
import { log } from '../../src/log.ts'
import { metrics } from '../../src/metrics.ts'
import { requestId } from '../../src/trace.ts'
import { newKey } from '../../src/web/once.ts'
import { cleanBody } from '../../src/web/forms.ts'
import { traced } from '../../src/web/measure.ts'
import { requestLog } from '../../src/web/requestLog.ts'
import { receiveFields, receiveFiles } from '../../src/web/uploads.ts'
import { startStatus } from '../../src/web/status.ts'
import { drainMail, startWorker } from '../../src/worker/worker.ts'
import { postOffice, type PostOffice } from '../mail/postOffice.ts'
import { aCase, actorsOf } from '../support/cases.ts'
import { afterFile } from '../support/cleanup.ts'
import { Client, testServer } from '../support/client.ts'
import { testDatabase, type TestDatabase } from '../support/database.ts'
import { ROUTES } from '../tenancy/declared.ts'

let db: TestDatabase, address: string, amir: Client, eva: Client, kase: CaseRow, office: PostOffice
beforeAll(async () => {
  db = await testDatabase()
  office = await postOffice()
  address = (await testServer()).address
  const people = actorsOf(db.world)
  kase = await aCase.send(people.amir, await aCase(people.amir, 'NY01'))
  amir = await new Client(address).signIn('amir.haddad')
  eva = await new Client(address).signIn('eva.nordin')
})
beforeEach(() => metrics.resetMetrics())

/** The series of one metric, as Prometheus reads them. */
async function series(name: string): Promise<string[]> {
  const text = await metrics.getSingleMetricAsString(name)
  return text.split('\n').filter((line) => line !== '' && !line.startsWith('#'))
}

const routes = async () =>
  new Set((await series('elanmalan_http_request_seconds')).flatMap((line) => /route="([^"]*)"/.exec(line)?.[1] ?? []))

test('a request is counted by its route’s pattern, its method and the class of its status', async () => {
  await amir.get(`/cases/${kase.ref}`)
  await amir.get(`/cases/${kase.ref}/notes/new`)
  await amir.post(`/cases/${kase.ref}/notes`, {})
  await amir.get('/cases/NO-SUCH-CASE')
  await expect
    .poll(() => series('elanmalan_http_request_seconds'))
    .toEqual(
      expect.arrayContaining([
        'elanmalan_http_request_seconds_count{method="GET",route="/cases/:ref",status="2xx"} 1',
        'elanmalan_http_request_seconds_count{method="GET",route="/cases/:ref/notes/new",status="2xx"} 1',
        'elanmalan_http_request_seconds_count{method="GET",route="/cases/:ref",status="4xx"} 1',
        'elanmalan_http_request_seconds_count{method="POST",route="/cases/:ref/notes",status="4xx"} 1',
      ]),
    )
})

test('whatever addresses and methods people make up, the series stay few', async () => {
  const known = new Set(ROUTES.map(([, path]) => path.replace(/(?<=.)\/$/, '')))
  for (let n = 0; n < 60; n += 1) {
    const made = [
      `/x${n}`,
      `/cases/x${n}`,
      `/n/x${n}`,
      `/cases/${kase.ref}/x${n}`,
      `/assets/x${n}.js`,
      `/sign-in/x${n}/y`,
    ]
    await amir.get(made[n % made.length]!)
    await fetch(address, { method: ['PROPFIND', 'DELETE', 'REPORT'][n % 3]! })
  }
  const found = await routes()
  expect(found.size).toBeLessThan(8)
  for (const route of found) expect(route === 'none' || known.has(route), route).toBe(true)
})

test('the numbers have an address of their own and are not told where people are', async () => {
  const status = await startStatus({ port: 0, host: '127.0.0.1', isWorking: () => true })
  afterFile(() => status.stop())
  const told = await (await fetch(`http://127.0.0.1:${status.port}/metrics`)).text()
  expect(told).toContain('nodejs_eventloop_lag_seconds')
  expect(told).toContain('elanmalan_pool_connections')
  for (const who of [new Client(address), eva]) expect((await who.get('/metrics')).body).not.toContain('elanmalan_')
})

test('a worker that stands still is not ready; without one the database is asked alone', async () => {
  const still = await startStatus({ port: 0, host: '127.0.0.1', isWorking: () => false })
  afterFile(() => still.stop())
  expect((await fetch(`http://127.0.0.1:${still.port}/readyz`)).status).toBe(503)
  expect((await fetch(`http://127.0.0.1:${still.port}/healthz`)).status).toBe(200)
})

test('a mail is traced to the request that caused it: page, job, log and Message-ID', async () => {
  await db.owner('mail_messages').delete()
  await db.owner.raw('delete from graphile_worker._private_jobs')
  const said = vi.spyOn(log, 'info').mockImplementation(() => undefined)
  const during: (string | undefined)[] = []
  said.mockImplementation(() => void during.push(requestId()))
  const fields = { _key: newKey(), _version: String(kase.version), codes: 'BIL', comment: 'Foto saknas' }
  const answer = await eva.post(`/cases/${kase.ref}/reject`, fields)
  expect(answer.status).toBe(303)
  const id = answer.headers.get('x-request-id')!
  const jobs = await db.owner.raw<{ rows: { payload: unknown }[] }>(
    `select j.payload from graphile_worker._private_jobs j join graphile_worker._private_tasks t on t.id = j.task_id
     where t.identifier = 'mail'`,
  )
  const payloads = z.array(z.object({ payload: z.object({ request: z.string() }) })).parse(jobs.rows)
  expect(payloads.length).toBeGreaterThan(0)
  for (const { payload } of payloads) expect(payload.request).toBe(id)

  // A decision's mail waits until it can be undone no longer.
  await db.owner.raw('update graphile_worker._private_jobs set run_at = now()')
  const worker = await startWorker(db.ownerUrl, office.config)
  await expect.poll(() => office.letters.length).toBe(payloads.length)
  await worker.stop()
  const lines = said.mock.calls.filter(([, message]) => (message as unknown) === 'mail delivered')
  expect(lines.map(([line]) => (line as { messageId: string }).messageId)).toContain(office.letters[0]!.messageId)
  expect(during).toContain(id)
  said.mockRestore()
  expect(await series('elanmalan_mails_total')).toEqual([
    `elanmalan_mails_total{outcome="delivered"} ${payloads.length}`,
  ])
})

test.each(['urlencoded', 'multipart'])(
  'whose request it is, is known after the body has been read: %s',
  async (kind) => {
    const app = express()
    app.use(requestLog({ production: false, TRUST_PROXY: 0 }), traced, cleanBody, traced)
    app.post('/', ...receiveFiles({ maxFiles: 2, maxSize: 5_000_000 }), async (_req, res) => {
      await new Promise(setImmediate)
      res.send(requestId())
    })
    app.post('/fields', ...receiveFields, (_req, res) => res.send(requestId()))
    const server = app.listen(0, '127.0.0.1')
    await once(server, 'listening')
    afterFile(() => server.close())
    const form = new FormData()
    form.set('file', new File(['x'.repeat(2_000_000)], 'x.txt'))
    form.set('name', 'x'.repeat(1_000))
    const body = kind === 'multipart' ? form : new URLSearchParams({ name: 'x'.repeat(50_000) })
    const at = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
    const answer = await fetch(`${at}${kind === 'multipart' ? '' : '/fields'}`, { method: 'POST', body })
    expect(await answer.text()).toBe(answer.headers.get('x-request-id'))
  },
)

test('mail that is refused or put off is counted as such', async () => {
  office.letters.length = 0
  office.refusals = [
    { code: 550, text: '5.1.1 unknown' },
    { code: 451, text: '4.7.1 later' },
  ]
  for (const n of [1, 2]) {
    await db.owner('mail_messages').insert({
      template: 'M14',
      to_address: 'x@kund.example',
      subject: 'x',
      text: 'x',
      html: 'x',
      message_id: `<m${n}@x>`,
    })
  }
  await drainMail(db.ownerUrl, office.config)
  expect(await series('elanmalan_mails_total')).toEqual([
    'elanmalan_mails_total{outcome="refused"} 1',
    'elanmalan_mails_total{outcome="put off"} 1',
  ])
})

test('the dashboard and the alerts ask for numbers that are told', async () => {
  const told = (await metrics.metrics()).match(/^# TYPE (\S+)/gm)!.map((line) => line.replace('# TYPE ', ''))
  for (const file of ['grafana.json', 'operations.md']) {
    const asked = (await readFile(path.join(root, 'docs', file), 'utf8')).match(
      /\b(?:elanmalan|nodejs|process)_[a-z0-9_]+/g,
    )!
    expect(asked.length, file).toBeGreaterThan(5)
    for (const name of new Set(asked))
      expect(told, `${file}: ${name}`).toContain(name.replace(/_(count|bucket|sum)$/, ''))
  }
})
