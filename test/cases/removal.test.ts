import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { propose } from '../../src/cases/workflow/proposals.ts'
import { perform } from '../../src/cases/workflow/perform.ts'
import { asActor, asOwnersRule } from '../../src/db/actor.ts'
import type { CaseRow, MailRow } from '../../src/db/rowTypes.ts'
import { aCase, actorsOf } from '../support/cases.ts'
import { Client, hidden, testServer } from '../support/client.ts'
import { testDatabase, type TestDatabase } from '../support/database.ts'

let db: TestDatabase
let people: ReturnType<typeof actorsOf>
let amir: Client, eva: Client, johan: Client
beforeAll(async () => {
  db = await testDatabase()
  people = actorsOf(db.world)
  const { address } = await testServer()
  ;[amir, eva, johan] = (await Promise.all(
    ['amir.haddad', 'eva.nordin', 'johan.ek'].map((name) => new Client(address).signIn(name)),
  )) as [Client, Client, Client]
})
beforeEach(() => switchOn(false))

const switchOn = (fourEyes: boolean) =>
  db
    .owner('configurations')
    .where({ owner_id: db.world.owners.NEL })
    .update({ rules: JSON.stringify({ fourEyes }) })
const WHY = 'Kunden har ångrat sig om arbetet.'
const sent = async (job = 'NY01') => aCase.send(people.amir, await aCase(people.amir, job))
const asks = (kase: CaseRow) => aCase.move(people.amir, kase, 'requestRemoval', WHY)
const stored = async ({ id }: CaseRow) => (await db.owner<CaseRow>('cases').where({ id }).first())!
const mailOf = async (kase: CaseRow, template: string) =>
  (await db.owner<MailRow>('mail_messages').where({ case_id: kase.id, template }).orderBy('id', 'desc').first())!.text
const TYPED = {
  x_anl_id: '735999000100000012',
  x_matarsakring: '25',
  x_matmetod: 'direkt',
  x_anslutningspunkt: 'KS-1042',
}
const TICK = { despite_removal: 'ja' }
const APPROVALS = [
  ['approve', 'NY01', 'consented', 'M01'],
  ['approve-and-close', 'SE03', 'closed', 'M01'],
  ['accept-completion', 'BE02', 'closed', 'M04'],
] as const

describe('approving what the installer has asked to have removed', () => {
  test.each(APPROVALS)(
    '%s asks first, refuses the request with it, and the installer is told',
    async (path, job, to, mail) => {
      const kase = await asks(await sent(job))
      const page = await eva.get(`/cases/${kase.ref}`)
      expect(page.body).toContain('Godkänn ändå. Begäran om borttagning avslås, och installatören får veta det.')
      const typed = { ...hidden(page.body), ...TYPED }
      const unasked = await eva.post(`/cases/${kase.ref}/${path}`, typed)
      expect(unasked.status).toBe(422)
      expect(unasked.body).toContain('Kryssa i att du godkänner ändå, eller avbryt ärendet.')
      expect(await stored(kase)).toMatchObject({ status: kase.status, removal_requested: true })

      expect((await eva.post(`/cases/${kase.ref}/${path}`, { ...typed, ...TICK })).status).toBe(303)
      expect(await stored(kase)).toMatchObject({ status: to, removal_requested: false })
      expect(await mailOf(kase, mail)).toContain('Din begäran om att ärendet tas bort är avslagen.')
      for (const who of [amir, eva]) {
        const { body } = await who.get(`/cases/${kase.ref}`)
        expect(body).toContain('Nätbolaget har avslagit begäran om borttagning')
        expect(body).toContain('Begäran om borttagning är avslagen.')
        expect(body).not.toMatch(/önskar att anmälan tas bort|Avbryt det, eller avslå/)
      }
    },
  )

  test('where two decide both are asked', async () => {
    await switchOn(true)
    const kase = await asks(await sent())
    const page = await eva.get(`/cases/${kase.ref}`)
    const typed = { ...hidden(page.body), ...TYPED }
    expect((await eva.post(`/cases/${kase.ref}/propose`, typed)).status).toBe(422)
    expect((await eva.post(`/cases/${kase.ref}/propose`, { ...typed, ...TICK })).status).toBe(303)
    const theirs = await johan.get(`/cases/${kase.ref}`)
    const confirm = { ...hidden(theirs.body), _confirm: 'ja' }
    expect((await johan.post(`/cases/${kase.ref}/approve`, confirm)).status).toBe(422)
    expect((await johan.post(`/cases/${kase.ref}/approve`, { ...confirm, ...TICK })).status).toBe(303)
    expect(await stored(kase)).toMatchObject({ status: 'consented', removal_requested: false })
  })

  test('a request that came after the page was drawn is not passed over', async () => {
    const kase = await sent()
    const page = await eva.get(`/cases/${kase.ref}`)
    await asks(kase)
    const late = await eva.post(`/cases/${kase.ref}/approve`, { ...hidden(page.body), ...TYPED })
    expect(late.status).toBeGreaterThanOrEqual(409)
    expect(await stored(kase)).toMatchObject({ status: 'submitted', removal_requested: true })
  })

  test('no rule does it', async () => {
    const kase = await asks(await sent())
    const rule = { side: 'system', rule: 'Regeln', isAdmin: false } as const
    const done = asOwnersRule(db.world.owners.NEL, (tx) => perform(tx, rule, kase.ref, 'autoApprove'))
    await expect(done).rejects.toThrow('Borttagning är redan begärd.')
  })

  test('undone, the request is there again', async () => {
    const kase = await asks(await sent())
    const page = await eva.get(`/cases/${kase.ref}`)
    await eva.post(`/cases/${kase.ref}/approve`, { ...hidden(page.body), ...TYPED, ...TICK })
    await eva.submit(`/cases/${kase.ref}/undo`, await eva.get(`/cases/${kase.ref}`), {})
    expect(await stored(kase)).toMatchObject({ status: 'submitted', removal_requested: true })
    expect((await eva.get(`/cases/${kase.ref}`)).body).toContain('Installatören vill att ärendet tas bort')
  })
})

