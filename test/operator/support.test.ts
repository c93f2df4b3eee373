import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { asActor, type OperatorActor } from '../../src/db/actor.ts'
import type { CaseRow } from '../../src/db/rowTypes.ts'
import { aCase, actorsOf } from '../support/cases.ts'
import { Client, hidden, testServer } from '../support/client.ts'
import { testDatabase, type TestDatabase } from '../support/database.ts'
import { anOperator } from '../support/operator.ts'

let db: TestDatabase, address: string, olle: Client, actor: OperatorActor
let kase: CaseRow, draft: CaseRow, lena: Client, karin: Client
beforeAll(async () => {
  db = await testDatabase()
  address = (await testServer()).address
  ;({ olle, actor } = await anOperator(db, address))
  const { amir } = actorsOf(db.world)
  draft = await aCase(amir, 'NY01')
  kase = await aCase.send(amir, await aCase(amir, 'NY01', { note: 'Kunden är 19121212-1212, ring henne.' }))
  lena = await new Client(address).signIn('lena.frost')
  karin = await new Client(address).signIn('karin.bergstrom')
})
// Each begins as an operator who gives no support.
beforeEach(() => olle.post('/operator/support/end', {}))

const REASON = 'Lena ringde: ärendet syns inte i inkorgen.'
const begin = async (whom: string, reason = REASON) => {
  const page = await olle.get(`/operator/support?whom=${whom}`)
  return olle.post('/operator/support', { ...hidden(page.body), reason })
}
const nel = () => `owner:${db.world.owners.NEL}`
const bergstroms = () => `company:${db.world.companies.Bergströms}`

test('without support an operator opens no case; with it a reason is needed, and every page carries the banner', async () => {
  expect((await olle.get(`/cases/${kase.ref}`)).status).toBe(403)
  const short = await begin(nel(), 'kort')
  expect([short.status, short.body]).toEqual([422, expect.stringContaining('Skriv minst tio tecken')])
  const nobody = { _key: 'nobody-nobody-nobody', whom: 'owner:999999', reason: REASON }
  expect((await olle.post('/operator/support', nobody)).status).toBe(404)
  expect((await begin(nel())).location).toBe('/inbox')
  for (const path of ['/inbox', '/cases', `/cases/${kase.ref}`, '/owner/companies', '/no/such/page']) {
    const page = await olle.get(path)
    expect(page.body, path).toContain('Du ser Norrådalens Elnät AB som support')
  }
  expect((await lena.get('/inbox')).body).not.toContain('som support')
  // Reading leaves no trace on the case itself: the installer may still withdraw it.
  expect(await db.owner('cases').where({ id: kase.id }).first('seen_by_owner')).toEqual({ seen_by_owner: false })
})

test('it reads as that tenant and no other, without personal numbers, files, forms, prints or a draft of the company’s', async () => {
  await begin(nel())
  const page = (await olle.get(`/cases/${kase.ref}`)).body
  expect(page).toContain('Berget 1:23')
  expect(page).toContain('ring henne')
  expect(page).not.toMatch(/1212-?1212/)
  expect(page).not.toMatch(/Godkänn|Ny notering|Utskriftsversion/)
  expect((await olle.get(`/cases/${draft.ref}`)).status).toBe(404)
  const file = ((await db.owner('attachments').first('id')) as { id: number }).id
  for (const path of ['print', 'edit', 'review', 'attachments/all.zip', `attachments/${file}`, 'notes/new', 'reject']) {
    expect((await olle.get(`/cases/${kase.ref}/${path}`)).status, path).toBe(403)
  }
  for (const path of ['/profile', '/search?q=tolvan', '/operator', '/company', '/owner/entrance/provider']) {
    expect((await olle.get(path)).status, path).toBe(403)
  }
  // Lena herself sees the number: it is the reader that differs.
  expect((await lena.get(`/cases/${kase.ref}`)).body).toMatch(/1212-?1212/)
})

describe('nothing can be written', () => {
  test('by any post', async () => {
    await begin(nel())
    for (const path of [
      `/cases/${kase.ref}/approve`,
      `/cases/${kase.ref}/notes`,
      '/owner/users/new',
      '/owner/support/1/end',
      '/profile/password',
      '/register',
    ]) {
      const answer = await olle.post(path, { _key: 'x'.repeat(24), comment: 'Hej hej hej hej' })
      expect([answer.status, path]).toEqual([403, path])
    }
    const after = (await db.owner('cases').where({ id: kase.id }).first()) as CaseRow
    expect([after.status, after.version]).toEqual([kase.status, kase.version])
  })

  test('by the program either: the transaction itself is read-only', async () => {
    const support = { accessId: 1, until: new Date() }
    const reader = { ...actorsOf(db.world).lena, support }
    const write = asActor(reader, (tx) => tx('cases').where({ id: kase.id }).update({ reference: 'x' }))
    await expect(write).rejects.toThrow('read-only transaction')
    expect(await asActor(reader, (tx) => tx('cases').where({ id: kase.id }).pluck('ref'))).toEqual([kase.ref])
  })
})

