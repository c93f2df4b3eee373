import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { perform } from '../../src/cases/workflow/perform.ts'
import { propose, withdrawProposal } from '../../src/cases/workflow/proposals.ts'
import { CONSENTS, moves, TRANSITIONS } from '../../src/domain/workflow/status.ts'
import { undo } from '../../src/cases/workflow/undo.ts'
import { asActor, type OwnerActor } from '../../src/db/actor.ts'
import type { CaseRow, EventRow } from '../../src/db/rowTypes.ts'
import { aCase, actorsOf } from '../support/cases.ts'
import { Client, hidden, testServer } from '../support/client.ts'
import { AT, changes, publishes } from '../support/configuration.ts'
import { testDatabase, type TestDatabase } from '../support/database.ts'

let db: TestDatabase
let people: ReturnType<typeof actorsOf>
let eva: Client, johan: Client, amir: Client
beforeAll(async () => {
  db = await testDatabase()
  people = actorsOf(db.world)
  await switchOn(true)
  const { address } = await testServer()
  eva = await new Client(address).signIn('eva.nordin')
  johan = await new Client(address).signIn('johan.ek')
  amir = await new Client(address).signIn('amir.haddad')
})

const switchOn = (fourEyes: boolean) =>
  db
    .owner('configurations')
    .where({ owner_id: db.world.owners.NEL })
    .update({ rules: JSON.stringify({ fourEyes }) })
const newKey = () => randomBytes(18).toString('base64url')
const stored = async (kase: CaseRow) => (await db.owner<CaseRow>('cases').where({ id: kase.id }).first())!
const proposals = (kase: CaseRow) => db.owner('case_proposals').where({ case_id: kase.id })
const KS1 = { consent: { x_anslutningspunkt: 'KS-1' }, internal: { x_intern: 'Kolla lasten' } }
const typed = {
  x_anl_id: '735999000100000012',
  x_matarsakring: '25',
  x_matmetod: 'direkt',
  x_anslutningspunkt: 'KS-1042',
}

const submitted = async (job = 'NY01') => aCase.send(people.amir, await aCase(people.amir, job))
async function completed(): Promise<CaseRow> {
  await switchOn(false)
  const kase = await aCase.complete(people.amir, await aCase.approve(people.eva, await submitted()))
  await switchOn(true)
  return kase
}
const ROADS: [string, () => Promise<CaseRow>][] = [
  ['approve', () => submitted('NY01')],
  ['approveAndClose', () => submitted('TI02')],
  ['acceptCompletion', completed],
]
const confirms = (by: OwnerActor, kase: CaseRow, move: string, input: object = {}) =>
  asActor(by, (tx) => perform(tx, by, kase.ref, move as 'approve', input))

