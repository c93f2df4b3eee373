import { beforeAll, describe, expect, test } from 'vitest'
import { randomBytes } from 'node:crypto'
import type { CaseRow } from '../../src/db/rowTypes.ts'
import { aCase, actorsOf } from '../support/cases.ts'
import { Client, hidden, testServer } from '../support/client.ts'
import { testDatabase, type TestDatabase } from '../support/database.ts'

let db: TestDatabase
let people: ReturnType<typeof actorsOf>
let eva: Client, johan: Client, amir: Client
beforeAll(async () => {
  db = await testDatabase()
  people = actorsOf(db.world)
  const { address } = await testServer()
  eva = await new Client(address).signIn('eva.nordin')
  johan = await new Client(address).signIn('johan.ek')
  amir = await new Client(address).signIn('amir.haddad')
})

const newKey = () => randomBytes(18).toString('base64url')
const consent = {
  x_anl_id: '735999000100000012',
  x_matarsakring: '25',
  x_anslutningspunkt: 'KS-1042',
  x_matare: 'Elmätare',
  x_matmetod: 'direkt',
}
const rejection = { codes: 'BIL', comment: 'Situationsplanen går inte att läsa.' }

async function stateOf(kase: CaseRow) {
  const row = (await db.owner('cases').where({ id: kase.id }).first()) as CaseRow
  const log = await db.owner('case_events').where({ case_id: kase.id }).whereIn('action', ['approve', 'reject'])
  const mails = await db.owner('mail_messages').where({ case_id: kase.id }).whereIn('template', ['M01', 'M02'])
  return { status: row.status, log: log.length, mails: mails.length }
}

async function sent(): Promise<{ kase: CaseRow; fields: Record<string, string> }> {
  const kase = await aCase.send(people.amir, await aCase(people.amir, 'NY01'))
  // The page is opened first: what was drawn says which version is decided on.
  const fields = hidden((await eva.get(`/cases/${kase.ref}`)).body)
  return { kase, fields: { _version: fields['_version'] ?? '' } }
}

describe('two handläggare at the same moment', () => {
  test('approve and reject: exactly one wins, the other gets 409 with a way on; one log row, one mail', async () => {
    for (let round = 0; round < 5; round += 1) {
      const { kase, fields } = await sent()
      const answers = await Promise.all([
        eva.post(`/cases/${kase.ref}/approve`, { ...fields, ...consent, _key: newKey() }),
        johan.post(`/cases/${kase.ref}/reject`, { ...fields, ...rejection, _key: newKey() }),
      ])
      expect(answers.map((answer) => answer.status).sort()).toEqual([303, 409])
      const refused = answers.find((answer) => answer.status === 409)!
      expect(refused.body).toContain('Ärendet har redan ändrats')
      expect(refused.body).toContain(`/cases/${kase.ref}`)
      const state = await stateOf(kase)
      expect(state).toMatchObject({ log: 1, mails: 1 })
      expect(['consented', 'notice_rejected']).toContain(state.status)
    }
  })

  test('ten people approving at once approve once', async () => {
    const { kase, fields } = await sent()
    const posts = Array.from({ length: 10 }, () =>
      eva.post(`/cases/${kase.ref}/approve`, { ...fields, ...consent, _key: newKey() }),
    )
    const statuses = (await Promise.all(posts)).map((answer) => answer.status)
    expect(statuses.filter((status) => status === 303)).toHaveLength(1)
    expect(statuses.filter((status) => status === 409)).toHaveLength(9)
    expect(await stateOf(kase)).toEqual({ status: 'consented', log: 1, mails: 1 })
  })
})

