import { randomBytes } from 'node:crypto'
import { beforeAll, describe, expect, test } from 'vitest'
import type { CaseRow } from '../../src/db/rowTypes.ts'
import { jobType } from '../../src/domain/forms/catalogue/jobs.ts'
import type { Field } from '../../src/domain/forms/definition.ts'
import { fieldsOf } from '../../src/domain/forms/schema.ts'
import { aCase, actorsOf } from '../support/cases.ts'
import { Client, testServer } from '../support/client.ts'
import { testDatabase, type TestDatabase } from '../support/database.ts'
import { exe, pdf } from '../support/files.ts'
import { fieldsIn } from '../support/form.ts'

let db: TestDatabase
let people: ReturnType<typeof actorsOf>
let amir: Client, sofia: Client, eva: Client
beforeAll(async () => {
  db = await testDatabase()
  people = actorsOf(db.world)
  const { address } = await testServer()
  amir = await new Client(address).signIn('amir.haddad')
  sofia = await new Client(address).signIn('sofia.lindqvist')
  eva = await new Client(address).signIn('eva.nordin')
})

const stored = async (kase: CaseRow) => (await db.owner<CaseRow>('cases').where({ id: kase.id }).first())!
const base = (kase: CaseRow) => ({
  _key: randomBytes(18).toString('base64url'),
  _version: String(kase.version),
  _do: 'save',
})

// One field of every type that a job's form has, wherever it is; junk is posted to each over HTTP.
const job = jobType('PR01')
const fields = fieldsOf(job.notice)
const parts = fields.flatMap((field) =>
  (field.fields ?? []).map((part) => ({ ...part, key: `${field.key}.0.${part.key}` })),
)
// What is hidden is not read at all: of each type one that always stands there, where there is one.
const always = [...fields, ...parts].sort((a, b) => Number(a.when === undefined) - Number(b.when === undefined))
const oneOfEach = [...new Map<string, Field>(always.map((field) => [field.type, field])).values()].filter(
  (field) => field.type !== 'group' && field.type !== 'tick',
)

