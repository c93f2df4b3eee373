import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { holds } from '../../../src/domain/forms/conditions.ts'
import { form } from '../../../src/configuration/formShape.ts'
import { JOB_TYPES, jobType } from '../../../src/domain/forms/catalogue/jobs.ts'
import type {
  Answers,
  Condition,
  Field,
  FormDefinition,
  JobType,
  Section,
} from '../../../src/domain/forms/definition.ts'
import { initialAnswers } from '../../../src/domain/forms/repeatingGroups.ts'
import { RULES } from '../../../src/domain/forms/rules.ts'
import { isUntouched, missing } from '../../../src/domain/forms/schema.ts'
import { forNotice } from '../../../src/domain/forms/resolvedForms.ts'

const PARTS = ['notice', 'consent', 'completion'] as const

const fieldsIn = (form: FormDefinition): Field[] => form.sections.flatMap((section) => section.fields)
const deep = (field: Field): Field[] => [field, ...(field.fields ?? [])]
/** A field, or the column of a grid (blockanmälan). */
const named = (form: FormDefinition, key: string): Field | undefined =>
  fieldsIn(form)
    .flatMap((field) => (field.grid ? deep(field) : [field]))
    .find((each) => each.key === key)

function namesIn(condition: Condition): string[] {
  if ('all' in condition) return condition.all.flatMap(namesIn)
  if ('any' in condition) return condition.any.flatMap(namesIn)
  return 'not' in condition ? namesIn(condition.not) : [condition.field]
}

function conditionsOf(holder: Field | Section): Condition[] {
  const required = 'required' in holder && typeof holder.required === 'object' ? [holder.required] : []
  return holder.when ? [holder.when, ...required] : required
}

/** Keys a sending asks for when nothing but what is filled in from the start has been said, optional sections aside. */
const asked = (form: FormDefinition): string[] => missing(form, initialAnswers(form))

test('has every row of docs/domain.md 3.1, in its order', () => {
  const rows = { NY: 5, BE: 13, TI: 4, PR: 6, LA: 3, EL: 2, RE: 2, SE: 3, SL: 2, GB: 2, TR: 2, OV: 2 }
  const codes = Object.entries(rows).flatMap(([type, n]) =>
    Array.from({ length: n }, (_, index) => `${type}${String(index + 1).padStart(2, '0')}`),
  )
  expect(JOB_TYPES.map(({ code }) => code)).toEqual(codes)
  expect(() => jobType('XX01')).toThrow('XX01')
})

test('is of the shape that a network owner publishes: a property that a draft does not know would stop every owner', () => {
  for (const job of JOB_TYPES)
    for (const part of PARTS) expect(form.safeParse(job[part]).error, job.code).toBeUndefined()
})

/** Several facilities by the nature of the job. Where docs/domain.md 3.1 only allows it, the form is about one until rows are added. */
const BLOCK = ['NY04', 'BE08', 'BE09', 'LA02']

test('where block is allowed each facility has a row, in the notice and again when the work is done', () => {
  const withRows = JOB_TYPES.filter(({ notice }) => named(notice, 'rader'))
  expect(withRows).toEqual(JOB_TYPES.filter((job) => job.blockAllowed))
  const asked = withRows.filter(({ notice }) => missing(notice, {}).includes('rader'))
  expect(asked.map(({ code }) => code)).toEqual(BLOCK)
  for (const { notice, completion } of withRows) {
    expect(named(completion, 'y_rader')?.rowsOf).toBe('rader')
    expect(named(completion, 'y_rader')!.fields!.length).toBeGreaterThan(1)
    const columns = named(notice, 'rader')!.fields!.map(({ key }) => key)
    const given = named(completion, 'y_rader')!.fields!.filter((field) => field.given)
    for (const { key } of given) expect(columns).toContain(key)
  }
})

test('with rows nothing is asked of the one facility that the form was about, and each row is asked for what it would have been', () => {
  const two = [{ anl_benamning: 'Lgh 1' }, { anl_benamning: 'Lgh 2' }]
  for (const job of JOB_TYPES.filter(({ code, blockAllowed }) => blockAllowed && !BLOCK.includes(code))) {
    const columns = named(job.notice, 'rader')!.fields!.map(({ key }) => key)
    const [one, several] = [missing(job.notice, {}), missing(job.notice, { rader: two })]
    expect(several.filter((name) => columns.includes(name))).toEqual([])
    const ofOne = one.filter((name) => columns.includes(name) && name !== 'mat_atgard')
    for (const row of ['rader.0.', 'rader.1.'])
      expect(several).toEqual(expect.arrayContaining(ofOne.map((name) => row + name)))
    const done = missing(job.completion, { y_rader: two })
    for (const key of ['y_klar_matare', 'y_sakr', 'y_matarst']) {
      expect(done.includes(key), key).toBe(false)
      expect(done.includes(`y_rader.1.${key}`), `${job.code} ${key}`).toBe(missing(job.completion, {}).includes(key))
    }
  }
})