describe('a double click', () => {
  test('and a reload do nothing twice, and both lead to the case', async () => {
    const { kase, fields } = await sent()
    const form = { ...fields, ...consent, _key: newKey() }
    const answers = await Promise.all([1, 2, 3].map(() => eva.post(`/cases/${kase.ref}/approve`, form)))
    const reload = await eva.post(`/cases/${kase.ref}/approve`, form)
    expect([...answers, reload].map((answer) => [answer.status, answer.location])).toEqual(
      Array.from({ length: 4 }, () => [303, `/cases/${kase.ref}`]),
    )
    expect(await stateOf(kase)).toEqual({ status: 'consented', log: 1, mails: 1 })
  })

  test('on Skapa anmälan makes one case', async () => {
    const page = await amir.get(`/cases/new?owner=${db.world.owners.NEL}`)
    const job = (await db.owner('job_types').where({ owner_id: db.world.owners.NEL, code: 'NY01' }).first('id')) as {
      id: number
    }
    const before = (await db.owner('cases').select('id')).length
    const form = { ...hidden(page.body), owner: String(db.world.owners.NEL), job: String(job.id), postcode: '123 45' }
    const answers = await Promise.all([1, 2, 3].map(() => amir.post('/cases/new', form)))
    expect(new Set(answers.map((answer) => answer.location)).size).toBe(1)
    expect(answers.map((answer) => answer.status)).toEqual([303, 303, 303])
    expect((await db.owner('cases').select('id')).length).toBe(before + 1)
  })
})

describe('a rejection', () => {
  test('without text, with too little text or without a reason is refused at the field, and keeps what was typed', async () => {
    const { kase, fields } = await sent()
    const post = (typed: Record<string, string>) =>
      eva.post(`/cases/${kase.ref}/reject`, { ...fields, ...typed, _key: newKey() })
    for (const comment of ['', '   ', 'för kort']) {
      const answer = await post({ codes: 'BIL', comment })
      expect(answer.status).toBe(422)
      expect(answer.body).toContain('Skriv minst tio tecken')
    }
    const answer = await post({ comment: 'Det här stämmer inte alls.' })
    expect(answer.status).toBe(422)
    expect(answer.body).toContain('Välj minst en orsak')
    expect(answer.body).toContain('Det här stämmer inte alls.')
    expect(await stateOf(kase)).toEqual({ status: 'submitted', log: 0, mails: 0 })
  })

  test('with NUL bytes, a megabyte or an unknown code is told so, never a fault', async () => {
    const { kase, fields } = await sent()
    for (const typed of [
      { codes: 'BIL', comment: 'abc\u0000defghijklmn' },
      { codes: 'BIL', comment: 'å'.repeat(1_000_000) },
      { codes: 'NEJ', comment: 'Det här stämmer inte alls.' },
      { codes: 'BIL', comment: 'Det här stämmer inte alls.', fields: 'x'.repeat(5000) },
    ]) {
      const answer = await eva.post(`/cases/${kase.ref}/reject`, { ...fields, ...typed, _key: newKey() })
      expect(answer.status).toBe(422)
    }
    expect(await stateOf(kase)).toEqual({ status: 'submitted', log: 0, mails: 0 })
  })
})

test('what was decided on an old page is not decided', async () => {
  const { kase, fields } = await sent()
  await eva.post(`/cases/${kase.ref}/assign`, { ...fields, _key: newKey() })
  const answer = await johan.post(`/cases/${kase.ref}/approve`, { ...fields, ...consent, _key: newKey() })
  expect(answer.status).toBe(409)
  expect(await stateOf(kase)).toEqual({ status: 'submitted', log: 0, mails: 0 })
})

test('an approval lacking network data is refused at the field', async () => {
  const { kase, fields } = await sent()
  const answer = await eva.post(`/cases/${kase.ref}/approve`, {
    ...fields,
    ...consent,
    x_matarsakring: '24',
    _key: newKey(),
  })
  expect(answer.status).toBe(422)
  expect(answer.body).toContain('Välj en säkring som nätbolaget har')
  expect(answer.body).toContain('KS-1042')
})

test('a form without its key is refused, and so is a move that is not posted here', async () => {
  const { kase, fields } = await sent()
  expect((await eva.post(`/cases/${kase.ref}/approve`, { ...fields, ...consent })).status).toBe(422)
  expect((await amir.post(`/cases/${kase.ref}/submit`, { _key: newKey() })).status).toBe(404)
  expect((await eva.post(`/cases/${kase.ref}/no-such-move`, { _key: newKey() })).status).toBe(404)
})
