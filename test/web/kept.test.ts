import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { CaseRow } from '../../src/db/rowTypes.ts'
import { aCase, actorsOf } from '../support/cases.ts'
import { Client, hidden, testServer, type Answer } from '../support/client.ts'
import { PASSWORD, testDatabase, type TestDatabase } from '../support/database.ts'
import { pdf } from '../support/files.ts'
import { fieldsIn } from '../support/form.ts'

let db: TestDatabase, address: string
let people: ReturnType<typeof actorsOf>
let draft: CaseRow, sent: CaseRow
beforeAll(async () => {
  db = await testDatabase()
  address = (await testServer()).address
  people = actorsOf(db.world)
})
beforeEach(async () => {
  await db.owner('kept_forms').delete()
  draft = await aCase(people.amir, 'NY01')
  sent = await aCase.send(people.amir, await aCase(people.amir, 'NY01'))
})

const comes = (username: string) => new Client(address).signIn(username)
const JSON_ = { accept: 'application/json' }

/** Signs out in another tab: the page that is open stays as it was. */
const signsOut = (who: Client) => who.post('/sign-out', {})

/** Signs in on the page that the posting led to, and goes where that leads. */
async function signsInAgain(who: Client, led: Answer, username: string): Promise<Answer & { path: string }> {
  expect([led.status, led.location]).toEqual([303, expect.stringMatching(/^\/sign-in\?next=/)])
  const page = await who.get(led.location)
  const answer = await who.post('/sign-in', { ...hidden(page.body), username, password: PASSWORD })
  expect(answer.status).toBe(303)
  return { ...(await who.get(answer.location)), path: answer.location.replace(/\?.*/, '') }
}

