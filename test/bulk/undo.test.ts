import { afterEach, beforeAll, expect, test } from 'vitest'
import { perform } from '../../src/cases/workflow/perform.ts'
import { asActor, setClock } from '../../src/db/actor.ts'
import type { CaseRow, MailRow } from '../../src/db/rowTypes.ts'
import { aCase, actorsOf } from '../support/cases.ts'
import { doneToMany, takenBack } from '../support/bulk.ts'
import { Client, testServer } from '../support/client.ts'
import { testDatabase, type TestDatabase } from '../support/database.ts'
import { multiply } from '../support/multiply.ts'

let db: TestDatabase
let eva: Client, lena: Client
let people: ReturnType<typeof actorsOf>
let sent: CaseRow
beforeAll(async () => {
  db = await testDatabase()
  const { address } = await testServer()
  people = actorsOf(db.world)
  sent = await aCase.send(people.amir, await aCase(people.amir, 'NY01'))
  eva = await new Client(address).signIn('eva.nordin')
  lena = await new Client(address).signIn('lena.frost')
})
afterEach(() => setClock(''))

async function copies(n: number, over: Parameters<typeof multiply>[3] = {}): Promise<string[]> {
  await multiply(db, sent, n, over)
  return ((await db.owner('cases').orderBy('id', 'desc').limit(n).pluck('ref')) as string[]).toReversed()
}
const read = async (ref: string): Promise<CaseRow> => (await db.owner<CaseRow>('cases').where({ ref }).first())!
const was = ({ version: _v, last_event_at: _e, search: _s, ...rest }: CaseRow & { search?: unknown }) => rest
test.each([
  ['take', {}, {}],
  ['assign', { handler: 'johan.ek' }, {}],
  ['mark', { preparation: 'requested', invoicing: 'quote_sent', documented: 'yes' }, {}],
  ['archive', {}, { status: `'closed'`, turn: `'owner'` }],
  ['hold', { reason: 'grid', until: '2099-01-01', comment: 'Vi väntar på kabeln.' }, {}],
  ['note', { subject: 'Obs', body: 'Ring först.', audience: 'internal' }, {}],
  ['note', { subject: 'Obs', body: 'Vi kommer i maj.', audience: 'shared' }, {}],
] as const)('%s, taken back: every case is as it was and the log tells both', async (deed, typed, over) => {
  const refs = await copies(3, over)
  const before = await Promise.all(refs.map(read))
  const handler = 'handler' in typed ? { handler: String(db.world.users[typed.handler]) } : {}
  const report = await doneToMany(eva, { deed, ...typed, ...handler, ref: refs, back: '/cases/mine' })
  expect(report.body).toContain('Gjort för 3 av 3 ärenden')
  const undone = await takenBack(eva, report)
  expect(undone.body).toContain('Ångrat för 3 av 3 ärenden')
  expect(undone.body).toContain('href="/cases/mine"')
  const after = await Promise.all(refs.map(read))
  expect(after.map(was)).toEqual(before.map(was))
  const log = (await db.owner('case_events').where({ case_id: after[0]!.id }).orderBy('id').pluck('action')) as string[]
  expect(log.at(-1)).toBe('undo')
  expect(log).toHaveLength(2)
  const mails = await db.owner<MailRow>('mail_messages').whereIn(
    'case_id',
    after.map(({ id }) => id),
  )
  const mailed = deed === 'assign' || ('audience' in typed && typed.audience === 'shared')
  expect(mails.map(({ status }) => status)).toEqual(mailed ? Array(3).fill('cancelled') : [])
  expect(await db.owner('notes').where({ case_id: after[0]!.id })).toEqual([])
  // Pressed once more nothing happens, and the same is told.
  expect((await takenBack(eva, report)).body).toContain('Ångrat för 3 av 3 ärenden')
  expect(await Promise.all(refs.map(read))).toEqual(after)
  const seen = await asActor(people.amir, (tx) => tx('case_events').where({ case_id: after[0]!.id }).pluck('action'))
  expect(seen).toEqual('audience' in typed && typed.audience === 'internal' ? [] : log)
})

test('what somebody has touched since stands, case by case, and so does one’s own later deed', async () => {
  const [left, touched, mine] = (await copies(3)) as [string, string, string]
  const report = await doneToMany(eva, { deed: 'take', ref: [left, touched, mine] })
  await asActor(people.johan, async (tx) => {
    const handler = { id: people.johan.userId, name: people.johan.name }
    await perform(tx, people.johan, touched, 'assign', { handler })
  })
  await doneToMany(eva, { deed: 'mark', preparation: 'requested', ref: mine })
  const undone = await takenBack(eva, report)
  expect(undone.body).toContain('Ångrat för 1 av 3 ärenden')
  expect(undone.body.split('Någon har gjort något i ärendet efter beslutet')).toHaveLength(3)
  expect((await read(left)).handler_id).toBeNull()
  expect((await read(touched)).handler_name).toBe('Johan Ek')
  expect(await read(mine)).toMatchObject({ handler_name: 'Eva Nordin', preparation: 'requested' })
})

test.each([
  ['archive', '09:09:59', '09:10:01', { status: `'closed'`, turn: `'owner'` }],
  ['assign', '09:00:59', '09:01:01', {}],
] as const)('%s can be taken back until then, not after', async (deed, soon, late, over) => {
  const refs = await copies(2, over)
  const handler = String(db.world.users['johan.ek'])
  const at = (time: string) => setClock(`2027-03-01T${time}+01:00`)
  at('09:00:00')
  const [one, other] = await Promise.all(refs.map((ref) => doneToMany(eva, { deed, handler, ref })))
  at(soon)
  expect((await takenBack(eva, one!)).body).toContain('Ångrat för 1 av 1')
  at(late)
  const refused = await takenBack(eva, other!)
  expect(refused.body).toContain('Ångrat för 0 av 1')
  expect(refused.body).toContain('Tiden för att ångra är ute.')
})

test('nobody takes back, or reads the report of, what another did; a made up deed is not there', async () => {
  const [ref] = (await copies(1)) as [string]
  const report = await doneToMany(eva, { deed: 'take', ref })
  const [, theirs] = /action="(\/bulk\/[^"]+)\/undo"/.exec(report.body)!
  expect((await lena.get(theirs!)).status).toBe(404)
  expect((await lena.post(`${theirs!}/undo`, {})).status).toBe(404)
  expect((await eva.post(`/bulk/${'x'.repeat(24)}/undo`, {})).status).toBe(404)
  expect((await read(ref)).handler_name).toBe('Eva Nordin')
  expect((await eva.get(theirs!)).body).toContain('Gjort för 1 av 1')
})

test('a note is not taken back from under a later one, nor by time', async () => {
  const [ref] = (await copies(1)) as [string]
  const note = { deed: 'note', subject: 'Obs', body: 'Vi kommer i maj.', audience: 'shared', ref }
  const first = await doneToMany(eva, note)
  const second = await doneToMany(eva, { ...note, body: 'Nej, i juni.' })
  expect((await takenBack(eva, first)).body).toContain('Någon har gjort något i ärendet efter beslutet')
  expect((await takenBack(eva, second)).body).toContain('Ångrat för 1 av 1')
  const left = await db
    .owner('notes')
    .where({ case_id: (await read(ref)).id })
    .pluck('body')
  expect(left).toEqual(['Vi kommer i maj.'])
})
