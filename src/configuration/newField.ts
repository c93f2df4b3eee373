import { z } from 'zod'
import { keysIn } from '../domain/forms/conditions.ts'
import { isOwn } from '../domain/forms/rarelyAsked.ts'
import type { Field } from '../domain/forms/definition.ts'
import type { Translate } from '../language/i18n.ts'
import { calculationInputs, calculationProblems, formulaIn, termsIn } from './calculationInputs.ts'
import { calculableParts, askable, namedFields } from './compile.ts'
import { conditionIn, conditionInputs, conditionProblems } from './conditionInputs.ts'
import { draftRoom } from './draftRoom.ts'
import { PARTS, type DraftJob, type Part } from './content.ts'
import { boundsInputs, helpInput, optionsFrom, optionsInput, scopeInput } from './field.ts'
import { addField, newKeyFor } from './fieldEdits.ts'
import type { DraftField } from './formShape.ts'
import { draftPage } from './draftPage.ts'
import { choice, filled, input, lines, onlyIf, pick, text } from './inputs.ts'
import { backTo, jobOf } from './jobs.ts'
import { MADE_TYPES, OWN_TYPES, PART_WORDS } from './labels.ts'
import { BASE } from './part.ts'

/** A new field of the owner's own: /jobs/:job/fields/new */
export const newField = draftRoom('/jobs/:job/fields')

type Made = keyof typeof MADE_TYPES
const isChoice = (type: Made) => type === 'choice' || type === 'choices'
const when = (...types: Made[]): Field['when'] => ({ field: 'type', in: types })

draftPage(newField, '/new', {
  of: (content, { job }) => jobOf(content, job),
  title: (_job, t) => t('Nytt eget fält'),
  intro: (_job, t) =>
    t('Fältet får en egen nyckel som aldrig ändras. Det läggs sist i sitt avsnitt och kan flyttas sedan.'),
  back: backTo,
  inputs: (job, { content, t }) => {
    const offer = { job, part: 'any', except: '' } as const
    return {
      key: onlyIf(false, text('', 20), newKeyFor()),
      section: pick('Var', placesIn(job, t), 'Välj var fältet ska stå.', valueOf),
      type: choice('Vad som fylls i', MADE_TYPES, 'Välj vad fältet är.', { width: 6 }),
      label: filled('Namn', 150),
      help: helpInput(),
      options: optionsInput(when('choice', 'choices')),
      ...boundsInputs(true, { when: when('number', 'calculation')! }),
      columns: columnsInput(),
      ...calculationInputs(termsIn(job, PARTS, '', t), true, when('calculation')),
      ...conditionInputs('required', offer, undefined, t, { heading: 'Villkor' }),
      ...conditionInputs('when', offer, undefined, t),
      scope: { ...scopeInput(content, job, null, t), heading: '' },
    }
  },
  known: () => ({ required: 'nej' as const, when: 'nej' as const, scope: 'one' as const, op: 'sum' as const }),
  problems: (data, job) => {
    const { type, options, columns, section } = data
    const asked = [conditionIn('required', data), conditionIn('when', data)]
    const there = keysOf(job, askable(job, section.part))
    const isElsewhere = (at: number) =>
      typeof asked[at] === 'object' && !keysIn(asked[at]).every((key) => there.has(key))
    const elsewhere = 'Villkoret frågar efter något i en annan del.'
    return {
      ...(isChoice(type) && options.length < 2 && { options: 'Skriv minst två val, ett på varje rad.' }),
      ...(type === 'group' && columns.length === 0 && { columns: 'Skriv minst en kolumn.' }),
      ...(type === 'group' && section.part === 'consent' && { section: 'Nätuppgifterna kan inte ha egna tabeller.' }),
      ...((type === 'group' || type === 'calculation') &&
        section.table !== undefined && { section: 'Tabeller och uträkningar kan inte stå i en tabell.' }),
      ...(type === 'calculation' && calculationProblems(data)),
      ...(type === 'calculation' && termsElsewhere(data, job, section.part)),
      ...(isElsewhere(0) && { required_1: elsewhere }),
      ...(isElsewhere(1) && { when_1: elsewhere }),
      ...conditionProblems('required', data),
      ...conditionProblems('when', data),
    }
  },
  write: (job, data, content) => {
    const { key, section, type, label, help, options, columns, unit, min, max, scope } = data
    const [required, shown] = [conditionIn('required', data), conditionIn('when', data)]
    const made: DraftField = {
      key,
      label,
      type: type === 'calculation' ? 'number' : type,
      width: WIDE.includes(type) ? 12 : 6,
      ...(help && { help }),
      ...(required !== false && type !== 'calculation' && { required }),
      ...(typeof shown === 'object' && { when: shown }),
      ...(isChoice(type) && { options: optionsFrom(options, []) }),
      ...((type === 'number' || type === 'calculation') && { decimals: 2, ...(unit && { unit }) }),
      ...(type === 'number' && { ...(min !== null && { min }), ...(max !== null && { max }) }),
      ...(type === 'fuse' && { unit: 'A' }),
      ...(type === 'calculation' && { formula: formulaIn(data) }),
      ...(type === 'group' && { fields: columns, rowLabel: 'Rad', maxRows: 50 }),
    }
    addField(content, job.code, section, made, scope === 'all')
  },
  to: ({ job }, made) =>
    `${BASE}/jobs/${job}/fields/${made ? [made.section.table, made.key].filter(Boolean).join('.') : ''}`,
})

