import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { perform } from '../../src/cases/workflow/perform.ts'
import { asActor } from '../../src/db/actor.ts'
import type { CaseRow } from '../../src/db/rowTypes.ts'
import { applyRetention, sweepPlatform } from '../../src/privacy/night.ts'
import { KINDS, type KindName } from '../../src/privacy/kinds.ts'
import { maskPersonalNumbers } from '../../src/text/mask.ts'
import { createOrders } from '../../src/work-orders/orders.ts'
import { aCase, actorsOf } from '../support/cases.ts'
import { Client, testServer } from '../support/client.ts'
import { testDatabase, type TestDatabase } from '../support/database.ts'

let db: TestDatabase
let people: ReturnType<typeof actorsOf>
let lena: Client, karin: Client, eva: Client, petra: Client

beforeAll(async () => {
  db = await testDatabase()
  people = actorsOf(db.world)
  await db.owner('users').where({ username: 'petra.wallin' }).update({ is_admin: true })
  const { address } = await testServer()
  ;[lena, karin, eva, petra] = (await Promise.all(
    ['lena.frost', 'karin.bergstrom', 'eva.nordin', 'petra.wallin'].map((name) => new Client(address).signIn(name)),
  )) as [Client, Client, Client, Client]
  await lena.proves()
  await karin.proves()
})
beforeEach(() => db.owner('retention_rules').delete())

const PERSON =
  /Tolvan|1212-?1212|Bergsvägen|Berget 1:23|tolvan@kund|740620|Amir|Eva Nordin|Kalle|735999000100000012|Portkod/

async function archived(days: number, note = 'Kalle 121212-1212 har nyckeln'): Promise<CaseRow> {
  const { amir, eva: handler, mats } = people
  const begun = await aCase(amir, 'NY01')
  const words = { er_referens: 'Kund 19121212-1212', best_utan_pnr: false }
  const saved = await asActor(amir, (tx) =>
    perform(tx, amir, begun.ref, 'save', { notice: { ...begun.notice, ...words } }),
  )
  const sent = await aCase.send(amir, saved)
  await aCase.note(amir, sent, 'all', note)
  await aCase.note(amir, sent, 'company', note)
  const consented = await aCase.approve(handler, sent)
  await asActor(handler, (tx) =>
    createOrders(tx, handler, consented.ref, [1], {
      kind: 'mount',
      fitter: { id: mats.userId, name: mats.name },
      planned_on: null,
      access: 'Portkod 1234',
    }),
  )
  await db
    .owner('work_orders')
    .where({ case_id: sent.id })
    .update({ state: 'reported', outcome: 'done', reported_at: new Date() })
  const closed = await aCase.move(handler, await aCase.complete(amir, consented), 'acceptCompletion')
  await aged(closed, days)
  return closed
}

async function aged(kase: CaseRow, days: number) {
  const past = db.owner.raw(`now() - make_interval(days => ?)`, [days])
  await db.owner('cases').where({ id: kase.id }).update({ status_since: past, last_event_at: past })
  await db.owner('mail_messages').where({ case_id: kase.id }).update({ status: 'delivered' })
}

const rule = (kind: KindName, days: number | null, owner_id = db.world.owners['NEL']) =>
  db.owner('retention_rules').insert({ owner_id, kind, days, set_by_name: 'Lena' })
const stored = async ({ id }: CaseRow) => db.owner<CaseRow>('cases').where({ id }).first()

/** All that is kept about a case, in every table that hangs on it. */
async function everything({ id }: CaseRow): Promise<string> {
  const tables = [
    'case_events',
    'case_revisions',
    'notes',
    'attachments',
    'mail_messages',
    'case_internals',
    'work_orders',
    'unsent_answers',
    'case_sittings',
    'case_search',
  ]
  const parts: unknown[] = [await db.owner('cases').where({ id })]
  for (const table of tables) parts.push(await db.owner(table).where({ case_id: id }))
  return JSON.stringify(parts)
}

