import { randomBytes } from 'node:crypto'
import { beforeAll, describe, expect, test } from 'vitest'
import { EFFECTS } from '../../src/cases/workflow/effects.ts'
import { GUARDS } from '../../src/cases/workflow/guards.ts'
import { moves, TRANSITIONS, type Transition } from '../../src/domain/workflow/status.ts'
import type { CaseRow } from '../../src/db/rowTypes.ts'
import { aCase, actorsOf } from '../support/cases.ts'
import { Client, hidden, testServer } from '../support/client.ts'
import { testDatabase, type TestDatabase } from '../support/database.ts'

let db: TestDatabase
let people: ReturnType<typeof actorsOf>
let address: string
let amir: Client, eva: Client, lena: Client
beforeAll(async () => {
  db = await testDatabase()
  people = actorsOf(db.world)
  address = (await testServer()).address
  amir = await new Client(address).signIn('amir.haddad')
  eva = await new Client(address).signIn('eva.nordin')
  lena = await new Client(address).signIn('lena.frost')
})

test('every guard and effect that there is belongs to a move', () => {
  const used = <T>(of: (row: Transition) => readonly T[] | undefined) => [
    ...new Set(moves.flatMap((move) => of(TRANSITIONS[move]) ?? [])),
  ]
  expect(used(({ guards }) => guards).sort()).toEqual(Object.keys(GUARDS).sort())
  expect(used(({ effects }) => effects).sort()).toEqual(Object.keys(EFFECTS).sort())
})

const because = 'Kunden har ångrat sig, se samtal i går.'

/** Opens the page that asks first, and does it. */
async function does(who: Client, kase: CaseRow, move: string, typed: Record<string, string> = {}): Promise<CaseRow> {
  const page = await who.get(`/cases/${kase.ref}/${move}`)
  expect(page.status).toBe(200)
  const answer = await who.post(`/cases/${kase.ref}/${move}`, { ...hidden(page.body), comment: because, ...typed })
  expect([answer.status, answer.location]).toEqual([303, `/cases/${kase.ref}`])
  return stored(kase)
}
const stored = async (kase: CaseRow) => (await db.owner<CaseRow>('cases').where({ id: kase.id }).first())!
const sent = async (job = 'NY01') => aCase.send(people.amir, await aCase(people.amir, job))
const consented = async () => aCase.approve(people.eva, await sent())
const lastEvent = async (kase: CaseRow) =>
  (await db
    .owner('case_events')
    .where({ case_id: kase.id })
    .orderBy('id', 'desc')
    .first('action', 'comment', 'audience')) as object

test('what was done is said in the reader’s own language', async () => {
  await db.owner('users').where({ username: 'sofia.lindqvist' }).update({ locale: 'en' })
  const sofia = await new Client(address).signIn('sofia.lindqvist')
  const kase = await aCase.send(people.sofia, await aCase(people.sofia, 'NY01'))
  await does(sofia, kase, 'withdraw')
  expect((await sofia.get(`/cases/${kase.ref}`)).body).toContain('Notice withdrawn.')
})