describe.each(JOB_TYPES.map((job) => [job.code, job] as const))('%s', (_, job) => {
  test('has each key once in notice, consent and completion, and each section and file once in a page', () => {
    const keys = PARTS.flatMap((part) => fieldsIn(job[part])).map(({ key }) => key)
    expect(keys).toEqual([...new Set(keys)])
    const page = job.flow === 'D' ? [job.notice, job.completion] : [job.notice]
    for (const list of [
      page.flatMap((form) => form.sections.map(({ key }) => key)),
      page.flatMap((form) => form.attachments.map(({ kind }) => kind)),
      ...PARTS.flatMap((part) => fieldsIn(job[part])).map((field) => (field.fields ?? []).map(({ key }) => key)),
    ]) {
      expect(list).toEqual([...new Set(list)])
    }
  })

  test('names only fields, options and rules that exist', () => {
    for (const part of PARTS) {
      // The consent may ask about the notice, which is done by then.
      const sections = [job[part], ...(part === 'consent' ? [job.notice] : [])].flatMap((each) => each.sections)
      const form = { ...job[part], sections }
      for (const section of job[part].sections) {
        for (const holder of [section, ...section.fields, ...section.fields.flatMap((field) => field.fields ?? [])]) {
          for (const condition of conditionsOf(holder)) checkCondition(condition, form)
        }
      }
      for (const { required } of form.attachments) if (typeof required === 'object') checkCondition(required, form)
    }
    for (const phase of ['notice', 'completion'] as const) {
      for (const code of job[phase].rules) {
        expect(RULES.find((rule) => rule.code === code)?.phases, code).toContain(phase)
      }
    }
    expect(job.consent.rules).toEqual([])
  })

  test('explains every field, and types it soundly', () => {
    for (const field of PARTS.flatMap((part) => fieldsIn(job[part])).flatMap(deep)) {
      expect(field.label, field.key).toMatch(/^[\p{L}]/u)
      expect(field.help, field.key).toMatch(/[.?…]$/)
      expect(`${field.label} ${field.help ?? ''}`, field.key).not.toContain('!')
      expect(field.key).toMatch(/^[a-z][a-z0-9_]*$/)
      expect(field.options !== undefined, field.key).toBe(field.type === 'choice' || field.type === 'choices')
      for (const option of field.options ?? []) expect(option.value, field.key).toMatch(/^[\x21-\x7e]+$/)
      if (field.type === 'number') expect([field.min, field.max].every(Number.isFinite), field.key).toBe(true)
      if (field.pattern) expect(() => new RegExp(field.pattern!.source, 'u')).not.toThrow()
      if (field.type === 'choice' && field.initial !== undefined) {
        expect(
          field.options?.map(({ value }) => value),
          field.key,
        ).toContain(field.initial)
      }
    }
  })

  test('asks for nothing in an optional section until something is said there', () => {
    for (const section of job.notice.sections.filter(({ optional }) => optional)) {
      expect(isUntouched(section, initialAnswers(job.notice)), section.key).toBe(true)
      expect(missing({ sections: [section] }, initialAnswers(job.notice))).toEqual([])
    }
  })

  test('has the parts of its flow', () => {
    const has = (form: FormDefinition) => form.sections.length > 0
    expect([has(job.notice), has(job.consent), has(job.completion)]).toEqual(
      { F: [true, true, true], D: [true, false, true], G: [true, job.code === 'OV02', false] }[job.flow],
    )
    expect(asked(job.notice)).toContain('intygande')
    expect(asked(job.notice).includes('fardigdatum')).toBe(job.flow !== 'D')
  })
})

function checkCondition(condition: Condition, form: FormDefinition): void {
  const fields = fieldsIn(form).flatMap(deep)
  for (const name of namesIn(condition)) expect(fields.map(({ key }) => key)).toContain(name)
  const check = (each: Condition): void => {
    if ('all' in each) each.all.forEach(check)
    else if ('any' in each) each.any.forEach(check)
    else if ('not' in each) check(each.not)
    else if ('is' in each || 'in' in each) {
      const values = 'is' in each ? [each.is] : each.in
      const field = fields.find(({ key }) => key === each.field)!
      if (field.options) for (const value of values) expect(field.options.map((one) => one.value)).toContain(value)
    }
  }
  check(condition)
}

