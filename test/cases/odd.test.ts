import { beforeAll, expect, test } from 'vitest'
import { setClock } from '../../src/db/actor.ts'
import type { CaseRow, EventRow } from '../../src/db/rowTypes.ts'
import { newKey } from '../../src/web/once.ts'
import { aCase, actorsOf } from '../support/cases.ts'
import { Client, testServer } from '../support/client.ts'
import { testDatabase, type TestDatabase } from '../support/database.ts'

let db: TestDatabase
let amir: Client
let people: ReturnType<typeof actorsOf>
beforeAll(async () => {
  setClock('2027-02-01T09:00:00+01:00')
  db = await testDatabase()
  people = actorsOf(db.world)
  amir = await new Client((await testServer()).address).signIn('amir.haddad')
})

const stored = async ({ id }: CaseRow) => (await db.owner<CaseRow>('cases').where({ id }).first())!
async function write(kase: CaseRow, typed: Record<string, string>) {
  const { version } = await stored(kase)
  const fields = { _version: String(version), intygande: 'ja', ...typed }
  const answer = await amir.post(`/cases/${kase.ref}/edit/autosave`, fields, { accept: 'application/json' })
  return JSON.parse(answer.body) as { errors: Record<string, string>; warnings: Record<string, string> }
}
/** All that the form holds, with something else typed in some of its fields. */
async function typedIn(kase: CaseRow, typed: Record<string, string>) {
  const { body } = await amir.get(`/cases/${kase.ref}/edit`)
  return { ...formOf(body), ...typed }
}
function formOf(page: string): Record<string, string> {
  const fields: Record<string, string> = {}
  for (const [tag, name, value = ''] of page.matchAll(/<input[^>]* name="([^"_][^"]*)" value="([^"]*)"[^>]*>/g))
    if (!/type="(radio|checkbox)"/.test(tag) || / checked/.test(tag)) fields[name!] = value
  for (const [, name, options = ''] of page.matchAll(/<select[^>]* name="([^"]+)"[^>]*>([\s\S]*?)<\/select>/g))
    fields[name!] = /value="([^"]*)" selected/.exec(options)?.[1] ?? ''
  return fields
}

test.each([
  ['a child’s number', 'OV01', { best_id: '121212-1212' }, 'best_id', 'Numret tolkas som ett barns'],
  ['a child’s number with its century', 'OV01', { best_id: '20121212-1212' }, 'best_id', 'Numret tolkas som ett barns'],
  ['a made-up telephone number', 'OV01', { best_telefon: '070-000 00 00' }, 'best_telefon', 'ser påhittat ut'],
  ['a made-up anläggnings-ID', 'BE03', { anl_id: '735999999999999999' }, 'anl_id', 'ser påhittat ut'],
  [
    'a person’s number for a company',
    'OV01',
    { best_typ: 'foretag', best_id: '19121212-1212', best_kontakt: 'Tolvan' },
    'best_id',
    'rätt bara för enskild firma',
  ],
  ['a misspelt e-mail address', 'OV01', { best_epost: 'tolvan@gmial.com' }, 'best_epost', 'rätt stavad'],
] as [string, string, Record<string, string>, string, string][])(
  '%s is told at its field, is saved, and is read before it is sent',
  async (_what, job, typed, field, words) => {
    const kase = await aCase(people.amir, job)
    const { errors, warnings } = await write(kase, await typedIn(kase, typed))
    expect(errors).toEqual({})
    expect(warnings[field]).toContain(words)
    expect((await stored(kase)).notice[field]).toBeDefined()

    const page = (await amir.get(`/cases/${kase.ref}/edit`)).body
    expect(page).toMatch(new RegExp(`id="${field}-warning"[\\s\\S]{0,300}${words}`))
    const review = (await amir.get(`/cases/${kase.ref}/review`)).body
    const rules = [...review.matchAll(/name="accept" value="(\w+)"/g)].map((match) => match[1]!)
    // What a rule says already, with the address that is meant, is not said twice.
    expect(rules).toContain(field === 'best_epost' ? 'V19' : `odd_${field}`)
    if (field !== 'best_epost') expect(review).toContain(words)
    else expect(rules).not.toContain('odd_best_epost')
  },
)

test('it is sent past with a tick, which is in the log', async () => {
  const kase = await aCase(people.amir, 'OV01')
  await write(kase, await typedIn(kase, { best_telefon: '070-000 00 00' }))
  const at = `/cases/${kase.ref}/review`
  const review = (await amir.get(at)).body
  expect(review).not.toContain('error-summary')
  const form = { _key: newKey(), _version: String((await stored(kase)).version) }
  const refused = await amir.post(at, form)
  expect([refused.status, refused.body.includes('Inget är skickat än')]).toEqual([422, true])
  const accept = [...review.matchAll(/name="accept" value="(\w+)"/g)].map((match) => match[1]!)
  expect((await amir.post(at, { ...form, accept })).status).toBe(303)
  const sent = (await db
    .owner<EventRow>('case_events')
    .where({ case_id: kase.id, side: 'installer' })
    .orderBy('id', 'desc')
    .first())!
  expect(sent.details['accepted']).toContain('odd_best_telefon')
})

test('of many rows each is told at its cell, and once before sending', async () => {
  const kase = await aCase(people.amir, 'BE02')
  const rows = Object.fromEntries(
    [0, 1, 2].flatMap((row) => [
      [`rader.${row}.anl_benamning`, `Lgh ${row + 1}`],
      [`rader.${row}.anl_id`, '735999999999999999'],
    ]),
  )
  const { warnings } = await write(kase, await typedIn(kase, rows))
  expect(Object.keys(warnings)).toEqual(['rader.0.anl_id', 'rader.1.anl_id', 'rader.2.anl_id'])
  const review = (await amir.get(`/cases/${kase.ref}/review`)).body
  expect(review.match(/value="odd_rader_anl_id"/g)).toHaveLength(1)
})
