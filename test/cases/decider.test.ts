import { beforeAll, beforeEach, expect, test } from 'vitest'
import { perform } from '../../src/cases/workflow/perform.ts'
import { propose } from '../../src/cases/workflow/proposals.ts'
import { undo } from '../../src/cases/workflow/undo.ts'
import { asActor, asOwnersRule } from '../../src/db/actor.ts'
import type { CaseRow } from '../../src/db/rowTypes.ts'
import { DECISIONS, TRANSITIONS, type Move } from '../../src/domain/workflow/status.ts'
import { aCase, actorsOf } from '../support/cases.ts'
import { Client, testServer } from '../support/client.ts'
import { testDatabase, type TestDatabase } from '../support/database.ts'

let db: TestDatabase
let people: ReturnType<typeof actorsOf>
const who: Record<string, Client> = {}
beforeAll(async () => {
  db = await testDatabase()
  people = actorsOf(db.world)
  const { address } = await testServer()
  for (const name of ['amir.haddad', 'eva.nordin', 'johan.ek'])
    who[name.split('.')[0]!] = await new Client(address).signIn(name)
})
beforeEach(() => switchOn(false))

const switchOn = (fourEyes: boolean) =>
  db
    .owner('configurations')
    .where({ owner_id: db.world.owners.NEL })
    .update({ rules: JSON.stringify({ fourEyes }) })
const stored = async ({ id }: CaseRow) => (await db.owner<CaseRow>('cases').where({ id }).first())!
const handlerOf = async (kase: CaseRow) => (await stored(kase)).handler_name
const sent = async (job = 'NY01') => aCase.send(people.amir, await aCase(people.amir, job))
const REASON = { comment: 'Situationsplanen saknas', details: { codes: ['BIL'] } }
const JOBS: Partial<Record<Move, string>> = {
  approve: 'NY01',
  approveAndClose: 'SE03',
  reject: 'NY01',
  acceptCompletion: 'BE02',
  rejectCompletion: 'BE02',
}
const theirs = Object.keys(JOBS) as Move[]
const decides = (kase: CaseRow, move: Move, by = people.eva, undoable = false) =>
  asActor(by, (tx) => perform(tx, by, kase.ref, move, { ...REASON, undoable }))
async function partOf(name: string, { ref }: CaseRow): Promise<string | null> {
  const { body } = await who[name]!.get('/inbox')
  const part = body.split('<details class="case-group"').find((each) => each.includes(ref))
  return part === undefined ? null : /<h2>([^<]+)/.exec(part)![1]!
}

test('these are the decisions of people, and there are no others', () => {
  const ofPeople = DECISIONS.filter((move) => (TRANSITIONS[move].by as readonly string[]).includes('owner'))
  expect([...ofPeople].sort()).toEqual([...theirs].sort())
})

test.each(theirs)('%s on what nobody has taken takes it', async (move) => {
  const kase = await sent(JOBS[move])
  const { version } = await decides(kase, move)
  expect(await stored(kase)).toMatchObject({ handler_id: people.eva.userId, handler_name: 'Eva Nordin', version })
})

test.each(theirs)('%s on a colleague’s case leaves it with the colleague', async (move) => {
  const kase = await sent(JOBS[move])
  await asActor(people.johan, (tx) =>
    perform(tx, people.johan, kase.ref, 'assign', { handler: { id: people.johan.userId, name: people.johan.name } }),
  )
  await decides(kase, move)
  expect(await handlerOf(kase)).toBe('Johan Ek')
})

test.each(theirs)('%s that is undone leaves the case with nobody, as it was', async (move) => {
  const kase = await sent(JOBS[move])
  await decides(kase, move, people.eva, true)
  await asActor(people.eva, (tx) => undo(tx, people.eva, kase.ref))
  expect(await stored(kase)).toMatchObject({ handler_id: null, handler_name: null })
})

test('who proposes has it, also when a colleague confirms', async () => {
  await switchOn(true)
  const kase = await sent()
  await asActor(people.eva, (tx) => propose(tx, people.eva, kase.ref, {}))
  expect(await handlerOf(kase)).toBe('Eva Nordin')
  expect(await partOf('johan', kase)).toBe('Väntar på ditt godkännande')
  await decides(kase, 'approve', people.johan)
  expect(await handlerOf(kase)).toBe('Eva Nordin')
})

test.each([
  ['notice', 'NY01', 'reject', 'resubmit'],
  ['completion', 'BE02', 'rejectCompletion', 'recomplete'],
] as const)('a corrected %s comes back to who rejected it, and to nobody else', async (_part, job, reject, again) => {
  const kase = await decides(await sent(job), reject)
  await aCase.move(people.amir, kase, again)
  expect([await partOf('eva', kase), await partOf('johan', kase)]).toEqual(['Mina', null])
})

test('what a rule has decided names the rule as who decided, to both sides', async () => {
  const kase = await sent()
  const rule = { side: 'system', rule: 'Regel: Enkla villor', isAdmin: false } as const
  await asOwnersRule(db.world.owners.NEL, (tx) => perform(tx, rule, kase.ref, 'autoApprove'))
  expect(await handlerOf(kase)).toBeNull()
  for (const name of ['amir', 'eva']) {
    const { body } = await who[name]!.get(`/cases/${kase.ref}`)
    const [contact] = /<section class="card people"[\s\S]*?<\/section>/.exec(body)!
    expect(contact).toMatch(/Beslutade senast<\/span> Regel: Enkla villor/)
  }
  // Decided by a person since, it is that person who has it.
  const done = await aCase.move(people.eva, await aCase.complete(people.amir, kase), 'acceptCompletion')
  expect(await handlerOf(done)).toBe('Eva Nordin')
  expect((await who['amir']!.get(`/cases/${kase.ref}`)).body).not.toContain('Beslutade senast')
})
