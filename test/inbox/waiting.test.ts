import fc from 'fast-check'
import { beforeAll, expect, test } from 'vitest'
import type { CaseRow } from '../../src/db/rowTypes.ts'
import { ACTIVE, RETURNED, STATUSES, statuses, WAITING } from '../../src/domain/workflow/status.ts'
import { aCase, actorsOf } from '../support/cases.ts'
import { Client, hidden, testServer } from '../support/client.ts'
import { testDatabase, type TestDatabase } from '../support/database.ts'
import { multiply } from '../support/multiply.ts'
import { anOperator } from '../support/operator.ts'

let db: TestDatabase
let model: CaseRow
const clients = new Map<string, Client>()

const DECIDING = ['eva.nordin', 'johan.ek', 'lena.frost'] as const
const INSTALLING = ['amir.haddad', 'sofia.lindqvist'] as const
const NOT_DECIDING = ['britt.olsson', 'lars.wik']
/** Gives support to NEL, as whose administrator he reads. */
const SUPPORT = 'olle.operator'

beforeAll(async () => {
  db = await testDatabase()
  const { address } = await testServer()
  const { amir } = actorsOf(db.world)
  model = await aCase.send(amir, await aCase(amir, 'NY01'))
  await db.owner('cases').where({ id: model.id }).update({ status: 'archived', turn: null, due_on: null })
  for (const name of [...DECIDING, ...INSTALLING, ...NOT_DECIDING, 'mira.dahl', 'petra.wallin'])
    clients.set(name, await new Client(address).signIn(name))
  const { olle } = await anOperator(db, address)
  const whom = `owner:${db.world.owners.NEL}`
  const page = await olle.get(`/operator/support?whom=${whom}`)
  await olle.post('/operator/support', { ...hidden(page.body), reason: 'Lena ringde: vad väntar?' })
  clients.set(SUPPORT, olle)
})

const colleague = fc.constantFrom(...DECIDING)
const kase = fc
  .record({
    status: fc.oneof({ weight: 3, arbitrary: fc.constantFrom(...ACTIVE) }, fc.constantFrom(...statuses)),
    owner: fc.oneof({ weight: 5, arbitrary: fc.constant('NEL' as const) }, fc.constant('VKN' as const)),
    company: fc.constantFrom('Bergströms' as const, 'Bergströms' as const, 'Solklart' as const),
    handler: fc.option(colleague),
    responsible: fc.option(fc.constantFrom(...INSTALLING), { freq: 9 }),
    area: fc.constantFrom('NRD', 'NRF', null),
    held: fc.nat(4).map((n) => n === 0),
    removal: fc.nat(2).map((n) => n === 0),
    seen: fc.boolean(),
    /** Shared notes of the other side, and who has read them. */
    asked: fc.nat(2).map((n) => n === 0),
    told: fc.nat(2).map((n) => n === 0),
    readBy: fc.subarray([...DECIDING, ...INSTALLING]),
    proposal: fc.option(fc.record({ by: colleague, stale: fc.nat(3).map((n) => n === 0) })),
  })
  // What the constraints of the table and the foreign keys allow.
  .map((drawn) => ({
    ...drawn,
    handler: drawn.status === 'draft' ? null : drawn.owner === 'NEL' ? drawn.handler : drawn.handler && 'petra.wallin',
    responsible: drawn.company === 'Bergströms' ? drawn.responsible : 'mira.dahl',
    area: drawn.owner === 'NEL' ? drawn.area : null,
    asked: drawn.asked && drawn.status !== 'draft',
    told: drawn.told && drawn.status !== 'draft',
    held: drawn.held && ACTIVE.includes(drawn.status),
    proposal: drawn.owner === 'NEL' && drawn.status !== 'draft' ? drawn.proposal : null,
  }))

const world = fc.record({
  cases: fc.array(kase, { minLength: 4, maxLength: 16 }),
  fourEyes: fc.boolean(),
  absences: fc.array(
    fc
      .record({ who: colleague, cover: colleague, from: fc.integer({ min: -9, max: 3 }), days: fc.nat(6) })
      .filter(({ who, cover }) => who !== cover),
    { maxLength: 3 },
  ),
  teams: fc.array(
    fc.record({ members: fc.subarray([...DECIDING]), areas: fc.subarray(['NRD', 'NRF'], { minLength: 1 }) }),
    { maxLength: 2 },
  ),
})
type World = typeof world extends fc.Arbitrary<infer W> ? W : never
type Drawn = World['cases'][number]

