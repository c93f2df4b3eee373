import fc from 'fast-check'
import { randomBytes } from 'node:crypto'
import { beforeAll, describe, expect, test } from 'vitest'
import { merge, mergeFields } from '../../src/cases/page/standardTexts.ts'
import type { StandardText } from '../../src/db/columnTypes.ts'
import type { CaseRow, EventRow } from '../../src/db/rowTypes.ts'
import { aCase, actorsOf } from '../support/cases.ts'
import { Client, hidden, testServer } from '../support/client.ts'
import { testDatabase, type TestDatabase } from '../support/database.ts'

describe('merge fields', () => {
  const fields = mergeFields(
    { ref: 'NEL-2027-000123', address: null, responsible_name: 'Amir Haddad', company_name: 'Bergströms' },
    { name: 'Eva Nordin', tenantName: 'Norrådalens Elnät AB' },
    new Date('2027-01-31T23:30:00Z'),
  )

  test.each([
    ['{nummer}', 'NEL-2027-000123'],
    ['{installatör}', 'Amir Haddad'],
    ['{handläggare}', 'Eva Nordin'],
    ['{nätägare}', 'Norrådalens Elnät AB'],
    // By the calendar in Sweden.
    ['{datum}', '2027-02-01'],
    ['{Nummer} och {NUMMER}', 'NEL-2027-000123 och NEL-2027-000123'],
    ['till {bläcka} senast', 'till {bläcka} senast'],
    // The case has no address: the one who writes must see that.
    ['på {adress}', 'på {adress}'],
    ['{ nummer } {} {nummer', '{ nummer } {} {nummer'],
  ])('%s reads %s', (text, expected) => {
    expect(merge(text, fields)).toBe(expected)
  })

  test('a text without braces is left alone, and what is filled in is not read again', () => {
    fc.assert(
      fc.property(
        fc.string().filter((text) => !text.includes('{')),
        (text) => merge(text, fields) === text,
      ),
    )
    expect(merge('{nummer}', { nummer: '{datum}', datum: 'fel' })).toBe('{datum}')
    expect(merge('{nummer}', { nummer: '$& $1' })).toBe('$& $1')
  })

  test('names that objects are born with are no fields', () => {
    expect(merge('{constructor} {toString}', fields)).toBe('{constructor} {toString}')
  })
})

