import { beforeAll, expect, test } from 'vitest'
import { perform } from '../../src/cases/workflow/perform.ts'
import { asActor } from '../../src/db/actor.ts'
import type { Answers } from '../../src/domain/forms/definition.ts'
import type { CaseRow } from '../../src/db/rowTypes.ts'
import { aCase, actorsOf } from '../support/cases.ts'
import { Client, testServer } from '../support/client.ts'
import { testDatabase, type TestDatabase } from '../support/database.ts'

let db: TestDatabase
let people: ReturnType<typeof actorsOf>
let lena: Client, karin: Client, petra: Client, mira: Client, eva: Client

beforeAll(async () => {
  db = await testDatabase()
  people = actorsOf(db.world)
  await db.owner('users').where({ username: 'petra.wallin' }).update({ is_admin: true })
  const { address } = await testServer()
  const names = ['lena.frost', 'karin.bergstrom', 'petra.wallin', 'mira.dahl', 'eva.nordin']
  ;[lena, karin, petra, mira, eva] = (await Promise.all(names.map((name) => new Client(address).signIn(name)))) as [
    Client,
    Client,
    Client,
    Client,
    Client,
  ]
  for (const who of [lena, karin, petra, mira]) await who.proves()
})

const stored = async ({ id }: CaseRow) => db.owner<CaseRow>('cases').where({ id }).first()

/** A case of a customer whose number stands where `where` says, and nowhere else. */
async function about(where: 'answer' | 'reference' | 'note' | 'draft' | 'nowhere'): Promise<CaseRow> {
  const { amir } = people
  const begun = await aCase(amir, 'NY01')
  const { best_id: _, ...notice }: Answers = {
    ...begun.notice,
    best_namn: 'Anna Annorlunda',
    best_epost: 'anna@annan.example',
    best_utan_pnr: true,
    best_fodd: '1970-02-03',
  }
  const words = {
    answer: { best_id: '198503152384', best_utan_pnr: false },
    reference: { er_referens: 'Kund 850315-2384' },
  }
  const saved = await asActor(amir, (tx) =>
    perform(tx, amir, begun.ref, 'save', {
      notice: {
        ...notice,
        ...(where === 'answer' || where === 'reference' ? words[where] : where === 'draft' ? words.answer : {}),
      },
    }),
  )
  if (where === 'draft') return saved
  const sent = await aCase.send(amir, saved)
  if (where === 'note') await aCase.note(people.eva, sent, 'owner', 'Ring 8503152384')
  return sent
}

const ask = (who: Client, side: 'owner' | 'company', typed: Record<string, string>, more = '') =>
  who.post(`/${side}/privacy/person${more}`, { identity: '', email: '', name: '', ...typed })

test('is found by number, e-mail or name, wherever it was written, and handed out as a file', async () => {
  const places = ['answer', 'reference', 'note', 'draft', 'nowhere'] as const
  const [answer, reference, note, draft, nowhere] = (await Promise.all(places.map(about))) as [
    CaseRow,
    CaseRow,
    CaseRow,
    CaseRow,
    CaseRow,
  ]
  const owners = await ask(lena, 'owner', { identity: '19850315-2384' })
  expect(owners.status).toBe(200)
  const listed = (body: string) => [answer, reference, note, draft, nowhere].filter(({ ref }) => body.includes(ref))
  expect(listed(owners.body)).toEqual([answer, reference, note])
  // The company sees its draft, and not the owner's own note.
  expect(listed((await ask(karin, 'company', { identity: '850315-2384' })).body)).toEqual([answer, reference, draft])
  for (const [who, side] of [
    [petra, 'owner'],
    [mira, 'company'],
  ] as const)
    expect(listed((await ask(who, side, { identity: '198503152384' })).body)).toEqual([])
  expect(listed((await ask(lena, 'owner', { email: 'ANNA@annan.example' })).body)).toHaveLength(4)
  expect(listed((await ask(lena, 'owner', { name: 'anna annorlunda' })).body)).toHaveLength(4)
  expect((await ask(lena, 'owner', { name: 'Olle Ingenstans' })).body).toContain('Inget hittades')

  const file = await ask(lena, 'owner', { identity: '198503152384' }, '/extract')
  expect(file.headers.get('content-disposition')).toBe('attachment; filename="registerutdrag.txt"')
  for (const words of [answer.number, 'Anna Annorlunda', '19850315-2384', 'Ring 8503152384'])
    expect(file.body).toContain(words)
  expect(file.body).not.toContain(draft.number)
  const written = await db.owner('security_events').where({ event: 'extract-made' })
  expect(JSON.stringify(written)).not.toMatch(/2384|Anna/)
  expect((await lena.get('/owner/users/history')).body).toContain('Registerutdrag hämtat')
})

