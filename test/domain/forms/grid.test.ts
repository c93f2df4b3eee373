import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { jobType } from '../../../src/domain/forms/catalogue/jobs.ts'
import { crowded, withPastedRows } from '../../../src/domain/forms/pastedRows.ts'
import { renumber, toValues } from '../../../src/domain/forms/repeatingGroups.ts'
import { fieldsOf, readDraft, rowIndexes, schemaFor } from '../../../src/domain/forms/schema.ts'
import { tableOf } from '../../../src/domain/forms/table.ts'
import { readForm } from '../../../src/web/forms.ts'
import { translator } from '../../../src/language/i18n.ts'

const { notice, completion } = jobType('NY04')
const grid = fieldsOf(notice).find(({ key }) => key === 'rader')!
const context = { today: '2027-02-01', ladder: [16, 20, 25, 35], t: translator('sv') }
const read = (body: Record<string, string>) => readForm(schemaFor(notice, 'draft', context), body)

describe('rows of a spreadsheet', () => {
  test.each([
    ['in the order of the form', 'Lgh 1001\t1001\t735999000100000104\t\t20\t3-fas'],
    [
      'by a first row that names the columns',
      'Säkring efter\tBenämning\tFaser\tLägenhetsnummer\tEget\tAnläggnings-ID (EAN)\n20\tLgh 1001\t3\t1001\tx\t735999000100000104',
    ],
    [
      'by the keys of the form, between semicolons',
      'anl_benamning;lgh_nr;anl_id;sakr_ny;fas_ny\nLgh 1001;1001;735999000100000104;20;3',
    ],
  ])('are read %s', (_how, text) => {
    const [row, ...rest] = tableOf(grid, text)
    expect(rest).toEqual([])
    expect(row).toMatchObject({
      anl_benamning: 'Lgh 1001',
      lgh_nr: '1001',
      anl_id: '735999000100000104',
      sakr_ny: '20',
      fas_ny: '3',
    })
  })

  test('forty of them come after what is written, and are counted', () => {
    const lines = Array.from({ length: 40 }, (_, i) => `Lgh ${1001 + i}\t${1001 + i}\t\t\t20\t3`)
      .join('\r\n')
      .replaceAll('\r', '')
    const body = renumber(notice, {
      'rader.0.anl_benamning': 'Hiss',
      'rader.1.anl_benamning': '',
      _paste: 'rader',
      '_rows.rader': lines,
    })
    expect(rowIndexes(body, 'rader')).toHaveLength(41)
    expect([body['rader.0.anl_benamning'], body['rader.1.anl_benamning'], body['rader.40.lgh_nr']]).toEqual([
      'Hiss',
      'Lgh 1001',
      '1040',
    ])
    expect(body['_rows.rader']).toBeUndefined()
    const answers = read(body as Record<string, string>)
    expect(answers.ok && answers.data['mat_antal']).toBe(41)
  })

  test('what is no such row is kept for the person to see, with its error in its cell', () => {
    const body = renumber(notice, { _paste: 'rader', '_rows.rader': 'Lgh 1\tettusenett\t123\t\t17\tfyra' }) as Record<
      string,
      string
    >
    const answers = read(body)
    expect(answers.ok).toBe(false)
    expect(Object.keys(answers.ok ? {} : answers.form.errors).sort()).toEqual([
      'rader.0.anl_id',
      'rader.0.fas_ny',
      'rader.0.lgh_nr',
      'rader.0.sakr_ny',
    ])
  })

  test('a cell with a line break or a quotation mark comes as one, and an inch is no quotation', () => {
    const whole = tableOf(grid, '"Lgh 1001,\nnorra"\t1001\n"Hiss ""A"""\t')
    expect(whole.map((row) => row['anl_benamning'])).toEqual(['Lgh 1001, norra', 'Hiss "A"'])
    const inch = tableOf(grid, 'Rör 5"\t1001\n"5 tum\t1002')
    expect(inch.map((row) => row['anl_benamning'])).toEqual(['Rör 5"', '"5 tum'])
  })

  test('more rows than the form takes are all there, and told of', () => {
    const text = Array.from({ length: 501 }, (_, i) => `Lgh ${i}`).join('\n')
    const body = renumber(notice, { _paste: 'rader', '_rows.rader': text }) as Record<string, string>
    expect(rowIndexes(body, 'rader')).toHaveLength(501)
    expect(read(body)).toMatchObject({ ok: false, form: { errors: { rader: 'Högst 500 rader.' } } })
    expect(crowded(notice, { _paste: 'rader', '_rows.rader': text }, body, context.t)).toEqual({
      rader: 'Det är 501 rader. Högst 500 får plats: ta bort 1, eller dela upp dem på flera anmälningar.',
    })
  })

  test.each(['rader', 'rader.0.anl_benamning'])(
    'more than any form can hold stay in their box, whole, and it is told at once: %s',
    (at) => {
      const text = Array.from({ length: 1200 }, (_, i) => `Lgh ${i}`).join('\n')
      const posted = { 'rader.0.anl_benamning': 'Hiss', _paste: at, '_rows.rader': text }
      const body = renumber(notice, posted)
      expect(body).toMatchObject({ 'rader.0.anl_benamning': 'Hiss', '_rows.rader': text })
      expect(rowIndexes(body, 'rader')).toEqual([0])
      expect(crowded(notice, posted, body, context.t)['rader']).toContain('Inget är inlagt')
    },
  )

  test('a list that is too long is never stored without its end: what was stored before stays', () => {
    const stored = { rader: [{ anl_benamning: 'Hiss' }] }
    const body = Object.fromEntries(Array.from({ length: 501 }, (_, i) => [`rader.${i}.anl_benamning`, `Lgh ${i}`]))
    const { answers, errors } = readDraft(notice, body, stored, context)
    expect([answers['rader'], errors['rader']]).toEqual([stored.rader, 'Högst 500 rader.'])
  })

  test('rows that lie in their box are put in by any other button than the rows’ own', () => {
    const posted = { 'rader.0.anl_benamning': 'Hiss', '_rows.rader': 'Lgh 1\nLgh 2' }
    const saved = withPastedRows(notice, { ...posted, _do: 'save' })
    expect([0, 1, 2].map((row) => saved[`rader.${row}.anl_benamning`])).toEqual(['Hiss', 'Lgh 1', 'Lgh 2'])
    expect([saved['_rows.rader'], saved['_paste']]).toEqual([undefined, undefined])
    const added = withPastedRows(notice, { ...posted, _add: 'rader' })
    expect([rowIndexes(added, 'rader'), added['_rows.rader']]).toEqual([[0, 1], 'Lgh 1\nLgh 2'])
    const far = { '_rows.rader': 'x\n'.repeat(1200), _do: 'save' }
    expect(crowded(notice, far, withPastedRows(notice, far), context.t)['rader']).toContain('Inget är inlagt')
  })

  test('any text gives rows of the form’s own columns', () => {
    const keys = new Set(grid.fields!.map(({ key }) => key))
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom('a', '1', '\t', '\n', ';', 'å', ' ', '"'), maxLength: 3000 }),
        (text) => {
          const body = renumber(notice, { _paste: 'rader', '_rows.rader': text })
          for (const name of Object.keys(body))
            if (name.startsWith('rader.')) expect(keys).toContain(name.split('.')[2])
          expect(rowIndexes(body, 'rader').length).toBeLessThanOrEqual(999)
        },
      ),
    )
  })
})