describe('an installer', () => {
  test('withdraws what nobody has opened: a draft again, gone from the owner, its number kept (T06)', async () => {
    const kase = await sent()
    const after = await does(amir, kase, 'withdraw')
    expect(after).toMatchObject({
      status: 'draft',
      sent: false,
      submitted_at: null,
      number: kase.number,
      due_on: null,
    })
    expect((await eva.get(`/cases/${kase.ref}`)).status).toBe(404)
    expect((await eva.get(`/cases/${kase.ref}/log`)).status).toBe(404)
    const again = await aCase.send(people.amir, after)
    expect(again).toMatchObject({ status: 'submitted', revision: 2 })
    expect((await eva.get(`/cases/${kase.ref}`)).status).toBe(200)
  })

  test('cannot withdraw what the owner has opened, but asks for its removal, which the owner refuses or grants (T23, T25, T24)', async () => {
    const kase = await sent()
    await eva.get(`/cases/${kase.ref}`)
    const page = await amir.get(`/cases/${kase.ref}`)
    expect(page.body).not.toContain('/withdraw')
    const late = await amir.post(`/cases/${kase.ref}/withdraw`, { _key: randomBytes(18).toString('base64url') })
    expect(late.status).toBe(409)
    expect(late.body).toContain('Nätbolaget har redan öppnat ärendet')
    const asked = await does(amir, kase, 'request-removal')
    expect(asked).toMatchObject({ status: 'submitted', removal_requested: true })
    expect(await lastEvent(kase)).toEqual({ action: 'requestRemoval', comment: because, audience: 'all' })
    expect(await does(eva, kase, 'refuse-removal')).toMatchObject({ removal_requested: false })
    expect(await does(eva, kase, 'cancel')).toMatchObject({
      status: 'cancelled',
      previous_status: 'submitted',
      turn: null,
    })
    expect(await does(lena, kase, 'resume')).toMatchObject({ status: 'submitted', turn: 'owner' })
  })

  test('throws away a draft that the owner never hears of (T20)', async () => {
    const kase = await aCase(people.amir, 'NY01')
    expect(await does(amir, kase, 'discard')).toMatchObject({ status: 'cancelled', sent: false })
    expect((await eva.get(`/cases/${kase.ref}`)).status).toBe(404)
    expect((await amir.get('/archive')).body).toContain(kase.number)
  })

  test('removes a returned case, and gives up a consent with a reason (T21, T22)', async () => {
    const returned = await aCase.reject(people.eva, await sent())
    expect(await does(amir, returned, 'remove')).toMatchObject({ status: 'cancelled', removal_requested: true })
    const kase = await consented()
    const short = await amir.post(`/cases/${kase.ref}/abandon`, {
      _key: randomBytes(18).toString('base64url'),
      comment: 'nej',
    })
    expect(short.status).toBe(422)
    expect(short.body).toContain('Skriv minst tio tecken')
    expect(await does(amir, kase, 'abandon')).toMatchObject({ status: 'cancelled', removal_requested: true })
  })

  test('hands a case to a colleague, never to a stranger (T28)', async () => {
    const kase = await sent()
    const sofia = db.world.users['sofia.lindqvist']!
    expect(await does(amir, kase, 'change-responsible', { responsible: String(sofia) })).toMatchObject({
      responsible_name: 'Sofia Lindqvist',
    })
    for (const stranger of [db.world.users['mira.dahl']!, db.world.users['eva.nordin']!, 999_999]) {
      const answer = await amir.post(`/cases/${kase.ref}/change-responsible`, {
        _key: randomBytes(18).toString('base64url'),
        responsible: String(stranger),
      })
      expect(answer.status).toBe(422)
    }
  })

  test('copies to another job and another number; what did not follow is named, both logs tell (T29)', async () => {
    const kase = await sent('BE02')
    const page = await amir.get(`/cases/new?copy=${kase.ref}&job=TI01`)
    const job = (await db.owner('job_types').where({ owner_id: kase.owner_id, code: 'TI01' }).first('id')) as {
      id: number
    }
    const answer = await amir.post('/cases/new', {
      ...hidden(page.body),
      owner: String(kase.owner_id),
      job: String(job.id),
      postcode: '123 45',
      copy: kase.ref,
    })
    expect(answer.status).toBe(303)
    const copy = (await db.owner<CaseRow>('cases').where({ copied_from_id: kase.id }).first())!
    expect(copy).toMatchObject({ status: 'draft', job_code: 'TI01', sent: false, revision: 0, consent: {} })
    expect(copy.notice).toMatchObject({ best_namn: 'Tolvan Tolvansson', anl_adress: 'Bergsvägen 3' })
    expect(copy.notice['intygande']).not.toBe(true)
    expect(await lastEvent(kase)).toMatchObject({ action: 'copy', audience: 'company' })
    expect((await amir.get(`/cases/${copy.ref}`)).body).toContain(kase.number)
    expect((await eva.get(`/cases/${kase.ref}`)).body).not.toContain(copy.number)
  })
})

