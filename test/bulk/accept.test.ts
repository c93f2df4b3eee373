import { beforeAll, expect, test } from 'vitest'
import type { CaseRow, MailRow } from '../../src/db/rowTypes.ts'
import { newKey } from '../../src/web/once.ts'
import { doneToMany, takenBack } from '../support/bulk.ts'
import { aCase, actorsOf } from '../support/cases.ts'
import { Client, hidden, testServer } from '../support/client.ts'
import { testDatabase, type TestDatabase } from '../support/database.ts'

let db: TestDatabase
let eva: Client
let people: ReturnType<typeof actorsOf>
beforeAll(async () => {
  db = await testDatabase()
  const { address } = await testServer()
  people = actorsOf(db.world)
  eva = await new Client(address).signIn('eva.nordin')
})

const { send, approve, complete, reject, note, move } = aCase
async function completed(job = 'NY01'): Promise<CaseRow> {
  const kase = await send(people.amir, await aCase(people.amir, job))
  return kase.flow === 'D' ? kase : complete(people.amir, await approve(people.eva, kase))
}
const read = async ({ id }: Pick<CaseRow, 'id'>) => (await db.owner<CaseRow>('cases').where({ id }).first())!
const put = (kase: CaseRow, sql: string) => db.owner.raw(`update cases set ${sql} where id = ?`, [kase.id])
const eventOf = (kase: CaseRow, details: object) =>
  db.owner.raw(
    `update case_events set details = details || ?::jsonb where id = (select max(id) from case_events where case_id = ?)`,
    [JSON.stringify(details), kase.id],
  )

test('simple färdiganmälningar are approved together, one press counts once, and the installer has one letter', async () => {
  const cases = [await completed(), await completed('LA01'), await completed('BE04')]
  const refs = cases.map(({ ref }) => ref)
  const shown = await eva.post('/bulk', { deed: 'accept', ref: refs, back: '/cases?status=completed' })
  expect(shown.body).toContain('Genomför för 3 ärenden')
  expect(shown.body).toContain('En enkel har ingen avvikelse')
  const press = { ...hidden(shown.body), ref: refs.map((ref, at) => `${ref}:${cases[at]!.version}`) }
  const [one, two] = await Promise.all([eva.post('/bulk/do', press), eva.post('/bulk/do', press)])
  expect(one.location).toBe(two.location)
  const report = await eva.get(one.location)
  expect(report.body).toContain('Gjort för 3 av 3 ärenden')
  expect(report.body).toContain('href="/cases?status=completed"')
  for (const kase of cases) {
    expect(await read(kase)).toMatchObject({ status: 'closed', handler_name: 'Eva Nordin' })
    expect(await db.owner('case_events').where({ case_id: kase.id, action: 'acceptCompletion' })).toHaveLength(1)
  }
  const mails = await db.owner<MailRow>('mail_messages').where({ template: 'M04' })
  expect(mails.map(({ status }) => status)).toEqual(['gathered', 'gathered', 'gathered'])
  // Read again, and by the address that was posted to.
  expect((await eva.get(one.location)).status).toBe(200)
  for (const path of ['/bulk/do', '/bulk']) expect((await eva.get(path)).location).toBe('/inbox')

  expect((await takenBack(eva, report)).body).toContain('Ångrat för 3 av 3 ärenden')
  for (const kase of cases) expect((await read(kase)).status).toBe('completed')
  const after = await db.owner<MailRow>('mail_messages').where({ template: 'M04' })
  expect(after.map(({ status }) => status)).toEqual(['cancelled', 'cancelled', 'cancelled'])
})

const notSimple: [why: string, job: string, work: (kase: CaseRow) => Promise<unknown>][] = [
  [
    'Har en avvikelse',
    'NY01',
    (kase) => put(kase, `completion = completion || '{"y_avvikelse": true}'`),
  ],
  ['1 varning', 'NY01', (kase) => eventOf(kase, { accepted: ['V13'] })],
  ['2 varningar', 'NY01', (kase) => eventOf(kase, { overruled: [{ message: 'a' }, { message: 'b' }] })],
  [
    'Saknar bilaga: Foto',
    'BE07',
    (kase) =>
      db.owner.raw(
        `update job_types set definition = jsonb_set(definition, '{completion,attachments,0,required}', 'true') where id = ?`,
        [kase.job_type_id],
      ),
  ],
  [
    'En bilaga går inte att öppna',
    'NY01',
    (kase) => db.owner('attachments').where({ case_id: kase.id }).update({ scan: 'waiting' }),
  ],
  ['Flera anläggningar', 'NY01', (kase) => put(kase, 'facility_count = 3')],
  [
    'Installatören vill att någon granskar',
    'BE04',
    (kase) => put(kase, `notice = notice || '{"manuell_hantering": true}'`),
  ],
  ['Är i väntläge', 'NY01', (kase) => put(kase, `hold_reason = 'grid', held_at = now()`)],
  ['Borttagning är begärd', 'NY01', (kase) => move(people.amir, kase, 'requestRemoval', 'Kunden har ångrat sig.')],
  ['Har en oläst notering', 'NY01', (kase) => note(people.amir, kase, 'all', 'Kan ni komma på torsdag?')],
  ['Beredningen är inte klar', 'NY01', (kase) => put(kase, `preparation = 'ongoing', preparation_since = now()`)],
  ['Offerten är inte besvarad', 'NY01', (kase) => put(kase, `invoicing = 'quote_sent'`)],
  [
    'Är återöppnat',
    'NY01',
    async (kase) => {
      await doneToMany(eva, { deed: 'accept', ref: kase.ref })
      await move(people.lena, kase, 'reopen', 'Fel mätare antecknad.')
    },
  ],
  [
    'Har varit avvisad',
    'NY01',
    async (kase) => {
      await reject(people.eva, kase)
      await move(people.amir, kase, 'recomplete')
    },
  ],
]