describe('a closed case that is older than its owner keeps it', () => {
  test('says nothing of anybody any more, and keeps number, type, area, company, status and times', async () => {
    const kase = await archived(400)
    expect(await everything(kase)).toMatch(PERSON)
    await rule('cases', 365)
    expect((await applyRetention())['cases']).toBe(1)
    expect(await everything(kase)).not.toMatch(PERSON)
    const after = (await stored(kase))!
    const kept = [
      'number',
      'ref',
      'job_type_id',
      'job_code',
      'type_name',
      'area_id',
      'company_id',
      'status',
      'submitted_at',
      'rejected_count',
      'consent_on',
    ] as const
    for (const column of kept) expect(after[column], column).toEqual(kase[column])
    expect(
      await db
        .owner('attachment_chunks')
        .whereIn('attachment_id', db.owner('attachments').where({ case_id: kase.id }).select('id')),
    ).toEqual([])
    // Twice is once.
    expect((await applyRetention())['cases']).toBeUndefined()
    // Both sides still open it, and nobody can write in it again.
    for (const who of [eva, karin]) expect((await who.get(`/cases/${kase.ref}`)).body).toContain('Ärendet är gallrat')
    await expect(aCase.move(people.lena, after, 'reopen', 'Fel')).rejects.toThrow('gallrat')
    await expect(aCase.note(people.eva, after, 'all', 'Hej')).rejects.toThrow('gallrat')
  })

  test('waits for nobody any more', async () => {
    const kase = await archived(400)
    await db
      .owner('cases')
      .where({ id: kase.id })
      .update({ note_for_owner: 1, note_for_installer: 1, seen_by_installer: false })
    await rule('cases', 365)
    await applyRetention()
    expect(await stored(kase)).toMatchObject({
      note_for_owner: null,
      note_for_installer: null,
      seen_by_installer: true,
    })
  })

  test('still counts in the statistics as it did, as nobody’s where it was somebody’s', async () => {
    const kase = await archived(400)
    const numbers = async () => (await lena.get('/owner/statistics/export.csv')).body
    const ofPeople = (line: string) => /: (Eva Nordin|Utan handläggare);/.test(line)
    const decided = (lines: string[]) =>
      lines
        .filter((line) => ofPeople(line) && line.startsWith('Beslut: '))
        .map((line) => Number(line.split(';').at(-1)))
    const sum = (counts: number[]) => counts.reduce((all, each) => all + each, 0)
    const before = (await numbers()).split('\n')
    await rule('cases', 365)
    await applyRetention()
    expect((await stored(kase))!.erased_at).not.toBeNull()
    const after = (await numbers()).split('\n')
    expect(before.length).toBeGreaterThan(10)
    expect(after.filter((line) => !ofPeople(line))).toEqual(before.filter((line) => !ofPeople(line)))
    expect(after.join()).not.toContain('Eva Nordin')
    expect(sum(decided(after))).toBe(sum(decided(before)))
    expect(sum(decided(after))).toBeGreaterThan(0)
  })

  test('loses the customer’s numbers alone where that is what the owner has said', async () => {
    const kase = await archived(40)
    await rule('identity', 30)
    expect((await applyRetention())['identity']).toBe(1)
    const left = await everything(kase)
    expect(left).not.toMatch(/1212-?1212/)
    expect(left).toContain('Kund 19121212-****')
    expect(left).toContain('Kalle 121212-**** har nyckeln')
    expect(left).toContain('Tolvan Tolvansson')
    expect(left).toContain('735999000100000012')
    expect((await applyRetention())['identity']).toBeUndefined()
  })

  test('loses its files, or its mails, and nothing else, by those rules', async () => {
    const kase = await archived(400)
    const letter = {
      template: 'M17',
      to_address: 'a@b.example',
      subject: 'Idag',
      text: 'Bergsvägen 3',
      html: 'Bergsvägen 3',
      message_id: 'dagens',
      status: 'delivered' as const,
    }
    const [digest] = (await db.owner('mail_messages').insert(letter).returning('id')) as { id: number }[]
    await db.owner('mail_messages').where({ case_id: kase.id }).update({ digest_id: digest!.id })
    await rule('files', 365)
    await rule('mails', 365)
    expect(await applyRetention()).toMatchObject({ files: 1, mails: 1 })
    const left = await everything(kase)
    expect(left).toContain('Tolvan Tolvansson')
    expect(await db.owner('mail_messages').where({ id: digest!.id }).first('text', 'html')).toEqual({
      text: '',
      html: '',
    })
    expect(left).toContain('Gallrad fil')
    expect(left).not.toContain('@bergstroms-elservice.example')
    const log = (await eva.get(`/cases/${kase.ref}/log`)).body
    expect(log).toContain('Bilagor gallrade enligt nätbolagets regel')
  })

  test.each([
    ['younger than that', 300, { version: 99 }],
    ['open', 400, { status: 'consented', turn: 'installer' }],
    ['with a work order that nobody has reported', 400, { open_orders: 1 }],
  ])('stays when it is %s', async (_, days, patch: object) => {
    const kase = await archived(days)
    await db.owner('cases').where({ id: kase.id }).update(patch)
    await rule('cases', 365)
    await applyRetention()
    expect((await stored(kase))!.erased_at).toBeNull()
    await db.owner('cases').where({ id: kase.id }).update({ status_since: new Date() })
  })

  test('stays where its owner has said nothing, or another owner has', async () => {
    const kase = await archived(4000)
    await applyRetention()
    await rule('cases', 365, db.world.owners['VKN'])
    await applyRetention()
    expect((await stored(kase))!.erased_at).toBeNull()
    await aged(kase, 1)
  })
})

