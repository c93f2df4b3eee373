import { afterEach, beforeAll, expect, test } from 'vitest'
import { perform } from '../../src/cases/workflow/perform.ts'
import { asActor, setClock, type OwnerActor } from '../../src/db/actor.ts'
import type { CaseRow } from '../../src/db/rowTypes.ts'
import type { Markable } from '../../src/domain/rights.ts'
import { aCase, actorsOf } from '../support/cases.ts'
import { Client, testServer, type Answer } from '../support/client.ts'
import { testDatabase, type TestDatabase } from '../support/database.ts'

let db: TestDatabase
let people: ReturnType<typeof actorsOf>
let britt: Client, kerstin: Client
beforeAll(async () => {
  db = await testDatabase()
  people = actorsOf(db.world)
  const { address } = await testServer()
  britt = await new Client(address).signIn('britt.olsson')
  kerstin = await new Client(address).signIn('kerstin.lund')
})
afterEach(() => setClock(''))

const itIs = (day: string) => setClock(`${day}T09:00:00+01:00`)
const sent = async () => aCase.send(people.amir, await aCase(people.amir, 'NY01'))
const mark = (by: OwnerActor, kase: CaseRow, marks: Partial<Pick<CaseRow, Markable>>) =>
  asActor(by, (tx) => perform(tx, by, kase.ref, 'mark', { marks }))
const stored = async (kase: CaseRow) => (await db.owner<CaseRow>('cases').where({ id: kase.id }).first())!

/** Presses a button of a case's row in a list. */
async function presses(who: Client, list: string, kase: CaseRow, to: string, result = ''): Promise<Answer> {
  const row = rowOf((await who.get(list)).body, kase)
  const value = (name: string) => new RegExp(`name="${name}" value="([^"]*)"`).exec(row)![1]!
  return who.post(`${list}/${kase.ref}`, { _key: value('_key'), _version: value('_version'), to, result })
}
const rowOf = (body: string, kase: CaseRow) =>
  body.split('<li class="card').find((part) => part.includes(kase.ref)) ?? ''
const order = (body: string) => [...body.matchAll(/href="\/cases\/([A-Z]+-\d+-\d+)"/g)].map((match) => match[1])

test('beredning: what has waited longest first, taken, done with a result that stays with the owner, documented', async () => {
  itIs('2027-02-01')
  const late = await sent()
  const early = await sent()
  await mark(people.eva, early, { preparation: 'requested' })
  itIs('2027-02-04')
  await mark(people.eva, late, { preparation: 'requested' })
  itIs('2027-02-08')
  const body = (await britt.get('/owner/preparation')).body
  expect(order(body)).toEqual([early.ref, late.ref])
  expect(rowOf(body, early)).toContain('Väntat 5 vardagar')
  expect(rowOf(body, late)).toContain('Väntat 2 vardagar')

  expect((await presses(britt, '/owner/preparation', early, 'ongoing')).location).toBe('/owner/preparation')
  expect(await stored(early)).toMatchObject({
    preparation: 'ongoing',
    prepared_by: 'Britt Olsson',
    status: 'submitted',
  })
  expect(rowOf((await britt.get('/owner/preparation')).body, early)).toContain('Britt Olsson')
  await presses(britt, '/owner/preparation', early, 'done', 'Ny kabel 4G16 från KS-1042.')
  expect((await stored(early)).preparation).toBe('done')
  const notes = await db.owner('notes').where({ case_id: early.id }).select('body', 'audience', 'author_name')
  expect(notes).toEqual([{ body: 'Ny kabel 4G16 från KS-1042.', audience: 'owner', author_name: 'Britt Olsson' }])
  expect(order((await britt.get('/owner/preparation')).body)).toEqual([late.ref])

  // Built and approved: now it is to be drawn on the map.
  const done = await aCase.move(
    people.eva,
    await aCase.complete(people.amir, await aCase.approve(people.eva, early)),
    'acceptCompletion',
  )
  expect(rowOf((await britt.get('/owner/preparation')).body, done)).toContain('Dokumenterat')
  await presses(britt, '/owner/preparation', done, 'documented')
  expect((await stored(done)).documented).toBe(true)
  expect(order((await britt.get('/owner/preparation')).body)).toEqual([late.ref])
  await aCase.move(people.eva, late, 'cancel', 'Kunden ångrade sig.')
  expect((await britt.get('/owner/preparation')).body).toContain('Inget väntar på beredning.')
})

