import fc from 'fast-check'
import { beforeAll, describe, expect, test } from 'vitest'
import { compile, draftOf, findField, namedFields } from '../../src/configuration/compile.ts'
import {
  conditionIn,
  conditionInputs,
  conditionKnown,
  conditionProblems,
} from '../../src/configuration/conditionInputs.ts'
import { PARTS } from '../../src/configuration/content.ts'
import { conditionsOf } from '../../src/configuration/fieldEdits.ts'
import { schemaOf, valuesOf } from '../../src/configuration/inputs.ts'
import { conditionWords } from '../../src/configuration/labels.ts'
import { asActor, setClock } from '../../src/db/actor.ts'
import { perform } from '../../src/cases/workflow/perform.ts'
import type { CaseRow } from '../../src/db/rowTypes.ts'
import { calculate } from '../../src/domain/forms/calculated.ts'
import { JOB_TYPES } from '../../src/domain/forms/catalogue/jobs.ts'
import { holds } from '../../src/domain/forms/conditions.ts'
import type { Answers, Condition, Formula } from '../../src/domain/forms/definition.ts'
import { settled } from '../../src/domain/forms/resolvedForms.ts'
import { translators } from '../../src/language/i18n.ts'
import { actorsOf } from '../support/cases.ts'
import { Client, testServer } from '../support/client.ts'
import { AT, changes, filledIn, publishes } from '../support/configuration.ts'
import { testDatabase, type TestDatabase } from '../support/database.ts'

// What an owner makes itself: conditions, tables, calculations, fuses, areas.

const t = translators.sv
let db: TestDatabase
let lena: Client, amir: Client
beforeAll(async () => {
  setClock('2027-02-01T09:00:00+01:00')
  db = await testDatabase()
  const { address } = await testServer()
  lena = await new Client(address).signIn('lena.frost')
  amir = await new Client(address).signIn('amir.haddad')
})

async function begins(code: string) {
  const page = await amir.get('/cases/new')
  const [, id] = new RegExp(`name="job" value="(\\d+)"(?:(?!name="job")[\\s\\S]){0,400}?${code}`).exec(page.body) ?? []
  const owner = String(db.world.owners.NEL)
  const { location } = await amir.submit('/cases/new', page, { owner, job: id!, postcode: '12345', reference: '' })
  return { location, edit: await amir.get(location) }
}
const caseAt = (location: string) =>
  db
    .owner('cases')
    .where({ ref: location.split('/')[2]! })
    .first() as Promise<CaseRow>