test.each(notSimple)('%s (%s): it is said, and left for a person', async (why, job, work) => {
  const kase = await completed(job)
  await work(kase)
  const { version } = await read(kase)
  const shown = await eva.post('/bulk', { deed: 'accept', ref: kase.ref })
  expect(shown.body).toContain(why)
  expect(shown.body).not.toContain('Genomför')
  const report = await doneToMany(eva, { deed: 'accept', ref: kase.ref })
  expect(report.body).toContain(why)
  expect(await read(kase)).toMatchObject({ status: 'completed', version })
})

test('what is asked meanwhile keeps it from being approved, though it was shown as simple', async () => {
  const kase = await completed()
  const shown = await eva.post('/bulk', { deed: 'accept', ref: kase.ref })
  expect(shown.body).toContain('Genomför för 1 ärende')
  await note(people.amir, kase, 'all', 'Vänta, mätaren är fel.')
  const report = await doneToMany(eva, { deed: 'accept', ref: `${kase.ref}:${kase.version}` })
  expect(report.body).toContain('Har en oläst notering')
  expect((await read(kase)).status).toBe('completed')
})

test('the rule is one sentence for a stale page, and another for a case that is not there to be done', async () => {
  const kase = await completed()
  await note(people.eva, kase, 'owner', 'Internt.')
  const stale = await doneToMany(eva, { deed: 'accept', ref: `${kase.ref}:${kase.version + 7}` })
  expect(stale.body).toContain('Ärendet har redan ändrats sedan du öppnade det.')
  await doneToMany(eva, { deed: 'accept', ref: kase.ref })
  const again = await doneToMany(eva, { deed: 'accept', ref: kase.ref })
  expect(again.body).toContain('Ingen ändring')
  const sentAgain = await send(people.amir, await aCase(people.amir, 'NY01'))
  const early = await doneToMany(eva, { deed: 'accept', ref: sentAgain.ref })
  expect(early.body).toContain('Det går inte att göra med ärendet som det är nu.')
  await doneToMany(eva, { deed: 'archive', ref: kase.ref })
  const archived = await doneToMany(eva, { deed: 'archive', ref: kase.ref })
  expect(archived.body).toContain('Ingen ändring')
  expect(archived.body).not.toContain('har redan ändrats')
})

test('a page without its key does nothing, and an untold deed asks', async () => {
  const kase = await completed()
  expect((await eva.post('/bulk/do', { deed: 'accept', ref: kase.ref })).status).toBe(422)
  expect((await eva.post('/bulk/do', { _key: newKey(), deed: 'note', ref: kase.ref })).location).toBe('/inbox')
  const asked = await eva.post('/bulk', { deed: 'note', ref: kase.ref, asked: 'ja', subject: 'Obs' })
  expect(asked.status).toBe(422)
  expect(asked.body).toContain('Välj vem som får läsa.')
  expect(
    (await eva.post('/bulk', { deed: 'hold', ref: kase.ref, asked: 'ja', reason: 'grid', until: '2020-01-01' })).body,
  ).toContain('Välj en dag som kommer.')
  expect((await read(kase)).version).toBe(kase.version)
})

test('handed over to a team it lies in that team’s queue, where the area is theirs; to nobody in everybody’s', async () => {
  const kase = await completed()
  const [norr, syd] = (await db
    .owner('teams')
    .insert([
      { owner_id: kase.owner_id, name: 'Norr' },
      { owner_id: kase.owner_id, name: 'Syd' },
    ])
    .returning('id')) as { id: number }[]
  await db.owner('team_areas').insert({ team_id: norr!.id, owner_id: kase.owner_id, area_id: kase.area_id! })
  const asked = await eva.post('/bulk', { deed: 'assign', ref: kase.ref })
  expect(asked.body).toContain('Team: Norr')
  const other = await doneToMany(eva, { deed: 'assign', handler: `team-${syd!.id}`, ref: kase.ref })
  expect(other.body).toContain('Teamet sköter inte nätområdet.')
  const own = await doneToMany(eva, { deed: 'assign', handler: `team-${norr!.id}`, ref: kase.ref })
  expect(own.body).toContain('Eva Nordin blir Ej tilldelad')
  expect((await read(kase)).handler_id).toBeNull()
  await takenBack(eva, own)
  expect((await read(kase)).handler_name).toBe('Eva Nordin')
  await doneToMany(eva, { deed: 'assign', handler: 'none', ref: kase.ref })
  expect((await read(kase)).handler_id).toBeNull()
  await db.owner('team_areas').delete()
})