describe('where two must agree', () => {
  test('every move that lets the installer go on asks for it, and no other', () => {
    expect(moves.filter((move) => TRANSITIONS[move].guards?.includes('fourEyes'))).toEqual([...CONSENTS])
  })

  test.each(ROADS)('%s without a proposal, or by the one who proposed, is refused', async (move, arrange) => {
    const kase = await arrange()
    await expect(confirms(people.eva, kase, move)).rejects.toThrow('ska föreslås av en handläggare')
    await asActor(people.eva, (tx) => propose(tx, people.eva, kase.ref, KS1))
    await expect(confirms(people.eva, kase, move)).rejects.toThrow('Du har själv föreslagit')
    expect((await stored(kase)).status).toBe(kase.status)
  })

  test.each(ROADS)('%s by another person goes through, and the log tells both', async (move, arrange) => {
    const kase = await arrange()
    await asActor(people.eva, (tx) => propose(tx, people.eva, kase.ref, KS1))
    const moved = await confirms(people.johan, kase, move)
    expect(moved.status).not.toBe(kase.status)
    const event = (await db.owner<EventRow>('case_events').where({ case_id: kase.id, action: move }).first())!
    expect([event.actor_name, event.details.proposed?.name]).toEqual(['Johan Ek', 'Eva Nordin'])
    expect((await eva.get(`/cases/${kase.ref}/log`)).body).toContain(
      'Johan Ek (nätbolag, Norrådalens Elnät AB), efter förslag av Eva Nordin (nätbolag, Norrådalens Elnät AB)',
    )
  })

  test('what is confirmed is what was proposed, whatever the second one sends along', async () => {
    const kase = await submitted()
    await asActor(people.eva, (tx) => propose(tx, people.eva, kase.ref, KS1))
    const moved = await confirms(people.johan, kase, 'approve', { consent: { x_anslutningspunkt: 'KS-EVIL' } })
    expect(moved.consent).toEqual(KS1.consent)
    expect(await db.owner('case_internals').where({ case_id: kase.id }).first('consent')).toEqual({
      consent: KS1.internal,
    })
  })

  test('who changes a proposal is its author: then the first one may confirm, and the second may not', async () => {
    const kase = await submitted()
    await asActor(people.eva, (tx) => propose(tx, people.eva, kase.ref, KS1))
    const other = { consent: { x_anslutningspunkt: 'KS-2' } }
    await asActor(people.johan, (tx) => propose(tx, people.johan, kase.ref, other))
    await expect(confirms(people.johan, kase, 'approve')).rejects.toThrow('Du har själv föreslagit')
    expect((await confirms(people.eva, kase, 'approve')).consent).toEqual(other.consent)
  })

  test('a page of an older proposal confirms nothing', async () => {
    const kase = await submitted()
    await asActor(people.eva, (tx) => propose(tx, people.eva, kase.ref, KS1))
    const { version } = await stored(kase)
    await asActor(people.eva, (tx) => propose(tx, people.eva, kase.ref, { consent: { x_anslutningspunkt: 'KS-3' } }))
    await expect(confirms(people.johan, kase, 'approve', { version })).rejects.toThrow('har redan ändrats')
  })

  test('a proposal ends with the station it was made at: a case that was returned and came back needs a new one', async () => {
    const kase = await submitted()
    await asActor(people.eva, (tx) => propose(tx, people.eva, kase.ref, KS1))
    await aCase.move(people.amir, await aCase.reject(people.johan, kase), 'resubmit')
    await expect(confirms(people.johan, kase, 'approve')).rejects.toThrow('ska föreslås av en handläggare')
  })

  test('one that is withdrawn is gone', async () => {
    const kase = await submitted()
    await asActor(people.eva, (tx) => propose(tx, people.eva, kase.ref, KS1))
    await asActor(people.johan, (tx) => withdrawProposal(tx, people.johan, kase.ref))
    await expect(confirms(people.johan, kase, 'approve')).rejects.toThrow('ska föreslås av en handläggare')
  })

  test('what an approval waits for, a proposal waits for too', async () => {
    const held = await submitted()
    await db.owner('cases').where({ id: held.id }).update({ hold_reason: 'grid', held_at: new Date() })
    await expect(asActor(people.eva, (tx) => propose(tx, people.eva, held.ref, KS1))).rejects.toThrow('väntläge')
    const quoted = await submitted()
    await db.owner('cases').where({ id: quoted.id }).update({ invoicing: 'quote_sent' })
    await expect(asActor(people.eva, (tx) => propose(tx, people.eva, quoted.ref, KS1))).rejects.toThrow('Offerten')
  })

  test('undoing the confirmation lays the proposal back, to be confirmed again', async () => {
    const kase = await submitted()
    await asActor(people.eva, (tx) => propose(tx, people.eva, kase.ref, KS1))
    await confirms(people.johan, kase, 'approve', { undoable: true })
    await asActor(people.johan, (tx) => undo(tx, people.johan, kase.ref))
    expect((await confirms(people.johan, kase, 'approve')).consent).toEqual(KS1.consent)
  })

  test('rejecting needs no second person', async () => {
    expect((await aCase.reject(people.eva, await submitted())).status).toBe('notice_rejected')
  })

  test('where the owner does not ask for it one is enough, and there is nothing to propose', async () => {
    await switchOn(false)
    const kase = await submitted()
    await expect(asActor(people.eva, (tx) => propose(tx, people.eva, kase.ref, KS1))).rejects.toThrow('utan förslag')
    expect((await aCase.approve(people.eva, kase)).status).toBe('consented')
    await switchOn(true)
  })

  test('the company sees nothing of a proposal, and another network owner neither', async () => {
    const kase = await submitted()
    await asActor(people.eva, (tx) => propose(tx, people.eva, kase.ref, KS1))
    expect((await amir.get(`/cases/${kase.ref}`)).body).not.toMatch(/föreslag|KS-1\b/)
    expect((await amir.get(`/cases/${kase.ref}/log`)).body).not.toContain('föreslaget')
    await expect(asActor(people.amir, (tx) => tx('case_proposals').select())).rejects.toThrow('permission denied')
    expect(await asActor(people.petra, (tx) => tx('case_proposals').select())).toEqual([])
  })
})

