import { afterEach, beforeAll, expect, test } from 'vitest'
import { perform } from '../../src/cases/workflow/perform.ts'
import { asActor, setClock } from '../../src/db/actor.ts'
import type { CaseRow, MailRow } from '../../src/db/rowTypes.ts'
import { aCase, actorsOf } from '../support/cases.ts'
import { Client, testServer, type Answer } from '../support/client.ts'
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
/** What the report's button posts. */
function button(report: Answer): Record<string, string | string[]> {
  const form = /<form class="undo" method="post" action="\/bulk\/undo"[\s\S]*?<\/form>/.exec(report.body)![0]
  const of = (name: string) => [...form.matchAll(new RegExp(`name="${name}" value="([^"]*)"`, 'g'))].map((m) => m[1]!)
  return { deed: of('deed')[0]!, back: of('back')[0]!, batch: of('batch')[0]!, ref: of('ref') }
}

test.each([
  ['take', {}, {}],
  ['assign', { handler: 'johan.ek' }, {}],
  ['mark', { preparation: 'requested', invoicing: 'quote_sent', documented: 'yes' }, {}],
  ['archive', {}, { status: `'closed'`, turn: `'owner'` }],
] as const)('%s, taken back: every case is as it was and the log tells both', async (deed, typed, over) => {
  const refs = await copies(3, over)
  const before = await Promise.all(refs.map(read))
  const handler = 'handler' in typed ? { handler: String(db.world.users[typed.handler]) } : {}
  const report = await eva.post('/bulk/do', { deed, ...typed, ...handler, ref: refs, back: '/cases/mine' })
  expect(report.body).toContain('Gjort för 3 av 3 ärenden')
  const undone = await eva.post('/bulk/undo', button(report))
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
  expect(mails.map(({ status }) => status)).toEqual(deed === 'assign' ? Array(3).fill('cancelled') : [])
  // Pressed once more there is nothing left to take back, and it is said so.
  expect((await eva.post('/bulk/undo', button(report))).body).toContain('Ångrat för 0 av 3 ärenden')
})

test('what somebody has touched since stands, case by case, and so does one’s own later deed', async () => {
  const [left, touched, mine] = (await copies(3)) as [string, string, string]
  const report = await eva.post('/bulk/do', { deed: 'take', ref: [left, touched, mine] })
  await asActor(people.johan, async (tx) => {
    const handler = { id: people.johan.userId, name: people.johan.name }
    await perform(tx, people.johan, touched, 'assign', { handler })
  })
  await eva.post('/bulk/do', { deed: 'mark', preparation: 'requested', ref: mine })
  const undone = await eva.post('/bulk/undo', button(report))
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
  const [one, other] = await Promise.all(refs.map((ref) => eva.post('/bulk/do', { deed, handler, ref })))
  at(soon)
  expect((await eva.post('/bulk/undo', button(one!))).body).toContain('Ångrat för 1 av 1')
  at(late)
  const refused = await eva.post('/bulk/undo', button(other!))
  expect(refused.body).toContain('Ångrat för 0 av 1')
  expect(refused.body).toContain('Tiden för att ångra är ute.')
})

test('nobody takes back what another did, and a made up deed takes back nothing', async () => {
  const [ref] = (await copies(1)) as [string]
  const report = await eva.post('/bulk/do', { deed: 'take', ref })
  const theirs = button(report)
  expect((await lena.post('/bulk/undo', theirs)).body).toContain('Ångrat för 0 av 1')
  expect((await eva.post('/bulk/undo', { ...theirs, batch: 'x'.repeat(24) })).body).toContain('Ångrat för 0 av 1')
  expect((await read(ref)).handler_name).toBe('Eva Nordin')
})
