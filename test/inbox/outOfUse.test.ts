import { beforeAll, expect, test } from 'vitest'
import type { CaseRow } from '../../src/db/rowTypes.ts'
import { aCase, actorsOf } from '../support/cases.ts'
import { Client, testServer } from '../support/client.ts'
import { testDatabase, type TestDatabase } from '../support/database.ts'

let db: TestDatabase
let amir: Client
const cases: Record<string, CaseRow> = {}
beforeAll(async () => {
  db = await testDatabase()
  const { amir: by, eva, johan } = actorsOf(db.world)
  const { address } = await testServer()
  const sent = async (job = 'NY01') => aCase.send(by, await aCase(by, job))
  cases['draft'] = await aCase(by, 'NY01')
  cases['sent'] = await sent()
  cases['rejected'] = await aCase.reject(eva, await sent())
  cases['consented'] = await aCase.approve(eva, await sent())
  cases['completion rejected'] = await aCase.reject(eva, await sent('BE02'))
  cases['cancelled'] = await aCase.move(eva, await sent(), 'cancel', 'Kunden har sagt upp avtalet.')
  cases['asked'] = await sent()
  await aCase.note(johan, cases['asked'], 'all', 'Vilken dag passar?')
  amir = await new Client(address).signIn('amir.haddad')
})

const badge = (body: string) => Number(/<span class="badge">(\d+)/.exec(body)?.[1] ?? 0)
const URGES = [
  'Din tur',
  '/edit"',
  '/review"',
  '/request-removal',
  'Det här ska du rätta',
  'skicka färdiganmälan',
  'skicka igen',
]

test('the cases of a network owner that is out of use urge the installer to nothing, until it is in use again', async () => {
  expect(badge((await amir.get('/inbox')).body)).toBe(5)
  const owner = db.owner('owners').where({ id: db.world.owners.NEL })
  await owner.clone().update({ deactivated_at: new Date(), deactivated_reason: 'Går upp i en annan.' })

  const inbox = (await amir.get('/inbox')).body
  expect([badge(inbox), inbox.includes('Inget väntar på dig')]).toEqual([0, true])
  const list = (await amir.get('/cases?group=none')).body
  expect(list).not.toContain('Din tur')
  expect(list).toContain('Nätbolaget tar inte emot ärenden')
  for (const [what, { ref }] of Object.entries(cases)) {
    const { status, body } = await amir.get(`/cases/${ref}`)
    expect(status).toBe(200)
    for (const words of URGES) expect(body, `${what}: ${words}`).not.toContain(words)
    expect(body, what).not.toContain('is-yours')
  }

  await owner.clone().update({ deactivated_at: null, deactivated_reason: null })
  const back = cases['rejected']!
  expect(badge((await amir.get('/inbox')).body)).toBeGreaterThan(0)
  for (const words of ['Din tur', '/edit"', 'Det här ska du rätta'])
    expect((await amir.get(`/cases/${back.ref}`)).body).toContain(words)
})