describe('the session ends while one writes', () => {
  test('a draft comes back with its text in place, not saved until it is', async () => {
    const amir = await comes('amir.haddad')
    const page = await amir.get(`/cases/${draft.ref}/edit`)
    await signsOut(amir)
    const typed = { ...fieldsIn(page.body, 'edit'), anl_adress: 'Skrivna gatan 7', _do: 'save' }
    const led = await amir.post(`/cases/${draft.ref}/edit`, { ...typed, 'file.SIT': new File([pdf], 'plan.pdf') })
    const said = await amir.get(led.location)
    expect(said.body).toContain('kommer tillbaka när du har loggat in')
    const back = await signsInAgain(amir, led, 'amir.haddad')
    expect(back.path).toBe(`/cases/${draft.ref}/edit`)
    expect(fieldsIn(back.body, 'edit')['anl_adress']).toBe('Skrivna gatan 7')
    expect(back.body).toContain('Det du skrev innan du loggades ut är tillbaka')
    expect((await stored(draft)).notice['anl_adress']).not.toBe('Skrivna gatan 7')
    // Given once: the page is not stuck with it.
    const later = await amir.get(`/cases/${draft.ref}/edit?kept=1`)
    expect(fieldsIn(later.body, 'edit')['anl_adress']).not.toBe('Skrivna gatan 7')
    const saved = await amir.post(`/cases/${draft.ref}/edit`, { ...fieldsIn(back.body, 'edit'), _do: 'save' })
    expect(saved.status).toBe(303)
    expect((await stored(draft)).notice['anl_adress']).toBe('Skrivna gatan 7')
  })

  test.each([
    ['a rejection', () => `/cases/${sent.ref}`, () => `/cases/${sent.ref}/reject`, { codes: 'BIL', comment: TEXT }],
    ['a consent', () => `/cases/${sent.ref}`, () => `/cases/${sent.ref}/approve`, { x_upplysningar: TEXT }],
    [
      'a note',
      () => `/cases/${sent.ref}/notes/new`,
      () => `/cases/${sent.ref}/notes`,
      { subject: 'Obs', body: TEXT, audience: 'internal' },
    ],
    ['why a case is held', () => `/cases/${sent.ref}/hold`, () => `/cases/${sent.ref}/hold`, { comment: TEXT }],
  ])('%s comes back', async (_what, at, to, typed) => {
    const eva = await comes('eva.nordin')
    const page = await eva.get(at())
    expect(page.status).toBe(200)
    await signsOut(eva)
    const led = await eva.post(to(), { ...hidden(page.body), ...typed }, { referer: `${address}${at()}` })
    const back = await signsInAgain(eva, led, 'eva.nordin')
    expect([back.path, back.body]).toEqual([at(), expect.stringContaining(TEXT)])
    expect(back.body).toContain('Det du skrev innan du loggades ut är tillbaka')
    expect((await stored(sent)).status).toBe('submitted')
  })

  test('a configuration comes back', async () => {
    const lena = await comes('lena.frost')
    const at = '/owner/configuration/texts/new'
    const page = await lena.get(at)
    expect(page.status).toBe(200)
    await signsOut(lena)
    const led = await lena.post(at, { ...hidden(page.body), title: 'Rubrik', text: TEXT })
    const back = await signsInAgain(lena, led, 'lena.frost')
    expect([back.path, back.body]).toEqual([at, expect.stringContaining(TEXT)])
    expect(back.body).toContain('Det du skrev innan du loggades ut är tillbaka')
  })

  test('where the form is gone what was written is shown, to be copied', async () => {
    const eva = await comes('eva.nordin')
    const page = await eva.get(`/cases/${sent.ref}`)
    await signsOut(eva)
    const led = await eva.post(`/cases/${sent.ref}/reject`, { ...hidden(page.body), comment: TEXT })
    await aCase.approve(people.eva, sent)
    const back = await signsInAgain(eva, led, 'eva.nordin')
    expect(back.body).toContain(TEXT)
    expect(back.body).toContain('kopiera det du behöver')
  })

  test('what a colleague saved meanwhile is not written over without a word', async () => {
    const amir = await comes('amir.haddad')
    const page = await amir.get(`/cases/${draft.ref}/edit`)
    await signsOut(amir)
    const led = await amir.post(`/cases/${draft.ref}/edit`, { ...fieldsIn(page.body, 'edit'), anl_adress: 'Min 1' })
    const sofia = await comes('sofia.lindqvist')
    const hers = await sofia.get(`/cases/${draft.ref}/edit`)
    await sofia.post(`/cases/${draft.ref}/edit`, {
      ...fieldsIn(hers.body, 'edit'),
      anl_adress: 'Hennes 2',
      _do: 'save',
    })
    const back = await signsInAgain(amir, led, 'amir.haddad')
    expect(back.body).toContain('Hennes 2')
    expect(fieldsIn(back.body, 'edit')['anl_adress']).toBe('Min 1')
  })
})

describe('somebody else signs in', () => {
  test('nothing of the first person’s text appears, and it waits for the first', async () => {
    const amir = await comes('amir.haddad')
    const page = await amir.get(`/cases/${draft.ref}/edit`)
    await signsOut(amir)
    const led = await amir.post(`/cases/${draft.ref}/edit`, { ...fieldsIn(page.body, 'edit'), anl_adress: TEXT })
    expect(led.location).not.toContain('Skriven')
    const back = await signsInAgain(amir, led, 'sofia.lindqvist')
    expect([back.path, back.status]).toEqual([`/cases/${draft.ref}/edit`, 200])
    expect(back.body).not.toContain(TEXT)
    expect(back.body).not.toContain('innan du loggades ut')
    await signsOut(amir)
    const his = await signsInAgain(amir, { ...led }, 'amir.haddad')
    expect(his.body).toContain(TEXT)
  })

  test('a page that the first one left open writes nothing in the name of the next', async () => {
    const amir = await comes('amir.haddad')
    const page = fieldsIn((await amir.get(`/cases/${draft.ref}/edit`)).body, 'edit')
    await signsOut(amir)
    await amir.signIn('sofia.lindqvist')
    const typed = { ...page, anl_adress: TEXT }
    for (const headers of [{}, JSON_]) {
      for (const path of ['edit', 'edit/autosave']) {
        const answer = await amir.post(`/cases/${draft.ref}/${path}`, typed, headers)
        expect([path, answer.status]).toEqual([path, 409])
        expect(answer.body).toContain('någon annan')
      }
    }
    expect((await stored(draft)).notice['anl_adress']).not.toBe(TEXT)
    await signsOut(amir)
    await amir.signIn('amir.haddad')
    expect((await amir.get(`/cases/${draft.ref}/edit?kept=1`)).body).toContain(TEXT)
  })

  test('nobody leaves a text for another: a mark that is not ours keeps nothing', async () => {
    const nobody = new Client(address)
    for (const _person of ['', `${people.amir.userId}.forged`, String(people.amir.userId)]) {
      const led = await nobody.post(`/cases/${draft.ref}/edit`, { _person, anl_adress: TEXT })
      expect([led.status, led.location]).toEqual([
        303,
        `/sign-in?next=${encodeURIComponent(`/cases/${draft.ref}/edit`)}`,
      ])
    }
    expect(await kept()).toBe(0)
  })
})

