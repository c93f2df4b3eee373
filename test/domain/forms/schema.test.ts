import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { FieldType, FormDefinition } from '../../../src/domain/forms/definition.ts'
import { changesBetween, readSections } from '../../../src/domain/forms/present.ts'
import { renumber, toValues } from '../../../src/domain/forms/repeatingGroups.ts'
import { missing, prune, schemaFor } from '../../../src/domain/forms/schema.ts'
import type { Body } from '../../../src/domain/forms/values.ts'

const t = (sentence: string, params: Record<string, string | number> = {}) =>
  sentence.replace(/\{(\w+)\}/g, (_, name: string) => String(params[name]))
const context = { today: '2027-02-01', ladder: [16, 20, 25, 35], t }

const form: FormDefinition = {
  attachments: [],
  rules: [],
  sections: [
    {
      key: 'B',
      title: 'Beställare',
      fields: [
        {
          key: 'typ',
          label: 'Beställaren är',
          type: 'choice',
          required: true,
          options: [
            { value: 'privat', label: 'Privatperson' },
            { value: 'foretag', label: 'Företag' },
          ],
        },
        { key: 'namn', label: 'Namn', type: 'text', required: true, maxLength: 100 },
        { key: 'kontakt', label: 'Kontakt', type: 'text', required: true, when: { field: 'typ', is: 'foretag' } },
        { key: 'telefon', label: 'Telefon', type: 'phone', required: true, blankAllowed: true },
        { key: 'ager', label: 'Äger', type: 'yesNo', required: true },
        { key: 'agare', label: 'Fastighetsägare', type: 'text', required: true, when: { field: 'ager', is: false } },
        { key: 'agare_tel', label: 'Telefon', type: 'phone', when: { field: 'agare', filled: true } },
      ],
    },
    {
      key: 'F',
      title: 'Säkring',
      fields: [
        { key: 'sakr', label: 'Säkring', type: 'fuse', required: true },
        { key: 'effekt', label: 'Effekt', type: 'number', unit: 'kW', decimals: 1, min: 0, max: 100 },
      ],
    },
    {
      key: 'J',
      title: 'Produktion',
      optional: true,
      fields: [
        {
          key: 'vr',
          label: 'Växelriktare',
          rowLabel: 'Växelriktare',
          type: 'group',
          minRows: 1,
          maxRows: 3,
          fields: [
            { key: 'fabrikat', label: 'Fabrikat', type: 'text', required: true },
            { key: 'antal', label: 'Antal', type: 'number', min: 1, max: 99 },
          ],
        },
      ],
    },
  ],
}

const read = (mode: 'draft' | 'send', body: Body) => schemaFor(form, mode, context).safeParse(body)
const errors = (mode: 'draft' | 'send', body: Body) =>
  Object.fromEntries(read(mode, body).error?.issues.map((issue) => [issue.path.join('.'), issue.message]) ?? [])

describe('a draft', () => {
  test('asks for nothing', () => {
    expect(read('draft', {})).toMatchObject({ success: true, data: {} })
  })

  test('checks the format of what is there', () => {
    expect(errors('draft', { telefon: '8765', sakr: '30', effekt: '1,25' })).toEqual({
      telefon: expect.any(String) as string,
      sakr: 'Välj en säkring som nätbolaget har: 16, 20, 25, 35 A.',
      effekt: 'Skriv högst 1 decimaler.',
    })
  })

  test('stores what was meant, not how it was typed', () => {
    const data = read('draft', { telefon: '070-174 06 05', sakr: '25 A', effekt: ' 17,5 ', ager: 'nej' }).data
    expect(data).toMatchObject({ telefon: '+46701740605', sakr: 25, effekt: 17.5, ager: false })
  })

  test('drops unknown keys and what is hidden, with the errors of what is hidden', () => {
    const body = { typ: 'privat', kontakt: 'x'.repeat(5000), status: 'consented', __proto__: 'x', version: '9' }
    expect(read('draft', body)).toMatchObject({ success: true })
    expect(read('draft', body).data).toEqual({ typ: 'privat' })
  })
})

describe('sending', () => {
  test('asks for what is required and shown', () => {
    expect(Object.keys(errors('send', { typ: 'privat' })).sort()).toEqual(['ager', 'namn', 'sakr', 'telefon'])
    expect(Object.keys(errors('send', { typ: 'foretag', ager: 'nej' })).sort()).toEqual([
      'agare',
      'kontakt',
      'namn',
      'sakr',
      'telefon',
    ])
  })

  test('takes "nej" as an answer and a blank with its reason too', () => {
    const body = { typ: 'privat', namn: 'Tolvan', ager: 'ja', sakr: '16', 'telefon.blank': 'Har ingen telefon' }
    expect(read('send', body)).toMatchObject({ success: true, data: { telefon: { blank: 'Har ingen telefon' } } })
  })

  test('leaves an untouched optional section alone and asks in a touched one', () => {
    const body = { typ: 'privat', namn: 'T', ager: 'ja', sakr: '16', 'telefon.blank': 'ingen' }
    expect(errors('send', body)).toEqual({})
    expect(errors('send', { ...body, 'vr.0.fabrikat': '', 'vr.0.antal': '2' })).toEqual({
      'vr.0.fabrikat': 'Fyll i det här.',
    })
  })
})

