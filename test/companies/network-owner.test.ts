import { beforeAll, expect, test } from 'vitest'
import { newKey } from '../../src/web/once.ts'
import { orgNumbersIn } from '../../src/companies/register.ts'
import { aCase, actorsOf } from '../support/cases.ts'
import { Client, testServer } from '../support/client.ts'
import { testDatabase, type TestDatabase } from '../support/database.ts'

let db: TestDatabase
let lena: Client, johan: Client, karin: Client
beforeAll(async () => {
  db = await testDatabase()
  await db
    .owner('users')
    .where({ username: 'johan.ek' })
    .update({ permission_sets: ['H', 'A'] })
  const { address } = await testServer()
  ;[lena, johan, karin] = (await Promise.all(
    ['lena.frost', 'johan.ek', 'karin.bergstrom'].map((name) => new Client(address).signIn(name)),
  )) as [Client, Client, Client]
})

const apply = async (owner: number) =>
  karin.post('/company/connections', { _key: newKey(), owner: String(owner), message: '' })
const connection = (owner_id: number) =>
  db.owner('connections').where({ company_id: db.world.companies.Bergströms, owner_id }).first() as Promise<
    { status: string; register_checked_on: string | null; register_checked_by_name: string | null } | undefined
  >

test('a handläggare with the set for applications blocks and lifts, each with a reason that is told and kept', async () => {
  const at = `/owner/companies/${db.world.companies.Bergströms}`
  const page = (await johan.get(at)).body
  expect(page).toContain('Spärra företaget')
  expect(page).not.toContain('/owner/configuration')
  const deed = (path: string, seen: string, reason = '') =>
    johan.post(`${at}/${path}`, { _key: newKey(), seen, reason })
  expect((await deed('block', 'approved', 'Står inte längre i registret.')).status).toBe(303)
  expect((await johan.get(at)).body).toContain('Häv spärren')
  expect((await deed('approve', 'blocked')).status).toBe(422)
  expect((await deed('approve', 'blocked', 'Står i registret igen.')).status).toBe(303)
  const reasons = (await db
    .owner('connection_events')
    .where({ company_id: db.world.companies.Bergströms, owner_id: db.world.owners.NEL })
    .orderBy('id')
    .select('status', 'reason', 'actor_name')) as object[]
  expect(reasons.slice(-2)).toEqual([
    { status: 'blocked', reason: 'Står inte längre i registret.', actor_name: 'Johan Ek' },
    { status: 'approved', reason: 'Står i registret igen.', actor_name: 'Johan Ek' },
  ])
  const letters = (await db.owner('mail_messages').where({ template: 'M14' }).orderBy('id').pluck('text')) as string[]
  expect(letters.slice(-2).join()).toMatch(/längre i registret[\s\S]*i registret igen/)
})

test('one that is blocked reads its cases, begins none, and finishes what has begun only where the owner lets it', async () => {
  const { amir, eva } = actorsOf(db.world)
  const consented = await aCase.approve(eva, await aCase.send(amir, await aCase(amir, 'NY01')))
  const draft = await aCase(amir, 'NY01')
  const pair = { company_id: db.world.companies.Bergströms, owner_id: db.world.owners.NEL }
  await db.owner('connections').where(pair).update({ status: 'blocked' })
  try {
    expect((await karin.get(`/cases/${consented.ref}`)).status).toBe(200)
    await expect(aCase.send(amir, draft)).rejects.toThrow('inte godkänt hos nätbolaget')
    await lena.post('/owner/companies/demands', { certificate_required: 'ja' })
    await expect(aCase.complete(amir, consented)).rejects.toThrow('inte låter pågående ärenden göras klara')
    await lena.post('/owner/companies/demands', { certificate_required: 'ja', finish_when_stopped: 'ja' })
    expect((await aCase.complete(amir, consented)).status).toBe('completed')
  } finally {
    await db.owner('connections').where(pair).update({ status: 'approved' })
  }
})

test('who is about to end is promised what this network owner lets be finished, and no more', async () => {
  const page = `/company/connections/${db.world.owners.NEL}/end`
  await lena.post('/owner/companies/demands', { finish_when_stopped: 'ja' })
  expect((await karin.get(page)).body).toContain('kan ni läsa och göra klart')
  await lena.post('/owner/companies/demands', {})
  const { body } = await karin.get(page)
  expect(body).toContain('kan ni bara läsa: nätbolaget låter dem inte göras klara')
  expect(body).not.toContain('göra klart')
  await lena.post('/owner/companies/demands', { finish_when_stopped: 'ja' })
})