const numberOf = (at: number) => `2031-${String(at + 1).padStart(6, '0')}`
const sql = (text: string | null) => (text === null ? 'null' : `'${text}'`)

async function build({ cases, fourEyes, absences, teams }: World): Promise<void> {
  const { owners, companies, users, areas } = db.world
  await db.owner('note_reads').delete()
  await db.owner('cases').whereNot({ id: model.id }).delete()
  for (const table of ['absences', 'team_members', 'team_areas', 'teams']) await db.owner(table).delete()
  await db.owner('configurations').update({ rules: JSON.stringify({ fourEyes }) })
  for (const [at, each] of cases.entries()) {
    const user = (name: string | null) => (name === null ? 'null' : String(users[name]))
    await multiply(db, model, 1, {
      number: sql(numberOf(at)),
      ref: sql(`${each.owner}-${numberOf(at)}`),
      owner_id: String(owners[each.owner]),
      job_type_id: `(select j.id from job_types j where j.owner_id = ${owners[each.owner]} and j.code = 'NY01' limit 1)`,
      company_id: String(companies[each.company]),
      status: sql(each.status),
      previous_status: each.status === 'cancelled' ? `'submitted'` : 'null',
      turn: sql(STATUSES[each.status].turn),
      due_on: WAITING.includes(each.status) ? `app.today() + ${at % 5} - 2` : 'null',
      submitted_at: each.status === 'draft' ? 'null' : 'app.now()',
      handler_id: user(each.handler),
      responsible_id: user(each.responsible),
      area_id: each.area === null ? 'null' : String(areas[each.area]),
      hold_reason: each.held ? `'grid'` : 'null',
      held_at: each.held ? 'app.now()' : 'null',
      removal_requested: String(each.removal),
      seen_by_installer: String(each.seen),
      note_for_owner: each.asked ? '10' : 'null',
      note_for_installer: each.told ? '10' : 'null',
    })
    for (const name of each.readBy) {
      await db.owner.raw(
        `insert into note_reads (user_id, case_id, read_to) select ?, id, 10 from cases where ref = ?`,
        [users[name]!, `${each.owner}-${numberOf(at)}`],
      )
    }
    if (each.proposal === null) continue
    await db.owner.raw(
      `insert into case_proposals (case_id, owner_id, sent, move, status_since, user_id, user_name)
       select id, owner_id, sent, 'approve', status_since - ? * interval '1 day', ?, 'En kollega' from cases where ref = ?`,
      [each.proposal.stale ? 1 : 0, users[each.proposal.by]!, `${each.owner}-${numberOf(at)}`],
    )
  }
  for (const { who, cover, from, days } of absences) {
    await db.owner.raw(
      `insert into absences (owner_id, user_id, cover_id, from_on, to_on)
       values (?, ?, ?, app.today() + ?::int, app.today() + ?::int)`,
      [owners.NEL, users[who]!, users[cover]!, from, from + days],
    )
  }
  for (const [at, { members, areas: theirs }] of teams.entries()) {
    const [team] = (await db
      .owner('teams')
      .insert({ owner_id: owners.NEL, name: `Team ${at}` })
      .returning('id')) as { id: number }[]
    const of = { team_id: team!.id, owner_id: owners.NEL }
    for (const name of members) await db.owner('team_members').insert({ ...of, user_id: users[name]! })
    for (const code of theirs) await db.owner('team_areas').insert({ ...of, area_id: areas[code]! })
  }
}