const open = (who: Client, kase: CaseRow) => who.get(`/cases/${kase.ref}`)

describe('on the page', () => {
  const submit = async (who: Client, kase: CaseRow, move: string, fields: Record<string, string> = {}) =>
    who.post(`/cases/${kase.ref}/${move}`, {
      _version: hidden((await who.get(`/cases/${kase.ref}`)).body)['_version']!,
      _key: newKey(),
      ...fields,
    })

  test('one proposes, sees that it waits, and the other reads it whole and confirms', async () => {
    const kase = await submitted()
    expect((await eva.get(`/cases/${kase.ref}`)).body).toContain('Föreslå godkännande')
    const bare = await submit(eva, kase, 'propose', { x_anslutningspunkt: 'KS-77' })
    expect(bare.status).toBe(422)
    expect(bare.body).toContain('KS-77')
    expect((await submit(eva, kase, 'propose', typed)).status).toBe(303)
    const mine = (await eva.get(`/cases/${kase.ref}`)).body
    expect(mine).toContain('Du har föreslagit godkännande')
    expect(mine).not.toContain('Bekräfta och godkänn')
    const theirs = (await johan.get(`/cases/${kase.ref}`)).body
    expect(theirs).toContain('Eva Nordin föreslår godkännande')
    expect(theirs).toContain('735 999 000 100 000 012')
    expect((await submit(johan, kase, 'approve', { _confirm: 'ja' })).status).toBe(303)
    expect(await stored(kase)).toMatchObject({ status: 'consented', consent: { x_anslutningspunkt: 'KS-1042' } })
  })

  test('posting an approval past the panel is refused with words, and so is confirming one’s own', async () => {
    const kase = await submitted()
    const past = await submit(eva, kase, 'approve', typed)
    expect(past.status).toBe(409)
    expect(past.body).toContain('ska föreslås av en handläggare')
    expect(past.body).toContain('KS-1042')
    await submit(eva, kase, 'propose', typed)
    expect((await submit(eva, kase, 'approve', { _confirm: 'ja' })).status).toBe(409)
    expect((await stored(kase)).status).toBe('submitted')
  })

  test('confirming where nothing is proposed approves nothing, whether or not two are asked for', async () => {
    const kase = await submitted()
    expect((await submit(johan, kase, 'approve', { _confirm: 'ja' })).status).toBe(409)
    await switchOn(false)
    expect((await submit(johan, kase, 'approve', { _confirm: 'ja' })).status).toBe(409)
    await switchOn(true)
    expect((await stored(kase)).status).toBe('submitted')
  })

  test('a proposal is changed and taken back from the page', async () => {
    const kase = await submitted()
    await submit(eva, kase, 'propose', typed)
    const again = await submit(johan, kase, 'propose', { ...typed, x_anslutningspunkt: 'KS-2000' })
    expect(again.status).toBe(303)
    expect((await eva.get(`/cases/${kase.ref}`)).body).toContain('Johan Ek föreslår godkännande')
    // A colleague's is turned down with a reason, which the colleague reads and the installer does not.
    expect((await open(eva, kase)).body).toContain('Avslå förslaget')
    expect((await open(eva, kase)).body).not.toContain('Ta tillbaka förslaget')
    for (const short of ['', 'Nej'])
      expect((await submit(eva, kase, 'withdraw-proposal', { proposal_comment: short })).status).toBe(422)
    expect(await proposals(kase)).toHaveLength(1)
    const because = 'Stationen är redan full.'
    expect((await submit(eva, kase, 'withdraw-proposal', { proposal_comment: because })).status).toBe(303)
    expect(await proposals(kase)).toEqual([])
    expect((await eva.get(`/cases/${kase.ref}/log`)).body).toContain(because)
    expect((await amir.get(`/cases/${kase.ref}/log`)).body).not.toContain(because)
    // One's own is taken back as it is.
    await submit(johan, kase, 'propose', typed)
    expect((await submit(johan, kase, 'withdraw-proposal')).status).toBe(303)
    const log = (await eva.get(`/cases/${kase.ref}/log`)).body
    for (const line of ['Godkännande föreslaget', 'Förslag om godkännande ändrat', 'tillbakataget'])
      expect(log).toContain(line)
  })

  test('a deviation is accepted by the one who proposes, and read by the one who confirms', async () => {
    const kase = await completed()
    const deviating = { ...kase.completion, y_avvikelse: true, y_avvikelse_text: 'Annan kabelväg' }
    await db
      .owner('cases')
      .where({ id: kase.id })
      .update({ completion: JSON.stringify(deviating) })
    expect((await submit(eva, kase, 'propose')).status).toBe(422)
    expect((await submit(eva, kase, 'propose', { accept_deviation: 'ja' })).status).toBe(303)
    expect((await johan.get(`/cases/${kase.ref}`)).body).toMatch(/Avvikelsen godtas<\/strong>: Annan kabelväg/)
    expect((await submit(johan, kase, 'accept-completion', { _confirm: 'ja' })).status).toBe(303)
    expect((await stored(kase)).status).toBe('closed')
  })
})

