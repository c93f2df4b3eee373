import { beforeAll, beforeEach, expect, test } from 'vitest'
import { perform } from '../../src/cases/workflow/perform.ts'
import { undo } from '../../src/cases/workflow/undo.ts'
import type { By } from '../../src/cases/workflow/moveRequest.ts'
import { asActor, asOwnersRule } from '../../src/db/actor.ts'
import type { CaseRow } from '../../src/db/rowTypes.ts'
import { aCase, actorsOf } from '../support/cases.ts'
import { Client, testServer } from '../support/client.ts'
import { testDatabase, type TestDatabase } from '../support/database.ts'

let db: TestDatabase
let people: ReturnType<typeof actorsOf>
let amir: Client, sofia: Client, karin: Client
beforeAll(async () => {
  db = await testDatabase()
  people = actorsOf(db.world)
  const { address } = await testServer()
  ;[amir, sofia, karin] = (await Promise.all(
    ['amir.haddad', 'sofia.lindqvist', 'karin.bergstrom'].map((name) => new Client(address).signIn(name)),
  )) as [Client, Client, Client]
})
beforeEach(() => db.owner('cases').update({ seen_by_installer: true }))

const NEWS = 'Nytt från nätbolaget'
const BECAUSE = 'Kunden har sagt upp avtalet.'
const badge = (body: string) => Number(/<span class="badge">(\d+)/.exec(body)?.[1] ?? 0)
const badgeOf = async (who: Client) => badge((await who.get('/search')).body)
async function partOf(who: Client, { ref }: CaseRow): Promise<string | null> {
  const part = (await who.get('/inbox')).body.split('<details class="case-group"').find((each) => each.includes(ref))
  return part === undefined ? null : /<h2>([^<]+)/.exec(part)![1]!
}

const sent = async (job = 'NY01') => aCase.send(people.amir, await aCase(people.amir, job))
const consented = async () => aCase.approve(people.eva, await sent())
const opened = async (kase: CaseRow) => {
  await amir.get(`/cases/${kase.ref}`)
  return kase
}
const RULE: By = { side: 'system', rule: 'Regeln', isAdmin: false }

// Whatever the network owner does that ends a case or turns it; what comes back and what is consented to have parts of their own.
test.each<[what: string, part: string, does: () => Promise<CaseRow>]>([
  ['cancelled', NEWS, async () => aCase.move(people.eva, await sent(), 'cancel', BECAUSE)],
  ['cancelled at work', NEWS, async () => aCase.move(people.eva, await opened(await consented()), 'cancel', BECAUSE)],
  [
    'consent revoked',
    NEWS,
    async () => aCase.move(people.lena, await opened(await consented()), 'revokeConsent', BECAUSE),
  ],
  [
    'completion approved',
    NEWS,
    async () => aCase.move(people.eva, await aCase.complete(people.amir, await consented()), 'acceptCompletion'),
  ],
  ['direct completion approved', NEWS, async () => aCase.move(people.eva, await sent('BE02'), 'acceptCompletion')],
  ['approved and closed', NEWS, async () => aCase.move(people.eva, await sent('SE03'), 'approveAndClose')],
  [
    'approved and closed by a rule',
    NEWS,
    async () => {
      const { ref } = await sent('SE03')
      return asOwnersRule(db.world.owners.NEL, (tx) => perform(tx, RULE, ref, 'autoApprove'))
    },
  ],
  [
    'removal refused',
    NEWS,
    async () =>
      aCase.move(
        people.eva,
        await aCase.move(people.amir, await sent(), 'requestRemoval', BECAUSE),
        'refuseRemoval',
        BECAUSE,
      ),
  ],
  [
    'reopened',
    NEWS,
    async () =>
      aCase.move(
        people.lena,
        await opened(await aCase.move(people.eva, await sent('BE02'), 'acceptCompletion')),
        'reopen',
        BECAUSE,
      ),
  ],
  [
    'resumed',
    NEWS,
    async () =>
      aCase.move(
        people.lena,
        await opened(await aCase.move(people.eva, await sent(), 'cancel', BECAUSE)),
        'resume',
        BECAUSE,
      ),
  ],
  ['consented to', 'Nya installationsmedgivanden', consented],
  ['rejected', 'Att rätta', async () => aCase.reject(people.eva, await sent())],
])('%s: in the inbox of who is responsible, and counted, until they have opened it', async (_what, part, does) => {
  const before = await badgeOf(amir)
  const kase = await does()
  expect(await partOf(amir, kase)).toBe(part)
  expect(await badgeOf(amir)).toBe(before + 1)
  // In the list that is filtered by it too, closed or not.
  for (const list of ['/cases', '/cases/mine'])
    expect((await amir.get(`${list}?group=none&turn=me`)).body).toContain(kase.ref)
  // A colleague's look does not count as theirs.
  await sofia.get(`/cases/${kase.ref}`)
  expect(await partOf(amir, kase)).toBe(part)
  await opened(kase)
  const stays = part === 'Att rätta'
  expect(await partOf(amir, kase)).toBe(stays ? part : null)
  expect(await badgeOf(amir)).toBe(stays ? before + 1 : before)
})

test('what was registered in the company’s name waits for its administrators, as nobody is responsible', async () => {
  const kase = await sent()
  const manual = { manual: true, responsible_id: null, responsible_name: null, seen_by_installer: false }
  await db.owner('cases').where({ id: kase.id }).update(manual)
  expect([await partOf(karin, kase), await partOf(amir, kase)]).toEqual([NEWS, null])
  await karin.get(`/cases/${kase.ref}`)
  expect(await partOf(karin, kase)).toBeNull()
})

test('what the installer does itself is no news to it, even if it never opened what came before', async () => {
  const rejected = await aCase.reject(people.eva, await sent())
  expect(await partOf(amir, await aCase.move(people.amir, rejected, 'resubmit'))).toBeNull()
  const other = await aCase.reject(people.eva, await sent())
  expect(await partOf(amir, await aCase.move(people.amir, other, 'remove'))).toBeNull()
  const third = await aCase.complete(people.amir, await consented())
  expect(await partOf(amir, third)).toBeNull()
})

test('what the network owner takes back within the minute is no news', async () => {
  const kase = await sent()
  await asActor(people.eva, (tx) => perform(tx, people.eva, kase.ref, 'cancel', { comment: BECAUSE, undoable: true }))
  await asActor(people.eva, (tx) => undo(tx, people.eva, kase.ref))
  expect(await partOf(amir, kase)).toBeNull()
})