describe('conditions that an owner makes', () => {
  const job = draftOf(
    JOB_TYPES.find(({ code }) => code === 'PR01')!,
    true,
  )
  const offer = { job, part: 'notice', except: 'upplysningar' } as const
  /** As a browser would post what the page shows of it. */
  const posted = (now: boolean | Condition | null) => {
    const inputs = conditionInputs('required', offer, now, t)
    const read = schemaOf(inputs).parse(valuesOf(inputs, conditionKnown('required', offer, now, t)))
    return { made: conditionIn('required', read), problems: conditionProblems('required', read) }
  }

  test('come back from their page as they were: all, any, over, under, not, and what is older than the page', () => {
    const leaves = conditionsOf(job, 'notice', 'upplysningar', t).map(({ condition, limit }): Condition => {
      if (!limit || !('field' in condition)) return condition
      return limit === 'above' ? { field: condition.field, above: 17.5 } : { field: condition.field, below: 100 }
    })
    expect(leaves.some((leaf) => 'above' in leaf) && leaves.some((leaf) => 'not' in leaf)).toBe(true)
    const some = fc.subarray(leaves, { minLength: 2, maxLength: 5 })
    fc.assert(
      fc.property(fc.constantFrom(...leaves), some, fc.boolean(), (leaf, several, isAny) => {
        const joined: Condition = isAny ? { any: several } : { all: several }
        const nested: Condition = { all: [leaf, { any: several }] }
        for (const now of [leaf, joined, nested]) expect(posted(now)).toEqual({ made: now, problems: {} })
      }),
      { numRuns: 25 },
    )
    for (const now of [true, false]) expect(posted(now).made).toBe(now)
  })

  test('of the catalogue survive an edit of something else on the page', () => {
    const tried = new Set<string>()
    for (const { code } of JOB_TYPES) {
      const draft = draftOf(
        JOB_TYPES.find((each) => each.code === code)!,
        true,
      )
      for (const part of PARTS)
        for (const { name, field } of namedFields(draft[part])) {
          for (const now of [field.when, field.required]) {
            // The same condition in many jobs is tried once.
            if (typeof now !== 'object' || tried.has(JSON.stringify(now))) continue
            tried.add(JSON.stringify(now))
            const at = { job: draft, part, except: name }
            const inputs = conditionInputs('when', at, now, t)
            const read = schemaOf(inputs).parse(valuesOf(inputs, conditionKnown('when', at, now, t)))
            expect(conditionIn('when', read), `${code} ${name}`).toEqual(now)
          }
        }
    }
  })

  test('are several, joined by and or or, with numbers, on the page of the field itself', async () => {
    const at = '/jobs/LA01/fields/upplysningar'
    const page = filledIn(await lena.get(AT + at))
    expect(page).toMatchObject({ when: 'nej', when_1: '' })
    const joined = {
      when: 'nagon',
      when_1: 'max_effekt above',
      when_1_n: '11,5',
      when_2: '{"field":"best_typ","is":"foretag"}',
    }
    const lacks = await changes(lena, at, { ...joined, when_1_n: '' })
    expect([lacks.status, lacks.body]).toEqual([422, expect.stringContaining('Ange ett tal.')])
    expect((await changes(lena, at, { when: 'alla' })).body).toContain('Välj minst ett villkor.')
    expect((await changes(lena, at, joined)).status).toBe(303)
    expect(filledIn(await lena.get(AT + at))).toMatchObject(joined)
    // One place more than there are conditions.
    expect((await lena.get(AT + at)).body).toContain('name="when_3"')
    const overview = (await lena.get(AT)).body
    expect(overview).toMatch(/är över 11[.,]5 eller /)
    const preview = (await lena.get(`${AT}/jobs/LA01/preview`)).body
    expect(preview).toContain('&#34;above&#34;:11.5')
    await changes(lena, at, { when: 'nej' })
    expect((await lena.get(AT)).body).toContain('Utkastet är likadant som den version som gäller.')
    await lena.post(`${AT}/discard`, {})
  })

  test.each<[Condition, Answers, boolean]>([
    [{ field: 'kw', below: 10 }, { kw: 9.9 }, true],
    [{ field: 'kw', below: 10 }, { kw: 10 }, false],
    [{ field: 'kw', below: 10 }, {}, false],
    [{ field: 'kw', below: 10 }, { kw: '5' }, false],
    [
      {
        all: [
          { field: 'kw', above: 5 },
          { field: 'kw', below: 10 },
        ],
      },
      { kw: 7 },
      true,
    ],
  ])('%j of %j is %s', (condition, answers, is) => {
    expect(holds(condition, answers)).toBe(is)
  })

  test('of the network data that ask about the notice too are what is left when the notice is done', () => {
    const notice = { typ: 'foretag' }
    const form = (when: Condition) => ({
      attachments: [],
      rules: [],
      sections: [{ key: 'X', title: 'X', fields: [{ key: 'x_a', label: 'A', type: 'text' as const, when }] }],
    })
    const left = (when: Condition) => settled(form(when), (key) => key === 'typ', notice).sections[0]!.fields[0]
    const [is, own]: Condition[] = [
      { field: 'typ', is: 'foretag' },
      { field: 'x_b', above: 5 },
    ]
    expect(left({ all: [is!, own!] })).toMatchObject({ when: own })
    expect(left({ any: [is!, own!] })).not.toHaveProperty('when')
    expect(left({ all: [{ not: is! }, own!] })).toBeUndefined()
    expect(left({ not: { any: [{ not: is! }, own!] } })).toMatchObject({ when: { not: own } })
  })

  test('are said in words', () => {
    expect(
      conditionWords(
        {
          any: [
            { field: 'prod_max', below: 43.5 },
            { field: 'prod_max', above: 100 },
          ],
        },
        job,
        t,
      ),
    ).toMatch(/är under 43[.,]5 eller .* är över 100$/)
  })
})

