import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { jobType } from '../../src/forms/catalogue/jobs.ts'
import { renumber, tableOf, toValues } from '../../src/forms/rows.ts'
import { fieldsOf, rowIndexes, schemaFor } from '../../src/forms/schema.ts'
import { readForm } from '../../src/web/forms.ts'
import { translator } from '../../src/web/i18n.ts'

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

  test('any text gives rows of the form’s own columns and no more than it holds', () => {
    const keys = new Set(grid.fields!.map(({ key }) => key))
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom('a', '1', '\t', '\n', ';', 'å', ' '), maxLength: 3000 }),
        (text) => {
          const body = renumber(notice, { _paste: 'rader', '_rows.rader': text })
          for (const name of Object.keys(body))
            if (name.startsWith('rader.')) expect(keys).toContain(name.split('.')[2])
          expect(rowIndexes(body, 'rader').length).toBeLessThanOrEqual(grid.maxRows!)
        },
      ),
    )
  })
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