/** The part of a person's inbox in which a case waits for them, told of the drawn world; null: it does not wait. */
function partOf(person: string, kase: Drawn, { fourEyes, absences, teams }: World): string | null {
  const unread = !(kase.readBy as string[]).includes(person)
  if (['amir.haddad', 'sofia.lindqvist', 'mira.dahl'].includes(person)) {
    if (kase.responsible !== person) return null
    if (RETURNED.includes(kase.status)) return 'Att rätta'
    if (kase.status === 'consented' && !kase.seen) return 'Nya installationsmedgivanden'
    if (kase.status === 'draft') return null
    if (!kase.seen) return 'Nytt från nätbolaget'
    return kase.told && unread ? 'Olästa noteringar' : null
  }
  if (NOT_DECIDING.includes(person) || kase.owner !== (person === 'petra.wallin' ? 'VKN' : 'NEL')) return null

  const isAway = ({ from, days }: { from: number; days: number }) => from <= 0 && from + days >= 0
  const covers = absences.some((each) => each.cover === person && each.who === kase.handler && isAway(each))
  const isMember = (team: World['teams'][number]) => (team.members as string[]).includes(person)
  const has = (team: World['teams'][number]) => kase.area !== null && team.areas.includes(kase.area)
  const free = kase.handler === null
  const isTeams = free && teams.some((team) => isMember(team) && has(team))
  const isAnybodys = free && (!teams.some(isMember) || !teams.some(has))

  const concerns = kase.handler === person || covers || isTeams || isAnybodys
  const noted = kase.asked && unread && concerns ? 'Olästa noteringar' : null
  if (kase.status === 'consented' && kase.removal) {
    return concerns ? 'Borttagning begärd' : noted
  }
  if (!WAITING.includes(kase.status)) return noted
  if (kase.held) return kase.removal && concerns ? 'Borttagning begärd' : noted
  if (fourEyes && kase.proposal !== null && !kase.proposal.stale)
    return kase.proposal.by === person ? noted : 'Väntar på ditt godkännande'
  if (kase.handler === person) return 'Mina'
  if (covers) return 'För kollegor som är borta'
  return isTeams ? 'Mitt team' : isAnybodys ? 'Ej tilldelade' : null
}

const badge = (body: string) => Number(/<span class="badge">(\d+)/.exec(body)?.[1] ?? 0)
const numbersIn = (html: string) => [...html.matchAll(/<a class="num"[^>]*>([^<]+)</g)].map((match) => match[1]!).sort()
/** The cases of a list whose line says that it is the reader's turn. */
const yours = (body: string) =>
  body
    .split('<tr>')
    .flatMap((line) =>
      line.includes('Din tur') && !/class="turn is-(yours|late)"/.test(line)
        ? ['?']
        : line.includes('Din tur')
          ? numbersIn(line)
          : [],
    )
/** 'N väntar på dig' beside the title. */
const headed = (body: string) => Number(/(\d+)(?: ärenden?)? väntar på dig/.exec(body)?.[1] ?? 0)

/** What stands unfolded in an inbox: title, the number beside it, and the cases. */
function unfolded(body: string): { title: string; count: number; cases: string[] }[] {
  const parts = body.split('<details class="case-group" open').slice(1)
  return parts.flatMap((part) => {
    const [here = ''] = part.split('<details')
    const [, title, count] = /<h2>([^<]+)<\/h2> <span class="count">(\d+)/.exec(here)!
    return count === '0' ? [] : [{ title: title!, count: Number(count), cases: numbersIn(here) }]
  })
}

test('badge, inbox and lists say the same number of the same cases, to everybody in every world', async () => {
  await fc.assert(
    fc.asyncProperty(world, async (drawn) => {
      await build(drawn)
      for (const [person, client] of clients) {
        const waiting = drawn.cases.flatMap((each, at) => {
          const title = partOf(person, each, drawn)
          return title === null ? [] : [{ title, number: `${each.owner}-${numberOf(at)}` }]
        })
        const numbers = waiting.map(({ number }) => number).sort()
        const expected = { badge: waiting.length, headed: waiting.length, cases: numbers }

        const mine = (await client.get('/cases/mine')).body
        const list = (await client.get('/cases?group=none&turn=me')).body
        const grouped = numbersIn((await client.get('/cases?turn=me')).body)
        expect({ badge: badge(mine), headed: headed(mine), cases: numbersIn(list) }, person).toEqual({
          ...expected,
          ...(NOT_DECIDING.includes(person) && { badge: 0 }),
        })
        expect(grouped, person).toEqual(numbers)
        // Of the open cases, and in the archive those that were closed: it is said to be one's turn where it is, and only there.
        const lines = [(await client.get('/cases?group=none')).body, (await client.get('/archive?group=none')).body]
        expect(lines.flatMap(yours).sort(), person).toEqual(numbers)
        const inbox = await client.get('/inbox')
        if (NOT_DECIDING.includes(person)) {
          expect(inbox.status).toBe(403)
          continue
        }
        const parts = unfolded(inbox.body)
        const sum = parts.reduce((n, { count }) => n + count, 0)
        expect({ badge: badge(inbox.body), headed: headed(inbox.body), sum }, person).toEqual({
          badge: waiting.length,
          headed: waiting.length,
          sum: waiting.length,
        })
        expect(parts.flatMap(({ title, cases }) => cases.map((number) => `${title} ${number}`)).sort(), person).toEqual(
          waiting.map(({ title, number }) => `${title} ${number}`).sort(),
        )
      }
    }),
    { numRuns: 8 },
  )
})