describe('in a dialog', () => {
  let db: TestDatabase
  let people: ReturnType<typeof actorsOf>
  let eva: Client, amir: Client
  beforeAll(async () => {
    db = await testDatabase()
    people = actorsOf(db.world)
    const texts: StandardText[] = [
      { code: 'A', title: 'För godkännande', text: 'Ärende {nummer}: ring {bläcka}.', use: 'approve' },
      { code: 'R', title: 'För avvisning', text: 'Situationsplanen i {nummer} saknas.', use: 'reject' },
      { code: 'C', title: 'För avbrott', text: '{installatör}, ärendet avbryts {datum}.', use: 'cancel' },
      { code: 'H', title: 'För väntläge', text: 'Vi väntar på er, {installatör}.', use: 'hold' },
      { code: 'N', title: 'För notering', text: 'Ringde kunden {datum}.', use: 'note' },
      { code: 'X', title: 'För allt', text: 'Hälsningar {handläggare} <b>på</b> {nätägare}', use: 'any' },
    ]
    await db.owner('configurations').update({ standard_texts: JSON.stringify(texts) })
    const { address } = await testServer()
    eva = await new Client(address).signIn('eva.nordin')
    amir = await new Client(address).signIn('amir.haddad')
  })

  const newKey = () => randomBytes(18).toString('base64url')
  const sent = async () => aCase.send(people.amir, await aCase(people.amir, 'NY01'))
  const choices = (body: string, target: string) =>
    [...body.matchAll(new RegExp(`data-texts="${target}">.*?</div>\\s*<p`, 'gs'))]
      .flatMap(([part]) => [...part.matchAll(/<option value="(\w+)"/g)])
      .map(([, code]) => code)
  const lastEvent = async (kase: CaseRow) =>
    (await db.owner<EventRow>('case_events').where({ case_id: kase.id }).orderBy('id', 'desc').first())!

  test('those are offered that are for it, or for anything, with the case’s facts in them, escaped', async () => {
    const kase = await sent()
    const page = (await eva.get(`/cases/${kase.ref}`)).body
    expect(choices(page, 'x_upplysningar')).toEqual(['A', 'X'])
    expect(choices(page, 'comment')).toEqual(['R', 'X'])
    expect(page).toContain(`data-text="Situationsplanen i ${kase.ref} saknas."`)
    expect(page).toContain('Hälsningar Eva Nordin &lt;b&gt;på&lt;/b&gt; Norrådalens Elnät AB')
    expect(choices((await eva.get(`/cases/${kase.ref}/cancel`)).body, 'comment')).toEqual(['C', 'X'])
    expect(choices((await eva.get(`/cases/${kase.ref}/hold`)).body, 'comment')).toEqual(['H', 'X'])
    expect(choices((await eva.get(`/cases/${kase.ref}/notes/new`)).body, 'body')).toEqual(['N', 'X'])
    for (const path of ['', '/request-removal', '/notes/new'])
      expect((await amir.get(`/cases/${kase.ref}${path}`)).body).not.toContain('data-texts')
  })

  test('without script the button puts the text in the form, and decides nothing', async () => {
    const kase = await sent()
    const fields = hidden((await eva.get(`/cases/${kase.ref}`)).body)
    const answer = await eva.post(`/cases/${kase.ref}/reject`, {
      ...fields,
      codes: 'BIL',
      comment: 'Hej.',
      '_text.comment': 'R',
      _insert: 'comment',
    })
    expect(answer.status).toBe(200)
    expect(answer.body).toMatch(new RegExp(`Hej\\.\\s+Situationsplanen i ${kase.ref} saknas\\.</textarea>`))
    expect(answer.body).toMatch(/value="BIL" checked/)
    expect((await db.owner<CaseRow>('cases').where({ id: kase.id }).first())!.status).toBe('submitted')
    const panel = await eva.post(`/cases/${kase.ref}/approve`, {
      ...fields,
      x_anslutningspunkt: 'KS-9',
      '_text.x_upplysningar': 'A',
      _insert: 'x_upplysningar',
    })
    expect(panel.body).toContain(`Ärende ${kase.ref}: ring {bläcka}.</textarea>`)
    expect(panel.body).toContain('KS-9')
    // What the case does not know is pointed out.
    expect(panel.body).toMatch(/data-unfilled[^>]*>Ersätt texten inom klammer: \{bläcka\}/)
    expect((await db.owner<CaseRow>('cases').where({ id: kase.id }).first())!.status).toBe('submitted')
  })

  test('chosen and not put in, it is added last to what was typed', async () => {
    const kase = await sent()
    const fields = hidden((await eva.get(`/cases/${kase.ref}`)).body)
    const typed = { ...fields, codes: 'BIL', comment: 'Hej.', '_text.comment': 'R', _key: newKey() }
    expect((await eva.post(`/cases/${kase.ref}/reject`, typed)).status).toBe(303)
    expect((await lastEvent(kase)).comment).toBe(`Hej.\n\nSituationsplanen i ${kase.ref} saknas.`)
  })

  test('a text alone is reason enough; one that is not there is none', async () => {
    const kase = await sent()
    const page = async () => hidden((await eva.get(`/cases/${kase.ref}/cancel`)).body)
    const none = await eva.post(`/cases/${kase.ref}/cancel`, {
      ...(await page()),
      comment: '',
      '_text.comment': 'FINNSINTE',
    })
    expect(none.status).toBe(422)
    const done = await eva.post(`/cases/${kase.ref}/cancel`, { ...(await page()), comment: '', '_text.comment': 'C' })
    expect(done.status).toBe(303)
    expect((await lastEvent(kase)).comment).toMatch(/^Amir Haddad, ärendet avbryts \d{4}-\d\d-\d\d\.$/)
  })

  test('a hold and a note take theirs, and an installer who posts one gets nothing by it', async () => {
    const kase = await sent()
    const held = hidden((await eva.get(`/cases/${kase.ref}/hold`)).body)
    await eva.post(`/cases/${kase.ref}/hold`, { ...held, reason: 'customer', comment: '', '_text.comment': 'H' })
    expect((await lastEvent(kase)).comment).toBe('Vi väntar på er, Amir Haddad.')
    const note = { _key: newKey(), subject: 'Samtal', body: '', audience: 'internal', '_text.body': 'N' }
    expect((await eva.post(`/cases/${kase.ref}/notes`, note)).status).toBe(303)
    expect((await db.owner('notes').where({ case_id: kase.id }).pluck('body'))[0]).toMatch(/^Ringde kunden/)
    const asked = hidden((await amir.get(`/cases/${kase.ref}/request-removal`)).body)
    const answer = await amir.post(`/cases/${kase.ref}/request-removal`, {
      ...asked,
      comment: '',
      '_text.comment': 'C',
    })
    expect(answer.status).toBe(422)
  })
})