describe('a request for removal', () => {
  test('is made once: while it waits there is no button for another, and the page says so', async () => {
    const kase = await asks(await sent())
    const { body } = await amir.get(`/cases/${kase.ref}`)
    expect(body).toContain('Ni har bett nätbolaget ta bort ärendet')
    expect(body).toContain(WHY)
    expect(body).not.toContain('/request-removal')
    await expect(asks(kase)).rejects.toThrow('Borttagning är redan begärd.')
    const refused = await aCase.move(people.eva, kase, 'refuseRemoval', 'Arbetet är redan beställt av oss.')
    const told = (await amir.get(`/cases/${refused.ref}`)).body
    expect(told).toContain('Nätbolaget har avslagit begäran om borttagning')
    expect(told).toContain('Arbetet är redan beställt av oss.')
    // It may be asked for again.
    expect(told).toContain('/request-removal')
    expect((await asks(refused)).removal_requested).toBe(true)
  })

  test('is answered by a rejection: the case can then be deleted by the installer itself', async () => {
    const kase = await aCase.reject(people.eva, await asks(await sent()))
    expect(kase.removal_requested).toBe(false)
    expect(await mailOf(kase, 'M02')).toContain('Du kan nu avbryta det själv.')
    const { body } = await amir.get(`/cases/${kase.ref}`)
    expect(body).toContain(`/cases/${kase.ref}/remove`)
    expect(body).not.toContain('önskar att anmälan tas bort')
  })

  test('is taken back by going on with the work', async () => {
    const consented = await aCase.approve(people.eva, await sent())
    await db.owner('cases').where({ id: consented.id }).update({ removal_requested: true })
    const kase = await aCase.complete(people.amir, consented)
    expect(kase.removal_requested).toBe(false)
    expect((await eva.get(`/cases/${kase.ref}`)).body).toContain('Begäran om borttagning är tillbakatagen.')
  })

  test('of a case on hold waits for who has it', async () => {
    const kase = await asks(await sent())
    await asActor(people.eva, (tx) =>
      perform(tx, people.eva, kase.ref, 'hold', { hold: { reason: 'grid', until: null } }),
    )
    const [part] = (await eva.get('/inbox')).body.split('<h2>Borttagning begärd</h2>').slice(1)
    expect(part).toContain(kase.number)
  })

  test('stands beside a proposal too, with both its answers', async () => {
    await switchOn(true)
    const kase = await asks(await sent())
    await asActor(people.eva, (tx) => propose(tx, people.eva, kase.ref, {}))
    const { body } = await johan.get(`/cases/${kase.ref}`)
    for (const way of ['cancel', 'refuse-removal']) expect(body).toContain(`/cases/${kase.ref}/${way}`)
  })
})
