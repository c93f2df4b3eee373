import { z } from 'zod'
import type { Translate } from '../language/i18n.ts'
import { NotFound } from '../web/errors.ts'
import { draftRoom } from './draftRoom.ts'
import { calculableParts, findField } from './compile.ts'
import { calculationInputs, calculationKnown, calculationProblems, formulaIn, termsIn } from './calculationInputs.ts'
import { conditionIn, conditionInputs, conditionKnown, conditionProblems } from './conditionInputs.ts'
import { isOwn } from '../domain/forms/rarelyAsked.ts'
import type { Field } from '../domain/forms/definition.ts'
import type { Content, DraftJob } from './content.ts'
import type { DraftField } from './formShape.ts'
import { editField, mayHide, mayUnask, removeField } from './fieldEdits.ts'
import { draftPage } from './draftPage.ts'
import { choice, decimalOrNone, filled, input, lines, longText, onlyIf, text, yesNo, type Inputs } from './inputs.ts'
import { backTo, jobOf } from './jobs.ts'
import { PART_WORDS, TYPE_WORDS } from './labels.ts'
import { BASE } from './part.ts'
import { cut } from '../text/cut.ts'

/** One field of a job type: /jobs/:job/fields/:field */
export const field = draftRoom('/jobs/:job/fields')

draftPage(field, '/:field', {
  of: (content, { job: code, field: name }) => {
    const job = jobOf(content, code)
    const found = findField(job, name)
    if (!found) throw new NotFound()
    return { ...found, job, name }
  },
  stamped: ({ field: each }) => each,
  title: ({ field: { label } }, t) => t(label),
  intro: ({ part, section, field: { type }, name }, t) =>
    `${t(PART_WORDS[part])} › ${t(section.title)} · ${t(TYPE_WORDS[type])} · ${name}`,
  notes: ({ name, field: each }, { t }) => [
    ...(mayHide(name, each) ? [] : [t('Fältet visas alltid: listor, regler eller medgivandet bygger på det.')]),
    ...(mayUnask(name, each) ? [] : [t('Kravet kan inte ändras.')]),
  ],
  back: ({ job }, t) => backTo(job, t),
  inputs: ({ job, part, name, field: each }, { content, t }) => {
    const offer = { job, part, except: name }
    const isNumber = isOwn(name) && each.type === 'number' && !each.formula
    const terms = each.formula ? termsIn(job, calculableParts(job, part), name, t) : []
    const required = conditionInputs('required', offer, each.required, t)
    return {
      label: filled('Namn', 150),
      help: helpInput(),
      options: onlyIf(each.options !== undefined, optionsInput(), []),
      ...boundsInputs(isNumber),
      shown: onlyIf(mayHide(name, each), yesNo('Med i formuläret'), !each.hidden),
      ...conditionInputs('when', offer, each.when, t, { heading: 'När det visas' }),
      ...(mayUnask(name, each) ? required : unasked(required)),
      ...calculationInputs(terms, each.formula !== undefined),
      scope: { ...scopeInput(content, job, name, t), heading: '' },
    }
  },
  known: ({ job, part, name, field: { label, help = '', hidden, required, when, options = [], ...each } }, { t }) => ({
    label,
    help,
    shown: !hidden,
    ...conditionKnown('when', { job, part, except: name }, when, t),
    ...conditionKnown('required', { job, part, except: name }, required, t),
    ...(each.formula && calculationKnown(each.formula)),
    options: options.map((option) => option.label),
    unit: each.unit ?? '',
    min: each.min ?? null,
    max: each.max ?? null,
    scope: 'one' as const,
  }),
  problems: ({ options, ...data }, { name, field: each }) => {
    const wrong = {
      ...conditionProblems('when', data),
      ...(mayUnask(name, each) && conditionProblems('required', data)),
      ...(each.formula && calculationProblems(data)),
    }
    if (Object.keys(wrong).length > 0 || !each.options) return wrong
    if (options.length === 0) return { options: 'Skriv minst ett val.' }
    return !isOwn(name) && options.length !== each.options.length
      ? { options: 'Katalogens val kan byta namn, men inte bli fler eller färre: kontroller och statistik läser dem.' }
      : null
  },
  write: ({ job, name, field: each }, { label, help, shown, options, unit, min, max, scope, ...rest }, content) => {
    const when = conditionIn('when', rest)
    const edit = {
      label,
      help,
      required: mayUnask(name, each) ? conditionIn('required', rest) : (each.required ?? false),
      when: typeof when === 'object' ? when : null,
      hidden: !shown,
      ...(each.options && { options: optionsFrom(options, each.options, isOwn(name)) }),
      ...(isOwn(name) && each.type === 'number' && { unit, min, max }),
      ...(each.formula && { formula: formulaIn(rest) }),
    }
    editField(content, job.code, name, edit, scope === 'all')
  },
  to: ({ job }) => `${BASE}/jobs/${job}`,
  removal: ({ job, name }) =>
    isOwn(name)
      ? {
          label: 'Ta bort fältet',
          text: 'Svar i ärenden som redan har fältet finns kvar.',
          remove: (content, { scope }) => removeField(content, job.code, name, scope === 'all'),
        }
      : null,
})

/** What is not asked of this field. */
function unasked<I extends Inputs>(inputs: I): I {
  const gone = { unasked: true, read: z.unknown().optional() }
  return Object.fromEntries(Object.entries(inputs).map(([key, each]) => [key, { ...each, ...gone }])) as unknown as I
}

export const helpInput = () => longText('Hjälptext', 500, { help: 'Visas vid fältet.' })

/** Labels, one a line, each once. */
export const optionsInput = (when?: Field['when']) =>
  input(
    { label: 'Val', help: 'Ett på varje rad.', type: 'longText', width: 12, ...(when && { when }) },
    {},
    lines(4000).transform((typed) => [...new Set(typed.split('\n').map((each) => each.trim()))].filter(Boolean)),
    (labels) => labels.join('\n'),
  )

/** Of a number. */
export const boundsInputs = (isAsked: boolean, only: Pick<Field, 'when'> = {}) => ({
  unit: onlyIf(isAsked, text('Enhet', 20, { help: 'T.ex. kW eller m.', width: 4, ...only }), ''),
  min: onlyIf(isAsked, decimalOrNone('Minst', { width: 4, ...only }), null),
  max: onlyIf(isAsked, decimalOrNone('Högst', { width: 4, ...only }), null),
})

/** One job type, or every one that has the field: what was changed, and nothing else of it. */
export function scopeInput({ jobs }: Content, { code }: DraftJob, name: string | null, t: Translate) {
  const n = jobs.filter((each) => name !== null && findField(each, name)).length
  const all = name === null ? 'Alla jobbtyper som har avsnittet' : t('Alla som har fältet ({n})', { n })
  return choice('Gäller', { one: code, all }, 'Välj ett av svaren.')
}

/** An own field's option is another when its words are; those of the catalogue keep their values in order. */
export function optionsFrom(typed: string[], before: NonNullable<DraftField['options']>, isOwnField = true) {
  const labels = typed.map((label) => cut(label, 150))
  if (!isOwnField) return labels.map((label, index) => ({ value: before[index]!.value, label }))
  const used = new Set(before.map(({ value }) => value))
  let next = 1
  const fresh = () => {
    while (used.has(`val${next}`)) next += 1
    used.add(`val${next}`)
    return `val${next}`
  }
  return labels.map((label) => ({ value: before.find((option) => option.label === label)?.value ?? fresh(), label }))
}
