import { beforeAll, beforeEach, expect, test } from 'vitest'
import { aCase, actorsOf } from '../support/cases.ts'
import { useKey } from '../../src/web/rateLimits.ts'
import { Client, hidden, testServer } from '../support/client.ts'
import { PASSWORD, testDatabase, type TestDatabase } from '../support/database.ts'

let db: TestDatabase
let address: string
let karin: Client
beforeAll(async () => {
  db = await testDatabase()
  address = (await testServer()).address
})
beforeEach(async () => {
  await db.owner('rate_limits').delete()
  karin = await (await new Client(address).signIn('karin.bergstrom')).proves()
})

const OLLE = { name: 'Olle Palm', email: 'olle.palm@bergstroms.example', phone: '070-174 06 30', locale: 'sv' }
const idOf = async (username: string) =>
  ((await db.owner('users').where({ username }).first('id')) as { id: number } | undefined)?.id
async function creates(who: Client, typed: Record<string, string>) {
  const page = await who.get('/company/users/new')
  return who.post('/company/users/new', { _key: hidden(page.body)['_key']!, ...typed })
}

test('a person is made once, with a user name of the name, and nothing typed is lost when something lacks', async () => {
  const lacking = await creates(karin, { ...OLLE, email: '' })
  expect(lacking.status).toBe(422)
  expect(lacking.body).toContain('Ange en e-postadress')
  expect(lacking.body).toContain('value="Olle Palm"')
  const page = hidden((await karin.get('/company/users/new')).body)
  const twice = await Promise.all([1, 2].map(() => karin.post('/company/users/new', { _key: page['_key']!, ...OLLE })))
  expect(twice.map(({ status }) => status)).toEqual([303, 303])
  expect(await db.owner('users').whereLike('username', 'olle.palm%').pluck('username')).toEqual(['olle.palm'])
  expect((await karin.get('/company/users')).body).toContain('olle.palm@bergstroms.example')
})

test('a taken name of another tenant is answered as a reserved one, with a free name', async () => {
  const answers = []
  for (const username of ['mira.dahl', 'admin', 'petra.wallin']) {
    const { status, body } = await creates(karin, { ...OLLE, username })
    expect(status).toBe(422)
    answers.push(/Användarnamnet går inte att använda. Ledigt: [a-z.]+\d/.exec(body)?.[0].replace(/Ledigt.*/, ''))
  }
  expect(new Set(answers)).toEqual(new Set(['Användarnamnet går inte att använda. ']))
})

test('another tenant’s people are not there: not to see, change, invite, sign out or close', async () => {
  const mira = (await idOf('mira.dahl'))!
  expect((await karin.get('/company/users')).body).not.toContain('Mira Dahl')
  for (const path of ['', '/leave']) expect((await karin.get(`/company/users/${mira}${path}`)).status).toBe(404)
  for (const path of ['', '/invite', '/sign-out', '/leave', '/leave/undo']) {
    const typed = { _key: 'x'.repeat(24), ...OLLE }
    expect((await karin.post(`/company/users/${mira}${path}`, typed)).status).toBe(404)
  }
  const after: unknown = await db.owner('users').where({ id: mira }).first('name', 'active', 'is_admin')
  expect(after).toEqual({ name: 'Mira Dahl', active: true, is_admin: true })
})

test('a role changes at once, the person’s sessions end, and both are told in the history', async () => {
  const sofia = await new Client(address).signIn('sofia.lindqvist')
  const id = (await idOf('sofia.lindqvist'))!
  expect((await sofia.get('/company/users')).status).toBe(403)
  const sofias = {
    name: 'Sofia Lindqvist',
    email: 'sofia.lindqvist@bergstroms-elservice.example',
    phone: '070-174 06 06',
  }
  await karin.post(`/company/users/${id}`, { ...sofias, is_admin: 'ja' })
  expect((await sofia.get('/inbox')).status).toBe(303)
  await sofia.signIn('sofia.lindqvist')
  expect((await sofia.get('/company/users')).status).toBe(200)
  expect((await sofia.get('/profile/history')).body).toContain('Blev administratör')
  await karin.post(`/company/users/${id}`, sofias)
  expect((await sofia.get('/company/users')).status).toBe(303)
})