// Column "Req." of docs/domain.md 3.2: key → the job types that must have it.
const matching = (codes: string) => {
  const begins = codes.split(' ')
  return JOB_TYPES.filter(({ code }) => begins.some((begin) => code.startsWith(begin))).map(({ code }) => code)
}
const requiring = (part: (typeof PARTS)[number], key: string) =>
  JOB_TYPES.map((job) => forNotice(job, {}))
    .filter((job) => named(job[part], key)?.required === true)
    .map(({ code }) => code)

test.each([
  ['anl_id', 'BE PR04 PR06 SL TI02 TI04 LA01 GB02'],
  ['anl_id_inm', 'PR04 PR06'],
  ['matarnummer', 'BE06 BE07 BE08 BE09 BE10 BE11 SL01 TI02'],
  ['fastighet', 'NY TI01 PR SE SL02 GB TR'],
  ['lgh_nr', 'NY04'],
  ['prod_overskott', 'PR02 PR03'],
  ['servis_langd_tomt', 'NY01 NY02'],
  ['servis_berors', 'BE03 BE06'],
  ['arsforbr', 'NY BE03 BE10'],
  ['mat_placering_bef', 'BE06'],
  ['plomb_orsak', 'BE11'],
  ['frankoppling_datum', 'TI02'],
  ['ladd_publik', 'LA03'],
  ['avs_anl_kvar', 'BE08'],
  ['regelef_namn', ''],
])('%s is required in %s', (key, codes) => {
  const inForm = JOB_TYPES.filter((job) => named(job.notice, key)).map(({ code }) => code)
  expect(requiring('notice', key)).toEqual(matching(codes).filter((code) => inForm.includes(code)))
})

test('the completion asks for readings, meters, readiness and a new customer where docs/domain.md 3.3 says', () => {
  expect(requiring('completion', 'y_matarst')).toEqual(matching('BE01 BE02 BE03 BE04 BE08 PR06 SL'))
  expect(requiring('completion', 'y_klar_matare')).toContain('NY01')
  expect(requiring('completion', 'y_klar_matare')).not.toContain('BE02')
  expect(requiring('completion', 'y_vr_serienr')).toEqual(matching('PR01 PR02 PR03 PR04 PR05 EL'))
  const optional = JOB_TYPES.filter((job) => job.completion.sections.some((section) => section.optional))
  expect(optional.map(({ code }) => code)).toEqual(['BE11', 'PR06'])
})

test('a meter that is there can be told when the work is done, and must be where the facility itself changes', () => {
  const there = matching('BE PR01 PR02 PR03 PR04 PR06 LA EL RE SL').filter((code) => !BLOCK.includes(code))
  const has = JOB_TYPES.filter((job) => named(job.completion, 'y_matare_bef')).map(({ code }) => code)
  expect(has).toEqual(there)
  expect(requiring('completion', 'y_matare_bef')).toEqual(matching('BE SL').filter((code) => !BLOCK.includes(code)))
})

test('a charger that feeds the network is asked as a storage is, and its consent says how much it may feed', () => {
  for (const code of ['LA01', 'LA02', 'LA03']) {
    const job = jobType(code)
    const asks = (notice: Answers) => missing(job.notice, { ...initialAnswers(job.notice), ...notice })
    for (const key of ['lag_effekt_ut', 'lag_inmatning', 'prod_standard', 'prod_brytare']) {
      expect(asks({}), code).not.toContain(key)
      expect(asks({ ladd_v2g: true }), code).toContain(key)
    }
    const grants = (notice: Answers) => missing(forNotice(job, notice).consent, {})
    expect(grants({})).not.toContain('x_max_inmatning')
    expect(named(forNotice(job, {}).consent, 'x_max_inmatning')).toBeUndefined()
    expect(grants({ ladd_v2g: true, lag_inmatning: 'nej' }), 'the house alone').not.toContain('x_anl_id_inm')
    expect(grants({ ladd_v2g: true })).toEqual(expect.arrayContaining(['x_anl_id_inm', 'x_max_inmatning']))
  }
})