test('the administrators get a mail, see who, why and every page, and can end it', async () => {
  await db.owner('mail_messages').delete()
  await begin(nel())
  await olle.get('/inbox')
  await olle.get(`/cases/${kase.ref}`)
  // Express takes it for /cases, and so does what is written down.
  expect((await olle.get('/CASES')).status).toBe(200)
  const mails = (await db.owner('mail_messages').where({ template: 'M19' })) as { to_address: string; text: string }[]
  expect(mails.map(({ to_address }) => to_address)).toEqual(['lena.frost@nel.example'])
  expect(mails[0]!.text).toContain(REASON)
  const page = (await lena.get('/owner/support')).body
  for (const said of ['Olle Operatör', REASON, '/inbox', `/cases/${kase.ref}`, '/CASES', 'Pågår'])
    expect(page).toContain(said)
  // Another tenant sees nothing of it and cannot end it.
  const { id } = (await db.owner('support_accesses').orderBy('id', 'desc').first('id')) as { id: number }
  const petra = await new Client(address).signIn('petra.wallin')
  for (const who of [petra, karin]) {
    const base = who === karin ? '/company/support' : '/owner/support'
    expect((await who.get(base)).body).not.toContain('Olle')
    expect((await who.post(`${base}/${id}/end`, {})).status).toBe(404)
  }
  expect((await olle.get('/inbox')).status).toBe(200)
  expect((await lena.post(`/owner/support/${id}/end`, {})).status).toBe(303)
  expect((await olle.get(`/cases/${kase.ref}`)).status).toBe(403)
  expect((await olle.get('/operator/support')).body).toContain('avslutad av Lena Frost')
  expect((await lena.get('/owner/support')).body).not.toContain('Pågår')
})

test('what is searched for stands in what the tenant sees, whole, or is not answered', async () => {
  await begin(nel())
  expect((await olle.get('/owner/users?q=Eva+%C3%85berg%00')).status).toBe(200)
  expect((await olle.get('/cases?status=submitted&status=returned&q=tolvan')).status).toBe(200)
  // Nothing is pushed out of the record by what stands before it.
  expect((await olle.get(`/owner/users?a=${'x'.repeat(1000)}&q=Karin`)).status).toBe(414)
  const page = (await lena.get('/owner/support')).body
  expect(page).toContain('/owner/users?q=Eva Åberg')
  expect(page).toContain('/cases?status=submitted&amp;status=returned&amp;q=tolvan')
  expect(page).not.toMatch(/q=Karin|xxxx/)
})

test('it ends by itself after an hour, and with the session', async () => {
  await begin(bergstroms())
  expect((await olle.get('/cases/mine')).status).toBe(200)
  expect((await olle.get(`/cases/${draft.ref}`)).body).toContain('som support')
  const open = () => db.owner('support_accesses').whereNull('ended_at')
  await expect(open().update({ expires_at: db.owner.raw(`started_at + interval '61 minutes'`) })).rejects.toThrow(
    'check constraint',
  )
  await open().update({ started_at: db.owner.raw(`now() - interval '1 hour'`), expires_at: db.owner.raw('now()') })
  expect((await olle.get(`/cases/${draft.ref}`)).status).toBe(403)
  expect((await karin.get('/company/support')).body).toContain(REASON)
})

/** Buttons of forms that would write, where only leaving and the language may. */
const pressable = (body: string) =>
  [...body.matchAll(/<form\b([^>]*method="post"[^>]*)>([\s\S]*?)<\/form>/g)]
    .filter(([, attributes]) => !/action="\/(operator\/support\/end|sign-out|language)"/.test(attributes!))
    .flatMap(([, , inside]) => inside!.match(/<button(?! disabled)[^>]*>/g) ?? [])

describe('no link leads to a shut page, and no button writes', () => {
  test.each([
    ['a network owner', nel],
    ['a company', bergstroms],
  ])('as %s: every page that is led to opens, and each is asked for once', async (_who, whom) => {
    await begin(whom())
    const waiting = ['/inbox', `/cases/${kase.ref}`]
    const seen = new Set<string>(waiting)
    const shut: string[] = []
    for (let path = waiting.shift(); path !== undefined; path = waiting.shift()) {
      const page = await olle.get(path)
      if (page.status === 403) shut.push(path)
      shut.push(...pressable(page.body).map((button) => `${path}: ${button}`))
      for (const [, href] of page.body.matchAll(/<a\b[^>]*\shref="(\/[^"#]*)/g)) {
        const next = href!.replaceAll('&#38;', '&').replaceAll('&amp;', '&')
        // Of a list each way to sort and filter it is the same page.
        const kind = next.replace(/\?.*$/, '')
        if (seen.has(kind)) continue
        seen.add(kind)
        waiting.push(next)
      }
    }
    expect(shut).toEqual([])
    expect(seen.size).toBeGreaterThan(5)
    if (whom === nel) expect([...seen]).toContain('/owner/configuration/rules')
  })
})

test('nobody else’s session is touched by it, and a log row cannot be changed or removed', async () => {
  await begin(bergstroms())
  const other = actor
  await expect(asActor(other, (tx) => tx('support_views').delete())).rejects.toThrow('permission denied')
  await expect(asActor(other, (tx) => tx('support_accesses').update({ reason: 'Något helt annat' }))).rejects.toThrow(
    'permission denied',
  )
  await expect(asActor(actorsOf(db.world).karin, (tx) => tx('support_accesses').delete())).rejects.toThrow(
    'permission denied',
  )
  expect((await karin.get('/inbox')).status).toBe(200)
  expect((await olle.post('/sign-out', {})).status).toBe(303)
  expect((await olle.get('/inbox')).location).toContain('/sign-in')
})