test('the last administrator stays one, also when two take the right from each other at the same moment', async () => {
  const own = (await idOf('karin.bergstrom'))!
  const karins = { name: 'Karin Bergström', email: 'karin.bergstrom@bergstroms-elservice.example', phone: '' }
  expect((await karin.post(`/company/users/${own}`, karins)).body).toContain('Det måste finnas minst en administratör')
  expect((await karin.post(`/company/users/${own}/leave`, { _key: 'k'.repeat(24) })).body).toContain(
    'minst en administratör',
  )
  const other = (await idOf('sofia.lindqvist'))!
  await db.owner('users').where({ id: other }).update({ is_admin: true })
  const sofia = await (await new Client(address).signIn('sofia.lindqvist')).proves()
  const sofias = {
    name: 'Sofia Lindqvist',
    email: 'sofia.lindqvist@bergstroms-elservice.example',
    phone: '070-174 06 06',
  }
  await Promise.all([karin.post(`/company/users/${other}`, sofias), sofia.post(`/company/users/${own}`, karins)])
  const left = await db
    .owner('users')
    .where({ company_id: db.world.companies.Bergströms, is_admin: true, active: true })
  expect(left).toHaveLength(1)
  await db
    .owner('users')
    .whereIn('id', [own!, other!])
    .update({ is_admin: db.owner.raw(`id = ${own}`) })
})

test('who leaves leaves nothing behind: cases are handed over by the rules, the account is shut, and can be opened again', async () => {
  const { sofia } = actorsOf(db.world)
  const draft = await aCase(sofia, 'NY01')
  const sent = await aCase.send(sofia, await aCase(sofia, 'NY01'))
  const id = (await idOf('sofia.lindqvist'))!
  const amirs = String(await idOf('amir.haddad'))
  const browser = await new Client(address).signIn('sofia.lindqvist')
  const page = await karin.get(`/company/users/${id}/leave`)
  expect(page.body).toContain(draft.number)
  const leaves = (typed: Record<string, string>) =>
    karin.post(`/company/users/${id}/leave`, { _key: hidden(page.body)['_key']!, ...typed })
  expect((await leaves({ to: String(await idOf('mira.dahl')) })).status).toBe(422)
  expect((await leaves({ to: String(id) })).status).toBe(422)
  expect((await leaves({ to: amirs })).status).toBe(303)
  const holders = await db.owner('cases').whereIn('id', [draft.id, sent.id]).pluck('responsible_name')
  expect(holders).toEqual(['Amir Haddad', 'Amir Haddad'])
  const logged = await db.owner('case_events').where({ case_id: sent.id, action: 'changeResponsible' })
  expect(logged).toHaveLength(1)
  expect((await browser.get('/inbox')).status).toBe(303)
  expect((await new Client(address).post('/sign-in', { username: 'sofia.lindqvist', password: PASSWORD })).status).toBe(
    422,
  )
  const closed = (await karin.get(`/company/users/${id}`)).body
  expect(closed).toContain('Kontot är stängt sedan')
  expect(closed).toContain(`action="/company/users/${id}/leave/undo"`)
  await karin.post(`/company/users/${id}/leave/undo`, {})
  expect((await new Client(address).post('/sign-in', { username: 'sofia.lindqvist', password: PASSWORD })).status).toBe(
    303,
  )
})