describe('junk in the form', () => {
  const junk: [string, string | string[]][] = [
    ['a megabyte', 'å'.repeat(1_000_000)],
    ['a NUL byte', 'abc\u0000def'],
    ['half a character', 'abc\uD800def'],
    ['another kind of value', '{"a":[1,2]}'.repeat(60)],
  ]

  test.each(oneOfEach.flatMap((field) => junk.map(([name, value]) => [field.type, name, field, value] as const)))(
    '%s with %s is refused at the field; what was typed comes back, and all else is saved',
    async (type, name, field, value) => {
      const kase = await aCase(people.amir, 'PR01')
      const answer = await amir.post(`/cases/${kase.ref}/edit`, {
        ...base(kase),
        best_ort: 'Skrivet i ett annat fält',
        [field.key]: value,
      })
      // Long text may hold brackets and braces; everything else has a form to keep.
      if (type === 'longText' && name === 'another kind of value') return expect(answer.status).toBe(303)
      expect(answer.status).toBe(422)
      expect(answer.body).toContain(`href="#${field.key}"`)
      expect(answer.body).toContain(`id="${field.key}-error"`)
      expect(answer.body).toContain('Skrivet i ett annat fält')
      const { notice } = await stored(kase)
      expect(notice['best_ort']).toBe(field.key === 'best_ort' ? kase.notice['best_ort'] : 'Skrivet i ett annat fält')
      expect(notice[field.key]).toEqual(kase.notice[field.key])
    },
  )

  test('unknown names and what is not the form’s to say are dropped', async () => {
    const kase = await aCase(people.amir, 'NY01')
    const extra = {
      status: 'consented',
      company_id: '2',
      handler_id: '1',
      y_utfort: '2026-01-01',
      x_matarsakring: '63',
      __proto__: 'x',
      constructor: 'y',
    }
    const answer = await amir.post(`/cases/${kase.ref}/edit`, { ...base(kase), ...extra, best_namn: 'Tolvan' })
    expect(answer.status).toBe(303)
    const after = await stored(kase)
    expect(after).toMatchObject({
      status: 'draft',
      company_id: kase.company_id,
      handler_id: null,
      completion: kase.completion,
      consent: {},
    })
    expect(Object.keys(after.notice)).not.toEqual(expect.arrayContaining(['status']))
    expect(after.notice['best_namn']).toBe('Tolvan')
  })

  test('hundreds of rows in a group are told about, not stored', async () => {
    const kase = await aCase(people.amir, 'PR01')
    const rows = Object.fromEntries(Array.from({ length: 300 }, (_, row) => [`vr.${row}.vr_fabrikat`, 'Sol']))
    const answer = await amir.post(`/cases/${kase.ref}/edit`, { ...base(kase), prod_slag: 'sol', ...rows })
    expect(answer.status).toBe(422)
    expect((await stored(kase)).notice['vr']).toEqual(kase.notice['vr'])
  })

  test('one wrong date keeps nothing else from being saved, and the page says which', async () => {
    const kase = await aCase(people.amir, 'NY01')
    const typed = { fardigdatum: 'i vår', best_namn: 'Tolvan', anl_adress: 'Nygatan 1' }
    for (const _do of ['save', 'send']) {
      const form = fieldsIn((await amir.get(`/cases/${kase.ref}/edit`)).body, 'edit')
      const answer = await amir.post(`/cases/${kase.ref}/edit`, { ...form, ...typed, _do })
      expect(answer.status).toBe(422)
      expect(answer.body).toContain('Läsbara uppgifter är sparade, men inte Förväntat färdigdatum.')
      expect(fieldsIn(answer.body, 'edit')).toMatchObject(typed)
      const { notice, version } = await stored(kase)
      expect(notice).toMatchObject({ best_namn: 'Tolvan', anl_adress: 'Nygatan 1' })
      expect(notice['fardigdatum']).toBe(kase.notice['fardigdatum'])
      // The page that came back goes on from there.
      expect(fieldsIn(answer.body, 'edit')['_version']).toBe(String(version))
    }
    const colleague = await sofia.post(`/cases/${kase.ref}/edit`, {
      ...base(kase),
      best_namn: 'Annan',
      fardigdatum: 'x',
    })
    expect(colleague.status).toBe(409)
    expect((await stored(kase)).notice['best_namn']).toBe('Tolvan')
  })
})

describe('two who write at once', () => {
  test('nothing is overwritten silently: the second is shown both', async () => {
    const kase = await aCase(people.amir, 'NY01')
    const first = await amir.post(`/cases/${kase.ref}/edit`, { ...base(kase), best_namn: 'Amirs kund' })
    expect(first.status).toBe(303)
    const second = await sofia.post(`/cases/${kase.ref}/edit`, { ...base(kase), best_namn: 'Sofias kund' })
    expect(second.status).toBe(409)
    expect(second.body).toContain('Amirs kund')
    expect(second.body).toContain('Sofias kund')
    expect((await stored(kase)).notice['best_namn']).toBe('Amirs kund')
    // Having seen both, she may save hers.
    const version = /name="_version" value="(\d+)"/.exec(second.body)![1]!
    const third = await sofia.post(`/cases/${kase.ref}/edit`, {
      ...base(kase),
      _version: version,
      best_namn: 'Sofias kund',
    })
    expect(third.status).toBe(303)
    expect((await stored(kase)).notice['best_namn']).toBe('Sofias kund')
  })

  test('a form posted twice is saved once', async () => {
    const kase = await aCase(people.amir, 'NY01')
    const form = { ...base(kase), best_namn: 'En gång' }
    const answers = await Promise.all([1, 2, 3].map(() => amir.post(`/cases/${kase.ref}/edit`, form)))
    expect(answers.map((answer) => answer.status)).toEqual([303, 303, 303])
    expect((await stored(kase)).version).toBe(kase.version + 1)
  })
})