describe('pasted into a cell', () => {
  const before = Object.fromEntries(
    ['A', 'B', 'C'].flatMap((name, row) =>
      grid.fields!.map(({ key }) => [`rader.${row}.${key}`, key === 'anl_benamning' ? name : '']),
    ),
  )
  const pasted = (at: string, text: string, form = notice, earlier = {}, typed: Record<string, string> = before) =>
    renumber(form, { ...typed, _paste: at, [`_rows.${at.split('.')[0]!}`]: text }, earlier)
  const column = (body: object, key: string, rows: number) =>
    Array.from({ length: rows }, (_, row) => (body as Record<string, string>)[`rader.${row}.${key}`])

  test('a column goes down from there, over what stood there, and makes the rows it lacks', () => {
    const body = pasted('rader.1.sakr_ny', '20\n\n35\n16\n')
    expect(column(body, 'sakr_ny', 5)).toEqual(['', '20', '', '35', '16'])
    expect(column(body, 'anl_benamning', 5)).toEqual(['A', 'B', 'C', '', ''])
    expect(rowIndexes(body, 'rader')).toHaveLength(5)
  })

  test('a block goes to the right from there, and what is wider than the form is left out', () => {
    const body = pasted('rader.0.sakr_ny', '20\t3-fas\tbyta\tövrigt\n25\t1-fas')
    expect(column(body, 'sakr_ny', 2)).toEqual(['20', '25'])
    expect(column(body, 'fas_ny', 2)).toEqual(['3', '1'])
  })

  test('columns that are named go where they belong, from that row on', () => {
    const body = pasted('rader.1.anl_benamning', 'Faser\tLägenhetsnummer\n3\t1001\n1\t1002')
    expect([column(body, 'fas_ny', 3), column(body, 'lgh_nr', 3)]).toEqual([
      ['', '3', '1'],
      ['', '1001', '1002'],
    ])
    expect(column(body, 'anl_benamning', 3)).toEqual(['A', 'B', 'C'])
  })

  test('when the work is done no row comes to be, and no name is changed', () => {
    const earlier = { rader: [{ anl_benamning: 'Lgh 1001' }, { anl_benamning: 'Hiss' }] }
    const body = pasted('y_rader.0.y_sakr', '20\n25\n35', completion, earlier, {})
    expect([0, 1, 2].map((row) => body[`y_rader.${row}.y_sakr`])).toEqual(['20', '25', undefined])
    const posted = { _paste: 'y_rader.0.y_sakr', '_rows.y_rader': '20\n25\n35' }
    expect(crowded(completion, posted, body, context.t)).toEqual({
      y_rader: 'Rader som inte kom med: 1. Det finns 2 anläggningar i anmälan.',
    })
    const named = pasted('y_rader.0.y_sakr', 'Benämning\tMonterad säkring\nX\t16', completion, earlier, {})
    expect(named['y_rader.0.anl_benamning']).toBe('Lgh 1001')
  })

  test('a place that is not in the form changes nothing', () => {
    for (const at of ['rader.x.sakr_ny', 'rader.0', 'rader.-1.sakr_ny', 'hittepå.0.a', 'rader.1000.sakr_ny'])
      expect(pasted(at, '20')).toMatchObject(before)
  })
})