describe('own fields', () => {
  test.each<[Formula, Answers, number | undefined]>([
    [{ op: 'sum', of: ['a', 'b'] }, { a: 1.1, b: 2.2 }, 3.3],
    [{ op: 'sum', of: ['a', 'b'] }, { b: 2 }, 2],
    [{ op: 'sum', of: ['a', 5] }, {}, undefined],
    [{ op: 'sum', of: ['rows.kw'] }, { rows: [{ kw: 1.5 }, {}, { kw: 2 }] }, 3.5],
    [{ op: 'difference', of: ['a', 'b', 1] }, { a: 10, b: 2 }, 7],
    [{ op: 'difference', of: ['a', 'b'] }, { a: 10 }, undefined],
    [{ op: 'product', of: ['a', 'b'] }, { a: 0.1, b: 3 }, 0.3],
    [{ op: 'product', of: ['rows.kw', 2] }, { rows: [{ kw: 4 }] }, 8],
    [{ op: 'quotient', of: ['a', 'b'] }, { a: 1, b: 3 }, 0.33],
    [{ op: 'quotient', of: ['a', 'b'] }, { a: 1, b: 0 }, undefined],
    [{ op: 'sum', of: ['a', 'b'] }, { a: 'x', b: 'y' }, undefined],
  ])('%j of %j is %s', (formula, answers, value) => {
    expect(calculate(formula, answers)).toBe(value)
  })

  test('are a table, a calculation of it and a fuse, with conditions from the start; told whole before they are published', async () => {
    const make = async (typed: Record<string, string>) => {
      const made = await changes(lena, '/jobs/BE06/fields/new', { section: 'notice.R', ...typed })
      expect([made.status, ...made.body.matchAll(/field-error[^]*?<span>([^<]*)/g)].map(String)).toEqual(['303'])
      return made.location.split('/fields/')[1]!
    }
    const wrong = await changes(lena, '/jobs/BE06/fields/new', {
      section: 'notice.R',
      type: 'group',
      label: 'Motorer',
      columns: 'Märke; färg',
    })
    expect([wrong.status, wrong.body]).toEqual([422, expect.stringContaining('efter semikolonet')])
    const table = await make({
      type: 'group',
      label: 'Motorer',
      columns: 'Märke\nEffekt; tal\nSäkring; säkring',
      required: 'ja',
    })
    const [, , effect] = await columnsOf(table)
    const extra = await make({ section: `notice.R.${table}`, type: 'yesNo', label: 'Mjukstart' })
    expect(extra.startsWith(`${table}.x_egen_`)).toBe(true)
    const sum = await make({
      type: 'calculation',
      label: 'Motorer tillsammans',
      op: 'sum',
      term_1: effect!,
      unit: 'kW',
    })
    const fuse = await make({
      type: 'fuse',
      label: 'Motorsäkring',
      required: 'alla',
      required_1: '{"field":"best_typ","is":"foretag"}',
      when: 'alla',
      when_1: '{"field":"best_namn","filled":true}',
    })
    const elsewhere = await changes(lena, '/jobs/BE06/fields/new', {
      section: 'notice.R',
      type: 'text',
      label: 'X',
      when: 'alla',
      when_1: '{"field":"y_utfort","filled":true}',
    })
    expect(elsewhere.body).toContain('Villkoret frågar efter något i en annan del.')

    const overview = (await lena.get(AT)).body.replaceAll(/\s+/g, ' ')
    for (const words of [
      'nytt fält, rader · Krävs · Märke, Effekt, Säkring',
      'nytt fält, uträkning · Summan av: Föranmälan › Summan av Motorer › Effekt',
      'nytt fält, säkring · Krävs när ',
      'Visas när ',
      'nytt fält, ja eller nej · Frivillig',
    ])
      expect(overview).toContain(words)
    expect((await publishes(lena)).status).toBe(303)

    const { location, edit } = await begins('BE06')
    for (const name of [`${table}.0.`, `id="${sum}"`, `name="${fuse}"`]) expect(edit.body).toContain(name)
    const [mark, , rowFuse, soft] = await columnNames(table)
    await amir.submit(location, edit, {
      [`${table}.0.${mark}`]: 'ABB',
      [`${table}.0.${effect!.split('.')[1]}`]: '7,5',
      [`${table}.0.${rowFuse}`]: '16',
      [`${table}.0.${soft}`]: 'ja',
      best_namn: 'Tolvan Tolvansson',
      [fuse]: '25',
      _do: 'save',
    })
    const kase = await caseAt(location)
    expect(kase.notice).toMatchObject({
      [table]: [{ [mark!]: 'ABB', [effect!.split('.')[1]!]: 7.5, [rowFuse!]: 16, [soft!]: true }],
      [sum]: 7.5,
    })
    const shown = (await amir.get(`/cases/${kase.ref}`)).body
    for (const words of ['Motorer tillsammans', '7,5 kW', 'ABB', 'Mjukstart']) expect(shown).toContain(words)

    // A calculation of what is hidden is told before anything is published; it can be changed where it stands.
    await changes(lena, `/jobs/BE06/fields/${table}`, { shown: 'nej' })
    expect((await lena.get(AT)).body).toContain('räknas ut av Effekt, som är dolt.')
    await changes(lena, `/jobs/BE06/fields/${sum}`, { term_1: 'max_effekt', constant: '2', op: 'product' })
    const mended = (await lena.get(AT)).body
    expect(mended).not.toContain('räknas ut av')
    expect(mended).toContain('Gånger varandra')
    await lena.post(`${AT}/discard`, {})
    await asActor(actorsOf(db.world).amir, (tx) =>
      perform(tx, actorsOf(db.world).amir, kase.ref, 'save', { notice: kase.notice }),
    )
  })

  /** Of a table of the draft: 'table.column' each, as pages name them. */
  async function columnsOf(table: string): Promise<string[]> {
    const { body } = await lena.get(`${AT}/jobs/BE06`)
    return [...new Set([...body.matchAll(new RegExp(`fields/(${table}(?:\\.\\w+)?)"`, 'g'))].map(([, name]) => name!))]
  }
  async function columnNames(table: string): Promise<string[]> {
    return (await columnsOf(table)).flatMap((name) => name.split('.')[1] ?? [])
  }

  test('compile to fields of the form engine and nothing else', () => {
    const job = draftOf(JOB_TYPES[0]!, true)
    const found = findField(job, 'upplysningar')!
    found.section.fields.push({
      key: 'x_egen_sum',
      label: 'Summa',
      type: 'number',
      formula: { op: 'sum', of: ['max_effekt', 1] },
    })
    const content = { types: [], fuses: { ladder: [], intervals: [] }, settings: {} as never, rules: {} as never }
    const { notice } = compile(job, content)
    expect(notice.sections.flatMap(({ fields }) => fields).find(({ key }) => key === 'x_egen_sum')).toHaveProperty(
      'formula',
    )
  })
})