describe('a case that is held', () => {
  test('is kept until the administrator ends it with a reason; both are in the owner’s log, which the company does not see', async () => {
    const kase = await archived(400)
    const form = await lena.get(`/cases/${kase.ref}/legal-hold`)
    expect((await lena.submit(`/cases/${kase.ref}/legal-hold`, form, { reason: 'kort' })).status).toBe(422)
    const set = await lena.submit(`/cases/${kase.ref}/legal-hold`, form, { reason: 'Tvist om anslutningen' })
    expect(set.status).toBe(303)
    await rule('cases', 365)
    await rule('identity', 30)
    await rule('files', 365)
    await applyRetention()
    expect((await stored(kase))!.identity_erased_at).toBeNull()
    expect((await lena.get('/owner/privacy')).body).toContain('Tvist om anslutningen')
    expect((await lena.get('/owner/privacy/trial')).body).not.toContain(kase.number)
    expect((await lena.get(`/cases/${kase.ref}/log`)).body).toContain('Gallringsstopp satt')
    expect((await karin.get(`/cases/${kase.ref}/log`)).body).not.toContain('Gallringsstopp')
    // A page from before it was set does not end it.
    const late = await lena.submit(
      `/cases/${kase.ref}/legal-hold`,
      { ...form, body: form.body.replace(/name="_key" value="[^"]+"/, 'name="_key" value="abcdefghijklmnopqrstuvwx"') },
      { reason: 'Tvist om anslutningen' },
    )
    expect(late.status).toBe(409)
    const now = await lena.get(`/cases/${kase.ref}/legal-hold`)
    await lena.submit(`/cases/${kase.ref}/legal-hold`, now, { reason: 'Tvisten är avgjord' })
    await applyRetention()
    expect((await stored(kase))!.erased_at).not.toBeNull()
  })

  test('is an administrator’s to hold, of the case’s own owner', async () => {
    const kase = await archived(1)
    const statuses = await Promise.all([eva, karin, petra].map((who) => who.get(`/cases/${kase.ref}/legal-hold`)))
    expect(statuses.map(({ status }) => status)).toEqual([403, 403, 404])
  })
})

describe('drafts', () => {
  test('of a company are gone whole after ninety days without a change, with all that hangs on them', async () => {
    const old = await aCase(people.amir, 'NY01', { note: 'Kalle' })
    const copy = await aCase(people.amir, 'NY01')
    await db.owner('cases').where({ id: copy.id }).update({ copied_from_id: old.id })
    const young = await aCase(people.amir, 'NY01')
    await aged(old, 91)
    await aged(young, 89)
    expect((await applyRetention())['drafts']).toBe(1)
    expect([await stored(old), (await stored(young))?.id, (await stored(copy))?.copied_from_id]).toEqual([
      undefined,
      young.id,
      null,
    ])
    expect(await everything(old)).not.toMatch(PERSON)
  })

  test('are kept as long as the company says, and a sent case is no draft', async () => {
    const old = await aCase(people.amir, 'NY01')
    const sent = await aCase.send(people.amir, await aCase(people.amir, 'NY01'))
    for (const kase of [old, sent]) await aged(kase, 1000)
    const page = await karin.get('/company/privacy')
    expect(page.body).toMatch(/value="90" selected/)
    expect((await karin.get(`/cases/${old.ref}`)).body).toMatch(/Raderas 20\d\d-\d\d-\d\d om ingen ändrar det/)
    expect((await karin.submit('/company/privacy', page, { drafts: 'keep', logs: 'keep' })).status).toBe(303)
    await applyRetention()
    expect([(await stored(old))?.id, (await stored(sent))?.id]).toEqual([old.id, sent.id])
    expect((await karin.get(`/cases/${old.ref}`)).body).not.toContain('om ingen ändrar det')
  })
})

describe('the administrator’s page', () => {
  const all = { identity: '365', files: '1825', mails: '365', cases: '3650', logs: 'keep' }

  test('keeps what is chosen, refuses what is no choice, and writes down who chose', async () => {
    const page = await lena.get('/owner/privacy')
    for (const { label, sides } of Object.values(KINDS))
      expect(page.body.includes(label), label).toBe((sides as readonly string[]).includes('owner'))
    expect((await lena.submit('/owner/privacy', page, { ...all, cases: '1' })).status).toBe(422)
    expect((await lena.submit('/owner/privacy', page, { ...all, cases: '' })).status).toBe(422)
    expect((await lena.submit('/owner/privacy', page, all)).status).toBe(303)
    const rows = await db.owner('retention_rules').orderBy('kind').select('kind', 'days', 'set_by_name')
    expect(rows.map((row) => [row.kind, row.days])).toEqual([
      ['cases', 3650],
      ['files', 1825],
      ['identity', 365],
      ['mails', 365],
    ])
    expect((await lena.get('/owner/users/history')).body).toContain('Gallring ändrad')
  })

  test('tries out what is chosen before it is saved: counts and cases, and takes nothing away', async () => {
    const kase = await archived(4000)
    const younger = await archived(100)
    const query = new URLSearchParams({ ...all, cases: '365' }).toString()
    const { status, body } = await lena.get(`/owner/privacy/trial?${query}`)
    expect(status).toBe(200)
    expect(body).toContain(kase.number)
    expect(body).not.toContain(younger.number)
    expect(body).toContain('äldre än 1 år')
    expect([(await stored(kase))!.erased_at, await db.owner('retention_rules')]).toEqual([null, []])
    expect((await petra.get(`/owner/privacy/trial?${query}`)).body).not.toContain(kase.number)
    await db.owner('retention_rules').delete()
    await rule('cases', 365)
    await applyRetention()
    expect((await stored(kase))!.erased_at).not.toBeNull()
    expect((await lena.get('/owner/privacy')).body).toMatch(/Avslutade ärenden<\/th><td class="num">\d+/)
  })
})

test('logs about one’s own people are kept at least a year, and go when they are older than the tenant keeps them', async () => {
  await db.owner('security_events').where({ owner_id: db.world.owners['NEL'] }).delete()
  const user_id = people.eva.userId
  const owner_id = db.world.owners['NEL']
  const row = (days: number) => ({
    user_id,
    owner_id,
    event: 'signed-in',
    at: db.owner.raw('now() - make_interval(days => ?)', [days]),
  })
  await db.owner('security_events').insert([row(300), row(500), row(900)])
  const left = async () => (await db.owner('security_events').where({ owner_id }).select('id')).length
  await applyRetention()
  expect(await left()).toBe(3)
  await rule('logs', 730)
  await applyRetention()
  expect(await left()).toBe(2)
  await db.owner('retention_rules').update({ days: 1 })
  await applyRetention()
  expect(await left()).toBe(1)
})

test('what is of no use any more goes whoever’s it was: sessions, links, keys, tries, texts of old mails', async () => {
  const user_id = people.eva.userId
  const ago = (days: number) => db.owner.raw('now() - make_interval(days => ?)', [days])
  await db.owner('sessions').insert({ token_hash: Buffer.from('gone'), user_id, expires_at: ago(1) })
  await db.owner('request_keys').insert({ user_id, key: 'a'.repeat(20), location: '/', created_at: ago(31) })
  await db.owner('rate_limits').insert({ key: 'sign-in:eva', points: 1, expire: 1000 })
  const [mail] = (await db
    .owner('mail_messages')
    .insert({
      template: 'M17',
      to_address: 'eva@nel.example',
      subject: 'S',
      text: 'T',
      html: 'H',
      message_id: 'gammalt',
      status: 'delivered',
      created_at: ago(400),
    })
    .returning('id')) as { id: number }[]
  const mine = await eva.get('/inbox')
  expect(await sweepPlatform()).toBeGreaterThanOrEqual(5)
  expect(await db.owner('sessions').where('token_hash', Buffer.from('gone'))).toEqual([])
  expect(await db.owner('request_keys').where({ key: 'a'.repeat(20) })).toEqual([])
  expect(await db.owner('rate_limits').where({ key: 'sign-in:eva' })).toEqual([])
  expect(await db.owner('mail_messages').where({ id: mail!.id }).first('text', 'to_address')).toEqual({
    text: '',
    to_address: '',
  })
  expect([mine.status, (await eva.get('/inbox')).status]).toEqual([200, 200])
})

test.each([
  'Kund 19121212-1212, tel 08-465 004 05',
  '121212+1212 121272 1219 1212721219 1212721218',
  '191212121212, 191212121213, 1912-12-12-1212, 1912 12 12 1212',
  '850315.2384 850315/2384 240612/1001 8503152384 2024061210',
  '735999000100000012 735 999 000 100 000 012 559999-0016 2026-11-23 1024',
  'tom rad\n850315\u20132384 och 850315-2384, 850315-2384',
])('the database masks %j as the program does', async (text) => {
  const { rows } = await db.owner.raw<{ rows: [{ masked: string }] }>('select app.masked(?) as masked', [text])
  expect(rows[0].masked).toBe(maskPersonalNumbers(text))
})