test('kundservice: done, then registered; a step of somebody else’s list is no step here', async () => {
  const kase = await sent()
  await mark(people.eva, kase, { customer_service: 'requested' })
  const page = (await kerstin.get('/owner/service')).body
  const key = /name="_key" value="([^"]*)"/.exec(rowOf(page, kase))![1]!
  const version = String((await stored(kase)).version)
  const foreign = await kerstin.post(`/owner/service/${kase.ref}`, { _key: key, _version: version, to: 'ongoing' })
  expect(foreign.status).toBe(409)
  await presses(kerstin, '/owner/service', kase, 'done')
  expect((await stored(kase)).customer_service).toBe('done')
  expect((await kerstin.get('/owner/service')).body).toContain('Att registrera i KIS')
  await presses(kerstin, '/owner/service', kase, 'registered')
  expect(await stored(kase)).toMatchObject({ customer_service: 'registered', status: 'submitted' })
  const log = await db.owner('case_events').where({ case_id: kase.id, action: 'mark', actor_name: 'Kerstin Lund' })
  expect(log).toHaveLength(2)
})

test('two who take the same case at once: one has it, the other is told', async () => {
  const kase = await sent()
  await mark(people.eva, kase, { preparation: 'requested' })
  const answers = await Promise.all([1, 2].map(() => presses(britt, '/owner/preparation', kase, 'ongoing')))
  expect(answers.map(({ status }) => status).sort()).toEqual([303, 409])
})

test('a long list goes on where it ended, and counts all', async () => {
  const first = await sent()
  const ids: number[] = []
  for (let n = 0; n < 3; n += 1) {
    const kase = await sent()
    ids.push(kase.id)
    await mark(people.eva, kase, { customer_service: 'requested' })
  }
  // Fifty more rows like the first, written by hand: what is tested is where the pages part.
  await db.owner.raw(
    `insert into cases (owner_id, company_id, company_name, number, ref, job_type_id, flow, type_name, job_code, job_name,
       status, turn, submitted_at, created_by, customer_service, service_since)
     select owner_id, company_id, company_name, '2020-' || lpad(n::text, 6, '0'), 'NEL-2020-' || lpad(n::text, 6, '0'), job_type_id,
       flow, type_name, job_code, job_name, status, turn, submitted_at, created_by, 'requested', timestamptz '2026-01-01 10:00:00.123456+00'
     from cases, generate_series(1, 50) n where id = ?`,
    [first.id],
  )
  const body = (await kerstin.get('/owner/service')).body
  expect(order(body)).toHaveLength(50)
  expect(body).toContain('<span class="count">53</span>')
  const next = /href="(\/owner\/service\?part=requested[^"]*)"/
    .exec(body)![1]!
    .replaceAll('&amp;', '&')
    .replaceAll('&#38;', '&')
  const rest = order((await kerstin.get(next)).body)
  expect(rest).toHaveLength(3)
  expect(new Set([...order(body), ...rest]).size).toBe(53)
  expect((await kerstin.get('/owner/service?part=requested&after=x')).status).toBe(200)
})

test('a trafo follows from the answers, until a handläggare says otherwise: that stands', async () => {
  const kase = await aCase.reject(people.eva, await sent())
  const says = (said: boolean | null) => mark(people.eva, kase, { transformer_by_hand: said })
  expect((await says(true)).transformer).toBe(true)
  const again = await asActor(people.amir, (tx) =>
    perform(tx, people.amir, kase.ref, 'resubmit', { notice: { ...kase.notice, matmetod: 'direkt' } }),
  )
  expect(again.transformer).toBe(true)
  expect((await says(null)).transformer).toBe(false)
})

test('beredning writes the network data before the decision; the installer sees nothing of it until then', async () => {
  const kase = await sent()
  await mark(people.eva, kase, { preparation: 'ongoing' })
  const at = `/owner/preparation/${kase.ref}/network`
  expect(rowOf((await britt.get('/owner/preparation')).body, kase)).toContain(at)
  const wrong = await britt.submit(at, await britt.get(at), { x_anl_id: '123', x_anslutningspunkt: 'KS-1042' })
  expect([wrong.status, wrong.body.includes('value="KS-1042"')]).toEqual([422, true])
  const typed = { x_anl_id: '735 999 000 100 000 012', x_anslutningspunkt: 'KS-1042', x_intern: 'Kabeln är gammal.' }
  expect((await britt.submit(at, await britt.get(at), typed)).status).toBe(303)
  const { address } = britt
  const eva = await new Client(address).signIn('eva.nordin')
  expect((await eva.get(`/cases/${kase.ref}`)).body).toContain('value="KS-1042"')
  const seen: unknown = await asActor(people.amir, (tx) => tx('cases').where({ id: kase.id }).first())
  expect(JSON.stringify(seen)).not.toContain('KS-1042')
  const log = await asActor(people.amir, (tx) => tx('case_events').where({ case_id: kase.id }).pluck('action'))
  expect(log).not.toContain('network-prepared')
  await aCase.approve(people.eva, kase)
  expect((await britt.get(at)).status).toBe(409)
})