describe('a rule that is switched while cases run', () => {
  let lena: Client
  const publishesRule = async (fourEyes: 'ja' | 'nej') => {
    await changes(lena, '/rules', { fourEyes })
    await publishes(lena)
  }
  beforeAll(async () => {
    lena = await new Client((await testServer()).address).signIn('lena.frost')
    await switchOn(false)
  })
  afterAll(() => switchOn(true))

  test('holds at once for those that began before, as its page says; a page drawn before is refused with words', async () => {
    const kase = await submitted()
    const before = await open(eva, kase)
    expect(before.body).not.toContain('Föreslå godkännande')
    await publishesRule('ja')
    expect((await lena.get(`${AT}/rules`)).body).toContain('Gäller direkt, även i pågående ärenden.')
    const late = await eva.post(`/cases/${kase.ref}/approve`, { ...hidden(before.body), ...typed })
    expect(late.status).toBe(409)
    expect(late.body).toContain('ska föreslås av en handläggare')
    // What was typed is in the panel, which proposes now.
    expect(late.body).toContain('KS-1042')
    expect(late.body).toContain('Föreslå godkännande')
    expect((await eva.post(`/cases/${kase.ref}/propose`, { ...hidden(late.body), ...typed })).status).toBe(303)
    expect((await open(johan, kase)).body).toContain('Eva Nordin föreslår godkännande')
  })

  test('switched off, one is enough, with what was proposed filled in, and nothing waits for a confirmation', async () => {
    await publishesRule('ja')
    const kase = await submitted()
    await asActor(people.eva, (tx) => propose(tx, people.eva, kase.ref, KS1))
    await publishesRule('nej')
    const { body } = await open(johan, kase)
    expect(body).not.toMatch(/föreslår godkännande|Bekräfta och godkänn|Två personer godkänner/)
    expect(body).toContain('value="KS-1"')
    expect((await johan.get('/inbox')).body).not.toContain('Väntar på ditt godkännande')
    const britt = await new Client((await testServer()).address).signIn('britt.olsson')
    const page = await britt.get(`/owner/preparation/${kase.ref}/network`)
    const saved = await britt.post(`/owner/preparation/${kase.ref}/network`, {
      ...hidden(page.body),
      x_anslutningspunkt: 'KS-2',
    })
    expect(saved.status).toBe(303)
    const again = await open(eva, kase)
    expect((await eva.post(`/cases/${kase.ref}/approve`, { ...hidden(again.body), ...typed })).status).toBe(303)
    expect((await stored(kase)).status).toBe('consented')
  })
})