test('a network owner’s people are looked after in the same way', async () => {
  const lena = await (await new Client(address).signIn('lena.frost')).proves()
  const { eva, amir } = actorsOf(db.world)
  const kase = await aCase.move(eva, await aCase.send(amir, await aCase(amir, 'NY01')), 'assign')
  expect(kase.handler_name).toBeDefined()
  const id = (await idOf('eva.nordin'))!
  const page = await lena.get(`/owner/users/${id}/leave`)
  await lena.post(`/owner/users/${id}/leave`, { _key: hidden(page.body)['_key']!, to: String(await idOf('johan.ek')) })
  expect(
    await db.owner('cases').where({ handler_id: id }).whereNotIn('status', ['closed', 'archived', 'cancelled']),
  ).toEqual([])
  await lena.post(`/owner/users/${id}/leave/undo`, {})
})

test('a person is signed out everywhere by an administrator', async () => {
  const amir = await new Client(address).signIn('amir.haddad')
  expect((await amir.get('/inbox')).status).toBe(200)
  await karin.post(`/company/users/${await idOf('amir.haddad')}/sign-out`, {})
  expect((await amir.get('/inbox')).status).toBe(303)
})

test('account details are sent at most five times an hour', async () => {
  const id = (await idOf('amir.haddad'))!
  for (let i = 0; i < 7; i += 1)
    await karin.post(`/company/users/${id}/invite`, { _key: `invite-once-more-please-${i}` })
  const events = await db.owner('security_events').where({ user_id: id, event: 'invited' })
  expect(events).toHaveLength(5)
})

test('many from a file: first shown row by row, then the good ones made, and each once', async () => {
  const text =
    'Namn;E-post;Administratör\nStina Berg;stina@bergstroms.example;nej\nUtan Adress;;nej\nStina Berg;stina.b@bergstroms.example;ja'
  const page = await karin.get('/company/users/import')
  const shown = await karin.post('/company/users/import', { _key: hidden(page.body)['_key']!, text, do: 'show' })
  expect(shown.status).toBe(422)
  expect(shown.body).toContain('2 rader kan läggas upp, 1 rad behöver rättas')
  expect(await idOf('stina.berg')).toBeUndefined()
  const form = { _key: hidden(shown.body)['_key']!, text, do: 'create' }
  const answers = await Promise.all([1, 2].map(() => karin.post('/company/users/import', form)))
  expect(answers.map(({ location }) => location)).toEqual(['/company/users', '/company/users'])
  expect(await db.owner('users').whereLike('username', 'stina.berg%').orderBy('id').pluck('username')).toEqual([
    'stina.berg',
    'stina.berg2',
  ])
  const template = await karin.get('/company/users/import/template.csv')
  expect(template.headers.get('content-type')).toContain('text/csv')
})

test('a file tells of no user name that somebody at another company has, and of those at one’s own', async () => {
  const row = (username: string) => `Namn;Användarnamn;E-post\nNy Person;${username};ny@bergstroms.example`
  const show = async (username: string) =>
    (await karin.post('/company/users/import', { text: row(username), do: 'show' })).status
  // One of another company's, one of a network owner's, and one that nobody has, are answered alike.
  expect([await show('mira.dahl'), await show('eva.nordin'), await show('nobody.at.all')]).toEqual([200, 200, 200])
  expect(await show('amir.haddad')).toBe(422)
  await karin.post('/company/users/import', { _key: 'k'.repeat(24), text: row('mira.dahl'), do: 'create' })
  expect(await db.owner('users').where({ name: 'Ny Person' }).pluck('username')).toEqual(['mira.dahl2'])
  // What is made tells by its number: the rows of a day are counted, not the files.
  const tenant = `installer ${db.world.companies.Bergströms}`
  await db
    .owner('rate_limits')
    .where({ key: useKey('import-users', tenant) })
    .update({ points: 1999 })
  const two = `Namn;Användarnamn;E-post\nEn Till;lena.frost;en@bergstroms.example\nTvå Till;petra.wallin;tva@bergstroms.example`
  await karin.post('/company/users/import', { _key: 'm'.repeat(24), text: two, do: 'create' })
  expect((await karin.get('/company/users/import')).body).toContain('högst 2000 användare')
  expect(await db.owner('users').whereLike('name', '% Till')).toEqual([])
})
