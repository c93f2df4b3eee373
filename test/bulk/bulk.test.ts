import { beforeAll, describe, expect, test } from 'vitest'
import { DEEDS, type Deed } from '../../src/domain/workflow/status.ts'
import { statuses, STATUSES } from '../../src/domain/workflow/status.ts'
import type { CaseRow } from '../../src/db/rowTypes.ts'
import { aCase, actorsOf } from '../support/cases.ts'
import { doneToMany } from '../support/bulk.ts'
import { Client, hidden, testServer } from '../support/client.ts'
import { testDatabase, type TestDatabase } from '../support/database.ts'
import { multiply } from '../support/multiply.ts'

let db: TestDatabase
let eva: Client, petra: Client, amir: Client
let sent: CaseRow

beforeAll(async () => {
  db = await testDatabase()
  const { address } = await testServer()
  const people = actorsOf(db.world)
  sent = await aCase.send(people.amir, await aCase(people.amir, 'NY01'))
  ;[eva, petra, amir] = (await Promise.all(
    ['eva.nordin', 'petra.wallin', 'amir.haddad'].map((name) => new Client(address).signIn(name)),
  )) as [Client, Client, Client]
})

const read = async (ref: string): Promise<CaseRow> => (await db.owner<CaseRow>('cases').where({ ref }).first())!

/** `n` copies in a state of their own; their references. */
async function copies(n: number, over: Parameters<typeof multiply>[3] = {}): Promise<string[]> {
  await multiply(db, sent, n, over)
  const refs = (await db.owner('cases').orderBy('id', 'desc').limit(n).pluck('ref')) as string[]
  return refs.toReversed()
}

/** What is posted to one case to do what the deed does to many. */
function single(deed: Deed, ref: string): [path: string, body: Record<string, string>] {
  const handler = String(db.world.users['johan.ek'])
  if (deed === 'archive') return [`/cases/${ref}/archive`, {}]
  if (deed === 'mark') return [`/cases/${ref}/mark`, { preparation: 'ongoing' }]
  if (deed === 'hold') return [`/cases/${ref}/hold`, { reason: 'grid' }]
  return [`/cases/${ref}/assign`, deed === 'take' ? {} : { handler }]
}
const many = (deed: Deed): Record<string, string> => ({
  deed,
  ...(deed === 'assign' && { handler: String(db.world.users['johan.ek']) }),
  ...(deed === 'mark' && { preparation: 'ongoing' }),
  ...(deed === 'hold' && { reason: 'grid' }),
})

/** Among many a färdiganmälan is accepted only where it is simple: accept.test.ts. */
const ONE_BY_ONE = (Object.keys(DEEDS) as Deed[]).filter((deed) => deed !== 'accept')

describe('what is done to many obeys every rule of what is done to one', () => {
  const states: [what: string, over: Parameters<typeof multiply>[3]][] = [
    ...statuses
      .filter((status) => status !== 'draft')
      .map((status): [string, Parameters<typeof multiply>[3]] => [
        status,
        {
          status: `'${status}'`,
          previous_status: `'submitted'`,
          turn: STATUSES[status].turn === null ? 'null' : `'${STATUSES[status].turn}'`,
        },
      ]),
    ['closed with an open order', { status: `'closed'`, work_order: `'created'` }],
    ['closed, not yet in KIS', { status: `'closed'`, customer_service: `'done'` }],
    ['closed and invoiced, not paid', { status: `'closed'`, invoicing: `'invoiced'` }],
    ['closed, paid and registered', { status: `'closed'`, invoicing: `'paid'`, customer_service: `'registered'` }],
    ['on hold', { hold_reason: `'grid'`, held_at: 'now()' }],
    ['somebody else’s', { handler_id: String(2), handler_name: `'Någon'` }],
  ]

  test.each(ONE_BY_ONE.flatMap((deed) => states.map(([what, over]) => [deed, what, over] as const)))(
    '%s, %s',
    async (deed, what, over) => {
      const johan = { handler_id: String(db.world.users['johan.ek']), handler_name: `'Johan Ek'` }
      const [alone, among] = (await copies(2, what.startsWith('somebody') ? { ...over, ...johan } : over)) as [
        string,
        string,
      ]
      const [path, body] = single(deed, alone)
      const page = await eva.get(`/cases/${alone}`)
      await eva.post(path, { _key: hidden(page.body)['_key'] ?? 'k'.repeat(24), ...body })
      await doneToMany(eva, { ...many(deed), ref: among })
      const pick = ({ status, handler_id, handler_name, preparation, hold_reason, version }: CaseRow) => ({
        status,
        handler_id,
        handler_name,
        preparation,
        hold_reason,
        version,
      })
      const [one, other] = [pick(await read(alone)), pick(await read(among))]
      // Handing a case to whom it has already is a move when done alone, and left out among many.
      const isSo = (deed === 'assign' && what.startsWith('somebody')) || (deed === 'hold' && what === 'on hold')
      expect(other).toEqual(isSo ? { ...one, version: one.version - 1 } : one)
      const logged = (ref: string) =>
        db.owner('case_events').join('cases', 'cases.id', 'case_events.case_id').where({ ref }).count('* as n').first()
      if (!isSo) expect(await logged(among)).toEqual(await logged(alone))
    },
  )
})