test('the consent asks for fuse, facility and infeed where docs/domain.md 3.3 says', () => {
  const consenting = JOB_TYPES.filter(({ flow }) => flow === 'F').map(({ code }) => code)
  // In a block each row has its own number and fuse.
  const single = (codes: string[]) => codes.filter((code) => !BLOCK.includes(code))
  expect(requiring('consent', 'x_anl_id')).toEqual(single(matching('NY TI01 PR05 GB01 TR01')))
  expect(requiring('consent', 'x_anl_id_inm')).toEqual(matching('PR01 PR02 PR03 PR04 PR05 EL01'))
  expect(requiring('consent', 'x_max_inmatning')).toEqual(requiring('consent', 'x_anl_id_inm'))
  const withF = JOB_TYPES.filter(({ notice }) => notice.sections.some(({ key, optional }) => key === 'F' && !optional))
  const station = matching('TR PR03')
  expect(requiring('consent', 'x_matarsakring')).toEqual(
    single(withF.map(({ code }) => code)).filter((code) => consenting.includes(code) && !station.includes(code)),
  )
  expect(requiring('consent', 'x_anslutningspunkt')).toEqual(
    withF.map(({ code }) => code).filter((code) => consenting.includes(code)),
  )
  for (const job of JOB_TYPES)
    expect(named(job.consent, 'x_intern')?.ownerOnly).toBe(job.consent.sections.length > 0 || undefined)
})

test('honest blanks are allowed for telephone and e-mail, and for the end customer’s number', () => {
  const job = jobType('NY01')
  const blanks = PARTS.flatMap((part) => fieldsIn(job[part])).filter(({ blankAllowed }) => blankAllowed)
  expect(blanks.map(({ key }) => key)).toEqual([
    'best_telefon',
    'best_epost',
    'y_slutkund_id',
    'y_slutkund_telefon',
    'y_slutkund_epost',
  ])
})

describe('what is asked for', () => {
  const lacks = (job: JobType, answers: Answers) => missing(job.notice, { ...initialAnswers(job.notice), ...answers })

  test('no completion begins with an answer: a case would show one before anybody had written it', () => {
    expect(JOB_TYPES.filter(({ completion }) => Object.keys(initialAnswers(completion)).length > 0)).toEqual([])
  })

  test('S1: NY01 asks for orderer, facility, fuse, meter and dates, and nothing of E, G', () => {
    expect(asked(jobType('NY01').notice)).toEqual(
      expect.arrayContaining(['best_id', 'best_namn', 'fastighet', 'sakr_ny', 'mat_placering']),
    )
    expect(initialAnswers(jobType('NY01').notice)).toMatchObject({ best_typ: 'privat', fas_ny: '3' })
    expect(asked(jobType('NY01').notice)).not.toContain('servis_atgard')
    expect(jobType('NY01').notice.attachments.find(({ kind }) => kind === 'SIT')?.required).toBe(true)
  })

  test('a customer without number gives a date of birth, one abroad another postcode', () => {
    const job = jobType('NY01')
    expect(lacks(job, { best_utan_pnr: true })).not.toContain('best_id')
    expect(lacks(job, { best_utan_pnr: true })).toContain('best_fodd')
    expect(lacks(job, { best_land: 'NO' })).not.toContain('best_postnr')
    expect(lacks(job, { best_land: 'NO' })).toContain('best_postnr_utl')
  })

  test('an invoice that goes to someone else asks who', () => {
    expect(lacks(jobType('NY01'), {})).not.toContain('fakt_namn')
    expect(lacks(jobType('NY01'), { fakt_samma: false })).toEqual(
      expect.arrayContaining(['fakt_id', 'fakt_namn', 'fakt_adress', 'fakt_postnr', 'fakt_ort']),
    )
  })

  test('a plot without address is found by property and coordinates', () => {
    const lacking = lacks(jobType('LA01'), { anl_utan_adress: true })
    expect(lacking).not.toContain('anl_adress')
    expect(lacking).toEqual(expect.arrayContaining(['fastighet', 'koordinat_n', 'koordinat_e']))
  })

  test('a flat of an existing facility has its number', () => {
    expect(lacks(jobType('BE02'), { anl_typ: 'lagenhet' })).toContain('lgh_nr')
    expect(lacks(jobType('BE02'), { anl_typ: 'villa' })).not.toContain('lgh_nr')
    const merged = (anl_typ: string) => lacks(jobType('BE08'), { anl_typ, rader: [{}, {}] })
    expect(merged('lagenhet')).toContain('rader.1.lgh_nr')
    expect(merged('kontor')).not.toContain('rader.1.lgh_nr')
  })

  test('BE06 asks about the service line only if the incoming cable is touched', () => {
    expect(lacks(jobType('BE06'), { servis_berors: false })).not.toContain('servis_atgard')
    expect(lacks(jobType('BE06'), { servis_berors: true })).toEqual(
      expect.arrayContaining(['servis_atgard', 'servis_typ', 'grav_ansvar']),
    )
    expect(lacks(jobType('BE05'), { servis_atgard: ['flytt'] })).toContain('servis_text')
  })

  test('BE03 wants an effektberäkning above 63 A, a signature on paper wants the ALP, a tenant the owner’s leave', () => {
    const wanted = (code: string, kind: string, answers: Answers) => {
      const { required } = jobType(code).notice.attachments.find((slot) => slot.kind === kind)!
      return typeof required === 'object' ? holds(required, answers) : (required ?? false)
    }
    expect([wanted('BE03', 'EFF', { sakr_ny: 63 }), wanted('BE03', 'EFF', { sakr_ny: 80 })]).toEqual([false, true])
    expect([wanted('PR01', 'ALP', {}), wanted('PR01', 'ALP', { alp_kund_sign: 'fil' })]).toEqual([false, true])
    expect(wanted('NY01', 'FAS', { best_ar_fastighetsagare: false })).toBe(true)
    expect(wanted('SL02', 'FAS', {})).toBe(true)
  })

  test('BE10 lists at least one appliance; a charger’s outlets come from small to large', () => {
    expect(lacks(jobType('BE10'), {})).toContain('app')
    expect(lacks(jobType('PR01'), {})).not.toContain('app')
    expect(named(jobType('LA01').notice, 'ladd_effekt')!.options!.map(({ value }) => value)).toEqual([
      '3.7',
      '7.4',
      '11',
      '22',
      'annat',
    ])
  })

  test('TI02 and TI01 can be copied into each other: what they share they call alike', () => {
    const keys = (code: string) => new Set(fieldsIn(jobType(code).notice).map(({ key }) => key))
    for (const key of ['best_namn', 'anl_id', 'till_andamal', 'byggskap_agare', 'mat_placering']) {
      expect(keys('TI01')).toContain(key)
      expect(keys('TI02')).toContain(key)
    }
    expect(keys('TI02')).toContain('till_arende')
    expect(keys('BE03')).toContain('sakr_bef')
  })
})