const WIDE: Made[] = ['longText', 'choices', 'group']

interface Place {
  part: Part
  section: string
  table?: string
}
const valueOf = ({ part, section, table }: Place) =>
  [part, section, table].filter((each) => each !== undefined).join('.')

/** Sections, and the owner's own tables in them. */
function placesIn(job: DraftJob, t: Translate) {
  return PARTS.flatMap((part) =>
    job[part].sections.flatMap(({ key, title, fields }) => {
      const label = `${t(PART_WORDS[part])} › ${t(title)}`
      const tables = fields.filter((field) => field.type === 'group' && isOwn(field.key))
      const places: { label: string; means: Place }[] = [
        { label, means: { part, section: key } },
        ...tables.map((table) => ({
          label: `${label} › ${t('kolumn i {table}', { table: t(table.label) })}`,
          means: { part, section: key, table: table.key },
        })),
      ]
      return places.map((place) => ({ ...place, value: valueOf(place.means) }))
    }),
  )
}

/** How the kinds of columns are written. */
const COLUMN_TYPES: Record<string, keyof typeof OWN_TYPES> = {
  '': 'text',
  text: 'text',
  tal: 'number',
  datum: 'date',
  'ja eller nej': 'yesNo',
  'ja/nej': 'yesNo',
  säkring: 'fuse',
}

/** 'Märke' or 'Effekt; tal' a line. */
function columnsInput() {
  return input<DraftField[]>(
    {
      label: 'Kolumner',
      type: 'longText',
      width: 12,
      help: 'En på varje rad. Skriv vad som fylls i efter ett semikolon: text, tal, datum, ja eller nej, säkring. Fler kan läggas till sedan.',
      when: when('group')!,
    },
    {},
    lines(4000).transform((typed, context) => {
      const columns = typed.split('\n').filter((each) => each.trim() !== '')
      const read = columns.map((line) => {
        const [label = '', kind = ''] = line.split(';').map((each) => each.trim())
        return { label: label.slice(0, 150), type: COLUMN_TYPES[kind.toLowerCase()] }
      })
      if (read.some(({ label, type }) => label === '' || type === undefined)) {
        context.addIssue({
          code: 'custom',
          message: 'Skriv text, tal, datum, ja eller nej eller säkring efter semikolonet.',
        })
        return z.NEVER
      }
      return read.slice(0, 30).map(({ label, type }): DraftField => ({
        key: newKeyFor(),
        label,
        type: type!,
        ...(type === 'number' && { decimals: 2 }),
        ...(type === 'fuse' && { unit: 'A' }),
      }))
    }),
    (columns) => columns.map(({ label }) => label).join('\n'),
  )
}

const keysOf = (job: DraftJob, parts: readonly Part[]) =>
  new Set(parts.flatMap((part) => namedFields(job[part])).map(({ name }) => name.split('.').at(-1)!))

function termsElsewhere(data: Parameters<typeof formulaIn>[0], job: DraftJob, part: Part): Record<string, string> {
  const there = new Set(
    calculableParts(job, part)
      .flatMap((each) => namedFields(job[each]))
      .map(({ name }) => name),
  )
  return formulaIn(data).of.some((term) => typeof term === 'string' && !there.has(term))
    ? { term_1: 'Räkna bara med tal i samma del.' }
    : {}
}
