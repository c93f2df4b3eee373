import { beforeAll, beforeEach, expect, test } from 'vitest'
import { asActor } from '../../../src/db/actor.ts'
import { drainMail } from '../../../src/worker/worker.ts'
import { postOffice, type PostOffice } from '../../mail/postOffice.ts'
import { actorsOf } from '../../support/cases.ts'
import { Client, testServer } from '../../support/client.ts'
import { PASSWORD, testDatabase, type TestDatabase } from '../../support/database.ts'

const NEW = 'tågresan till kiruna'
const NEWER = 'gul cykel i hallen'

let db: TestDatabase
let address: string
let office: PostOffice
beforeAll(async () => {
  db = await testDatabase()
  address = (await testServer()).address
  office = await postOffice()
})
beforeEach(async () => {
  await db.owner('rate_limits').delete()
  office.letters.length = 0
})

async function lettersTo(to: string) {
  await drainMail(db.ownerUrl, office.config)
  return office.letters.filter((letter) => [letter.to].flat().some((each) => each?.text.includes(to)))
}

/** What an administrator's *Skicka inloggningsuppgifter* leads to. */
async function invite(username: string): Promise<string> {
  const { karin } = actorsOf(db.world)
  await asActor(karin, (tx) => tx.raw('select app.enqueue_invitation(?)', [db.world.users[username]!]))
  const letters = await lettersTo(`${username}@`)
  return new URL(/https?:\S+\/invitation\/\S+/.exec(letters.at(-1)!.text!)![0]).pathname
}

async function temporaryFor(username: string): Promise<string> {
  await new Client(address).post('/password/forgotten', { username })
  const letters = await lettersTo(`${username}@`)
  return /(?:[a-z2-9]{6}-){3}[a-z2-9]{6}/.exec(letters.at(-1)!.text!)![0]
}

const signIn = (username: string, password: string) => new Client(address).post('/sign-in', { username, password })

test('an invitation’s link may be opened by any robot, and is spent by choosing a password', async () => {
  const path = await invite('amir.haddad')
  for (let robot = 0; robot < 5; robot += 1) expect((await new Client(address).get(path)).status).toBe(200)
  const amir = new Client(address)
  const page = await amir.get(path)
  expect(page.body).toContain('amir.haddad')
  const weak = await amir.submit(path, page, { password: 'sommar2026sommar', repeat: 'sommar2026sommar' })
  expect(weak.status).toBe(422)
  expect(weak.body).toContain('lösenordet får inte vara vanligt, läckt eller lätt att gissa')
  expect(weak.body).not.toContain('sommar2026sommar')
  expect((await amir.submit(path, page, { password: NEW, repeat: 'annat' })).body).toContain('Lösenorden är inte lika')
  const chosen = await amir.submit(path, page, { password: NEW, repeat: NEW })
  expect([chosen.status, chosen.location]).toEqual([303, '/'])
  expect((await amir.get('/inbox')).status).toBe(200)
  const spent = await new Client(address).get(path)
  expect(spent.status).toBe(410)
  expect(spent.body).not.toContain('amir.haddad')
  expect((await signIn('amir.haddad', NEW)).location).toBe('/')
  expect((await signIn('amir.haddad', PASSWORD)).status).toBe(422)
})

test('of two who choose by the same link at the same moment one gets in', async () => {
  const path = await invite('sofia.lindqvist')
  const answers = await Promise.all(
    [NEW, NEWER].map((password) => new Client(address).post(path, { password, repeat: password })),
  )
  expect(answers.map(({ status }) => status).sort()).toEqual([303, 410])
})

test('a link is dead after a week, after a newer one, and when the account or the company is closed', async () => {
  const first = await invite('karin.bergstrom')
  const second = await invite('karin.bergstrom')
  const status = async (path: string) => (await new Client(address).get(path)).status
  expect(await status(first)).toBe(410)
  expect(await status(second)).toBe(200)
  const companies = db.owner('companies').where({ id: db.world.companies.Bergströms })
  await companies.clone().update({ status: 'blocked' })
  expect(await status(second)).toBe(410)
  await companies.clone().update({ status: 'active' })
  await db.owner('one_time_links').update({ expires_at: db.owner.raw(`now() - interval '1 second'`) })
  expect(await status(second)).toBe(410)
  expect(await status('/invitation/kort')).toBe(410)
})

test('a temporary password opens nothing but the choice of a new one; the old works until then', async () => {
  const secret = await temporaryFor('eva.nordin')
  const before = await new Client(address).signIn('eva.nordin')
  const eva = new Client(address)
  const answer = await eva.post('/sign-in', {
    username: 'eva.nordin',
    password: secret.toUpperCase(),
    next: '/archive',
  })
  expect([answer.status, answer.location]).toEqual([303, '/password/new'])
  expect(eva.cookie('session')).toBeUndefined()
  expect((await eva.get('/inbox')).status).toBe(303)
  const page = await eva.get('/password/new')
  expect((await eva.submit('/password/new', page, { password: PASSWORD, repeat: PASSWORD })).body).toContain(
    'Du har haft lösenordet förut',
  )
  const chosen = await eva.submit('/password/new', page, { password: NEW, repeat: NEW })
  expect([chosen.status, chosen.location]).toEqual([303, '/archive'])
  expect((await eva.get('/inbox')).status).toBe(200)
  // Elsewhere she is out, the temporary one is spent, and a letter tells her.
  expect((await before.get('/inbox')).status).toBe(303)
  expect((await signIn('eva.nordin', secret)).status).toBe(422)
  expect((await eva.get('/password/new')).location).toBe('/sign-in')
  expect((await lettersTo('eva.nordin@')).map(({ subject }) => subject)).toContain(
    'Ditt lösenord till Elanmälan är bytt',
  )
})