describe('English', () => {
  const files = readdirSync('locales').filter((name) => /^en(\.\w+)?\.json$/.test(name))
  const read = (name: string) => JSON.parse(readFileSync(`locales/${name}`, 'utf8')) as Record<string, string>
  const mine = read('en.catalogue.json')

  const said = new Set<string>()
  for (const job of JOB_TYPES) {
    for (const text of [job.name, job.type.name]) said.add(text)
    for (const form of PARTS.map((part) => job[part])) {
      for (const slot of form.attachments) [slot.label, slot.help].forEach((text) => text && said.add(text))
      for (const section of form.sections) [section.title, section.help].forEach((text) => text && said.add(text))
      for (const field of fieldsIn(form).flatMap(deep)) {
        const words = [field.label, field.help, field.rowLabel, field.unit, field.pattern?.message]
        for (const text of [...words, ...(field.options ?? []).map(({ label }) => label)]) if (text) said.add(text)
      }
    }
  }
  // A rule's message is a sentence between quotes in its source; keys and codes are no sentences.
  for (const name of readdirSync('src/domain/forms/rules')) {
    const source = readFileSync(`src/domain/forms/rules/${name}`, 'utf8').replaceAll(/\/\*\*[\s\S]*?\*\/|\/\/.*/g, '')
    for (const [, text] of source.matchAll(/'([^'\n]* [^'\n]*\.)'/g)) said.add(text!)
  }

  test('has a translation of every label, help, option, unit, file, job and message, and of nothing else', () => {
    expect([...said].filter((text) => !mine[text])).toEqual([])
    expect(Object.keys(mine).filter((text) => !said.has(text))).toEqual([])
    expect(Object.keys(mine)).toEqual(Object.keys(mine).sort((a, b) => (a < b ? -1 : 1)))
  })

  test('keeps the placeholders, and says the same as the other locale files', () => {
    const holes = (text: string) => [...text.matchAll(/\{\w+\}/g)].map(String).sort()
    for (const [swedish, english] of Object.entries(mine)) expect(holes(english), swedish).toEqual(holes(swedish))
    for (const file of files.filter((name) => name !== 'en.catalogue.json')) {
      for (const [swedish, english] of Object.entries(read(file))) {
        if (mine[swedish] !== undefined) expect(mine[swedish], `${file}: ${swedish}`).toBe(english)
      }
    }
  })
})