test('asks for something to look for, and for a number that is one', async () => {
  expect((await ask(lena, 'owner', {})).status).toBe(422)
  expect((await ask(lena, 'owner', { identity: '850315-2385' })).body).toContain('Personnumret stämmer inte')
  expect((await ask(lena, 'owner', { name: 'An' })).status).toBe(422)
  expect((await ask(eva, 'owner', { name: 'Anna' })).status).toBe(403)
})

test('a closed case is erased on request, an open or held one is not, and neither is another owner’s', async () => {
  const [closed, held, open] = (await Promise.all([about('answer'), about('answer'), about('answer')])) as [
    CaseRow,
    CaseRow,
    CaseRow,
  ]
  for (const kase of [closed, held]) await aCase.move(people.eva, kase, 'cancel', 'Kunden har ångrat sig')
  await db.owner('legal_holds').insert({
    case_id: held.id,
    owner_id: held.owner_id,
    sent: true,
    reason: 'Tvist om avgiften',
    user_id: people.lena.userId,
    user_name: 'Lena',
  })
  const page = (await ask(lena, 'owner', { identity: '198503152384' })).body
  expect(page).toContain('<span class="tag">Gallringsstopp</span>')
  expect(page).toContain('<span class="tag">Pågår</span>')
  const all = [closed, held, open].map(({ id }) => String(id))
  for (const who of [petra]) await who.post('/owner/privacy/person/erase', { cases: all })
  for (const who of [karin, mira]) await who.post('/company/privacy/person/erase', { cases: all })
  expect((await stored(closed))!.erased_at).toBeNull()
  expect((await lena.post('/owner/privacy/person/erase', { cases: all })).status).toBe(303)
  const after = await Promise.all([closed, held, open].map(async (kase) => (await stored(kase))!.erased_at !== null))
  expect(after).toEqual([true, false, false])
  expect((await eva.get(`/cases/${closed.ref}/log`)).body).toContain('Ärendet gallrat på begäran')
})

test('a draft is erased by its company', async () => {
  const draft = await about('draft')
  await mira.post('/company/privacy/person/erase', { cases: String(draft.id) })
  expect(await stored(draft)).toBeDefined()
  await karin.post('/company/privacy/person/erase', { cases: String(draft.id) })
  expect(await stored(draft)).toBeUndefined()
})

test('a closed account is erased, an open one and another tenant’s are not', async () => {
  const johan = db.world.users['johan.ek']!
  const name = async (id: number) => ((await db.owner('users').where({ id }).first('name')) as { name: string }).name
  await lena.post('/owner/privacy/person/erase', { accounts: String(johan) })
  expect(await name(johan)).toBe('Johan Ek')
  await db.owner('users').where({ id: johan }).update({ active: false })
  await petra.post('/owner/privacy/person/erase', { accounts: String(johan) })
  expect(await name(johan)).toBe('Johan Ek')
  expect((await ask(lena, 'owner', { name: 'Johan Ek' })).body).toContain(`name="accounts" value="${johan}"`)
  await lena.post('/owner/privacy/person/erase', { accounts: String(johan) })
  expect(await db.owner('users').where({ id: johan }).first('name', 'email', 'phone', 'username')).toEqual({
    name: 'Borttagen användare',
    email: null,
    phone: null,
    username: `borttagen-${johan}`,
  })
})