test('who stands in the register that was read in is let in when the address there has answered, and the check is noted', async () => {
  const { NEL } = db.world.owners
  const pair = { company_id: db.world.companies.Bergströms, owner_id: NEL }
  const read = (text: string) =>
    lena.post('/owner/companies/register', { file: new File([text], 'register.csv', { type: 'text/csv' }) })
  await lena.post('/owner/companies/demands', { finish_when_stopped: 'ja' })
  await lena.post('/owner/companies/admission', { admission: 'registered' })
  await db.owner('connections').where(pair).update({ status: 'refused' })
  await read('Org.nr;Namn\n559999-0057;Solklart Installation AB\n')
  await apply(NEL)
  expect((await connection(NEL))!.status).toBe('applied')
  await db.owner('connections').where(pair).update({ status: 'refused' })
  await read(
    'Org.nr;Namn\n165599990040;Bergströms;kontoret@bergstroms-elservice.example\n559999-0057;Solklart\n559999-0057;igen\n',
  )
  expect((await lena.get('/owner/companies')).body).toMatch(/2 företag, inläst \d{4}-\d\d-\d\d/)
  await apply(NEL)
  const letters = (await db.owner('mail_messages').orderBy('id').pluck('text')) as string[]
  const link = /http\S+(\/register\/confirm\/\S+)/.exec(letters.join('\n'))![1]!
  await karin.post(link, { answer: 'yes' })
  expect(await connection(NEL)).toMatchObject({ status: 'approved', register_checked_by_name: 'Lena Frost' })
  // A file with nothing in it does not empty the register.
  await read('Fel fil')
  expect(await db.owner('register_entries').where({ owner_id: NEL })).toHaveLength(2)
  await lena.post('/owner/companies/admission', { admission: 'manual' })
})

test('of whatever stands in a file only true numbers are taken, each once', () => {
  expect(
    orgNumbersIn('559999-0040 x 5599990040;165599990057, 559999-0041 08-123 45 67 19121212-1212 99999999999'),
  ).toEqual(['5599990040', '5599990057'])
  expect(orgNumbersIn('')).toEqual([])
})

test('hundreds of companies come a page at a time, those that wait first, each once', async () => {
  const rows = (await db.owner('companies').insert(
    Array.from({ length: 120 }, (_, n) => ({
      name: `Ström ${String(n % 60).padStart(3, '0')} AB`,
      org_number: String(5_700_000_000 + n),
      city: n < 5 ? 'Fjällby' : 'Norrådal',
    })),
    'id',
  )) as { id: number }[]
  await db.owner('connections').insert(
    rows.map(({ id }, n) => ({
      company_id: id,
      owner_id: db.world.owners.NEL,
      status: n % 10 === 0 ? 'applied' : 'approved',
    })),
  )
  const seen: string[] = []
  let next: string | undefined = '/owner/companies?q=Str%C3%B6m'
  let pages = 0
  for (; next !== undefined && pages < 10; pages += 1) {
    const { body } = await lena.get(next)
    seen.push(...[...body.matchAll(/<a href="\/owner\/companies\/(\d+)"><strong>/g)].map(([, id]) => id!))
    next = /href="([^"]*after=[^"]*)"/.exec(body)?.[1]?.replaceAll('&amp;', '&')
  }
  const ids = rows.map(({ id }) => String(id))
  // Bergströms is found by its name too, and Solklart is not.
  expect(pages).toBe(3)
  expect(seen.filter((id) => ids.includes(id)).sort()).toEqual(ids.sort())
  const waiting = rows.filter((_, n) => n % 10 === 0).map(({ id }) => String(id))
  expect(seen.slice(0, 12).sort()).toEqual(waiting.sort())
  const { body } = await lena.get('/owner/companies?q=fj%C3%A4llby&status=applied')
  expect(body.match(/class="connection"/g)).toHaveLength(1)
  for (const odd of ['status=hittepå', 'after=x', 'after=[1]', 'after=[true,"x",99999999999999]', 'q=%25%5C', 'q=%00'])
    expect((await lena.get(`/owner/companies?${odd}`)).status, odd).toBe(200)
})