describe('what a script asks', () => {
  test('is answered with 401 and words, wherever one must be signed in', async () => {
    const nobody = new Client(address)
    const posts = [
      `/cases/${draft.ref}/edit/autosave`,
      `/cases/${draft.ref}/edit`,
      `/cases/${draft.ref}/facility`,
      `/cases/${draft.ref}/facility/write`,
      `/cases/${draft.ref}/attachments`,
      `/cases/${sent.ref}/presence`,
      '/profile/passkeys/options',
    ]
    for (const headers of [JSON_, { 'sec-fetch-dest': 'empty' }]) {
      const answers = await Promise.all(posts.map((path) => nobody.post(path, { a: 'b' }, headers)))
      for (const [at, { status, body }] of answers.entries()) {
        expect([posts[at], status, JSON.parse(body)]).toMatchObject([posts[at], 401, { error: 'Du är utloggad.' }])
      }
      expect((await nobody.get('/session', headers)).status).toBe(401)
      expect((await nobody.get('/cases?part=1', headers)).status).toBe(401)
    }
    expect((await (await comes('amir.haddad')).get('/session', JSON_)).status).toBe(204)
  })

  test('a body before sign-in is read to a hundred thousand bytes and no further', async () => {
    const amir = await comes('amir.haddad')
    const page = fieldsIn((await amir.get(`/cases/${draft.ref}/edit`)).body, 'edit')
    await signsOut(amir)
    const long = { ...page, anl_adress: 'x'.repeat(101_000) }
    expect((await amir.post(`/cases/${draft.ref}/edit`, long)).status).toBe(413)
    const led = await amir.post(`/cases/${draft.ref}/edit`, { ...long, 'file.SIT': new File([pdf], 'plan.pdf') })
    expect(led.location).toBe(`/sign-in?next=${encodeURIComponent(`/cases/${draft.ref}/edit`)}`)
    expect(await kept()).toBe(0)
  })
})

test('what is kept is sealed, holds no password, and is gone after a day', async () => {
  const amir = await comes('amir.haddad')
  const page = await amir.get('/profile')
  await signsOut(amir)
  const posted = { ...hidden(page.body), name: TEXT, current: 'hemligt-1', password: 'hemligt-2', proof_code: '123456' }
  await amir.post('/profile', posted)
  const [row] = (await db.owner('kept_forms').where({ user_id: people.amir.userId })) as { kept: Buffer }[]
  expect(row!.kept.toString('latin1')).not.toContain('Skriven')
  await db.owner('kept_forms').update({ expires_at: db.owner.raw(`now() - interval '1 second'`) })
  await amir.signIn('amir.haddad')
  expect((await amir.get('/profile?kept=1')).body).not.toContain(TEXT)
})

const TEXT = 'Skriven text som inte får gå förlorad'
const kept = async () => (await db.owner('kept_forms').select('user_id')).length
const stored = async ({ id }: CaseRow) => (await db.owner<CaseRow>('cases').where({ id }).first())!