describe('the owner', () => {
  test('hands a case to a colleague, who is its handler then; never to somebody else’s people (T07)', async () => {
    const kase = await sent()
    const johan = db.world.users['johan.ek']!
    const after = await does(eva, kase, 'assign', { handler: String(johan) })
    expect([after.handler_id, after.handler_name]).toEqual([johan, 'Johan Ek'])
    expect((await amir.get(`/cases/${kase.ref}`)).body).toContain('(Johan Ek)')
    const page = await eva.get(`/cases/${kase.ref}/assign`)
    for (const stranger of ['petra.wallin', 'amir.haddad']) {
      const typed = { ...hidden(page.body), handler: String(db.world.users[stranger]) }
      expect((await eva.post(`/cases/${kase.ref}/assign`, typed)).status).toBe(422)
    }
  })

  test('takes a consent back, which only its administrator may (T14)', async () => {
    const kase = await consented()
    expect((await eva.get(`/cases/${kase.ref}/revoke-consent`)).status).toBe(403)
    expect(await does(lena, kase, 'revoke-consent')).toMatchObject({
      status: 'submitted',
      consent_number: null,
      turn: 'owner',
    })
  })

  test('reopens what was archived by a handläggare, not what is archived for good (T19, T18)', async () => {
    const closed = await aCase.move(
      people.eva,
      await aCase.complete(people.amir, await consented()),
      'acceptCompletion',
    )
    expect(closed).toMatchObject({ status: 'closed', turn: 'owner', due_on: null })
    const open = await does(lena, closed, 'reopen')
    expect(open).toMatchObject({ status: 'completed', turn: 'owner' })
    expect(open.due_on).not.toBeNull()
    const again = await aCase.move(people.eva, open, 'acceptCompletion')
    expect(await does(eva, again, 'archive')).toMatchObject({ status: 'archived', turn: null })
    const late = await lena.post(`/cases/${closed.ref}/reopen`, {
      _key: randomBytes(18).toString('base64url'),
      comment: because,
    })
    expect(late.status).toBe(409)
  })

  test('approves and archives in one in flow G (T09)', async () => {
    const kase = await sent('TI02')
    const fields = hidden((await eva.get(`/cases/${kase.ref}`)).body)
    const answer = await eva.post(`/cases/${kase.ref}/approve-and-close`, {
      ...fields,
      _key: randomBytes(18).toString('base64url'),
    })
    expect(answer.status).toBe(303)
    expect(await stored(kase)).toMatchObject({ status: 'closed', consent_number: null })
  })

  test('accepts a deviation only by saying so', async () => {
    const { ref } = await aCase.complete(people.amir, await consented())
    await db
      .owner('cases')
      .where({ ref })
      .update({
        completion: db.owner.raw(`completion || '{"y_avvikelse": true, "y_avvikelse_text": "Annan kabelväg"}'`),
      })
    const page = await eva.get(`/cases/${ref}`)
    expect(page.body).toContain('Annan kabelväg')
    const form = { ...hidden(page.body), _key: randomBytes(18).toString('base64url') }
    expect((await eva.post(`/cases/${ref}/accept-completion`, form)).status).toBe(422)
    expect((await eva.post(`/cases/${ref}/accept-completion`, { ...form, accept_deviation: 'ja' })).status).toBe(303)
  })
})

test('a note is read by both, or by the own side alone; and there is no default', async () => {
  const kase = await sent()
  const page = await eva.get(`/cases/${kase.ref}/notes/new`)
  expect(page.body).not.toMatch(/name="audience"[^>]*checked/)
  const write = (who: Client, body: string, audience: string) =>
    who.post(`/cases/${kase.ref}/notes`, {
      _key: randomBytes(18).toString('base64url'),
      subject: 'Obs',
      body,
      audience,
    })
  expect((await write(eva, 'bara nätbolaget', 'internal')).status).toBe(303)
  expect((await write(eva, 'för båda', 'shared')).status).toBe(303)
  expect((await write(amir, 'bara företaget', 'internal')).status).toBe(303)
  expect((await write(amir, '', 'shared')).status).toBe(422)
  expect((await write(amir, 'text', 'alla i hela världen')).status).toBe(422)
  const [evas, amirs] = [(await eva.get(`/cases/${kase.ref}`)).body, (await amir.get(`/cases/${kase.ref}`)).body]
  expect(evas).toContain('bara nätbolaget')
  expect(evas).not.toContain('bara företaget')
  expect(amirs).toContain('för båda')
  expect(amirs).toContain('bara företaget')
  expect(amirs).not.toContain('bara nätbolaget')
  for (const who of [eva, amir]) expect((await who.get(`/cases/${kase.ref}/print`)).body).not.toContain('bara ')
})