test('a file of postnummer makes the areas that are not there, when it is wanted, and never another owner’s', async () => {
  const page = await lena.get(`${AT}/areas/import`)
  const text =
    'Nätområde;Från;Till;Namn\nNRD;12340;12344;\nSKG;55510;55519;Skogsbygden\nÖN1;55520;;\nSKG;55530;55539;\n'
  const shown = await lena.submit(`${AT}/areas/import`, page, { text, do: 'show' })
  for (const words of [
    '4 rader går att läsa.',
    'Nya nätområden',
    'value="Skogsbygden"',
    'value="ÖN1"',
    'Lägg upp 2 nätområden och spara',
  ])
    expect(shown.body).toContain(words)
  expect((await lena.get(`${AT}/areas`)).body).not.toContain('Skogsbygden')
  const theirs = await lena.submit(`${AT}/areas/import`, page, { text: 'VKS;55510;55519\nA;1;2', do: 'put' })
  expect(theirs.body).toContain('Ett annat nätbolag har det nätområdet.')
  expect(theirs.body).toContain('Ett nätområde har tre tecken')
  const put = await lena.submit(`${AT}/areas/import`, page, { text, do: 'put', name_ÖN1: 'Ytterön' })
  expect(put.status).toBe(303)
  const areas = (await lena.get(`${AT}/areas`)).body
  for (const words of ['SKG Skogsbygden', 'ÖN1 Ytterön', '55510–55519, 55530–55539']) expect(areas).toContain(words)
  expect((await lena.get(AT)).body).toContain('tillagt · namn: Ytterön')
  await publishes(lena)
  expect(await db.owner('areas').whereIn('code', ['SKG', 'ÖN1']).orderBy('code').pluck('name')).toEqual([
    'Skogsbygden',
    'Ytterön',
  ])
  const { body } = await amir.get('/cases/new')
  expect(body.length).toBeGreaterThan(0)
})

test('whether an approval waits for the answer to a quote is a rule of the owner’s', async () => {
  expect(filledIn(await lena.get(`${AT}/rules`))).toMatchObject({ quote_may_wait: 'nej' })
  await changes(lena, '/rules', { quote_may_wait: 'ja' })
  expect((await lena.get(AT)).body).toContain('Föranmälan får godkännas innan offerten är besvarad')
  await publishes(lena)
  const owner = await db.owner('owners').where({ id: db.world.owners.NEL }).first('quote_may_wait')
  expect(owner).toEqual({ quote_may_wait: true })
})
