import { expect, test } from 'vitest'
import { JOB_TYPES, jobType } from '../../../src/domain/forms/catalogue/jobs.ts'
import { holds } from '../../../src/domain/forms/conditions.ts'
import type { Field, FormDefinition } from '../../../src/domain/forms/definition.ts'
import { rarelyAsked } from '../../../src/domain/forms/rarelyAsked.ts'
import { initialAnswers } from '../../../src/domain/forms/repeatingGroups.ts'
import { fieldsOf, missing } from '../../../src/domain/forms/schema.ts'

/** What the page before the form carries along, what the company has said once, and what one button copies. */
const KNOWN = ['anl_postnr', 'regelef_namn', 'regelef_typ', 'anl_adress', 'anl_ort']

/** The empty fields that one meets in a form just begun, those of optional sections and of tables' own rows apart. */
function askedIn(form: FormDefinition): string[] {
  const first = initialAnswers(form)
  const rare = rarelyAsked(form)
  const shown = ({ when }: { when?: Field['when'] }) => when === undefined || holds(when, first)
  return form.sections
    .filter((section) => !section.optional && shown(section))
    .flatMap((section) => section.fields.filter(shown))
    .filter(({ key, countOf, reckoned }) => !rare.has(key) && !countOf && !reckoned)
    .filter(({ key, initial }) => initial === undefined && !KNOWN.includes(key))
    .map(({ key }) => key)
}

// The eight commonest job types; before: the same count of the forms of 440925a^, where nothing was folded, filled in or carried along.
test.each([
  ['LA01', 56, 15],
  ['BE01', 48, 16],
  ['BE03', 50, 18],
  ['PR01', 61, 21],
  ['EL01', 67, 26],
  ['NY01', 46, 17],
  ['BE06', 43, 20],
  ['TI01', 51, 22],
])('%s asked %i questions of somebody who has nothing unusual to tell, and asks %i', (code, before, now) => {
  const asked = askedIn(jobType(code).notice).length
  expect(asked).toBe(now)
  expect(asked).toBeLessThan(before / 2)
})

test('a charger asks for these alone', () => {
  expect(askedIn(jobType('LA01').notice)).toEqual([
    ...['best_id', 'best_namn', 'best_adress', 'best_postnr', 'best_ort', 'best_telefon', 'best_epost'],
    ...[
      'anl_id',
      'sakr_bef',
      'ladd_effekt',
      'ladd_total',
      'ladd_lastbalans',
      'fardigdatum',
      'upplysningar',
      'intygande',
    ],
  ])
})

test('nothing that a form just begun lacks is folded away', () => {
  for (const { notice, completion } of JOB_TYPES)
    for (const form of [notice, completion]) {
      const rare = rarelyAsked(form)
      expect(missing(form, initialAnswers(form)).filter((name) => rare.has(name))).toEqual([])
    }
})

test('an answer that comes to be asked for by a folded one lies in the same fold', () => {
  const rare = rarelyAsked(jobType('LA01').notice)
  expect(rare).toContain('best_utan_pnr')
  expect(rare).toContain('best_fodd')
})

test('what the owner made itself is always asked', () => {
  const own: Field = { key: 'x_egen_abcdefgh', label: 'Skåpets färg', type: 'text' }
  const form = { sections: [{ key: 'A', title: 'Ärende', fields: [own, { ...own, key: 'arendenamn' }] }] }
  expect(fieldsOf(form).filter(({ key }) => rarelyAsked(form).has(key))).toMatchObject([{ key: 'arendenamn' }])
})