test('a second press on Skicka, while something lacks, says the same as the first', async () => {
  const kase = await aCase(people.amir, 'NY01')
  const form = { ...base(kase), _do: 'send', best_namn: 'Tolvan' }
  const answers = await Promise.all([1, 2].map(() => amir.post(`/cases/${kase.ref}/edit`, form)))
  expect(answers.map((answer) => answer.status)).toEqual([422, 422])
  expect((await stored(kase)).status).toBe('draft')
})

describe('files in the form', () => {
  const post = (kase: CaseRow, file: File, more: Record<string, string> = {}) =>
    amir.post(`/cases/${kase.ref}/edit`, { ...base(kase), ...more, 'file.SIT': file })
  const names = (kase: CaseRow) => db.owner('attachments').where({ case_id: kase.id, deleted_at: null }).pluck('name')

  test('a file is kept even when a field is wrong: a photo cannot be put back into a page', async () => {
    const kase = await aCase(people.amir, 'BE06')
    const answer = await post(kase, new File([pdf], 'ritning åäö.pdf', { type: 'application/pdf' }), {
      best_telefon: '12',
    })
    expect(answer.status).toBe(422)
    expect(answer.body).toContain('ritning åäö.pdf')
    expect(await names(kase)).toContain('ritning åäö.pdf')
  })

  test('a program that calls itself a PDF is refused by name, and the text stays', async () => {
    const kase = await aCase(people.amir, 'BE06')
    const answer = await post(kase, new File([exe], 'faktura.pdf', { type: 'application/pdf' }), {
      best_namn: 'Tolvan T',
    })
    expect(answer.status).toBe(422)
    expect(answer.body).toContain('Filen går inte att ta emot')
    expect(answer.body).toContain('Tolvan T')
    expect(await names(kase)).not.toContain('faktura.pdf')
  })

  test('more than 20 MB is too large, and says so', async () => {
    const kase = await aCase(people.amir, 'BE06')
    const answer = await post(kase, new File([new Uint8Array(21_000_000)], 'stor.pdf', { type: 'application/pdf' }))
    expect(answer.status).toBe(422)
    expect(answer.body).toContain('20 MB')
  })
})

test('what an installer writes while the case is returned is not the owner’s to read until it is sent', async () => {
  const kase = await aCase.reject(people.eva, await aCase.send(people.amir, await aCase(people.amir, 'NY01')))
  await amir.post(`/cases/${kase.ref}/edit`, { ...base(kase), best_namn: 'Inte skickat än', best_typ: 'privat' })
  expect(await db.owner('unsent_answers').where({ case_id: kase.id }).first('notice')).toMatchObject({
    notice: { best_namn: 'Inte skickat än' },
  })
  expect((await amir.get(`/cases/${kase.ref}/edit`)).body).toContain('Inte skickat än')
  const page = await eva.get(`/cases/${kase.ref}`)
  expect(page.body).toContain('Tolvan Tolvansson')
  expect(page.body).not.toContain('Inte skickat än')
  expect((await eva.get(`/cases/${kase.ref}/log`)).body).not.toContain('Inte skickat än')
  expect((await eva.get(`/cases/${kase.ref}/print`)).body).not.toContain('Inte skickat än')
})

test('a case that is with the owner cannot be edited, and the page says why', async () => {
  const kase = await aCase.send(people.amir, await aCase(people.amir, 'NY01'))
  for (const answer of [
    await amir.get(`/cases/${kase.ref}/edit`),
    await amir.post(`/cases/${kase.ref}/edit`, base(kase)),
  ]) {
    expect(answer.status).toBe(409)
    expect(answer.body).toContain('Ärendet har redan ändrats')
  }
})