test('what will happen is shown with each case, and nothing has happened yet', async () => {
  const [free, closed] = [...(await copies(1)), ...(await copies(1, { status: `'closed'` }))] as [string, string]
  const page = await eva.post('/bulk', { deed: 'take', ref: [free, closed], back: '/cases?group=none' })
  expect(page.status).toBe(200)
  expect(page.body).toContain('Ej tilldelad blir Eva Nordin')
  expect(page.body).toContain('Det går inte att göra med ärendet som det är nu.')
  expect(page.body).toContain('Genomför för 1 ärende')
  expect((await read(free)).handler_id).toBeNull()
  expect(await db.owner('case_events').where({ case_id: (await read(free)).id })).toEqual([])
  expect(page.body).toContain('href="/cases?group=none"')
})

test('a case that somebody changed after it was shown is left, and the report says so; the others are done', async () => {
  const [first, second] = (await copies(2)) as [string, string]
  const shown = await eva.post('/bulk', { deed: 'take', ref: [first, second] })
  const refs = [...shown.body.matchAll(/name="ref" value="([^"]+:\d+)"/g)].map((match) => match[1]!)
  expect(refs).toHaveLength(2)
  await doneToMany(eva, { deed: 'assign', handler: String(db.world.users['johan.ek']), ref: first })
  const report = await doneToMany(eva, { deed: 'take', ref: refs })
  expect(report.body).toContain('Gjort för 1 av 2 ärenden')
  expect((await read(first)).handler_name).toBe('Johan Ek')
  expect((await read(second)).handler_name).toBe('Eva Nordin')
})

test('symbols: the groups that are chosen change, the others stay, and the log has old and new', async () => {
  const [ref] = (await copies(1, { preparation: `'requested'`, invoicing: `'quote_sent'` })) as [string]
  const chooser = await eva.post('/bulk', { deed: 'mark', ref })
  expect(chooser.body).not.toContain('Genomför')
  const shown = await eva.post('/bulk', { deed: 'mark', ref, preparation: 'none', documented: 'yes' })
  expect(shown.body).toContain('Beredning: Till beredning tas bort, Dokumenterat: Nej blir Ja')
  await doneToMany(eva, { deed: 'mark', ref, preparation: 'none', documented: 'yes' })
  expect(await read(ref)).toMatchObject({ preparation: null, invoicing: 'quote_sent', documented: true })
})

test('another network owner’s cases are not there, whatever is posted; installers are not let in', async () => {
  const [ref] = (await copies(1)) as [string]
  const page = await petra.post('/bulk', { deed: 'take', ref })
  expect(page.body).not.toContain(sent.number)
  expect((await doneToMany(petra, { deed: 'take', ref })).body).toContain('Gjort för 0 av 0')
  expect((await read(ref)).handler_id).toBeNull()
  expect((await doneToMany(amir, { deed: 'take', ref })).status).toBe(403)
})

test('nothing chosen, or too many, comes back to the list with words', async () => {
  expect((await eva.post('/bulk', { deed: 'take', back: '/cases/mine' })).location).toBe('/cases/mine')
  const lots = Array.from({ length: 201 }, (_, n) => `NEL-2031-${String(n).padStart(6, '0')}`)
  expect((await eva.post('/bulk', { deed: 'take', ref: lots, back: 'https://elak.example' })).location).toBe('/inbox')
  expect((await eva.get('/inbox')).body).toContain('Välj 1–200 ärenden i listan.')
})

test('an area with a team is that team’s among many as it is alone, and who only reads does nothing at all', async () => {
  const { NEL } = db.world.owners
  const [ref] = (await copies(1)) as [string]
  const { area_id } = await read(ref)
  const [team] = (await db.owner('teams').insert({ owner_id: NEL, name: 'Norr' }).returning('id')) as { id: number }[]
  const [johan, lena] = [db.world.users['johan.ek']!, db.world.users['lena.frost']!]
  await db.owner('team_areas').insert({ team_id: team!.id, owner_id: NEL, area_id: area_id! })
  await db.owner('team_members').insert({ team_id: team!.id, owner_id: NEL, user_id: johan })
  const words = 'Ärendets nätområde sköts av ett team. Välj någon i teamet.'
  expect((await eva.post('/bulk', { deed: 'assign', handler: String(lena), ref })).body).toContain(words)
  expect((await doneToMany(eva, { deed: 'assign', handler: String(lena), ref })).body).toContain(words)
  const alone = { _key: 'q'.repeat(24), _version: String((await read(ref)).version), handler: String(lena) }
  expect((await eva.post(`/cases/${ref}/assign`, alone)).body).toContain(words)
  await doneToMany(eva, { deed: 'assign', handler: String(johan), ref })
  expect((await read(ref)).handler_name).toBe('Johan Ek')

  await db
    .owner('users')
    .where({ username: 'eva.nordin' })
    .update({ permission_sets: ['L'] })
  const reader = await new Client(eva.address).signIn('eva.nordin')
  expect((await reader.get('/cases')).body).not.toContain('id="bulk"')
  expect((await doneToMany(reader, { deed: 'take', ref })).status).toBe(403)
  expect((await reader.post(`/cases/${ref}/assign`, alone)).status).toBe(403)
  expect((await reader.post(`/cases/${ref}/presence`, {})).status).toBeLessThan(400)
})