test('what tells the rows apart is never filled down', () => {
  const before = { 'rader.0.anl_id': '735999000100000104', 'rader.1.anl_id': '' }
  expect(renumber(notice, { ...before, _fill: 'rader.anl_id' })).toMatchObject(before)
})

test('a column is filled downwards from its first written cell, and only where it is empty', () => {
  const before = { 'rader.0.sakr_ny': '', 'rader.1.sakr_ny': '25', 'rader.2.sakr_ny': '', 'rader.3.sakr_ny': '35' }
  const body = renumber(notice, { ...before, _fill: 'rader.sakr_ny' })
  expect([0, 1, 2, 3].map((i) => body[`rader.${i}.sakr_ny`])).toEqual(['25', '25', '25', '35'])
  expect(renumber(notice, { ...before, _fill: 'rader.hittepå' })).toMatchObject(before)
})

test('nobody types the count', () => {
  const answers = read({ mat_antal: '99', 'rader.0.anl_benamning': 'A', 'rader.1.anl_benamning': 'B' })
  expect(answers.ok && answers.data['mat_antal']).toBe(2)
  expect(read({ mat_antal: '99' }).ok && read({ mat_antal: '99' })).toMatchObject({ data: {} })
})

describe('when the work is done', () => {
  const earlier = { rader: [{ anl_benamning: 'Lgh 1001' }, { anl_benamning: 'Hiss' }] }

  test('there is a row for each facility, named as it was', () => {
    const body = renumber(completion, {}, earlier)
    expect(rowIndexes(body, 'y_rader')).toEqual([0, 1])
    expect(body['y_rader.1.anl_benamning']).toBe('Hiss')
  })

  test('no row can be added, removed or renamed, and what was typed stays', () => {
    const forged = {
      'y_rader.0.anl_benamning': 'Mitt',
      'y_rader.1.y_sakr': '20',
      'y_rader.2.anl_benamning': 'Extra',
      _add: 'y_rader',
    }
    const body = renumber(completion, forged, earlier)
    expect(rowIndexes(body, 'y_rader')).toEqual([0, 1])
    expect([body['y_rader.0.anl_benamning'], body['y_rader.1.y_sakr']]).toEqual(['Lgh 1001', '20'])
  })

  test('stored answers come back as they were', () => {
    const answers = { y_rader: [{ anl_benamning: 'Lgh 1001', y_sakr: 20 }] }
    expect(toValues(completion, answers)).toEqual({ 'y_rader.0.anl_benamning': 'Lgh 1001', 'y_rader.0.y_sakr': '20' })
  })
})