describe('junk in any field', () => {
  const types: FieldType[] = [
    ...(['text', 'longText', 'number', 'choice', 'choices', 'yesNo', 'date', 'fuse', 'facilityId'] as const),
    ...(['meterNumber', 'identity', 'orgNumber', 'gln', 'postcode', 'phone', 'email'] as const),
  ]
  const junk: [string, string | string[]][] = [
    ['1 MB', 'å'.repeat(1_000_000)],
    ['NUL', 'a\uFFFDb'],
    ['a control character', 'a\u0007b'],
    ['markup', '<script>alert(1)</script>'.repeat(20)],
    ['a list', ['a', 'b']],
    ['an object written out', '[object Object]\n'.repeat(300)],
  ]

  test.each(types.flatMap((type) => junk.map(([name, value]) => [type, name, value] as const)))(
    '%s says no to %s with a message, and stores nothing of it',
    (type, name, value) => {
      const one: FormDefinition = {
        ...form,
        sections: [{ key: 'X', title: 'X', fields: [{ key: 'x', label: 'X', type, options: [] }] }],
      }
      const result = schemaFor(one, 'draft', context).safeParse({ x: value })
      // A list gives its first value, and long text may hold angle brackets: they are escaped where they are shown.
      const harmless =
        (['text', 'longText'].includes(type) && name === 'a list') || (type === 'longText' && name === 'markup')
      if (harmless) expect(result.success).toBe(true)
      else expect(result.error?.issues).toEqual([expect.objectContaining({ path: ['x'] })])
    },
  )

  test('no string makes any field type throw', () => {
    fc.assert(
      fc.property(fc.constantFrom(...types), fc.string({ unit: 'binary' }), (type, value) => {
        const one = { sections: [{ key: 'X', title: 'X', fields: [{ key: 'x', label: 'X', type, options: [] }] }] }
        schemaFor(one, 'send', context).safeParse({ x: value })
      }),
    )
  })
})

describe('rows of a group', () => {
  test('are numbered without gaps, one more or one less', () => {
    const body = { 'vr.0.fabrikat': 'A', 'vr.2.fabrikat': 'C', 'vr.7.fabrikat': 'D' }
    expect(renumber(form, body)).toEqual({ 'vr.0.fabrikat': 'A', 'vr.1.fabrikat': 'C', 'vr.2.fabrikat': 'D' })
    expect(renumber(form, { ...body, _remove: 'vr.2' })).toMatchObject({ 'vr.0.fabrikat': 'A', 'vr.1.fabrikat': 'D' })
    expect(renumber(form, { ...body, _add: 'vr' })).toMatchObject({ 'vr.3.fabrikat': '', 'vr.3.antal': '' })
  })

  test('of a group that follows another are those of that one: it is not asked for by itself', () => {
    const group = { key: 'y_rader', label: 'Anläggningar', type: 'group', required: true, fields: [] } as const
    const of = (field: FormDefinition['sections'][number]['fields'][number]) => ({
      sections: [{ key: 'Y', title: 'Utfört', fields: [field] }],
    })
    expect(missing(of({ ...group, fields: [], rowsOf: 'rader' }), {})).toEqual([])
    expect(missing(of({ ...group, fields: [] }), {})).toEqual(['y_rader'])
  })

  test('more than allowed are refused', () => {
    const body = Object.fromEntries(Array.from({ length: 4 }, (_, row) => [`vr.${row}.fabrikat`, 'A']))
    expect(errors('draft', body)).toEqual({ vr: 'Högst 3 rader.' })
  })
})

test('what is stored fills the form again with the same answers', () => {
  const body = { typ: 'privat', telefon: '070-174 06 05', sakr: '25', effekt: '17,5', ager: 'nej', 'vr.0.antal': '2' }
  const first = read('draft', body).data!
  expect(read('draft', toValues(form, first)).data).toEqual(first)
})

test('hiding one field hides what hangs on it', () => {
  const answers = { ager: true, agare: 'Nisse', agare_tel: '+46701740605' }
  expect(prune(form, answers)).toEqual({ ager: true })
})

test('the names of what is missing are the names of the inputs', () => {
  expect(missing(form, { vr: [{ antal: 2 }, { fabrikat: 'A' }] })).toContain('vr.0.fabrikat')
})

test('two rounds are compared in words', () => {
  const changes = changesBetween(form, { sakr: 16, typ: 'privat' }, { sakr: 25, typ: 'privat', namn: 'Eva' }, t)
  expect(changes).toEqual([
    { key: 'namn', label: 'Namn', from: '', to: 'Eva' },
    { key: 'sakr', label: 'Säkring', from: '16 A', to: '25 A' },
  ])
})

test('a form is read with what is answered and what should be', () => {
  const sections = readSections(
    form,
    { sakr: 16, vr: [{ fabrikat: 'A' }] },
    { t, full: true, side: 'owner' },
    { sakr: 20 },
  )
  expect(sections.map((section) => section.key)).toEqual(['F', 'J'])
  expect(sections[0]!.items).toEqual([{ key: 'sakr', label: 'Säkring', value: '16 A', was: '20 A' }])
  expect(sections[1]!.rows).toMatchObject([{ title: 'Växelriktare 1', items: [{ value: 'A' }] }])
})