test('a temporary password is spent by one of those who bring it at the same moment', async () => {
  const secret = await temporaryFor('petra.wallin')
  const answers = await Promise.all(Array.from({ length: 5 }, () => signIn('petra.wallin', secret)))
  expect(answers.map(({ status }) => status).sort()).toEqual([303, 422, 422, 422, 422])
})

test('the choice of a new password that it opens is made once, also by one who posts it three times at the same moment', async () => {
  const secret = await temporaryFor('mira.dahl')
  const mira = new Client(address)
  await mira.post('/sign-in', { username: 'mira.dahl', password: secret })
  const token = mira.cookie('step')!
  const choices = [NEW, NEWER, `${NEW} ${NEWER}`]
  const answers = await Promise.all(
    choices.map((password) => {
      const who = new Client(address)
      who.carry('step', token)
      return who.post('/password/new', { password, repeat: password })
    }),
  )
  expect(answers.map(({ location }) => location).sort()).toEqual(['/', '/sign-in', '/sign-in'])
  const won = choices[answers.findIndex(({ location }) => location === '/')]!
  for (const password of choices)
    expect((await signIn('mira.dahl', password)).location === '/', password).toBe(password === won)
})

test('a temporary password dies in three quarters of an hour, and a newer one replaces it', async () => {
  const first = await temporaryFor('johan.ek')
  const second = await temporaryFor('johan.ek')
  expect((await signIn('johan.ek', first)).status).toBe(422)
  expect((await signIn('johan.ek', second)).location).toBe('/password/new')
  const third = await temporaryFor('johan.ek')
  await db.owner('temporary_passwords').update({ expires_at: db.owner.raw(`now() - interval '1 second'`) })
  expect((await signIn('johan.ek', third)).status).toBe(422)
})

test('what opens an account is nowhere in our tables once it is sent', async () => {
  const secret = await temporaryFor('lena.frost')
  const path = await invite('sofia.lindqvist')
  const rows = JSON.stringify([
    await db.owner('mail_messages').select(),
    await db.owner('one_time_links').select(),
    await db.owner('temporary_passwords').select(),
  ])
  expect(rows).not.toContain(secret)
  expect(rows).not.toContain(path.split('/').at(-1))
})

test('nobody’s mailbox is filled by another’s asking, and the fourth answer looks like the first', async () => {
  const answers = []
  for (let i = 0; i < 5; i += 1)
    answers.push(await new Client(address).post('/password/forgotten', { username: 'mira.dahl' }))
  expect(new Set(answers.map(({ status, location }) => `${status} ${location}`))).toEqual(
    new Set(['303 /password/sent']),
  )
  expect(await lettersTo('mira.dahl@')).toHaveLength(3)
  for (let i = 0; i < 15; i += 1) await new Client(address).post('/password/forgotten', { username: `gissning${i}` })
  const late = await new Client(address).post('/password/forgotten', { username: 'petra.wallin' })
  expect(late.status).toBe(429)
  expect(Number(late.headers.get('retry-after'))).toBeGreaterThan(0)
})

test('who never chose a password gets a new invitation; who waits for approval, or has left, gets nothing', async () => {
  await db.owner('users').insert([
    {
      username: 'ny.person',
      kind: 'installer',
      company_id: db.world.companies.Solklart,
      name: 'Ny Person',
      email: 'ny.person@solklart.example',
    },
    {
      username: 'gammal.person',
      kind: 'installer',
      company_id: db.world.companies.Solklart,
      name: 'G P',
      email: 'gammal.person@solklart.example',
      active: false,
    },
  ])
  for (const username of ['ny.person', 'gammal.person'])
    await new Client(address).post('/password/forgotten', { username })
  expect((await lettersTo('ny.person@')).map(({ subject }) => subject)).toEqual([
    'Dina inloggningsuppgifter till Elanmälan',
  ])
  expect(await lettersTo('gammal.person@')).toEqual([])
})

test('the live rules are the server’s own: the same list colours and refuses', async () => {
  const path = await invite('karin.bergstrom')
  const karin = new Client(address)
  const token = path.split('/').at(-1)!
  const ask = async (password: string) =>
    (
      JSON.parse((await karin.post('/password/rules', { password, token })).body) as {
        rules: { key: string; state: string }[]
      }
    ).rules
  expect(await ask('bergströms')).toEqual([
    { key: 'length', state: 'wrong' },
    { key: 'names', state: 'wrong' },
    { key: 'common', state: 'wrong' },
    { key: 'history', state: 'later' },
  ])
  expect((await ask(NEWER)).filter(({ state }) => state === 'wrong')).toEqual([])
  expect((await new Client(address).post('/password/rules', { password: NEWER })).status).toBe(404)
  expect((await new Client(address).post('/password/rules', { password: NEWER, token: 'x'.repeat(43) })).status).toBe(
    404,
  )
})
