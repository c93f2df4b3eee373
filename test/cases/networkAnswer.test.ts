import { beforeAll, expect, test } from 'vitest'
import { perform } from '../../src/cases/workflow/perform.ts'
import { factsOf, lastSent } from '../../src/configuration/trialRun.ts'
import { asActor } from '../../src/db/actor.ts'
import type { CaseRow, MailRow } from '../../src/db/rowTypes.ts'
import { aCase, actorsOf } from '../support/cases.ts'
import { Client, hidden, testServer } from '../support/client.ts'
import { testDatabase, type TestDatabase } from '../support/database.ts'

let db: TestDatabase
let amir: Client, eva: Client
beforeAll(async () => {
  db = await testDatabase()
  const { address } = await testServer()
  amir = await new Client(address).signIn('amir.haddad')
  eva = await new Client(address).signIn('eva.nordin')
})

// docs/domain.md 3.1, OV02: network owners must give out their short-circuit values to who asks for them.
test('a request for short-circuit values is answered with them, and only by them', async () => {
  const { amir: by } = actorsOf(db.world)
  const { ref, id } = await aCase.send(by, await aCase(by, 'OV02'))
  const stored = async () => (await db.owner<CaseRow>('cases').where({ id }).first())!
  const answers = async (typed: Record<string, string>) => {
    const page = await eva.get(`/cases/${ref}`)
    return eva.post(`/cases/${ref}/approve-and-close`, { ...hidden(page.body), ...typed })
  }
  const empty = await answers({ x_ik3_max: '2,4' })
  expect(empty.status).toBe(422)
  expect(empty.body).toContain('id="x_forimp-error"')
  expect((await stored()).status).toBe('submitted')

  const said = {
    x_ik3_max: '2,4',
    x_ik1_min: '310',
    x_forimp: '95,5',
    x_natstation: 'NS 12',
    x_upplysningar: 'Gäller vid normalt kopplingsläge.',
  }
  expect((await answers(said)).status).toBe(303)
  expect(await stored()).toMatchObject({ status: 'closed', consent_number: null, consent: { x_forimp: 95.5 } })

  // The installer reads it on the case, on paper and in a search, and is told in the mail where it stands.
  for (const path of [`/cases/${ref}`, `/cases/${ref}/print`]) {
    const { body } = await amir.get(path)
    for (const words of ['Nätbolagets svar', '2,4 kA', '95,5 mΩ']) expect(body, path).toContain(words)
    expect(body, path).not.toContain('NS 12')
    expect(body, path).not.toContain('Gäller till')
  }
  expect((await eva.get(`/cases/${ref}`)).body).toContain('NS 12')
  expect((await amir.get('/search?q=kopplingsläge&in=both')).body).toContain(ref)
  const mail = await db.owner<MailRow>('mail_messages').where({ case_id: id, template: 'M01' }).first()
  expect(JSON.stringify(mail)).toContain('Värdena du bad om står i ärendet.')

  // What is opened again is unanswered.
  const lena = await new Client(amir.address).signIn('lena.frost')
  const page = await lena.get(`/cases/${ref}/reopen`)
  expect(
    (await lena.post(`/cases/${ref}/reopen`, { ...hidden(page.body), comment: 'Fel station angavs i svaret.' })).status,
  ).toBe(303)
  expect((await amir.get(`/cases/${ref}`)).body).not.toContain('95,5')
})

// The consent of a charger that feeds the network has fields that only such a notice leads to.
test('what is granted a car that feeds the network is found again, and no rule grants it without its number', async () => {
  const people = actorsOf(db.world)
  const fed = { ladd_v2g: true, lag_effekt_ut: 8, lag_koppling: 'ac', lag_inmatning: 'ja' }
  const draft = await aCase(people.amir, 'LA01')
  const saved = await asActor(people.amir, (tx) =>
    perform(tx, people.amir, draft.ref, 'save', { notice: { ...draft.notice, ...fed } }),
  )
  const { id, ref, owner_id: owner } = await aCase.send(people.amir, saved)
  const [sent] = await asActor(people.eva, (tx) => lastSent(tx, owner, ['LA01'], 1))
  const rule = {
    code: 'r',
    name: 'r',
    active: true,
    jobs: ['LA01'],
    maxFuse: null,
    noWarnings: false,
    minApproved: 0,
    maxRejectedPercent: 100,
    connectionPoint: 'KS-1',
    message: '',
  }
  expect(factsOf(sent!, rule).lacking).toEqual(
    expect.arrayContaining(['Anläggnings-ID inmatning', 'Medgiven inmatning']),
  )

  const page = await eva.get(`/cases/${ref}`)
  const granted = {
    x_matarsakring: '25',
    x_anslutningspunkt: 'KS-1',
    x_anl_id_inm: '735999000100000111',
    x_max_inmatning: '8',
    x_produktionsvillkor: 'Obalansskydd kvarnhjul',
  }
  expect((await eva.post(`/cases/${ref}/approve`, { ...hidden(page.body), ...granted })).status).toBe(303)
  expect((await db.owner<CaseRow>('cases').where({ id }).first())!.consent).toMatchObject({ x_max_inmatning: 8 })
  const found = (await amir.get('/search?q=kvarnhjul&in=both')).body
  expect(found).toContain('Villkor för produktionen')
})
